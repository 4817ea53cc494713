"""How trouble is told: every error of `/v1` is an `application/problem+json` with what to do next."""

import logging
import secrets
import sqlite3

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.api.refusals import busy, disk_full, problem_response
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.wishes.wished import Refusal
from rise_tui.wire.shapes import FieldError

log = logging.getLogger(__name__)

MOST_ERRORS = 20
"""Fields named in one problem, at most."""
_TITLES = {404: "not-found", 413: "too-large", 429: "slow-down", 503: "busy"}
_WORDS = {
    404: "There is nothing at this address",
    405: "This cannot be done here",
    413: "That is too large",
    415: "That is not JSON",
}


def add_handlers(app: FastAPI) -> None:
    """Let every error of this application be told as a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(Shut, _busy)
    app.add_exception_handler(DiskFull, _full)
    app.add_exception_handler(OverflowError, _overflow)
    app.add_exception_handler(sqlite3.IntegrityError, _taken)
    for trouble in (sqlite3.Error, LookupError, ArmedFailure, Exception):
        app.add_exception_handler(trouble, _unexpected)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return problem_response(error)


async def _busy(request: Request, error: Exception) -> Response:
    return problem_response(busy("The relay is going down." if isinstance(error, Shut) else "Nothing was stored."))


async def _full(request: Request, error: Exception) -> Response:
    return problem_response(disk_full())


async def _overflow(request: Request, error: Exception) -> Response:
    return problem_response(Refusal(422, "invalid", "This cannot be used", "A number or a time is out of range."))


async def _taken(request: Request, error: Exception) -> Response:
    detail = "Something else stands under one of its ids."
    return problem_response(Refusal(409, "id-taken", "This is there already", detail, "Write it again as a new one."))


async def _malformed(request: Request, error: Exception) -> Response:
    """Which fields are wrong, and why; never what stood in them."""
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [FieldError(pointer=_pointer(one["loc"]), detail=str(one["msg"])) for one in error.errors()[:MOST_ERRORS]]
    first = errors[0].detail if errors else "It is not what was agreed."
    return problem_response(
        Refusal(422, "invalid", "This cannot be used", first, "Upgrade the app if this repeats.", errors=errors)
    )


def _pointer(place: tuple[str | int, ...]) -> str:
    """A JSON pointer into the body; what stands in the path or a header keeps that word in front."""
    parts = place[1:] if place and place[0] == "body" else place
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


async def _plain(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = 422 if error.status_code == 400 else error.status_code  # a body that is no JSON
    type_ = _TITLES.get(status, "invalid")
    title = _WORDS.get(status, "This cannot be used")
    headers = dict(error.headers or {})
    return problem_response(Refusal(status, type_, title, next_step="Upgrade the app.", headers=headers))


async def _unexpected(request: Request, error: Exception) -> Response:
    """A short code joins what the caseworker reads to what the log says; neither has a name or a word of a text."""
    code = secrets.token_hex(4)
    log.error("unexpected %s (%s) at %s", type(error).__name__, code, getattr(request.scope.get("route"), "path", "?"))
    refusal = Refusal(500, "busy", "The relay made a mistake", f"Its log has it as {code}.", "It is tried again.")
    return problem_response(refusal)
