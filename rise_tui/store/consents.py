"""What people have said about being texted, per number, person and purpose."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective_on
from rise_tui.store.columns import AFTER_ALL
from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Consent:
    """The newest word on one (number, person, purpose); `client_id` empty: the number itself. `at` in milliseconds."""

    e164: str
    client_id: str
    purpose: Purpose
    state: ConsentState
    how: str = ""
    wording: str = ""
    message_id: str | None = None
    at: int = 0
    seq: int = 0


_SHAPE = Shape("consent", Consent)

IS_UNDECIDED = (
    "m.marks LIKE '%stop_like%' AND NOT EXISTS (SELECT 1 FROM consent AS c"
    " LEFT JOIN message AS named ON named.message_id = c.message_id AND named.client_id = m.client_id"
    " WHERE (c.client_id = m.client_id OR (c.client_id = '' AND c.e164 = m.e164)) AND CASE"
    "  WHEN c.how = 'taken_back' THEN c.e164 = m.e164 AND m.position < named.position"
    "  WHEN m.position <= named.position THEN 1"
    "  WHEN c.how = 'caseworker' AND c.message_id IS NOT NULL AND c.state <> 'opted_out' THEN 0"
    "  ELSE c.e164 = m.e164 AND c.purpose = 'all' AND c.how <> 'import' AND c.at > m.at END)"
)
"""Of a message m: a stop-like text about which nothing decides, no word of theirs, nor of a colleague, of it or since.

That one text is no stop decides about it and what they had written before it; that this was taken back, only about what
they had written before; what came after the text has a decision of its own, as the relay has it (`relay/undeciding`).
"""

IS_STRANGERS = (
    "k.state = 'opted_out' AND k.how = 'caseworker' AND EXISTS (SELECT 1 FROM holding AS was"
    "  WHERE was.client_id = k.client_id AND was.e164 = k.e164 AND was.until_at IS NOT NULL)"
    " AND EXISTS (SELECT 1 FROM message AS text WHERE text.message_id = k.message_id"
    "  AND text.marks LIKE '%wrong_person%')"
)
"""Of a word k: it closed a number that turned out to be somebody else's, and says nothing of the client's own."""


class Consents:
    """Who may be texted, and how we know."""

    def put(
        self,
        session: Session,
        e164: str,
        client_id: str = "",
        purpose: str = "all",
        *,
        seq: int | None = None,
        **columns: Any,
    ) -> bool:
        """`state how wording message_id at`: with `seq` a fact, without one a change of ours. True if it changed."""
        return write(session, "consent", (e164, client_id, purpose), columns, seq)

    def list(self, session: Session, client_id: str) -> list[Consent]:
        """All that bears on a client: said by them, or of a number that they hold. The newest first."""
        return _SHAPE.many(
            session,
            "WHERE client_id = ?1 OR (client_id = '' AND e164 IN"
            " (SELECT e164 FROM holding WHERE client_id = ?1 AND until_at IS NULL)) ORDER BY at DESC, seq DESC",
            client_id,
        )

    def state(self, session: Session, client_id: str, e164: str, purpose: Purpose) -> ConsentState:
        """What stands for texts of that purpose to that number of that client."""
        return state_for(sql(session), client_id, e164, purpose)


def state_for(connection: sqlite3.Connection, client_id: str, e164: str, purpose: Purpose) -> ConsentState:
    """What stands for texts of that purpose to that number of that client.

    STOP from any of the person's numbers closes the others too, but not what a stranger wrote on a number that was
    theirs once. What was said here and waits for the relay comes after all that the relay has numbered.
    """
    found = connection.execute(
        f"SELECT whose, CASE WHEN said IS NULL THEN seq ELSE {AFTER_ALL} + said END, purpose, state FROM ("
        " SELECT CASE WHEN e164 <> ?1 THEN 2 ELSE client_id = '' END AS whose, seq, purpose, state,"
        " (SELECT max(pending.rowid) FROM pending WHERE table_name = 'consent'"
        "  AND row_key = json_array(e164, client_id, purpose)) AS said FROM consent AS k"
        " WHERE (e164 = ?1 AND client_id IN ('', ?2))"
        f" OR (client_id = ?2 AND state = 'opted_out' AND NOT ({IS_STRANGERS})))",
        (e164, client_id),
    ).fetchall()
    facts: tuple[list[ConsentFact], ...] = ([], [], [])
    for whose, seq, about, state in found:
        facts[whose].append(ConsentFact(seq, Purpose(about), ConsentState(state)))
    own, number, elsewhere = facts
    return effective_on(own, number, elsewhere, purpose)
