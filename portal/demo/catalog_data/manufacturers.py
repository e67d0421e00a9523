"""Invented manufacturers: letters their part numbers begin with, their families of products, what they make."""

from typing import NamedTuple


class Maker(NamedTuple):
    name: str
    letters: str
    families: tuple[str, ...]
    departments: tuple[str, ...]


COMPUTERS, NETWORKING, DISPLAYS, STORAGE = "Computers", "Networking", "Displays", "Storage"
PRINTING, COMPONENTS, ACCESSORIES, PHONES = "Printing", "Components", "Accessories", "Phones and conferencing"
POWER, SOFTWARE, POS, AUDIO = "Power", "Software and cloud", "Point of sale", "Audio and video"

_ROWS = """
Aldervane|AV|Meridian Tern Quarry|Computers, Displays
Arvenholt|AH|Boreal Skerry Drift|Computers, Point of sale
Askelund|AK|Fathom Ledger|Storage, Components
Bellmoor|BM|Orchard Pilot Summit|Printing
Bremmerline|BL|Sprint Atlas|Power, Accessories
Brindlemark|BK|Vista Halo|Displays, Audio and video
Caldrith|CD|Forge Anvil Ember|Components
Carrowfell|CF|Beacon Relay Mast|Networking
Cindervale|CV|Spark Torch|Components, Computers
Corvanta|CR|Raven Jackdaw|Computers, Phones and conferencing
Dovetree|DT|Canopy Branch|Accessories
Drummock|DM|Bastion Keep|Power
Eastwater|EW|Current Delta Shoal|Networking, Power
Elmsgate|EG|Portal Lattice|Software and cloud
Elvaro|EL|Lumen Prisma|Displays, Phones and conferencing
Embertide|ET|Glow Flare|Audio and video, Accessories
Fellbrook|FB|Cascade Rill|Storage
Fennimark|FM|Scribe Quill|Printing, Point of sale
Fjellstad|FS|Nord Tinde Vidde|Networking, Computers
Foxhollow|FX|Burrow Thicket|Software and cloud
Galdhaven|GH|Harbor Pier|Storage, Networking
Garrowby|GB|Stack Tower|Components, Power
Glimmerson|GS|Shine Mirage|Displays
Gorsefield|GF|Tally Counter|Point of sale
Halvorsund|HV|Kyst Strand|Phones and conferencing, Networking
Harrowgate|HG|Warden Sentry|Software and cloud, Networking
Hazelmere|HM|Nutbrown Copse|Accessories, Audio and video
Helmdal|HD|Rampart Vault|Power, Storage
Inverness Point|IP|Cairn Loch|Networking
Ironmere|IM|Hammer Rivet|Components, Computers
Jasperine|JP|Facet Carat|Displays, Accessories
Juniperro|JR|Resin Bough|Audio and video
Kestrel|KS|Hover Stoop Talon|Networking, Computers
Kingsferry|KF|Crossing Landing|Phones and conferencing
Koralund|KL|Reef Lagoon|Storage
Larkwell|LW|Dawn Chorus|Audio and video, Phones and conferencing
Lindqvarn|LQ|Linden Kvarn|Printing, Accessories
Lomond Peak|LP|Ridge Crest|Computers
Maplecourt|MC|Syrup Canuck|Accessories, Power
Marrowick|MW|Marrow Spine|Components
Mistral Bay|MB|Breeze Gale|Networking, Power
Nettlebourne|NB|Sting Leaf|Accessories
Northquay|NQ|Anchor Mooring|Storage, Networking
Oakhurst Systems|OH|Acorn Heartwood|Computers, Software and cloud
Orbivane|OV|Apogee Perigee|Displays, Computers
Osterleigh|OS|Signal Ledger|Phones and conferencing
Pellworth|PW|Ink Blot|Printing
Pinegrove|PG|Needle Cone|Accessories, Components
Quillmark|QM|Nib Folio|Printing, Point of sale
Ravensmoor|RM|Onyx Obsidian|Components, Displays
Rosenvik|RV|Petal Thorn|Accessories, Audio and video
Saltmarsh|SM|Brine Heron|Storage
Silverbirch|SB|Bark Catkin|Computers, Accessories
Skarholm|SK|Islet Sound|Power, Networking
Stonecrop|SC|Pebble Boulder|Storage, Components
Tamarind|TM|Pod Spice|Phones and conferencing, Audio and video
Thornbury Data|TD|Bramble Hedge|Software and cloud, Storage
Umberlyn|UM|Sienna Ochre|Displays, Printing
Vantreth|VT|Vector Tangent|Computers, Point of sale
Weatherby|WB|Vane Barometer|Networking, Components
Yarrowdale|YD|Meadow Stile|Accessories, Power
"""


def _maker(row: str) -> Maker:
    name, letters, families, departments = row.split("|")
    return Maker(name, letters, tuple(families.split()), tuple(departments.split(", ")))


MAKERS = [_maker(row) for row in _ROWS.strip().splitlines()]
