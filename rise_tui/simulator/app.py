"""The simulator as an ASGI application: the only place where its parts are put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from rise_tui.simulator import story
from rise_tui.simulator.control import Control, Shut
from rise_tui.simulator.options import Options
from rise_tui.simulator.rest import Rest
from rise_tui.simulator.switch import Switch


def create_simulator(options: Options, base_url: str, shut: Shut) -> Starlette:
    """The application. `base_url` is where it is reached; `shut` closes its port for some seconds."""
    switch = Switch(options, story.tell, base_url=options.public_url or base_url)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await switch.start()
        yield
        await switch.stop()

    return Starlette(routes=[*Rest(switch).routes(), *Control(switch, shut).routes()], lifespan=lifespan)
