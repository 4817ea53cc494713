"""Whether the carrier takes our account: who meets a refusal says so here, and whoever is let in again too."""

from rise_tui.domain.clock import Clock
from rise_tui.relay.dispatch.alerts import Alerts
from rise_tui.relay.dispatch.retry import Kind, Trouble


class Account:
    """The account's standing, for those who ask the carrier without sending."""

    def __init__(self, trouble: Trouble, alerts: Alerts, clock: Clock) -> None:
        self._trouble = trouble
        self._alerts = alerts
        self._clock = clock

    @property
    def may_ask(self) -> bool:
        """May it be asked besides? Not while it is too busy or refuses us; of a silence asking is no part."""
        return self._trouble.kind in (None, Kind.SILENT)

    async def refused(self, code: int | None) -> None:
        """The carrier refused our account: nothing is sent until it takes it again, and the offices are told once."""
        self._trouble.stopped(code, self._clock.monotonic(), is_asking=True)
        await self._alerts.tell(self._trouble)

    async def admitted(self) -> None:
        """The carrier answered: where it had refused to, texts may leave again."""
        if self._trouble.admitted():
            await self._alerts.tell(self._trouble)
