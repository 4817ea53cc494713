"""Whom the demo's texts reach: the name, language and last word behind each number, kept beside the office."""

import json
import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


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
    if file.exists():
        return
    from rise_tui.relay.store.engine import Tx, connect  # a tenth of a second, which only the first opening needs
    from rise_tui.relay.store.last_words import last_words

    with closing(connect(database, is_read_only=True)) as connection:
        people = last_words(Tx(connection))
    half = file.with_suffix(".half")
    handle = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        json.dump(people, written, ensure_ascii=False)
    half.replace(file)


def load(file: Path) -> People:
    """Who has which number, from the file. Raises OSError and ValueError when it cannot be read."""
    return {number: Somebody(*facts) for number, facts in json.loads(file.read_text("utf-8")).items()}
