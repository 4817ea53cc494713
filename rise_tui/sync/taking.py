"""What it needs to put facts into the replica: the open transaction, who reads, and what was touched on the way."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rise_tui.store.changes import Change, ring
from rise_tui.store.engine import Session, sql
from rise_tui.store.notices import STEPPED_OVER
from rise_tui.store.pending import Key, write
from rise_tui.store.store import Store
from rise_tui.store.troubles import is_of_the_store
from rise_tui.version import __version__
from rise_tui.wire.events import Event
from rise_tui.wire.shapes import Fact

F = TypeVar("F", bound=Fact)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reader:
    """As whom the log is read."""

    caseworker_id: str
    role: str = "caseworker"
    device_id: str = ""

    @property
    def sees_all(self) -> bool:
        """Every client of the office? Only a supervisor."""
        return self.role == "supervisor"


@dataclass
class Taking:
    """One transaction's worth of facts: rows are written as facts come, lines of the inbox and the bell at the end."""

    session: Session
    store: Store
    me: Reader
    now_ms: int
    changes: dict[Change, None] = field(default_factory=dict)
    conversations: dict[str, None] = field(default_factory=dict)

    def fact(self, table: str, key: Key, columns: dict[str, Any], seq: int) -> bool:
        """Put a fact into its row, unless a newer one made it; where a wish is pending only the kept fact changes."""
        return write(self.session, table, key, columns, seq)

    def changed(self, topic: str, key: str = "") -> None:
        """Ring the bell for this when all is written."""
        self.changes[Change(topic, key)] = None

    def touched(self, client_id: str) -> None:
        """The line of this conversation must be made anew, and its thread read again."""
        self.conversations[client_id] = None
        self.changed("inbox", client_id)
        self.changed("thread", client_id)

    def close(self) -> None:
        """Make the lines true and ring the bell; before the commit."""
        for client_id in self.conversations:
            self.store.conversations.refresh(self.session, client_id)
        ring(self.session, *self.changes)
        self.conversations.clear()
        self.changes.clear()

    @contextmanager
    def one(self, event: Event) -> Iterator[None]:
        """Around what one event writes: all of it, or nothing and it is stepped over; the log never stops at one fact.

        The store's own troubles (locked, full, damaged) pass: they stop everything, and the event comes again.
        """
        connection = sql(self.session)
        connection.execute("SAVEPOINT one")
        try:
            yield
        except Exception as error:
            if is_of_the_store(error):
                raise
            connection.execute("ROLLBACK TO one")
            self.step_over(event, type(error).__name__)
        finally:
            if connection.in_transaction:
                connection.execute("RELEASE one")

    def step_over(self, event: Event, why: str) -> None:
        """What cannot be read is left out, counted, and read again from the snapshot by the next version of rise."""
        log.warning("event %d could not be read by this version: %s", event.seq, why)
        notices = self.store.notices
        before = notices.get(self.session, STEPPED_OVER)
        count = int(before.words.get("count", 0)) + 1 if before is not None else 1
        seq = max(event.seq, before.seq) if before is not None else event.seq
        words = {"count": count, "type": event.type[:40], "version": __version__}
        notices.put(self.session, STEPPED_OVER, words, seq=seq, at=self.now_ms)


Put = Callable[[Taking, Event, Any], None]
"""Puts one type of fact into the replica."""

Puts = dict[str, Put]
