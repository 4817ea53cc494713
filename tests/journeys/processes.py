"""Real processes for tests: started with a deadline, killed without mercy, checked for leaks."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import psutil

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
    """One program of ours, from its `ready …` line to its end."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None, seconds: float = 30) -> None:
        """`argv` after the interpreter; `env` is added to ours; `seconds` is how long it may take to be ready."""
        self.argv = [sys.executable, *argv]
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
        self._seconds = seconds
        self._popen: subprocess.Popen[bytes] | None = None
        self._errors = b""
        self.ready = ""

    @property
    def pid(self) -> int:
        """Its process id. Raises RuntimeError before `start`."""
        if self._popen is None:
            raise RuntimeError("not started")
        return self._popen.pid

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
        """What it wrote on standard error so far."""
        self._drain()
        return self._errors.decode(errors="replace")

    def start(self, **env: str) -> Self:
        """Start it and wait for `ready …`; `env` only for this start. Raises TimeoutError or RuntimeError."""
        if self.is_running:
            raise RuntimeError("already running")
        self._errors = b""
        self._popen = subprocess.Popen(
            self.argv,
            env={**self.env, **env},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for pipe in (self._popen.stdout, self._popen.stderr):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        self.ready = self._read_ready()
        return self

    def wait(self, seconds: float = 20) -> int:
        """Wait for its end (a fail point, say); returns the exit code, negative for a signal. Raises TimeoutError."""
        popen = self._popen
        if popen is None:
            raise RuntimeError("not started")
        wait_until(lambda: self._drain() or popen.poll() is not None, seconds, f"the end of {self.argv[1:4]}")
        return self._close()

    def kill(self) -> int:
        """SIGKILL: nothing is said goodbye to. Returns the exit code."""
        return self._end(signal.SIGKILL)

    def stop(self, seconds: float = 20) -> int:
        """SIGTERM, and SIGKILL with an error when that is not enough. Returns the exit code."""
        return self._end(signal.SIGTERM, seconds)

    def leaks(self) -> list[psutil.Process]:
        """Its children that are still there; ask before ending it, look at `is_running` after."""
        return psutil.Process(self.pid).children(recursive=True) if self.is_running else []

    def __enter__(self) -> Self:
        return self if self.is_running else self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._popen is not None:
            self.kill()

    def _end(self, how: signal.Signals, seconds: float = 20) -> int:
        popen = self._popen
        if popen is None:
            raise RuntimeError("not started")
        with contextlib.suppress(ProcessLookupError):
            popen.send_signal(how)
        try:
            wait_until(lambda: self._drain() or popen.poll() is not None, seconds, f"the end of {self.argv[1:4]}")
        except TimeoutError:
            popen.kill()
            popen.wait()
            self._close()
            raise
        return self._close()

    def _read_ready(self) -> str:
        popen = self._popen
        assert popen is not None
        assert popen.stdout is not None
        deadline, said = time.monotonic() + self._seconds, b""
        while time.monotonic() < deadline:
            select.select([popen.stdout], [], [], 0.05)
            self._drain()
            said += popen.stdout.read() or b""
            for line in said.decode(errors="replace").splitlines():
                if line.startswith("ready "):
                    return line
            if popen.poll() is not None:
                break
        errors = self.errors
        self.kill()
        raise RuntimeError(f"{self.argv[1:4]} did not get ready; it said {said.decode(errors='replace')!r}\n{errors}")

    def _drain(self) -> bool:
        """Take what is in the pipes, so that a full one never stops the program; always False."""
        popen = self._popen
        if popen is not None and popen.stderr is not None and not popen.stderr.closed:
            self._errors += popen.stderr.read() or b""
        if popen is not None and self.ready and popen.stdout is not None and not popen.stdout.closed:
            popen.stdout.read()
        return False

    def _close(self) -> int:
        popen = self._popen
        assert popen is not None
        self._drain()
        for pipe in (popen.stdin, popen.stdout, popen.stderr):
            if pipe is not None:
                pipe.close()
        self.ready = ""
        return popen.wait()
