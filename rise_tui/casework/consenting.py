"""What people have said about being texted, and how we know: looked at, recorded, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.amending import withdraw
from rise_tui.casework.counted_stops import counted
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_known
from rise_tui.casework.wishing_consent import wish_consent
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import Conflict, Refused, TooLate
from rise_tui.domain.phone import pretty
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.consents import Consent
from rise_tui.store.engine import Session

UNSAY = "unsay_consent"
TAKEN_BACK = "taken_back"
"""How it is known what stands again since a decision about a stop-like text was taken back (wire: PutConsent.how)."""


@dataclass(frozen=True)
class Said:
    """One thing that was said of a number, and how we know it. `at` in milliseconds, 0: it is not known when.

    `text`: the text that said it, as it was written.
    """

    e164: str
    purpose: Purpose
    state: ConsentState
    how: str
    wording: str
    text: str
    at: int


def evidence(desk: Desk, client_id: str) -> list[Said]:
    """All that was said and bears on texts to this client, the newest first.

    What counts for the number and for the person on it, as a STOP does, was said once.
    """
    with desk.store.reading() as session:
        told = list(dict.fromkeys(_told(desk, session, one) for one in desk.store.consents.list(session, client_id)))
    return [one for one in told if not _says_nothing(one, told)]


def stands(desk: Desk, client_id: str, e164: str) -> ConsentState:
    """What stands for a text of one's own to that number of theirs."""
    with desk.store.reading() as session:
        if desk.store.numbers.is_blocked(session, e164):
            return ConsentState.OPTED_OUT
        return desk.store.consents.state(session, client_id, e164, Purpose.CONVERSATION)


def record(desk: Desk, client_id: str, e164: str, state: ConsentState, purpose: Purpose, wording: str) -> str:
    """Keep what somebody said about texts to one of their numbers; `wording` says how, as *in person*.

    Returns what was done, in words; it can be taken back. Raises Refused where the number itself said STOP: only a
    START from it opens it again, or that what counts as one was none (`deciding_late`).
    """
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        if state is not ConsentState.OPTED_OUT and is_closed(desk, session, e164):
            if counted(desk, session, client_id) is not None:
                raise Refused(
                    say("What they wrote counts as STOP: nobody decided in time"),
                    "",
                    say("Was it no stop? - in the conversation says so; else a START from that phone opens it."),
                )
            raise Refused(
                say("{number} said STOP", number=pretty(e164)), "", say("Only a START from that phone opens it again.")
            )
        if _stands_so(desk, session, (e164, client_id, purpose.value), state, wording):
            raise Conflict(say("That is recorded already"))
        inverse = record_in(desk, session, (e164, client_id, purpose), state, wording)
        label = _label(name_of(desk, session, client_id), state)
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def _stands_so(desk: Desk, session: Session, key: tuple[str, str, str], state: ConsentState, wording: str) -> bool:
    before = desk.store.pending.row(session, "consent", key)
    return bool(before) and (before["state"], before["wording"]) == (state.value, wording)


def record_in(
    desk: Desk,
    session: Session,
    about: tuple[str, str, Purpose],
    state: ConsentState,
    wording: str,
    stood: ConsentState | None = None,
) -> dict[str, Any]:
    """Keep what was said `about` texts to a number of a client for a purpose, in the caller's transaction.

    Returns what takes it back: then that purpose stands as it `stood` before, whatever made it so.
    """
    e164, client_id, purpose = about
    key = (e164, client_id, purpose.value)
    before = desk.store.pending.row(session, "consent", key)
    if stood is None and purpose is Purpose.ALL:
        stood = ConsentState(before.get("state", ConsentState.UNKNOWN.value))
    elif stood is None:  # what was said of all texts since counts, too
        stood = desk.store.consents.state(session, client_id, e164, purpose)
    write_id = _wish(desk, session, key, state.value, wording)
    return {
        "act": UNSAY,
        "client_id": client_id,
        "key": key,
        "write_id": write_id,
        "state": stood.value,
        "wording": before.get("wording", ""),
        "said": [state.value, wording],
    }


def is_closed(desk: Desk, session: Session, e164: str) -> bool:
    """Did that number itself say STOP, or does the phone company refuse it?"""
    if desk.store.numbers.is_blocked(session, e164):
        return True
    said = desk.store.pending.row(session, "consent", (e164, "", Purpose.ALL.value))
    return said.get("state") == ConsentState.OPTED_OUT


def is_by_hand(desk: Desk, session: Session, client_id: str, e164: str) -> bool:
    """Did a colleague, or a list, record that they want no texts, and not they themselves with a text?"""
    said = [one for one in desk.store.consents.list(session, client_id) if one.state is ConsentState.OPTED_OUT]
    return not is_closed(desk, session, e164) and all(
        one.how in ("caseworker", "import") and one.message_id is None for one in said
    )


def unsay(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back what was recorded: without a trace if it never left, else what stood before is said again.

    Raises TooLate where something else has been said since: that stands.
    """
    e164, client_id, purpose = inverse["key"]
    if not withdraw(desk, session, client_id, inverse["write_id"]):
        now = desk.store.pending.row(session, "consent", (e164, client_id, purpose))
        if "said" in inverse and [now.get("state"), now.get("wording")] != inverse["said"]:
            raise TooLate(say("Something else has been said since"), say("That stands."), say("The card shows it."))
        wording = inverse["wording"] or say("recorded by mistake before")
        _wish(desk, session, (e164, client_id, purpose), inverse["state"], wording)
        desk.store.conversations.refresh(session, client_id)
        desk.store.ring(session, Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    return say("Taken back: as it was said before")


def _wish(desk: Desk, session: Session, key: tuple[str, str, str], state: str, wording: str) -> str:
    said = {"state": state, "how": "caseworker", "wording": wording, "message_id": None}
    return wish_consent(desk, session, key[1], key, said)


def _label(name: str, state: ConsentState) -> str:
    if state is ConsentState.OPTED_IN:
        return say("{name}: may be texted", name=name)
    if state is ConsentState.OPTED_OUT:
        return say("{name}: may not be texted", name=name)
    return say("{name}: not known whether they may be texted", name=name)


def _says_nothing(one: Said, every: list[Said]) -> bool:
    """Of a number itself nothing was known before a stop that was taken back, and something is of who has it."""
    is_blank = one.how == TAKEN_BACK and one.state is ConsentState.UNKNOWN
    return is_blank and any(other.e164 == one.e164 and other != one for other in every)


def _told(desk: Desk, session: Session, one: Consent) -> Said:
    said_in = None if one.how == TAKEN_BACK else one.message_id
    text = None if said_in is None else desk.store.threads.get(session, said_in)
    body = "" if text is None else text.body
    return Said(one.e164, one.purpose, one.state, one.how, one.wording, body, one.at)
