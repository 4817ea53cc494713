"""The relay's HTTP interface for the app, put together: `/v1`, its description, and `/healthz`."""

from importlib.metadata import version

from fastapi import FastAPI

from rise_tui.relay.api.auth import Door
from rise_tui.relay.api.documentation import describe
from rise_tui.relay.api.events import add_events
from rise_tui.relay.api.health import add_health
from rise_tui.relay.api.media import MediaSettings, add_media
from rise_tui.relay.api.problems import add_handlers
from rise_tui.relay.api.snapshot import add_snapshot
from rise_tui.relay.api.stream import HEARTBEAT_S
from rise_tui.relay.api.wishes import add_wishes
from rise_tui.relay.hub import Hub


def create_v1(hub: Hub, settings: MediaSettings, *, heartbeat_s: float = HEARTBEAT_S) -> FastAPI:
    """The application, with full paths (`/v1/…`, `/openapi.json`, `/healthz`), for whatever no other
    route takes.

    It neither opens nor closes the hub.
    """
    app = FastAPI(
        title="rise relay",
        version=version("rise-tui"),
        description="Writes are PUTs with an id that the writer chose. Reads are one ordered log.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    add_handlers(app)
    app.add_middleware(Door, hub=hub)
    add_events(app, hub, heartbeat_s)
    add_snapshot(app, hub)
    add_media(app, hub, settings)
    add_wishes(app, hub)
    add_health(app, hub)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign] # FastAPI's own way to describe more
    return app
