"""Drafts that another window's write kept from the disk: handed to a thread that writes them as soon as it may."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import RiseError
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session

PAUSE = 0.02
"""Seconds between two tries."""
LAST_TRIES = 10.0
"""Seconds for which an ending program still tries."""

Write = Callable[[Session, Draft], None]


@dataclass(frozen=True, eq=False)
class _Waiting:
    """One draft that is not on disk; only the very same one is ever crossed off."""

    desk: Desk
    draft: Draft


class LateDrafts:
    """What waits to be written, the newest of each draft; safe to use from the screen's thread and the writer's."""

    def __init__(self, write: Write) -> None:
        """`write` puts one draft into an open transaction."""
        self._write = write
        self._changed = threading.Condition()
        self._waiting: dict[tuple[str, str], _Waiting] = {}
        self._thread: threading.Thread | None = None

    def add(self, desk: Desk, draft: Draft) -> None:
        """Write it as soon as the store may be written; an older one of the same key is not written any more."""
        with self._changed:
            self._waiting[_key(desk, draft.key)] = _Waiting(desk, draft)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="rise-late-drafts")
                self._thread.start()

    def get(self, desk: Desk, key: str) -> Draft | None:
        """The draft that is not on disk yet."""
        waiting = self._waiting.get(_key(desk, key))
        return None if waiting is None else waiting.draft

    @contextmanager
    def taken(self, desk: Desk, key: str) -> Iterator[Draft | None]:
        """The late draft, which is not written while somebody else decides about it; back in line if that fails."""
        with self._changed:
            waiting = self._waiting.pop(_key(desk, key), None)
            self._changed.notify_all()
        try:
            yield None if waiting is None else waiting.draft
        except BaseException:
            if waiting is not None:
                self.add(waiting.desk, waiting.draft)
            raise

    def take(self, desk: Desk, session: Session, key: str) -> Draft | None:
        """The late draft, for who decides about it in that transaction; back in line if it fails, its commit included.

        What has been typed since then counts.
        """
        with self._changed:
            waiting = self._waiting.pop(_key(desk, key), None)
            self._changed.notify_all()
        if waiting is None:
            return None

        def again() -> None:
            with self._changed:
                if _key(desk, key) not in self._waiting:
                    self.add(waiting.desk, waiting.draft)

        desk.store.if_undone(session, again)
        return waiting.draft

    def settle(self, desk: Desk, seconds: float = LAST_TRIES) -> bool:
        """Wait until nothing of this store is late any more; False if that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._of(desk), seconds)

    def _of(self, desk: Desk) -> list[_Waiting]:
        return [waiting for (store, _), waiting in self._waiting.items() if store == str(desk.store.path)]

    def _run(self) -> None:
        """Until nothing waits. An ending program waits for this thread, but not for ever."""
        ending = 0.0
        while True:
            with self._changed:
                waiting = next(iter(self._waiting.values()), None)
                if waiting is None or (ending and time.monotonic() - ending > LAST_TRIES):
                    self._thread = None
                    return
            if not self._is_written(waiting):
                ending = ending or (0.0 if threading.main_thread().is_alive() else time.monotonic())
                with self._changed:
                    self._changed.wait(PAUSE)

    def _is_written(self, waiting: _Waiting) -> bool:
        """Write it, unless a newer one has come meanwhile; False: not yet."""
        key = _key(waiting.desk, waiting.draft.key)
        try:
            with waiting.desk.store.writing() as session:
                if self._waiting.get(key) is waiting:  # looked at where nobody else can write: no older one comes last
                    self._write(session, waiting.draft)
        except RiseError:  # still locked, or no room: tried again for as long as the program runs
            return False
        with self._changed:
            if self._waiting.get(key) is waiting:
                del self._waiting[key]
                self._changed.notify_all()
        return True


def _key(desk: Desk, key: str) -> tuple[str, str]:
    return str(desk.store.path), key
