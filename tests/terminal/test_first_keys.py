"""Keys in the first picture: those that move do so at once, all others are the app's, and none is lost."""

import os
import select
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.terminal.cells import Screen
from rise_tui.terminal.first_keys import FirstKeys
from rise_tui.terminal.first_picture import PAGE as STRETCH
from rise_tui.terminal.first_picture import Picture
from rise_tui.terminal.palette import looks_of
from tests.terminal.first_app import NOW, Page, Place, Row
from tests.terminal.pty_stage import Stage

ROWS = [Row(f"c{number:03}", f"Client {number}", f"words {number}") for number in range(150)]
PATIENCE = 10.0


class LongPage(Page):
    """Of whose rows only the first stretch was read; the others are fetched."""

    @property
    def count(self) -> int:
        return len(ROWS)

    def rows_from(self, offset: int, limit: int) -> list[Row]:
        return ROWS[offset : offset + limit]


def picture(size: tuple[int, int] = (120, 40), place: Place | None = None) -> Picture:
    page = LongPage(ROWS[:STRETCH], place=place or Place(client_id=None))
    return Picture(page, size, looks_of("dark", {"COLORTERM": "truecolor"}), NOW)


def shown(screen: Screen) -> str:
    return "\n".join("".join(row.text) for row in screen.rows)


class Typist:
    """Types into the first keys and sees what they show."""

    def __init__(self) -> None:
        self.picture = picture()
        self.screens: list[Screen] = []
        self.came = threading.Event()
        self._read, self._write = os.pipe()
        self.keys = FirstKeys(self.picture, self._read, self._show)

    def _show(self, screen: Screen) -> None:
        self.screens.append(screen)
        self.came.set()

    def type(self, keys: bytes) -> None:
        os.write(self._write, keys)

    def until_selected(self, client_id: str) -> None:
        while self.picture.row is None or self.picture.row.client_id != client_id:
            assert self.came.wait(PATIENCE)
            self.came.clear()

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


@pytest.fixture
def typist() -> Iterator[Typist]:
    one = Typist()
    one.keys.start()
    yield one
    one.close()


def test_keys_move_the_selection_and_the_app_begins_there(typist: Typist) -> None:
    typist.type(b"jj\x1b[Bk\x1bOB")
    typist.until_selected("c003")
    lines = shown(typist.screens[-1]).splitlines()
    assert "▌ Client 3" in lines[7]
    assert typist.keys.moved_to() == "c003"
    assert typist.keys.stop() == b""


@pytest.mark.parametrize(
    ("keys", "client_id"),
    [(b"G", "c149"), (b"\x1b[F", "c149"), (b"Gg", "c000"), (b"\x1b[6~", "c033"), (b"G\x1b[5~", "c116")],
)
def test_leaps_reach_rows_that_were_not_read_at_first(typist: Typist, keys: bytes, client_id: str) -> None:
    typist.type(keys)
    typist.until_selected(client_id)
    typist.keys.stop()
    assert f"▌ Client {int(client_id[1:])} " in shown(typist.picture.screen())


def test_the_first_key_that_is_not_a_move_is_kept_and_all_after_it(typist: Typist) -> None:
    typist.type(b"jjrj and words, \xc3\xa1")
    typist.keys.join(PATIENCE)
    assert typist.keys.moved_to() == "c002"
    assert typist.keys.stop() == b"rj and words, \xc3\xa1"


def test_what_moved_after_the_app_was_told_is_typed_again_in_the_app(typist: Typist) -> None:
    typist.type(b"jj")
    typist.until_selected("c002")
    assert typist.keys.moved_to() == "c002"
    typist.type(b"jk\x1b[Aa")
    typist.keys.join(PATIENCE)
    assert typist.keys.stop() == b"jk\x1b[Aa"


def test_half_an_arrow_waits_for_its_other_half(typist: Typist) -> None:
    typist.type(b"j\x1b")
    typist.until_selected("c001")
    typist.type(b"[B")
    typist.until_selected("c002")
    assert typist.keys.stop() == b""


def test_half_an_arrow_at_the_end_is_the_apps(typist: Typist) -> None:
    typist.type(b"j\x1b[")
    typist.until_selected("c001")
    assert typist.keys.stop() == b"\x1b["


def test_without_a_move_the_app_begins_where_it_was_left(typist: Typist) -> None:
    typist.type(b"a")
    typist.keys.join(PATIENCE)
    assert typist.keys.moved_to() is None
    assert typist.keys.stop() == b"a"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([b"j", b"k", b"g", b"G", b"\x1b[B", b"\x1b[6~", b"r", b"x", b"\xc3\xa9"]), max_size=12))
def test_no_key_is_lost_or_done_twice(keys: list[bytes]) -> None:
    typist = Typist()
    for key in keys:
        typist.type(key)
    os.set_blocking(typist._read, False)
    while not typist.keys._is_over and select_ready(typist._read):
        typist.keys._read()
    moves = next((at for at, key in enumerate(keys) if key in (b"r", b"x", b"\xc3\xa9")), len(keys))
    assert typist.keys.stop() == b"".join(keys[moves:])
    plain = picture()
    for key in keys[:moves]:
        FirstKeys(plain, -1, lambda _: None)._move(key)
    assert plain.selected == typist.picture.selected
    typist.close()


def select_ready(fd: int) -> bool:
    return bool(select.select([fd], [], [], 0)[0])


def test_where_one_was_typing_or_nobody_is_there_no_key_moves() -> None:
    assert picture().is_list
    assert not picture(place=Place(client_id="c001", focus="draft")).is_list
    assert not picture(place=Place(client_id="c001", screen="client")).is_list
    assert not Picture(Page([]), (80, 24), looks_of("dark", {}), NOW).is_list
    assert not Picture(None, (80, 24), looks_of("dark", {}), NOW).is_list


def test_the_selected_row_may_be_further_down() -> None:
    one = picture(place=Place(client_id="c050"))
    assert "▌ Client 50 " in shown(one.screen())
    assert one.screen().cursor == (0, 4 + 50 - one.first)


def test_a_key_repaints_only_its_rows() -> None:
    one = picture()
    before = one.screen()
    one.select(1)
    after = one.screen()
    changed = [y for y, (a, b) in enumerate(zip(before.rows, after.rows, strict=True)) if a != b]
    assert changed == [4, 5]


def test_early_keys_are_seen_before_the_app_is_there() -> None:
    with Stage.python("-m", "tests.terminal.first_app", "slow") as stage:
        stage.until_shown("▌ Ana Ruiz")
        stage.send("k")
        stage.until_shown("▌ Marcus Bell")
        assert b"\x1b[?1004h" not in stage.output  # no driver yet
        stage.send("words")
        stage.until(lambda: "Marcus" not in stage.text and "words" in stage.text)
        stage.send("ctrl+q")
        assert stage.until_ended() == 0
