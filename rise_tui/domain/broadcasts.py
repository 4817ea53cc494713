"""One text to many: who gets it, with which words, who is left out, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.ids import BroadcastId, ClientId, MessageId, broadcast_message_id
from rise_tui.domain.merge import Form, form_of
from rise_tui.domain.phone import Phone

LANGUAGES = ("en", "es")
"""The languages that a text can have a version in; who reads another one gets the first that is written."""


class LeftOut(StrEnum):
    """Why somebody does not get a broadcast, the gravest first: in this order they are told everywhere."""

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
class Version:
    """One way in which a broadcast is worded: its language, and whether it is for phones that others read."""

    language: str
    is_neutral: bool = False


VERSIONS = tuple(Version(language, is_neutral) for is_neutral in (False, True) for language in LANGUAGES)
"""Every version that a text can have, in the order in which they stand on the screen."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a broadcast says, in the versions that were written; a blank one is none."""

    by_version: Mapping[Version, str]

    @property
    def written(self) -> dict[Version, str]:
        """The versions that say something, in their order."""
        return {version: body for version in VERSIONS if (body := self.by_version.get(version, "")).strip()}

    @property
    def main(self) -> str:
        """The text that stands for the whole broadcast; empty if nothing is written."""
        return next(iter(self.written.values()), "")


def in_english(body: str) -> Words:
    """A text in one version, for everybody."""
    return Words({Version(LANGUAGES[0]): body})


def in_languages(*bodies: str) -> Words:
    """A text in the languages of LANGUAGES, in their order; a blank one is none."""
    return Words({Version(language): body for language, body in zip(LANGUAGES, bodies, strict=False)})


class Recipient(NamedTuple):
    """Somebody who gets it: the filled text, under an id that a repeat would give again."""

    client_id: ClientId
    message_id: MessageId
    body: str
    version: Version = VERSIONS[0]


@dataclass(frozen=True, slots=True)
class LeftOutPerson:
    """Somebody who does not get it; `fields`: what is empty for them, where that is why."""

    client_id: ClientId
    reason: LeftOut
    fields: tuple[str, ...] = ()


class Person(NamedTuple):
    """What is known of somebody picked; `consent` is the effective one for group news, `values` fill the text.

    It and `Recipient` are tuples because thousands are made while somebody waits: a frozen dataclass takes four times
    as long to make.
    """

    client_id: ClientId
    e164: Phone | None
    consent: ConsentState
    status: ClientStatus = ClientStatus.OPEN
    is_discreet: bool = False
    is_landline: bool = False
    values: Mapping[str, str] = MappingProxyType({})
    language: str = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class Split:
    """Everybody who was picked, each exactly once in one of the two."""

    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOutPerson, ...]


def version_for(language: str, is_discreet: bool, written: Iterable[Version]) -> Version | None:
    """Which of the written versions somebody gets: their own language's, else the first that is written.

    Who is discreet gets neutral words or none; nobody else gets those. None: there is no version for them.
    """
    fitting = [version for version in written if version.is_neutral is is_discreet]
    wanted = language.lower().partition("-")[0]
    return next((version for version in fitting if version.language == wanted), fitting[0] if fitting else None)


def split_people(broadcast_id: BroadcastId, words: Words, people: Iterable[Person]) -> Split:
    """Who gets a broadcast and who is left out, in the order in which they were picked.

    A number gets it once: the first who may have it. Who was picked twice counts once. Raises BadMerge when a text
    itself is wrong; a field that is empty for somebody leaves only that person out.
    """
    forms = {version: form_of(body).in_language(version.language) for version, body in words.written.items()}
    versions = {
        (language, is_discreet): version_for(language, is_discreet, forms)
        for language in LANGUAGES
        for is_discreet in (False, True)
    }
    recipients: list[Recipient] = []
    left_out: list[LeftOutPerson] = []
    reached: set[str] = set()
    picked: dict[ClientId, Person] = {}
    for person in people:
        picked.setdefault(person.client_id, person)
    for person in picked.values():
        key = (person.language, person.is_discreet)
        version = versions[key] if key in versions else version_for(*key, forms)
        found = _for_one(broadcast_id, person, version, forms, reached)
        if isinstance(found, Recipient):
            reached.add(str(person.e164))
            recipients.append(found)
        else:
            left_out.append(found)
    return Split(tuple(recipients), tuple(left_out))


def _for_one(
    broadcast_id: BroadcastId,
    person: Person,
    version: Version | None,
    forms: Mapping[Version, Form],
    reached: set[str],
) -> Recipient | LeftOutPerson:
    reason = why_left_out(person, has_neutral=version is not None and version.is_neutral)
    if reason is not None:
        return LeftOutPerson(person.client_id, reason)
    form = forms[version] if version is not None else None
    body = form.fill(person.values) if form is not None else ""
    if version is None or form is None or body is None:
        fields = form.empty_for(person.values) if form is not None else ()
        return LeftOutPerson(person.client_id, LeftOut.MISSING_FIELD, fields)
    if person.e164 in reached:
        return LeftOutPerson(person.client_id, LeftOut.DUPLICATE)
    return Recipient(person.client_id, broadcast_message_id(broadcast_id, person.client_id), body, version)


def why_left_out(person: Person, *, has_neutral: bool = False) -> LeftOut | None:
    """The first reason why this person gets no broadcast, by who they are; None if they may.

    What a person said comes first, then what the office knows, then what cannot work. `has_neutral`: there are words
    that others may read on their phone.
    """
    if person.consent is ConsentState.OPTED_OUT:
        return LeftOut.OPTED_OUT
    if person.status is ClientStatus.CLOSED:
        return LeftOut.CLOSED
    if person.status is ClientStatus.PAUSED:
        return LeftOut.PAUSED
    if person.is_discreet and not has_neutral:
        return LeftOut.DISCREET
    if person.e164 is None:
        return LeftOut.NO_NUMBER
    if person.is_landline:
        return LeftOut.LANDLINE
    return None if person.consent is ConsentState.OPTED_IN else LeftOut.CONSENT_UNKNOWN
