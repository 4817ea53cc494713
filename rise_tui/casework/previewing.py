"""A broadcast as it would go out now: who gets which words, who gets none and why, what it costs, when it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.casework.gathering import Crowd
from rise_tui.casework.keeping_back import Held, had_already, held
from rise_tui.domain.broadcasts import (
    LANGUAGES,
    VERSIONS,
    LeftOut,
    LeftOutPerson,
    Recipient,
    Version,
    Words,
    split_people,
)
from rise_tui.domain.clock import from_ms, to_ms, zone
from rise_tui.domain.errors import BadInput, RiseError
from rise_tui.domain.ids import BroadcastId, ClientId
from rise_tui.domain.merge import form_of
from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.names import too_long
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import last_moment
from rise_tui.domain.pricing import price_micros, seconds_to_finish
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.domain.segments import Weight, weigh
from rise_tui.domain.tallies import gravity
from rise_tui.domain.waiting_hours import Hours
from rise_tui.store.rows import whole

IN_TIME_MS = 30 * 60_000
"""Milliseconds after confirming, or after it was to leave, in which the relay must have it."""
NAMED = 3
"""People who are named where many are meant."""
_NAME_CELLS = 40
_ANYTHING = Words(dict.fromkeys(VERSIONS, "…"))
"""Stands for words that are not written yet, or that are wrong: who would get them is known already."""


@dataclass(frozen=True)
class Preview:
    """A frozen list: each person's own text, and who is left out, and why.

    `trouble`: why it cannot be sent as it is; the recipients are then those who would get it, without words.
    """

    broadcast_id: BroadcastId
    name: str
    words: Words
    audience: Audience
    crowd: Crowd
    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOutPerson, ...]
    weights: tuple[Weight, ...]
    segments: int
    price_micros: int
    seconds: float
    made_at: int
    not_before_at: int | None = None
    held: tuple[Held, ...] = ()
    trouble: RiseError | None = None
    had_already: tuple[str, ...] = ()
    """who had the same words a short while ago, and does not get them again"""

    @property
    def waits_for_tomorrow(self) -> bool:
        """Does more of it go than the phone company still takes from the office on that day, as far as known here?"""
        return 0 < self.most_a_day < self.used + self.segments

    @property
    def most_a_day(self) -> int:
        """So many texts, as the phone company counts them, it takes from the office in a day; 0: any number."""
        return 0 if self.crowd.office is None else OfficeRules.of(self.crowd.office.rules).daily_segments

    @property
    def used(self) -> int:
        """How many of them have left already on the day on which this goes, as far as seen here."""
        office, leaves_at = self.crowd.office, self.not_before_at or self.made_at
        days = {from_ms(at).astimezone(zone(office.zone)).date() for at in (leaves_at, self.made_at)} if office else ()
        return self.crowd.used_today if len(days) == 1 else 0

    @property
    def body(self) -> str:
        """The text that stands for the whole broadcast."""
        return self.words.main

    @cached_property
    def worst_first(self) -> tuple[int, ...]:
        """Places in `recipients`: the most texts first, then those outside the plain alphabet, then the longest."""

        def weight(index: int) -> tuple[int, bool, int]:
            one = self.weights[index]
            return (-one.segments, one.alphabet == "GSM-7", -one.units)

        return tuple(sorted(range(len(self.weights)), key=weight))

    @cached_property
    def by_version(self) -> dict[Version, int]:
        """How many get each version because it is theirs; who gets it for want of their own is in `unwritten`."""
        counted: dict[Version, int] = {}
        for recipient in self.recipients:
            counted[recipient.version] = counted.get(recipient.version, 0) + 1
        for places in self.unwritten.values():
            counted[self.recipients[places[0]].version] -= len(places)
        return counted

    @cached_property
    def unwritten(self) -> dict[Version, tuple[int, ...]]:
        """Of each version that is not written: the places in `recipients` of those who get another language's text."""
        found: dict[Version, list[int]] = {}
        for place, recipient in enumerate(self.recipients):
            language = self.crowd.by_id[recipient.client_id].language.lower().partition("-")[0]
            if language != recipient.version.language and language in LANGUAGES:
                own = Version(language, recipient.version.is_neutral)
                found.setdefault(own, []).append(place)
        return {version: tuple(found[version]) for version in VERSIONS if version in found}

    @cached_property
    def by_reason(self) -> dict[LeftOut, int]:
        """How many are left out for each reason."""
        counted = dict.fromkeys(LeftOut, 0)
        for person in self.left_out:
            counted[person.reason] += 1
        return {reason: count for reason, count in counted.items() if count}

    @cached_property
    def left_out_in_order(self) -> tuple[LeftOutPerson, ...]:
        """Who is left out, reason by reason, each by name."""
        return tuple(sorted(self.left_out, key=lambda one: gravity(one.reason)))

    @cached_property
    def undecided(self) -> tuple[str, ...]:
        """The recipients whose text waits until somebody has decided whether they said STOP."""
        return tuple(one.client_id for one in self.recipients if one.client_id in self.crowd.undecided)

    def name_of(self, client_id: str) -> str:
        """What one calls somebody of it, safe for a terminal."""
        person = self.crowd.by_id.get(ClientId(client_id))
        return one_line(person.values["name"] if person is not None else "", _NAME_CELLS) or say("no name")

    def first_names_of(self, client_ids: Iterable[str]) -> tuple[str, ...]:
        """The names of the first few of them."""
        return tuple(self.name_of(client_id) for client_id in islice(client_ids, NAMED))

    def names_of(self, client_ids: Iterable[str]) -> str:
        """Some names, and how many more there are."""
        every = list(client_ids)
        shown = ", ".join(self.first_names_of(every))
        more = len(every) - NAMED
        return shown if more <= 0 else say("{names} and {count} more", names=shown, count=more)

    @cached_property
    def empty_fields(self) -> dict[str, tuple[str, ...]]:
        """Who has nothing to put in a field, by field."""
        found: dict[str, list[str]] = {}
        for person in self.left_out:
            for name in person.fields:
                found.setdefault(name, []).append(person.client_id)
        return {name: tuple(people) for name, people in found.items()}


