"""Writes a history as the relay's own rules would: the same rows and the same log, but in bulk.

tests/demo plays the same acts through the rules, and compares every table.
"""

from collections.abc import Callable, Iterable
from typing import Any

from rise_tui.demo import acts, writing_people, writing_texts
from rise_tui.demo.acts import Act
from rise_tui.demo.book import Book

WRITERS: dict[type[Any], Callable[[Book, Any], None]] = {
    acts.Comes: writing_people.comes,
    acts.Moves: writing_people.moves,
    acts.Joins: writing_people.joins,
    acts.Leaves: writing_people.leaves,
    acts.Changes: writing_people.changes,
    acts.Notes: writing_people.notes,
    acts.Files: writing_people.files,
    acts.Appoints: writing_people.appoints,
    acts.Says: writing_texts.says,
    acts.Reminds: writing_texts.reminds,
    acts.Hears: writing_texts.hears,
    acts.Judges: writing_texts.judges,
}
STEP = 10_000
"""Acts between two words about how far it is."""


def write(book: Book, history: Iterable[Act], told: Callable[[int], None] = lambda _: None) -> None:
    """Write everything that happened, in that order, and how it stands at the end; `told` how many acts are written."""
    for number, act in enumerate(history):
        if number % STEP == 0:
            told(number)
        WRITERS[type(act)](book, act)
    book.finish()
