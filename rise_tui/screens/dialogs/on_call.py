"""Who is on call, from when until when, and how soon the supervisors are told: decided by a supervisor."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework import being_on_call
from rise_tui.casework.being_on_call import OnCall
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.errors import RiseError
from rise_tui.domain.hours import echo, when
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.dialogs.at_field import sentence
from rise_tui.widgets.typed_line import TypedLine

_ORDER = ("who", "from", "until", "minutes")


class OnCallDialog(AtDesk, ModalScreen[str | None]):
    """Enter goes on, from the last field it keeps it. Dismissed with what was done; None: nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "nobody", "Nobody", id="on-call.nobody", tooltip="Nobody is on call.", priority=True),
        Binding("escape", "leave", "Back", id="on-call.back", tooltip="Back; nothing is changed."),
    ]

    def compose(self) -> ComposeResult:
        """Who, from, until, how many minutes, what that means, the keys."""
        known = being_on_call.on_call(self.desk)
        keys = say("Enter goes on, then keeps it   Esc back")
        if known.caseworker_id:
            keys = say("Enter goes on, then keeps it   C-e: none   Esc back")
        with Vertical(id="dialog", classes="-cover"):
            yield Static(Content(say("On call: told at once of what is urgent")), classes="-title")
            yield Static(Content(say("Who")), classes="-label -near")
            yield TypedLine(
                being_on_call.typed_name(self.desk, known.caseworker_id),
                placeholder=say("a name, or how it begins"),
                id="who",
            )
            yield Static(Content(say("From")), classes="-label -near")
            yield TypedLine(self._time(known.from_at), placeholder=say("nothing: from now on"), id="from")
            yield Static(Content(say("Until")), classes="-label -near")
            yield TypedLine(self._time(known.until_at), placeholder=say("nothing: until told; mon 8:00"), id="until")
            yield Static(Content(say("Minutes until the supervisors are told too")), classes="-label -near")
            yield TypedLine(str(known.minutes), id="minutes")
            yield Static(id="told", classes="-label")
            yield Static(id="says")
            yield Static(Content(keys), classes="-keys")

    def on_mount(self) -> None:
        """Begin with who."""
        self._tell()
        self.set_focus(self.query_one("#who", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what it means while it is typed."""
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the last one: keep it."""
        at = _ORDER.index(event.input.id or _ORDER[-1])
        if at + 1 < len(_ORDER):
            self.set_focus(self.query_one(f"#{_ORDER[at + 1]}", Input))
            return
        self._decide()

    def action_nobody(self) -> None:
        """Nobody is on call any more."""
        self.query_one("#who", Input).value = ""
        self._decide()

    def action_leave(self) -> None:
        """Nothing is changed."""
        self.dismiss(None)

    def _decide(self) -> None:
        try:
            label = being_on_call.decide(self.desk, self._typed())
        except RiseError as error:
            self._say(sentence(error))
            return
        self.dismiss(label)

    def _typed(self) -> OnCall:
        """Raises RiseError for what cannot be read."""
        typed = {field: self.query_one(f"#{field}", Input).value for field in _ORDER}
        from_at, until_at = (
            to_ms(when(typed[field], self.desk.clock.now(), self.desk.zone)) if typed[field].strip() else None
            for field in ("from", "until")
        )
        return being_on_call.planned(self.desk, typed["who"], from_at, until_at, typed["minutes"])

    def _time(self, at: int | None) -> str:
        """As one would type it: `29 Nov 8:42`; nothing for what is past."""
        if at is None or at <= self.desk.now:
            return ""
        return echo(from_ms(at), self.desk.zone, self.desk.clock.now()).partition(" ")[2]

    def _say(self, words: str) -> None:
        """What is wrong; nothing takes no room."""
        says = self.query_one("#says", Static)
        says.display = bool(words)
        says.update(Content(words))

    def _tell(self) -> None:
        """What it means, as far as it can be read."""
        self._say("")
        try:
            typed = self._typed()
        except RiseError as error:
            words = f"{error.title}."
        else:
            words = f"{typed.words(self.desk)}. {typed.how(self.desk)} {typed.after}."
        self.query_one("#told", Static).update(Content(words))
