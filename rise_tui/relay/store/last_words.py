"""Whose each number is, and what came from it last: over all offices of a relay."""

from typing import NamedTuple

from rise_tui.relay.store.engine import Tx

_HOLDERS = """
SELECT h.e164, c.first_name, c.last_name, c.language,
       (SELECT m.body FROM message m WHERE m.office_id = h.office_id AND m.conversation_id = h.client_id
        AND m.e164 = h.e164 AND m.direction = 'inbound' ORDER BY m.seq DESC LIMIT 1) AS last_word
FROM holding h JOIN client c ON c.office_id = h.office_id AND c.id = h.client_id
WHERE h.until_at IS NULL
"""
_STRANGERS = """
SELECT m.e164, m.body FROM conversation c
JOIN message m ON m.office_id = c.office_id AND m.conversation_id = c.id AND m.direction = 'inbound'
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
