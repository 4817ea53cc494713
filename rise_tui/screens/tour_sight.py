"""What a tour sees when it looks: what is in front, whom it is about, and where one types; and the way back to it."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from textual.app import App
from textual.screen import Screen

from rise_tui.casework import proposing, touring, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.touring import Led
from rise_tui.domain.say import say
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room

_INBOX = "inbox"
"""The place of the three in which the list stands."""


class Whom(Enum):
    """Whom a stop leads to."""

    PLAIN = "plain"
    WITH_PAPER = "with_paper"


@dataclass
class Memory:
    """What a tour keeps from one look to the next: whom it leads to, and how things stood when a step began."""

    plain: Led | None = None
    paper: Led | None = None
    written_to: Led | None = None
    undo_id: int = 0
    """The last act that could be taken back when the step began."""
    unfiled: int = 0
    """How many photos of `paper` nobody had filed when the step began."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody whose name may stand in a sentence of the tour."""
        return tuple(one.name for one in (self.plain, self.paper, self.written_to) if one is not None)


@dataclass
class Sight:
    """What stands in front now."""

    app: App[Any]
    desk: Desk
    memory: Memory = field(default_factory=Memory)

    @property
    def screen(self) -> Screen[Any]:
        """What is in front, a room or a dialog."""
        return self.app.screen

    @property
    def room(self) -> Room | None:
        """The room in front; None while a dialog lies over it."""
        return self.screen if isinstance(self.screen, Room) else None

    @property
    def is_typing(self) -> bool:
        """Whether a letter would be written rather than act."""
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key("j", "j")

    @property
    def is_free(self) -> bool:
        """Whether the keys of a room act: no dialog lies over it, and nothing is being typed."""
        return self.room is not None and not self.is_typing

    @property
    def is_in_inbox(self) -> bool:
        """Whether one is in the list of the inbox."""
        return isinstance(self.screen, InboxScreen) and not self.is_typing

    @property
    def is_written_to_many(self) -> bool:
        """Whether a text to many is being written in the room in front."""
        return isinstance(self.screen, BroadcastScreen)

    @property
    def client_id(self) -> str | None:
        """Whom the keys would be about: in the list the selected row, for the conversation beside it follows later."""
        if isinstance(self.screen, InboxScreen) and not self.is_typing:
            row = self.screen.people.row
            return None if row is None else row.client_id
        return self.screen.client_id if isinstance(self.screen, PersonRoom) else None

    def is_at(self, led: Led | None) -> bool:
        """Whether the keys would be about this person."""
        return led is not None and not self.is_typing and self.client_id == led.client_id

    @property
    def undo_id(self) -> int:
        """The last act that can be taken back; 0: none."""
        latest = undoing.latest(self.desk)
        return 0 if latest is None else latest.undo_id

    def remember(self) -> None:
        """A step begins: keep how things stand."""
        self.memory.undo_id = self.undo_id
        if self.memory.paper is not None:
            self.memory.unfiled = touring.unfiled_of(self.desk, self.memory.paper.client_id)

    def note_whom(self) -> None:
        """Whom one writes to, so that it is known who was written to once the list has gone on."""
        room, known = self.room, self.memory.written_to
        if not isinstance(room, PersonRoom) or room.client_id is None or not room.pane.is_typed_in:
            return
        if known is None or known.client_id != room.client_id:
            self.memory.written_to = Led(room.client_id, proposing.name(self.desk, room.client_id))

    def is_met(self, whom: Whom | None, *, may_change: bool) -> bool:
        """Whether there is somebody to lead to; `may_change`: somebody else, where they were seen to meanwhile."""
        memory, desk = self.memory, self.desk
        if whom is Whom.PLAIN:
            known = memory.plain
            is_gone = known is None or not touring.needs_reply(desk, known.client_id)
            if may_change and (is_gone or desk.is_new_here):
                memory.plain = touring.plain(desk, beside=self.client_id)
            return memory.plain is not None
        if whom is Whom.WITH_PAPER:
            known = memory.paper
            is_gone = known is not None and touring.unfiled_of(desk, known.client_id) == 0
            if known is None or (may_change and (is_gone or desk.is_new_here)):
                beside = [one.client_id for one in (memory.plain, memory.written_to) if one is not None]
                memory.paper = touring.with_paper(desk, beside=beside)
            return memory.paper is not None
        return True

    def way_back(self) -> str:
        """How to get to the list from where one is."""
        if self.room is None:
            return say("`Esc` closes this.")
        if self.is_typing:
            return say("`Esc` leaves the text, and what you typed stays.")
        if self.app.current_mode != _INBOX:
            return say("`1` leads to the inbox.")
        return say("`Esc` leads back to the list.")
