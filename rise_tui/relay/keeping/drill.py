"""Tries a backup out where it can do no harm: puts it back into a folder of its own, starts it without a line."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from rise_tui.domain.clock import Clock, from_ms
from rise_tui.relay.keeping.manifest import COUNTED, Manifest, counts_of
from rise_tui.relay.keeping.restore import chosen, restore
from rise_tui.relay.settings import PREFIX
from rise_tui.relay.store.backup_places import DATABASE, MEDIA
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.rules import read_rules, set_rules

NOWHERE = "http://127.0.0.1:9"
"""Where the drilled relay is told that the phone company is: nobody listens there (RFC 863)."""
NOBODY = "drill.invalid"
"""The only host that it may tell anything: there is none (RFC 2606). The backup has people's webhooks in it."""
START_S = 60.0
"""So long it may take until it serves."""


@dataclass(frozen=True, slots=True)
class Drilled:
    """What a drill found: the backup, its age, how long all of it took, and what is not as it should be."""

    backup: Path
    manifest: Manifest
    age: timedelta
    seconds: float
    troubles: tuple[str, ...]


def drill(source: Path, *, clock: Clock, environment: Mapping[str, str], oldest: timedelta) -> Drilled:
    """Restore this backup, or the newest of this folder, look at it, serve it offline, and throw it away.

    Nothing is sent: the restored office is held, and knows no phone company. Raises NotFound or BadDatabase for a
    backup that cannot be used at all.
    """
    began = clock.monotonic()
    backup = chosen(source)
    with tempfile.TemporaryDirectory(prefix="rise-drill-") as folder:
        database, media = Path(folder) / DATABASE, MediaFolder(Path(folder) / MEDIA)
        restored = restore(backup, database, media, replace=False, wait_ms=0, clock=clock)
        troubles = [f"{len(restored.missing)} photos and files are not in it"] if restored.missing else []
        troubles += _compared(database, restored.manifest, clock)
        troubles += _served(database, media.folder, environment)
    age = clock.now() - from_ms(restored.manifest.made_at)
    if age > oldest:
        troubles.append(f"it is older than {int(oldest.total_seconds() // 3600)} hours")
    return Drilled(backup, restored.manifest, age, clock.monotonic() - began, tuple(troubles))


def _compared(database: Path, manifest: Manifest, clock: Clock) -> list[str]:
    """Hold every office, and count again what the backup counted when it was made."""
    with closing(connect(database)) as connection, transaction(connection) as tx:
        counts = counts_of(tx)
        _hold(tx, round(clock.now().timestamp() * 1000))
    return [
        f"{counts[table]:,} rows in {table}, not {manifest.counts.get(table, 0):,}"
        for table in COUNTED
        if table != "event" and counts[table] != manifest.counts.get(table, 0)  # restoring itself adds to the log
    ]


def _hold(tx: Tx, at: int) -> None:
    for row in tx.all("SELECT office_id FROM office"):
        held = replace(read_rules(tx, row["office_id"]), is_held=True, held_because="drill")
        set_rules(tx, row["office_id"], held, at=at)


def _served(database: Path, media: Path, environment: Mapping[str, str]) -> list[str]:
    """Start it as a process of its own, and ask whether it is well."""
    argv = [sys.executable, "-m", "rise_tui.cli", "relay", "serve", "--port", "0", "--until-stdin-closes"]
    process = subprocess.Popen(
        argv,
        env=settings_of(database, media, environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = threading.Timer(START_S, process.kill)
    watch.start()
    with process:
        try:
            return _asked(process)
        finally:
            watch.cancel()
            process.kill()


def settings_of(database: Path, media: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the drilled relay: it reaches no phone company, no mail server, and nobody's webhook."""
    ours = {name: value for name, value in environment.items() if not name.startswith(PREFIX)}
    told = {
        "DATABASE": str(database),
        "MEDIA": str(media),
        "PUBLIC_URL": NOWHERE,
        "TWILIO_API": NOWHERE,
        "TWILIO_ACCOUNT_SID": "drill",
        "TWILIO_AUTH_TOKEN": "drill",
        "ALERT_HOSTS": NOBODY,
    }
    return {**ours, **{f"{PREFIX}{name}": value for name, value in told.items()}}


def _asked(process: "subprocess.Popen[str]") -> list[str]:
    last = ""
    for line in process.stdout or ():
        last = line.strip() or last
        if line.startswith("ready "):
            break
    else:
        return [f"it could not be started: {last or 'it took too long'}"]
    address = last.partition(" ")[2]
    try:
        with build_opener(ProxyHandler({})).open(f"{address}/healthz", timeout=START_S) as answer:
            return [] if answer.status == 200 else [f"it answered {answer.status}"]
    except (URLError, OSError) as error:
        return [f"it did not answer: {type(error).__name__}"]
