"""Which text counts as STOP only because nobody decided about it in time: a person may still say that it was none."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.safe_text import one_line
from rise_tui.store.consents import Consent
from rise_tui.store.engine import Session

COUNTED = "undecided"
"""How it is known that they want no texts: they wrote something, and nobody said in time what it means."""
_TO_ONE = (Purpose.ALL, Purpose.CONVERSATION)
_WORDS_CELLS = 60


@dataclass(frozen=True)
class Counted:
    """A text that counts as STOP: which, from which number, its words safe for a terminal, and whom it closes where.

    `closes`: numbers, each with the client on it; no client is the number itself.
    """

    message_id: str
    e164: str
    words: str
    closes: tuple[tuple[str, str], ...]


def counted(desk: Desk, session: Session, client_id: str) -> Counted | None:
    """The text that alone closes somebody, because nobody decided about it in time.

    None where they may be texted, and where a STOP of theirs, a colleague or the phone company closed them as well.
    """
    closing = _closing(desk, session, client_id)
    if not closing or any(one.how != COUNTED or one.message_id is None for one in closing):
        return None
    if any(desk.store.numbers.is_blocked(session, e164) for e164 in _held(desk, session, client_id)):
        return None
    message_id = closing[0].message_id or ""
    own = [one for one in closing if one.message_id == message_id]
    text = desk.store.threads.get(session, message_id)  # it may have come from a number that they have no longer
    came_from = next((one.e164 for one in own if not one.client_id), None) if text is None else text.e164
    if came_from is None:
        return None
    closes = tuple((one.e164, one.client_id) for one in own)
    return Counted(message_id, came_from, one_line(own[0].wording, _WORDS_CELLS), closes)


def is_counted(desk: Desk, client_id: str) -> bool:
    """May somebody still say that a text of theirs was no stop, although it counts as one?"""
    with desk.store.reading() as session:
        return counted(desk, session, client_id) is not None


def _closing(desk: Desk, session: Session, client_id: str) -> list[Consent]:
    """All that keeps texts of one's own from them; not what a stranger said on a number that they have no longer."""
    if client_id.startswith("tel:"):
        said = _of_number(desk, session, client_id.removeprefix("tel:"))
    else:
        held = _held(desk, session, client_id)
        every = desk.store.consents.list(session, client_id)
        said = [one for one in every if one.e164 in held or one.how != "caseworker"]
    return [one for one in said if one.state is ConsentState.OPTED_OUT and one.purpose in _TO_ONE]


def _held(desk: Desk, session: Session, client_id: str) -> set[str]:
    """Their numbers now; an unknown number is its own."""
    if client_id.startswith("tel:"):
        return {client_id.removeprefix("tel:")}
    return {str(one.e164) for one in desk.store.numbers.list(session, client_id) if one.until_at is None}


def _of_number(desk: Desk, session: Session, e164: str) -> list[Consent]:
    """What is known of a number that is nobody's."""
    row = desk.store.pending.row(session, "consent", (e164, "", Purpose.ALL.value))
    if not row:
        return []
    state = ConsentState(row.get("state", ConsentState.UNKNOWN.value))
    return [Consent(e164, "", Purpose.ALL, state, row.get("how", ""), row.get("wording", ""), row.get("message_id"))]
