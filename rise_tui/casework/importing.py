"""People from a list: good rows go in, every other row is told with its line and reason; twice changes nothing."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.enlisting import News, write
from rise_tui.casework.listed import BadRow, Listed, understand
from rise_tui.casework.roster import Member, Roster
from rise_tui.casework.sheets import Row, Sheet, read_sheet
from rise_tui.domain.clients import fold
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.ids import new_id
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change

BATCH = 50
"""Rows written in one transaction: a key typed meanwhile waits for no more than one of them."""


@dataclass(frozen=True)
class Told:
    """A line of the file that did not go in, and why (or what it asks)."""

    line: int
    reason: str


@dataclass
class Outcome:
    """What an import did, or would do."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    questions: list[Told] = field(default_factory=list)
    bad: list[Told] = field(default_factory=list)
    ignored_columns: tuple[str, ...] = ()
    is_dry_run: bool = False


class _Question(Exception):
    """Something that only a person can decide."""


def import_file(desk: Desk, path: Path, *, is_dry_run: bool = False) -> Outcome:
    """Take a file's people in, or say what that would do.

    Raises NotFound or BadInput when the file as a whole cannot be understood, and the store's troubles: what went in
    before them stays in, and the file can be taken again.
    """
    return import_sheet(desk, read_sheet(path), is_dry_run=is_dry_run)


def import_sheet(desk: Desk, sheet: Sheet, *, is_dry_run: bool = False) -> Outcome:
    """Take in what was read from a file."""
    outcome = Outcome(rows=len(sheet.rows) + len(sheet.bad), ignored_columns=sheet.ignored, is_dry_run=is_dry_run)
    outcome.bad += [Told(line, reason) for line, reason in sheet.bad]
    roster = Roster(desk)
    for start in range(0, len(sheet.rows), BATCH):
        with _session(desk, is_dry_run) as session:
            for row in sheet.rows[start : start + BATCH]:
                news = _take(session, roster, row, outcome)
                if news is not None and not is_dry_run:
                    write(desk, session, roster, news)
    outcome.bad.sort(key=lambda told: told.line)
    return outcome


def _session(desk: Desk, is_dry_run: bool) -> AbstractContextManager[Session]:
    if is_dry_run:
        return desk.store.reading()
    return desk.store.writing(Change("inbox"), Change("groups"), Change("outbox"), is_durable=True)


def _take(session: Session, roster: Roster, row: Row, outcome: Outcome) -> News | None:
    """Decide about one row, count it, and let the roster know; what is to be written, if anything."""
    try:
        person = understand(row)
        member = _known(session, roster, person)
        news = _news(session, roster, person, member)
    except BadRow as bad:
        outcome.bad.append(Told(row.line, str(bad)))
        return None
    except _Question as question:
        outcome.questions.append(Told(row.line, str(question)))
        return None
    if news.is_empty:
        outcome.unchanged += 1
        return None
    if member is None:
        outcome.added += 1
    else:
        outcome.changed += 1
    _enter(session, roster, person, member, news)
    return news


def _known(session: Session, roster: Roster, person: Listed) -> Member | None:
    """Who this row is about, if they are here. Raises _Question where a person must decide, BadRow without a number."""
    by_id = roster.of_external_id(session, person.external_id) if person.external_id else []
    for member in by_id:
        if member.folded == person.folded:
            return member
    if by_id:
        other = one_line(by_id[0].name, 60)
        raise _Question(say("Its id is {other}'s. Is it the same person under another name?", other=other))
    if not person.numbers:
        raise BadRow(say("There is no phone number."))
    for e164 in person.numbers:
        holders = roster.holders(session, e164)
        same = next((member for member in holders if member.folded == person.folded), None)
        if same is not None:
            return same
        if holders:
            other = one_line(holders[0].name, 60)
            raise _Question(
                say("Its number belongs to {other}. Is it the same person, a new holder, or shared?", other=other)
            )
    return None


def _news(session: Session, roster: Roster, person: Listed, member: Member | None) -> News:
    """What the row says that is not here yet. Raises _Question where a person must decide."""
    consents = _consents(session, roster, person, member)
    if member is None:
        fields = {"first_name": person.first_name, "last_name": person.last_name, **_said(person)}
        return News(new_id(), person.line, True, fields, person.numbers, consents, _once(person.groups))
    name = one_line(member.name, 60)
    if person.external_id and member.external_id and person.external_id != member.external_id:
        raise _Question(say("{name} has another id here. Is it the same person?", name=name))
    for e164 in person.numbers:
        if e164 in member.past_numbers:
            raise _Question(say("{name} had this number before and has it no more. Is it theirs again?", name=name))
        if any(holder is not member for holder in roster.holders(session, e164)) and e164 not in member.numbers:
            other = one_line(roster.holders(session, e164)[0].name, 60)
            raise _Question(say("Its number belongs to {other}. Is it shared now?", other=other))
    here = {"language": member.language, "zone": member.zone, "external_id": member.external_id}
    return News(
        member.client_id,
        person.line,
        False,
        {name: value for name, value in _said(person).items() if here[name] != value},
        tuple(e164 for e164 in person.numbers if e164 not in member.numbers),
        consents,
        _once(name for name in person.groups if roster.group_id(session, name) not in member.groups),
    )


def _said(person: Listed) -> dict[str, Any]:
    """What the list says beside name and number. A name is never changed by a list."""
    said = {"language": person.language, "zone": person.zone, "external_id": person.external_id}
    return {name: value for name, value in said.items() if value is not None}


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each group once, as it was first written."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name.strip()), name)
    return tuple(first.values())


def _consents(session: Session, roster: Roster, person: Listed, member: Member | None) -> dict[str, ConsentState]:
    """By number what the list says of it that is not known. Raises _Question where it would undo a STOP."""
    said: dict[str, ConsentState] = {}
    if person.consent is ConsentState.UNKNOWN:
        return said
    for e164 in person.numbers:
        known = roster.consent(session, member, e164)
        if known is ConsentState.OPTED_OUT and person.consent is ConsentState.OPTED_IN:
            name = one_line(person.name, 60)
            raise _Question(say("Somebody said STOP with {name}'s number; a list cannot take that back.", name=name))
        if known is not person.consent:
            said[e164] = person.consent
    return said


def _enter(session: Session, roster: Roster, person: Listed, member: Member | None, news: News) -> None:
    """From now on the roster answers as if it were written."""
    if member is None:
        member = Member(news.client_id, person.name, external_id=person.external_id)
        roster.add(member)
    if person.external_id and member.external_id is None:
        roster.give_external_id(member, person.external_id)
    member.language = person.language or member.language
    member.zone = person.zone or member.zone
    member.consents |= news.consents
    for e164 in news.numbers:
        roster.give_number(member, e164)
    for name in news.groups:
        member.groups.add(roster.enter_group(session, name))
