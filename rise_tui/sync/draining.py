"""Starts the process that empties the outbox after the terminal is gone."""

import os
import subprocess
import sys

from rise_tui.account import Account
from rise_tui.settings import Paths


def spawn_drain(account: Account, paths: Paths) -> int:
    """Start `rise sync --drain`, for up to 15 minutes, as a process that outlives this terminal; returns its id.

    It has a session of its own and no terminal. A token that is not in the token file is handed over through a pipe,
    never in the command line or the environment.
    """
    argv = [sys.executable, "-P", "-m", "rise_tui.cli", "sync", "--drain"]
    environ = {name: value for name, value in os.environ.items() if name not in ("RISE_TOKEN", "RISE_TOKEN_FD")}
    if account.token == _saved_token(paths):
        return _detached(argv, environ, ())
    read, write = os.pipe()
    try:
        os.write(write, account.token.encode("ascii"))
        os.close(write)
        return _detached(argv, {**environ, "RISE_TOKEN_FD": str(read)}, (read,))
    finally:
        os.close(read)


def _saved_token(paths: Paths) -> str | None:
    try:
        return (paths.config / "token").read_text("ascii").strip()
    except (OSError, ValueError):
        return None


def _detached(argv: list[str], environ: dict[str, str], handed: tuple[int, ...]) -> int:
    started = subprocess.Popen(
        argv,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=handed,
    )
    started.returncode = 0  # it is nobody's child to wait for: without this the interpreter warns when it is forgotten
    return started.pid
