"""Photos and files on their way into a backup and out of it: linked where that is possible, else copied and hashed."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from rise_tui.relay.keeping.manifest import File
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder

_PIECE = 1024 * 1024
_NO_LINKS = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EACCES})
"""Why a file cannot be linked, and is copied then: another disk, one that knows no links, somebody else's file."""


def named_in(tx: Tx, folder: MediaFolder) -> Iterator[tuple[Path, str, int | None]]:
    """Every file that the database names: where it stands, its SHA-256 and, where it is known, its size."""
    rows = tx.all(
        "SELECT sha256, type, max(bytes) AS bytes FROM ("
        " SELECT sha256, type, bytes FROM medium WHERE state = 'stored' AND sha256 IS NOT NULL AND type IS NOT NULL"
        " UNION ALL SELECT sha256, type, bytes FROM upload) GROUP BY sha256, type ORDER BY sha256"
    )
    for row in rows:
        yield folder.path(row["sha256"], row["type"]), row["sha256"], row["bytes"]


def bring(source: Path, target: Path, file: File, *, may_link: bool = True) -> bool:
    """Put a file in its place, whole and on disk. False: it is not there, or no longer what it was; then nothing is.

    Linked, only its size is looked at; copied, its SHA-256 too. Raises OSError, for a disk that is full.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not source.is_file() or source.stat().st_size != file.bytes:
        return False
    if may_link and _is_linked(source, target):
        return True
    part = target.with_name(f"{target.name}.part")
    try:
        if _copied(source, part) != file.sha256:
            return False
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return True


def settle(folders: Iterable[Path]) -> None:
    """What was put into these folders survives a power cut."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except FileExistsError:
        return target.stat().st_size == source.stat().st_size
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _copied(source: Path, part: Path) -> str:
    """Copy it; the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    with (
        source.open("rb") as reading,
        os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as writing,
    ):
        while piece := reading.read(_PIECE):
            digest.update(piece)
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()
