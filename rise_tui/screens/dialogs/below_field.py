"""What is wrong with what was typed stands right below the field that it is about; else it takes no room."""

from typing import Any

from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from rise_tui.domain.errors import RiseError
from rise_tui.screens.dialogs.at_field import sentence


def tell_wrong(dialog: ModalScreen[Any], field: str, error: RiseError) -> None:
    """Below the field of that id, where one goes on typing."""
    tell_below(dialog, field, sentence(error))
    dialog.set_focus(dialog.query_one(f"#{field}", Input))


def tell_below(dialog: ModalScreen[Any], place: str, words: str) -> None:
    """The words (safe for a terminal) in the dialog's `#says`, below what has the other id."""
    says = dialog.query_one("#says", Static)
    assert isinstance(says.parent, Widget)
    says.parent.move_child(says, after=dialog.query_one(f"#{place}"))
    says.display = True
    says.update(Content(words))


def tell_nothing_wrong(dialog: ModalScreen[Any]) -> None:
    """What was wrong may be right now."""
    dialog.query_one("#says", Static).display = False
