"""Phone numbers: who holds them, from when to when, and what the carrier says of them."""

from collections.abc import Sequence
from typing import Any

from rise_tui.domain.clients import Holding
from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape, cells, insert_row, updates

_SHAPE = Shape("holding", Holding)
_NOW_HELD = "until_at IS NULL"


class Numbers:
    """Holdings, and the numbers themselves."""

    def put(self, session: Session, client_id: str, e164: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `holding`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "holding", (client_id, e164), columns, seq)

    def list(self, session: Session, client_id: str) -> Sequence[Holding]:
        """All numbers a client has or had, the present ones first, then the newest."""
        return _SHAPE.many(session, f"WHERE client_id = ? ORDER BY {_NOW_HELD} DESC, from_at DESC, e164", client_id)

    def holders(self, session: Session, e164: str) -> Sequence[Holding]:
        """Who has that number now; two people may share one."""
        return _SHAPE.many(session, f"WHERE e164 = ? AND {_NOW_HELD} ORDER BY from_at DESC, client_id", e164)

    def held_now(self, session: Session) -> Sequence[tuple[str, str]]:
        """Every number that a client holds now, as (client_id, e164), each client's newest first."""
        return (
            sql(session)
            .execute(f"SELECT client_id, e164 FROM holding WHERE {_NOW_HELD} ORDER BY client_id, from_at DESC, e164")
            .fetchall()
        )

    def seq(self, session: Session, client_id: str, e164: str) -> int:
        """The event that made the holding what it is: for If-Match. 0: not known to the relay."""
        found = sql(session).execute("SELECT seq FROM holding WHERE client_id = ? AND e164 = ?", (client_id, e164))
        row = found.fetchone()
        return int(row[0]) if row else 0

    def to_text(self, session: Session, client_id: str) -> str | None:
        """The number that a text would go to: the one held that they last wrote from, else the newest confirmed one.

        An unknown number is its own. None: there is none that may be used.
        """
        if client_id.startswith("tel:"):
            return client_id.removeprefix("tel:")
        held = {h.e164: h.is_confirmed for h in self.list(session, client_id) if h.until_at is None}
        if len(held) > 1:
            wrote_from = sql(session).execute(
                "SELECT e164 FROM message WHERE client_id = ? AND direction = 'inbound'"
                " ORDER BY position DESC LIMIT 50",
                (client_id,),
            )
            for (e164,) in wrote_from:
                if held.get(e164):
                    return str(e164)
        return next((e164 for e164, is_confirmed in held.items() if is_confirmed), None)

    def is_landline(self, session: Session, e164: str) -> bool:
        """Is it known to take no texts?"""
        return self._flag(session, "is_landline", e164)

    def is_blocked(self, session: Session, e164: str) -> bool:
        """Does the carrier refuse it until START?"""
        return self._flag(session, "is_blocked", e164)

    def mark(self, session: Session, e164: str, **columns: bool) -> None:
        """Say what is known of a number itself: `is_landline`, `is_blocked`."""
        on_conflict = f"ON CONFLICT(e164) DO UPDATE SET {updates(columns)}"
        insert_row(session, "number", {"e164": e164, **cells(columns)}, on_conflict)

    def _flag(self, session: Session, column: str, e164: str) -> bool:
        found = sql(session).execute(f"SELECT {column} FROM number WHERE e164 = ?", (e164,)).fetchone()
        return bool(found and found[0])
