"""Appointments of one client: made, moved, told where and what to bring, answered, cancelled, each with a way back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rise_tui.casework.amending import amend, change, on_the_wire, the_appointment, withdraw
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_known, wish
from rise_tui.domain.appointment_words import answer_words, kind_words
from rise_tui.domain.appointments import Answer, AppointmentKind
from rise_tui.domain.clock import to_ms
from rise_tui.domain.errors import BadInput, NotFound, Refused
from rise_tui.domain.hours import echo, when
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.store.appointments import Appointment
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

UNMAKE, MAKE_AGAIN = "unmake_appointment", "make_appointment_again"
LONGEST_PLACE, LONGEST_BRING = 200, 500
"""Characters that the office takes."""


def time_typed(desk: Desk, written: str) -> datetime:
    """When it is, of what was typed, by the office's clock. Raises BadTime, also for what is past."""
    return when(written, desk.clock.now(), desk.zone)


def told(desk: Desk, at: datetime) -> str:
    """The time as one must see it before one relies on it: `Tue 24 Nov 9:00`."""
    return echo(at, desk.zone, desk.clock.now())


def make(desk: Desk, client_id: str, kind: AppointmentKind, written: str, place: str = "") -> str:
    """A new appointment at the time that was typed. Returns what was done, in words; it can be taken back.

    Raises BadTime, BadInput, and Refused for somebody whom the office did not add.
    """
    at = time_typed(desk, written)
    columns = {
        "client_id": client_id,
        "kind": kind.value,
        "starts_at": to_ms(at),
        "place": _kept(place, LONGEST_PLACE) or None,
    }
    with desk.store.writing(is_durable=True) as session:
        must_be_known(desk, session, client_id)
        name = name_of(desk, session, client_id)
        label = say("{name}: {kind} {time}", name=name, kind=kind_words(kind), time=told(desk, at))
        appointment_id, write_id = _put(desk, session, client_id, columns)
        inverse = {"act": UNMAKE, "client_id": client_id, "appointment_id": appointment_id, "write_id": write_id}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
    return label


def move(desk: Desk, client_id: str, appointment_id: str, written: str, seen: int | None = None) -> str:
    """To another time; what they said to the old one counts no more. It can be taken back. Raises BadTime, NotFound."""
    at = time_typed(desk, written)
    found = _own(desk, client_id, appointment_id)
    columns: dict[str, Any] = {"starts_at": to_ms(at)}
    if to_ms(found.starts_at) != to_ms(at):
        columns["answer"] = None
    words = say("{kind} moved to {time}", kind=kind_words(found.kind), time=told(desk, at))
    return _change(desk, client_id, appointment_id, columns, words, seen)


def set_place(desk: Desk, client_id: str, appointment_id: str, written: str, seen: int | None = None) -> str:
    """Where it is; nothing: not said. It can be taken back. Raises BadInput, NotFound, Unchanged."""
    columns = {"place": _kept(written, LONGEST_PLACE) or None}
    words = say("where the {kind} is", kind=kind_words(_own(desk, client_id, appointment_id).kind))
    return _change(desk, client_id, appointment_id, columns, words, seen)


def set_bring(desk: Desk, client_id: str, appointment_id: str, written: str, seen: int | None = None) -> str:
    """What they are to bring; nothing: not said. It can be taken back. Raises BadInput, NotFound, Unchanged."""
    columns = {"bring": _kept(written, LONGEST_BRING) or None}
    words = say("what to bring to the {kind}", kind=kind_words(_own(desk, client_id, appointment_id).kind))
    return _change(desk, client_id, appointment_id, columns, words, seen)


def set_answer(desk: Desk, client_id: str, appointment_id: str, answer: Answer | None, seen: int | None = None) -> str:
    """Whether they come, as they said it on the phone or in person; None: not known. It can be taken back."""
    kind = kind_words(_own(desk, client_id, appointment_id).kind)
    value = None if answer is None else answer.value
    words = say("{kind}: {answer}", kind=kind, answer=answer_words(value)[0])
    return _change(desk, client_id, appointment_id, {"answer": value}, words, seen)


