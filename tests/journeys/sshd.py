"""A real SSH login for tests: an sshd of our own on loopback, with keys of its own, and the client that comes in."""

import getpass
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.journeys.processes import free_port, wait_until
from tests.terminal.pty_stage import ROOT, Stage

SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
IS_THERE = bool(SSHD and shutil.which("ssh") and shutil.which("ssh-keygen"))
SEPARATION = Path("/run/sshd")
"""Where sshd locks its unprivileged half in when it is started by root; a machine's own sshd makes it."""


@dataclass(frozen=True)
class Host:
    """The machine one logs in to: this one."""

    folder: Path
    port: int
    daemon: psutil.Process

    def ssh(self, command: Sequence[str], *, has_terminal: bool) -> list[str]:
        """The command line of a login that runs this command there, in this project's folder."""
        options = ["BatchMode=yes", f"UserKnownHostsFile={self.folder / 'known_hosts'}", "LogLevel=ERROR"]
        words = ["ssh", "-F", "none", "-tt" if has_terminal else "-T", "-i", str(self.folder / "key")]
        words += ["-p", str(self.port), *(word for option in options for word in ("-o", option)), "127.0.0.1"]
        return [*words, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(command)}"]

    def log_in(self, environment: Mapping[str, str], *command: str, size: tuple[int, int] = (80, 24)) -> Stage:
        """A login on a terminal that runs this command, usually `rise`."""
        return Stage(self.ssh(_with(environment, command), has_terminal=True), size=size)

    def run(self, environment: Mapping[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
        """`ssh host rise …`, without a terminal."""
        argv = self.ssh(_with(environment, (*RISE, *words)), has_terminal=False)
        return subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False, env=_bare()
        )

    def sessions(self) -> list[psutil.Process]:
        """The daemon's processes for the logins there are, the innermost last."""
        return self.daemon.children(recursive=True)

    def cut_off(self) -> None:
        """Kill the daemon's side of every login, and wait until nothing of them runs."""
        whole = self.sessions()
        for process in whole:
            if process.name().startswith("sshd"):
                process.kill()
        self.until_left(whole)

    @staticmethod
    def until_left(processes: Sequence[psutil.Process]) -> None:
        """Wait until these have ended; AssertionError naming those that have not."""
        assert [left.cmdline() for left in psutil.wait_procs(processes, timeout=30)[1]] == []


RISE = (sys.executable, "-m", "rise_tui.cli")


def _with(environment: Mapping[str, str], command: Sequence[str]) -> list[str]:
    return ["env", *(f"{name}={value}" for name, value in environment.items()), *(command or RISE)]


def _bare() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


@contextmanager
def host(folder: Path) -> Iterator[Host]:
    """An sshd on a port of its own that lets in only the key in this folder, until the end of this block."""
    assert SSHD is not None
    for name in ("host_key", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    port = free_port()
    known = (folder / "host_key.pub").read_text("ascii")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}", "ascii")
    lines = (
        f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {folder / 'host_key'}", "PidFile none",
        f"AuthorizedKeysFile {folder / 'key.pub'}", "AuthenticationMethods publickey", "StrictModes no", "UsePAM no",
        "PermitUserRC no", "PrintMotd no", "PrintLastLog no", f"AllowUsers {getpass.getuser()}",
    )  # fmt: skip
    (folder / "sshd_config").write_text("\n".join(lines) + "\n", "utf-8")
    is_new = os.geteuid() == 0 and not SEPARATION.exists()
    if is_new:
        SEPARATION.mkdir(mode=0o755)
    daemon = psutil.Popen(
        [SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], env=_bare(), stderr=subprocess.PIPE, text=True
    )
    try:
        wait_until(lambda: "listening on" in (daemon.stderr.readline() or "listening on"), 20, "sshd")
        yield Host(folder, port, psutil.Process(daemon.pid))
    finally:
        for process in [*psutil.Process(daemon.pid).children(recursive=True), daemon]:
            process.kill()
        daemon.wait()
        daemon.stderr.close()
        if is_new:
            SEPARATION.rmdir()
