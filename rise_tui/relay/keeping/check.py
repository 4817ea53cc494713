"""Looks at the whole relay and changes nothing: its database, its files, its disk, its settings, its backups."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from rise_tui.domain.clock import Clock, from_ms
from rise_tui.domain.errors import RiseError
from rise_tui.relay.keeping.check_alerts import look_at_alerts
from rise_tui.relay.keeping.files import named_in
from rise_tui.relay.keeping.finding import Finding
from rise_tui.relay.keeping.manifest import counts_of, digest_of
from rise_tui.relay.settings import Settings
from rise_tui.relay.store.alerts import STOPPED
from rise_tui.relay.store.audit_heads import heads_to_send
from rise_tui.relay.store.backup_places import made_at, newest_of
from rise_tui.relay.store.engine import Tx, connect, database_path
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.migrate import TORN, check_there, has_torn_log, newest_revision

LEAST_ROOM = 1 << 30
"""Bytes that should be free on the relay's disk."""
OLDEST_HOURS = 48
"""A newest backup older than that is told."""
_WORDS = {
    "caseworker": ("caseworker", "caseworkers"),
    "client": ("client", "clients"),
    "message": ("text", "texts"),
    "queue": ("text in line", "texts in line"),
}


WaysOut = Callable[[Tx, str], Sequence[str]]
"""By which ways the audit log's hash of an office leaves, in words."""


def look(settings: Settings, clock: Clock, ways_out: WaysOut, *, is_full: bool = False) -> list[Finding]:
    """Everything, in the order of how bad it would be. `is_full` reads every index entry and every file.

    It works while the relay serves. Raises BadDatabase where there is none.
    """
    path = database_path(settings.database)
    check_there(path)
    media = MediaFolder(settings.media)
    if has_torn_log(path):
        return [_damaged(path, TORN), _room(path), _backup(path, clock), _settings(settings)]
    try:
        with closing(connect(path)) as connection:
            found = [_pages(connection, path, is_full)]
            connection.execute("BEGIN")
            tx = Tx(connection)
            found += [
                _revision(tx),
                _counts(tx),
                _files(tx, media, is_full),
                _sending(tx),
                look_at_alerts(tx, clock, has_mail=bool(settings.smtp_host)),
            ]
            found.append(_audit(tx, clock, ways_out))
    except sqlite3.DatabaseError as error:
        found = [_damaged(path, str(error))]
    return [*found, _room(path), _backup(path, clock), _settings(settings)]


def _pages(connection: sqlite3.Connection, path: Path, is_full: bool) -> Finding:
    words = str(connection.execute(f"PRAGMA {'integrity_check' if is_full else 'quick_check'}(3)").fetchone()[0])
    if words != "ok":
        return _damaged(path, words.splitlines()[-1])
    size = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
    return Finding("database", True, f"{path}, {megabytes(size)}, whole")


def _damaged(path: Path, words: str) -> Finding:
    backup = newest_of(path)
    step = "Put the newest copy in its place" if backup is None else f"rise relay restore {backup} --replace"
    return Finding("database", False, f"{path} is damaged: {words}", f"Stop the relay, then: {step}")


def _revision(tx: Tx) -> Finding:
    row = tx.one("SELECT version_num FROM alembic_version")
    present, newest = "" if row is None else str(row["version_num"]), newest_revision()
    if present == newest:
        return Finding("revision", True, f"{present}, this program's own")
    if present > newest:
        return Finding("revision", False, f"{present}: a newer rise has made it", "Install that version again.")
    return Finding("revision", True, f"{present}; the relay brings it to {newest} when it starts")


def _counts(tx: Tx) -> Finding:
    counts = counts_of(tx)
    words = [f"{counts[table]:,} {names[counts[table] != 1]}" for table, names in _WORDS.items()]
    return Finding("contents", counts["office"] > 0, ", ".join(words), "" if counts["office"] else "rise relay init")


