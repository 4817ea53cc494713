"""Sync by command: once, or until the outbox is empty."""

import asyncio
from dataclasses import dataclass
from typing import Any

from rise_tui.account import Account
from rise_tui.domain.clock import Clock
from rise_tui.domain.errors import NotSignedIn
from rise_tui.settings import Paths
from rise_tui.store.store import Store
from rise_tui.sync.answers import SignedOut
from rise_tui.sync.role import SyncRole, only_drain
from rise_tui.sync.setup import Setup
from rise_tui.sync.sitting import Sitting

DRAIN_S = 15 * 60.0
"""How long a detached drain may go on, in seconds."""
ONCE_S = 60.0
"""How long a single sync may take."""
ASIDE_S = 0.5
"""How often a drain looks whether somebody else wants the role."""
MOVED_S = 30.0
"""How long a drain tries one address before it reads the account again."""
OTHER_S = 0.1
"""How often it is asked how far another process that syncs this store has come."""
LAST_EVENTS_S = 3.0
"""How long to wait for the events of what was just accepted."""

SIGNED_OUT = {
    "token-expired": ("Your sign-in has run out", "What you sent waits here.", "Run rise login URL with a new token."),
    "token-revoked": ("You are signed out", "The office has taken this sign-in back.", "Ask your administrator."),
    "device-wiped": ("This machine was signed out", "The office had its copy deleted here.", "Ask your administrator."),
}
"""What each kind of being signed out is called, why, and what to do."""


@dataclass(frozen=True)
class Report:
    """What one sync did: how far the log is applied, events applied, wishes still here, and whether the relay answered.

    `has_role` False: another process syncs this store.
    """

    cursor: int
    applied: int
    outbox: int
    is_online: bool
    has_role: bool = True


def run_once(
    account: Account,
    paths: Paths,
    *,
    drain: bool = False,
    clock: Clock | None = None,
    seconds: float | None = None,
    setup: Setup | None = None,
) -> Report:
    """Sync now, and return after `seconds` at most (a minute; draining 15 minutes).

    Without `drain`: until everything up to now is here and everything that may go has been offered, or the relay does
    not answer. With `drain`: until the outbox is empty, however often the relay has to be asked. Where another process
    syncs this store it is left to that one, and waited for. Raises NotSignedIn, and the store's troubles.
    """
    limit = seconds if seconds is not None else (DRAIN_S if drain else ONCE_S)
    try:
        return asyncio.run(_within(setup or Setup.of(account, paths, clock), drain, limit))
    except SignedOut as error:
        raise NotSignedIn(*SIGNED_OUT[error.kind]) from error


async def _within(setup: Setup, drain: bool, limit_s: float) -> Report:
    drains = only_drain(setup.folder)
    if drain and not drains.take():
        with setup.store() as store:
            return _report(store, 0, has_role=False)
    role, deadline = SyncRole(setup.folder, steps_aside=drain), setup.clock.monotonic() + limit_s
    try:
        while True:
            report = await _turn(setup, role, drain, deadline)
            if report is not None:
                return report
            setup = setup.refreshed()
    finally:
        role.give_up()
        drains.give_up()


async def _turn(setup: Setup, role: SyncRole, drain: bool, deadline: float) -> Report | None:
    """Wait for the role, then sync; None: it was given up to somebody who wants it, and is to be waited for again."""
    patience = setup.clock.monotonic() + 2 * ASIDE_S
    while not role.take():
        with setup.store() as store:
            report = _report(store, 0, has_role=False)
        is_done = report.outbox == 0 or setup.clock.monotonic() > deadline
        is_left_to_others = drain or report.is_online or setup.clock.monotonic() < patience
        if is_done or not is_left_to_others:
            return report
        await setup.clock.sleep(ASIDE_S if drain else OTHER_S)
    try:
        with setup.store() as store:
            client = setup.client(setup.account)
            try:
                sitting = Sitting(store, client, setup.account, setup.clock, setup.waits)
                is_online = await _sit_until(sitting, role if drain else None, deadline, setup.clock)
                report = _report(store, sitting.applied, is_online=is_online)
            finally:
                await client.aclose()
    except SignedOut as error:
        setup.signed_out(setup.account, error.kind)
        raise
    finally:
        role.give_up()
    is_over = not drain or report.outbox == 0 or setup.clock.monotonic() >= deadline
    return report if is_over else None


async def _until_wanted(role: SyncRole, clock: Clock) -> None:
    """Somebody at a keyboard wants the role, or it is time to look whether the relay has moved."""
    until = clock.monotonic() + MOVED_S
    while not role.is_wanted() and clock.monotonic() < until:
        await clock.sleep(ASIDE_S)


async def _sit_until(sitting: Sitting, role: SyncRole | None, deadline: float, clock: Clock) -> bool:
    """Run the sitting until its job is done (with a `role`: draining, until it is wanted); was the relay there?"""
    sitting_task = asyncio.ensure_future(sitting.run())
    job = asyncio.ensure_future(_drained(sitting, clock) if role is not None else _synced(sitting, clock))
    late = asyncio.ensure_future(clock.sleep(max(0.0, deadline - clock.monotonic())))
    tasks: list[asyncio.Future[Any]] = [sitting_task, job, late]
    if role is not None:
        tasks.append(asyncio.ensure_future(_until_wanted(role, clock)))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if sitting_task.done():
            sitting_task.result()
        return sitting.caught_up.is_set() and not (job.done() and not job.result())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _synced(sitting: Sitting, clock: Clock) -> bool:
    """Everything is here and offered (True), or the relay did not answer."""
    waiting = [asyncio.ensure_future(sitting.caught_up.wait()), asyncio.ensure_future(sitting.missed.wait())]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
    if sitting.missed.is_set():
        return False
    await sitting.courier.is_idle()
    began = clock.monotonic()
    while sitting.replica.cursor().seq < sitting.courier.last_seq and clock.monotonic() - began < LAST_EVENTS_S:
        await clock.sleep(0.02)
    await sitting.photos.is_idle()
    return True


async def _drained(sitting: Sitting, clock: Clock) -> bool:
    """The outbox is empty, and it is known whether the relay is there."""
    while True:
        with sitting.store.reading() as session:
            is_empty = sitting.store.outbox.waiting(session) == 0
        if is_empty and (sitting.caught_up.is_set() or sitting.missed.is_set()):
            return True
        await clock.sleep(0.1)


def _report(store: Store, applied: int, *, is_online: bool = False, has_role: bool = True) -> Report:
    with store.reading() as session:
        cursor = store.cursor.get(session)
        outbox = store.outbox.waiting(session)
    return Report(cursor.seq, applied, outbox, is_online or (not has_role and cursor.line == "up_to_date"), has_role)
