"""Who stands where: the conversations under a filter in their order, how many there are, and what they seem to need."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from rise_tui.casework.desk import Desk
from rise_tui.domain.inbox_words import first_line
from rise_tui.domain.phone import pretty
from rise_tui.domain.triage import UNTIL_THEY_REPLY, ConversationState, is_snoozed
from rise_tui.store.lines import Counts, Filter, Line

TEL = "tel:"
"""What a conversation's id begins with where the number is nobody's."""
Counted = Counts
"""How many stand under each filter."""


@dataclass(frozen=True)
class WaitingList:
    """The conversations under a filter, in their order, page by page."""

    desk: Desk
    filter_id: Filter

    def count(self) -> int:
        """How many there are."""
        store, now = self.desk.store, self.desk.now
        with store.reading() as session:
            if self.filter_id == "all":
                return store.conversations.count(session)
            return int(getattr(store.conversations.counts(session, now=now), self.filter_id))

    def page(self, offset: int, limit: int) -> list[Line]:
        """A stretch of them."""
        store = self.desk.store
        with store.reading() as session:
            return store.conversations.page(session, self.filter_id, now=self.desk.now, limit=limit, offset=offset)

    def place(self, client_id: str) -> int | None:
        """Where somebody stands; None if they are not in this list."""
        shelf, now = self.desk.store.conversations, self.desk.now
        with self.desk.store.reading() as session:
            if self.filter_id == "needs_reply":
                return shelf.place(session, client_id, now=now)
            ids = shelf.ids_in_order(session, self.filter_id, now=now)
        return ids.index(client_id) if client_id in ids else None


@dataclass(frozen=True)
class StandingList:
    """These people in this order, whatever has moved them since; their lines are as of now."""

    desk: Desk
    client_ids: Sequence[str]

    def count(self) -> int:
        """How many there are."""
        return len(self.client_ids)

    def page(self, offset: int, limit: int) -> list[Line]:
        """A stretch of them; somebody whose conversation is gone is a bare line: of a number, what it is."""
        wanted = self.client_ids[offset : offset + limit]
        with self.desk.store.reading() as session:
            found = self.desk.store.conversations.of(session, wanted)
        return [found.get(client_id) or Line(client_id, _number(client_id)) for client_id in wanted]

    def place(self, client_id: str) -> int | None:
        """Where somebody stands; None if they are not in this list."""
        return self.client_ids.index(client_id) if client_id in self.client_ids else None


def _number(client_id: str) -> str:
    """The number that a conversation without a person is with, as one reads it; empty for somebody's."""
    e164 = client_id.removeprefix(TEL)
    return "" if e164 == client_id else pretty(e164)


@dataclass(frozen=True)
class Order:
    """Everybody under a filter in their order now, who among them is urgent, and who needs a reply."""

    client_ids: tuple[str, ...]
    urgent: frozenset[str] = frozenset()
    needing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kept:
    """A list as it was taken in; beside it how many wait to be taken in, urgent ones too.

    `gone`: who of them has left it, by somebody else's hand, and still stands there; `needing`: who needs a reply.
    """

    client_ids: tuple[str, ...]
    new: int = 0
    new_urgent: int = 0
    gone: frozenset[str] = frozenset()
    needing: frozenset[str] = frozenset()

    def without(self, client_ids: Collection[str]) -> "Kept":
        """The list without these; nothing at all where only such are left as have gone."""
        stay = tuple(one for one in self.client_ids if one not in client_ids)
        if self.gone.issuperset(stay):
            return Kept(())
        return replace(self, client_ids=stay, gone=self.gone.intersection(stay))

    def beside(self, place: int, step: int) -> Iterator[int]:
        """The places of those who need a reply, from the one after `place` on (`step` 1), or before it (-1)."""
        last = len(self.client_ids) if step > 0 else -1
        return (at for at in range(place + step, last, step) if self.client_ids[at] in self.needing)


def waiting_list(desk: Desk, filter_id: str = "needs_reply") -> WaitingList:
    """Who is under a filter: needs_reply, waiting, snoozed, unknown or all."""
    return WaitingList(desk, cast("Filter", filter_id))


def counts(desk: Desk) -> Counts:
    """How many stand under each filter now."""
    with desk.store.reading() as session:
        return desk.store.conversations.counts(session, now=desk.now)