def _sending(tx: Tx) -> Finding:
    """May texts leave? An office that somebody has stopped, or a phone company that refuses it, is told."""
    held = [row["name"] for row in tx.all("SELECT name FROM office WHERE rules ->> '$.is_held'")]
    if held:
        return Finding("sending", False, f"held by hand: {', '.join(held)}", "Let texts go with: rise relay release")
    row = tx.one("SELECT carrier_trouble FROM instance")
    if row is not None and row["carrier_trouble"] in STOPPED:
        step = "Look at the account with: rise relay carrier check"
        return Finding("sending", False, "the phone company refuses the account", step)
    return Finding("sending", True, "texts may leave")


def _audit(tx: Tx, clock: Clock, ways_out: WaysOut) -> Finding:
    """Does the audit log's newest hash leave this machine, and has it lately?"""
    offices = [row["office_id"] for row in tx.all("SELECT office_id FROM office ORDER BY rowid")]
    ways = {office_id: ways_out(tx, office_id) for office_id in offices}
    if not all(ways.values()):
        words = "the newest hash of the audit log leaves this machine with the apps alone"
        step = "Set RISE_RELAY_AUDIT_HEAD_TO to a file on another machine's mount, an https or an e-mail address."
        return Finding("audit", False, words, step)
    words = f"its newest hash leaves once a day: {', '.join(sorted({way for found in ways.values() for way in found}))}"
    stuck = [clock.now() - from_ms(at) for _, _, at in heads_to_send(tx)]
    if stuck and max(stuck) > timedelta(hours=OLDEST_HOURS):
        hours = int(max(stuck).total_seconds() / 3600)
        return Finding("audit", False, f"{words}; not taken for {hours} hours", "The relay's log says why.")
    return Finding("audit", True, words)


def _files(tx: Tx, media: MediaFolder, is_full: bool) -> Finding:
    wrong, count, size = [], 0, 0
    for path, sha256, told in named_in(tx, media):
        count += 1
        try:
            length = path.stat().st_size
            is_right = (told is None or length == told) and (not is_full or digest_of(path) == sha256)
        except OSError:
            length, is_right = 0, False
        size += length
        if not is_right:
            wrong.append(path.name)
    looked = "each read whole" if is_full else "each there"
    if not wrong:
        return Finding("files", True, f"{count:,} photos and files, {megabytes(size)}, {looked}")
    words = f"{len(wrong):,} of {count:,} are missing or damaged, the first: {wrong[0]}"
    return Finding("files", False, words, "rise relay restore puts back what a backup has.")


def _room(path: Path) -> Finding:
    free = shutil.disk_usage(path.parent).free
    words = f"{megabytes(free)} free"
    return Finding("disk", free >= LEAST_ROOM, words, "" if free >= LEAST_ROOM else "Make room on the relay's disk.")


def _backup(path: Path, clock: Clock) -> Finding:
    backup = newest_of(path)
    step = "Every night: rise relay backup FOLDER"
    if backup is None:
        return Finding("backup", False, "none is known", step)
    at = made_at(backup)
    hours = 0.0 if at is None else (clock.now() - at).total_seconds() / 3600
    words = f"the newest is {backup}, {max(0, int(hours))} hours old"
    return Finding("backup", hours <= OLDEST_HOURS, words, "" if hours <= OLDEST_HOURS else step)


def _settings(settings: Settings) -> Finding:
    try:
        settings.must_serve()
    except RiseError as error:
        return Finding("settings", False, f"{error.title}.", error.next_step)
    return Finding("settings", True, f"{settings.carrier}, reached at {settings.public_url}")


def megabytes(size: int) -> str:
    """Bytes as one says them: `0.4 MB`, `12 MB`, `3.1 GB`."""
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GB"
    whole = size / (1 << 20)
    return f"{whole:.1f} MB" if whole < 10 else f"{whole:.0f} MB"
