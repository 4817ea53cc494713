"""The folder of photos and files: named by SHA-256 and sniffed type, whole and on disk before anybody hears of them."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from rise_tui.domain.ids import new_id
from rise_tui.relay.store.sniffing import extension_of

INCOMING = "incoming"


class TooLarge(Exception):
    """More bytes came than a file may have."""


@dataclass(frozen=True)
class MediaFolder:
    """`<folder>/<first two digits>/<sha256>.<extension>`; no name from outside is ever part of a path."""

    folder: Path

    def path(self, sha256: str, type_: str) -> Path:
        """Where the file with this digest and sniffed type stands. Raises ValueError for what is no digest."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / f"{sha256}.{extension_of(type_)}"

    def begin(self, limit: int) -> "Part":
        """A new file that grows; at most `limit` bytes."""
        incoming = self.folder / INCOMING
        incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Part(self, incoming / f"{new_id()}.part", limit)

    def sweep(self) -> int:
        """Remove what a crash left half written; returns how many. Only before anything is under way."""
        parts = list((self.folder / INCOMING).glob("*.part"))
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)


class Part:
    """A file on its way in: bytes are added, then it is kept, or it is gone when the `with` ends."""

    def __init__(self, home: MediaFolder, path: Path, limit: int) -> None:
        self.path = path
        self.bytes = 0
        self._home = home
        self._limit = limit
        self._digest = hashlib.sha256()
        self._file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb", buffering=256 * 1024)

    def __enter__(self) -> "Part":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            self._file.close()
        except OSError:
            if error is None:
                raise
        finally:
            self.path.unlink(missing_ok=True)

    @property
    def sha256(self) -> str:
        """The digest of what has come."""
        return self._digest.hexdigest()

    def add(self, content: bytes) -> None:
        """More bytes. Raises TooLarge before one too many is written, OSError when the disk is full."""
        if self.bytes + len(content) > self._limit:
            raise TooLarge
        self.bytes += len(content)
        self._digest.update(content)
        self._file.write(content)

    def flush(self) -> None:
        """Let others read what has come."""
        self._file.flush()

    def keep(self, type_: str) -> Path:
        """Put the file in its place, so that it survives a power cut; returns the place. It may stand there already."""
        self._file.flush()
        os.fsync(self._file.fileno())
        path = self._home.path(self.sha256, type_)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(path.parent.parent)
        os.replace(self.path, path)
        _sync_folder(path.parent)
        return path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
