"""`rise doctor`: what is well and what is not, each with the way to mend it."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rise_tui.commands.output import add_output

if TYPE_CHECKING:
    from pathlib import Path

    from rise_tui.account import Account
    from rise_tui.settings import Settings
    from rise_tui.store.notices import Notice

ROOM = 200 * 1024 * 1024
"""Bytes that should be free where the store stands."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    is_ok: bool
    detail: str
    next_step: str = ""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `doctor` on the command line."""
    doctor = commands.add_parser("doctor", help="find out what is wrong", epilog="Example: rise doctor --json")
    add_output(doctor)
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from rise_tui import account as accounts
    from rise_tui import settings as settings_of
    from rise_tui.commands.output import answer
    from rise_tui.domain.errors import RiseError

    checks: list[Check] = []
    try:
        settings = settings_of.load()
        checks += _folders(settings)
        account = accounts.load(settings.paths, token=settings.token, relay_url=settings.relay_url)
        checks.append(Check("account", True, f"signed in as {account.name or account.caseworker_id}"))
        checks += _store(accounts.store_folder(account, settings.paths))
        checks.append(_relay(account))
    except RiseError as error:
        checks.append(Check("account", False, f"{error.title}. {error.detail}".strip(), error.next_step))
    checks.append(_terminal())
    value = {
        "checks": [
            {"name": c.name, "is_ok": c.is_ok, "detail": c.detail} | ({"next_step": c.next_step} if c.next_step else {})
            for c in checks
        ]
    }
    lines = []
    for check in checks:
        lines.append(f"{'ok ' if check.is_ok else 'NOT'} {check.name}: {check.detail}")
        if check.next_step:
            lines.append(f"      {check.next_step}")
    answer(value, lines, arguments)
    return 0 if all(check.is_ok for check in checks) else 1


def _folders(settings: "Settings") -> list[Check]:
    from rise_tui.account import is_private
    from rise_tui.store.connect import is_on_network

    paths = settings.paths
    checks = [_private("token file", paths.config / "token", is_private)]
    free = shutil.disk_usage(_existing(paths.data)).free
    mend = "" if free > ROOM else "Make room: drafts and history are kept there."
    checks.append(Check("room", free > ROOM, f"{free // 1_000_000} MB free at {paths.data}", mend))
    if is_on_network(paths.data):
        checks.append(Check("disk", True, f"{paths.data} is on the network: each host keeps a store of its own"))
    return checks


def _private(name: str, file: "Path", is_private: "Callable[[Path], bool]") -> Check:
    if is_private(file):
        return Check(name, True, "only you can read it" if file.exists() else "not there yet")
    return Check(name, False, f"others can read {file}", f"Run: chmod 600 {file}")


def _existing(folder: "Path") -> "Path":
    while not folder.exists():
        folder = folder.parent
    return folder


def _store(folder: "Path") -> list[Check]:
    from rise_tui.domain.errors import RiseError
    from rise_tui.store.notices import CARRIER, STEPPED_OVER
    from rise_tui.store.store import Store

    try:
        with Store(folder, wait_ms=2000) as store, store.reading() as session:
            faults = store.faults()
            cursor, waiting = store.cursor.get(session), store.outbox.waiting(session)
            parked = len(store.outbox.parked(session))
            told = _notices(store.notices.get(session, CARRIER), store.notices.get(session, STEPPED_OVER))
    except RiseError as error:
        return [Check("store", False, f"{error.title}. {error.detail}".strip(), error.next_step)]
    if faults:
        mend = "Move that folder away; the next start fetches everything from the office again."
        return [Check("store", False, f"{folder} is damaged", mend)]
    checks = [Check("store", True, f"{folder}, as of event {cursor.seq}")]
    mend = "" if not waiting else "It goes out by itself when the line is there; or run: rise sync"
    checks.append(Check("outbox", waiting == 0, f"{waiting} on this machine only", mend))
    if parked:
        checks.append(Check("refused", False, f"{parked} were refused by the relay", "Look at them: rise refused"))
    return checks + told


def _notices(carrier: "Notice | None", stepped_over: "Notice | None") -> list[Check]:
    """What the phone company last had to say, and what this version could not read."""
    from rise_tui.domain.safe_text import one_line

    checks = []
    if carrier is not None:
        words = " ".join(str(carrier.words[part]) for part in ("title", "detail") if carrier.words.get(part))
        is_stopped = bool(carrier.words.get("is_stopped"))
        mend = "Tell whoever keeps the relay." if is_stopped else ""
        checks.append(Check("phone company", not is_stopped, one_line(words, 300), mend))
    if stepped_over is not None:
        count = stepped_over.words.get("count", 0)
        checks.append(Check("version", False, f"{count} facts of a newer relay could not be read", "Upgrade rise."))
    return checks


def _relay(account: "Account") -> Check:
    from rise_tui.commands.signed_in import clock_of
    from rise_tui.domain.errors import RiseError
    from rise_tui.sync.probing import probe

    try:
        found = probe(account, clock_of(os.environ))
    except RiseError as error:
        return Check("relay", False, f"{error.title}. {error.detail}".strip(), error.next_step)
    if abs(found.clock_off_seconds) > 60:
        off = round(found.clock_off_seconds)
        return Check("clock", False, f"this machine's clock is {off} s off the relay's", "Set the machine's clock.")
    return Check("relay", True, f"{account.url} answers; the token is good")


def _terminal() -> Check:
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        return Check("terminal", True, "output is no terminal: plain lines")
    if term in ("", "dumb"):
        return Check("terminal", False, f"TERM is {term or 'not set'}", "Use plain commands, or set TERM.")
    colours = "24-bit" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else ("256" if "256" in term else "16")
    return Check("terminal", True, f"{term}, {colours} colours")
