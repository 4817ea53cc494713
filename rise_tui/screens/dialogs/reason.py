"""Why a text that sounds like a wish to stop is none: in a key, or in words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.domain.say import say
from rise_tui.domain.veil import Veil
from rise_tui.widgets.choosing_input import ChoosingInput


def reasons() -> tuple[str, ...]:
    """The usual ones, in the order of their keys."""
    return (say("They mean something else."), say("I asked: they want our texts."))


class ReasonDialog(ModalScreen[str | None]):
    """Dismissed with the reason, or nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "choose(0)", "Else", id="reason.else", tooltip="They mean something else.", priority=True),
        Binding("2", "choose(1)", "Asked", id="reason.asked", tooltip="I asked: they want our texts.", priority=True),
        Binding("escape", "leave", "Back", id="reason.back", tooltip="Back; nothing is decided."),
    ]

    def __init__(self, name: str) -> None:
        """`name`: whose text it is, safe for a terminal."""
        super().__init__()
        self._whom = name

    def compose(self) -> ComposeResult:
        """What it means, the usual reasons, where one types another one."""
        veil: Veil = self.app.veil  # type: ignore[attr-defined]  # RiseApp; importing it would be a cycle
        with Vertical(id="dialog"):
            yield Static(Content(say("{name} does not want us to stop", name=veil.name(self._whom))), classes="-title")
            yield Static(say("They are texted as before, and the office keeps your reason."), markup=False)
            yield Static("", markup=False)
            for number, reason in enumerate(reasons(), 1):
                yield Static(Content.assemble((f"{number}  ", "$amber"), reason))
            yield ChoosingInput("12", placeholder=say("or say how you know"), id="typed")
            yield Static(say("1 2 choose     Enter takes what is typed     Esc back"), classes="-keys", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is typed, if it says anything."""
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_choose(self, place: int) -> None:
        """One of the usual ones."""
        self.dismiss(reasons()[place])

    def action_leave(self) -> None:
        """Close without a reason."""
        self.dismiss(None)
