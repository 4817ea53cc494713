"""Who somebody is, in two lines above their conversation."""

from dataclasses import dataclass

from rise_tui.casework.consenting import is_by_hand
from rise_tui.casework.counted_stops import counted
from rise_tui.casework.desk import Desk
from rise_tui.casework.forecasting import counts_as_stop_at
from rise_tui.casework.held_texts import waits_words
from rise_tui.casework.near_times import soon
from rise_tui.casework.noting import draft_key
from rise_tui.domain.client_words import language_words, status_words, zone_words
from rise_tui.domain.clients import Client, ClientStatus
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.held_texts import Waiting
from rise_tui.store.lines import Line


@dataclass(frozen=True)
class Person:
    """What stands above a conversation, safe for a terminal.

    `about`: number (masked), language, zone if it is not the office's, groups; `consent`: whether they may be texted,
    as words; `state`: that they are flagged, perhaps said STOP, are paused or closed (why and since when), that texts
    are held, that others read their phone, that a note is half written.
    """

    name: str
    about: str
    language: str = "en"
    consent: str = ""
    state: str = ""
    has_said_stop: bool = False
    may_be_texted: bool = False


def person_of(desk: Desk, session: Session, client_id: str, line: Line | None) -> Person:
    """The person of a conversation; somebody unknown has a number only."""
    store = desk.store
    client = store.clients.get(session, client_id)
    number = store.numbers.to_text(session, client_id)
    said = said_of(desk, session, client_id, line)
    name = "" if line is None else line.name
    if client is None:
        about = _about_number(line) if client_id.startswith("tel:") else ""
        state = " · ".join(
            part
            for part in (_flag(line), _undecided(desk, session, store.held_texts.standing(session, client_id), said))
            if part
        )
        consent = _consent(desk, session, client_id, said, number)
        return Person(name, about, "en", consent, state, said == "opted_out", said == "opted_in")
    groups = " · ".join(group.name for group in store.groups.of_client(session, client_id))
    parts = (
        pretty(number, is_private=True) if number else say("no number"),
        language_words(client.language),
        _zone(desk, client),
        groups,
    )
    return Person(
        name or one_line(client.name, 80),
        one_line(" · ".join(part for part in parts if part), 200),
        client.language,
        _consent(desk, session, client_id, said, number),
        _state(desk, session, client, line, said),
        said == "opted_out",
        said == "opted_in",
    )


def _about_number(line: Line | None) -> str:
    """A number that stands for itself, or one that has become somebody's while one looked at it."""
    return say("somebody's by now") if line is None else say("a new number: nobody's yet")


def said_of(desk: Desk, session: Session, client_id: str, line: Line | None) -> str:
    """What they said about being texted: unknown, opted_in, opted_out; also before the first text.

    A list that was taken in may say so long before there is a conversation.
    """
    if line is not None:
        return line.consent
    number = desk.store.numbers.to_text(session, client_id)
    if number is None:
        return ConsentState.UNKNOWN.value
    return desk.store.consents.state(session, client_id, number, Purpose.CONVERSATION).value


def _consent(desk: Desk, session: Session, client_id: str, said: str, number: str | None) -> str:
    if number is None:
        return ""
    if said == "opted_out":
        if is_by_hand(desk, session, client_id, number):
            return say("✕ wants no texts")
        has_counted = counted(desk, session, client_id) is not None
        return say("✕ counts as STOP") if has_counted else say("✕ said STOP")
    return say("✓ may be texted") if said == "opted_in" else say("consent not asked yet")


def _zone(desk: Desk, client: Client) -> str:
    """Where it is another time than in the office: which time it is there."""
    if client.zone is None or client.zone == desk.zone:
        return ""
    return say("{place} time", place=zone_words(client.zone))


def _flag(line: Line | None) -> str:
    return say("⚑ flagged") if line is not None and line.is_flagged else ""


def _undecided(desk: Desk, session: Session, waiting: Waiting, said: str) -> str:
    """That their text may mean STOP, what that holds, and when it counts as one if nobody decides; empty: it is clear.

    `said`: what stands of texts to them: who has said STOP is not asked about any more.
    """
    found = waiting.undecided
    if found is None or said == ConsentState.OPTED_OUT:
        return ""
    counts_at = counts_as_stop_at(desk, session, *found)
    if counts_at is None:
        return say("STOP? reminders and group texts held")
    if to_ms(counts_at) <= desk.now:
        return say("STOP? it counts as a stop now · reminders and group texts held")
    time = soon(desk, to_ms(counts_at))
    return say("STOP? decide by {time} · reminders and group texts held", time=time)


def _state(desk: Desk, session: Session, client: Client, line: Line | None, said: str) -> str:
    waiting = desk.store.held_texts.standing(session, str(client.client_id))
    parts = [_flag(line), _undecided(desk, session, waiting, said)]
    if client.status_at(from_ms(desk.now)) is not ClientStatus.OPEN:
        parts.append(_status(desk, session, client))
    parts.append(waits_words(len(waiting.whys)))
    if client.is_discreet:
        parts.append(say("others read this phone"))
    note = desk.store.drafts.get(session, draft_key(client.client_id))
    if note is not None and note.body.strip():
        parts.append(say("a note is half written: m"))
    return " · ".join(part for part in parts if part)


def _status(desk: Desk, session: Session, client: Client) -> str:
    """`paused, in custody, since 3 Nov, until Tue 1 Dec 9:00`."""
    words = status_words(client.status.value, client.status_reason)
    changed = desk.store.happenings.latest(session, client.client_id, "status")
    if changed is not None and changed.at and changed.words.get("status") == client.status.value:
        day = desk.day_and_time(changed.at)[0]
        words = say("{words}, since {day}", words=words, day=day.lower() if day == say("Today") else day)
    if client.status_until_at is not None:
        words = say("{words}, until {time}", words=words, time=soon(desk, to_ms(client.status_until_at)))
    return words
