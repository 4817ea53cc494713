"""Asks the carrier what became of texts of which it never told the end, ever more rarely, and for five days at most."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from functools import partial

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.delivery import Reason, Status, from_carrier, is_final
from rise_tui.relay.carriers.base import AccountStopped, Carrier, NotTold, StatusReport
from rise_tui.relay.dispatch.account import Account
from rise_tui.relay.dispatch.rounds import going_round
from rise_tui.relay.hub import Hub
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.store import messages
from rise_tui.relay.store.engine import Row, Tx

log = logging.getLogger(__name__)

EVERY_S = 30.0
AT_ONCE = 4
"""Texts asked about at the same time; sending comes first."""
MOST = 40
"""Texts asked about in one round."""
_HOUR, _DAY = 3_600_000, 86_400_000
ASKED_MS = (messages.FIRST_ASK_MS, _HOUR, 6 * _HOUR, _DAY, 2 * _DAY, 5 * _DAY)
"""How long after it was sent a text without an end is asked about. After the last time it has none: no receipt."""


class Asking:
    """Goes through the texts that are `sent` and due to be asked about (`async with watching()`)."""

    def __init__(self, hub: Hub, carrier: Carrier, clock: Clock, account: Account) -> None:
        self._hub = hub
        self._carrier = carrier
        self._clock = clock
        self._account = account

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Ask for as long as it is open."""
        return going_round(self.look_round, EVERY_S, self._clock, "asking for receipts")

    async def look_round(self) -> int:
        """Ask about those that are due, unless the carrier is too busy or refuses us; returns how many answers came."""
        if not self._account.may_ask:
            return 0
        due = self._hub.read(lambda tx: messages.due_to_ask(tx, now_ms(self._clock), MOST))
        answers = 0
        for start in range(0, len(due), AT_ONCE):
            some = due[start : start + AT_ONCE]
            try:
                told = await asyncio.gather(*(self._carrier.standing(row["carrier_id"]) for row in some))
            except NotTold as error:
                log.info("what became of a text could not be asked: %s", error)
                return answers
            except AccountStopped as stopped:
                await self._account.refused(stopped.code)
                return answers
            await self._hub.write(partial(self._note_all, some, told))
            answers += len(some)
        return answers

    def _note_all(self, rows: list[Row], told: list[StatusReport | None], tx: Tx) -> None:
        at = now_ms(self._clock)
        for row, report in zip(rows, told, strict=True):
            _note(tx, row, report, self._carrier.name, at)


def _note(tx: Tx, row: Row, report: StatusReport | None, carrier: str, at: int) -> None:
    """An end that the carrier tells now is taken in as its receipt would have been; else it is asked again later."""
    status = None if report is None else from_carrier(report.word)
    if report is not None and status is not None and is_final(status) and status is not Status.RECEIVED:
        accept_status(tx, row["id"], report, carrier=carrier, at=at)
        return
    later = next((sent_at for step in ASKED_MS if (sent_at := row["sent_at"] + step) > at), None)
    messages.ask_again(tx, row["office_id"], row["id"], later)
    if later is None:
        messages.advance_message(
            tx, row["office_id"], row["id"], Status.SENT, at=at, reason=Reason.NO_RECEIPT, actor="relay"
        )
