"""What is in a client's file: photos and papers that were filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rise_tui.domain.documents import DocumentKind
from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Document:
    """A photo or file that was filed for a client. `is_dismissed`: looked at and not worth keeping. `at`: ms."""

    document_id: str
    client_id: str
    sha256: str
    kind: DocumentKind = DocumentKind.OTHER
    message_id: str | None = None
    period: str | None = None
    note: str | None = None
    verified_at: datetime | None = None
    verified_by: str | None = None
    is_dismissed: bool = False
    at: int = 0
    seq: int = 0


_DOCUMENT = Shape("document", Document)
_FILED = "client_id = ? AND NOT is_deleted AND NOT is_dismissed"
_NEWEST = "ORDER BY at DESC, document_id DESC"


class Documents:
    """Filed papers by client."""

    def put(self, session: Session, document_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `document`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "document", document_id, columns, seq)

    def get(self, session: Session, document_id: str) -> Document | None:
        """The document of that id, unless it was deleted."""
        return _DOCUMENT.one(session, "WHERE document_id = ? AND NOT is_deleted", document_id)

    def list(self, session: Session, client_id: str, limit: int = -1) -> Sequence[Document]:
        """A client's papers, the newest first, without the dismissed ones; at most `limit`, if it is given."""
        return _DOCUMENT.many(session, f"WHERE {_FILED} {_NEWEST} LIMIT ?", client_id, limit)

    def count(self, session: Session, client_id: str) -> int:
        """How many papers a client has, without the dismissed ones."""
        return int(sql(session).execute(f"SELECT count(*) FROM document WHERE {_FILED}", (client_id,)).fetchone()[0])

    def newest(self, session: Session, client_id: str) -> Sequence[Document]:
        """A client's newest paper of each kind, without the dismissed ones."""
        first = f"SELECT document_id, row_number() OVER (PARTITION BY kind {_NEWEST}) AS place FROM document"
        return _DOCUMENT.many(
            session,
            f"WHERE document_id IN (SELECT document_id FROM ({first} WHERE {_FILED}) WHERE place = 1)",
            client_id,
        )

    def of_message(self, session: Session, client_id: str, message_id: str) -> Sequence[Document]:
        """What was filed or dismissed from one text."""
        return _DOCUMENT.many(
            session,
            "WHERE client_id = ? AND message_id = ? AND NOT is_deleted ORDER BY at, document_id",
            client_id,
            message_id,
        )

    def last_period(self, session: Session, client_id: str, kind: str) -> str | None:
        """The period of the newest paper of that kind."""
        found = sql(session).execute(
            "SELECT period FROM document WHERE client_id = ? AND kind = ? AND period IS NOT NULL AND NOT is_deleted"
            " AND NOT is_dismissed ORDER BY at DESC LIMIT 1",
            (client_id, kind),
        )
        row = found.fetchone()
        return None if row is None else str(row[0])
