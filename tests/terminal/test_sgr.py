"""Looks: the way from one to the next must end where a reset and the whole would."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.terminal.sgr import change, may_erase, normal, on_blank

OFF = {22: (1, 2), 23: (3,), 24: (4, 21), 25: (5, 6), 27: (7,), 28: (8,), 29: (9,), 54: (51, 52), 55: (53,)}
SAME = {"[5, 231]": "[2, 255, 255, 255]", "[5, 16]": "[2, 0, 0, 0]"}
"""Colours of the table of 256 that are these, by xterm's own definition of it."""
colours = st.one_of(
    st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255)).map(lambda c: "8;2;{};{};{}".format(*c)),
    st.integers(0, 255).map(lambda n: f"8;5;{n}"),
    st.integers(0, 7).map(str),
)
attributes = st.sets(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53])).map(
    lambda codes: [str(c) for c in sorted(codes)]
)


@st.composite
def looks(draw: st.DrawFn) -> str:
    codes = draw(attributes)
    for first in ("3", "4"):
        if draw(st.booleans()):
            codes.append(first + draw(colours))
    return ";".join(codes)


def state(sequences: list[str]) -> tuple[frozenset[int], str, str]:
    """What a terminal has set after these parameter strings, by the standard (ECMA-48, xterm's colours)."""
    on: set[int] = set()
    ink = ground = ""
    for sequence in sequences:
        codes = [int(code or 0) for code in sequence.split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                on, ink, ground = set(), "", ""
            elif code in (38, 48):
                size = {2: 4, 5: 2}[codes[0]]
                value, codes = f"{codes[:size]}", codes[size:]
                value = SAME.get(value, value)
                ink, ground = (value, ground) if code == 38 else (ink, value)
            elif code in OFF:
                on -= set(OFF[code])
            elif code < 30 or code > 50:
                on.add(code)
            elif code < 40:
                ink = "" if code == 39 else str(code)
            else:
                ground = "" if code == 49 else str(code)
    return frozenset(on), ink, ground


@settings(max_examples=500)
@given(looks(), looks())
def test_a_change_of_look_ends_at_the_new_look(before: str, after: str) -> None:
    sequence = change(before, after)
    assert (sequence == "") == (state([before]) == state([after]))
    assert state([before, sequence[2:-1]] if sequence else [before]) == state([after])
    assert len(sequence) <= len(f"\x1b[0;{after}m")


def test_only_what_changes_is_said() -> None:
    assert change("1;38;2;1;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;4;5;6") == "\x1b[22m"
    assert change("38;2;1;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;7;5;6") == "\x1b[48;2;7;5;6m"
    assert change("1;31", "") == "\x1b[m"


def test_white_and_black_are_told_by_their_number_in_the_table() -> None:
    assert change("", "38;2;255;255;255;48;2;0;0;0") == "\x1b[38;5;231;48;5;16m"


@settings(max_examples=300)
@given(looks())
def test_there_is_one_way_to_write_a_look(look: str) -> None:
    assert state([normal(look)]) == state([look])
    assert normal(normal(look)) == normal(look)
    assert normal("33;49") == normal("33")


@settings(max_examples=300)
@given(looks())
def test_a_blank_shows_its_ground_and_lines_only(look: str) -> None:
    on, _, ground = state([look])
    shown = state([on_blank(look)])
    assert shown == state([look]) or (shown == (frozenset(), "", ground) and not on & {4, 5, 6, 7, 9, 21, 51, 52, 53})


def test_a_look_nobody_knows_is_said_whole() -> None:
    assert change("1", "4:3;1") == "\x1b[0;4:3;1m"


def test_an_underline_does_not_show_on_erased_cells() -> None:
    assert may_erase("1;38;2;1;2;3;48;2;4;5;6", True)
    assert not may_erase("4;48;2;4;5;6", True)
    assert not may_erase("7", True)


def test_without_bce_only_the_terminals_own_ground_is_erased() -> None:
    assert may_erase("1;31", False)
    assert not may_erase("41", False)
