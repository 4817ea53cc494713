"""Where the demo has no room, it says so in words and leaves nothing half made."""

import sys
from pathlib import Path

import pytest

from rise_tui.demo.place import LOCK, writing_into
from tests.terminal.pty_stage import Stage


def test_where_there_is_no_room_it_says_so_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    limited = ["sh", "-c", 'ulimit -f 1000; exec "$@"', "sh", sys.executable, "-m", "rise_tui.cli", "demo"]
    env = {"RISE_DATA": str(tmp_path), "RISE_CONFIG": str(tmp_path)}
    with Stage(limited, env=env) as stage:
        assert stage.until_ended() == 1
        assert "There is no room for the demo" in stage.text
        assert stage.attributes() == stage.attributes_before
    assert [path.name for path in (tmp_path / "demo").iterdir()] == [LOCK]


def test_another_trouble_than_the_disks_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConnectionRefusedError), writing_into(tmp_path):
        raise ConnectionRefusedError
