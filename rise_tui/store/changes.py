"""The bell: what changed is written in the transaction that changed it, and heard by every window of every process."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from rise_tui.store.connect import connect
from rise_tui.store.engine import Session, sql

TOPICS = frozenset(
    {
        "inbox",
        "thread",
        "photo",
        "documents",
        "broadcast",
        "groups",
        "templates",
        "drafts",
        "outbox",
        "line",
        "office",
    }
)
"""What can change; a screen says which ones it hears."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something of that topic changed; `key` says what (a client, a broadcast), empty: any of them."""

    topic: str
    key: str = ""

    def __post_init__(self) -> None:
        if self.topic not in TOPICS:
            raise ValueError(f"no bell topic {self.topic!r}")


def ring(session: Session, *changes: Change) -> None:
    """Write the changes, each once; they are heard when the session commits. The store itself sweeps old ones away."""
    once = [(change.topic, change.key) for change in dict.fromkeys(changes)]
    sql(session).executemany("INSERT INTO changes(topic, key) VALUES (?, ?)", once)


def newest_change(session: Session) -> int:
    """The number of the last change that this session sees."""
    return int(sql(session).execute("SELECT max(id) FROM changes").fetchone()[0] or 0)


def has_changed(session: Session, since: int, *, but: Collection[str] = ()) -> bool:
    """Has anything rung after that number, beside the topics in `but`? Also True where that cannot be told any more."""
    found = sql(session).execute("SELECT id, topic FROM changes WHERE id > ? ORDER BY id", (since,)).fetchall()
    is_swept = bool(found) and found[0][0] != since + 1
    return is_swept or any(topic not in but for _, topic in found)


def keys_changed(session: Session, topic: str, since: int) -> frozenset[str] | None:
    """What has rung under that topic after that number; None where it may be any, or cannot be told any more."""
    found = sql(session).execute("SELECT id, topic, key FROM changes WHERE id > ? ORDER BY id", (since,)).fetchall()
    if newest_change(session) < since or (found and found[0][0] != since + 1):
        return None
    keys = frozenset(key for _, rung, key in found if rung == topic)
    return None if "" in keys else keys


class Bell:
    """Hears what others have committed since it last listened; one connection of its own, which never writes."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self._connection = connect(path, key, is_read_only=True)
        try:
            self._before = self._heard = self._newest()
            self._version = self._data_version()
            self._is_answered = True
        except BaseException:
            self._connection.close()
            raise

    def heard(self) -> tuple[Change, ...]:
        """What changed since the last call, each change once, in order; empty at almost no cost when nothing did."""
        version = self._data_version()
        if version == self._version:
            return ()
        self._version = version
        rows = self._connection.execute("SELECT id, topic, key FROM changes WHERE id > ? ORDER BY id", (self._heard,))
        found = rows.fetchall()
        if not found:
            newest = self._newest()
            if newest < self._heard:  # another file under the same name: a store that was rebuilt
                self._heard = newest
                return everything()
            return ()
        has_missed = found[0][0] != self._heard + 1
        self._heard = found[-1][0]
        return everything() if has_missed else _once(Change(topic, key) for _, topic, key in found)

    def topics(self) -> frozenset[str]:
        """The topics of what changed since the last call, however many changes these were; `was_about` tells more."""
        version = self._data_version()
        if version == self._version:
            return frozenset()
        self._version = version
        asked = "SELECT topic, min(id), max(id) FROM changes WHERE id > ? GROUP BY topic"
        rows = self._connection.execute(asked, (self._heard,)).fetchall()
        if not rows:
            newest = self._newest()
            is_rebuilt = newest < self._heard  # another file under the same name
            self._hear(-1 if is_rebuilt else self._heard, newest)
            return TOPICS if is_rebuilt else frozenset()
        has_missed = min(first for _, first, _ in rows) != self._heard + 1
        self._hear(-1 if has_missed else self._heard, max(last for _, _, last in rows))
        return TOPICS if has_missed else frozenset(topic for topic, _, _ in rows)

    def was_about(self, key: str, topics: Collection[str]) -> bool:
        """May what `topics` told since this was last asked concern this key?

        Not if every change was of one of these and of another key. True also where that cannot be told any more.
        """
        self._is_answered = True
        places = ", ".join("?" * len(topics))
        asked = (
            "SELECT (SELECT coalesce(min(id), 0) FROM changes) > ? OR EXISTS (SELECT 1 FROM changes"
            f" WHERE id > ? AND id <= ? AND (topic NOT IN ({places}) OR key IN ('', ?)))"
        )
        found = self._connection.execute(asked, (self._before + 1, self._before, self._heard, *topics, key))
        return self._before < 0 or bool(found.fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _hear(self, before: int, newest: int) -> None:
        """What was told and is not asked about yet is told still: who asks may be slower than those who write."""
        self._before = before if self._is_answered else min(self._before, before)
        self._heard, self._is_answered = newest, False

    def _newest(self) -> int:
        return int(self._connection.execute("SELECT max(id) FROM changes").fetchone()[0] or 0)

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


class Stamp:
    """Tells whether anybody has committed anything since it was last read; for any thread, one at a time."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self._connection = connect(path, key, is_read_only=True)
        self._reading = Lock()

    def read(self) -> int:
        """A number that stays while nobody commits anything, this program included; no table is read for it."""
        with self._reading:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def everything() -> tuple[Change, ...]:
    """That every topic has changed."""
    return tuple(Change(topic) for topic in sorted(TOPICS))


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(dict.fromkeys(changes))
