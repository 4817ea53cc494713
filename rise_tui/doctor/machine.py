"""Looks at the machine: versions, settings, folders and who can read them, room, what runs and what was reported."""

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from rise_tui.account import is_private
from rise_tui.doctor.checks import Check, Group, age, in_shell, look, ok, outside, shown, size, wrong
from rise_tui.doctor.running import old_drains
from rise_tui.mounts import is_on_network
from rise_tui.settings import Paths
from rise_tui.version import __version__

ROOM = 200 * 1024 * 1024
"""Bytes that should be free where the store stands."""
TRIAL = 1024 * 1024
"""Bytes that are written to see whether the quota allows it."""
LARGE_LOG = 50 * 1024 * 1024
_HERE = Group.MACHINE


def versions() -> Check:
    """What runs here, and whether it is what this rise was made for."""
    textual = _version("textual")
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    detail = f"rise {__version__}, Python {python}, Textual {textual}, SQLite {sqlite}"
    wanted = next((one for one in _requirements() if one.startswith("textual==")), "")
    if sys.version_info[:2] != (3, 11):
        return wrong(_HERE, "versions", detail, "Install rise again with Python 3.11.")
    if wanted and wanted != f"textual=={textual}":
        return look(_HERE, "versions", detail, f"Install rise again: it was made for {wanted.replace('==', ' ')}.")
    return ok(_HERE, "versions", detail)


def home(paths: Paths) -> Check | None:
    """A word if there is no home folder to keep things in; None where there is one."""
    if paths.config.is_absolute() and paths.data.is_absolute():
        return None
    return wrong(_HERE, "home", "no home folder is known", "Set HOME, or RISE_CONFIG and RISE_DATA, to whole paths.")


def configuration(paths: Paths, environ: Mapping[str, str]) -> Check:
    """Where the settings come from; that they can be used has been seen already."""
    named = sorted(name for name in environ if name.startswith("RISE_") and not name.startswith("RISE_TOKEN"))
    said = shown(paths.config_file) if paths.config_file.exists() else "as usual: there is no config.toml"
    return ok(_HERE, "settings", said + (f"; from the environment {outside(', '.join(named))}" if named else ""))


def permissions(paths: Paths, store: Path | None) -> Check:
    """Can only their owner read the sign-in and what is kept, and is the owner the one who asks?"""
    folders = [each for each in (paths.config, paths.data, paths.state, store) if each is not None and each.is_dir()]
    closed = [paths.config / name for name in ("token", "account.json", "token.spent")]
    closed += [paths.config] if (paths.config / "token").exists() else []
    closed += [store] if store is not None else []
    closed += sorted(store.iterdir()) if store is not None and store.is_dir() and os.access(store, os.R_OK) else []
    closed = [each for each in closed if each.exists()]
    strange = [each for each in {*folders, *closed} if each.stat().st_uid != os.geteuid()]
    if strange:
        return _wrong_rights("belongs to another account", strange, f"sudo chown {os.geteuid()}")
    unwritable = [each for each in folders if not os.access(each, os.W_OK | os.X_OK)]
    if unwritable:
        return _wrong_rights("cannot be written", unwritable, "chmod u+rwx")
    open_ = [each for each in closed if not is_private(each)]
    if open_:
        return _wrong_rights("can be read by others", open_, "chmod go-rwx")
    return ok(_HERE, "permissions", "only you can read the sign-in and what is kept here")


def disk(data: Path) -> Check:
    """On whose disk what is kept stands."""
    if is_on_network(data):
        return ok(_HERE, "disk", f"{shown(data)} is on the network: each machine keeps a copy of its own there")
    return ok(_HERE, "disk", f"{shown(data)} is on this machine")


def room(data: Path) -> Check:
    """Is there room, also by the quota: a megabyte is written for trial."""
    place = _existing(data)
    found = os.statvfs(place)
    free = found.f_bavail * found.f_frsize
    detail = f"{size(free)} free for {shown(data)}"
    mend = "Make room: drafts, photos and what waits to go out are kept there."
    if found.f_files and not found.f_favail:
        return wrong(_HERE, "room", f"no more files can be made for {shown(data)}", mend)
    if not os.access(place, os.W_OK | os.X_OK):
        return wrong(_HERE, "room", f"{shown(data)} cannot be made", f"Let this account write to {shown(place)}.")
    if place == data:
        try:
            with tempfile.TemporaryFile(dir=data) as trial:
                trial.write(bytes(TRIAL))
                trial.flush()
                os.fsync(trial.fileno())
        except OSError as error:
            return wrong(_HERE, "room", f"{shown(data)} takes nothing more: {error.strerror}", mend)
    return ok(_HERE, "room", detail) if free > ROOM else wrong(_HERE, "room", detail, mend)


def background(environ: Mapping[str, str]) -> Check:
    """Is an old process still trying to let something out? It should have ended after a quarter of an hour."""
    old = old_drains(environ)
    if not old:
        return ok(_HERE, "background", "nothing was left running")
    longest = age(max(old.values()))
    processes = " ".join(map(str, old))
    return look(_HERE, "background", f"rise sync --drain has been running for {longest}", f"End it: kill {processes}")


def log(paths: Paths) -> Check:
    """How large the log is."""
    file = paths.state / "rise.log"
    if not file.exists():
        return ok(_HERE, "log", "none was written")
    bytes_ = file.stat().st_size
    if bytes_ > LARGE_LOG:
        return look(_HERE, "log", f"{shown(file)} has {size(bytes_)}", f"Take it away: rm {in_shell(file)}")
    return ok(_HERE, "log", f"{shown(file)}, {size(bytes_)}")


def reports(paths: Paths) -> Check:
    """What is kept of unexpected errors."""
    files = list(paths.state.glob("error-*.txt"))
    if not files:
        return ok(_HERE, "reports", "nothing unexpected has happened")
    newest = datetime.fromtimestamp(max(file.stat().st_mtime for file in files), UTC)
    ago = age(datetime.now(UTC) - newest)
    count = "one report" if len(files) == 1 else f"{len(files)} reports"
    where = in_shell(paths.state)
    return look(
        _HERE,
        "reports",
        f"{count} of something unexpected, the newest {ago} old",
        f"Pass them on to whoever looks after rise, then: rm {where}/error-*.txt (they hold no name and no text).",
    )


def _wrong_rights(what: str, places: Iterable[Path], command: str) -> Check:
    listed = sorted(places)
    detail = f"{shown(listed[0])} {what}" + (f", and {len(listed) - 1} more" if len(listed) > 1 else "")
    return wrong(_HERE, "permissions", detail, f"Run: {command} {' '.join(map(in_shell, listed))}")


def _existing(folder: Path) -> Path:
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"


def _requirements() -> Iterator[str]:
    try:
        found = metadata.requires("rise-tui") or []
    except metadata.PackageNotFoundError:
        found = []
    return (one.partition(";")[0].strip() for one in found)
