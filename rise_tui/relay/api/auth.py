"""The door of `/v1`: who the token belongs to and how much may be brought in, before a byte of the body is read."""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import now_ms
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.api.in_the_clear import ClearLine
from rise_tui.relay.api.refusals import problem_response, too_large
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import devices
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.office import find_token
from rise_tui.relay.wishes.wished import Refusal
from rise_tui.wire.routes import V1

READER = "rise.reader"
BODY_LIMIT = 1024 * 1024
BROADCAST_LIMIT = 48 * 1024 * 1024
"""20,000 people, each with a text of their own."""
BAD_TRIES = 30
"""Tokens that open nothing, from one address in `TRIES_WINDOW_S`, until that address must wait."""
BAD_TRIES_OF_ALL = 600
"""The same from all addresses together: whoever has many addresses guesses no faster."""
TRIES_WINDOW_S = 60.0
MOST_ADDRESSES = 10_000


def reader_of(connection: HTTPConnection) -> Reader:
    """The caseworker whom the door let in."""
    reader = connection.scope.get(READER)
    if not isinstance(reader, Reader):
        raise LookupError("this route stands outside the door")
    return reader


def is_still_good(tx: Tx, reader: Reader, now: int) -> bool:
    """Does the token still open the same as when this caseworker came in? For streams, which stay. Milliseconds."""
    return _still_good(tx, reader, now) is not None


async def keep_good(hub: Hub, reader: Reader) -> bool:
    """The same; and whoever listens uses their sign-in, which is then good for the whole time again."""
    now = now_ms(hub.clock)
    row = hub.read(lambda tx: _still_good(tx, reader, now))
    if row is not None and devices.wants_renewal(row, now):
        with suppress(Busy, DiskFull, Shut):
            await hub.write(lambda tx: devices.renew(tx, reader.office_id, row["id"], now))
    return row is not None


def _still_good(tx: Tx, reader: Reader, now: int) -> Row | None:
    row = tx.one(
        "SELECT t.id, t.state, t.created_at, t.seen_at, t.expires_at, c.role, c.is_active FROM token t"
        " JOIN caseworker c ON c.office_id = t.office_id AND c.id = t.caseworker_id"
        " WHERE t.office_id = :office_id AND t.id = :id",
        office_id=reader.office_id,
        id=reader.token_id,
    )
    return row if row is not None and _trouble(row, now) is None and row["role"] == reader.role else None


def _signed_out(type_: str, title: str, next_step: str) -> Refusal:
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return Refusal(401, type_, title, "", next_step, headers=headers)


def _trouble(row: Row | None, now: int) -> Refusal | None:
    """Why this token opens nothing; None if it does."""
    if row is not None and row["state"] == devices.WIPED:
        return _signed_out("device-wiped", "This machine was signed out", "Ask your administrator for a new token.")
    if row is None or row["state"] != devices.ACTIVE or not row["is_active"]:
        return _signed_out("token-revoked", "This token opens nothing", "Ask your administrator for a new one.")
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return _signed_out("token-expired", "This token is over", "Sign in again.")
    return None


@dataclass
class BadTries:
    """How often somebody has come with a token that opens nothing, lately: from each address, and from all together."""

    counts: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)
    of_all: tuple[float, int] = (0.0, 0)

    def note(self, address: str, now: float) -> int | None:
        """One more; the seconds that the address must wait if it were too many. `now` is monotonic."""
        self.counts[address] = mine = _one_more(self.counts.pop(address, (now, 0)), now)
        if len(self.counts) > MOST_ADDRESSES:
            self.counts.popitem(last=False)
        self.of_all = _one_more(self.of_all, now)
        waits = [began for (began, count), most in ((mine, BAD_TRIES), (self.of_all, BAD_TRIES_OF_ALL)) if count > most]
        return max(1, round(max(waits) + TRIES_WINDOW_S - now)) if waits else None


def _one_more(so_far: tuple[float, int], now: float) -> tuple[float, int]:
    """When a window of tries began, and how many they are with this one."""
    began, count = so_far
    return (now, 1) if now - began > TRIES_WINDOW_S else (began, count + 1)


class Door:
    """Lets in who has a token, and puts the `Reader` beside the request; everything outside `/v1` is open."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self.app = app
        self.hub = hub
        self.bad_tries = BadTries()
        self.clear_line = ClearLine()
        self._renewals: dict[str, asyncio.Task[None]] = {}
        """by device: putting off the end of a sign-in holds nobody up who only reads"""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, 413, 429 or, to plain http from another machine, 503 here, or pass on."""
        if scope["type"] != "http" or not str(scope["path"]).startswith(f"{V1}/"):
            await self.app(scope, receive, send)
            return
        limit = _limit(str(scope["path"]))
        try:
            self.clear_line.check(scope)
            scope[READER] = self._let_in(scope)
            _check_length(scope, limit)
        except Refusal as refusal:
            await problem_response(refusal)(scope, receive, send)
            return
        await self.app(scope, receive if limit is None else _counted(receive, limit), send)

    def _let_in(self, scope: Scope) -> Reader:
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _signed_out("token-expired", "You are not signed in", "Sign in with: rise login")
        row = self.hub.read(lambda tx: find_token(tx, token.strip()))
        trouble = _trouble(row, now_ms(self.hub.clock))
        if row is not None and (trouble is None or _is_confirming(scope, row)):
            if trouble is None and devices.wants_renewal(row, now_ms(self.hub.clock)):
                self._renew(row["office_id"], row["id"])
            return Reader(row["office_id"], row["caseworker_id"], Role(row["role"]), row["id"])
        wait = self.bad_tries.note(_address(scope), self.hub.clock.monotonic()) if row is None else None
        if wait is not None:
            headers = {"Retry-After": str(wait)}
            raise Refusal(429, "slow-down", "Too many tries", "", "Wait, then sign in again.", headers=headers)
        raise trouble or Busy()

    def _renew(self, office_id: str, device_id: str) -> None:
        """Put off the end of a sign-in that is used, once a day; where nothing can be written now, the next time."""
        if device_id in self._renewals:
            return

        async def renewed() -> None:
            try:
                with suppress(Busy, DiskFull, Shut):
                    await self.hub.write(lambda tx: devices.renew(tx, office_id, device_id, now_ms(self.hub.clock)))
            finally:
                del self._renewals[device_id]

        self._renewals[device_id] = asyncio.get_running_loop().create_task(renewed())


def _is_confirming(scope: Scope, row: Row) -> bool:
    """Is it a wiped machine that says, the first time, that nothing is on it any more? It may do nothing else."""
    is_asked = (scope["method"], scope["path"]) == ("PUT", f"{V1}/wiped")
    return is_asked and row["state"] == devices.WIPED and row["wiped_at"] is None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _limit(path: str) -> int | None:
    """Bytes that may be brought to this path; None where the route itself counts."""
    if path.startswith(f"{V1}/media/"):
        return None
    return BROADCAST_LIMIT if path.startswith(f"{V1}/broadcasts/") else BODY_LIMIT


def _check_length(scope: Scope, limit: int | None) -> None:
    length = Headers(scope=scope).get("content-length", "0")
    if limit is not None and length.isascii() and length.isdigit() and int(length[:19]) > limit:
        raise too_large(limit)


def _counted(receive: Receive, limit: int) -> Receive:
    """The body as it comes, until it is too much, whatever length was announced."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise HTTPException(413)
        return message

    return counted
