"""Being away: from when until when, and what whoever writes meanwhile is told by itself; taken back, or ended early."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish, withdraw
from rise_tui.domain.automatic import away_answer
from rise_tui.domain.clock import from_ms, to_wire
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.errors import BadInput, BadTime, Unchanged
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole

AWAY_BACK = "away_back"
LONGEST = 600
"""Characters of one's own words."""


@dataclass(frozen=True)
class Absence:
    """When one is away (milliseconds), and one's own words by language. `has_begun`: it is so now."""

    from_at: int
    until_at: int
    bodies: Mapping[str, str]
    has_begun: bool


def absence(desk: Desk, caseworker_id: str | None = None) -> Absence | None:
    """When one (or that colleague) is, or will be, away; None: they are there."""
    with desk.store.reading() as session:
        found = desk.store.office.away(session, caseworker_id or str(desk.caseworker_id))
    if found is None or found.until_at is None or found.until_at <= desk.now:
        return None
    return Absence(found.from_at, found.until_at, found.bodies, found.from_at <= desk.now)


def go_away(desk: Desk, until_at: int, *, from_at: int | None = None, words: str = "", words_es: str = "") -> str:
    """Let who writes be told, once a day, that one is away until then; what was done, in words. It can be taken back.

    From `from_at` (None: now), milliseconds. Without words of one's own there are usual ones; 911 and 988 are always
    added. Raises BadTime for an end before the beginning or past, BadInput for words that are too long.
    """
    begins = desk.now if from_at is None else from_at
    if until_at <= max(begins, desk.now):
        raise BadTime(say("You would be back before you are away"), "", say("Give a later end."))
    bodies = {language: whole(said.strip()) for language, said in (("en", words), ("es", words_es)) if said.strip()}
    if any(len(said) > LONGEST for said in bodies.values()):
        raise BadInput(say("The words are too long"), "", say("At most {most} letters.", most=LONGEST))
    label = say("Away until {time}", time=_when(desk, until_at))
    return _put(desk, {"from_at": begins, "until_at": until_at, "bodies": bodies}, label)


def come_back(desk: Desk) -> str:
    """From now on one is there; what was done, in words. It can be taken back. Raises Unchanged when one was."""
    known = absence(desk)
    if known is None:
        raise Unchanged(say("You are not away"))
    columns = {"from_at": known.from_at, "until_at": None, "bodies": dict(known.bodies)}
    return _put(desk, columns, say("You are back"))


def told(desk: Desk, until_at: int, words: str, language: str) -> str:
    """What whoever writes is told, with the office's phone and whom to call in danger."""
    with desk.store.reading() as session:
        office = desk.store.office.get(session)
    rules = OfficeRules.of(None if office is None else office.rules)
    back_at = from_ms(until_at).astimezone(zone_of(desk.zone if office is None else office.zone))
    return away_answer(rules, one_line(words, LONGEST), back_at, language)


def away_words(desk: Desk, caseworker_id: str | None = None) -> str:
    """That one (or that colleague) is away now, in a few words; empty: they are there."""
    known = absence(desk, caseworker_id)
    return say("away until {time}", time=_when(desk, known.until_at)) if known and known.has_begun else ""


def away_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take it back: without a trace if it never left, else as it was before."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    if not withdraw(desk, session, inverse["write_id"]):
        _wish(desk, session, inverse["before"])
    return say("Taken back: it is as it was")


def _put(desk: Desk, columns: Mapping[str, Any], label: str) -> str:
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        before = desk.store.office.away(session, str(desk.caseworker_id))
        was: dict[str, Any] = {"from_at": desk.now, "until_at": None, "bodies": {}}
        if before is not None:
            was = {"from_at": before.from_at, "until_at": before.until_at, "bodies": dict(before.bodies)}
        write_id = _wish(desk, session, columns)
        inverse = {"act": AWAY_BACK, "write_id": write_id, "before": was}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def _wish(desk: Desk, session: Session, columns: Mapping[str, Any]) -> str:
    me = str(desk.caseworker_id)
    until_at = columns["until_at"]
    body = {
        "from_at": to_wire(columns["from_at"]),
        "until_at": None if until_at is None else to_wire(until_at),
        "bodies": dict(columns["bodies"]),
    }
    return wish(
        desk,
        session,
        "away",
        lane=f"away:{me}",
        ids={"caseworker_id": me},
        body=body,
        shows=("away", me, columns),
    )


def _when(desk: Desk, at: int) -> str:
    return " ".join(desk.day_and_time(at))
