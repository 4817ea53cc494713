"""What the office refused: looked at, offered again, or dropped; texts are not here, they come back as drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.domain.errors import NotFound
from rise_tui.domain.ids import new_id
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.outbox import Entry

WORDS_CELLS = 200
_TYPED = ("body", "note", "wording", "name", "first_name", "last_name", "period", "state")
"""Fields of a wish that somebody typed or chose, in the order in which they say most."""


@dataclass(frozen=True)
class Refusal:
    """A wish that the office refused. `what` and `words` say it, `name` whom it is about, `why` what is wrong.

    `present`: what stands there now, where somebody else changed it meanwhile. `is_behind_another`: it is here only
    because another one was refused. All of it is safe for a terminal.
    """

    write_id: str
    what: str
    name: str
    words: str
    why: str
    present: str
    at: int
    is_behind_another: bool = False


def refused(desk: Desk) -> list[Refusal]:
    """All that was refused and still stands here, the oldest first."""
    with desk.store.reading() as session:
        return [_told(desk, session, entry) for entry in desk.store.outbox.parked(session)]


def refused_notes(desk: Desk, session: Session) -> list[tuple[str, Refusal]]:
    """The notes that were refused, each with whom it is about, the oldest first."""
    parked = [(_client_of(one), one) for one in desk.store.outbox.parked(session) if one.wish.kind == "note"]
    return [(client_id, _told(desk, session, entry)) for client_id, entry in parked if client_id]


def try_again(desk: Desk, write_id: str) -> int:
    """Offer it again, with all that waits for it, as new wishes: how many. Where somebody else had changed the same
    meanwhile, ours goes over it. Raises NotFound."""
    changed = Change("outbox")
    with desk.store.writing(changed, is_durable=True) as session:
        family = _family(desk, session, write_id)
        for entry in family:
            desk.store.outbox.remove(session, entry.wish.write_id)
            present = (entry.problem or {}).get("present") or {}
            seen = present.get("seq", entry.wish.if_match)
            desk.store.outbox.add(session, replace(entry.wish, write_id=new_id(), if_match=seen))
    return len(family)


def drop(desk: Desk, write_id: str) -> int:
    """Forget it, with all that waits for it: how many. Raises NotFound."""
    with desk.store.writing(Change("outbox"), is_durable=True) as session:
        family = _family(desk, session, write_id)
        for entry in family:
            desk.store.outbox.remove(session, entry.wish.write_id)
    return len(family)


def _family(desk: Desk, session: Session, write_id: str) -> list[Entry]:
    """The wish, and after it those that are here only because it was refused."""
    parked = desk.store.outbox.parked(session)
    family = [entry for entry in parked if entry.wish.write_id == write_id]
    if not family:
        raise NotFound(say("This is not among what was not taken"), "", say("Look with: rise refused"))
    for entry in family:
        mine = entry.wish.write_id
        family += [other for other in parked if (other.problem or {}).get("waits_for") == mine and other not in family]
    return family


def _told(desk: Desk, session: Session, entry: Entry) -> Refusal:
    problem: Mapping[str, Any] = entry.problem or {}
    client_id = _client_of(entry)
    why = say("It waits for something that was not taken.") if "waits_for" in problem else why_words(problem)
    present = problem.get("present") or {}
    return Refusal(
        entry.wish.write_id,
        _what(entry.wish.kind),
        name_of(desk, session, client_id) if client_id else "",
        _typed(entry.wish.body),
        one_line(why, WORDS_CELLS),
        _typed(present),
        entry.wish.at,
        "waits_for" in problem,
    )


def _client_of(entry: Entry) -> str:
    return str(entry.wish.body.get("client_id") or entry.wish.ids.get("client_id") or "")


def why_words(problem: Mapping[str, Any]) -> str:
    """Why the office said no: what is wrong, where, what to do. Not yet safe for a terminal."""
    title = str(problem.get("title") or "").rstrip(".")
    rest = (str(problem[part]) for part in ("detail", "next_step") if problem.get(part))
    return " ".join((*((f"{title}.",) if title else ()), *rest))


def _typed(fields: Mapping[str, Any]) -> str:
    return one_line(", ".join(str(fields[name]) for name in _TYPED if fields.get(name)), WORDS_CELLS)


def _what(kind: str) -> str:
    known = {
        "client": say("a client's details"),
        "number": say("a client's number"),
        "conversation": say("whose turn it is"),
        "note": say("a note"),
        "document": say("a filed paper"),
        "consent": say("what somebody said about texts"),
        "claim": say("whose number it is"),
        "transfer": say("giving a client to a colleague"),
        "cover": say("who covers for whom"),
        "device": say("locking a machine"),
        "wrong_person": say("whose number it is not"),
        "away": say("when you are away"),
        "alerts": say("how you are told while rise is closed"),
        "on_call": say("who is on call"),
        "group": say("a group"),
        "member": say("who is in a group"),
        "template": say("a template"),
        "appointment": say("an appointment"),
        "media": say("a photo or file"),
        "resolution": say("what became of a text"),
        "release": say("letting a held text go"),
        "broadcast_pause": say("holding a group text"),
    }
    return known.get(kind, say("something from another version of rise"))