def look(
    desk: Desk,
    broadcast_id: BroadcastId,
    crowd: Crowd,
    words: Words,
    *,
    audience: Audience,
    name: str = "",
    not_before_at: int | None = None,
) -> Preview:
    """How these words would go to this crowd. Reads nothing, so that it can follow every key."""
    words = Words({version: whole(body) for version, body in words.written.items()})
    trouble = _trouble_with(words)
    split = split_people(broadcast_id, words if trouble is None else _ANYTHING, crowd.people)
    weights = () if trouble is not None else tuple(weigh(recipient.body) for recipient in split.recipients)
    segments = sum(weight.segments for weight in weights)
    office = crowd.office
    trouble = trouble or _too_long(words, weights) or too_long(name) or _nobody(audience, crowd, split.recipients)
    return Preview(
        broadcast_id,
        name,
        words,
        audience,
        crowd,
        split.recipients,
        split.left_out,
        weights,
        segments,
        price_micros(segments, office.price_micros if office else 0),
        seconds_to_finish(segments, office.segments_per_second if office else 1.0),
        desk.now,
        not_before_at,
        held(desk, crowd, split.recipients, not_before_at),
        trouble,
        had_already(desk, crowd, split.recipients, not_before_at) if trouble is None else (),
    )


def _trouble_with(words: Words) -> RiseError | None:
    """Why these words can go to nobody; None if they can."""
    if not words.written:
        return BadInput(say("There is nothing to send"), "", say("Write something first."))
    try:
        for body in words.written.values():
            form_of(body)
    except RiseError as error:
        return error
    return None


def _too_long(words: Words, weights: Iterable[Weight]) -> RiseError | None:
    too_long = sum(1 for weight in weights if weight.chars > MAX_CHARS)
    if not too_long and all(len(body) <= MAX_CHARS for body in words.written.values()):
        return None
    return BadInput(
        say("The text is too long"),
        say("For {count} people it has more than {most} characters.", count=too_long, most=MAX_CHARS)
        if too_long
        else say("It has more than {most} characters.", most=MAX_CHARS),
        say("Shorten it."),
    )


def _nobody(audience: Audience, crowd: Crowd, recipients: Sequence[Recipient]) -> RiseError | None:
    if recipients:
        return None
    if audience.is_empty:
        return BadInput(say("Nobody is chosen"), "", say("Choose groups or people."))
    if not crowd.people:
        return BadInput(say("Nobody is in what is chosen"), "", say("Choose others, or put people into the group."))
    return BadInput(
        say("Nobody would get this"), say("Everybody is left out."), say("Look at who is left out and why.")
    )


def last_moment_of(desk: Desk, ready: Preview) -> int:
    """After which its texts do not leave any more, in milliseconds, if it is confirmed now."""
    expires_at = max(desk.now, ready.not_before_at or 0) + IN_TIME_MS
    with desk.store.reading() as session:
        office = desk.store.office.get(session)
    hours = None if office is None else Hours(office.zone, rules=OfficeRules.of(office.rules))
    return to_ms(last_moment("broadcast", from_ms(expires_at), hours=hours))
