"""The inbox: one denormalised row a conversation, in the order of its tab."""

from collections.abc import Sequence
from typing import Any

from rise_tui.domain.telling import Unanswered
from rise_tui.domain.triage import ConversationState
from rise_tui.store.engine import Session, sql
from rise_tui.store.lines import (
    COLUMNS,
    PLACE,
    Counts,
    Filter,
    Line,
    line_of,
    page_sql,
    read_counts,
    read_marks,
    read_page,
)
from rise_tui.store.pending import write
from rise_tui.store.standing import refresh_conversation, unanswered_texts

MOST_PLACES = 500
"""Ids that one question names."""


class Conversations:
    """What the lines of the inbox show, and what the relay says of a conversation."""

    def put(self, session: Session, client_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns `state is_flagged snoozed_until_at seen_through read_through`: a fact with `seq`, else our change.

        The rest of the row follows by `refresh`. True if the row changed.
        """
        return write(session, "conversation", client_id, columns, seq)

    def refresh(self, session: Session, client_id: str) -> None:
        """Make the row true again after any change of its texts, client, numbers, consents or state."""
        refresh_conversation(session, client_id)

    def get(self, session: Session, client_id: str) -> Line | None:
        """The line of one conversation."""
        found = sql(session).execute(f"SELECT {COLUMNS} FROM conversation WHERE client_id = ?", (client_id,)).fetchone()
        return None if found is None else line_of(found)

    def of(self, session: Session, client_ids: Sequence[str]) -> dict[str, Line]:
        """The lines of these people, by their ids."""
        found: dict[str, Line] = {}
        for start in range(0, len(client_ids), MOST_PLACES):
            some = client_ids[start : start + MOST_PLACES]
            places = ", ".join("?" * len(some))
            rows = sql(session).execute(f"SELECT {COLUMNS} FROM conversation WHERE client_id IN ({places})", some)
            found |= {line.client_id: line for line in map(line_of, rows)}
        return found

    def unanswered(self, session: Session, client_id: str) -> list[Unanswered]:
        """Their texts that wait for an answer, in order: the oldest, and whatever is grave; none where none waits."""
        line = self.get(session, client_id)
        if line is None or line.state != ConversationState.NEEDS_REPLY:
            return []
        seen = min(line.seen_through, line.last_inbound_seq - 1)
        return [text for text, _ in unanswered_texts(sql(session), client_id, seen)]

    def remove(self, session: Session, client_id: str) -> None:
        """The conversation is no more: its texts have gone to another one."""
        sql(session).execute("DELETE FROM conversation WHERE client_id = ?", (client_id,))

    def page(
        self, session: Session, filter: Filter = "needs_reply", *, now: int, limit: int = 50, offset: int = 0
    ) -> list[Line]:
        """A stretch of a tab in its order; `now` in milliseconds decides who is snoozed."""
        return read_page(sql(session), filter, now, limit, offset)

    def ids_in_order(self, session: Session, filter: Filter = "needs_reply", *, now: int) -> list[str]:
        """Everybody under a tab, in its order."""
        found = sql(session).execute(page_sql(filter, "client_id"), {"now": now, "limit": -1, "offset": 0})
        return [client_id for (client_id,) in found]

    def in_order(self, session: Session, filter: Filter, *, now: int) -> list[tuple[str, bool, bool]]:
        """Everybody under a tab in its order, each with whether they are urgent and whether they need a reply."""
        columns = "client_id, is_urgent, is_listed"
        found = sql(session).execute(page_sql(filter, columns), {"now": now, "limit": -1, "offset": 0})
        return [(client_id, bool(is_urgent), bool(is_listed)) for client_id, is_urgent, is_listed in found]

    def marks(self, session: Session, *, now: int) -> dict[str, int]:
        """How many of those who need a reply have which mark; `failed` where a text of ours is all there is to see."""
        return read_marks(sql(session), now)

    def place(self, session: Session, client_id: str, *, now: int) -> int | None:
        """Which place (from 0) they have among those who need a reply; None if they are not among them."""
        found = sql(session).execute(PLACE, {"client_id": client_id, "now": now}).fetchone()
        return None if found is None else int(found[0])

    def counts(self, session: Session, *, now: int) -> Counts:
        """How many stand under each tab at `now` (milliseconds)."""
        return read_counts(sql(session), now)

    def count(self, session: Session) -> int:
        """How many conversations there are: the length of the tab `all`."""
        return int(sql(session).execute("SELECT count(*) FROM conversation").fetchone()[0])

    def seq(self, session: Session, client_id: str) -> int:
        """The event that set the conversation's state; 0: none."""
        line = self.get(session, client_id)
        return 0 if line is None else line.seq
