"""What the carrier says about a text of ours: every word is kept, and the text climbs its ladder."""

import logging

from rise_tui.domain.delivery import Reason, Status, from_carrier, reason_of
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import StatusReport
from rise_tui.relay.opting import block_number
from rise_tui.relay.store import outcomes, queue
from rise_tui.relay.store.behind import free_behind
from rise_tui.relay.store.consents import Wording
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.messages import FAILURES, KNOWN, advance_message

log = logging.getLogger(__name__)


def accept_status(tx: Tx, message_id: str, report: StatusReport, *, carrier: str, at: int) -> bool:
    """Take in one report about the text with this id of ours; `at` is milliseconds. False: there is no such text.

    Our id stands in the callback's address, so a report works before the answer to the sending is stored: it proves
    that the carrier has the text, which therefore never leaves a second time. Reports come in any order, repeated, or
    after the end; each is kept as it came, and the text's status only climbs.
    """
    text = tx.one(
        f"SELECT office_id, e164, {KNOWN} FROM message"
        " WHERE office_id IN (SELECT office_id FROM office) AND id = :id AND direction = 'outbound'",
        id=message_id,
    )
    if text is None:
        return False
    office_id: str = text["office_id"]
    tx.insert(
        "message_status",
        office_id=office_id,
        id=new_id(),
        message_id=message_id,
        carrier_id=report.carrier_id,
        carrier_status=report.word,
        error_code=report.error_code,
        at=at,
    )
    _note_oddities(message_id, text, report)
    was_in_line = outcomes.forget(tx, office_id, message_id)
    advance_message(
        tx,
        office_id,
        message_id,
        _status(report.word),
        at=at,
        carrier_status=report.word,
        error_code=report.error_code,
        price_micros=report.price_micros,
        carrier_id=report.carrier_id,
        carrier=carrier,
        known=text,
    )
    if _status(report.word) in FAILURES:
        queue.drop_followers(tx, office_id, message_id, Status.FAILED, reason_of(report.error_code), at)
    elif was_in_line == "unknown":
        free_behind(tx, office_id, message_id, at)
    if reason_of(report.error_code) is Reason.OPTED_OUT:
        block_number(tx, office_id, text["e164"], Wording("carrier", "carrier", at, message_id))
    return True


def _status(word: str) -> Status:
    """What the word means for a text of ours; whatever else it says, it proves that the carrier has the text."""
    status = from_carrier(word)
    return Status.SENT if status in (None, Status.RECEIVED) else status


def _note_oddities(message_id: str, text: Row, report: StatusReport) -> None:
    if text["carrier_id"] is not None and report.carrier_id not in (None, text["carrier_id"]):
        log.error("text %s is known to the carrier under a second id", message_id)
    if from_carrier(report.word) is None:
        log.warning("the carrier has a new word for the state of a text: %.40r", report.word)
