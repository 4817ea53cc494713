"""Deciding about a text that sounds like STOP, and keeping what somebody answered; each can be taken back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from rise_tui.casework import reminding, triage
from rise_tui.casework.amending import withdraw
from rise_tui.casework.consenting import TAKEN_BACK
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.together import SEVERAL
from rise_tui.casework.wishing import must_be_known, wish
from rise_tui.casework.wishing_consent import wish_consent
from rise_tui.domain.appointments import Answer
from rise_tui.domain.clock import to_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadInput, NotFound, Refused, TooLate, Unchanged
from rise_tui.domain.marks import Mark
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.domain.triage import ConversationState
from rise_tui.store.appointments import Appointment
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

CONSENT_BACK = "consent_back"
ANSWER_BACK = "answer_back"
STILL_OPEN = 2 * 3600_000
"""Milliseconds after its beginning in which an answer still belongs to an appointment: *I'm outside, I come*."""
LONGEST_REASON = 300

Key = tuple[str, str]
"""A number and a client; no client is the number itself."""


def opt_out(desk: Desk, client_id: str, *, seen_through: int | None = None) -> str:
    """They wish for no more texts: what sounds like it counts as STOP, and needs no answer.

    Returns what was done, in words; it can be taken back. Raises NotFound when no text of theirs sounds like it.
    """
    with desk.store.writing(*_changes(client_id), is_durable=True) as session:
        must_be_known(desk, session, client_id)
        text = _stop_like(desk, session, client_id)
        before = _said_before(desk, session, client_id, text)
        wording = one_line(text.body, LONGEST_REASON)
        write_id = _wish_consent(desk, session, client_id, text, ConsentState.OPTED_OUT, wording)
        consent_back = {
            "act": CONSENT_BACK,
            "client_id": client_id,
            "write_id": write_id,
            "message_id": text.message_id,
            "before": before,
        }
        put_back = triage.judge_in(desk, session, client_id, ConversationState.DONE, seen_through)
        label = say("Opted out: {name}", name=name_of(desk, session, client_id))
        inverse = {"act": SEVERAL, "acts": [put_back, consent_back]}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def dismiss(desk: Desk, client_id: str, reason: str, *, is_answered_only: bool = False) -> str:
    """It only sounded like STOP: they are texted as before, and what was held because of it goes on.

    `reason` says how one knows; `is_answered_only`: they want no reminders and group texts, but do want an answer, so
    these are switched off in the same act, before what was held goes on. Returns what was done, in words; it can be
    taken back while the office does not have it. Raises BadInput without a reason, NotFound when no text of theirs
    sounds like STOP, Refused where something else closes them: what is said of this text opens nothing.
    """
    reason = one_line(reason, LONGEST_REASON).strip()
    if not reason:
        raise BadInput(say("Say why it is no wish to stop"), "", say("A few words are enough."))
    with desk.store.writing(*_changes(client_id), is_durable=True) as session:
        must_be_known(desk, session, client_id)
        text = _stop_like(desk, session, client_id)
        key = (text.e164 or "", _holder(client_id))
        stands = partial(desk.store.consents.state, session, client_id, key[0])
        name = name_of(desk, session, client_id)
        if stands(Purpose.CONVERSATION) is ConsentState.OPTED_OUT:
            raise Refused(
                say("{name} gets no texts as it is", name=name),
                say("What closed them came before this text."),
                say("The card says what it was: i."),
            )
        label, purpose = say("Not a stop: {name}", name=name), Purpose.ALL
        acts: list[dict[str, Any]] = []
        state = ConsentState(_state(desk, session, key))
        if is_answered_only and _holder(client_id):
            with suppress(Unchanged):  # they get none already
                label, acts = reminding.switch_in(desk, session, client_id, reason, is_wanted=False)
        if any(stands(purpose) is not state for purpose in reminding.TO_MANY):
            purpose = Purpose.CONVERSATION  # what is said of all texts would count for these from now on
            state = stands(purpose)
        write_id = _say(desk, session, client_id, key, state, reason, text.message_id, purpose)
        back = {"act": CONSENT_BACK, "client_id": client_id, "write_id": write_id, "before": None}
        inverse = {"act": SEVERAL, "acts": [back, *acts]} if acts else back
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def consent_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take the decision back: without a trace if it never left or was refused; else nobody has decided of their text.

    Then what was known before stands again, and what is automatic is held until somebody decides or the time for it is
    over. Raises TooLate for a dismissal that the office has: what was held because of the text has gone on.
    """
    client_id, before = inverse["client_id"], inverse["before"]
    desk.store.ring(session, *_changes(client_id))
    name = name_of(desk, session, client_id)
    words = say("Taken back: {name}", name=name)
    if not withdraw(desk, session, client_id, inverse["write_id"]):
        if before is None or inverse.get("message_id") is None:
            raise TooLate(
                say("The office has this decision already"), "", say("If they want no texts, say so in the card: i.")
            )
        _undecide(desk, session, client_id, inverse["message_id"], before)
        words = say("Undecided again whether it means STOP: {name}", name=name)
    desk.store.conversations.refresh(session, client_id)
    return words


def answer(desk: Desk, client_id: str, said: Answer, *, through: int) -> str:
    """They come, or do not: kept with the appointment that is open, if there is one, and done up to that text.

    Returns what was done, in words; it can be taken back.
    """
    with desk.store.writing(*_changes(client_id), is_durable=True) as session:
        acts = []
        open_one = _open_appointment(desk, session, client_id)
        if open_one is not None:
            acts.append(_keep_answer(desk, session, open_one, client_id, said.value))
        acts.insert(0, triage.judge_in(desk, session, client_id, ConversationState.DONE, through))
        name = name_of(desk, session, client_id)
        label = say("Comes: {name}", name=name) if said is Answer.YES else say("Does not come: {name}", name=name)
        desk.store.undo.add(session, label, {"act": SEVERAL, "acts": acts}, client_id=client_id, at=desk.now)
    return label


def answer_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Put the appointment's answer back to what it was."""
    client_id, appointment_id = inverse["client_id"], inverse["appointment_id"]
    if not withdraw(desk, session, client_id, inverse["write_id"]):
        found = desk.store.appointments.get(session, appointment_id)
        if found is not None:
            _keep_answer(desk, session, found, client_id, inverse["before"])
    return say("Taken back: {name}", name=name_of(desk, session, client_id))


