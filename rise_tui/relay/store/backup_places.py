"""Where backups stand: a folder each, named by its time; beside the database it is remembered where they went."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

DATABASE, MEDIA, MANIFEST = "relay.sqlite", "media", "manifest.json"
"""What a backup has in it; one without its manifest was never finished."""
REMEMBERED = 20
"""So many of the last ones are remembered."""
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z(-[0-9]+)?")
_SHAPE = "%Y-%m-%dT%H%M%SZ"


def name_for(folder: Path, at: datetime) -> str:
    """The name of a backup made at that time, one that nothing in the folder has yet: `2026-11-23T043000Z`."""
    name = plain = at.astimezone(UTC).strftime(_SHAPE)
    number = 1
    while (folder / name).exists():
        number += 1
        name = f"{plain}-{number}"
    return name


def made_at(backup: Path) -> datetime | None:
    """When a backup was made, by its name; None for what has another name."""
    if _NAME.fullmatch(backup.name) is None:
        return None
    return datetime.strptime(backup.name[:18], _SHAPE).replace(tzinfo=UTC)


def backups_in(folder: Path) -> list[Path]:
    """The finished backups of a folder, the oldest first; none where there is no such folder."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and (path / MANIFEST).is_file()]
    return sorted(found, key=_order)


def is_backup(path: Path) -> bool:
    """Is this one finished backup, and not a folder of them?"""
    return (path / MANIFEST).is_file()


def remember(database: Path, backup: Path) -> None:
    """Keep in mind where a backup of this database went, for the day on which the database itself tells nothing."""
    places = [str(backup.absolute())] + [str(path) for path in _places(database)]
    kept = list(dict.fromkeys(places))[:REMEMBERED]
    file = _file(database)
    part = file.with_name(f"{file.name}.part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as writing:
        json.dump(kept, writing)
        writing.flush()
        os.fsync(writing.fileno())
    os.replace(part, file)


def newest_of(database: Path) -> Path | None:
    """The newest backup of this database that is still where it was put, or came beside it since; None: none known."""
    known = [path for path in _places(database) if is_backup(path)]
    for folder in dict.fromkeys(path.parent for path in _places(database)):
        known += backups_in(folder)
    return max(known, key=_order, default=None)


def _places(database: Path) -> list[Path]:
    try:
        told = json.loads(_file(database).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(place) for place in told if isinstance(place, str)] if isinstance(told, list) else []


def _file(database: Path) -> Path:
    return database.with_name(f"{database.name}.backups")


def _order(path: Path) -> tuple[str, int]:
    """By time, and within a second by number."""
    number = path.name[19:]
    return path.name[:18], int(number) if number.isdigit() else 0
