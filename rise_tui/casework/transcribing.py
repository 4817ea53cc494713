"""What a client's file says, item by item: texts with all that is known of them, notes, papers, consent, facts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from rise_tui.casework.asides import Aside, note_label
from rise_tui.casework.attaching import attached
from rise_tui.casework.card import Card
from rise_tui.casework.consenting import Said
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import group_words, reason_of
from rise_tui.casework.transcripts import Enclosed, Item
from rise_tui.domain.attachments import kind_words
from rise_tui.domain.client_words import language_words, status_words
from rise_tui.domain.clock import from_ms, to_ms, zone
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.domain.documents import kind_words as paper_words
from rise_tui.domain.messages import MediaState
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

_AT_ONCE = 500
Enclose = Callable[[str, str | None, str, str], Enclosed]
"""Puts a photo or file beside the document: what it is, its SHA-256, its type, and why it is missing if it is."""
Span = tuple[int, int]
"""From when to when, in milliseconds; 0 and `EVER`: all of it."""
EVER = 1 << 62


def when(desk: Desk, at: int) -> str:
    """A moment (milliseconds) so that nobody can read it as another one: `2026-11-23 12:03:09 EST (-0500)`."""
    local = from_ms(at).astimezone(zone(desk.zone))
    return f"{local:%Y-%m-%d %H:%M:%S %Z (%z)}"


def texts_of(desk: Desk, client_id: str, found: Card, span: Span, enclose: Enclose) -> Iterator[Item]:
    store, first = desk.store, 0
    while True:
        with store.reading() as session:
            last = store.threads.forth(session, client_id, first, _AT_ONCE)
            messages = store.threads.stretch(session, client_id, first, last, 1 << 30)
            told = [_text(desk, session, one, found) for one in messages if span[0] <= one.at <= span[1]]
        for item, message in told:
            enclosed = tuple(
                enclose(
                    _media_words(one.type, one.bytes, one.name),
                    one.sha256,
                    one.type or "",
                    say("it did not arrive") if one.state is MediaState.FAILED else say("not on this machine"),
                )
                for one in _media(desk, message)
            )
            yield Item(item.when, item.who, item.body, item.about, enclosed, item.is_theirs)
        if last is None:
            return
        first = last + 1


@dataclass(frozen=True)
class _File:
    state: MediaState
    sha256: str | None
    type: str | None
    bytes: int | None
    name: str | None


def _media(desk: Desk, message: Message) -> list[_File]:
    """What came with a text, or went out with it."""
    with desk.store.reading() as session:
        files = []
        for item in message.media:
            kept = desk.store.photos.get(session, message.message_id, item.index)
            if kept is not None:
                files.append(_File(kept.state, kept.sha256, kept.type or kept.declared_type, kept.bytes, kept.name))
            else:
                files.append(_File(item.state, item.sha256, item.type, item.bytes, None))
    ours = [one.sha256 or "" for one in files if not one.type]
    sniffed = {one.sha256: one.type for one in attached(desk, ours)} if ours else {}
    return [replace(one, type=one.type or sniffed.get(one.sha256 or "")) for one in files]


def _media_words(type_: str | None, size: int | None, name: str | None) -> str:
    parts = [kind_words(type_ or ""), type_ or "", f"{size} bytes" if size else "", one_line(name or "", 60)]
    return ", ".join(part for part in parts if part)


def _text(desk: Desk, session: Session, message: Message, found: Card) -> tuple[Item, Message]:
    about: list[str] = []
    if message.direction == "inbound":
        who = say("{name}, from {number}", name=found.client.name, number=pretty(message.e164 or ""))
        if message.to_e164:
            about.append(say("received on {number}", number=pretty(message.to_e164)))
        return Item(when(desk, message.at), who, message.body, tuple(about), is_theirs=True), message
    author = None if message.caseworker_id is None else desk.store.office.caseworker(session, message.caseworker_id)
    who = say("the office") if author is None else author.name
    if message.broadcast_id is not None:
        about.append(group_words(desk.store.broadcasts.get(session, message.broadcast_id)))
    steps = desk.store.statuses.of(session, message.message_id)
    for step in steps:
        reason = Reason(step.reason) if step.reason in set(Reason) else None
        code = "" if step.error_code is None else f" ({step.error_code})"
        about.append(f"{words(Status(step.status), reason)}{code} {when(desk, step.at)}")
    if not steps:
        about.append(words(Status(message.status), reason_of(message)))
    return Item(when(desk, message.at), who, message.body, tuple(about)), message


def notes_of(desk: Desk, client_id: str, span: Span) -> Iterator[Item]:
    with desk.store.reading() as session:
        found = desk.store.notes.list(session, client_id, 1 << 30)
        people = {one.caseworker_id: _name(desk, session, one.caseworker_id) for one in found}
    for note in reversed(found):
        if span[0] <= note.at <= span[1]:
            yield Item(when(desk, note.at), f"{note_label(note.kind)}, {people[note.caseworker_id]}", note.body)


def _name(desk: Desk, session: Session, caseworker_id: str | None) -> str:
    person = None if caseworker_id is None else desk.store.office.caseworker(session, caseworker_id)
    return (desk.name or say("a caseworker")) if person is None else person.name


def papers_of(desk: Desk, client_id: str, enclose: Enclose) -> list[Item]:
    with desk.store.reading() as session:
        found = desk.store.documents.list(session, client_id)
        kept = {one.sha256: one for one in desk.store.photos.list(session, client_id)}
    items = []
    for paper in found:
        medium = kept.get(paper.sha256)
        type_ = "" if medium is None else medium.type or medium.declared_type
        enclosed = enclose(kind_words(type_), paper.sha256, type_, say("not on this machine"))
        about = [paper.period or "", paper.note or ""]
        about.append(
            "" if paper.verified_at is None else say("verified {time}", time=when(desk, to_ms(paper.verified_at)))
        )
        told = tuple(each for each in about if each)
        items.append(Item(when(desk, paper.at), paper_words(paper.kind), "", told, (enclosed,)))
    return items


def facts_of(desk: Desk, found: Card, span: Span) -> list[tuple[str, str]]:
    client = found.client
    numbers = "; ".join(_holding_words(desk, one.e164, one.from_at, one.until_at) for one in found.numbers)
    about = [
        (say("Client"), client.name),
        (say("File id"), client.external_id or "–"),
        (say("State"), status_words(client.status.value, client.status_reason)),
        (say("Language"), language_words(client.language)),
        (say("Numbers"), numbers or "–"),
        (say("Caseworker"), found.caseworker or "–"),
        (say("Office"), desk.office or "–"),
        (say("Exported"), say("{time} by {name}", time=when(desk, desk.now), name=desk.name or "–")),
        (say("Times"), say("in the zone {zone}", zone=desk.zone)),
    ]
    if span[0]:
        about.insert(-1, (say("From"), when(desk, span[0])))
    return about if span[1] == EVER else [*about, (say("Until"), when(desk, span[1]))]


def _holding_words(desk: Desk, e164: str, from_at: datetime, until_at: datetime | None) -> str:
    since = when(desk, to_ms(from_at))[:10]
    if until_at is None:
        return say("{number} since {day}", number=pretty(e164), day=since)
    return say("{number} {day} to {end}", number=pretty(e164), day=since, end=when(desk, to_ms(until_at))[:10])


def lists_of(desk: Desk, found: Card, happened: list[Aside]) -> list[tuple[str, list[str]]]:
    consents = [_consent_words(desk, said) for said in found.evidence] or [say("not asked yet")]
    told = [f"{when(desk, one.at)}  {one.words}" for one in happened]
    return [(say("Consent to texts"), consents), *([(say("What happened"), told)] if told else [])]


def _consent_words(desk: Desk, said: Said) -> str:
    state = {
        ConsentState.OPTED_IN: say("yes"),
        ConsentState.OPTED_OUT: say("no"),
        ConsentState.UNKNOWN: say("not known"),
    }[said.state]
    purpose = {
        Purpose.ALL: say("all texts"),
        Purpose.CONVERSATION: say("texts from a caseworker"),
        Purpose.REMINDERS: say("reminders"),
        Purpose.GROUP_NEWS: say("group texts"),
    }[said.purpose]
    at = say("it is not known when") if not said.at else when(desk, said.at)
    evidence, how = said.text or said.wording, _HOW.get(said.how, lambda: said.how)()
    told = f"{pretty(said.e164)}, {purpose}: {state}, {how}, {at}"
    return f"{told}: “{evidence}”" if evidence else told


_HOW: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "word": lambda: say("they wrote it"),
        "carrier": lambda: say("the phone company said so"),
        "caseworker": lambda: say("a caseworker recorded it"),
        "import": lambda: say("it came with a list"),
        "undecided": lambda: say("nobody decided in time"),
        "taken_back": lambda: say("stands again, as a stop was taken back"),
    }
)
"""How something is known, in words."""
