"""How far the log has been applied here, and how the line to the relay is."""

from dataclasses import asdict, dataclass

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, insert_row, updates


@dataclass(frozen=True, slots=True)
class Cursor:
    """`line`: up_to_date, catching_up, offline, signed_out; times in milliseconds.

    `snapshot_page` and `snapshot_seq` while a snapshot loads: the next page, and the seq after which events follow.
    """

    epoch: str = ""
    seq: int = 0
    snapshot_page: str | None = None
    snapshot_seq: int | None = None
    line: str = "offline"
    line_since_at: int = 0
    synced_at: int | None = None
    problem: str | None = None


_SHAPE = Shape("cursor", Cursor)


class Cursors:
    """One cursor."""

    def get(self, session: Session) -> Cursor:
        """How far we are; at first nowhere and offline."""
        return _SHAPE.one(session, "WHERE id = 1") or Cursor()

    def put(self, session: Session, cursor: Cursor) -> None:
        """So far we are now."""
        values = asdict(cursor)
        insert_row(session, "cursor", {"id": 1, **values}, f"ON CONFLICT(id) DO UPDATE SET {updates(values)}")

    def move(self, session: Session, seq: int) -> None:
        """Applied through that event; it never goes back."""
        sql(session).execute("UPDATE cursor SET seq = max(seq, ?) WHERE id = 1", (seq,))
