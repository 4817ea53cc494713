"""The audit log's newest hash on its way off the machine: a line of a file on another mount, or a POST."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from rise_tui.domain.audit_chain import Head
from rise_tui.domain.clock import to_wire

PATIENCE_S = 20.0
"""How long the other side may take."""


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


def send(where: str, line: str) -> None:
    """Let a line leave this machine; waits for it. Raises NotTaken."""
    if is_address(where):
        post(where, line)
    else:
        append_to_file(where, line)
