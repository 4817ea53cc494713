"""Planning a cover: from when until when, of which clients, with a note for the colleague."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.errors import BadTime, RiseError
from rise_tui.domain.hours import echo, when
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.dialogs.below_field import tell_nothing_wrong, tell_wrong
from rise_tui.widgets.typed_line import TypedLine


@dataclass(frozen=True)
class Whom:
    """Whose texts a cover is about: a group's (its id), or all clients (None); words safe for a terminal."""

    group_id: str | None
    words: str


@dataclass(frozen=True)
class Planned:
    """What was typed: from when (None: now) until when, in milliseconds, of which group, and the note."""

    from_at: int | None
    until_at: int
    group_id: str | None
    note: str


Plan = Callable[[Planned], str]
"""Does it; returns what was done, in words."""


class CoverDialog(AtDesk, ModalScreen[str | None]):
    """Enter goes on, from the note it plans. Dismissed with what was done; None: nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "turn", "Whose", id="cover.whom", tooltip="All clients, or one group's.", priority=True),
        Binding("escape", "leave", "Back", id="cover.back", tooltip="Back; nothing is planned."),
    ]

    def __init__(self, title: str, whom: Sequence[Whom], plan: Plan) -> None:
        """`title` safe for a terminal; `whom`: the choices, the first stands."""
        super().__init__()
        self._title_words, self._whom, self._plan = title, tuple(whom), plan
        self._which = 0

    def compose(self) -> ComposeResult:
        """From, until, whose, a note, what is wrong, the keys."""
        with Vertical(id="dialog", classes="-cover"):
            yield Static(Content(self._title_words), classes="-title")
            yield Static(Content(say("From")), classes="-label")
            yield TypedLine(placeholder=say("nothing: from now on"), id="from")
            yield Static(id="from-told", classes="-told")
            yield Static(Content(say("Until")), classes="-label")
            yield TypedLine(placeholder=say("fri 17:00, 2 dec 9, in 3 days"), id="until")
            yield Static(id="until-told", classes="-told")
            yield Static(id="whom", classes="-label")
            yield Static(Content(say("A note for them")), classes="-label")
            yield TypedLine(placeholder=say("what they should know"), id="note")
            yield Static(id="says")
            yield Static(Content(say("Enter goes on, then plans it   Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Begin with the end: as a rule it is from now on."""
        tell_nothing_wrong(self)
        self._show_whom()
        self.set_focus(self.query_one("#until", Input))

    def _show_whom(self) -> None:
        words = self._whom[self._which].words
        if len(self._whom) > 1:
            words = say("{whom}   C-e changes it", whom=words)
        self.query_one("#whom", Static).update(Content(words))

    def action_turn(self) -> None:
        """The next group."""
        self._which = (self._which + 1) % len(self._whom)
        self._show_whom()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the absolute time while it is typed; what was wrong before may be right now."""
        tell_nothing_wrong(self)
        if event.input.id in ("from", "until"):
            told = self.query_one(f"#{event.input.id}-told", Static)
            try:
                at = self._read(event.value)
            except BadTime:
                at = None
            words = "" if at is None else echo(from_ms(at), self.desk.zone, self.desk.clock.now())
            told.update(Content(words))

    def _read(self, typed: str) -> int | None:
        """The time that is meant, in milliseconds; None where nothing was typed. Raises BadTime."""
        return to_ms(when(typed, self.desk.clock.now(), self.desk.zone)) if typed.strip() else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the note: plan it."""
        order = ("from", "until", "note")
        at = order.index(event.input.id or "note")
        if at + 1 < len(order):
            self.set_focus(self.query_one(f"#{order[at + 1]}", Input))
            return
        field = "from"
        try:
            begins = self._read(self.query_one("#from", Input).value)
            field = "until"
            until = self._read(self.query_one("#until", Input).value)
            if until is None:
                raise BadTime(say("Until when?"), "", say("Type a day, a time, or both."))
            label = self._plan(Planned(begins, until, self._whom[self._which].group_id, event.value))
        except RiseError as error:
            tell_wrong(self, field if isinstance(error, BadTime) else "note", error)
            return
        self.dismiss(label)

    def action_leave(self) -> None:
        """Nothing is planned."""
        self.dismiss(None)
