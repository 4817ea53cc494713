"""Whose each number is, and what came from it last: over all offices of a relay."""

from typing import NamedTuple

from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Tx

_HOLDERS = f"""
SELECT h.e164, c.first_name, c.last_name, c.language,
       (SELECT m.body FROM message m INDEXED BY message_seq WHERE m.office_id = h.office_id
        AND m.seq IN {received_in("h.client_id", "h.office_id")} AND m.e164 = h.e164
        ORDER BY m.seq DESC LIMIT 1) AS last_word
FROM holding h JOIN client c ON c.office_id = h.office_id AND c.id = h.client_id
WHERE h.until_at IS NULL
"""
_STRANGERS = f"""
SELECT m.e164, m.body FROM conversation c
CROSS JOIN message m INDEXED BY message_seq ON m.office_id = c.office_id
 AND m.seq IN {received_in("c.id", "c.office_id")}
WHERE c.id LIKE 'tel:%' ORDER BY m.seq
"""


class LastWord(NamedTuple):
    """Who has a number, and the last text from it. All but the text is empty where nobody holds the number."""

    first_name: str
    last_name: str
    language: str
    body: str


def last_words(tx: Tx) -> dict[str, LastWord]:
    """By number (`+1…`): of everyone who holds one now, and of whoever wrote from a number that nobody holds."""
    found = {row["e164"]: LastWord("", "", "", row["body"]) for row in tx.all(_STRANGERS)}
    for row in tx.all(_HOLDERS):
        found[row["e164"]] = LastWord(row["first_name"], row["last_name"], row["language"], row["last_word"] or "")
    return found
