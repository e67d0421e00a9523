"""The leaves of the tree: what a product there is called, costs (USD) and weighs (grams), and what it differs in."""

from typing import NamedTuple


class Kind(NamedTuple):
    path: str
    noun: str
    cn_code: str
    price: float
    grams: int
    features: tuple[str, ...]
    marks: frozenset[str]  # of: serial (numbers tracked), bulk (sold in multiples), license, cloud

    @property
    def department(self) -> str:
        return self.path.split(" > ")[0]


# leaf, noun, CN code, price of the simplest, its weight, features, marks; lines with > open a branch
_ROWS = """
> Computers > Notebooks
Business notebooks|notebook|84713000|690|1250|screen processor memory disk shade|serial
Mobile workstations|mobile workstation|84713000|1650|1900|screen processor memory disk|serial
Education notebooks|education notebook|84713000|310|1350|screen memory disk shade|serial
Rugged notebooks|rugged notebook|84713000|1900|2300|screen processor memory|serial
> Computers > Tablets
Business tablets|tablet|84713000|340|420|tablet memory shade|serial
Rugged tablets|rugged tablet|84713000|980|890|tablet memory|serial
> Computers > Desktops
Small desktops|small desktop|84714100|520|1300|processor memory disk|serial
Towers|tower computer|84714100|610|6900|processor memory disk|serial
All-in-ones|all-in-one|84714100|790|6200|panel processor memory|serial
Thin clients|thin client|84714900|290|900|memory disk|serial
> Computers > Servers
Rack servers|rack server|84715000|2400|16500|cores memory bays|serial
Tower servers|tower server|84715000|1350|14000|cores memory bays|serial
> Displays > Monitors
Office monitors|monitor|85285200|130|3100|panel resolution refresh|serial
Designer monitors|designer monitor|85285200|420|4900|panel resolution|serial
Curved monitors|curved monitor|85285200|310|5200|panel refresh resolution|serial
Portable monitors|portable monitor|85285200|170|800|screen resolution|serial
> Displays > Large displays
Signage displays|signage display|85285900|690|9800|wall resolution|serial
Interactive displays|interactive display|85285900|1450|21000|wall resolution|serial
> Displays > Projectors
Office projectors|projector|85286200|480|2900|lumens resolution|serial
Short-throw projectors|short-throw projector|85286200|890|3900|lumens resolution|serial
> Networking > Switches
Managed switches|managed switch|85176200|260|1900|ports poe uplinks|serial
Unmanaged switches|unmanaged switch|85176200|35|420|ports poe|
Core switches|core switch|85176200|3900|8200|ports uplinks throughput|serial
> Networking > Wireless
Access points|access point|85176200|120|510|radio poe throughput|serial
Outdoor access points|outdoor access point|85176200|340|1450|radio throughput|serial
Wireless adapters|wireless adapter|85176200|24|30|radio|
> Networking > Security and routing
Routers|router|85176200|190|980|throughput ports|serial
Firewalls|firewall|85176200|590|1900|throughput ports|serial
> Networking > Transceivers and cabling
Transceivers|transceiver|85176200|38|25|throughput reach|
Patch cables|patch cable|85444290|3|30|length color|bulk
Fiber cables|fiber patch cable|85447000|9|45|length reach|bulk
Racks|network rack|94032080|310|18000|units|
> Storage > Solid-state drives
M.2 drives|M.2 drive|84717070|48|9|flash speed|serial
SATA drives|SATA drive|84717070|42|45|flash|serial
Portable drives|portable drive|84717070|75|55|flash shade|serial
> Storage > Hard drives
Desktop drives|hard drive|84717050|79|640|platter|serial
Server drives|server hard drive|84717050|165|690|platter|serial
> Storage > Network storage
Desktop storage|network storage|84717098|290|2100|bays memory|serial
Rack storage|rack storage|84717098|1600|11500|bays memory|serial
> Storage > Backup
Tape drives|tape drive|84717080|2600|5600|tape|serial
Tape cartridges|tape cartridge|85232929|38|200|tape|bulk
> Printing > Printers
Laser printers|laser printer|84433210|190|7800|pages paper duplex|serial
Inkjet printers|inkjet printer|84433210|110|5100|pages paper duplex|serial
Multifunction printers|multifunction printer|84433100|340|13500|pages paper duplex|serial
Label printers|label printer|84433210|210|1800|label|serial
> Printing > Supplies
Toner|toner cartridge|84439990|58|780|ink yield|
Ink|ink cartridge|84439990|19|90|ink yield|
Drums|drum unit|84439990|92|1100|yield|
> Printing > Scanners
Document scanners|document scanner|84716070|330|3100|pages paper|serial
> Components > Processors
Desktop processors|processor|85423190|145|80|cores clock|serial
Server processors|server processor|85423190|720|110|cores clock|serial
> Components > Graphics
Graphics cards|graphics card|84733020|290|1050|video clock|serial
Workstation graphics|workstation graphics card|84733020|780|980|video|serial
> Components > Memory
Desktop memory|memory module|84733020|32|60|module speed shade|
Server memory|server memory|84733020|88|55|module speed|
Notebook memory|notebook memory|84733020|31|20|module speed|
> Components > Housing and cooling
Cases|computer case|84733080|69|6100|form shade|
Power supplies|power supply|85044083|62|1700|watts|
Coolers|cooler|84145925|34|720|fan shade|
Mainboards|mainboard|84733020|118|980|form|serial
> Power > Uninterruptible power
Desktop UPS|UPS|85044083|98|4900|va plug|serial
Rack UPS|rack UPS|85044083|640|18500|va plug|serial
> Power > Distribution
Power strips|power strip|85366990|14|420|outlets plug length|
Rack distribution units|rack distribution unit|85371098|180|2900|outlets plug|serial
> Phones and conferencing > Phones
Smartphones|smartphone|85171300|310|172|phone memory shade|serial
Rugged phones|rugged phone|85171300|420|260|phone memory|serial
Desk phones|desk phone|85171800|79|820|lines|serial
> Phones and conferencing > Conferencing
Conference cameras|conference camera|85258900|360|900|camera angle|serial
Conference sets|conference set|85176200|1450|3900|room camera|serial
Speakerphones|speakerphone|85182200|115|340|link shade|
> Audio and video > Headsets
Office headsets|headset|85183000|62|140|wear link driver|
Call center headsets|call center headset|85183000|88|110|wear link|
> Audio and video > Speakers
Desktop speakers|speaker set|85182200|39|1100|link shade|
Room speakers|room speaker|85182100|145|3800|link shade|
> Audio and video > Cameras
Webcams|webcam|85258900|49|130|camera angle|
> Accessories > Input
Keyboards|keyboard|84716060|29|620|layout link shade|
Mice|mouse|84716070|18|95|link buttons color|
Keyboard sets|keyboard and mouse set|84716060|44|780|layout link|
> Accessories > Docking and power
Docking stations|docking station|84733080|135|390|docking charger|serial
Chargers|charger|85044055|34|180|charger plug|
USB hubs|USB hub|84718000|27|90|hub shade|
> Accessories > Carrying and mounting
Bags|notebook bag|42021250|32|640|bag color|
Monitor arms|monitor arm|83025000|79|2900|arm shade|
> Accessories > Cables
USB cables|USB cable|85444290|6|40|length color|bulk
Display cables|display cable|85444290|9|90|length|bulk
> Point of sale > Terminals
Terminals|point-of-sale terminal|84705000|640|5200|touch memory|serial
Cash drawers|cash drawer|84729090|75|6800|drawer|
> Point of sale > Printing and scanning
Receipt printers|receipt printer|84433210|175|1500|label link|serial
Barcode scanners|barcode scanner|84719000|98|170|scan link|serial
> Software and cloud > Operating systems
Server systems|server operating system|||0|edition seats|license
Desktop systems|desktop operating system|||0|edition seats|license
> Software and cloud > Applications
Office suites|office suite|||0|edition seats term|license
Backup software|backup software|||0|edition seats term|license
Security software|security software|||0|edition seats term|license
> Software and cloud > Cloud services
Mailboxes|hosted mailbox|||0|edition term|cloud
Cloud storage|cloud storage|||0|flash term|cloud
"""
_SOFTWARE_PRICES = {"license": 45.0, "cloud": 6.0}


def _kinds() -> list[Kind]:
    kinds, branch = [], ""
    for row in _ROWS.strip().splitlines():
        if row.startswith("> "):
            branch = row[2:]
            continue
        leaf, noun, cn_code, price, grams, features, marks = row.split("|")
        marked = frozenset(marks.split())
        cost = float(price) if price else next(_SOFTWARE_PRICES[mark] for mark in marked)
        path = f"{branch} > {leaf}"
        kinds.append(Kind(path, noun, cn_code, cost, int(grams or 0), tuple(features.split()), marked))
    return kinds


KINDS = _kinds()
