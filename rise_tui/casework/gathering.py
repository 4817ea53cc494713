"""Everybody who is meant by a broadcast, as they are known now: read at once, however many they are."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property

from rise_tui.casework.audience import Audience, member_ids
from rise_tui.casework.desk import Desk
from rise_tui.casework.next_appointments import next_appointments
from rise_tui.domain.broadcasts import Person
from rise_tui.domain.clients import status_at
from rise_tui.domain.clock import from_ms, local_to_utc, to_ms, zone
from rise_tui.domain.ids import ClientId
from rise_tui.domain.merge import NOTHING, values_for
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.phone import Phone
from rise_tui.store.addressees import Addressee, Got
from rise_tui.store.changes import has_changed, newest_change
from rise_tui.store.engine import Session
from rise_tui.store.office import Office

_NOT_OF_PEOPLE = frozenset({"drafts", "outbox", "line", "photo", "documents", "templates", "broadcast"})
"""Topics of the store's bell that ring when nothing has changed of who may be texted."""


@dataclass(frozen=True)
class Crowd:
    """Everybody who is meant, as they are known now, and the office that texts them.

    `undecided`: whose last words sound like STOP, so that the relay holds their text until somebody has decided.
    """

    people: tuple[Person, ...]
    zones: Mapping[str, str] = field(compare=False)
    safe: Mapping[str, tuple[int, int]] = field(compare=False)
    """who has hours of their own for group texts"""
    undecided: frozenset[str] = field(compare=False)
    unmet: frozenset[str] = field(compare=False)
    """to whom the office has to introduce itself first"""
    got: Mapping[str, Sequence[Got]] = field(compare=False)
    """the group texts that left for them lately"""
    office: Office | None = field(compare=False)
    seen_through: int = field(compare=False)
    """the change of the store after which this was read"""
    used_today: int = field(default=0, compare=False)
    """where the phone company takes only so many texts in a day: what has left today, as far as seen here"""

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """Everybody by their id."""
        return {person.client_id: person for person in self.people}


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile no garbage is looked for: thousands of people are made, none of them in a circle, and a look at all of
    them holds up every thread, also the one that answers keys."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def gather(desk: Desk, audience: Audience) -> Crowd:
    """Everybody who is meant, as they are known now; a few statements, however many they are. Writes nothing."""
    with desk.store.reading() as session:
        return gather_in(desk, session, audience)


def gather_in(desk: Desk, session: Session, audience: Audience) -> Crowd:
    """The same in the caller's transaction."""
    seen_through = newest_change(session)
    ids = member_ids(desk, session, audience)
    found = desk.store.addressees.list(session, ids, desk.now) if ids else ()
    office = desk.store.office.get(session)
    called, now = office.name if office is not None else desk.office, desk.now
    coming = next_appointments(desk, session, {one.client_id: one.is_discreet for one in found})
    return Crowd(
        tuple(_person(one, now, desk.name, called, coming.get(one.client_id, NOTHING)) for one in found),
        {one.client_id: one.zone for one in found if one.zone is not None},
        {one.client_id: one.safe for one in found if one.safe is not None},
        frozenset(one.client_id for one in found if one.is_undecided),
        frozenset(one.client_id for one in found if one.is_unmet),
        desk.store.addressees.got(session, ids, desk.now) if ids else {},
        office,
        seen_through,
        _used_today(desk, session, office),
    )


def _used_today(desk: Desk, session: Session, office: Office | None) -> int:
    """Nothing is counted for an office that may send any number."""
    if office is None or OfficeRules.of(office.rules).daily_segments <= 0:
        return 0
    midnight = datetime.combine(desk.clock.now().astimezone(zone(office.zone)).date(), time())
    return desk.store.addressees.segments_since(session, to_ms(local_to_utc(midnight, office.zone)))


def is_still(session: Session, crowd: Crowd) -> bool:
    """Has nothing changed in the store since, but what concerns no broadcast's list? False: it is to be read again."""
    return not has_changed(session, crowd.seen_through, but=_NOT_OF_PEOPLE)


def _person(one: Addressee, now: int, caseworker: str, office: str, coming: Mapping[str, str]) -> Person:
    status = one.status
    if one.until_at is not None:
        status = status_at(status, from_ms(one.until_at), from_ms(now))
    return Person(
        ClientId(one.client_id),
        Phone(one.e164) if one.e164 is not None else None,
        one.consent,
        status,
        one.is_discreet,
        one.is_landline,
        values_for(one.first_name, one.last_name, caseworker, office, coming),
        one.language,
    )
