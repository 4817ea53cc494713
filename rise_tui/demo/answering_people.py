"""Whom the demo's texts reach: the name, language and last word behind each number, kept beside the office."""

import json
import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

_HOLDERS = """
SELECT h.e164, c.first_name, c.last_name, c.language,
       (SELECT m.body FROM message m WHERE m.office_id = h.office_id AND m.e164 = h.e164 AND m.direction = 'inbound'
        ORDER BY m.seq DESC LIMIT 1) AS last_word
FROM holding h JOIN client c ON c.office_id = h.office_id AND c.id = h.client_id
WHERE h.until_at IS NULL
"""
_STRANGERS = """
SELECT m.e164, m.body FROM conversation c
JOIN message m ON m.office_id = c.office_id AND m.conversation_id = c.id AND m.direction = 'inbound'
WHERE c.id LIKE 'tel:%' ORDER BY m.seq
"""


class Somebody(NamedTuple):
    """Who has a number. Empty where nobody knows; `last_word` is what they wrote last before the demo was opened."""

    first: str = ""
    last: str = ""
    language: str = ""
    last_word: str = ""


People = Mapping[str, Somebody]
"""By number (`+1…`)."""


def keep(database: Path, file: Path) -> None:
    """Write who has which number in the office into the file (0600), whole or not at all; one that is there stays."""
    from rise_tui.relay.store.engine import Tx, connect

    if file.exists():
        return
    with closing(connect(database, is_read_only=True)) as connection:
        tx = Tx(connection)
        people = {row["e164"]: Somebody("", "", "", row["body"]) for row in tx.all(_STRANGERS)}
        for row in tx.all(_HOLDERS):
            known = Somebody(row["first_name"], row["last_name"], row["language"], row["last_word"] or "")
            people[row["e164"]] = known
    half = file.with_suffix(".half")
    handle = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        json.dump(people, written, ensure_ascii=False)
    half.replace(file)


def load(file: Path) -> People:
    """Who has which number, from the file. Raises OSError and ValueError when it cannot be read."""
    return {number: Somebody(*facts) for number, facts in json.loads(file.read_text("utf-8")).items()}
