"""Until when somebody is put away: four choices by their number, or a time as one types it."""

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
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.choosing_input import ChoosingInput, NumberedChoice


class SnoozeDialog(AtDesk, ModalScreen[int | None]):
    """Dismissed with a time in milliseconds, UNTIL_THEY_REPLY, or nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="snooze.back", tooltip="Back; nobody is snoozed."),
    ]

    def __init__(self, desk: Desk, name: str, count: int) -> None:
        """`name`: who is put away, safe for a terminal; or `count` people, if that is not 0."""
        super().__init__()
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
        veil = self.rise.veil
        with Vertical(id="dialog"):
            yield Static(
                Content(say("Snooze {who} until", who=veil.name(self._whom) or self._people)), classes="-title"
            )
            for number, (words, at) in enumerate(self._choices, 1):
                told = "" if at >= UNTIL_THEY_REPLY else self._told(at)
                yield NumberedChoice(number, Content.assemble(f"{words:<20}", (told, "$dim")))
            yield ChoosingInput(
                len(self._choices), placeholder=say("or type: fri 14:00, 10am, tomorrow 3pm, in 3 days"), id="typed"
            )
            yield Static("", id="echo", markup=False)
            yield Static(say("1 2 3 4, or a time: Enter takes it     Esc back"), classes="-keys", markup=False)

    def _told(self, at: int) -> str:
        day, time = self.desk.day_and_time(at)
        return f"{day} {time}"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which time is meant."""
        chosen = self.query_one(ChoosingInput).choice
        for row in self.query(NumberedChoice):
            row.mark(chosen)
        self._echo(event.value)

    def _echo(self, typed: str) -> int | None:
        """Say how it is understood: the number of a choice, or a time; None: neither."""
        echo = self.query_one("#echo", Static)
        chosen = self.query_one(ChoosingInput).choice
        if not typed.strip():
            echo.update("")
            return None
        try:
            at = (
                self._choices[chosen - 1][1]
                if chosen
                else to_ms(hours.when(typed, self.desk.clock.now(), self.desk.zone))
            )
        except BadTime as error:
            echo.update(Content(f"{error.title}. {error.next_step}"))
            return None
        until = say("until they reply") if at >= UNTIL_THEY_REPLY else say("until {time}", time=self._told(at))
        echo.update(Content(until))
        return at

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is typed, if it is the number of a choice or a time."""
        at = self._echo(event.value)
        if at is not None:
            self.dismiss(at)
        elif not event.value.strip():
            self.query_one("#echo", Static).update(Content(say("Type 1, 2, 3 or 4, or a time.")))

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
