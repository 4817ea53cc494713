"""Saying of a text that counts as STOP, because nobody decided in time, that it was none: with a reason."""

from rise_tui.casework.counted_stops import Counted, counted
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.opting import CONSENT_BACK, LONGEST_REASON
from rise_tui.casework.wishing import must_be_known
from rise_tui.casework.wishing_consent import wish_consent
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadInput, NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session


def open_late(desk: Desk, client_id: str, reason: str) -> str:
    """It was no STOP: what it closed stands as it did before. Texts that were cancelled stay so.

    The law asks whether a reasonable person would read it as a wish to stop (47 CFR 64.1200(a)(10)): somebody has read
    it now. `reason` says how one knows. Returns what was done, in words; it can be taken back while the office does not
    have it. Raises BadInput without a reason, NotFound when nothing of theirs counts as STOP so.
    """
    reason = one_line(reason, LONGEST_REASON).strip()
    if not reason:
        raise BadInput(say("Say why it is no wish to stop"), "", say("A few words are enough."))
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        text = counted(desk, session, client_id)
        if text is None:
            raise NotFound(
                say("Nothing of theirs counts as STOP because nobody decided"),
                "",
                say("The card shows what was said: i."),
            )
        write_id = _wish_open(desk, session, client_id, text, reason)
        label = say("Not a stop: {name}", name=name_of(desk, session, client_id))
        back = {"act": CONSENT_BACK, "client_id": client_id, "write_id": write_id, "before": None}
        desk.store.undo.add(session, label, back, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def _wish_open(desk: Desk, session: Session, client_id: str, text: Counted, reason: str) -> str:
    """Wish it; until the office tells what stood before, nothing is known of whom it closed."""
    said = {"state": ConsentState.UNKNOWN.value, "how": "caseworker", "wording": reason, "message_id": text.message_id}
    key = (text.e164, "" if client_id.startswith("tel:") else client_id, Purpose.ALL.value)
    closes = {(e164, whose, Purpose.ALL.value): said for e164, whose in text.closes}
    return wish_consent(desk, session, client_id, key, said, closes)
