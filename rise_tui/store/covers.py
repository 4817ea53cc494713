"""Who sees to whose clients, and what was told when that ended."""

from dataclasses import dataclass
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Cover:
    """One caseworker sees to another's clients, all or a group's. Times are milliseconds.

    `open`: the clients who needed a reply at its end, for who was covered; `is_read`: they have seen that.
    """

    cover_id: str
    of_caseworker_id: str
    by_caseworker_id: str
    group_id: str | None = None
    from_at: int = 0
    until_at: int = 0
    note: str = ""
    has_begun: bool = False
    is_ended: bool = False
    ended_at: int | None = None
    open: tuple[str, ...] = ()
    received: int = 0
    written: int = 0
    is_read: bool = False
    seq: int = 0


_SHAPE = Shape("cover", Cover)


class Covers:
    """Covers by when they begin."""

    def put(self, session: Session, cover_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `cover`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "cover", cover_id, columns, seq)

    def get(self, session: Session, cover_id: str) -> Cover | None:
        """The cover of that id."""
        return _SHAPE.one(session, "WHERE cover_id = ?", cover_id)

    def present(self, session: Session, now: int) -> list[Cover]:
        """Those that are, or are still to come, at `now` (milliseconds), the next to end first."""
        return _SHAPE.many(session, "WHERE NOT is_ended AND until_at > ? ORDER BY until_at, cover_id", now)

    def ended(self, session: Session, of_caseworker_id: str, since: int) -> list[Cover]:
        """Of whom was covered: those that have ended since then (milliseconds), the newest first."""
        return _SHAPE.many(
            session,
            "WHERE of_caseworker_id = ? AND ended_at >= ? ORDER BY ended_at DESC, cover_id",
            of_caseworker_id,
            since,
        )

    def mark_read(self, session: Session, cover_id: str) -> None:
        """Who was covered has seen what was told at its end; it stays on this machine."""
        sql(session).execute("UPDATE cover SET is_read = 1 WHERE cover_id = ?", (cover_id,))
