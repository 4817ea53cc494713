"""What the relay's answers mean to the app: try again, final, or signed out.

NoRelay                nothing usable came back; the line is down
├─ ComeBackLater       the relay is there and asks for patience (408, 425, 429, 5xx), or nobody answered
│  └─ TooMuch          more bytes than are taken
└─ WrongRelay          somebody answers there, but it is not the relay that this account belongs to
RefusedByRelay         a final 4xx: the problem says why
SignedOut              401: the token opens nothing any more; `kind` says which way
"""

from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.wire.shapes import Problem

NOT_KNOWN = "Extra inputs are not permitted"
"""How a relay of any version says of a field that it does not know it (pydantic's words)."""
RETRIED = frozenset({408, 425, 429})
DEVICE_WIPED = "device-wiped"
KINDS = ("token-expired", "token-revoked", DEVICE_WIPED)
TAKEN_BACK = ("token-revoked", DEVICE_WIPED)
"""After these nobody reads here what is on this machine, until somebody signs in."""


class NoRelay(Exception):
    """Nothing usable came back. Its words name no person and no text."""

    @property
    def sentence(self) -> str:
        """Its words, for a person."""
        words = str(self)
        return f"{words[:1].upper()}{words[1:]}."


class ComeBackLater(NoRelay):
    """To be tried again, for ever; `after_s` (seconds) if the relay said how long to wait."""

    def __init__(self, why: str, after_s: float | None = None) -> None:
        super().__init__(why)
        self.after_s = after_s


class TooMuch(ComeBackLater):
    """The answer has more bytes than are taken; another try will not change that."""


class WrongRelay(NoRelay):
    """Another program answers at the relay's address: no token was sent to it."""

    def __init__(self, url: str) -> None:
        super().__init__(f"the program that answers at {url} is not this account's relay")


class RefusedByRelay(Exception):
    """A final no. `problem.present` has the present values where a colleague's edit came between."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.type}")
        self.problem = problem


class SignedOut(Exception):
    """The token opens nothing any more. `kind` is token-expired, token-revoked or device-wiped."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def in_versions(problem: Problem) -> Problem:
    """A relay that does not know a field is older than this app: then it says so, and what to do; else it is as it was.

    Nothing is lost by it: what was wished stays in the outbox, or is a draft again.
    """
    unknown = [error.pointer.rsplit("/", 1)[-1] for error in problem.errors or () if error.detail.startswith(NOT_KNOWN)]
    if problem.status != 422 or not unknown:
        return problem
    names = ", ".join(dict.fromkeys(name.replace("_", " ") for name in unknown))
    return problem.model_copy(
        update={
            "title": say("The office's program is older than this app"),
            "detail": say("It does not know: {names}.", names=one_line(names, 80)),
            "next_step": say("Ask your administrator to upgrade it; then offer this again."),
        }
    )


def meaning(status: int, problem: Problem | None, after_s: float | None) -> Exception:
    """The exception that an answer other than success stands for.

    A final no counts only in the relay's own words: a portal's or a proxy's page says nothing about a wish. One
    exception is 413, which a proxy in front of the relay says for good.
    """
    if status in RETRIED or status >= 500 or status < 400:
        return ComeBackLater(f"the relay answered {status}", after_s)
    if problem is None and status != 413:
        return ComeBackLater(f"something on the way answered {status}", after_s)
    if status == 401 and problem is not None:
        name = problem.type.rsplit("/", 1)[-1]
        return SignedOut(name if name in KINDS else "token-revoked")
    if problem is None:
        problem = Problem(type="/problems/too-large", title="This is too large", status=status)
    return RefusedByRelay(in_versions(problem))
