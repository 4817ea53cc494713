"""Being away: from when until when, in which words; what whoever writes is told stands below while one types."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework import being_away
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.errors import BadTime, RiseError
from rise_tui.domain.hours import echo, when
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.dialogs.at_field import sentence
from rise_tui.screens.dialogs.below_field import tell_below, tell_nothing_wrong, tell_wrong
from rise_tui.widgets.typed_line import TypedLine

_ORDER = ("from", "until", "en", "es")


class AwayDialog(AtDesk, ModalScreen[str | None]):
    """Enter goes on, from the last field it keeps it. Dismissed with what was done; None: nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+e",
            "come_back",
            "Back now",
            id="away.come-back",
            tooltip="You are back: it ends now.",
            priority=True,
        ),
        Binding("escape", "leave", "Back", id="away.back", tooltip="Back; nothing is changed."),
    ]

    def compose(self) -> ComposeResult:
        """From, until, one's own words in both languages, what they are told, the keys."""
        known = being_away.absence(self.desk)
        title, keys = say("You are away"), say("Enter goes on, then keeps it   Esc back")
        if known is not None:
            title = say("You are away until {time}", time=self._echo(known.until_at))
            keys = say("Enter goes on, then keeps it   C-e ends   Esc back")
        bodies = {} if known is None else known.bodies
        with Vertical(id="dialog", classes="-cover"):
            yield Static(Content(title), classes="-title")
            yield Static(Content(say("From")), classes="-label")
            yield TypedLine(placeholder=say("nothing: from now on"), id="from")
            yield Static(id="from-told", classes="-told")
            yield Static(Content(say("Until")), classes="-label")
            yield TypedLine(placeholder=say("mon 9, 2 dec 9, in 3 days"), id="until")
            yield Static(id="until-told", classes="-told")
            yield Static(Content(say("In your words, English")), classes="-label")
            yield TypedLine(bodies.get("en", ""), placeholder=say("nothing: the usual words"), id="en")
            yield Static(Content(say("In your words, Spanish")), classes="-label")
            yield TypedLine(bodies.get("es", ""), placeholder=say("nothing: the usual words"), id="es")
            yield Static(id="told", classes="-label")
            yield Static(id="says")
            yield Static(Content(keys), classes="-keys")

    def on_mount(self) -> None:
        """Begin with the end: as a rule it is from now on."""
        for field in ("from", "until"):
            self.query_one(f"#{field}-told", Static).display = False
        tell_nothing_wrong(self)
        self._tell()
        self.set_focus(self.query_one("#until", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the absolute time, and what they are told, while it is typed."""
        tell_nothing_wrong(self)
        if event.input.id in ("from", "until"):
            at = self._found(event.input.id)
            told = self.query_one(f"#{event.input.id}-told", Static)
            told.display = at is not None
            told.update(Content("" if at is None else self._echo(at)))
        self._tell(event.input.id if event.input.id in ("en", "es") else "en")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the last one: keep it."""
        at = _ORDER.index(event.input.id or _ORDER[-1])
        if at + 1 < len(_ORDER):
            self.set_focus(self.query_one(f"#{_ORDER[at + 1]}", Input))
            self._tell(_ORDER[at + 1] if _ORDER[at + 1] == "es" else "en")
            return
        field = "from"
        try:
            begins = self._read("from")
            field = "until"
            until = self._read("until")
            if until is None:
                raise BadTime(say("Until when?"), "", say("Type a day, a time, or both."))
            words, words_es = self._typed("en"), self._typed("es")
            label = being_away.go_away(self.desk, until, from_at=begins, words=words, words_es=words_es)
        except RiseError as error:
            longer = max("en", "es", key=lambda language: len(self._typed(language)))
            tell_wrong(self, field if isinstance(error, BadTime) else longer, error)
            self.query_one("#told", Static).display = False  # a small terminal has room for one of them
            return
        self.dismiss(label)

    def action_come_back(self) -> None:
        """It ends now."""
        try:
            label = being_away.come_back(self.desk)
        except RiseError as error:
            tell_below(self, "told", sentence(error))
            return
        self.dismiss(label)

    def action_leave(self) -> None:
        """Nothing is changed."""
        self.dismiss(None)

    def _tell(self, language: str = "en") -> None:
        """What they are told, in the language whose words are being typed."""
        until = self._found("until")
        words = ""
        if until is not None:
            told = being_away.told(self.desk, until, self._typed(language), language)
            words = say("They are told, once a day: {words}", words=told)
        told_line = self.query_one("#told", Static)
        told_line.display = bool(words)
        told_line.update(Content(words))

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value

    def _found(self, field: str) -> int | None:
        try:
            return self._read(field)
        except BadTime:
            return None

    def _read(self, field: str) -> int | None:
        """The time that is meant, in milliseconds; None where nothing was typed. Raises BadTime."""
        typed = self._typed(field)
        return to_ms(when(typed, self.desk.clock.now(), self.desk.zone)) if typed.strip() else None

    def _echo(self, at: int) -> str:
        return echo(from_ms(at), self.desk.zone, self.desk.clock.now())
