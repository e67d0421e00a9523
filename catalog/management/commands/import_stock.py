from catalog.importing.command import ImportCommand
from catalog.importing.kinds import STOCK


class Command(ImportCommand):
    help = "Import what warehouses counted and what they expect; what the file does not name stays as it is."
    kind = STOCK
