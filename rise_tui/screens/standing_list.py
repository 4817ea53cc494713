"""The inbox's list as it was taken in: nothing moves under the hand; who comes later waits until one takes them in."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from rise_tui.casework import waiting
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.widgets.conversation_list import ConversationLine
from rise_tui.widgets.line_list import PAGE, Source

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList

FEW = 200
"""People up to whom a list is looked through at once; a longer one by a worker, while its rows are there already."""


class TakenIn:
    """Keeps the order in which the list was last taken in, and knows who has come since."""

    def __init__(self, room: "InboxList") -> None:
        self._room = room
        self._kept: waiting.Kept | None = None
        """None: the list is shown as it is now, page by page"""
        self._is_letting_go = False
        self._is_looking = False
        self._has_changed = False
        """whether facts have changed since a worker began to look"""
        self._counted: waiting.Counted | None = None
        """as last asked"""
        self._is_just_counted = False
        """when facts were heard, and not shown yet"""
        self._named: dict[str, str] = {}
        """whose the numbers have become in whose places clients stand by now"""
        self._seen_to: set[str] = set()
        """who was decided about here, in a page that still lies over the list"""

    @property
    def is_live(self) -> bool:
        """Whether the list is shown as it is now, because its order is not known yet."""
        return self._kept is None

    def source(self) -> Source[ConversationLine]:
        """The rows."""
        desk, filter_id = self._room.desk, self._room.filter_id
        if self._kept is None:
            return waiting.waiting_list(desk, filter_id)
        return waiting.StandingList(desk, self._kept.client_ids)

    def client_ids(self) -> tuple[str, ...]:
        """Everybody in the list; where its order is not known yet, a question of as many rows as it has people."""
        if self._kept is None:
            return waiting.order(self._room.desk, self._room.filter_id).client_ids
        return self._kept.without(self._kept.gone).client_ids

    @property
    def gone(self) -> frozenset[str]:
        """Whose row stands there although they have left the list, by somebody else's hand."""
        return frozenset() if self._kept is None else self._kept.gone - self._seen_to

    def by_name(self, client_id: str) -> str:
        """Who stands in that row: the client whose the number has become that stood there."""
        return self._named.get(client_id, client_id)

    def see_to(self, client_id: str) -> None:
        """They were decided about in a page over the list: they are gone by nobody else's hand."""
        self._seen_to.add(client_id)

    def seen_to(self) -> frozenset[str]:
        """Who was, since this was last asked; the page is closed now."""
        found = frozenset(self._seen_to)
        self._seen_to.clear()
        return found

    def beside(self, place: int, step: int) -> int | None:
        """Where the next one stands who needs a reply, below that place (`step` 1) or above (-1); None: nowhere.

        Known from when the list was last heard; the row says whether it is still so. Where its order is not known yet,
        only a page of rows is looked through.
        """
        if self._kept is not None:
            places: Iterable[int] = self._kept.beside(place, step)
        else:
            places = range(place + step, place + step * PAGE, step)
        rows = ((at, self._room.people.row_at(at)) for at in places)
        return next((at for at, row in rows if row is not None and row.needs_reply_since_at is not None), None)

    def news(self) -> tuple[tuple[str, str], ...]:
        """How many wait to be taken in, in words with their roles."""
        kept, gone = self._kept, self.gone
        if kept is None or not (kept.new or gone):
            return ()
        if not kept.new:
            words = say_many("{count} gone", "{count} gone", len(gone))
            return (words, "text"), (say(". lets them go"), "dim")
        words = say_many("{count} new", "{count} new", kept.new)
        told = [(words, "key"), (say(". takes them in"), "dim")]
        if kept.new_urgent:
            told[0] = (say("{words}, {count} urgent", words=words, count=kept.new_urgent), "bad")
        return tuple(told)

    def take_in(self) -> None:
        """The list as it is now, without who has gone."""
        self._kept, self._has_changed = None, self._is_looking
        self.hear()

    def counts(self) -> waiting.Counted:
        """How many stand under each filter, as of the hearing just now, else as it is."""
        if self._counted is None or not self._is_just_counted:
            self._counted = waiting.counts(self._room.desk)
        self._is_just_counted = False
        return self._counted

    @property
    def needing(self) -> int:
        """How many needed a reply when that was last asked."""
        return 0 if self._counted is None else self._counted.needs_reply

    @property
    def is_overtaken(self) -> bool:
        """Whether others stand under the filters than were last told, as when somebody's time has come."""
        return waiting.counts(self._room.desk) != self._counted

    def hear(self) -> None:
        """Facts have changed: who has left is known to be gone, who is new is counted; no row moves."""
        self._counted, self._is_just_counted = waiting.counts(self._room.desk), True
        if self._room.is_filling:
            self._kept = None
        elif self._length(self._counted) <= FEW:
            self._has_changed = self._is_looking
            self._keep(waiting.order(self._room.desk, self._room.filter_id))
        elif self._is_looking:
            self._has_changed = True
        else:
            self._is_looking = True
            filter_id, before = self._room.filter_id, self._standing
            self._room.run_worker(lambda: self._look(filter_id, before), thread=True, group="order")

    def close_over(self, client_ids: Collection[str]) -> None:
        """These were acted on here and are not in the list any more: their rows go."""
        if self._kept is not None and client_ids:
            kept = self._kept.without(frozenset(client_ids))
            self._kept = kept if kept.client_ids else None

    def let_go(self) -> None:
        """Whoever has gone has been seen to have: their rows go when the list is next heard."""
        self._is_letting_go = True

    @property
    def _standing(self) -> tuple[str, ...] | None:
        return None if self._kept is None else self._kept.client_ids

    def _length(self, counts: waiting.Counted) -> int:
        return int(counts._asdict().get(self._room.filter_id, FEW + 1 if self._room.people.length > FEW else 0))

    def _look(self, filter_id: str, before: tuple[str, ...] | None) -> None:
        """In a thread: the order as it is now, and what that makes of the list that stood when it was begun."""
        try:
            now = waiting.order(self._room.desk, filter_id)
        except RiseError:
            self._is_looking = False  # told by the app; looked at again with the next fact
            raise
        kept = waiting.kept(now.client_ids if before is None else before, now)
        if not get_current_worker().is_cancelled:
            self._room.app.call_from_thread(self._looked, filter_id, now, kept, before)

    def _looked(self, filter_id: str, now: waiting.Order, kept: waiting.Kept, before: tuple[str, ...] | None) -> None:
        """Show it, unless another list is wanted by now; where facts have changed since, look again.

        Rows that stand as they stood were read when it was begun.
        """
        self._is_looking = False
        was = self._kept
        if filter_id == self._room.filter_id:
            self._keep(now, kept if self._standing is before else None)
        if self._has_changed:
            self._has_changed = False
            self.hear()
        if was is None or self._kept is None or (was.client_ids, was.gone) != (self._kept.client_ids, self._kept.gone):
            self._room.show_list()
        else:
            self._room.show_news()

    def _keep(self, now: waiting.Order, kept: waiting.Kept | None = None) -> None:
        """`kept`: what has been made of it and of the list that stands."""
        self._kept = kept or waiting.kept(now.client_ids if self._kept is None else self._kept.client_ids, now)
        if named := waiting.by_name(self._room.desk, self._kept, now):
            self._named |= named
            self._kept = waiting.kept((named.get(one, one) for one in self._kept.client_ids), now)
        if self._is_letting_go:
            self._is_letting_go = False
            if self._kept.gone:
                stay = self._kept.without(self._kept.gone).client_ids
                self._kept = waiting.kept(stay, now)
