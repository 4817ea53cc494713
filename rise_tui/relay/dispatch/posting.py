"""One claimed text on its way to the carrier, and what its answer means for the line."""

import logging
from collections.abc import Callable
from typing import Any, Protocol

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.delivery import Reason, reason_of
from rise_tui.relay.acts import Busy, DiskFull
from rise_tui.relay.carriers.base import AccountStopped, Carrier, OutboundText, Refused, TryLater, Unknown
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.dispatch.alerts import Alerts
from rise_tui.relay.dispatch.retry import Trouble
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.hub import Hub
from rise_tui.relay.opting import block_number
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.claiming import may_begin
from rise_tui.relay.store.consents import Wording
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.queue import Claimed
from rise_tui.wire.routes import STATUS

log = logging.getLogger(__name__)

FIRST_BYTE_S = 5.0
"""A text whose first byte has not left so long after it began is given back: a connection can take its time."""
STORE_PAUSES_S = (0.2, 1.0, 3.0)


class Terms(Protocol):
    """What dispatch wants to know of the relay's settings."""

    @property
    def public_url(self) -> str:
        """Where the carrier reaches us."""
        ...

    @property
    def lease_seconds(self) -> float:
        """How long a claim holds."""
        ...

    @property
    def reconcile_seconds(self) -> float:
        """How long after it an absent text is sent again."""
        ...


class Posting:
    """Posts texts, and stores what became of each. `under_way`: the ids that this process has at the carrier now."""

    def __init__(
        self, hub: Hub, carrier: Carrier, clock: Clock, terms: Terms, links: MediaLinks, trouble: Trouble
    ) -> None:
        self.under_way: set[str] = set()
        self.alerts = Alerts(hub, clock)
        self._hub = hub
        self._carrier = carrier
        self._clock = clock
        self._terms = terms
        self._links = links
        self._trouble = trouble

    async def post(self, text: Claimed) -> float | None:
        """Hand over one text and store the outcome; returns seconds for which its sender should rest, if any."""
        began = self._clock.monotonic()
        try:
            carrier_id = await self._carrier.send(self._outbound(text, began), self._callback(text.message_id))
            self._hub.fail.at("send_after_accept")
        except Refused as refused:
            code = refused.code
            await self._answered(began)
            await self._store(lambda tx: self._refuse(tx, text, code))
        except TryLater as later:
            return await self._try_later(text, later, began)
        except Unknown:
            await self._lose_sight(text, began)
        except AccountStopped as stopped:
            self._trouble.stopped(stopped.code, self._clock.monotonic())
            await self._give_back(text)
            await self.tell()
        except ArmedFailure:
            log.warning("an armed failure: the text's lease will run out")
        else:
            await self._answered(began)
            await self._store(
                lambda tx: outcomes.finish(
                    tx, text.office_id, text.message_id, carrier_id, self._now(), carrier=self._carrier.name
                ),
                may_wait=True,
            )
        return None

    async def tell(self) -> None:
        """Let the offices know of a trouble that began, lasts or is over."""
        await self.alerts.tell(self._trouble)

    async def give_back(self, texts: list[Claimed]) -> None:
        """Texts that were claimed and not begun wait again, in their old place."""

        at = self._now()

        def act(tx: Tx) -> None:
            for text in texts:
                outcomes.give_back(tx, text, at)

        for text in texts:
            self._trouble.settled(text.message_id)
        await self._store(act)

    async def _try_later(self, text: Claimed, later: TryLater, began: float) -> float | None:
        now = self._clock.monotonic()
        rest_s: float | None = None
        if later.is_storm:
            self._trouble.stormed(later.retry_after, began, now)
        elif later.retry_after is None:
            self._trouble.fell_silent(began, now)
        else:
            rest_s = later.retry_after
        await self._give_back(text)
        await self.tell()
        return rest_s

    async def _lose_sight(self, text: Claimed, began: float) -> None:
        self._trouble.fell_silent(began, self._clock.monotonic())
        if self._carrier.repeatable:
            await self._give_back(text)
        else:
            again_at = text.lease_until_at + round(self._terms.reconcile_seconds * 1000)
            whose = text.office_id, text.message_id
            await self._store(lambda tx: outcomes.park_unknown(tx, *whose, self._now(), again_at))
        await self.tell()

    async def _answered(self, began: float) -> None:
        if self._trouble.went_well(began):
            await self.tell()

    async def _give_back(self, text: Claimed) -> None:
        await self._store(lambda tx: outcomes.give_back(tx, text, self._now()))

    def _refuse(self, tx: Tx, text: Claimed, code: int | None) -> None:
        at, reason = self._now(), reason_of(code) or Reason.OTHER
        outcomes.fail(tx, text.office_id, text.message_id, reason, code, at)
        if reason is Reason.OPTED_OUT:
            block_number(tx, text.office_id, text.e164, Wording("carrier", "carrier", at, text.message_id))

    async def _store(self, act: Callable[[Tx], Any], *, may_wait: bool = False) -> None:
        """Write an outcome; if that fails to the end, the lease runs out and the text is looked up."""
        for pause in STORE_PAUSES_S:
            try:
                await self._hub.write(act, may_wait=may_wait)
            except (Busy, DiskFull):
                await self._clock.sleep(pause)
            else:
                return
        log.error("an outcome could not be stored; the text will be looked up")

    def _outbound(self, text: Claimed, began: float) -> OutboundText:
        now = self._clock.now().timestamp()
        return OutboundText(
            message_id=text.message_id,
            e164=text.e164,
            sender=text.sender,
            body=text.body,
            media_urls=tuple(self._links.address(text.message_id, index, now) for index in range(len(text.media))),
            valid_for_s=max(1, int(text.not_sent_by_at / 1000 - now)),
            segments=text.segments,
            begin_by=began + min(FIRST_BYTE_S, self._terms.lease_seconds / 2),
            may_begin=lambda: self._hub.read(lambda tx: may_begin(tx, text)),
        )

    def _callback(self, message_id: str) -> str:
        return self._terms.public_url + STATUS.format(carrier=self._carrier.name, message_id=message_id)

    def _now(self) -> int:
        return now_ms(self._clock)
