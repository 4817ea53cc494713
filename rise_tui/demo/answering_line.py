"""How the demo's clients hear and write: the phone company's own routes, and its end when the demo closes."""

import json
import select
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

SECONDS = 30.0
"""The longest that an answer of the phone company may take: it waits itself for the relay."""


class HungUp(Exception):
    """The demo has closed."""


class NotThere(Exception):
    """The phone company does not answer now."""


class Text(NamedTuple):
    """One text as the phone company keeps it; see the simulator's `report.said`."""

    seq: int
    sid: str
    is_theirs: bool
    phone: str
    number: str
    body: str
    at: int
    status: str
    message_id: str
    is_delivered: bool


class Line:
    """One connection to the phone company at `url`; `watched` is a file that ends when the demo does, None for none."""

    def __init__(self, url: str, watched: int | None = None) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port
        self._watched = watched
        self._connection: HTTPConnection | None = None

    def texts(self, after: int, wait: float = 0.0, limit: int = 1000) -> list[Text]:
        """What was said after that number, in order; with `wait` the next one is awaited that many seconds.

        Raises HungUp, NotThere.
        """
        asked = urlencode({"after": after, "limit": limit, "wait": f"{wait:.3f}"})
        answer = self._ask("GET", f"/_/texts?{asked}", None, SECONDS + wait)
        return [Text(**each) for each in answer["texts"]]

    def write(self, asked: Mapping[str, Any]) -> bool:
        """Let a phone write (see the simulator's `/_/inbound`); was it taken at the other end? Raises as `texts`."""
        return bool(self._ask("POST", "/_/inbound", json.dumps(asked).encode(), SECONDS)["delivered"])

    def rest(self, seconds: float) -> None:
        """Do nothing that long. Raises HungUp when the demo closes meanwhile."""
        self._await([], seconds)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, seconds: float) -> dict[str, Any]:
        try:
            if self._connection is None:
                self._connection = HTTPConnection(self._host, self._port, timeout=SECONDS)
            self._connection.request(method, path, body)
            self._await([self._connection.sock], seconds)
            with self._connection.getresponse() as answer:
                said = answer.read()
                if answer.status != 200:
                    raise NotThere(f"HTTP {answer.status}")
            known: dict[str, Any] = json.loads(said)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise NotThere(type(error).__name__) from error
        return known

    def _await(self, sources: list[Any], seconds: float) -> None:
        watched = [] if self._watched is None else [self._watched]
        ready = select.select([*sources, *watched], [], [], seconds)[0]
        if watched and self._watched in ready:
            raise HungUp
