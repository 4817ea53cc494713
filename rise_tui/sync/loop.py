"""Sync beside the app: a thread of its own that takes the role when it is free and gives it up when it is stopped."""

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from rise_tui.account import Account
from rise_tui.domain.clock import Clock
from rise_tui.domain.errors import RiseError
from rise_tui.settings import Paths
from rise_tui.sync.answers import SignedOut
from rise_tui.sync.courtesy import Courtesy
from rise_tui.sync.draining import spawn_drain
from rise_tui.sync.once import Report, run_once
from rise_tui.sync.probing import probe
from rise_tui.sync.role import SyncRole
from rise_tui.sync.setup import ROLE_S, Setup
from rise_tui.sync.sitting import Sitting

__all__ = ["Report", "SyncThread", "probe", "run_once", "spawn_drain"]

SIGN_IN_S = 5.0
"""How often a new sign-in is looked for while signed out."""
SOUND_S = 60.0
"""A spell that lasted this long was sound: what ended it is counted as the first failure."""

log = logging.getLogger(__name__)


class SyncThread:
    """Sync beside the app: one thread with its own event loop and its own connection to the store.

    It waits for the role while another process has it, and gives it up on `stop`. It may be started again.
    """

    def __init__(
        self, account: Account, paths: Paths, *, clock: Clock | None = None, setup: Setup | None = None
    ) -> None:
        self.setup = setup or Setup.of(account, paths, clock)
        self._account = self.setup.account
        self._courtesy = Courtesy(self.setup.clock)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._sitting: Sitting | None = None
        self._lock = threading.Lock()

    @property
    def is_running(self) -> bool:
        """Is the thread there?"""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start syncing; nothing if it runs already."""
        with self._lock:
            if self.is_running:
                return
            started = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(started,), name="rise-sync", daemon=True)
            self._thread.start()
            started.wait()

    def stop(self, seconds: float = 5.0) -> bool:
        """End it and give up the role; False if it did not end within that time (it is a daemon and ends with us)."""
        with self._lock:
            thread, loop, main = self._thread, self._loop, self._main
            if thread is None or not thread.is_alive() or loop is None or main is None:
                return True
            self._call(loop, main.cancel)
            thread.join(seconds)
            return not thread.is_alive()

    def poke(self) -> None:
        """Something was put into the outbox: carry it now."""
        loop, sitting = self._loop, self._sitting
        if loop is not None and sitting is not None:
            self._call(loop, sitting.poke)

    def give_way(self) -> None:
        """A key is being answered: let it go first."""
        self._courtesy.ask()

    def _call(self, loop: asyncio.AbstractEventLoop, what: Callable[[], object]) -> None:
        try:
            loop.call_soon_threadsafe(what)
        except RuntimeError:
            pass  # the loop has just ended by itself

    def _run(self, started: threading.Event) -> None:
        async def main() -> None:
            self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
            started.set()
            await self._sync()

        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            pass  # stop() asked for it
        finally:
            started.set()

    async def _sync(self) -> None:
        """Sit, for ever: again after being signed in, after trouble with the disk, and after a fault of ours."""
        setup, role, failures = self.setup, SyncRole(self.setup.folder), 0
        try:
            while True:
                began = setup.clock.monotonic()
                try:
                    if not role.take():
                        await setup.clock.sleep(ROLE_S)
                        continue
                    await self._sit_until_signed_in_again()
                except RiseError as error:
                    log.warning("sync rests: %s", type(error).__name__)
                except Exception as error:  # noqa: BLE001 - a fault of ours must not end sync for good; it is told and tried again
                    log.error("sync rests after a fault: %s", _where(error))
                else:
                    continue
                role.give_up()
                failures = 1 if setup.clock.monotonic() - began > SOUND_S else failures + 1
                await setup.clock.sleep(setup.waits.seconds(failures))
        finally:
            role.give_up()

    async def _sit_until_signed_in_again(self) -> None:
        """Sit while the token holds; then wait for another one."""
        try:
            await self._sit(self._account)
        except SignedOut as error:
            self.setup.signed_out(self._account, error.kind)
            await self._until_signed_in_again()

    async def _sit(self, account: Account) -> None:
        setup = self.setup
        with setup.store() as store:
            client = setup.client(account)
            try:
                self._sitting = Sitting(store, client, account, setup.clock, setup.waits, self._courtesy)
                await self._sitting.run()
            finally:
                self._sitting = None
                await client.aclose()

    async def _until_signed_in_again(self) -> None:
        """Ask now and then whether another token lies there; the outbox waits."""
        while (found := self.setup.signed_in_again(self._account)) is None:
            await self.setup.clock.sleep(SIGN_IN_S)
        self._account = found


def _where(error: BaseException) -> str:
    """A fault's kind and place, without its words: they could hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames[:-4:-1])