def order(desk: Desk, filter_id: str) -> Order:
    """Everybody under a filter, in its order: as many rows as it has people, so not for the loop that draws."""
    with desk.store.reading() as session:
        found = desk.store.conversations.in_order(session, cast("Filter", filter_id), now=desk.now)
    return Order(
        tuple(client_id for client_id, _, _ in found),
        frozenset(client_id for client_id, is_urgent, _ in found if is_urgent),
        frozenset(client_id for client_id, _, needs_reply in found if needs_reply),
    )


def kept(before: Iterable[str], now: Order) -> Kept:
    """The list as it stood: who is new, or came back, waits to be taken in; who has left is known to be gone.

    Nobody's row is taken from under a hand that is about to act on it. Somebody whose words have become urgent, and
    who belongs further up, waits too: the row may be out of sight. An empty list has no row that could move under
    anybody: then all are taken in at once.
    """
    places = {client_id: place for place, client_id in enumerate(now.client_ids)}
    stood = tuple(before)
    if not stood:
        return Kept(now.client_ids, needing=now.needing)
    gone = frozenset(client_id for client_id in stood if client_id not in places)
    stay = [client_id for client_id in stood if client_id not in gone]
    new = places.keys() - set(stay)
    if stay:
        new |= _raised(stay, places, now.urgent)
    return Kept(stood, len(new), len(new & now.urgent), gone, now.needing)


def by_name(desk: Desk, kept: Kept, now: Order) -> dict[str, str]:
    """Whose the numbers have become that have left the list: each with the client who came into it in its place.

    Not the number of somebody who stood in the list already, or does not stand in it now.
    """
    numbers = [one for one in kept.gone if one.startswith(TEL)]
    if not numbers:
        return {}
    from rise_tui.casework.claiming import became  # read when the first number becomes somebody's

    came = set(now.client_ids).difference(kept.client_ids)
    found = {one: became(desk, one) for one in numbers}
    return {one: holder for one, holder in found.items() if holder is not None and holder in came}


def _raised(stay: Iterable[str], places: Mapping[str, int], urgent: Collection[str]) -> set[str]:
    """The urgent ones who stand below somebody above whom they belong by now."""
    raised, lowest = set(), -1
    for client_id in stay:
        if client_id in urgent and places[client_id] < lowest:
            raised.add(client_id)
        lowest = max(lowest, places[client_id])
    return raised


def no_longer(desk: Desk, filter_id: str, client_ids: Collection[str]) -> list[str]:
    """Who of these people is not under that filter now."""
    with desk.store.reading() as session:
        lines = desk.store.conversations.of(session, list(client_ids))
    return [one for one in client_ids if one not in lines or not _is_under(lines[one], filter_id, desk.now)]


def _is_under(line: Line, filter_id: str, now: int) -> bool:
    """As the filters of `store.lines` have it, for one line."""
    is_away, is_listed = is_snoozed(line.snoozed_until_at, now), line.needs_reply_since_at is not None
    match filter_id:
        case "needs_reply":
            return is_listed and not is_away
        case "waiting":
            return line.state == ConversationState.WAITING and not is_listed and not is_away
        case "snoozed":
            return is_away
        case "unknown":
            return line.client_id.startswith("tel:") and line.state != ConversationState.DONE
        case _:
            return True


def next_back(desk: Desk) -> int | None:
    """When the next one who is put away comes back, in milliseconds; None when nobody will by themselves."""
    with desk.store.reading() as session:
        first = desk.store.conversations.page(session, "snoozed", now=desk.now, limit=1)
    at = first[0].snoozed_until_at if first else None
    return None if at is None or at >= UNTIL_THEY_REPLY else at


def morning(desk: Desk) -> str:
    """The first line of the day: how many need a reply and what their texts seem to be; empty when nobody does."""
    with desk.store.reading() as session:
        marks = desk.store.conversations.marks(session, now=desk.now)
    return first_line(Counter(marks))


def seen_through(desk: Desk, client_ids: Collection[str]) -> dict[str, int]:
    """The newest of their texts that stands in the lines of these people: what an act on all of them has seen."""
    with desk.store.reading() as session:
        found = desk.store.conversations.of(session, list(client_ids))
    return {client_id: line.last_inbound_seq for client_id, line in found.items()}
