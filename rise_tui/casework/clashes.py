"""What of somebody's card or file the office did not take: mine and theirs side by side, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework import refusals
from rise_tui.casework.amending import Thing, amend, remember, the_appointment, the_client, the_document, the_holding
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.domain.appointment_words import answer_words
from rise_tui.domain.client_words import language_words, status_words, zone_words
from rise_tui.domain.clock import from_ms, from_wire
from rise_tui.domain.documents import DocumentKind, kind_words
from rise_tui.domain.errors import NotFound
from rise_tui.domain.hours import echo
from rise_tui.domain.periods import period_words
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.outbox import Entry

KINDS = frozenset({"client", "number", "consent", "claim", "document", "appointment"})
"""What stands on a card, and the papers behind it."""
_COLUMNS = {"status_until": "status_until_at", "deleted": "is_deleted"}
_TIMES = frozenset({"status_until", "from_at", "until_at", "verified_at", "starts_at"})
_UNSAID = frozenset({"client_id", "how", "e164", "message_id", "sha256", "verified_by"})
CELLS = 60


@dataclass(frozen=True)
class Both:
    """One field: what it is called, what I wrote, what stands there now (empty: the same, or not known)."""

    field: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Clash:
    """A change that was not taken. All texts are safe for a terminal.

    `is_both`: somebody changed the same meanwhile, else the office says no for the reason in `why`. `appointment_id`:
    which appointment it is about, if it is about one.
    """

    write_id: str
    client_id: str
    name: str
    why: str
    fields: tuple[Both, ...]
    is_both: bool
    appointment_id: str = ""


def clashes(desk: Desk, client_id: str) -> list[Clash]:
    """What of this client's card was not taken and still stands here, the oldest first."""
    with desk.store.reading() as session:
        parked = [one for one in desk.store.outbox.parked_about(session, client_id) if _whose(one) == client_id]
        return [_told(desk, session, entry, client_id) for entry in parked if entry.wish.kind in KINDS]


def whose(desk: Desk, session: Session) -> frozenset[str]:
    """The clients of whose cards something was not taken."""
    parked = desk.store.outbox.parked(session)
    return frozenset(_whose(entry) for entry in parked if entry.wish.kind in KINDS)


def keep_mine(desk: Desk, write_id: str) -> str:
    """Mine goes over what stands there now. Returns what was done, in words; it can be taken back.

    What is no edit (a number's claim, a consent) is offered again as it was. Raises NotFound when it is gone.
    """
    with desk.store.reading() as session:
        entry = desk.store.outbox.get(session, write_id)
    thing = None if entry is None else _thing(entry)
    if entry is None or thing is None:
        refusals.try_again(desk, write_id)
        return say("Offered again")
    present = (entry.problem or {}).get("present") or {}
    columns = {_COLUMNS.get(name, name): _kept(name, value) for name, value in entry.wish.body.items()}
    with desk.store.writing(is_durable=True) as session:
        if desk.store.outbox.remove(session, write_id) is None:
            raise NotFound(say("This is settled already"))
        label = say("{name}: what you wrote stands", name=name_of(desk, session, thing.client_id))
        before = desk.store.pending.row(session, thing.table, thing.key)
        theirs = {name: before.get(name) for name in columns}
        theirs |= {_COLUMNS.get(name, name): _kept(name, present[name]) for name in entry.wish.body if name in present}
        write_ids = amend(desk, session, thing, columns, present.get("seq"))
        if write_ids:
            remember(desk, session, label, thing, write_ids, theirs, columns)
    return label


def take_theirs(desk: Desk, write_id: str) -> str:
    """Mine is forgotten, theirs stands. Returns what was done, in words. Raises NotFound when it is gone."""
    refusals.drop(desk, write_id)
    return say("What stands there stays")


def _whose(entry: Entry) -> str:
    whose = entry.wish.ids.get("client_id") or entry.wish.body.get("client_id")
    if whose is None and entry.wish.kind in ("document", "appointment"):
        return entry.wish.lane  # an edit of a paper names the paper alone
    return str(whose or "")


