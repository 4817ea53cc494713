"""Texts that look like an opt-out and about which nobody has decided: after a working day they count as one."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime

from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.domain.consent import OptWord
from rise_tui.domain.waiting_hours import decide_by
from rise_tui.relay.dispatch.rounds import going_round
from rise_tui.relay.hub import Hub
from rise_tui.relay.opting import apply_opt_word
from rise_tui.relay.store.consents import Wording
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.rules import rules_of
from rise_tui.relay.undeciding import COUNTED, IS_UNDECIDED

EVERY_S = 60.0
LONGEST_WORDING = 200

_OPEN = f"""
SELECT v.office_id, v.id AS conversation_id, o.zone, o.rules, m.id AS message_id, m.e164, m.body, m.at
  FROM conversation v INDEXED BY conversation_held
  JOIN office o ON o.office_id = v.office_id
 CROSS JOIN message m INDEXED BY message_seq ON m.office_id = v.office_id
   AND m.seq IN {received_in("v.id", "v.office_id")}
 WHERE v.hold_message_id IS NOT NULL AND {IS_UNDECIDED}
 ORDER BY v.office_id, v.id, m.seq
"""
"""All of them in conversations that are held, the oldest first: more of them do not give anybody more time."""


def deadline_of(row: Row) -> datetime:
    """When a text counts as an opt-out, by the office's working days and holidays, from when it was here."""
    return decide_by(row["message_id"], row["at"], row["zone"], rules_of(row["rules"]))


def count_as_stops(tx: Tx, at: int) -> int:
    """Let every text count as a STOP that nobody has decided about in time; `at` is milliseconds. Returns how many."""
    counted: set[tuple[str, str]] = set()
    for row in tx.all(_OPEN):
        key = row["office_id"], row["conversation_id"]
        if key in counted or deadline_of(row) > from_ms(at):
            continue
        counted.add(key)
        known = Wording(COUNTED, "relay", at, row["message_id"], row["body"].strip()[:LONGEST_WORDING])
        apply_opt_word(tx, row["office_id"], row["e164"], OptWord.STOP, known)
    return len(counted)


class Undecided:
    """Looks for them every minute."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock

    async def look(self) -> int:
        """Count what is due; returns how many. A look that finds nothing due writes nothing."""
        now = from_ms(now_ms(self._clock))
        if all(deadline_of(row) > now for row in self._hub.read(lambda tx: tx.all(_OPEN))):
            return 0
        return await self._hub.write(lambda tx: count_as_stops(tx, now_ms(self._clock)))

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Look for as long as it is open."""
        return going_round(self.look, EVERY_S, self._clock, "undecided opt-outs")
