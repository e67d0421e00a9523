from catalog.importing.command import ImportCommand
from catalog.importing.kinds import BIDS


class Command(ImportCommand):
    help = "Import BIDs, a product a row; what the file does not name stays, and what orders took stays counted."
    kind = BIDS
