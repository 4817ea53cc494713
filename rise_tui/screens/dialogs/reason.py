"""What a text that sounds like a wish to stop means, if it is none, or none to everything: by a number, or in words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.choosing_input import ChoosingInput, NumberedChoice


def reasons() -> tuple[str, ...]:
    """The usual ones, in the order of their keys."""
    return (
        say("They mean something else."),
        say("I asked: they want our texts."),
        say("Only no reminders and group texts: do answer them."),
    )


ONLY_ANSWERS = 3
"""The one that takes reminders and group texts from them."""


class ReasonDialog(AtDesk, ModalScreen[str | None]):
    """Dismissed with the reason, or nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="reason.back", tooltip="Back; nothing is decided."),
    ]

    def __init__(self, name: str, *, is_late: bool = False, has_switch: bool = True, late: str = "") -> None:
        """`name`: whose text it is, safe for a terminal; `is_late`: it counts as a STOP already, by itself.

        `has_switch`: whether they may go on with answers only; `late`: what came too late meanwhile, in words.
        """
        super().__init__()
        self._whom = name
        self._is_late = is_late
        self._late = late
        self._reasons = reasons() if has_switch and not is_late else reasons()[: ONLY_ANSWERS - 1]

    def compose(self) -> ComposeResult:
        """What it means, the usual reasons, where one types another one."""
        veil = self.rise.veil
        with Vertical(id="dialog"):
            yield Static(Content(say("What does {name} want?", name=veil.name(self._whom))), classes="-title")
            kept = say("It is no full stop: they are still texted, and the office keeps your reason.")
            if self._is_late:
                kept = say(
                    "It counts as STOP because nobody decided in time. Now they are texted as before;"
                    " what was cancelled stays so, and the office keeps your reason."
                )
            late = say("{late}.", late=self._late) if self._late else ""
            yield Static("\n".join(part for part in (kept, late) if part), markup=False)
            yield Static("", id="says", markup=False)
            for number, reason in enumerate(self._reasons, 1):
                yield NumberedChoice(number, Content(reason))
            yield ChoosingInput(len(self._reasons), placeholder=say("or say how you know"), id="typed")
            numbers = " ".join(map(str, range(1, len(self._reasons) + 1)))
            keys = say("{numbers}, or your words: Enter takes it     Esc back", numbers=numbers)
            yield Static(keys, classes="-keys", markup=False)

    def on_input_changed(self) -> None:
        """Mark the one whose number stands typed."""
        self.query_one("#says", Static).update("")
        chosen = self.query_one(ChoosingInput).choice
        for row in self.query(NumberedChoice):
            row.mark(chosen)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the one whose number is typed, or what is typed, if it says anything."""
        typed, chosen = event.value.strip(), self.query_one(ChoosingInput).choice
        if typed:
            self.dismiss(self._reasons[chosen - 1] if chosen else typed)
        else:
            self.query_one("#says", Static).update(Content(say("Type a number, or say how you know.")))

    def action_leave(self) -> None:
        """Close without a reason."""
        self.dismiss(None)
