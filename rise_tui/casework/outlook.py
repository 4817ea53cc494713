"""A broadcast that is being written, in the words of its screen: what is to be decided, and what would come of it."""

from dataclasses import dataclass

from rise_tui.casework import audience as audiences
from rise_tui.casework.desk import Desk
from rise_tui.casework.foretelling import Told, foretold
from rise_tui.casework.planning import Plan
from rise_tui.casework.previewing import Preview
from rise_tui.casework.sums import reasons_words, written_words
from rise_tui.domain.appointment_values import APPOINTMENT
from rise_tui.domain.broadcast_words import version_words
from rise_tui.domain.broadcasts import VERSIONS, LeftOut, Version, version_for
from rise_tui.domain.client_words import language_words
from rise_tui.domain.clock import from_ms
from rise_tui.domain.hours import echo
from rise_tui.domain.merge import NAMES
from rise_tui.domain.safe_text import one_line, safe_text
from rise_tui.domain.say import say, say_many

PEOPLE, WHEN, NAME = "people", "when", "name"
_WORDS_CELLS = 200
_NAME_CELLS = 60


@dataclass(frozen=True)
class PlanLine:
    """One thing to decide: what it is, how it stands, and how many that concerns; safe for a terminal."""

    line_id: str
    label: str
    words: str
    aside: str = ""
    role: str = "text"
    aside_role: str = "dim"
    names: tuple[str, ...] = ()
    """those of people that stand in it"""


@dataclass(frozen=True)
class Outlook:
    """All that the screen says beside the text itself."""

    title: str
    state: str
    lines: tuple[PlanLine, ...]
    told: tuple[Told, ...]
    waits: tuple[Told, ...] = ()
    """what keeps texts back; it stands among what is told, too"""
    example_of: str = ""
    example: str = ""


def line_id(version: Version) -> str:
    """The id of a version's line."""
    return f"{version.language}:neutral" if version.is_neutral else version.language


def version_of(wanted: str) -> Version | None:
    """The version whose line that is; None for the other lines."""
    return next((version for version in VERSIONS if line_id(version) == wanted), None)


def outlook(desk: Desk, plan: Plan, ready: Preview) -> Outlook:
    """How it stands now, in words."""
    people = audiences.described(desk, plan.audience)
    name = one_line(plan.name, _NAME_CELLS) or people
    lines = (
        _people_line(desk, plan, people, ready),
        *(_version_line(version, ready) for version in VERSIONS if _is_shown(version, ready)),
        _when_line(desk, plan),
        PlanLine(
            NAME,
            say("Called"),
            name or say("after its people"),
            say("only you see this"),
            "text" if plan.name else "dim",
            "faint",
        ),
    )
    example_of, example = _example(ready)
    state = say("not sent yet") if plan.not_before_at is None else say("not confirmed yet")
    waits = foretold(desk, ready)
    told = (*_told(ready), *waits)
    return Outlook(name or say("A group text"), state, lines, told, waits, example_of, example)


def _people_line(desk: Desk, plan: Plan, people: str, ready: Preview) -> PlanLine:
    if plan.audience.is_empty:
        return PlanLine(PEOPLE, say("To"), say("nobody yet: Enter chooses"), "", "accent")
    count, left_out = len(ready.recipients), len(ready.left_out)
    aside = say_many("{count} gets it", "{count} get it", count)
    if left_out:
        aside = say("{get} · {count} left out", get=aside, count=left_out)
    names = audiences.names_in(desk, plan.audience)
    return PlanLine(PEOPLE, say("To"), people, aside, "bright", "dim" if count else "accent", names)


def _is_shown(version: Version, ready: Preview) -> bool:
    """A neutral version concerns only those whose phone others read."""
    if not version.is_neutral or version in ready.words.written:
        return True
    return any(person.is_discreet and person.language == version.language for person in ready.crowd.people)


def _version_line(version: Version, ready: Preview) -> PlanLine:
    body = ready.words.written.get(version)
    label = version_words(version)
    if body is None:
        return PlanLine(line_id(version), label, _missing(version, ready), role="dim")
    count = ready.by_version.get(version, 0) if ready.weights else 0
    each = zip(ready.recipients, ready.weights, strict=True) if ready.weights else ()
    most = max((weight.segments for one, weight in each if one.version == version), default=0)
    aside = say_many("{count} person", "{count} people", count) if count else ""
    if count and most:
        texts = say("1 text each") if most == 1 else say("up to {count} texts each", count=most)
        aside = f"{aside} · {texts}"
    return PlanLine(line_id(version), label, one_line(body, _WORDS_CELLS), aside)


