"""How one is told while rise is closed: where to, when, how often; what that means stands below while one types."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework import being_on_call, being_told
from rise_tui.casework.being_told import Wishes
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.dialogs.at_field import sentence
from rise_tui.screens.dialogs.below_field import tell_below, tell_nothing_wrong, tell_wrong
from rise_tui.widgets.typed_line import TypedLine

_ORDER = ("email", "webhook", "at", "quiet", "least")


class AlertsDialog(AtDesk, ModalScreen[str | None]):
    """Enter goes on, from the last field it keeps it. Dismissed with what was done; None: nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+e",
            "switch_off",
            "Off",
            id="alerts.off",
            tooltip="You are told nothing while rise is closed.",
            priority=True,
        ),
        Binding(
            "ctrl+o",
            "on_call",
            "On call",
            id="alerts.on-call",
            tooltip="Who is told at once of what is urgent; for supervisors.",
            priority=True,
        ),
        Binding("escape", "leave", "Back", id="alerts.back", tooltip="Back; nothing is changed."),
    ]

    def __init__(self, on_call: Callable[[], None]) -> None:
        """`on_call` asks who is on call, in the place of this."""
        super().__init__()
        self._on_call = on_call

    def compose(self) -> ComposeResult:
        """Where to, when, how often, what that means, the keys."""
        known = being_told.wishes(self.desk)
        keys = say("Enter goes on, then keeps it   Esc back")
        if known.is_any:
            keys = say("Enter goes on, then keeps it   C-e: none   Esc back")
        with Vertical(id="dialog", classes="-cover"):
            yield Static(Content(say("You are told that clients wait while rise is closed")), classes="-title")
            for field, label, hint in self._fields():
                yield Static(Content(label), classes="-label" if field == "email" else "-label -near")
                yield TypedLine(getattr(known, field), placeholder=hint, id=field)
            yield Static(id="told", classes="-label")
            yield Static(id="on-call", classes="-label -near")
            yield Static(id="says")
            yield Static(Content(keys), classes="-keys")

    def on_mount(self) -> None:
        """Begin with the address."""
        self._known = self._typed()
        self._tell()
        self._tell_on_call()
        tell_nothing_wrong(self)
        self.set_focus(self.query_one("#email", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what it means while it is typed."""
        tell_nothing_wrong(self)
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the last one: keep it."""
        at = _ORDER.index(event.input.id or _ORDER[-1])
        if at + 1 < len(_ORDER):
            self.set_focus(self.query_one(f"#{_ORDER[at + 1]}", Input))
            return
        typed = self._typed()
        try:
            label = being_told.set_alerts(self.desk, typed)
        except RiseError as error:
            tell_wrong(self, being_told.at_fault(typed) or _ORDER[-1], error)
            self.query_one("#told", Static).display = False
            return
        self.dismiss(label)

    def action_switch_off(self) -> None:
        """Nothing is told any more."""
        try:
            label = being_told.switch_off(self.desk)
        except RiseError as error:
            self._say(sentence(error))
            return
        self.dismiss(label)

    def action_on_call(self) -> None:
        """Who is on call, for whoever decides it."""
        if not being_on_call.may_decide(self.desk):
            self._say(say("A supervisor says who is on call."))
            return
        if self._typed() != self._known:
            self._say(say("What you typed here is not kept yet: Enter keeps it, Esc drops it."))
            return
        self.dismiss(None)
        self._on_call()

    def action_leave(self) -> None:
        """Nothing is changed."""
        self.dismiss(None)

    def _fields(self) -> tuple[tuple[str, str, str], ...]:
        """Each field: its name, what it is called, what nothing in it means."""
        return (
            ("email", say("By e-mail"), say("nothing: no e-mail")),
            ("webhook", say("At a web address"), say("nothing: none; else https://…")),
            ("at", say("At these times"), say("nothing: as they come; 8:30 13:00")),
            ("quiet", say("Not between"), say("nothing: any hour; 21:00-8:00")),
            ("least", say("At most every … minutes"), "60"),
        )

    def _typed(self) -> Wishes:
        return Wishes(**{field: self.query_one(f"#{field}", Input).value for field in _ORDER})

    def _say(self, words: str) -> None:
        """What cannot be done now."""
        tell_below(self, "on-call", words)

    def _tell(self) -> None:
        """What it means, as far as it can be read; no name and no word of a client is ever sent."""
        typed = self._typed()
        try:
            words = f"{being_told.told_words(typed)}."
        except RiseError as error:
            words = error.title if error.title.endswith("?") else f"{error.title}."
        else:
            if typed.is_any:
                words = f"{words} {say('What is urgent, at once. Never whose, and no word of it.')}"
        told = self.query_one("#told", Static)
        told.display = True
        told.update(Content(words))

    def _tell_on_call(self) -> None:
        """Who is on call now, and how that is changed by whoever may."""
        words = f"{being_on_call.on_call(self.desk).words(self.desk)}."
        if being_on_call.may_decide(self.desk):
            words = say("C-o: {words}", words=words)
        self.query_one("#on-call", Static).update(Content(words))
