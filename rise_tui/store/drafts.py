"""What is half written, per client and per broadcast; written at every key."""

from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cell


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsent text. `key`: a client's id, or `broadcast:` and an id; `message_id`: the text's, from its first key.

    `owner`: the window that is writing in it. `problem`: why a text that could not leave came back here. `at`: ms.
    """

    key: str
    message_id: str
    body: str = ""
    cursor: int = 0
    anchor: int = 0
    media: tuple[str, ...] = ()
    template_id: str | None = None
    owner: str | None = None
    problem: str | None = None
    at: int = 0


_SHAPE = Shape("draft", Draft)
_PUT = (
    "INSERT INTO draft(key, message_id, body, cursor, anchor, media, template_id, owner, problem, at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET message_id = excluded.message_id,"
    " body = excluded.body, cursor = excluded.cursor, anchor = excluded.anchor, media = excluded.media,"
    " template_id = excluded.template_id, owner = excluded.owner, problem = excluded.problem, at = excluded.at"
    " WHERE draft.owner IS NULL OR draft.owner IS excluded.owner"
)


class Drafts:
    """Drafts by key. The bell and the inbox's `has_draft` follow by the store's own triggers."""

    def put(self, session: Session, draft: Draft) -> bool:
        """Keep the draft as it stands, in one statement. False, and nothing kept, if another window owns it."""
        values = (
            draft.key,
            draft.message_id,
            cell(draft.body),
            draft.cursor,
            draft.anchor,
            cell(draft.media),
            draft.template_id,
            draft.owner,
            draft.problem,
            draft.at,
        )
        return sql(session).execute(_PUT, values).rowcount > 0

    def get(self, session: Session, key: str) -> Draft | None:
        """The draft of that client or broadcast."""
        return _SHAPE.one(session, "WHERE key = ?", key)

    def list(self, session: Session) -> list[Draft]:
        """All drafts, the last written first."""
        return _SHAPE.many(session, "ORDER BY at DESC, key")

    def of_broadcasts(self, session: Session) -> Sequence[Draft]:
        """The drafts of texts to many, in any language, the last written first."""
        return _SHAPE.many(session, "WHERE key >= 'broadcast:' AND key < 'broadcast;' ORDER BY at DESC, key")

    def remove(self, session: Session, key: str) -> bool:
        """Throw the draft away, whoever owns it. True if there was one."""
        return sql(session).execute("DELETE FROM draft WHERE key = ?", (key,)).rowcount > 0

    def take_over(self, session: Session, key: str, owner: str | None) -> bool:
        """From now on that window writes in it (None: nobody). True if there is such a draft."""
        return sql(session).execute("UPDATE draft SET owner = ? WHERE key = ?", (owner, key)).rowcount > 0

    def let_go(self, session: Session, owner: str) -> int:
        """That window writes in none any longer. How many it had."""
        return sql(session).execute("UPDATE draft SET owner = NULL WHERE owner = ?", (owner,)).rowcount
