"""The guide's pages: which there are, in the order one reads them, and their words as they lie in the package."""

from pathlib import Path
from typing import NamedTuple

from rise_tui.domain.errors import NotFound

FOLDER = Path(__file__).parent
NAMES = ("caseworker", "keys", "administrator", "relay-settings", "carriers", "privacy", "troubleshooting", "terminals")
"""What stands after `rise guide`; each is a Markdown file of that name beside this one."""


class GuidePage(NamedTuple):
    """One page: what it is called on the command line, its title, what it is about in one line, its Markdown."""

    name: str
    title: str
    about: str
    text: str


def read(name: str) -> GuidePage:
    """The page of that name: its title is its first line, what it is about its first paragraph. Raises NotFound."""
    if name not in NAMES:
        raise NotFound(f"There is no page {name!r}", f"There are: {', '.join(NAMES)}.", "Look with: rise guide")
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    title, about = text.split("\n\n", 2)[:2]
    return GuidePage(name, title.removeprefix("# "), about.replace("\n", " "), text)


def contents() -> list[GuidePage]:
    """Every page, in reading order."""
    return [read(name) for name in NAMES]
