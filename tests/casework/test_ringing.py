"""The bell rings for what is urgent, or for every reply where that is wanted, and never for what was there before."""

import pytest

from rise_tui.casework import triage
from rise_tui.casework.desk import Desk
from rise_tui.casework.ringing import Ringing
from rise_tui.store.cursor import Cursor
from tests.casework.office import a_client, writes


def line_is(desk: Desk, line: str) -> None:
    with desk.store.writing() as session:
        desk.store.cursor.put(session, Cursor(line=line))


@pytest.mark.parametrize(("wanted", "for_urgent", "for_a_reply"), [("auto", 1, 0), ("on", 1, 1), ("off", 0, 0)])
def test_it_rings_once_for_what_came_since(desk: Desk, wanted: str, for_urgent: int, for_a_reply: int) -> None:
    jamal, ana = a_client(desk, "Jamal Pierce", "+12155550106"), a_client(desk, "Ana Ruiz", "+12155550107")
    writes(desk, jamal, 5, "Are we on for Monday?")
    line_is(desk, "up_to_date")
    ringing = Ringing(wanted)
    assert not ringing.rings(desk)
    writes(desk, jamal, 6, "I want to die", marks=("urgent",))
    assert ringing.rings(desk) == bool(for_urgent)
    assert not ringing.rings(desk)
    writes(desk, ana, 7, "Thanks")
    assert ringing.rings(desk) == bool(for_a_reply)
    triage.done(desk, ana, seen_through=7)
    assert not ringing.rings(desk)
    line_is(desk, "catching_up")
    writes(desk, jamal, 8, "Please call me, I want to die", marks=("urgent",))
    assert not ringing.rings(desk)
