"""Looking at a page as an eye, a ruler and axe do: screenshots, nothing wider than the window, WCAG 2.2 AA."""

import os
from collections.abc import Mapping
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from portal.embedded import VAR_DIR

SCREENSHOTS = VAR_DIR / "screenshots"
ALWAYS_PICTURED = "main-job/"  # other paths are where the environment sets SCREENSHOTS: a picture takes 0.2 s
WIDTHS = (1280, 390)
HEIGHT = 900
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
OPTIONS = {
    "preload": False,
    "resultTypes": ["violations"],
}  # it would fetch style sheets anew, from addresses that are none
EVERYTHING = {"type": "tag", "values": WCAG}
COLOR_AND_SIZE = {"type": "rule", "values": ["color-contrast", "target-size"]}
TOO_WIDE = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth"


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def picture(page: Page, name: str, width: int) -> None:
    """Keep the whole page as `var/screenshots/<name>-<width>.png`, for people to look at."""
    path = SCREENSHOTS / f"{name}-{width}.png"
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def too_wide(page: Page) -> list[str]:
    """Say by how much the page is wider than its window."""
    over = page.evaluate(TOO_WIDE)
    return [f"{page.url} is {over} px too wide"] if over > 0 else []


def faults(page: Page, rules: Mapping[str, object] = EVERYTHING) -> list[str]:
    """What axe finds, each with the element it is about."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", OPTIONS | {"runOnly": rules})["violations"]
    return [f"{page.url}: {fault['id']} {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def looked_at(page: Page, name: str, *, with_axe: bool = True) -> list[str]:
    """Look at the page in a wide and a narrow window and say what is wrong with it."""
    found = []
    for width in WIDTHS:
        resize(page, width)
        if name.startswith(ALWAYS_PICTURED) or os.environ.get("SCREENSHOTS"):
            picture(page, name, width)
        found += [f"{width} px: {fault}" for fault in too_wide(page) + (faults(page) if with_axe else [])]
    resize(page, WIDTHS[0])
    return found
