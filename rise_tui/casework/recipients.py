"""Who gets a broadcast and who does not: the people in each of its states, and those who are left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from rise_tui.casework.desk import Desk
from rise_tui.casework.near_times import soon
from rise_tui.domain.broadcasts import LeftOut
from rise_tui.domain.clients import full_name
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import NotFound
from rise_tui.domain.held_words import held_words
from rise_tui.domain.safe_text import one_line, safe_text
from rise_tui.domain.say import say
from rise_tui.domain.tallies import (
    HERE,
    Standing,
    gravity,
    left_out_in,
    may_retry,
    reason_in,
    short_why,
    standing_of,
    standing_words,
    statuses_of,
)
from rise_tui.store.threads import Message

NAME_CELLS = 60


@dataclass(frozen=True)
class PersonLine:
    """Somebody who gets a broadcast: their name, how their text fares, and its words (safe, lines kept).

    `segments`: how many texts it is billed as; `culprit`: the character that makes it more than its length says.
    """

    client_id: str
    message_id: str
    name: str
    standing: Standing
    words: str
    body: str = ""
    may_retry: bool = False
    segments: int = 1
    culprit: str = ""
    version: str = ""


@dataclass(frozen=True)
class PeopleInState:
    """Who stands in one state of a broadcast, by name, page by page; made by `people`, which asks for all ids."""

    desk: Desk
    broadcast_id: str
    client_ids: tuple[str, ...] = field(repr=False)

    def count(self) -> int:
        """How many."""
        return len(self.client_ids)

    def only(self, fitting: Collection[str]) -> "PeopleInState":
        """Those of them who are among these."""
        return replace(self, client_ids=tuple(one for one in self.client_ids if one in fitting))

    def page(self, offset: int, limit: int) -> Sequence[PersonLine]:
        """A stretch of them, as they stand now."""
        store, wanted = self.desk.store, self.client_ids[offset : offset + limit]
        with store.reading() as session:
            found = store.tallies.addressed(session, self.broadcast_id, wanted)
            texts = {one.message_id: store.threads.get(session, one.message_id) for one in found}
        lines = []
        for one in found:
            text = texts[one.message_id]
            name = one_line(full_name(one.first_name, one.last_name), NAME_CELLS)
            standing = standing_of(one.status)
            lines.append(
                PersonLine(
                    one.client_id,
                    one.message_id,
                    name,
                    standing,
                    _held(self.desk, text) or _fares(standing, one.status, one.reason),
                    safe_text(text.body) if text is not None else "",
                    may_retry(one.status, one.reason),
                    text.segments if text is not None else 1,
                )
            )
        return lines


def _held(desk: Desk, text: Message | None) -> str:
    """Why it is held and until when, where the relay says so."""
    if text is None or text.status != Status.HELD or text.held_why is None:
        return ""
    return held_words(text.held_why, "" if text.kept_until_at is None else soon(desk, text.kept_until_at))


def people(desk: Desk, broadcast_id: str, standing: Standing | None = None) -> PeopleInState:
    """Who stands in that state (None: in any). Reads an id for each: for thousands, off the loop that answers keys."""
    wanted = [status for one in ([standing] if standing is not None else Standing) for status in statuses_of(one)]
    with desk.store.reading() as session:
        return PeopleInState(desk, broadcast_id, tuple(desk.store.tallies.people(session, broadcast_id, wanted)))


def heaviest_first(desk: Desk, broadcast_id: str) -> PeopleInState:
    """Everybody who gets it, whose texts are the longest first. Reads an id for each, as `people` does."""
    with desk.store.reading() as session:
        return PeopleInState(desk, broadcast_id, tuple(desk.store.tallies.heaviest(session, broadcast_id)))


def left_out_people(desk: Desk, broadcast_id: str) -> tuple[tuple[str, str, LeftOut | None], ...]:
    """Who gets nothing, and why: (client, name, reason), by reason and name. Raises NotFound."""
    store = desk.store
    with store.reading() as session:
        found = store.broadcasts.get(session, broadcast_id)
        if found is None:
            raise NotFound(say("There is no such group text"))
        names = store.tallies.names(session, [one["client_id"] for one in found.left_out])
    people = []
    for one in found.left_out:
        first, last, _ = names.get(one["client_id"], ("", "", ""))
        people.append((one["client_id"], one_line(full_name(first, last), NAME_CELLS), left_out_in(one["reason"])))
    return tuple(sorted(people, key=lambda one: (gravity(one[2]), one[1])))


def _fares(standing: Standing, status: str, reason: str | None) -> str:
    if status == HERE:
        return say("on this machine only")
    if standing is Standing.FAILED or (standing is Standing.DROPPED and reason):
        return short_why(reason_in(reason))
    return standing_words(standing)
