"""Texts come in: one transaction stores each, what it is about, whose it is, and the event that tells it.

A group of texts costs a few statements in all, and leaves exactly what it would leave if each came alone.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rise_tui.domain.clock import to_ms
from rise_tui.domain.consent import OptWord, opt_word
from rise_tui.domain.ids import conversation_key, new_id
from rise_tui.domain.marks import Mark, marks_of, places_of, whose_marks
from rise_tui.domain.office_words import NONE, OfficeWords
from rise_tui.relay.automatic.answering import SILENT, Answering, is_anybody_away
from rise_tui.relay.automatic.asking_whose import was_asked
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.follow_ups import follow_up, sets_off
from rise_tui.relay.store import arriving, event_log
from rise_tui.relay.store.arriving import Arrived, Holder, Known
from rise_tui.relay.store.conversation_texts import texts_in
from rise_tui.relay.store.engine import Tx

log = logging.getLogger(__name__)


class NoOffice(LookupError):
    """This relay has no office at all; a text cannot be kept anywhere."""


class Arrival(NamedTuple):
    """A text at the moment at which we get it, in milliseconds."""

    inbound: Inbound
    now: int


class Accepted(NamedTuple):
    """Where a text stands now. `is_new` is False for a repetition, which changed nothing."""

    office_id: str
    message_id: str
    is_new: bool
    has_media: bool


@dataclass(frozen=True, slots=True)
class _Ways:
    """What holds for all texts of a group: the carrier they came by, the office's own urgent words, who answers."""

    carrier: str
    urgent: OfficeWords
    answering: Answering = SILENT
    is_anybody_away: bool = False

    def set_off(self, word: OptWord | None) -> bool:
        """Does a text with this word set anything off?"""
        return sets_off(word, is_anybody_away=self.is_anybody_away)


class _Read(NamedTuple):
    """A text of which it is known what word it is."""

    inbound: Inbound
    now: int
    at: int
    word: OptWord | None


def accept_inbound(
    tx: Tx, inbound: Inbound, *, carrier: str, at: int, urgent: OfficeWords = NONE, answering: Answering = SILENT
) -> Accepted:
    """Store a text that somebody sent us; as `accept_many` of it alone. `at` is milliseconds, now."""
    return accept_many(tx, [Arrival(inbound, at)], carrier=carrier, urgent=urgent, answering=answering)[0]


def accept_many(
    tx: Tx, arrivals: Sequence[Arrival], *, carrier: str, urgent: OfficeWords = NONE, answering: Answering = SILENT
) -> list[Accepted]:
    """Store texts that somebody sent us, in this order, each once however often it comes; an answer for each.

    One that no webhook brought has the time at which it came to the carrier, and a word in it decides nothing that a
    later word has decided meanwhile. One that was purged stays away.

    `urgent`: the office's own words for what somebody should look at now; `answering`: who answers HELP and STOP.

    Nothing is ever turned away: a number nobody knows gets a conversation of its own, and a text to a number that no
    office has goes to the oldest office, which is told. Raises NoOffice.
    """
    may_answer = answering.is_on and bool(arrivals)
    ways = _Ways(carrier, urgent, answering, may_answer and is_anybody_away(tx, arrivals[0].now))
    accepted: list[Accepted] = []
    run: list[_Read] = []
    for inbound, now in arrivals:
        word = opt_word(inbound.body, inbound.opt_out_type)
        run.append(_Read(inbound, now, _came_at(inbound, now), word))
        if ways.set_off(word):
            accepted += _accept_run(tx, run, ways)
            run = []
    return accepted + _accept_run(tx, run, ways) if run else accepted


def _came_at(inbound: Inbound, now: int) -> int:
    """When it came, in milliseconds: never later than now."""
    return now if inbound.came_at is None else min(to_ms(inbound.came_at), now)


def _accept_run(tx: Tx, run: list[_Read], ways: _Ways) -> list[Accepted]:
    """Store texts of which only the last may set anything off."""
    offices = arriving.offices_of(tx, {text.inbound.to_e164 for text in run})
    if len(run) > 1 and (len(set(offices.values())) > 1 or any(text.inbound.to_e164 not in offices for text in run)):
        return [each for text in run for each in _accept_run(tx, [text], ways)]
    office_id = next(iter(offices.values()), None)
    if office_id is not None:
        return _accept_of_office(tx, office_id, run, ways)
    office_id = _oldest_office(tx)
    return _accept_of_office(tx, office_id, run, ways, is_astray=True)


