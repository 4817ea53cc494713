"""When it is urgent: why, whom to call, what to text, whom to tell, and that one has acted."""

from dataclasses import dataclass

from rise_tui.casework import drafting, leaving, noting, together, triage
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_here
from rise_tui.domain.clients import Client, Role, fold
from rise_tui.domain.crisis import NAMES, crisis_text
from rise_tui.domain.errors import BadMerge, Refused
from rise_tui.domain.marks import Mark, urgent_words
from rise_tui.domain.merge import fill, values_for
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

LOOKED_AT = 100
"""Unanswered texts that are looked through for why it is urgent."""


@dataclass(frozen=True)
class Alarm:
    """What there is to know when it is urgent; words are safe for a terminal.

    `why`: the words that marked it, with when they came, newest last; `numbers` in full; `crisis`: the text in the
    client's language; `supervisors`: who would see it; `is_discreet`: others read this phone; `is_closed`: no text may
    go to them.
    """

    client_id: str
    name: str
    why: tuple[str, ...]
    numbers: tuple[str, ...]
    language: str
    crisis: str
    supervisors: tuple[str, ...]
    is_discreet: bool = False
    is_closed: bool = False
    is_known: bool = True


def alarm(desk: Desk, client_id: str) -> Alarm:
    """What to do now about this person, whether a rule has marked their words or not. Raises NotFound if they went."""
    store = desk.store
    with store.reading() as session:
        must_be_here(desk, session, client_id)
        client = store.clients.get(session, client_id)
        line = store.conversations.get(session, client_id)
        language = "en" if client is None else client.language
        return Alarm(
            client_id,
            name_of(desk, session, client_id),
            _why(desk, session, client_id, 0 if line is None else line.seen_through),
            _numbers(desk, session, client_id),
            language,
            _crisis(desk, session, client, language),
            _supervisors(desk, session),
            client is not None and client.is_discreet,
            line is not None and line.consent == "opted_out",
            client is not None,
        )


def put_crisis_text(desk: Desk, client_id: str) -> None:
    """Put the crisis text into the draft, before anything that is typed there.

    Raises Conflict as `put_first` does, Refused where no text may go to them by now, NotFound for who has gone.
    """
    words = alarm(desk, client_id).crisis
    if leaving.standing(desk, client_id).closed:
        raise Refused(say("No text may go to them"), "", say("Call them, or visit."))
    with (
        drafting.late(desk, client_id) as late_one,
        desk.store.writing(Change("drafts", client_id)) as session,
    ):
        drafting.put_first(desk, session, client_id, words, late_one)


def tell_supervisor(desk: Desk, client_id: str) -> str:
    """Flag the conversation and write a note: supervisors see both. One act; what was done, in words.

    Of a number that is nobody's there is only the flag. Raises NotFound for who has gone.
    """
    what = alarm(desk, client_id)
    label = say("Told the supervisors: {name}", name=what.name)
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with together.as_one(desk, client_id, label, *changes) as session:
        flagged = triage.flag_in(desk, session, client_id, is_flagged=True)
        desk.store.undo.add(session, label, flagged, client_id=client_id, at=desk.now)
        if what.is_known:
            words = say("Urgent: please look at this conversation now.")
            noting.write_in(desk, session, client_id, " ".join((words, *what.why)), "note", label)
    return label


def acted(desk: Desk, client_id: str, seen_through: int | None = None) -> str:
    """A person has acted: it needs no answer any more and stands on top no longer. It can be taken back."""
    with desk.store.reading() as session:
        name = name_of(desk, session, client_id)
    return triage.done(desk, client_id, seen_through=seen_through, label=say("You have acted: {name}", name=name))


def _why(desk: Desk, session: Session, client_id: str, seen_through: int) -> tuple[str, ...]:
    texts = desk.store.threads.stretch(session, client_id, seen_through + 1, None, LOOKED_AT)
    told = []
    for text in texts:
        if text.direction == "inbound" and Mark.URGENT in text.marks:
            words = ", ".join(f"“{one_line(word, 40)}”" for word in urgent_words(text.body, text.marks))
            words = words or one_line(text.body, 60)
            day, time = desk.day_and_time(text.at)
            when = time if day == say("Today") else f"{day} {time}"
            told.append(say("{words}, {when}", words=words, when=when))
    return tuple(told[-3:])


def _numbers(desk: Desk, session: Session, client_id: str) -> tuple[str, ...]:
    if client_id.startswith("tel:"):
        return (pretty(client_id.removeprefix("tel:")),)
    held = [holding for holding in desk.store.numbers.list(session, client_id) if holding.until_at is None]
    return tuple(pretty(str(holding.e164)) for holding in held)


def _crisis(desk: Desk, session: Session, client: Client | None, language: str) -> str:
    """The office's own words if it has a template for this, else ours."""
    for template in desk.store.templates.list(session):
        if client is not None and any(name in fold(template.name) for name in NAMES) and language in template.bodies:
            values = values_for(client.first_name, client.last_name, desk.name, desk.office)
            try:
                return fill(template.bodies[language], values, language)
            except BadMerge:
                continue
    return crisis_text(language, "" if client is None else client.first_name)


def _supervisors(desk: Desk, session: Session) -> tuple[str, ...]:
    people = desk.store.office.caseworkers(session)
    return tuple(one_line(one.name, 40) for one in people if one.role == Role.SUPERVISOR)
