"""The wrapper of real processes: ready, killed, restarted, its leaks seen."""

import signal

import pytest

from tests.journeys.processes import Process, free_port, wait_until

READY = "import sys, time; print('noise'); print('ready http://127.0.0.1:1'); sys.stderr.write('trouble\\n'); "


def test_it_waits_for_the_ready_line_and_kills_without_mercy() -> None:
    with Process(["-c", READY + "time.sleep(60)"]) as process:
        assert process.url == "http://127.0.0.1:1"
        wait_until(lambda: process.errors == "trouble\n")
        assert process.kill() == -signal.SIGKILL
        assert not process.is_running
        assert process.errors == "trouble\n"
        first = process.pid
        assert process.start().pid != first


def test_a_program_that_ends_before_it_is_ready_is_shown_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="no such office"):
        Process(["-c", "raise SystemExit('no such office')"]).start()


def test_a_polite_end_has_its_exit_code() -> None:
    with Process(["-c", READY + "sys.stdin.read(); sys.exit(3)"]) as process:
        process.close_input()
        assert process.wait() == 3


def test_much_output_never_blocks_it() -> None:
    with Process(["-c", READY + "sys.stderr.write('x' * 1_000_000); sys.stdin.read()"]) as process:
        wait_until(lambda: len(process.errors) > 1_000_000)


def test_its_children_are_seen() -> None:
    child = "import subprocess; subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE); "
    with Process(["-c", "import sys, time; " + child + READY + "time.sleep(60)"]) as process:
        (one,) = process.children()
        process.kill()
        wait_until(lambda: not one.is_running() or one.status() == "zombie")


def test_a_free_port_is_free() -> None:
    assert free_port() > 1024


def test_waiting_ends_with_the_name_of_what_was_waited_for() -> None:
    with pytest.raises(TimeoutError, match="the cows"):
        wait_until(lambda: False, 0.05, "the cows")
