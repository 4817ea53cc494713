"""What a backup says of itself: when and by what it was made, its files with their SHA-256, and how much is in it."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from rise_tui.relay.store.backup_places import DATABASE, MANIFEST
from rise_tui.relay.store.engine import BadDatabase, Tx

COUNTED = ("office", "caseworker", "client", "message", "note", "document", "event", "queue")
"""The tables whose rows a backup counts, and a drill compares."""
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A photo or file in a backup: its name below the folder of media, its SHA-256, its size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """`made_at`: ms; `counts`: rows by table; `missing`: what the database names and the disk did not have."""

    made_at: int
    version: str
    revision: str
    sha256: str
    bytes: int
    counts: Mapping[str, int]
    files: tuple[File, ...] = ()
    missing: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, backup: Path) -> Self:
        """Of a backup's folder. Raises BadDatabase for what has none, or one that cannot be read."""
        try:
            told: dict[str, Any] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
            files = tuple(File(str(one["name"]), str(one["sha256"]), int(one["bytes"])) for one in told.pop("files"))
            return cls(**{**told, "files": files, "missing": tuple(told["missing"])})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadDatabase(
                "This is no backup", f"{backup} has no {MANIFEST} that can be read.", "Name another one."
            ) from error

    def write(self, backup: Path) -> None:
        """Into a backup's folder, on disk before this returns: a folder without it is not finished."""
        path = backup / MANIFEST
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())

    def must_fit(self, backup: Path) -> None:
        """Is the backup's database the one that was made? Raises BadDatabase if it was changed since."""
        path = backup / DATABASE
        if not path.is_file() or path.stat().st_size != self.bytes or digest_of(path) != self.sha256:
            raise BadDatabase(
                "This backup is damaged", f"{path} is not as it was made.", "Take the one before it: rise relay check."
            )


def counts_of(tx: Tx) -> dict[str, int]:
    """How many rows each counted table has."""
    found = {}
    for table in COUNTED:
        row = tx.one(f'SELECT count(*) AS n FROM "{table}"')
        found[table] = 0 if row is None else int(row["n"])
    return found


def digest_of(path: Path) -> str:
    """A file's SHA-256 in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
