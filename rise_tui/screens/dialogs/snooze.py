"""Until when somebody is put away: four choices by a key, or a time as one types it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework.desk import Desk
from rise_tui.domain import hours
from rise_tui.domain.clock import to_ms
from rise_tui.domain.errors import BadTime
from rise_tui.domain.say import say, say_many
from rise_tui.domain.triage import UNTIL_THEY_REPLY
from rise_tui.domain.veil import Veil
from rise_tui.widgets.choosing_input import ChoosingInput


class SnoozeDialog(ModalScreen[int | None]):
    """Dismissed with a time in milliseconds, UNTIL_THEY_REPLY, or nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "choose(0)", "2 hours", id="snooze.soon", tooltip="In two hours.", priority=True),
        Binding("2", "choose(1)", "Tomorrow", id="snooze.tomorrow", tooltip="Tomorrow at nine.", priority=True),
        Binding("3", "choose(2)", "Monday", id="snooze.monday", tooltip="Monday at nine.", priority=True),
        Binding(
            "4", "choose(3)", "They reply", id="snooze.until-reply", tooltip="Until they write again.", priority=True
        ),
        Binding("escape", "leave", "Back", id="snooze.back", tooltip="Back; nothing is put away."),
    ]

    def __init__(self, desk: Desk, name: str, count: int) -> None:
        """`name`: who is put away, safe for a terminal; or `count` people, if that is not 0."""
        super().__init__()
        self.desk = desk
        self._whom, self._people = name, say_many("{count} person", "{count} people", count)
        now = desk.clock.now()
        self._choices = (
            (say("two hours"), to_ms(hours.snooze(1, now, desk.zone))),
            (say("tomorrow morning"), to_ms(hours.snooze(2, now, desk.zone))),
            (say("Monday morning"), to_ms(hours.snooze(3, now, desk.zone))),
            (say("until they reply"), UNTIL_THEY_REPLY),
        )

    def compose(self) -> ComposeResult:
        """Who, the four choices with their times, where one types, what it means."""
        veil: Veil = self.app.veil  # type: ignore[attr-defined]  # RiseApp; importing it would be a cycle
        with Vertical(id="dialog"):
            yield Static(
                Content(say("Put away {who} until", who=veil.name(self._whom) or self._people)), classes="-title"
            )
            for number, (words, at) in enumerate(self._choices, 1):
                told = "" if at >= UNTIL_THEY_REPLY else self._told(at)
                yield Static(Content.assemble((f"{number}  ", "$amber"), f"{words:<20}", (told, "$dim")))
            yield ChoosingInput("1234", placeholder=say("or type: fri 14:00, at 2pm, in 3 days"), id="typed")
            yield Static("", id="echo", markup=False)
            yield Static(
                say("1 2 3 4 choose     Enter takes what is typed     Esc back"), classes="-keys", markup=False
            )

    def _told(self, at: int) -> str:
        day, time = self.desk.day_and_time(at)
        return f"{day} {time}"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which time is meant."""
        self._echo(event.value)

    def _echo(self, typed: str) -> int | None:
        echo = self.query_one("#echo", Static)
        if not typed.strip():
            echo.update("")
            return None
        try:
            at = to_ms(hours.when(typed, self.desk.clock.now(), self.desk.zone))
        except BadTime as error:
            echo.update(Content(f"{error.title}. {error.next_step}"))
            return None
        echo.update(Content(say("until {time}", time=self._told(at))))
        return at

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is typed, if it is a time."""
        at = self._echo(event.value)
        if at is not None:
            self.dismiss(at)

    def action_choose(self, place: int) -> None:
        """One of the four."""
        self.dismiss(self._choices[place][1])

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