def _missing(version: Version, ready: Preview) -> str:
    """What it means that this version is not written."""
    concerned = _concerned(version, ready)
    if not concerned or not ready.words.written:
        return say("nothing yet")
    instead = version_for(version.language, version.is_neutral, ready.words.written)
    if instead is None:
        return say_many(
            "nothing yet: {count} person is left out", "nothing yet: {count} people are left out", concerned
        )
    language = language_words(instead.language)
    return say_many(
        "nothing yet: {count} person gets the {language} text",
        "nothing yet: {count} people get the {language} text",
        concerned,
        language=language,
    )


def _concerned(version: Version, ready: Preview) -> int:
    """How many would get this version if it were written: who is left out for another reason gets no version at all."""
    if not ready.weights:  # of words that can go to nobody yet, each would get their own
        return ready.by_version.get(version, 0)
    if not version.is_neutral or any(one.is_neutral for one in ready.words.written):
        return len(ready.unwritten.get(version, ()))
    every = (ready.crowd.by_id[one.client_id] for one in ready.left_out if one.reason is LeftOut.DISCREET)
    return sum(1 for person in every if person.language == version.language)


def _when_line(desk: Desk, plan: Plan) -> PlanLine:
    if plan.not_before_at is None:
        return PlanLine(WHEN, say("Leaves"), say("as soon as it is confirmed"), role="dim")
    at = time_words(desk, plan.not_before_at)
    if plan.not_before_at <= desk.now:
        return PlanLine(WHEN, say("Leaves"), say("{at}: that is past", at=at), role="bad")
    return PlanLine(WHEN, say("Leaves"), at, role="accent")


def time_words(desk: Desk, at: int) -> str:
    """A time in milliseconds as the caseworker must see it before relying on it."""
    return echo(from_ms(at), desk.zone, desk.clock.now())


def _told(ready: Preview) -> tuple[Told, ...]:
    """What would come of it, the most needed first."""
    told: list[Told] = []
    if not ready.words.written:
        names, coming = (" ".join(f"{{{one}}}" for one in some) for some in (NAMES, APPOINTMENT))
        told += [Told(say("Filled in for each: {fields}", fields=names), "dim"), Told(coming, "dim")]
    if ready.weights:
        told.append(Told(written_words(ready), "bright", say("v shows each text")))
    elif ready.words.written and ready.trouble is not None:
        words = " ".join(part for part in (f"{ready.trouble.title}.", ready.trouble.detail) if part)
        told.append(Told(words, "bad", ready.trouble.next_step))
    if ready.weights and ready.trouble is not None:
        told.append(Told(f"{ready.trouble.title}. {ready.trouble.detail}", "bad", ready.trouble.next_step))
    if ready.left_out:
        words = say("Left out {count}", count=len(ready.left_out)) + "   " + reasons_words(ready)
        told.append(Told(words, "text", say("w shows who")))
    told += [
        Told(
            say("{field} is empty for {names}.", field=f"{{{name}}}", names=ready.names_of(people)),
            "accent",
            names=ready.first_names_of(people),
        )
        for name, people in ready.empty_fields.items()
    ]
    return tuple(told)


def goes_to(version: Version, ready: Preview) -> str:
    """Whom a version's text goes to: `43 people in English`; safe for a terminal."""
    if not ready.crowd.people:
        return say("nobody yet")
    language = language_words(version.language)
    is_written = version in ready.words.written
    count = ready.by_version.get(version, 0) if is_written else _concerned(version, ready)
    if version.is_neutral:
        return say_many(
            "{count} person whose phone others read, in {language}",
            "{count} people whose phones others read, in {language}",
            count,
            language=language,
        )
    return say_many("{count} person, in {language}", "{count} people, in {language}", count, language=language)


def _example(ready: Preview) -> tuple[str, str]:
    """The heaviest text, as it would arrive."""
    if not ready.weights:
        return "", ""
    worst = ready.worst_first[0]
    recipient = ready.recipients[worst]
    return ready.name_of(recipient.client_id), safe_text(recipient.body)
