"""Broadcasts: what is being written, what goes out now, and what went to many before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.timer import Timer

from rise_tui.casework import planning, tallying
from rise_tui.casework.desk import Desk
from rise_tui.casework.planning import Unfinished
from rise_tui.casework.tallying import BroadcastLine
from rise_tui.domain import broadcast_words
from rise_tui.domain.say import say, say_many
from rise_tui.domain.tallies import Phase, Standing
from rise_tui.screens.room import Room
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.broadcast_list import BroadcastList, BroadcastRow
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Footer, Header, Key, StatusLine
from rise_tui.widgets.section_line import Section, SectionLine

PAUSE = 0.25
"""Seconds between two looks while facts keep coming."""


@dataclass(frozen=True)
class Everything:
    """What is being written, then what was confirmed, the newest first of each."""

    desk: Desk
    unfinished: tuple[Unfinished, ...]
    confirmed: tallying.BroadcastList

    def count(self) -> int:
        """How many."""
        return len(self.unfinished) + self.confirmed.count()

    def page(self, offset: int, limit: int) -> Sequence[BroadcastRow]:
        """A stretch of them."""
        written = [_unfinished(self.desk, one) for one in self.unfinished[offset : offset + limit]]
        rest = limit - len(written)
        if not rest:
            return written
        begin = max(0, offset - len(self.unfinished))
        return written + [_confirmed(self.desk, one) for one in self.confirmed.page(begin, rest)]


class BroadcastsScreen(Room):
    """The list; Enter opens one, b begins another."""

    HEARS = frozenset({"broadcast", "drafts"})
    CSS_PATH = "broadcasts.tcss"
    place_id = "broadcasts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,plus", "begin", "New", id="broadcasts.begin", tooltip="Write a new group text."),
        Binding("number_sign", "groups", "Groups", id="broadcasts.groups", tooltip="Groups, and who is in them."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rest: Timer | None = None
        self._is_stale = False

    @property
    def rows(self) -> BroadcastList:
        """The list."""
        return self.query_one(BroadcastList)

    @property
    def is_on_the_move(self) -> bool:
        """Whether something newer than what is shown is on its way."""
        return self._is_stale

    def compose(self) -> ComposeResult:
        """Header, title, list, status, keys."""
        yield Header()
        yield SectionLine(id="broadcasts-title")
        yield BlankPage(id="broadcasts-nothing")
        yield BroadcastList(id="broadcasts-list")
        yield StatusLine()
        yield Footer()

    def enter(self) -> None:
        """Begin at the newest."""
        self.show_line()
        self.look()
        self.set_focus(self.rows)
        self._show_nothing()

    def on_resize(self, event: Resize) -> None:
        """The margins follow the width."""
        self.set_class(event.size.width >= NARROW, "-wide")

    # what is shown

    def show(self) -> None:
        """Look again; while facts keep coming, as often as a person can follow."""
        if self._rest is not None:
            self._is_stale = True
            return
        self._rest = self.set_timer(PAUSE, self._rested)
        self.look()

    def _rested(self) -> None:
        self._rest = None
        if self._is_stale:
            self._is_stale = False
            self.show()

    def look(self) -> None:
        """Read the list now: a page of it, and the counts of that page."""
        unfinished = tuple(planning.unfinished(self.desk))
        found = Everything(self.desk, unfinished, tallying.broadcasts(self.desk))
        self.rows.show(found)
        count = found.confirmed.count()
        told = ((say_many("{count} group text", "{count} group texts", count), "dim"),) if count else ()
        if unfinished:
            written = say_many("{count} being written", "{count} being written", len(unfinished))
            told = (*told, (written, "accent"))
        self.query_one("#broadcasts-title", SectionLine).section = Section(say("Broadcast"), told, say("# groups"))
        self._show_nothing()
        self.show_keys()

    def _show_nothing(self) -> None:
        """An empty list is a page of its own."""
        nothing = self.query_one(BlankPage)
        is_empty = self.rows.row is None
        nothing.title, nothing.hints = broadcast_words.empty_list()
        self.set_class(is_empty, "-empty")
        if is_empty and self.focused is self.rows:
            self.set_focus(nothing)
        elif not is_empty and self.focused is nothing:
            self.set_focus(self.rows)

    def show_keys(self) -> None:
        """The keys that fit the selected line."""
        row = self.rows.row
        keys = broadcast_words.list_keys(is_draft=row is not None and row.is_draft) if row else ()
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another line: other keys may fit."""
        self.show_keys()

    # keys

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Go on writing it, or see how it stands."""
        row = self.rows.row
        if row is None:
            return
        if row.is_draft:
            from rise_tui.screens.acts.group_writing import go_on

            go_on(self, row.broadcast_id)
        else:
            from rise_tui.screens.sending import SendingScreen

            self.app.push_screen(SendingScreen(row.broadcast_id))

    def action_begin(self) -> None:
        """A new text to many."""
        from rise_tui.screens.acts.broadcasting import begin_to

        begin_to(self)

    def action_groups(self) -> None:
        """Groups and who is in them."""
        from rise_tui.screens.groups import GroupsScreen

        self.app.push_screen(GroupsScreen())


def _unfinished(desk: Desk, one: Unfinished) -> BroadcastRow:
    words, (day, time) = one.words or say("no words yet"), _when(desk, one.at)
    return BroadcastRow(one.broadcast_id, one.name, say("draft"), "accent", words, "", day, time, is_draft=True)


def _confirmed(desk: Desk, line: BroadcastLine) -> BroadcastRow:
    words, role = broadcast_words.short_phase(line.phase)
    tally = line.tally
    people = say_many("{count} person", "{count} people", tally.people)
    if line.phase in (Phase.GOING, Phase.HELD, Phase.PAUSED):
        people = say("{left} of {people}", left=tally.left, people=tally.people)
    elif line.phase is Phase.REFUSED:
        people = ""
    failed, unknown = tally.of(Standing.FAILED) + tally.of(Standing.LATE), tally.of(Standing.UNKNOWN)
    trouble = [say("{count} failed", count=failed)] if failed else []
    if unknown:
        trouble.append(say("{count} in doubt", count=unknown))
    at = line.not_before_at if line.phase is Phase.SCHEDULED and line.not_before_at is not None else line.at
    return BroadcastRow(line.broadcast_id, line.name, words, role, people, " · ".join(trouble), *_when(desk, at))


def _when(desk: Desk, at: int) -> tuple[str, str]:
    """The day, empty for today, and the time."""
    day, time = desk.day_and_time(at)
    return ("" if day == say("Today") else day), time
