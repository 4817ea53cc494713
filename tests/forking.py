"""Programs of ours, started by a fork of one process that has imported them: a start costs a hundredth of its imports.

`popen` and `run` are as in `subprocess`. What is not one of `PROGRAMS`, and what is told something that an interpreter
looks at before it runs them, is started as anywhere: by its command line. Tests of the start itself do that always.
"""

import array
import atexit
import contextlib
import fcntl
import functools
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import socket
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PROGRAMS = ("rise_tui.cli", "rise_tui.simulator")
ROOT = Path(__file__).parent.parent
LOCALE, ANY_BYTE = "C.UTF-8", "surrogateescape"
"""The locale of all of them, and what Python makes there of a byte that is no UTF-8."""
_IMPORTED_WITH = {"LC_ALL": LOCALE, "TEXTUAL_FPS": "1000"}
"""What our modules would find in the environment at their first import; the second is set by the app's own start."""
_LARGEST = 1 << 20


def popen(
    argv: Sequence[str], *, on_terminal: bool = False, has_imports_to_make: bool = False, **options: Any
) -> "subprocess.Popen[Any]":
    """Start a program as `subprocess.Popen` does.

    `on_terminal`: standard input is its controlling terminal. `has_imports_to_make`: by its command line, in any case.
    """
    if not has_imports_to_make and _is_imported(argv, options.get("env")):
        return Forked(argv, start_new_session=on_terminal, **options)
    if on_terminal:
        options |= {"start_new_session": True, "preexec_fn": _take_terminal}
    return subprocess.Popen(argv, **options)


def run(argv: Sequence[str], *, timeout: float, input: str = "", **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end, as `subprocess.run` with its output captured as text. Raises TimeoutExpired."""
    pipe = subprocess.PIPE
    with popen(argv, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **options) as program:
        try:
            said, complained = program.communicate(input, timeout)
        except subprocess.TimeoutExpired:
            program.kill()
            raise
    return subprocess.CompletedProcess(argv, program.returncode, said, complained)


class Forked(subprocess.Popen[Any]):
    """A `Popen` whose process is a child of the forking one; how it ended comes back through a pipe."""

    def _execute_child(self, argv: Sequence[str], _executable: Any, _preexec: Any, _close: Any, _pass: Any, cwd: Any,
                       env: Mapping[str, str] | None, _startup: Any, _flags: Any, _shell: Any, p2cread: int,
                       p2cwrite: int, c2pread: int, c2pwrite: int, errread: int, errwrite: int, _signals: bool,
                       _gid: Any, _gids: Any, _uid: Any, _umask: int, start_new_session: bool,
                       _group: int) -> None:  # fmt: skip
        """In place of fork and exec."""
        order = {
            "words": list(argv[2:]),
            "folder": str(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "has_session": start_new_session,
        }
        self._end, told = os.pipe()
        streams = [ours if ours != -1 else usual for usual, ours in enumerate((p2cread, c2pwrite, errwrite))]
        try:
            self.pid = _forking().start(json.dumps(order).encode(), [*streams, told])
        finally:
            os.close(told)
            for ours, theirs in ((p2cwrite, p2cread), (c2pread, c2pwrite), (errread, errwrite)):
                if ours != -1:
                    os.close(theirs)
        self._child_created = True

    def _internal_poll(self, _deadstate: Any = None, *_: Any) -> int | None:
        """Its exit code once it has ended."""
        if self.returncode is None and self._waitpid_lock.acquire(blocking=False):  # type: ignore[attr-defined] # Popen's own
            with contextlib.ExitStack() as held:
                held.callback(self._waitpid_lock.release)  # type: ignore[attr-defined] # as above
                pid, status = self._try_wait(os.WNOHANG)
                if pid:
                    self._handle_exitstatus(status)  # type: ignore[attr-defined] # as above
        return self.returncode

    def _try_wait(self, flags: int) -> tuple[int, int]:
        """Its id and status as `waitpid` tells them, zeros while it runs."""
        if flags & os.WNOHANG and not select.select([self._end], [], [], 0)[0]:
            return 0, 0
        status = os.read(self._end, 4)
        os.close(self._end)
        if not status:
            raise ChildProcessError("the forking process has gone")
        return self.pid, int.from_bytes(status, "little")


def _is_imported(argv: Sequence[str], env: Mapping[str, str] | None) -> bool:
    if argv[0] != sys.executable or len(argv) < 3 or argv[1] != "-m" or argv[2] not in PROGRAMS:
        return False
    around = os.environ if env is None else env
    told = {name for name in around if name.startswith(("PYTHON", "TEXTUAL"))} - {"PYTHONUNBUFFERED"}
    return not told and around.get("LC_ALL", LOCALE) == LOCALE


class _Forking:
    """The forking process of this one, seen from here; it ends when this one does."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        env = {name: value for name, value in os.environ.items() if not name.startswith("RISE_")} | _IMPORTED_WITH
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(theirs.fileno())],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()], cwd=ROOT, env=env,
        )  # fmt: skip
        theirs.close()
        self._one_at_a_time = threading.Lock()
        atexit.register(self.close)

    def start(self, order: bytes, files: list[int]) -> int:
        """Fork; the id of the new process."""
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))
        with self._one_at_a_time:
            self._socket.sendmsg([order], [rights])
            pid = self._socket.recv(8)
        if not pid:
            raise ChildProcessError("the forking process has gone")
        return int.from_bytes(pid, "little")

    def close(self) -> None:
        """Let it end."""
        self._socket.close()
        self._process.wait()


