"""The people, by id, by external id and by name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from rise_tui.domain.clients import Client, fold, full_name
from rise_tui.store.engine import sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape

_SHAPE = Shape("client", Client)


class Clients:
    """Who is, or was, a client of this caseworker's."""

    def put(self, session: Session, client_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `client`: with `seq` a fact from the relay, without one a change of ours. True if the row changed.

        The name for finding follows the name.
        """
        if "first_name" in columns or "last_name" in columns:
            columns["name_folded"] = self._folded(session, client_id, columns)
        return write(session, "client", client_id, columns, seq)

    def get(self, session: Session, client_id: str) -> Client | None:
        """The client of that id, None if there is none or they were deleted or released."""
        return _SHAPE.one(session, "WHERE client_id = ? AND NOT is_deleted AND is_mine", client_id)

    def seq(self, session: Session, client_id: str) -> int:
        """The event that made the client's row what it is: for If-Match. 0: not known to the relay."""
        found = sql(session).execute("SELECT seq FROM client WHERE client_id = ?", (client_id,)).fetchone()
        return int(found[0]) if found else 0

    def list(self, session: Session, *, is_open: bool = False) -> Sequence[Client]:
        """Everybody, by last and first name; `is_open`: without those who are closed."""
        only = "AND status <> 'closed' " if is_open else ""
        return _SHAPE.many(session, f"WHERE NOT is_deleted AND is_mine {only}ORDER BY last_name, first_name, client_id")

    def of_external_id(self, session: Session, external_id: str) -> Sequence[Client]:
        """Who has that id in the office's own system."""
        return _SHAPE.many(session, "WHERE external_id = ? AND NOT is_deleted AND is_mine", external_id)

    def named(self, session: Session, name: str) -> Sequence[Client]:
        """Everybody of exactly that name, accents and case aside."""
        return _SHAPE.many(
            session, "WHERE name_folded = ? AND NOT is_deleted AND is_mine ORDER BY client_id", fold(name)
        )

    def has_named_part(self, session: Session, word: str, *, but: str) -> bool:
        """Is that word a first or last name, or a part of one, of anybody but this client? Accents and case aside."""
        escaped = re.sub(r"([\\%_])", r"\\\1", fold(word))
        found = sql(session).execute(
            "SELECT 1 FROM client WHERE ' ' || name_folded || ' ' LIKE ? ESCAPE '\\' AND NOT is_deleted AND is_mine"
            " AND client_id <> ? LIMIT 1",
            (f"% {escaped} %", but),
        )
        return found.fetchone() is not None

    def count(self, session: Session) -> int:
        """How many clients there are."""
        return int(sql(session).execute("SELECT count(*) FROM client WHERE NOT is_deleted AND is_mine").fetchone()[0])

    def _folded(self, session: Session, client_id: str, columns: Mapping[str, Any]) -> str:
        found = sql(session).execute("SELECT first_name, last_name FROM client WHERE client_id = ?", (client_id,))
        first_name, last_name = found.fetchone() or ("", "")
        return fold(full_name(columns.get("first_name", first_name), columns.get("last_name", last_name)))
