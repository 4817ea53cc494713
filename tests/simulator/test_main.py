"""The simulator as a process: how it starts, how it ends, what it says when it cannot."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests import forking
from tests.simulator.conftest import Carrier
from tests.simulator.test_sending import Start


def run(*flags: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command to its end."""
    argv = [sys.executable, "-m", "rise_tui.simulator", *flags]
    return forking.run(argv, env=env, timeout=60)


def test_a_signal_ends_it_in_order(carrier: Carrier) -> None:
    carrier.send("hello", "m1")
    assert carrier.process.stop() == 0
    assert carrier.process.errors == ""


def test_it_ends_with_its_parent(carrier: Carrier) -> None:
    carrier.process.close_input()
    assert carrier.process.wait() == 0


def test_it_ends_although_somebody_still_waits_for_an_answer(start_carrier: Start) -> None:
    carrier = start_carrier("--status-delay-ms", "60000")
    carrier.client.timeout = 0.3
    with pytest.raises(httpx.ReadTimeout):
        carrier.send("sim:timeout", "m1")
    assert carrier.process.stop() == 0


def test_a_taken_port_is_said_in_one_line(carrier: Carrier, tmp_path: Path) -> None:
    port = carrier.process.url.rpartition(":")[2]
    flags = ["--port", port, "--file", str(tmp_path / "other.sqlite"), "--webhook", "http://127.0.0.1:9/"]
    outcome = run(*flags, env={"RISE_RELAY_TWILIO_ACCOUNT_SID": "AC1", "RISE_RELAY_TWILIO_AUTH_TOKEN": "x"})
    assert outcome.returncode == 1
    assert outcome.stderr.count("\n") == 1
    assert port in outcome.stderr


def test_without_an_account_it_says_what_to_set(tmp_path: Path) -> None:
    outcome = run("--file", str(tmp_path / "w.sqlite"), "--webhook", "http://127.0.0.1:9/", env={})
    assert outcome.returncode == 2
    assert "RISE_RELAY_TWILIO_ACCOUNT_SID" in outcome.stderr


def test_the_token_is_in_no_repr(tmp_path: Path) -> None:
    from rise_tui.simulator.options import Options

    assert "hush" not in repr(Options(tmp_path, "http://127.0.0.1:9/", "AC1", "hush"))
