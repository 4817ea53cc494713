"""A dialog that opens at the field which it is about, so that one edits in place."""

from typing import TypeVar

from textual.containers import Vertical
from textual.geometry import Offset
from textual.screen import ModalScreen

from rise_tui.domain.errors import RiseError
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.patience import before_telling

R = TypeVar("R")
WIDTH = 46
"""Cells that it takes at most."""


class AtField(AtDesk, ModalScreen[R]):
    """Stands at a place of the screen, or as near to it as there is room."""

    CSS_PATH = "field.tcss"

    def __init__(self, at: Offset | None) -> None:
        """`at`: where the field stands; None: in the middle."""
        super().__init__()
        self.at = at
        self.set_class(at is None, "-middle")

    def on_mount(self) -> None:
        """Go to the field once it is known how much room there is."""
        self.call_after_refresh(self.place)

    def on_resize(self) -> None:
        """Another size: another place."""
        self.call_after_refresh(self.place)

    def veiled(self, words: str) -> str:
        """The words, without names and numbers in them while somebody else can see the screen."""
        return self.rise.veil.words(words)

    def place(self) -> None:
        """Stand at the field, within the screen and above its last two lines."""
        box = self.query_one("#field", Vertical)
        width, height = min(WIDTH, self.size.width), box.outer_size.height
        box.styles.width = width
        at = self.at or Offset((self.size.width - width) // 2, max(0, (self.size.height - height) // 2))
        x = max(0, min(at.x - 2, self.size.width - width))
        y = max(0, min(at.y - 1, self.size.height - height - 2))
        box.styles.offset = (x, y)


def sentence(error: RiseError) -> str:
    """A trouble as a sentence below a field: what is wrong, and what to type instead."""
    before_telling(error)
    title = error.title if error.title.endswith("?") else f"{error.title}."
    return " ".join(part for part in (title, error.detail, error.next_step) if part)
