"""One text to many: who gets it, with which words, who is left out, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.errors import BadMerge
from rise_tui.domain.ids import BroadcastId, ClientId, MessageId, broadcast_message_id
from rise_tui.domain.merge import fields_of, fill
from rise_tui.domain.phone import Phone


class LeftOut(StrEnum):
    """Why somebody does not get a broadcast."""

    OPTED_OUT = "opted_out"
    CONSENT_UNKNOWN = "consent_unknown"
    PAUSED = "paused"
    CLOSED = "closed"
    DISCREET = "discreet"
    NO_NUMBER = "no_number"
    LANDLINE = "landline"
    DUPLICATE = "duplicate"
    MISSING_FIELD = "missing_field"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets it: the filled text, under an id that a repeat would give again."""

    client_id: ClientId
    message_id: MessageId
    body: str


@dataclass(frozen=True, slots=True)
class LeftOutPerson:
    """Somebody who does not get it."""

    client_id: ClientId
    reason: LeftOut


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody picked; `consent` is the effective one for group news, `values` fill the text."""

    client_id: ClientId
    e164: Phone | None
    consent: ConsentState
    status: ClientStatus = ClientStatus.OPEN
    is_discreet: bool = False
    is_landline: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Split:
    """Everybody who was picked, each exactly once in one of the two."""

    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOutPerson, ...]


def split_people(broadcast_id: BroadcastId, template: str, people: Iterable[Person]) -> Split:
    """Who gets a broadcast and who is left out, in the order in which they were picked.

    A number gets it once: the first who may have it. Who was picked twice counts once. Raises BadMerge when the text
    itself is wrong; a field that is empty for somebody leaves only that person out.
    """
    fields_of(template)
    recipients: list[Recipient] = []
    left_out: list[LeftOutPerson] = []
    reached: set[str] = set()
    picked: dict[ClientId, Person] = {}
    for person in people:
        picked.setdefault(person.client_id, person)
    for person in picked.values():
        reason = why_left_out(person)
        body = ""
        if reason is None:
            try:
                body = fill(template, person.values)
            except BadMerge:
                reason = LeftOut.MISSING_FIELD
        if reason is None and person.e164 in reached:
            reason = LeftOut.DUPLICATE
        if reason is not None:
            left_out.append(LeftOutPerson(person.client_id, reason))
            continue
        reached.add(str(person.e164))
        recipients.append(Recipient(person.client_id, broadcast_message_id(broadcast_id, person.client_id), body))
    return Split(tuple(recipients), tuple(left_out))


def why_left_out(person: Person) -> LeftOut | None:
    """The first reason why this person gets no broadcast, by who they are; None if they may.

    What a person said comes first, then what the office knows, then what cannot work.
    """
    if person.consent is ConsentState.OPTED_OUT:
        return LeftOut.OPTED_OUT
    if person.status is ClientStatus.CLOSED:
        return LeftOut.CLOSED
    if person.status is ClientStatus.PAUSED:
        return LeftOut.PAUSED
    if person.is_discreet:
        return LeftOut.DISCREET
    if person.e164 is None:
        return LeftOut.NO_NUMBER
    if person.is_landline:
        return LeftOut.LANDLINE
    return None if person.consent is ConsentState.OPTED_IN else LeftOut.CONSENT_UNKNOWN
