"""What an office is told when its phone company is in trouble: once when it begins, once when it is over."""

import logging
from typing import Any

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.dispatch.retry import Kind, Trouble
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Tx

log = logging.getLogger(__name__)

SILENT_S = 30.0
"""A phone company that does not answer for so long is worth a word."""
SHUT_OUT = "shut_out"
"""How a refusal is remembered that whoever only asked has met: it is over when they are let in."""


class Alerts:
    """Tells every office of a trouble; never twice of the same one, also when the relay is started again meanwhile."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._told: Kind | None = None

    def resume(self, trouble: Trouble) -> None:
        """Go on with what an earlier life of this relay told last."""
        row = self._hub.read(lambda tx: tx.one("SELECT carrier_trouble, carrier_code FROM instance"))
        word = None if row is None else row["carrier_trouble"]
        if row is not None and word is not None:
            self._told = Kind.STOPPED if word == SHUT_OUT else Kind(word)
            now, is_from_asking = self._clock.monotonic(), word == SHUT_OUT
            trouble.resume(self._told, row["carrier_code"], now, is_from_asking=is_from_asking)

    async def tell(self, trouble: Trouble) -> None:
        """Bring the log up to date with how things are."""
        if trouble.kind is Kind.STOPPED and self._told is not Kind.STOPPED:
            self._told = Kind.STOPPED
            log.error("the carrier refuses our account, code %s: nothing is sent", trouble.code)
            await self._append(
                code=str(trouble.code or "account"),
                title="The phone company refuses this office's account",
                detail="No text can leave until an administrator has looked at the account. Everything waits in line.",
                is_stopped=True,
                told=(SHUT_OUT if trouble.is_from_asking else Kind.STOPPED, trouble.code),
            )
        elif trouble.kind is Kind.SILENT and self._told is None:
            if self._clock.monotonic() - trouble.since < SILENT_S:
                return
            self._told = Kind.SILENT
            log.warning("the carrier does not answer")
            await self._append(
                code="silent",
                title="The phone company does not answer",
                detail="Texts wait in line and leave as soon as it answers again.",
                is_stopped=False,
                told=(Kind.SILENT, None),
            )
        elif trouble.kind is None and self._told is not None:
            self._told = None
            log.warning("the carrier takes texts again")
            await self._append(
                code="ok",
                title="The phone company takes texts again",
                detail="",
                is_stopped=False,
                told=(None, None),
            )

    async def _append(self, *, told: tuple[str | None, int | None], **data: Any) -> None:
        """Put it into every office's log, and remember that it was told."""
        at, (word, code) = now_ms(self._clock), told

        def act(tx: Tx) -> None:
            tx.run("UPDATE instance SET carrier_trouble = :word, carrier_code = :code", word=word, code=code)
            for row in tx.all("SELECT office_id FROM office"):
                event_log.append(tx, row["office_id"], "CarrierAlert", actor="relay", at=at, **data)

        try:
            await self._hub.write(act)
        except (Busy, DiskFull, Shut) as error:
            log.warning("an alert could not be stored: %s", type(error).__name__)
