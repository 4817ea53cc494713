"""What an office is told when its phone company is in trouble: once when it begins, once when it is over."""

import logging
from typing import NamedTuple

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


class _Words(NamedTuple):
    """What the offices are told of one trouble."""

    code: str
    title: str
    detail: str


_WORDS: dict[Kind | None, _Words] = {
    Kind.STOPPED: _Words(
        code="account",
        title="The phone company refuses this office's account",
        detail="No text can leave until an administrator has looked at the account. Everything waits in line.",
    ),
    Kind.SILENT: _Words(
        code="silent",
        title="The phone company does not answer",
        detail="Texts wait in line and leave as soon as it answers again.",
    ),
    None: _Words(code="ok", title="The phone company takes texts again", detail=""),
}
"""Of a refusal the code is the carrier's own, where it gave one."""


class Alerts:
    """Tells every office of a trouble; never twice of the same one, also when the relay is started again meanwhile."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._told: Kind | None = None
        self._logged: Kind | None = None
        self._is_telling = False

    def resume(self, trouble: Trouble) -> None:
        """Go on with what an earlier life of this relay told last."""
        row = self._hub.read(lambda tx: tx.one("SELECT carrier_trouble, carrier_code FROM instance"))
        word = None if row is None else row["carrier_trouble"]
        if row is not None and word is not None:
            self._told = self._logged = Kind.STOPPED if word == SHUT_OUT else Kind(word)
            now, is_from_asking = self._clock.monotonic(), word == SHUT_OUT
            trouble.resume(self._told, row["carrier_code"], now, is_from_asking=is_from_asking)

    async def tell(self, trouble: Trouble) -> None:
        """Bring the offices' logs up to date with how things are; what cannot be stored now, the next call tells.

        It is called again and again, so whoever comes while another call is storing leaves it to the next.
        """
        if self._is_news(trouble, self._logged):
            self._logged = trouble.kind
            _log(trouble)
        if self._is_telling or not self._is_news(trouble, self._told):
            return
        self._is_telling = True
        kind = trouble.kind
        try:
            await self._store(trouble)
        except (Busy, DiskFull, Shut) as error:
            log.warning("an alert could not be stored: %s", type(error).__name__)
        else:
            self._told = kind
        finally:
            self._is_telling = False

    def _is_news(self, trouble: Trouble, last: Kind | None) -> bool:
        """For whoever was told that last."""
        if trouble.kind is Kind.SILENT:
            return last is None and self._clock.monotonic() - trouble.since >= SILENT_S
        return trouble.kind is not last and trouble.kind in (Kind.STOPPED, None)

    async def _store(self, trouble: Trouble) -> None:
        """Put it into every office's log, and remember that it was told. Raises Busy, DiskFull or Shut."""
        at, kind, code = now_ms(self._clock), trouble.kind, trouble.code
        words = _WORDS[kind]
        if kind is Kind.STOPPED and code:
            words = words._replace(code=str(code))
        data = {**words._asdict(), "is_stopped": kind is Kind.STOPPED}
        word = SHUT_OUT if kind is Kind.STOPPED and trouble.is_from_asking else kind
        remembered = {"word": word, "code": code if kind is Kind.STOPPED else None}

        def act(tx: Tx) -> None:
            tx.run("UPDATE instance SET carrier_trouble = :word, carrier_code = :code", **remembered)
            for row in tx.all("SELECT office_id FROM office"):
                event_log.append(tx, row["office_id"], "CarrierAlert", actor="relay", at=at, **data)

        await self._hub.write(act)


def _log(trouble: Trouble) -> None:
    if trouble.kind is Kind.STOPPED:
        log.error("the carrier refuses our account, code %s: nothing is sent", trouble.code)
    elif trouble.kind is Kind.SILENT:
        log.warning("the carrier does not answer")
    else:
        log.warning("the carrier takes texts again")
