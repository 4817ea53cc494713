"""Which of the relay's answers were to one's own edits, field by field: none of them is a change by somebody else."""

from collections.abc import Iterable, Mapping

from rise_tui.store.engine import Session, sql

TABLES = frozenset({"client", "document", "appointment"})
"""Rows that are edited in a dialog, on the sight of what stood there when it was opened."""
KEPT = 1000
"""Answers that are remembered: more than anybody types into dialogs that stand open."""


def answered(session: Session, table: str, row_key: str, fields: Iterable[str], seq: int, fact: int) -> None:
    """The relay took an edit of these columns, which made event `seq`; `fact`: as of which seq the row was a fact."""
    if table not in TABLES:
        return
    connection = sql(session)
    fact = facts(session, table, row_key, fact)
    for name in fields:
        added = connection.execute(
            "INSERT OR REPLACE INTO own_answer(table_name, row_key, field, seq, fact) VALUES (?, ?, ?, ?, ?)",
            (table, row_key, name, seq, fact),
        ).lastrowid
        connection.execute("DELETE FROM own_answer WHERE id <= ?", ((added or 0) - KEPT,))


def arrived(session: Session, table: str, row_key: str, seq: int) -> None:
    """A fact as of `seq` came: what the row says of every field is as new as that."""
    if table in TABLES:
        sql(session).execute(
            "UPDATE own_answer SET fact = ?3 WHERE table_name = ?1 AND row_key = ?2 AND fact < ?3",
            (table, row_key, seq),
        )


def facts(session: Session, table: str, row_key: str, row_seq: int) -> int:
    """As of which seq all of a row that stands at `row_seq` is a fact: an answer on one field says so of no other."""
    last = (
        sql(session)
        .execute(
            "SELECT seq, fact FROM own_answer WHERE table_name = ? AND row_key = ? ORDER BY seq DESC LIMIT 1",
            (table, row_key),
        )
        .fetchone()
    )
    return row_seq if last is None or last[0] < row_seq else min(row_seq, int(last[1]))


def sights(session: Session, table: str, row_key: str, fields: Iterable[str], seen: int) -> Mapping[str, int]:
    """On what sight each of these columns is edited by somebody who saw the row as of `seen`.

    One's own answer to that very column raises it: the relay took that edit, so nobody else had changed the column.
    """
    own = dict(
        sql(session)
        .execute("SELECT field, seq FROM own_answer WHERE table_name = ? AND row_key = ?", (table, row_key))
        .fetchall()
    )
    return {name: max(seen, int(own.get(name, 0))) for name in fields}
