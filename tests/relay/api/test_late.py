"""An application that is made late is made once, and answers everybody who asked meanwhile."""

import asyncio
import subprocess
import sys
import threading

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from rise_tui.relay.api.late import Late
from tests.journeys.processes import wait_until


def asking(late: Late) -> httpx.AsyncClient:
    """Somebody who asks it."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(late), base_url="http://relay")


async def test_everybody_who_asks_meanwhile_waits_for_the_one_that_is_made_aside() -> None:
    makers: list[str] = []

    def make() -> ASGIApp:
        makers.append(threading.current_thread().name)
        return PlainTextResponse("here")

    async with asking(Late(make)) as http:
        answers = await asyncio.gather(*(http.get("/healthz") for _ in range(5)))
    assert [answer.text for answer in answers] == ["here"] * 5
    assert len(makers) == 1
    assert makers != [threading.main_thread().name], "and nobody else stood still for it"


async def test_what_could_not_be_made_is_tried_again_for_the_next() -> None:
    outcomes: list[ASGIApp | OSError] = [OSError("too many open files"), PlainTextResponse("here")]

    def make() -> ASGIApp:
        outcome = outcomes.pop(0)
        if isinstance(outcome, OSError):
            raise outcome
        return outcome

    async with asking(Late(make)) as http:
        refused = await http.get("/healthz")
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert (refused.json()["type"], refused.headers["retry-after"]) == ("/problems/busy", "1")
        assert "its log says why" in refused.json()["detail"]
        assert (await http.get("/healthz")).text == "here"


async def test_who_goes_away_meanwhile_does_not_let_it_be_made_twice() -> None:
    goes_on, makers = threading.Event(), []

    def make() -> ASGIApp:
        makers.append(1)
        goes_on.wait(20)
        return PlainTextResponse("here")

    async with asking(Late(make)) as http:
        first = asyncio.create_task(http.get("/healthz"))
        await asyncio.to_thread(wait_until, lambda: makers, 20, "the making of it")
        first.cancel()
        second = asyncio.create_task(http.get("/healthz"))
        goes_on.set()
        assert (await second).text == "here"
    assert len(makers) == 1


def test_putting_the_relay_together_does_not_load_what_only_apps_ask() -> None:
    words = "import sys, rise_tui.relay.serving, rise_tui.relay.app; print('fastapi' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout
    assert said == "False\n"
