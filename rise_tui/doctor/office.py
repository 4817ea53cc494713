"""Looks at the line to the office: the sign-in, the relay, its certificate, the clock, the phone company."""

import socket
import threading
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.request import getproxies

from rise_tui.account import Account
from rise_tui.doctor.checks import LONGEST, Check, Group, age, day, look, ok, outside, wrong
from rise_tui.domain.clock import Clock
from rise_tui.domain.errors import NotSignedIn, RiseError
from rise_tui.domain.safe_text import one_line
from rise_tui.store.notices import Notice
from rise_tui.sync.probing import Found, probe
from rise_tui.sync.relay_client import checked_url
from rise_tui.version import __version__

CONNECT_S, ANSWER_S = 2.0, 2.0
"""Seconds that a connection and then an answer are waited for."""
CLOCK_S = 60
"""Seconds that this machine's clock may be off."""
SOON = timedelta(days=14)
"""When an end is worth a word."""
_HERE = Group.OFFICE
_NO_LINE = "Look at this machine's own line; if that is up, tell whoever keeps the relay. What you do waits here."
_SIGN_IN = "Run: rise login URL, with the token that you were given."


def signed_in(*, is_from_environment: bool) -> Check:
    """There is a sign-in."""
    return ok(_HERE, "sign-in", "there, from RISE_TOKEN" if is_from_environment else "there")


def not_signed_in(error: RiseError) -> Check:
    """There is none, or it cannot be read."""
    return wrong(_HERE, "sign-in", outside(f"{error.title}. {error.detail}".strip()), error.next_step or _SIGN_IN)


def line(account: Account, clock: Clock) -> list[Check]:
    """What the relay answers; within some seconds, also where nobody does."""
    try:
        where = _address(checked_url(account.url))
    except RiseError as error:
        return [wrong(_HERE, "relay", outside(f"{error.title}. {error.detail}".strip()), _SIGN_IN)]
    if not _has_name(account.url):
        detail = f"{where} is not known by that name just now"
        return [wrong(_HERE, "relay", detail, _NO_LINE)]
    try:
        found = probe(account, clock, connect_s=CONNECT_S, answer_s=ANSWER_S)
    except NotSignedIn as error:
        refused = wrong(_HERE, "token", outside(f"{error.title}. {error.detail}".strip()), error.next_step or _SIGN_IN)
        return [ok(_HERE, "relay", f"{where} answers"), refused]
    except RiseError as error:
        return [wrong(_HERE, "relay", f"{where}: {outside(error.detail or error.title)}", _NO_LINE)]
    checks = [_relay(where, found), _token(found, clock.now()), _clock(found)]
    return checks + ([_certificate(found.certificate_until, clock.now())] if found.certificate_until else [])


def heard(carrier: Notice | None, stepped_over: Notice | None, stopped: str | None = None) -> list[Check]:
    """That the office has stopped its texts, what the phone company last said, and what this version could not read."""
    checks = []
    if stopped is not None:
        words = outside(f"the office has stopped them all: {stopped}" if stopped else "the office has stopped them all")
        checks.append(look(_HERE, "texts", words, "They wait and lose nothing; an administrator ends it."))
    if carrier is not None:
        words = outside(" ".join(f"{carrier.words[part]}." for part in ("title", "detail") if carrier.words.get(part)))
        words = words.replace("..", ".")
        step = "Tell whoever keeps the relay."
        if carrier.words.get("is_stopped"):
            checks.append(wrong(_HERE, "phone company", words, step))
        elif carrier.words.get("code") == "ok":
            checks.append(ok(_HERE, "phone company", words))
        else:
            checks.append(look(_HERE, "phone company", words, step))
    if stepped_over is not None:
        count = stepped_over.words.get("count", 0)
        step = "Upgrade rise on this machine."
        checks.append(wrong(_HERE, "facts", f"{count} facts of a newer relay could not be read", step))
    return checks


def _relay(where: str, found: Found) -> Check:
    detail = f"{where} answers in {max(1, round(found.seconds * 1000))} ms"
    if not found.version:
        return ok(_HERE, "relay", detail)
    detail += f", version {outside(found.version)}"
    if _parts(found.version) < _parts(__version__):
        return look(_HERE, "relay", f"{detail}: older than this rise", "Ask whoever keeps it to upgrade it.")
    return ok(_HERE, "relay", detail)


def _token(found: Found, now: datetime) -> Check:
    if found.token_until is None:
        return ok(_HERE, "token", "good, without an end")
    detail = f"good until {day(found.token_until)}"
    if found.token_until - now < SOON:
        return look(_HERE, "token", detail, "Ask your administrator for a new one, then run: rise login URL")
    return ok(_HERE, "token", detail)


def _clock(found: Found) -> Check:
    off = round(found.clock_off_seconds)
    if abs(off) <= CLOCK_S:
        return ok(_HERE, "clock", "right, within a minute of the relay's")
    which = "ahead of" if off > 0 else "behind"
    return wrong(
        _HERE,
        "clock",
        f"this machine's clock is {abs(off)} s {which} the relay's",
        "Set this machine's clock: times on the screen, and when a text is too late, hang on it.",
    )


def _certificate(until: datetime, now: datetime) -> Check:
    detail = f"good until {day(until)}, for {age(until - now)}"
    if until - now < SOON:
        return look(_HERE, "certificate", detail, "Tell whoever keeps the relay: it has to be renewed.")
    return ok(_HERE, "certificate", detail)


def _has_name(url: str) -> bool:
    """Is the name found within two seconds? The system's own search may take many more and cannot be broken off."""
    parsed = urlsplit(url)
    if not parsed.hostname or parsed.scheme in getproxies():
        return True  # a proxy finds it
    answers: list[bool] = []

    def search() -> None:
        try:
            answers.append(bool(socket.getaddrinfo(parsed.hostname, parsed.port or 443)))
        except OSError:
            answers.append(False)

    searching = threading.Thread(target=search, daemon=True)
    searching.start()
    searching.join(CONNECT_S)
    return bool(answers and answers[0])


def _address(url: str) -> str:
    """The relay's address without what could be secret in it."""
    parsed = urlsplit(url)
    return one_line(f"{parsed.scheme}://{parsed.hostname}" + (f":{parsed.port}" if parsed.port else ""), 200)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version[:LONGEST].split(".") if part.isascii() and part.isdigit())
