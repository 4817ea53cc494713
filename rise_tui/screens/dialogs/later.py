"""When a text leaves: type a time, see the day and the hour, Enter takes it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework import scheduling
from rise_tui.casework.scheduling import Scheduled
from rise_tui.domain.errors import BadTime
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.typed_line import TypedLine


class LaterDialog(AtDesk, ModalScreen[Scheduled | None]):
    """Dismissed with the time that was typed; None: nothing was changed. For one text, or for one to many."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="later.back", tooltip="Back; nothing is scheduled."),
    ]

    def __init__(self, title: str, *, client_id: str | None = None, warning: str = "") -> None:
        """`title`: what leaves, safe for a terminal; `client_id`: whose clock is told beside; `warning`: look again."""
        super().__init__()
        self._title_words = title
        self._client_id = client_id
        self._warning = warning
        self._found: Scheduled | None = None

    def compose(self) -> ComposeResult:
        """The title, what to look at again, the time, what it means, the keys."""
        words = TypedLine(placeholder=say("tomorrow 9, mon 9:30, 9pm, 24 nov 14:00, in 2 h"), id="time")
        with Vertical(id="writing-dialog"):
            yield Static(Content(self._title_words), classes="-title")
            yield words
            yield Static(id="told", classes="-told")
            if self._warning:
                yield Static(Content(say("{seen}: look again.", seen=self._warning)), classes="-warning")
            yield Static(Content(say("Enter schedules it     Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Say what can be typed."""
        self._tell(say("Type a day, a time, or both."), "")

    def _tell(self, words: str, state: str) -> None:
        told = self.query_one("#told", Static)
        told.set_classes(f"-told {state}".strip())
        told.update(Content(words))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the absolute time while it is typed."""
        self._read(event.value)

    def _read(self, typed: str) -> None:
        self._found = None
        if not typed.strip():
            self._tell(say("Type a day, a time, or both."), "")
            return
        try:
            self._found = scheduling.scheduled(self.desk, typed, self._client_id)
        except BadTime as error:
            self._tell(f"{error.title}. {error.next_step}", "-bad")
            return
        words = say("Leaves {time}", time=self._found.words)
        self._tell(f"{words}   {self._found.note}".rstrip(), "-good")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, as of this moment: time has passed since it was typed."""
        self._read(event.value)
        if self._found is not None:
            self.dismiss(self._found)
        elif not event.value.strip():
            self._tell(say("Type a day, a time, or both."), "-bad")

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