def _accept_of_office(
    tx: Tx, office_id: str, run: list[_Read], ways: _Ways, *, is_astray: bool = False
) -> list[Accepted]:
    known = arriving.known_texts(tx, office_id, ways.carrier, [text.inbound.carrier_id for text in run])
    holders: dict[str, list[Holder]] | None = None
    accepted: list[Accepted] = []
    new: list[Arrived] = []
    for text in run:
        inbound = text.inbound
        before = known.get(inbound.carrier_id)
        if before is not None:
            accepted.append(_repeated(office_id, before, inbound))
            continue
        if holders is None:
            holders = arriving.holders_of(tx, office_id, {each.inbound.e164 for each in run})
        arrived = _arrived(tx, office_id, text, _holder(tx, office_id, text, holders), ways.urgent)
        new.append(arrived)
        known[inbound.carrier_id] = Known(arrived.message_id, inbound.body, inbound.raw, inbound.e164)
        accepted.append(Accepted(office_id, arrived.message_id, True, bool(inbound.media)))
    if not new:
        return accepted
    if is_astray and _is_first_astray(tx, new[0]):
        _tell_astray(tx, office_id, run[0])
    arriving.store_texts(tx, ways.carrier, new)
    if accepted[-1].is_new and ways.set_off(new[-1].word):
        follow_up(tx, new[-1], run[-1].now, ways.answering)
    return accepted


def _arrived(tx: Tx, office_id: str, text: _Read, holder: Holder | None, urgent: OfficeWords) -> Arrived:
    inbound = text.inbound
    marks = marks_of(inbound.body, bool(inbound.media), "en" if holder is None else holder.language, urgent)
    client_id = None if holder is None else holder.client_id
    is_confirmed = holder is None or holder.is_confirmed
    if not is_confirmed and client_id is not None and was_asked(tx, office_id, client_id, inbound.e164, text.at):
        marks = whose_marks(marks)
    places = places_of(inbound.body, urgent) if urgent.phrases else ()
    hold = Mark.STOP_LIKE in marks and text.word is not OptWord.STOP
    key = conversation_key(client_id, inbound.e164)
    # in their order, as named ones cost half of the rest
    return Arrived(
        office_id, new_id(text.now), key, client_id, inbound, text.at, marks + places, text.word, hold, is_confirmed
    )


def _repeated(office_id: str, before: Known, inbound: Inbound) -> Accepted:
    """The same text as it was stored before; another body under its id is told to the log, and the first stays."""
    if before.body is not None and before[1:] != (inbound.body, inbound.raw, inbound.e164):
        log.warning("text %s came again with other content; the first one stays", before.message_id)
    return Accepted(office_id, before.message_id, is_new=False, has_media=False)


def _holder(tx: Tx, office_id: str, text: _Read, holders: dict[str, list[Holder]]) -> Holder | None:
    """Whose text it is: the holder at the time; of two, the one last texted from that number of ours; else nobody's.

    Where nobody had the number when the text came, it is whose the number became meanwhile, as of any earlier text.
    """
    e164 = text.inbound.e164
    if e164 not in holders:
        return None
    there = arriving.holders_at(holders[e164], text.at) or arriving.holders_at(holders[e164], text.now)
    if len(there) < 2:
        return there[0] if there else None
    return arriving.last_texted(tx, office_id, text.inbound, there)


def _oldest_office(tx: Tx) -> str:
    row = tx.one("SELECT office_id FROM office ORDER BY rowid LIMIT 1")
    if row is None:
        raise NoOffice
    office_id: str = row["office_id"]
    return office_id


def _is_first_astray(tx: Tx, text: Arrived) -> bool:
    row = tx.one(
        "SELECT 1 FROM message m INDEXED BY message_seq WHERE m.office_id = :office_id"
        f" AND m.seq IN {texts_in(':conversation_id')} AND m.e164 = :e164 AND m.sender = :sender",
        office_id=text.office_id,
        conversation_id=text.conversation_id,
        e164=text.inbound.e164,
        sender=text.inbound.to_e164,
    )
    return row is None


def _tell_astray(tx: Tx, office_id: str, text: _Read) -> None:
    event_log.append(
        tx,
        office_id,
        "CarrierAlert",
        actor="relay",
        at=text.at,
        code="unknown-number",
        title="A text came to a number that no office has",
        detail=f"It was sent to {text.inbound.to_e164} and is kept here. Add the number with: rise relay number add",
        is_stopped=False,
    )
