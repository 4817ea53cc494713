"""`rise.log` tells where something failed, is for its owner's eyes alone, and does not grow for ever."""

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui import log_file


@pytest.fixture
def app_log() -> Iterator[logging.Logger]:
    """The logger of the program, as it was before."""
    ours = logging.getLogger("rise_tui")
    before = list(ours.handlers)
    yield logging.getLogger("rise_tui.sync.loop")
    for handler in [each for each in ours.handlers if each not in before]:
        ours.removeHandler(handler)
        handler.close()


def test_a_fault_is_told_with_its_place_and_without_what_it_was_about(tmp_path: Path, app_log: logging.Logger) -> None:
    log_file.write_to(tmp_path / "state")
    try:
        raise ValueError("Marcus Bell wrote: call me at 215-555-0147")
    except ValueError:
        app_log.exception("sync rests")
    file = tmp_path / "state" / log_file.NAME
    written = file.read_text("utf-8")
    assert "ERROR rise_tui.sync.loop" in written
    assert "sync rests\nValueError\n  test_log_file.py:" in written
    assert "Marcus" not in written
    assert "555" not in written
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)


def test_what_grew_too_large_is_put_aside_once(tmp_path: Path, app_log: logging.Logger) -> None:
    file = tmp_path / log_file.NAME
    file.write_bytes(b"x" * (log_file.LARGEST + 1))
    log_file.write_to(tmp_path)
    app_log.warning("a new line")
    assert "a new line" in file.read_text("utf-8")
    assert file.with_name("rise.log.1").stat().st_size == log_file.LARGEST + 1
    log_file.write_to(tmp_path)
    app_log.warning("another")
    assert file.read_text("utf-8").count("another") == 1


def test_where_nothing_can_be_written_work_goes_on(tmp_path: Path, app_log: logging.Logger) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    log_file.write_to(tmp_path / "state")
    app_log.warning("nobody hears this")
