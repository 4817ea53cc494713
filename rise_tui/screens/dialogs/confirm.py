"""Letting a text to many go: by typing the number of people who get it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.domain.say import say, say_many
from rise_tui.widgets.typed_line import TypedLine


class ConfirmDialog(ModalScreen[None]):
    """Says what goes out, and lets it go once the right number was typed."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="confirm.leave", tooltip="Send nothing."),
    ]

    def __init__(self, let_go: Callable[[int], None]) -> None:
        """`let_go` is given the number once it was typed."""
        super().__init__()
        self._let_go = let_go
        self.people: int | None = None
        """How many get it; None: that is being looked at."""
        self._told: tuple[str, ...] = ()
        self.is_left = False
        """Whether one went away from it: nothing is asked any more."""

    def compose(self) -> ComposeResult:
        """The question, what to know, the number, the keys."""
        typed = TypedLine(id="number", restrict=r"[0-9]*", max_length=6)
        with Vertical(id="confirm"):
            yield Static(Content(say("Looking at everybody once more …")), id="question", classes="-title")
            yield Static(id="told")
            yield Static(id="wanted", classes="-says")
            yield typed
            yield Static(id="wrong")
            yield Static(Content(say("Enter sends it   Esc sends nothing")), classes="-keys")

    def on_mount(self) -> None:
        """It may have been looked at before this stands."""
        self._show()

    def ask(self, people: int, told: tuple[str, ...]) -> None:
        """Ask for the number: so many get it; `told` is what one should know before, a sentence each."""
        self.people, self._told = people, told
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        if self.people is None:
            return
        question = say_many("Send this to {count} person?", "Send this to {count} people?", self.people)
        self.query_one("#question", Static).update(Content(question))
        self.query_one("#told", Static).update(Content("\n".join(self._told)))
        wanted = say("Type {count} and press Enter.", count=self.people)
        self.query_one("#wanted", Static).update(Content(wanted))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The right number sends; any other stays here."""
        typed = event.value.strip()
        if self.people is None:
            return
        if typed == str(self.people):
            self._let_go(self.people)
            self.leave()
            return
        words = say("It goes to {count}, not to {typed}.", count=self.people, typed=typed or "0")
        self.query_one("#wrong", Static).update(Content(words))

    def leave(self) -> None:
        """Send nothing."""
        self.is_left = True
        if self.is_current:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Send nothing."""
        self.leave()