def _thing(entry: Entry) -> Thing | None:
    ids = entry.wish.ids
    if entry.wish.kind == "client" and entry.wish.makes is None:
        return the_client(ids["client_id"])
    if entry.wish.kind == "number" and entry.wish.if_match is not None:
        return the_holding(ids["client_id"], ids["e164"])
    if entry.wish.kind == "document" and entry.wish.makes is None:
        return the_document(_whose(entry), ids["document_id"])
    if entry.wish.kind == "appointment" and entry.wish.makes is None:
        return the_appointment(_whose(entry), ids["appointment_id"])
    return None


def _told(desk: Desk, session: Session, entry: Entry, client_id: str) -> Clash:
    problem: Mapping[str, Any] = entry.problem or {}
    present: Mapping[str, Any] = problem.get("present") or {}
    why = refusals.why_words(problem)
    names = [str(error.get("pointer", "")).removeprefix("/") for error in problem.get("errors") or ()]
    both = [name for name in names if name in entry.wish.body and name in present] if present else []
    body = dict(entry.wish.body)
    named = [] if not both and entry.wish.kind in ("number", "claim") else list(both or body)
    fields = [
        Both(name, _label(name), _words(desk, name, body), _words(desk, name, present) if name in both else "")
        for name in named
        if name not in _UNSAID
        and (name != "kind" or entry.wish.kind == "document")
        and (name != "status_reason" or "status" not in body)
    ]
    e164 = entry.wish.ids.get("e164") or body.get("e164")
    if e164 is not None:
        fields.insert(0, Both("e164", say("Number"), pretty(str(e164)), ""))
    name = name_of(desk, session, client_id)
    about = entry.wish.ids.get("appointment_id", "")
    return Clash(entry.wish.write_id, client_id, name, one_line(why, 200), tuple(fields), bool(both), about)


def _label(name: str) -> str:
    known = {
        "first_name": say("First name"),
        "last_name": say("Last name"),
        "language": say("Language"),
        "zone": say("Zone"),
        "external_id": say("File id"),
        "caseworker_id": say("Caseworker"),
        "status": say("State"),
        "status_until": say("Until"),
        "is_discreet": say("Discreet"),
        "safe_from": say("Hours from"),
        "safe_to": say("Hours to"),
        "deleted": say("Deleted"),
        "from_at": say("From"),
        "until_at": say("Until"),
        "is_confirmed": say("Confirmed"),
        "confirmed_how": say("Confirmed how"),
        "state": say("May be texted"),
        "purpose": say("For"),
        "wording": say("How"),
        "kind": say("Paper"),
        "period": say("Period"),
        "note": say("Note"),
        "is_dismissed": say("Not a paper"),
        "verified_at": say("Checked"),
        "starts_at": say("When"),
        "place": say("Where"),
        "bring": say("To bring"),
        "answer": say("Answer"),
    }
    return known.get(name, name)


def _words(desk: Desk, name: str, values: Mapping[str, Any]) -> str:
    """A value as one says it; safe for a terminal."""
    value = values.get(name)
    if name == "status":
        words = status_words(str(value), values.get("status_reason"))
    elif name in _TIMES and value is not None:
        words = echo(from_ms(_kept(name, value)), desk.zone, desk.clock.now())
    elif name == "language":
        words = language_words(str(value))
    elif name == "zone":
        words = zone_words(value) or say("the office's")
    elif name == "kind" and value in set(DocumentKind):
        words = kind_words(DocumentKind(value))
    elif name == "period" and value is not None:
        words = period_words(str(value))
    elif name == "answer":
        words = answer_words(value)[0]
    elif name == "e164":
        words = pretty(str(value))
    elif name == "state":
        words = {"opted_in": say("yes"), "opted_out": say("no")}.get(str(value), say("not known"))
    elif name in ("safe_from", "safe_to") and value is not None:
        words = f"{int(value) // 60}:{int(value) % 60:02d}"
    elif isinstance(value, bool):
        words = say("yes") if value else say("no")
    else:
        words = say("nothing") if value is None else str(value)
    return one_line(words, CELLS)


def _kept(name: str, value: Any) -> Any:
    """A value of the wire as the row keeps it."""
    if name in _TIMES and isinstance(value, str):
        return from_wire(value)
    return int(value) if isinstance(value, bool) else value
