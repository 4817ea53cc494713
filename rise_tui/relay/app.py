"""The relay, put together: the only place that knows all its parts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.types import ASGIApp

from rise_tui.domain import mark_words
from rise_tui.domain.clock import Clock, SystemClock, now_ms
from rise_tui.domain.office_words import OfficeWords, read_words
from rise_tui.relay.alerting.watching import Watching
from rise_tui.relay.api.front import Front
from rise_tui.relay.api.late import Late
from rise_tui.relay.api.webhooks import Webhooks
from rise_tui.relay.automatic.answering import Answering
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.carriers.registry import open_carrier
from rise_tui.relay.dispatch.asking import Asking
from rise_tui.relay.dispatch.covering import turning
from rise_tui.relay.dispatch.gaps import Gaps, Intake
from rise_tui.relay.dispatch.loop import Dispatch
from rise_tui.relay.dispatch.media import MediaFetcher
from rise_tui.relay.dispatch.undecided import Undecided
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import Arrival, accept_many
from rise_tui.relay.outgoing import leaving_by, mailer_of
from rise_tui.relay.records.sweeping import Sweeping
from rise_tui.relay.settings import Settings
from rise_tui.relay.store.engine import BadDatabase, Tx, database_path
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.office import set_rates


def create_relay(settings: Settings, clock: Clock | None = None) -> Starlette:
    """The whole service as one ASGI application; its lifespan opens and closes everything.

    `state.leave()`, called before its end, lets streams end by themselves. The database must stand (store/migrate).
    Raises BadDatabase if no office was ever made in it, BadInput for a list of urgent words that cannot be used.
    """
    clock = clock or SystemClock()
    hub = Hub(database_path(settings.database), clock, FailPoint.parse(settings.fail))
    carrier = open_carrier(settings, clock)
    folder = MediaFolder(settings.media)
    fetcher = MediaFetcher(hub, carrier, folder, settings.media_limit)
    links = MediaLinks(settings.public_url, carrier.name, hub.read(_media_secret))
    urgent = read_words(settings.urgent_words)
    answering = Answering(is_ours=settings.answers_stop == "relay")
    webhooks = Webhooks(hub, carrier, folder, links, fetcher.wake, urgent, answering)
    interface = Late(lambda: _interface(hub, settings))
    has_heard = asyncio.Event()
    intake = Intake(_accepting(carrier.name, urgent, answering), fetcher.wake, has_heard.set)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as opened:
            await opened.enter_async_context(hub)
            opened.push_async_callback(carrier.close)
            await hub.write(lambda tx: _apply_rates(tx, settings, now_ms(clock)))
            await opened.enter_async_context(fetcher)
            await opened.enter_async_context(turning(hub, clock))
            dispatch = await opened.enter_async_context(Dispatch(hub, carrier, clock, settings, has_heard))
            await opened.enter_async_context(Asking(hub, carrier, clock, dispatch.account).watching())
            gaps = Gaps(hub, carrier, clock, dispatch.account, intake, settings.gap_minutes * 60)
            await opened.enter_async_context(gaps.watching())
            await opened.enter_async_context(Undecided(hub, clock).watching())
            await opened.enter_async_context(_alerts(hub, clock, settings).watching())
            await opened.enter_async_context(Sweeping(hub, clock, folder, leaving_by(settings)).watching())
            await asyncio.to_thread(mark_words.make_ready)
            making = asyncio.create_task(interface.make_soon())
            try:
                yield
            finally:
                making.cancel()

    relay = Front(webhooks.doors(), routes=webhooks.routes(), lifespan=lifespan)
    relay.router.default = interface  # a mount has no place for a path with a line's end in it
    relay.state.leave = hub.leave
    return relay


def _interface(hub: Hub, settings: Settings) -> ASGIApp:
    """What the apps ask. To load and make it is half of a start, and what waits to leave need not wait for it."""
    from rise_tui.relay.api.v1 import create_v1

    return create_v1(hub, settings)


def _accepting(carrier: str, urgent: OfficeWords, answering: Answering) -> Callable[[Tx, list[Inbound], int], int]:
    """How texts that no webhook brought are taken in: as any others; returns how many were new."""

    def accept(tx: Tx, texts: list[Inbound], at: int) -> int:
        arrivals = [Arrival(text, at) for text in texts]
        return sum(
            each.is_new for each in accept_many(tx, arrivals, carrier=carrier, urgent=urgent, answering=answering)
        )

    return accept


def _alerts(hub: Hub, clock: Clock, settings: Settings) -> Watching:
    """Who is told that clients wait while nobody has the app open."""
    return Watching(
        hub,
        clock,
        mailer_of(settings),
        settings.alert_hosts,
        lambda: frozenset((ear.office_id, ear.caseworker_id) for ear in hub.ears),
    )


def _media_secret(tx: Tx) -> str:
    row = tx.one("SELECT media_secret FROM instance")
    if row is None:
        raise BadDatabase("There is no office on this relay yet", "", "Make one with: rise relay init")
    secret: str = row["media_secret"]
    return secret


def _apply_rates(tx: Tx, settings: Settings, at: int) -> None:
    """A pace and a price that were set hold for every office; those that were not leave them alone."""
    given = {name: getattr(settings, name) for name in ("segments_per_second", "price_micros")}
    set_rates(tx, at=at, **{name: value for name, value in given.items() if name in settings.model_fields_set})
