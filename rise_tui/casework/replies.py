"""What people answered to a broadcast, sorted by the rule and corrected by hand; the sorting is kept on this machine.

The office's wire has no place for it: what a person sorted is local, like the drafts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.domain.clients import full_name
from rise_tui.domain.clock import from_ms, to_ms, zone_here
from rise_tui.domain.hours import next_allowed
from rise_tui.domain.replies import LISTENS, ByHand, Said, Sort, sort_reply, sort_words
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.office import Office
from rise_tui.store.tallies import Answered

SORT_BACK = "sort_back"
WORDS_CELLS = 160
NAME_CELLS = 60
_CUT = 400
"""Characters of a reply that are looked at for its line."""


@dataclass(frozen=True)
class Reply:
    """What somebody answered: as what it counts, the words that say so (safe, one line), and when they last wrote.

    `through`: the position of their last text that counts; `is_by_hand`: a person sorted it; `at`: milliseconds.
    """

    client_id: str
    name: str
    sort: Sort
    words: str
    at: int
    through: int
    is_by_hand: bool = False
    texts: int = 1


@dataclass(frozen=True)
class Replies:
    """All replies to a broadcast, the newest first."""

    every: tuple[Reply, ...] = ()

    def of(self, sort: Sort) -> int:
        """How many count as that."""
        return sum(1 for reply in self.every if reply.sort is sort)


def gather(desk: Desk, broadcast_id: str) -> Replies:
    """Who answered what. Reads a row for each text of theirs: for thousands, off the loop that answers keys."""
    store = desk.store
    within = int(LISTENS.total_seconds() * 1000)
    with store.reading() as session:
        found = store.tallies.answered(session, broadcast_id, within=within, cut=_CUT)
        if not found:
            return Replies()
        sorts = store.tallies.sorts(session, broadcast_id)
        night = _Night(desk.zone, store.office.get(session))
    replies = []
    for _, texts in groupby(found, key=lambda one: one.client_id):
        heard = [text for text in texts if text.at >= night.leaves_at(text)]
        if heard:
            replies.append(_reply(heard, sorts))
    return Replies(tuple(sorted(replies, key=lambda reply: (-reply.at, reply.name))))


def sort_as(desk: Desk, broadcast_id: str, reply: Reply, sort: Sort) -> str:
    """Count a reply as that, whatever the rule says. Returns what was done, in words; it can be taken back."""
    store = desk.store
    label = say("{name}: counts as {sort}", name=reply.name, sort=sort_words(sort))
    with store.writing(Change("broadcast", broadcast_id)) as session:
        before = store.tallies.sorts(session, broadcast_id).get(reply.client_id)
        store.tallies.put_sort(session, broadcast_id, reply.client_id, sort.value, reply.through, at=desk.now)
        inverse = {
            "act": SORT_BACK,
            "broadcast_id": broadcast_id,
            "client_id": reply.client_id,
            "name": reply.name,
            "before": before,
        }
        store.undo.add(session, label, inverse, client_id=reply.client_id, at=desk.now)
    return label


def sort_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Let a reply count as it did before somebody sorted it."""
    broadcast_id, client_id, before = inverse["broadcast_id"], inverse["client_id"], inverse["before"]
    desk.store.ring(session, Change("broadcast", broadcast_id))
    if before is None:
        desk.store.tallies.remove_sort(session, broadcast_id, client_id)
    else:
        sort, through = before
        desk.store.tallies.put_sort(session, broadcast_id, client_id, sort, through, at=desk.now)
    return say("Taken back: {name}", name=inverse["name"])


def _reply(texts: Sequence[Answered], sorts: Mapping[str, tuple[str, int]]) -> Reply:
    last = texts[-1]
    name = one_line(full_name(last.first_name, last.last_name), NAME_CELLS)
    said = [Said(text.position, tuple(json.loads(text.marks))) for text in texts]
    kept = sorts.get(last.client_id)
    by_hand = ByHand(Sort(kept[0]), kept[1]) if kept is not None and kept[0] in set(Sort) else None
    found = sort_reply(said, by_hand)
    words = one_line(texts[found.index].body, WORDS_CELLS) or say("no words: see the conversation")
    return Reply(last.client_id, name, found.sort, words, last.at, last.position, found.is_by_hand, len(texts))


class _Night:
    """When a text could leave at the earliest, by the quiet hours where its reader lives.

    Who writes in the evening has not answered a text that is held until the morning.
    """

    def __init__(self, zone: str, office: Office | None) -> None:
        self._zone = office.zone if office is not None else zone
        self._hours = (office.quiet_from, office.quiet_to) if office is not None else (None, None)
        self._known: dict[tuple[str, int], int] = {}

    def leaves_at(self, text: Answered) -> int:
        """In milliseconds."""
        begins = max(text.sent_at, text.not_before_at or 0)
        key = (zone_here(text.zone, self._zone), begins)
        if key not in self._known:
            until = next_allowed(from_ms(begins), key[0], *self._hours)
            self._known[key] = begins if until is None else to_ms(until)
        return self._known[key]
