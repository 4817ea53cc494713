"""What a command of a signed-in caseworker begins with: settings, account, store, desk; and a short catch-up."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rise_tui import account as accounts
from rise_tui import settings as settings_of
from rise_tui.account import Account
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import Clock, SystemClock
from rise_tui.domain.errors import NotSignedIn, RiseError
from rise_tui.domain.ids import CaseworkerId
from rise_tui.settings import Settings
from rise_tui.store.connect import UI_WAIT_MS
from rise_tui.store.store import Store

PATIENT_MS = 5000
"""How long a command waits for another window's write; nobody is typing."""
CATCH_UP = 6.0
"""Seconds that a command spends on hearing what is new before it answers from what is here."""


@dataclass(frozen=True)
class SignedIn:
    """Everything a command works with."""

    settings: Settings
    account: Account
    desk: Desk


def clock_of(environ: dict[str, str] | os._Environ[str]) -> Clock:
    """The machine's clock; `RISE_CLOCK_OFFSET` seconds wrong if that is set (to try what a wrong clock does)."""
    try:
        return SystemClock(float(environ.get("RISE_CLOCK_OFFSET", "0")))
    except ValueError:
        return SystemClock()


@contextmanager
def signed_in() -> Iterator[SignedIn]:
    """Open the account of this machine. Raises NotSignedIn, BadInput, StoreBusy and the other troubles of a store."""
    settings = settings_of.load()
    account = account_of(settings)
    folder = accounts.store_folder(account, settings.paths)
    with signed_in_as(settings, account, folder, wait_ms=PATIENT_MS) as here:
        yield here


def account_of(settings: Settings) -> Account:
    """Who is signed in here. Raises NotSignedIn; a machine that the office has closed asks first what else it is to do.

    It may have been told to delete everything since.
    """
    try:
        return accounts.load(settings.paths, token=settings.token, relay_url=settings.relay_url)
    except NotSignedIn:
        closed = accounts.locked(settings.paths, token=settings.token, relay_url=settings.relay_url)
        if closed is not None:
            from rise_tui.sync.loop import run_once

            with suppress(RiseError):
                run_once(closed, settings.paths, seconds=CATCH_UP)
            return accounts.load(settings.paths, token=settings.token, relay_url=settings.relay_url)
        raise


@contextmanager
def signed_in_as(
    settings: Settings, account: Account, folder: Path, *, wait_ms: int = UI_WAIT_MS, window: str = ""
) -> Iterator[SignedIn]:
    """Open this account's store in that folder, for a window of that name."""
    with Store(folder, wait_ms=wait_ms) as store:
        desk = Desk(
            store,
            clock_of(os.environ),
            CaseworkerId(account.caseworker_id),
            account.office_id,
            account.zone,
            account.name,
            account.office,
            settings.hold_seconds,
            window,
            settings.papers,
        )
        yield SignedIn(settings, account, desk)


def catch_up(here: SignedIn) -> bool:
    """Hear what is new and let out what waits, for a few seconds; is the line up?

    Where another window does that already, it is left to it. Offline is no error: what is here is shown, and a notice
    says so.
    """
    from rise_tui.commands.output import notice
    from rise_tui.sync.loop import run_once

    report = run_once(here.account, here.settings.paths, drain=False, clock=here.desk.clock, seconds=CATCH_UP)
    if not report.is_online:
        waiting = f"; {report.outbox} on this machine only" if report.outbox else ""
        notice(f"{here.desk.line().since}{waiting}")
    return report.is_online


@contextmanager
def carry(here: SignedIn, has_arrived: Callable[[], bool]) -> Iterator[bool]:
    """Let the outbox out; inside, tell whether the relay has what was wished.

    Where it does not, a process of its own goes on trying for a quarter of an hour, and a notice says so. Being signed
    out is raised after that: what was wished waits here all the same.
    """
    signed_out: NotSignedIn | None = None
    try:
        catch_up(here)
    except NotSignedIn as error:
        signed_out = error
    is_there = has_arrived()
    yield is_there
    if signed_out is not None:
        raise signed_out
    if not is_there:
        from rise_tui.commands.output import notice
        from rise_tui.sync.loop import spawn_drain

        spawn_drain(here.account, here.settings.paths)
        notice("queued: it stands on this machine only, and goes out as soon as the line is there")
