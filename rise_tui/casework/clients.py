"""The list of clients: who is under a filter, who fits what is typed, and somebody new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rise_tui.casework import clashes
from rise_tui.casework.amending import amend, may_withdraw, the_client, withdraw
from rise_tui.casework.card import name_typed
from rise_tui.casework.claiming import Held, brings, hold, must_be_nobodys
from rise_tui.casework.desk import Desk
from rise_tui.casework.numbering import must_not_be_ours
from rise_tui.casework.wishing import wish
from rise_tui.domain.client_words import language_words, status_words
from rise_tui.domain.clients import Client, ClientStatus, status_at
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.errors import Conflict, TooLate
from rise_tui.domain.groups import OUT_OF_TOUCH
from rise_tui.domain.ids import new_id
from rise_tui.domain.phone import end, parse, pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.clients import Row, Standing
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole

UNADD = "unadd_client"
FILTERS = ("all", "open", "paused", "closed", "not_textable", "no_number", "out_of_touch", "not_taken")
"""The ways to look at the list, in their order."""


@dataclass(frozen=True)
class ClientLine:
    """A client as the list shows them; texts are safe for a terminal.

    `caseworker` is empty if it is oneself; `last_at`: ms of the last text, 0: there is none; `has_refused`: something
    of theirs was not taken by the office.
    """

    client_id: str
    name: str
    phone_end: str
    language: str
    status: str
    status_reason: str | None
    caseworker: str
    groups: str
    is_textable: bool
    last_at: int
    has_refused: bool = False


@dataclass(frozen=True)
class Roll:
    """Who was found, in their order: page by page for the list, with how many stand under each filter."""

    desk: Desk
    filter_id: str = "all"
    words: str = ""
    ids: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    @property
    def is_everybody(self) -> bool:
        """Whether nothing was asked for, so that who is not among them is not here."""
        return self.filter_id == FILTERS[0] and not self.words

    def count(self) -> int:
        """How many were found."""
        return len(self.ids)

    def page(self, offset: int, limit: int) -> Sequence[ClientLine]:
        """A stretch of them, as they stand now."""
        with self.desk.store.reading() as session:
            wanted = self.ids[offset : offset + limit]
            rows = self.desk.store.clients.rows(session, wanted, self._me)
            return [_line(self.desk, row, row.client_id in self.refused) for row in rows]

    @property
    def _me(self) -> str:
        return self.desk.caseworker_id


def look_through(desk: Desk, filter_id: str = "all", words: str = "") -> Roll:
    """Everybody under a filter whose name, number or id fits the words; the counts are of all filters.

    It reads a row for each client: for a worker, not for the loop that answers keys.
    """
    with desk.store.reading() as session:
        everybody = desk.store.clients.standing(session, words)
        refused = clashes.whose(desk, session)
    under: dict[str, list[str]] = {each: [] for each in FILTERS}
    now = desk.clock.now()
    silent_since = to_ms(now - OUT_OF_TOUCH)
    for one in everybody:
        for each in _filters_of(one, now, silent_since):
            under[each].append(one.client_id)
    under["not_taken"] = [one.client_id for one in everybody if one.client_id in refused]
    counts = {each: len(ids) for each, ids in under.items()}
    return Roll(desk, filter_id, words, tuple(under[filter_id]), counts, refused)


def fitting(desk: Desk, words: str) -> frozenset[str]:
    """The clients whose name, number or id fits the words. It looks through everybody, as `look_through` does."""
    with desk.store.reading() as session:
        return frozenset(one.client_id for one in desk.store.clients.standing(session, words))


def _filters_of(one: Standing, now: datetime, silent_since: int) -> Iterator[str]:
    """Under which filters somebody stands; `silent_since` (ms): who has not written after it is out of touch."""
    yield "all"
    until = None if one.status_until_at is None else from_ms(one.status_until_at)
    status = _status(one.status).value if until is None else status_at(_status(one.status), until, now).value
    yield status
    if one.consent == "opted_out":
        yield "not_textable"
    if not one.has_number and status != ClientStatus.CLOSED:
        yield "no_number"
    if status == ClientStatus.OPEN and (one.last_inbound_at is None or one.last_inbound_at <= silent_since):
        yield "out_of_touch"


def _line(desk: Desk, row: Row, has_refused: bool) -> ClientLine:
    until = None if row.status_until_at is None else from_ms(row.status_until_at)
    status = status_at(_status(row.status), until, desk.clock.now())
    return ClientLine(
        row.client_id,
        one_line(f"{row.first_name} {row.last_name}".strip(), 80),
        end(row.e164),
        row.language,
        status.value,
        row.status_reason if status == row.status else None,
        one_line(row.caseworker, 40),
        one_line(row.groups, 80),
        row.consent != "opted_out",
        row.last_at,
        has_refused,
    )


def _status(status: str) -> ClientStatus:
    """The status; one that only another version of rise knows counts as open."""
    return ClientStatus(status) if status in set(ClientStatus) else ClientStatus.OPEN


@dataclass(frozen=True)
class Added:
    """Somebody new: their id, and what was done in words."""

    client_id: str
    label: str


def namesake(desk: Desk, written: str) -> str | None:
    """Somebody who is here under exactly that name already; None: nobody."""
    with desk.store.reading() as session:
        found = desk.store.clients.named(session, " ".join(written.split()))
    return str(found[0].client_id) if found else None


def add(
    desk: Desk,
    written: str,
    phone: str = "",
    language: str = "en",
    *,
    how: str | None = None,
    was_nobodys: bool = False,
) -> Added:
    """Take somebody on as a client: the name and the number as they were typed, `how` the number was confirmed.

    It can be taken back. A number that has written to the office before brings what it said. Raises BadInput for a
    name that is none, BadPhone, and Conflict when somebody else has that number, or it `was_nobodys` and is not any
    more.
    """
    first, last = name_typed(written)
    e164 = str(parse(phone)) if phone.strip() else None
    client_id = new_id()
    changes = (Change("inbox", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        if e164 is not None:
            _must_be_free(desk, session, e164)
            if was_nobodys:
                must_be_nobodys(desk, session, e164)
        fields: dict[str, Any] = {
            "first_name": first,
            "last_name": last,
            "language": language,
            "caseworker_id": desk.caseworker_id,
        }
        ids, shown = {"client_id": client_id}, ("client", client_id, fields)
        write_id = wish(desk, session, "client", lane=client_id, ids=ids, body=fields, makes=client_id, shows=shown)
        desk.store.clients.put(session, client_id, **fields)  # the name for finding follows
        held = hold(desk, session, client_id, e164, how) if e164 else Held((), brings=False)
        label = say("Added: {name}", name=one_line(f"{first} {last}".strip(), 60))
        write_ids = [write_id, *held.write_ids]
        inverse = {"act": UNADD, "client_id": client_id, "write_ids": write_ids, "brings": held.brings}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return Added(client_id, label)


def _must_be_free(desk: Desk, session: Session, e164: str) -> None:
    must_not_be_ours(desk, session, e164)
    for holding in desk.store.numbers.holders(session, e164):
        holder = desk.store.clients.get(session, holding.client_id)
        if holder is not None:
            raise Conflict(
                say("That number is {name}'s", name=one_line(holder.name, 60)),
                "",
                say("Open them, or add the number to this client's card if both use it."),
            )


def unadd(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that somebody was added: without a trace if it never left, else they are deleted.

    Raises TooLate when what their number had said is theirs already.
    """
    client_id, write_ids = inverse["client_id"], inverse["write_ids"]
    desk.store.ring(session, Change("inbox", client_id), Change("outbox"))
    if withdraw(desk, session, client_id, *write_ids):
        return say("Taken back: nobody was added")
    if brings(inverse, 2):
        raise TooLate(
            say("What was said with that number is theirs already"), "", say("Close them in the card instead.")
        )
    amend(desk, session, the_client(client_id), {"is_deleted": 1}, None)
    return say("Taken back: they are not a client any more")


def may_unadd(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Not once what their number had said is theirs."""
    return not brings(inverse, 2) or may_withdraw(desk, session, *inverse["write_ids"])


@dataclass(frozen=True)
class Person:
    """Somebody who was found, or a number that is nobody's (`tel:+1…`); words are safe for a terminal."""

    client_id: str
    name: str
    words: str


def find_people(desk: Desk, words: str) -> list[Person]:
    """Clients and numbers that are nobody's whose name, number or id fits; nobody for nothing. At most twenty."""
    if not words.strip():
        return []
    with desk.store.reading() as session:
        found = desk.store.search.people(session, whole(words))
        return [
            Person(one.client_id, one_line(one.name, 60), _about(desk, session, one.client_id, one.client))
            for one in found
        ]


def _about(desk: Desk, session: Session, client_id: str, client: Client | None) -> str:
    """What tells somebody from others of the name: number, language, status."""
    if client is None:
        return say("nobody's number yet")
    number = desk.store.numbers.to_text(session, client_id)
    status = client.status_at(desk.clock.now())
    parts = [pretty(number) if number else say("no number"), language_words(client.language)]
    if status is not ClientStatus.OPEN:
        parts.append(status_words(status.value, client.status_reason))
    return one_line(" · ".join(parts), 80)
