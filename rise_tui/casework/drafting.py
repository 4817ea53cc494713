"""What is half written: kept at every key, found again after any end."""

import threading
from dataclasses import dataclass, replace

from rise_tui.casework.desk import Desk
from rise_tui.casework.windows import is_open
from rise_tui.domain.ids import new_id
from rise_tui.store import drafts
from rise_tui.store.changes import Change
from rise_tui.store.troubles import StoreLocked

LATE_PAUSE = 0.02
"""Seconds between tries to write a draft that another window's write kept out."""


@dataclass(frozen=True)
class Draft:
    """What stands in a draft: offsets in characters. `is_elsewhere`: another open window is writing in it.

    `problem`: why a text that was to leave came back here.
    """

    message_id: str
    body: str = ""
    cursor: int = 0
    anchor: int = 0
    is_elsewhere: bool = False
    problem: str = ""


def recall(desk: Desk, client_id: str) -> Draft:
    """The draft to somebody, empty if there is none."""
    late = _late.waiting(client_id)
    with desk.store.reading() as session:
        kept = late or desk.store.drafts.get(session, client_id)
    if kept is None:
        return Draft(new_id())
    return Draft(kept.message_id, kept.body, kept.cursor, kept.anchor, _is_elsewhere(desk, kept), kept.problem or "")


def keep(desk: Desk, client_id: str, body: str, cursor: int, anchor: int | None = None) -> None:
    """Keep what is typed; on disk when this returns, or handed to a thread that writes it as soon as it may.

    A text has the id of its message from its first key. Where nothing was and nothing is typed, nothing is written.
    Raises StoreFull when there is no room: what is typed is then on the screen only.
    """
    draft = drafts.Draft(
        key=client_id,
        message_id=new_id(),
        body=body,
        cursor=cursor,
        anchor=cursor if anchor is None else anchor,
        owner=desk.window or None,
        at=desk.now,
    )
    try:
        _write(desk, draft)
    except StoreLocked:
        _late.write(desk, draft)
    else:
        _late.forget(client_id)


def take_over(desk: Desk, client_id: str) -> Draft:
    """Write in this window from now on; the other one shows the draft read-only."""
    with desk.store.writing(Change("drafts", client_id)) as session:
        desk.store.drafts.take_over(session, client_id, desk.window or None)
    return recall(desk, client_id)


def let_go(desk: Desk) -> None:
    """This window closes: its drafts may be written in by any other."""
    if desk.window:
        with desk.store.writing() as session:
            desk.store.drafts.let_go(session, desk.window)


def _is_elsewhere(desk: Desk, kept: drafts.Draft) -> bool:
    return bool(kept.owner and desk.window and kept.owner != desk.window and kept.body and is_open(kept.owner))


def _write(desk: Desk, draft: drafts.Draft) -> None:
    """One draft, one transaction. A window that is gone owns nothing; one that is open keeps its draft."""
    store = desk.store
    with store.writing() as session:
        before = store.drafts.get(session, draft.key)
        if before is None and not draft.body:
            return
        if before is not None and before.owner not in (None, draft.owner) and not _is_elsewhere(desk, before):
            store.drafts.take_over(session, draft.key, draft.owner)
        kept = replace(draft, message_id=before.message_id, media=before.media) if before is not None else draft
        store.drafts.put(session, kept)


class _Late:
    """Writes drafts that could not be written at once, from a thread of its own; the newest of each counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drafts: dict[str, tuple[Desk, drafts.Draft]] = {}
        self._thread: threading.Thread | None = None

    def write(self, desk: Desk, draft: drafts.Draft) -> None:
        """Write it as soon as the store may be written."""
        with self._lock:
            self._drafts[draft.key] = (desk, draft)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="rise-late-drafts")
                self._thread.start()

    def forget(self, key: str) -> None:
        """A newer one has been written."""
        if self._drafts:
            with self._lock:
                self._drafts.pop(key, None)

    def waiting(self, key: str) -> drafts.Draft | None:
        """The draft that is not on disk yet."""
        late = self._drafts.get(key)
        return late[1] if late is not None else None

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            with self._lock:
                if not self._drafts:
                    self._thread = None
                    return
                key, (desk, draft) = next(iter(self._drafts.items()))
                try:
                    _write(desk, draft)
                except StoreLocked:
                    pass  # tried again below, for as long as it takes
                else:
                    del self._drafts[key]
                    continue
            pause.wait(LATE_PAUSE)


_late = _Late()
