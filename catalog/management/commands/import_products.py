from catalog.importing.command import ImportCommand
from catalog.importing.kinds import PRODUCTS


class Command(ImportCommand):
    help = "Import products: new ones are added, known ones (by SKU) changed where the file says something else."
    kind = PRODUCTS
