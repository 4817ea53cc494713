"""The difference between two screens: what it must show, and how little it may cost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from rise_tui.terminal.cells import UNKNOWN, Row, Screen
from rise_tui.terminal.difference import diff
from rise_tui.terminal.frames import parse
from tests.terminal.glass import Glass

WIDTH, HEIGHT = 24, 7
LOOKS = (
    "",
    "1",
    "7",
    "4",
    "38;2;1;2;3",
    "1;38;2;1;2;3;48;2;9;9;9",
    "48;2;9;9;9",
    "38;5;200;48;5;17",
    "31;42",
    "3;9;91;104",
)
PIECES = (
    " ",
    "        ",
    "a",
    "hello",
    "─│",
    "é",
    "e\u0301",
    "日本",
    "한국어",
    "👍",
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "❤️",
    "🇺🇸",
    "สวัสดี",
)


@st.composite
def frames(draw: st.DrawFn) -> str:
    """A frame as Textual writes one: some places, each with some pieces in some looks, and the cursor at the end."""
    out: list[str] = []
    for _ in range(draw(st.integers(1, 6))):
        y = draw(st.integers(0, HEIGHT - 1))
        x = draw(st.integers(0, WIDTH - 1))
        out.append(f"\x1b[{y + 1};{x + 1}H")
        for text, look in draw(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(LOOKS)), max_size=6)):
            x += cell_len(text)
            if x > WIDTH:
                break
            out.append(f"\x1b[{look}m{text}\x1b[0m" if look else text)
        if y < HEIGHT - 1:  # on the last line Textual writes none: it would scroll
            out.append("\n")
    out.append(f"\x1b[{draw(st.integers(1, HEIGHT))};{draw(st.integers(1, WIDTH))}H")
    return "".join(out)


def blank(look: str = "") -> Screen:
    return Screen(WIDTH, HEIGHT, [Row([" "] * WIDTH, [look] * WIDTH)] * HEIGHT, (0, 0))


def screen_of(lines: list[str], cursor: tuple[int, int] = (0, 0)) -> Screen:
    return Screen(WIDTH, HEIGHT, [Row(list(line.ljust(WIDTH)), [""] * WIDTH) for line in lines], cursor)


def glass_of(screen: Screen) -> Glass:
    glass = Glass(screen.width, screen.height)
    glass.feed(b"\x1b[?7l" + diff(Screen.unknown(screen.width, screen.height), screen).encode())
    return glass


@settings(max_examples=300, deadline=None)
@given(st.lists(frames(), min_size=1, max_size=5), st.booleans())
def test_the_difference_shows_what_the_frames_would(drawn: list[str], has_bce: bool) -> None:
    plain, ours = Glass(WIDTH, HEIGHT), Glass(WIDTH, HEIGHT)
    shown = blank()
    for glass in (plain, ours):
        glass.feed(b"\x1b[?7l\x1b[H")
    for frame in drawn:
        plain.feed(frame.encode())
        wanted = parse(frame, shown)
        ours.feed(diff(shown, wanted, has_bce=has_bce).encode())
        shown = wanted
        assert ours.seen() == plain.seen()
        assert ours.cursor == plain.cursor


@settings(max_examples=200, deadline=None)
@given(st.lists(frames(), min_size=1, max_size=4))
def test_an_unknown_screen_is_painted_whole(drawn: list[str]) -> None:
    plain, ours = Glass(WIDTH, HEIGHT), Glass(WIDTH, HEIGHT)
    ours.feed(b"\x1b[?7l" + b"\x1b[41mrubbish " * 30)
    plain.feed(b"\x1b[?7l")
    wanted = blank()
    for frame in drawn:
        plain.feed(frame.encode())
        wanted = parse(frame, wanted)
    ours.feed(b"\x1b[m" + diff(Screen.unknown(WIDTH, HEIGHT), wanted).encode())
    assert ours.seen() == plain.seen()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["one", "two", "three", "four", "five", "six", "", "eight"]), min_size=HEIGHT + 3, max_size=30
    ),
    st.lists(st.integers(0, 20), min_size=1, max_size=6),
)
def test_scrolled_rows_end_where_they_belong(lines: list[str], offsets: list[int]) -> None:
    tops = [min(offset, len(lines) - HEIGHT) for offset in offsets]
    shown = screen_of(lines[:HEIGHT])
    ours = glass_of(shown)
    for top in tops:
        wanted = screen_of(lines[top : top + HEIGHT])
        ours.feed(diff(shown, wanted).encode())
        shown = wanted
        assert ours.text() == "\n".join(line.rstrip() for line in lines[top : top + HEIGHT])


def test_nothing_changed_costs_nothing() -> None:
    screen = parse("\x1b[1;1H\x1b[1mhello\x1b[0m\x1b[3;4H", blank())
    again = parse("\x1b[1;1H\x1b[1mhello\x1b[0m\x1b[3;4H", screen)
    assert diff(screen, again) == ""


def test_a_moved_cursor_costs_only_the_move() -> None:
    here, there = screen_of([""] * HEIGHT, (2, 2)), screen_of([""] * HEIGHT, (2, 3))
    assert diff(here, there) == "\x1b[B"


def test_a_blank_tail_is_erased_not_spelled_out() -> None:
    shown = screen_of(["x" * WIDTH] + [""] * (HEIGHT - 1))
    assert diff(shown, screen_of(["x"] + [""] * (HEIGHT - 1), (1, 0))) == "\x1b[C\x1b[K"


def test_a_coloured_tail_is_spelled_out_where_erasing_forgets_the_ground() -> None:
    wanted = parse(f"\x1b[1;1H\x1b[48;2;9;9;9m{' ' * WIDTH}\x1b[0m\x1b[1;1H", blank())
    assert "\x1b[K" in diff(blank(), wanted)
    assert " " * WIDTH in diff(blank(), wanted, has_bce=False)


def test_a_scroll_is_cheaper_than_its_rows() -> None:
    lines = [f"line {i} {'abcdefghijklmnop'[i % 16 :]}" for i in range(HEIGHT + 1)]
    up = diff(screen_of(lines[:HEIGHT]), screen_of(lines[1:]))
    assert f"\x1b[1;{HEIGHT}r" in up
    assert len(up) < 60


def test_an_unwanted_cell_is_left_alone() -> None:
    shown = screen_of(["abc"] + [""] * (HEIGHT - 1))
    assert diff(shown, shown.without(0, 0, WIDTH, HEIGHT)) == ""


def test_what_nobody_wanted_to_change_is_still_known() -> None:
    shown = screen_of(["abc", "def"] + [""] * (HEIGHT - 2))
    wanted = parse("\x1b[1;2Hx\x1b[1;1H", Screen.unknown(WIDTH, HEIGHT)).over(shown)
    assert ["".join(row.text[:4]) for row in wanted.rows[:2]] == ["axc ", "def "]
    assert diff(shown, wanted) == "\x1b[Cx\r"


def test_what_is_shown_in_an_unknown_cell_is_written_again() -> None:
    wanted = screen_of(["abc"] + [""] * (HEIGHT - 1))
    assert "b" in diff(wanted.without(1, 0, 1, 1), wanted)


def test_a_family_is_followed_by_a_new_position() -> None:
    wanted = parse("\x1b[1;1H👨‍👩‍👧‍👦ab\x1b[1;1H", blank())
    assert "👨‍👩‍👧‍👦\x1b[3Gab" in diff(blank(), wanted)


def test_what_stands_beside_a_family_is_repaired() -> None:
    shown = parse("\x1b[1;1H..ab\x1b[1;1H", blank())
    wanted = parse("\x1b[1;1H👨‍👩‍👧‍👦ab\x1b[1;1H", shown)
    assert "ab" in diff(shown, wanted)


def test_half_a_wide_character_never_stays() -> None:
    wide = parse("\x1b[1;1H日本", blank())
    assert parse("\x1b[1;2Hx", wide).rows[0].text[:4] == [" ", "x", "本", ""]


def test_a_wide_character_that_moves_by_one_is_written_whole() -> None:
    shown = parse("\x1b[1;1H 日本日本\x1b[1;1H", blank())
    wanted = parse("\x1b[1;1H ─│日本\x1b[1;1H", shown)
    glass = glass_of(shown)
    glass.feed(diff(shown, wanted).encode())
    assert glass.text().splitlines()[0] == " ─│日本本"


def test_a_wide_character_does_not_cross_the_edge() -> None:
    assert parse(f"\x1b[1;{WIDTH}H日", blank()).rows[0].text[-1] == " "


def test_a_frame_larger_than_the_screen_is_cut() -> None:
    screen = parse(f"\x1b[{HEIGHT + 3};1Hbelow\x1b[1;1H{'x' * 500}\x1b[99;99H", blank())
    assert screen.rows[0].text == ["x"] * WIDTH
    assert screen.cursor == (WIDTH - 1, HEIGHT - 1)


def test_a_line_written_again_after_something_else_stood_there_is_written() -> None:
    line = f"\x1b[1;1H\x1b[1m{'a' * WIDTH}\x1b[0m\x1b[1;1H"
    first = parse(line, blank())
    assert parse(line, first).rows[0] is first.rows[0]
    over = parse("\x1b[1;5Hxx\x1b[1;1H", first)
    assert parse(line, over).rows[0] == first.rows[0]
    assert parse(line, first.without(2, 0, 3, 1)).rows[0] == first.rows[0]


def test_a_frame_leaves_the_screen_before_as_it_was() -> None:
    before = blank()
    parse("\x1b[1;1Hhello", before)
    assert before.rows[0].text == [" "] * WIDTH


@given(st.text(max_size=40))
@settings(max_examples=500, deadline=None)
def test_no_control_character_of_a_text_reaches_the_screen(text: str) -> None:
    screen = parse("\x1b[1;1H" + text, blank())
    out = diff(blank(), screen)
    own = {"\x1b", "\r", "\n", "\b"}
    assert not [c for row in screen.rows for cell in row.text for c in cell if c < " " or "\x7f" <= c < "\xa0"]
    assert not [c for c in out if (c < " " and c not in own) or "\x7f" <= c < "\xa0"]


def test_the_unknown_is_not_a_character() -> None:
    assert UNKNOWN not in "".join(parse("\x1b[1;1H\x00\x00", blank()).rows[0].text)
