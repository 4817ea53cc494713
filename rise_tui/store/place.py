"""Where the caseworker stood, so that the next start goes there."""

from rise_tui.store.engine import Session, sql
from rise_tui.store.lines import Place, read_place


class Places:
    """One place."""

    def get(self, session: Session) -> Place | None:
        """Where they stood; None: they never were here."""
        return read_place(sql(session))

    def put(self, session: Session, *, screen: str, filter: str, client_id: str | None, focus: str, at: int) -> None:
        """They stand here now; `at` in milliseconds."""
        sql(session).execute(
            "INSERT INTO place(id, screen, filter, client_id, focus, at) VALUES (1, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET screen = excluded.screen, filter = excluded.filter,"
            " client_id = excluded.client_id, focus = excluded.focus, at = excluded.at",
            (screen, filter, client_id, focus, at),
        )
