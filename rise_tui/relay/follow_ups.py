"""What a text that came in sets off, inside the transaction that stores it: a word counts at once.

Whatever the relay does about a text by itself belongs here. Texts are stored in groups; one that sets something off
ends its group, so that it finds everything as it would if each text came alone.
"""

import logging
import sqlite3

from rise_tui.domain.consent import OptWord
from rise_tui.relay.automatic.answering import SILENT, Answering, answer
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.opting import apply_opt_word, is_word_since
from rise_tui.relay.store.arriving import Arrived
from rise_tui.relay.store.consents import Wording, is_out
from rise_tui.relay.store.engine import Tx

log = logging.getLogger(__name__)

LONGEST_WORDING = 200
"""Characters of a text that are kept as what somebody said about being texted."""


def sets_off(word: OptWord | None, *, is_anybody_away: bool = False) -> bool:
    """Is there anything to do about a text with this word beyond storing it?"""
    return word is not None or is_anybody_away


def follow_up(tx: Tx, text: Arrived, now: int, answering: Answering = SILENT) -> None:
    """Do it; called once for a new text that `sets_off` something, right after it was stored at `now` (milliseconds).

    The word counts first; then it is answered, if the relay is the one who answers it.
    """
    inbound, at = text.inbound, text.at
    was_open = True
    if text.word is not None:
        if inbound.came_at is not None and is_word_since(tx, text.office_id, inbound.e164, at):
            return
        was_open = not is_out(tx, text.office_id, inbound.e164, text.client_id)
        wording = Wording("word", "client", at, text.message_id, inbound.body.strip()[:LONGEST_WORDING])
        apply_opt_word(tx, text.office_id, inbound.e164, text.word, wording)
    _answer(tx, text, now, answering, was_open=was_open)


def _answer(tx: Tx, text: Arrived, now: int, answering: Answering, *, was_open: bool) -> None:
    """What cannot be answered by itself is stored all the same, and its word counts: a person answers it."""
    try:
        with tx.savepoint():
            answer(tx, text, now, answering, was_open=was_open)
    except (sqlite3.Error, ArmedFailure):
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not lose what a client wrote; the type alone is told
        log.error("a text could not be answered by itself: %s", type(error).__name__)
