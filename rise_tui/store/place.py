"""Where the caseworker stood, so that the next start goes there."""

from sqlmodel import Session

from rise_tui.store.engine import sql
from rise_tui.store.lines import Place, read_place

__all__ = ["Place", "Places"]


class Places:
    """One place."""

    def get(self, session: Session) -> Place:
        """Where they stood; at first the inbox."""
        return read_place(sql(session)) or Place()

    def put(self, session: Session, place: Place) -> None:
        """They stand here now."""
        sql(session).execute(
            "INSERT INTO place(id, screen, filter, client_id, focus, at) VALUES (1, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET screen = excluded.screen, filter = excluded.filter,"
            " client_id = excluded.client_id, focus = excluded.focus, at = excluded.at",
            (place.screen, place.filter, place.client_id, place.focus, place.at),
        )
