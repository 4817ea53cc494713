"""Letting a text to many go: by typing the number of people who get it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.domain.say import say, say_many


class ConfirmDialog(ModalScreen[int | None]):
    """Says what goes out; dismissed with the number once it was typed right, else with nothing."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="confirm.leave", tooltip="Send nothing."),
    ]

    def __init__(self, people: int, told: tuple[str, ...]) -> None:
        """`told`: what one should know before, a sentence each."""
        super().__init__()
        self.people, self.told = people, told

    def compose(self) -> ComposeResult:
        """The question, what to know, the number, the keys."""
        title = say_many("Send this to {count} person?", "Send this to {count} people?", self.people)
        typed = Input(id="number", compact=True, restrict=r"[0-9]*", max_length=6)
        typed.cursor_blink = False
        with Vertical(id="confirm"):
            yield Static(Content(title), classes="-title")
            for words in self.told:
                yield Static(Content(words))
            yield Static(Content(say("Type {count} and press Enter.", count=self.people)), classes="-says")
            yield typed
            yield Static(id="wrong")
            yield Static(Content(say("Enter sends it   Esc sends nothing")), classes="-keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The right number sends; any other stays here."""
        if event.value.strip() == str(self.people):
            self.dismiss(self.people)
            return
        words = say("It goes to {count}, not to {typed}.", count=self.people, typed=event.value.strip() or "0")
        self.query_one("#wrong", Static).update(Content(words))

    def action_leave(self) -> None:
        """Send nothing."""
        self.dismiss(None)
