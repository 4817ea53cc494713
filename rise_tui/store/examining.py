"""Looks a store over without changing a byte of it: how large, of which version, whole or damaged, what it holds."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from rise_tui.domain.office_rules import OfficeRules
from rise_tui.store.connect import PHOTOS, STORE, USER_VERSION, connect
from rise_tui.store.cursor import Cursor, Cursors
from rise_tui.store.engine import Session
from rise_tui.store.notices import AUDIT_HEADS, CARRIER, STEPPED_OVER, Notice, Notices
from rise_tui.store.office import Offices
from rise_tui.store.outbox import Outbox
from rise_tui.store.troubles import StoreDamaged, in_words

PATIENCE_MS = 2000
_HEAD = b"SQLite format 3\0"
"""How a file that is not encrypted begins."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a whole store of this version says of itself. `waiting`: acts not yet at the relay; `parked`: refused.

    `stopped`: why the office has stopped all its texts, maybe in no words; None while they go. `audit_heads`: the
    hashes of the office's audit log that this machine keeps.
    """

    cursor: Cursor
    waiting: int
    parked: int
    carrier: Notice | None
    stepped_over: Notice | None
    stopped: str | None = None
    audit_heads: Notice | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A store on the disk. Sizes in bytes; `contents` None where its version is another or it is damaged."""

    size: int
    photos_size: int
    is_encrypted: bool
    version: int
    faults: tuple[str, ...]
    contents: Contents | None


def examine(folder: Path) -> Condition | None:
    """The condition of the store in that folder; None where there is none. Raises StoreDamaged, StoreLocked."""
    if not (folder / STORE).is_file():
        return None
    try:
        with in_words():
            return _examined(folder)
    except sqlite3.Error as error:
        raise StoreDamaged("The copy on this machine cannot be opened") from error


def _examined(folder: Path) -> Condition:
    file = folder / STORE
    connection = connect(file, wait_ms=PATIENCE_MS, is_read_only=True)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(20)")]
        faults = () if said == ["ok"] else tuple(said)
        contents = None
        if version == USER_VERSION and not faults:
            connection.execute("BEGIN")
            contents = _contents(Session(connection))
    finally:
        connection.close()
    return Condition(_size(folder, STORE), _size(folder, PHOTOS), not _is_plain(file), version, faults, contents)


def _contents(session: Session) -> Contents:
    outbox, notices, office = Outbox(), Notices(), Offices().get(session)
    rules = OfficeRules() if office is None else OfficeRules.of(office.rules)
    return Contents(
        Cursors().get(session),
        outbox.waiting(session),
        len(outbox.parked(session)),
        notices.get(session, CARRIER),
        notices.get(session, STEPPED_OVER),
        rules.held_because if rules.is_held else None,
        notices.get(session, AUDIT_HEADS),
    )


def _is_plain(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_HEAD)) == _HEAD


def _size(folder: Path, name: str) -> int:
    """Of a file with its log."""
    files = [folder / name, folder / f"{name}-wal"]
    return sum(file.stat().st_size for file in files if file.is_file())
