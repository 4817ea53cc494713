"""Real processes for tests: started with a deadline, killed without mercy, checked for leaks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

import psutil

from tests import forking

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now; take it soon."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until(question: Callable[[], T], seconds: float = 10, what: str = "") -> T:
    """The first true answer to a question asked every 10 ms. Raises TimeoutError with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        if answer := question():
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what or getattr(question, '__name__', question)}")
        time.sleep(0.01)  # a poll with a deadline: what is asked may live in another process


class Process:
    """One program of ours, from its `ready …` line to its end. What it writes goes to files, so it never blocks."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None, seconds: float = 30) -> None:
        """`argv` after the interpreter; `env` is added to ours; `seconds` is how long it may take to be ready."""
        self.argv = [sys.executable, *argv]
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
        self._seconds = seconds
        self._popen: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        self._complained: IO[bytes] | None = None
        self.ready = ""

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._started().pid

    @property
    def is_running(self) -> bool:
        """Is it there?"""
        return self._popen is not None and self._popen.poll() is None

    @property
    def url(self) -> str:
        """The address in its ready line."""
        return self.ready.split()[-1]

    @property
    def errors(self) -> str:
        """What it has written on standard error since its start, also when it has ended."""
        return _whole(self._complained)

    def start(self, **env: str) -> Self:
        """Start it and wait for `ready …`; `env` only for this start. Raises TimeoutError or RuntimeError."""
        if self.is_running:
            raise RuntimeError("already running")
        self._forget()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._complained = tempfile.TemporaryFile()  # noqa: SIM115 - as above
        self._popen = forking.popen(
            self.argv,
            env={**self.env, **env},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=self._complained,
        )
        try:
            wait_until(lambda: self._ready_line() or not self.is_running, self._seconds, "ready")
        except TimeoutError:
            self.close()
            raise
        self.ready = self._ready_line()
        if not self.ready:
            code, errors = self.kill(), self.errors
            self.close()
            raise RuntimeError(f"{self.argv[1:4]} ended with {code} before it was ready\n{errors}")
        return self

    def wait(self, seconds: float = 20) -> int:
        """Wait for its end (a fail point, say); returns the exit code, negative for a signal. Raises TimeoutError."""
        popen = self._started()
        wait_until(lambda: popen.poll() is not None, seconds, f"the end of {self.argv[1:4]}")
        return self._ended()

    def kill(self) -> int:
        """SIGKILL: nothing is said goodbye to. Returns the exit code."""
        self._started().kill()
        return self._ended()

    def stop(self, seconds: float = 20) -> int:
        """SIGTERM, and an error (after SIGKILL) when that is not enough. Returns the exit code."""
        self._started().terminate()
        try:
            return self.wait(seconds)
        except TimeoutError:
            self.kill()
            raise

    def close_input(self) -> None:
        """Close its standard input, as the death of a parent does."""
        stdin = self._started().stdin
        assert stdin is not None
        stdin.close()

    def children(self) -> list[psutil.Process]:
        """What it has started itself; ask before it ends, and then whether they are gone too."""
        return psutil.Process(self.pid).children(recursive=True) if self.is_running else []

    def __enter__(self) -> Self:
        return self if self.is_running else self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Kill it if it is there, and let go of what it wrote."""
        if self.is_running:
            self.kill()
        self._forget()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._popen is None:
            raise RuntimeError("not started")
        return self._popen

    def _ready_line(self) -> str:
        return next((line for line in _whole(self._said).splitlines() if line.startswith("ready ")), "")

    def _ended(self) -> int:
        popen = self._started()
        code = popen.wait()
        if popen.stdin is not None and not popen.stdin.closed:
            popen.stdin.close()
        self.ready = ""
        return code

    def _forget(self) -> None:
        if self._popen is not None:
            self._ended()
        for file in (self._said, self._complained):
            if file is not None:
                file.close()
        self._popen = self._said = self._complained = None


def _whole(file: IO[bytes] | None) -> str:
    """All that stands in a file, wherever its end is being written."""
    if file is None:
        return ""
    return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode(errors="replace")


def drains(folder: Path) -> list[psutil.Process]:
    """The processes that go on emptying an outbox below this folder after a terminal or a command has ended."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if (process.info["cmdline"] or [])[-2:] == ["sync", "--drain"]:
            try:
                is_ours = process.environ().get("RISE_DATA", "").startswith(str(folder))
            except psutil.Error:
                continue
            if is_ours:
                found.append(process)
    return found


def end_drains(folder: Path) -> None:
    """Kill them: nothing of a test outlives it."""
    for process in drains(folder):
        try:
            process.kill()
            process.wait(10)
        except psutil.Error:
            continue
