"""The audit log's newest hash outside the machine: how it is written, let go, and read again from a file."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import httpx

from rise_tui.domain.audit_chain import Head
from rise_tui.domain.clock import to_wire
from rise_tui.domain.say import say
from rise_tui.relay.store.engine import Tx

PATIENCE_S = 20.0
"""How long the other side may take."""


FILE, WEBHOOK = "file", "webhook"


class Way(NamedTuple):
    """One way out, and where it leads."""

    kind: str
    where: str

    @property
    def words(self) -> str:
        """As an administrator reads it; a webhook's address is somebody's secret."""
        return self.where if self.kind != WEBHOOK else say("a webhook")


class Leaving(Protocol):
    """The ways by which hashes leave this machine."""

    def ways_of(self, tx: Tx, office_id: str) -> Sequence[Way]:
        """Where this office's hash goes; empty: it leaves by no way but the apps."""

    def send(self, way: Way, office_id: str, head: Head, at: int, epoch: str) -> None:
        """Let it leave by this way; waits for it. `at`: milliseconds. Raises NotTaken."""


class NotTaken(Exception):
    """The hash could not be given away; `why` says it, and it is tried again."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_address(where: str) -> bool:
    """Is it an address, not a file?"""
    return urlsplit(where).scheme in ("http", "https")


def written(office_id: str, head: Head, at: int, epoch: str) -> str:
    """A head as one line of JSON; `at` is milliseconds, `epoch` the log's: another one after each restore."""
    return json.dumps({"office_id": office_id, "n": head.n, "hash": head.hash, "at": to_wire(at), "epoch": epoch})


def heads_in_file(where: str, office_id: str) -> list[tuple[str, Head]]:
    """The heads of an office that a file has kept, each with its epoch; none where they go to an address, or the file
    is not there.

    A line that cannot be read is stepped over: the file lies elsewhere, and others may write into it.
    """
    if not where or is_address(where):
        return []
    try:
        lines = Path(where).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            entry = json.loads(line)
            if entry["office_id"] == office_id:
                found.append((str(entry["epoch"]), Head(int(entry["n"]), str(entry["hash"]))))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def append_to_file(where: str, line: str) -> None:
    """Put a line at the end of the file, on disk before it is said. Raises NotTaken."""
    try:
        handle = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise NotTaken(type(error).__name__) from error


def post(where: str, line: str, transport: Callable[[], httpx.BaseTransport] | None = None) -> None:
    """Give the line to whoever listens at the address, as JSON. Raises NotTaken unless the answer is 2xx."""
    try:
        with httpx.Client(timeout=PATIENCE_S, transport=None if transport is None else transport()) as client:
            answer = client.post(where, content=line, headers={"Content-Type": "application/json"})
    except httpx.HTTPError as error:
        raise NotTaken(type(error).__name__) from error
    if not answer.is_success:
        raise NotTaken(f"status {answer.status_code}")