def _changes(client_id: str) -> tuple[Change, ...]:
    return Change("inbox", client_id), Change("thread", client_id), Change("outbox")


def _holder(client_id: str) -> str:
    return "" if client_id.startswith("tel:") else client_id


def _stop_like(desk: Desk, session: Session, client_id: str) -> Message:
    """The oldest unanswered text that sounds like STOP and about which nobody has decided; else an answered one."""
    unanswered = desk.store.conversations.unanswered(session, client_id)
    found = next((text for text in unanswered if Mark.STOP_LIKE in text.marks), None)
    if found is not None:
        return desk.store.threads.window(session, client_id, after=found.position - 1, limit=1)[0]
    undecided = desk.store.held_texts.standing(session, client_id).undecided
    text = None if undecided is None else desk.store.threads.get(session, undecided[0])
    if text is None:
        raise NotFound(say("No text of theirs sounds like STOP"))
    return text


def _state(desk: Desk, session: Session, key: Key) -> str:
    row = desk.store.pending.row(session, "consent", (*key, Purpose.ALL.value))
    return str(row.get("state", ConsentState.UNKNOWN.value))


def _undecide(desk: Desk, session: Session, client_id: str, message_id: str, before: Sequence[Sequence[str]]) -> None:
    """Wish that this text decides nothing, and show what stood before wherever it is this text that closes: the number,
    and the person on each of theirs. What was said since stands."""
    shown = {
        (e164, holder, Purpose.ALL.value): {
            "state": state,
            "how": TAKEN_BACK,
            "wording": wording,
            "message_id": message_id,
        }
        for e164, holder, state, wording in before
    }
    key, stood = list(shown.items())[-1]  # the number that it came from, and who has it
    said = {"state": stood["state"], "how": TAKEN_BACK, "message_id": message_id}
    row = desk.store.pending.row
    closed = {each: told for each, told in shown.items() if _closes(row(session, "consent", each), message_id)}
    wish_consent(desk, session, client_id, key, said, closed)


def _closes(row: Mapping[str, Any], message_id: str) -> bool:
    return (row.get("state"), row.get("message_id")) == (ConsentState.OPTED_OUT, message_id)


def _said_before(desk: Desk, session: Session, client_id: str, text: Message) -> Sequence[tuple[str, str, str, str]]:
    """What was known of all that a STOP closes: the number itself, and the person on each of their numbers, the one
    that it came from last; which state, and how it is known in words."""
    e164, holder = text.e164 or "", _holder(client_id)
    held = [one.e164 for one in desk.store.numbers.list(session, client_id) if one.until_at is None] if holder else []
    others = [(str(number), holder) for number in held if number != e164]
    found = []
    for key in [(e164, ""), *others, *([(e164, holder)] if holder else [])]:
        row = desk.store.pending.row(session, "consent", (*key, Purpose.ALL.value))
        found.append((*key, str(row.get("state", ConsentState.UNKNOWN.value)), str(row.get("wording", ""))))
    return found


def _wish_consent(
    desk: Desk, session: Session, client_id: str, text: Message, state: ConsentState, wording: str
) -> str:
    key = (text.e164 or "", _holder(client_id))
    return _say(desk, session, client_id, key, state, wording, text.message_id)


def _say(
    desk: Desk,
    session: Session,
    client_id: str,
    key: Key,
    state: ConsentState,
    wording: str,
    message_id: str | None,
    purpose: Purpose = Purpose.ALL,
) -> str:
    """Change what is known of a number and a person on it, and wish the same; the wish's id."""
    said = {"state": state.value, "how": "caseworker", "wording": wording, "message_id": message_id}
    return wish_consent(desk, session, client_id, (*key, purpose.value), said)


def _open_appointment(desk: Desk, session: Session, client_id: str) -> Appointment | None:
    """The next appointment of their own that still waits for their answer; a group's has no one answer."""
    since = desk.now - STILL_OPEN
    mine = (one for one in desk.store.appointments.list(session, client_id) if one.client_id == client_id)
    return next((one for one in mine if to_ms(one.starts_at) >= since and one.attended is None), None)


def _keep_answer(
    desk: Desk, session: Session, appointment: Appointment, client_id: str, said: str | None
) -> dict[str, Any]:
    """Write the answer into the appointment, and wish the same; what takes it back."""
    write_id = wish(
        desk,
        session,
        "appointment",
        lane=client_id,
        ids={"appointment_id": appointment.appointment_id},
        body={"answer": said},
        if_match=appointment.seq,
        names=(client_id, appointment.appointment_id),
        shows=("appointment", appointment.appointment_id, {"answer": said}),
    )
    return {
        "act": ANSWER_BACK,
        "client_id": client_id,
        "appointment_id": appointment.appointment_id,
        "write_id": write_id,
        "before": appointment.answer,
    }
