"""The answers that tell what is wrong, and what to do next: `application/problem+json`."""

from typing import Any

from starlette.responses import Response

from rise_tui.relay.wishes.wished import Refusal
from rise_tui.wire.codec import to_json
from rise_tui.wire.routes import PROBLEM_JSON


def problem_response(refusal: Refusal) -> Response:
    """The answer that tells a refusal."""
    return written_problem(refusal.status, refusal.answer(), refusal.headers)


def written_problem(status: int, problem: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """A problem as it is kept beside a wish, as an answer."""
    return Response(to_json(problem), status, headers, PROBLEM_JSON)


def busy(detail: str = "Another writer holds the database.") -> Refusal:
    """Nothing was stored; it may be asked again at once."""
    return Refusal(503, "busy", "The relay is busy", detail, "Try again in a moment.", headers={"Retry-After": "1"})


def disk_full() -> Refusal:
    """Nothing was stored, and will not be before there is room."""
    return Refusal(
        507,
        "disk-full",
        "The relay's disk is full",
        "Nothing was stored.",
        "Tell whoever runs the relay: it needs room.",
    )


def too_large(limit: int) -> Refusal:
    """More bytes than are taken."""
    return Refusal(413, "too-large", "That is too large", f"At most {limit:,} bytes are taken.", "Make it smaller.")
