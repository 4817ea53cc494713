"""People from a list: good rows go in, every other row is told with its line and reason; twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.sheets import Row, Sheet, read_sheet
from rise_tui.casework.wishing import wish
from rise_tui.domain.clients import Client, fold, full_name
from rise_tui.domain.clock import to_wire
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadPhone, BadTime
from rise_tui.domain.ids import new_id
from rise_tui.domain.phone import parse
from rise_tui.domain.say import say
from rise_tui.store.changes import Change

BATCH = 100
"""Rows written in one transaction: a key typed meanwhile waits for no more than one of them."""

_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("", "en", "eng", "english", "ingles"), "en"),
        **dict.fromkeys(("es", "esp", "spa", "spanish", "espanol", "castellano"), "es"),
    }
)
_CONSENTS: Mapping[str, ConsentState] = MappingProxyType(
    {
        **dict.fromkeys(("", "unknown", "?"), ConsentState.UNKNOWN),
        **dict.fromkeys(("yes", "y", "true", "1", "x", "ok", "opted in", "opt in", "si", "in"), ConsentState.OPTED_IN),
        **dict.fromkeys(("no", "n", "false", "0", "opted out", "opt out", "stop", "out"), ConsentState.OPTED_OUT),
    }
)


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


@dataclass(frozen=True)
class _Person:
    """A row that can be understood."""

    line: int
    first_name: str
    last_name: str
    numbers: tuple[str, ...]
    groups: tuple[str, ...]
    language: str | None
    external_id: str | None
    zone: str | None
    consent: ConsentState

    @property
    def folded(self) -> str:
        return fold(full_name(self.first_name, self.last_name))


class _Question(Exception):
    """Something that only a person can decide."""


class _Bad(Exception):
    """Something in the row that cannot be used."""


def import_file(desk: Desk, path: Path, *, is_dry_run: bool = False) -> Outcome:
    """Take a file's people in, or say what that would do.

    Raises NotFound or BadInput when the file as a whole cannot be understood.
    """
    return import_sheet(desk, read_sheet(path), is_dry_run=is_dry_run)


def import_sheet(desk: Desk, sheet: Sheet, *, is_dry_run: bool = False) -> Outcome:
    """Take in what was read from a file."""
    outcome = Outcome(rows=len(sheet.rows) + len(sheet.bad), ignored_columns=sheet.ignored, is_dry_run=is_dry_run)
    outcome.bad += [Told(line, reason) for line, reason in sheet.bad]
    planned = _Planned()
    for start in range(0, len(sheet.rows), BATCH):
        batch = sheet.rows[start : start + BATCH]
        if is_dry_run:
            with desk.store.reading() as session:
                _take(desk, session, batch, outcome, planned, is_dry_run=True)
        else:
            changes = (Change("inbox"), Change("groups"), Change("outbox"))
            with desk.store.writing(*changes, is_durable=True) as session:
                _take(desk, session, batch, outcome, planned, is_dry_run=False)
    outcome.bad.sort(key=lambda told: told.line)
    return outcome


@dataclass
class _Planned:
    """What a dry run would have made so far, so that it answers as the import would."""

    numbers: dict[str, str] = field(default_factory=dict)
    external_ids: dict[str, str] = field(default_factory=dict)


def _take(
    desk: Desk, session: Session, rows: Iterable[Row], outcome: Outcome, planned: _Planned, *, is_dry_run: bool
) -> None:
    for row in rows:
        try:
            person = _understand(row)
            client = _known(desk, session, person, planned)
            if client is None and _is_planned(person, planned):
                outcome.unchanged += 1
                continue
            wishes = _difference(desk, session, person, client)
        except _Bad as bad:
            outcome.bad.append(Told(row.line, str(bad)))
            continue
        except _Question as question:
            outcome.questions.append(Told(row.line, str(question)))
            continue
        if client is None:
            outcome.added += 1
            planned.numbers.update(dict.fromkeys(person.numbers, person.folded))
            if person.external_id:
                planned.external_ids[person.external_id] = person.folded
        elif wishes:
            outcome.changed += 1
        else:
            outcome.unchanged += 1
        if not is_dry_run:
            _write(desk, session, person, client, wishes)


def _understand(row: Row) -> _Person:
    first, last = row.one("first_name"), row.one("last_name")
    if not first and not last:
        first, last = _divide(row.one("name"))
    if not first and not last:
        raise _Bad(say("There is no name."))
    numbers = []
    for written in row.several("phone"):
        try:
            numbers.append(str(parse(written)))
        except BadPhone as error:
            raise _Bad(f"{error.title}. {error.detail} {error.next_step}".strip()) from error
    external_id = row.one("external_id") or None
    if not numbers:
        raise _Bad(say("There is no phone number."))
    language = _LANGUAGES.get(fold(row.one("language")))
    if language is None:
        raise _Bad(say("The language is not one of: English, Spanish."))
    consent = _CONSENTS.get(fold(row.one("consent")))
    if consent is None:
        raise _Bad(say("The consent is not one of: yes, no, unknown."))
    zone = row.one("zone") or None
    if zone is not None:
        try:
            zone_of(zone)
        except BadTime as error:
            raise _Bad(str(error)) from error
    return _Person(
        row.line,
        first,
        last,
        tuple(dict.fromkeys(numbers)),
        row.several("group"),
        language if row.one("language") else None,
        external_id,
        zone,
        consent,
    )


def _divide(name: str) -> tuple[str, str]:
    """First and last name of `Bell, Marcus` or `Marcus Bell`."""
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    words = name.split()
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name.strip(), "")


def _known(desk: Desk, session: Session, person: _Person, planned: _Planned) -> Client | None:
    """Who this row is about, if they are here. Raises _Question where a person must decide."""
    store = desk.store
    if person.external_id:
        found = store.clients.of_external_id(session, person.external_id)
        if len(found) == 1:
            return found[0]
    for e164 in person.numbers:
        holders = [store.clients.get(session, holding.client_id) for holding in store.numbers.holders(session, e164)]
        here = [client for client in holders if client is not None]
        same = [client for client in here if fold(client.name) == person.folded]
        if len(same) == 1:
            return same[0]
        other = here[0].name if here else None
        if other is None and planned.numbers.get(e164, person.folded) != person.folded:
            other = say("somebody else in this file")
        if other is not None:
            raise _Question(
                say("Its number belongs to {other}. Is it the same person, a new holder, or shared?", other=other)
            )
    return None


def _is_planned(person: _Person, planned: _Planned) -> bool:
    """Did an earlier row of a dry run make this person?"""
    if person.external_id and person.external_id in planned.external_ids:
        return True
    return any(planned.numbers.get(e164) == person.folded for e164 in person.numbers)


def _difference(desk: Desk, session: Session, person: _Person, client: Client | None) -> dict[str, Any]:
    """What the row says that is not here yet: fields, numbers, groups, consent."""
    store = desk.store
    if client is None:
        return {
            "fields": _fields(person),
            "numbers": person.numbers,
            "groups": person.groups,
            "consents": person.numbers if person.consent is not ConsentState.UNKNOWN else (),
        }
    present = {
        "first_name": client.first_name,
        "last_name": client.last_name,
        "language": client.language,
        "zone": client.zone,
        "external_id": client.external_id,
    }
    fields = {name: value for name, value in _fields(person).items() if present.get(name) != value}
    held = {str(holding.e164) for holding in store.numbers.list(session, client.client_id) if holding.until_at is None}
    groups = {fold(group.name) for group in store.groups.of_client(session, client.client_id)}
    consents = []
    if person.consent is not ConsentState.UNKNOWN:
        for e164 in person.numbers:
            state = store.consents.state(session, client.client_id, e164, Purpose.GROUP_NEWS)
            if state is ConsentState.OPTED_OUT and person.consent is ConsentState.OPTED_IN:
                raise _Question(say("{name} said STOP; a list cannot take that back.", name=client.name))
            if state is not person.consent:
                consents.append(e164)
    found = {
        "fields": fields,
        "numbers": tuple(e164 for e164 in person.numbers if e164 not in held),
        "groups": tuple(name for name in person.groups if fold(name) not in groups),
        "consents": tuple(consents),
    }
    return {name: value for name, value in found.items() if value}


def _fields(person: _Person) -> dict[str, Any]:
    fields: dict[str, Any] = {"first_name": person.first_name, "last_name": person.last_name}
    for name in ("language", "zone", "external_id"):
        if (value := getattr(person, name)) is not None:
            fields[name] = value
    return fields


def _write(desk: Desk, session: Session, person: _Person, client: Client | None, wishes: Mapping[str, Any]) -> None:
    client_id = str(client.client_id) if client is not None else new_id()
    if fields := wishes.get("fields"):
        _write_client(desk, session, client_id, fields, is_new=client is None)
    for e164 in wishes.get("numbers", ()):
        _write_number(desk, session, client_id, e164)
    for e164 in wishes.get("consents", ()):
        _write_consent(desk, session, client_id, e164, person)
    for name in wishes.get("groups", ()):
        _write_member(desk, session, client_id, name)
    desk.store.conversations.refresh(session, client_id)


def _write_client(desk: Desk, session: Session, client_id: str, fields: Mapping[str, Any], *, is_new: bool) -> None:
    store, write_id = desk.store, new_id()
    body = {**fields, "caseworker_id": desk.caseworker_id} if is_new else dict(fields)
    seq = None if is_new else store.clients.seq(session, client_id)
    store.pending.shelve(session, "client", client_id, write_id)
    store.clients.put(session, client_id, **body)
    wish(
        desk,
        session,
        "client",
        lane=client_id,
        ids={"client_id": client_id},
        body=body,
        if_match=seq,
        makes=client_id if is_new else None,
        names=() if is_new else (client_id,),
        write_id=write_id,
    )


def _write_number(desk: Desk, session: Session, client_id: str, e164: str) -> None:
    write_id = new_id()
    how = {"is_confirmed": True, "confirmed_how": "import"}
    desk.store.pending.shelve(session, "holding", (client_id, e164), write_id, {**how, "from_at": desk.now})
    wish(
        desk,
        session,
        "number",
        lane=client_id,
        ids={"client_id": client_id, "e164": e164},
        body={**how, "from_at": to_wire(desk.now)},
        names=(client_id,),
        write_id=write_id,
    )


def _write_consent(desk: Desk, session: Session, client_id: str, e164: str, person: _Person) -> None:
    consent_id, write_id = new_id(), new_id()
    said = {"state": person.consent.value, "how": "import", "wording": say("line {line} of a list", line=person.line)}
    key = (e164, client_id, Purpose.ALL.value)
    desk.store.pending.shelve(session, "consent", key, write_id, {**said, "at": desk.now})
    wish(
        desk,
        session,
        "consent",
        lane=client_id,
        ids={"consent_id": consent_id},
        body={**said, "e164": e164, "client_id": client_id, "purpose": Purpose.ALL.value},
        names=(client_id,),
        makes=consent_id,
        write_id=write_id,
    )


def _write_member(desk: Desk, session: Session, client_id: str, name: str) -> None:
    group_id = _group(desk, session, name)
    write_id = new_id()
    desk.store.pending.shelve(session, "group_member", (group_id, client_id), write_id, {"is_member": True})
    wish(
        desk,
        session,
        "member",
        lane=client_id,
        ids={"group_id": group_id, "client_id": client_id},
        body={"is_member": True},
        names=(client_id, group_id),
        write_id=write_id,
    )


def _group(desk: Desk, session: Session, name: str) -> str:
    """The group of that name, made if it is not there."""
    for group in desk.store.groups.list(session):
        if fold(group.name) == fold(name):
            return str(group.group_id)
    group_id, write_id = new_id(), new_id()
    fields = {"name": name, "kind": "list"}
    desk.store.pending.shelve(session, "client_group", group_id, write_id, fields)
    wish(
        desk,
        session,
        "group",
        lane=f"group:{group_id}",
        ids={"group_id": group_id},
        body=fields,
        makes=group_id,
        write_id=write_id,
    )
    return group_id
