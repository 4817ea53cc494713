"""Deciding what became of a text of which nobody can tell whether it left: once."""

import pytest

from rise_tui.casework import faring, reading, resolving
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Conflict
from tests.casework.office import a_client, outbox
from tests.store.people import text_out


def test_it_is_decided_once_and_the_conversation_says_so(desk: Desk) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 5, status="unknown")
    told = faring.history(desk, "out-5")
    assert told is not None
    assert told.is_unknown
    resolving.resolve(desk, "out-5", is_sent=True)
    assert [(entry.wish.kind, entry.wish.body) for entry in outbox(desk)] == [("resolution", {"as": "mark_sent"})]
    found = reading.open_thread(desk, marcus).messages[-1].fares
    assert found is not None
    assert found.words == "you counted it as sent"
    with pytest.raises(Conflict, match="decided already"):
        resolving.resolve(desk, "out-5", is_sent=False)


def test_of_a_text_that_left_there_is_nothing_to_decide(desk: Desk) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 5, status="delivered")
    with pytest.raises(Conflict):
        resolving.resolve(desk, "out-5", is_sent=False)