def cancel(desk: Desk, client_id: str, appointment_id: str, seen: int | None = None) -> str:
    """It does not take place. Returns what was done, in words; it can be taken back. Raises NotFound, Refused."""
    found = _own(desk, client_id, appointment_id)
    with desk.store.writing(is_durable=True) as session:
        columns = desk.store.pending.row(session, "appointment", appointment_id)
        name = name_of(desk, session, client_id)
        time = told(desk, found.starts_at)
        label = say("{name}: {kind} {time} cancelled", name=name, kind=kind_words(found.kind), time=time)
        write_ids = amend(desk, session, the_appointment(client_id, appointment_id), {"is_deleted": 1}, seen)
        kept = {name: columns.get(name) for name in ("client_id", "kind", "starts_at", "place", "bring", "answer")}
        about = {"client_id": client_id, "appointment_id": appointment_id}
        inverse = {"act": MAKE_AGAIN, **about, "write_ids": write_ids, "columns": kept}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
    return label


def unmake(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that one was made: without a trace if it never left this machine, else it is cancelled."""
    client_id, appointment_id = inverse["client_id"], inverse["appointment_id"]
    is_gone = withdraw(desk, session, client_id, inverse["write_id"])
    if not is_gone and desk.store.appointments.get(session, appointment_id) is not None:
        amend(desk, session, the_appointment(client_id, appointment_id), {"is_deleted": 1}, None)
    return say("Taken back: there is no such appointment")


def is_there(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Does the appointment still stand? With one that is cancelled nothing can be taken back."""
    return desk.store.appointments.get(session, inverse["appointment_id"]) is not None


def make_again(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a cancelling back; one that has left gets a new id: a deleted one never returns."""
    client_id = inverse["client_id"]
    if not withdraw(desk, session, client_id, *inverse["write_ids"]):
        columns = {name: value for name, value in inverse["columns"].items() if value is not None}
        again, _ = _put(desk, session, client_id, columns)
        desk.store.undo.follow(session, inverse["appointment_id"], again)
    return say("Taken back: the appointment stands again")


def _own(desk: Desk, client_id: str, appointment_id: str) -> Appointment:
    """The appointment, if it is this client's own. Raises NotFound; Refused for one of a whole group."""
    with desk.store.reading() as session:
        found = desk.store.appointments.get(session, appointment_id)
    if found is None:
        raise NotFound(say("This appointment is not there any more"), "", say("A colleague may have cancelled it."))
    if found.client_id != client_id:
        raise Refused(say("This appointment is a whole group's"), "", say("It cannot be changed for one of them."))
    return found


def _change(
    desk: Desk, client_id: str, appointment_id: str, columns: Mapping[str, Any], words: str, seen: int | None
) -> str:
    with desk.store.reading() as session:
        name = name_of(desk, session, client_id)
    return change(
        desk, the_appointment(client_id, appointment_id), columns, say("{name}: {words}", name=name, words=words), seen
    )


def _put(desk: Desk, session: Session, client_id: str, columns: Mapping[str, Any]) -> tuple[str, str]:
    """A new one here, and the same wished of the relay; its id and the wish's."""
    appointment_id = new_id()
    write_id = wish(
        desk,
        session,
        "appointment",
        lane=client_id,
        ids={"appointment_id": appointment_id},
        body=on_the_wire({name: value for name, value in columns.items() if value is not None}),
        names=(client_id,),
        makes=appointment_id,
        shows=("appointment", appointment_id, dict(columns)),
    )
    desk.store.ring(session, Change("thread", client_id), Change("inbox", client_id), Change("outbox"))
    return appointment_id, write_id


def _kept(written: str, most: int) -> str:
    kept = " ".join(written.split())
    if len(kept) > most:
        raise BadInput(say("That is too long"), "", say("At most {most} letters.", most=most))
    return kept
