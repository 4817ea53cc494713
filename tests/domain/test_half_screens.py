"""How far a list moves."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.half_screens import first_in_view

rooms = st.integers(1, 60)
counts = st.integers(1, 500)


@given(rooms, counts, st.lists(st.integers(0, 499), min_size=1, max_size=20))
def test_whoever_is_selected_is_in_view(room: int, count: int, wanted: list[int]) -> None:
    first = 0
    for each in wanted:
        selected = min(each, count - 1)
        first = first_in_view(first, selected, room, count)
        assert first <= selected < first + room
        assert 0 <= first <= max(0, count - room)


@given(rooms, counts, st.integers(0, 499))
def test_a_leap_down_ends_where_steps_do(room: int, count: int, to: int) -> None:
    to = min(to, count - 1)
    first = 0
    for selected in range(to + 1):
        first = first_in_view(first, selected, room, count)
    assert first == first_in_view(0, to, room, count)


def test_one_step_over_an_edge_moves_half_a_screen() -> None:
    assert first_in_view(0, 34, 34, 100) == 17
    assert first_in_view(17, 16, 34, 100) == 0
    assert first_in_view(17, 30, 34, 100) == 17


def test_without_room_nothing_moves() -> None:
    assert first_in_view(3, 9, 0, 20) == 3
