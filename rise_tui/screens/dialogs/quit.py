"""Leaving while something still waits to go out."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.domain.say import say, say_many


class QuitDialog(ModalScreen[bool]):
    """Says how many wait and who sends them; dismissed with whether to leave."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,q,enter", "answer(True)", "Leave", id="quit.leave", tooltip="Leave; they go out without you."),
        Binding("n,escape", "answer(False)", "Stay", id="quit.stay", tooltip="Stay here."),
    ]

    def __init__(self, waiting: int) -> None:
        super().__init__()
        self.waiting = waiting

    def compose(self) -> ComposeResult:
        """A title, a sentence, the keys."""
        with Vertical(id="dialog"):
            yield Static(say("Not everything is out yet"), classes="-title", markup=False)
            words = say_many(
                "{count} change waits on this machine only.",
                "{count} changes wait on this machine only.",
                self.waiting,
            )
            words += " " + say("If you leave, what waits goes out within 15 minutes, if the line is there.")
            yield Static(words, markup=False)
            yield Static(say("y leave     Esc stay"), classes="-keys", markup=False)

    def action_answer(self, is_leaving: bool) -> None:
        """Close with the answer."""
        self.dismiss(is_leaving)