@functools.cache
def _forking() -> _Forking:
    return _Forking()


class _Order(NamedTuple):
    """What a fork shall be."""

    words: list[str]
    folder: str
    env: dict[str, str]
    has_session: bool


def _import_all() -> None:
    """All of ours and, with it, what it stands on; nothing may have begun to run by that."""
    import rise_tui

    for module in pkgutil.walk_packages(rise_tui.__path__, "rise_tui."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    assert len(os.listdir("/proc/self/task")) == 1, "a thread does not live on in a fork"


def _fork_on_demand(control: socket.socket) -> _Order:
    """Fork once for every order; returns in the new process alone."""
    running: dict[int, tuple[int, int]] = {}  # by its pidfd: a process and where its end is told
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready in running:
                pid, told = running.pop(ready)
                poll.unregister(ready)
                os.close(ready)
                try:
                    os.write(told, os.waitpid(pid, 0)[1].to_bytes(4, "little"))
                except BrokenPipeError:
                    pass  # nobody asks any more
                os.close(told)
                continue
            said, files, _, _ = socket.recv_fds(control, _LARGEST, 4)
            if not said:
                sys.exit()
            pid = os.fork()
            if pid == 0:
                control.detach()
                order = _Order(**json.loads(said))
                _become(order, files)
                return order
            *streams, told = files
            for stream in streams:
                os.close(stream)
            pidfd = os.pidfd_open(pid)
            running[pidfd] = pid, told
            poll.register(pidfd, select.POLLIN)
            control.send(pid.to_bytes(8, "little"))


def _become(order: _Order, files: list[int]) -> None:
    """What the new process finds: its files and no others, its place, its session, its environment, its streams."""
    for at in range(3):
        os.dup2(files[at], at)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.chdir(order.folder)
    if order.has_session:
        os.setsid()
        _take_terminal()
    os.environ.clear()
    os.environ.update(order.env)
    sys.argv[1:] = order.words[1:]
    is_buffered = not order.env.get("PYTHONUNBUFFERED")
    for at, name in enumerate(("stdin", "stdout", "stderr")):
        stream = _stream(at, "w" if at else "r", is_buffered or at == 0, "backslashreplace" if at == 2 else ANY_BYTE)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.modules.pop(order.words[0], None)


def _stream(at: int, mode: str, is_buffered: bool, errors: str) -> io.TextIOWrapper:
    """A standard stream as the interpreter makes it."""
    bytes_of = open(at, mode + "b", -1 if is_buffered else 0, closefd=False)  # noqa: SIM115 - lives as long as it all
    is_line = at == 2 or (mode == "w" and os.isatty(at))
    return io.TextIOWrapper(bytes_of, "utf-8", errors, "\n", line_buffering=is_line, write_through=not is_buffered)


def _take_terminal() -> None:
    """In the new process: the pty is its controlling terminal, so that closing it sends SIGHUP."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


if __name__ == "__main__":
    _import_all()
    gc.collect()
    gc.freeze()
    _order = _fork_on_demand(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module(_order.words[0], run_name="__main__", alter_sys=True)
