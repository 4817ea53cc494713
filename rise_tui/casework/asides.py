"""What stands in a conversation beside the texts: notes, calls and visits, transfers, what was said about texting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import author_of
from rise_tui.casework.near_times import soon
from rise_tui.domain.client_words import status_words
from rise_tui.domain.ids import CaseworkerId
from rise_tui.domain.marks import Mark
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line, safe_text
from rise_tui.domain.say import say, say_many
from rise_tui.store.engine import Session
from rise_tui.store.happenings import Happening
from rise_tui.store.notes import Note

MOST = 100
"""Notes, and happenings, in the stretch of a conversation that is shown."""
AT_ONCE_MS = 60_000
"""Milliseconds within which what is said of texting is one act."""


@dataclass(frozen=True)
class Aside:
    """A line that is no text. `at` in milliseconds; `label` and `words` are safe for a terminal.

    `is_private`: a caseworker wrote it and the client does not see it. `seq` 0: on this machine only. `author`: empty
    for oneself.
    """

    aside_id: str
    seq: int
    at: int
    label: str
    words: str
    author: str = ""
    is_private: bool = False


def asides(desk: Desk, session: Session, client_id: str, after: int, before: int | None) -> list[Aside]:
    """What happened between two numbers of the log; without `before` up to now, with what is only here."""
    store = desk.store
    notes = store.notes.between(session, client_id, after, before, MOST)
    happened = store.happenings.between(session, client_id, after, before, MOST)
    found = [_of_note(desk, session, note) for note in notes]
    return [*found, *_without_echoes([(one, told) for one in happened if (told := _of_happening(desk, session, one))])]


def happenings_of(desk: Desk, client_id: str) -> list[Aside]:
    """All that happened with a client beside the texts, in order; everybody by name, also whoever sits at the desk."""
    named = replace(desk, caseworker_id=CaseworkerId(""))
    with desk.store.reading() as session:
        found = desk.store.happenings.between(session, client_id, -1, None, -1)
        return _without_echoes([(one, told) for one in found if (told := _of_happening(named, session, one))])


def _without_echoes(told: list[tuple[Happening, Aside]]) -> list[Aside]:
    """One act closes or opens several purposes and numbers, and the office says so of each: it is told once.

    What is not known any more is told only where nothing else is said of it at once.
    """
    kept: list[tuple[Happening, Aside]] = []
    for one, aside in told:
        if _is_at_once(kept, one) and kept[-1][0].words.get("state") == "unknown":
            kept.pop()
        if not (_is_at_once(kept, one) and aside.words == kept[-1][1].words):
            kept.append((one, aside))
    return [aside for _, aside in kept]


def _is_at_once(kept: list[tuple[Happening, Aside]], one: Happening) -> bool:
    """Was something said of texting just before, as this is?"""
    return bool(kept) and one.kind == kept[-1][0].kind == "consent" and one.at - kept[-1][0].at < AT_ONCE_MS


def note_label(kind: str) -> str:
    """What somebody wrote down, in a word."""
    return {"call": say("Call"), "visit": say("Visit")}.get(kind, say("Note"))


def _of_note(desk: Desk, session: Session, note: Note) -> Aside:
    author = author_of(desk, session, note.caseworker_id)
    label, words = note_label(note.kind), safe_text(note.body)
    return Aside(f"note:{note.note_id}", note.seq, note.at, label, words, author, is_private=True)


def _of_happening(desk: Desk, session: Session, one: Happening) -> Aside | None:
    words = _OF_KIND.get(one.kind, _move)(desk, session, one)
    return None if words is None else Aside(f"happening:{one.seq}", one.seq, one.at, "", words)


def _consent(desk: Desk, session: Session, one: Happening) -> str | None:
    """What was said about being texted; what came with a list of people is no news in a conversation."""
    state, way = one.words.get("state"), one.words.get("how")
    if way == "import":
        return None
    about = {"reminders": say("reminders"), "group_news": say("group texts")}.get(one.words.get("purpose", ""), "")
    who = _caseworker(desk, session, one.actor)
    if way == "taken_back":
        return say("The stop was a mistake, as {who} said: it is undecided again whether they want texts.", who=who)
    if way == "caseworker" and _is_stop_like(desk, session, one.words.get("message_id")):
        if state == "opted_out":
            return say("Their text means stop, as {who} said: no text may go to them.", who=who)
        return say("Their text does not mean stop, as {who} said.", who=who)
    if state == "opted_out":
        if way == "word":
            return say("They said STOP: no text may go to them.")
        if way == "undecided":
            return say("Their text may mean stop and nobody decided in time: it counts as STOP.")
        if way == "carrier":
            return say("The phone company keeps texts from them: they said STOP.")
        if about:
            return say("No {about} for them, as {who} said.", about=about, who=who)
        return say("No texts for them, as {who} said.", who=who)
    if state == "opted_in":
        if way == "word":
            return say("They said START: they may be texted.")
        if about:
            return say("They may get {about}, as {who} said.", about=about, who=who)
        return say("They may be texted, as {who} said.", who=who)
    return say("Whether they may be texted is not known any more.")


def _is_stop_like(desk: Desk, session: Session, message_id: str | None) -> bool:
    """Was that said of a text that sounds like STOP?"""
    text = None if message_id is None else desk.store.threads.get(session, message_id)
    return text is not None and Mark.STOP_LIKE in text.marks


def _status(desk: Desk, session: Session, one: Happening) -> str:
    words = status_words(str(one.words.get("status")), one.words.get("reason"))
    until_at = one.words.get("until_at")
    if until_at is not None:
        words = say("{status} until {time}", status=words, time=soon(desk, until_at))
    return f"{words[:1].upper()}{words[1:]}."


def _wrong_person(desk: Desk, session: Session, one: Happening) -> str:
    number = pretty(str(one.words.get("e164") or ""))
    count = int(one.words["sent"])
    sent = say_many("{count} text went to a stranger", "{count} texts went to a stranger", count)
    sent = sent if count else say("no text went to a stranger")
    return say("{number} is not theirs: {sent}.", number=number, sent=sent)


def _carrier_answered(desk: Desk, session: Session, one: Happening) -> str:
    """Somebody who asked for help has got an answer, though not from here."""
    word = one.words.get("word")
    if word == "stop":
        return say("The phone company has confirmed that to them.")
    if word == "start":
        return say("The phone company has told them that texts come again.")
    return say("The phone company has answered them by itself; it does not say in which words.")


def _move(desk: Desk, session: Session, one: Happening) -> str:
    before = _someone(desk, session, one.words.get("from_caseworker_id"))
    after = _someone(desk, session, one.words.get("to_caseworker_id"))
    if one.words.get("why") == "cover":
        words = _cover(desk, one, before, after)
    elif one.words.get("why") == "claim":
        words = say("It became known whose number this is.")
    elif one.words.get("why") == "undone":
        words = say("Went back from {before} to {after}.", before=before, after=after)
    else:
        words = say("Went from {before} to {after}.", before=before, after=after)
    if (why := one.words.get("text_left_out")) is not None:
        words = f"{words} {_untold(str(why))}"
    note = one_line(str(one.words.get("note") or ""), 200)
    return f"{words} {note}" if note else words


def _untold(why: str) -> str:
    """Why they were not told by the text that somebody had written for that."""
    known = {
        "opted_out": say("They were not told: they said STOP."),
        "no_number": say("They were not told: they have no number that can be texted."),
        "expired": say("They were not told: the text came to the office too late."),
    }
    return known.get(why, say("They were not told."))


def _cover(desk: Desk, one: Happening, before: str, after: str) -> str:
    """That a cover began, or is over; whoever reads it and covers is told so of themself."""
    if one.kind == "released":
        is_me = one.words.get("from_caseworker_id") == desk.caseworker_id
        return say("You cover no longer.") if is_me else say("{before} covers no longer.", before=before)
    if one.words.get("to_caseworker_id") == desk.caseworker_id:
        return say("You cover for {before}.", before=before)
    return say("{after} covers for {before}.", after=after, before=before)


def _someone(desk: Desk, session: Session, caseworker_id: Any) -> str:
    if caseworker_id is None:
        return say("nobody")
    return _caseworker(desk, session, str(caseworker_id))


def _caseworker(desk: Desk, session: Session, actor: str) -> str:
    return say("you") if actor == desk.caseworker_id else author_of(desk, session, actor) or say("the office")


_OF_KIND: Mapping[str, Callable[[Desk, Session, Happening], str | None]] = MappingProxyType(
    {
        "consent": _consent,
        "status": _status,
        "wrong_person": _wrong_person,
        "carrier_answered": _carrier_answered,
    }
)
"""How each kind of happening is told; all others are who had a client from when on."""
