"""Being away is said for a time, ended early, and taken back."""

import pytest

from rise_tui.casework import being_away, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import to_wire
from rise_tui.domain.errors import BadTime, Unchanged
from rise_tui.sync.inbound import apply
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from tests.casework.office import DANA, accepted, outbox

HOUR = 3_600_000


def test_one_is_away_until_then_and_what_is_told_says_whom_to_call_in_danger(desk: Desk) -> None:
    until = desk.now + 48 * HOUR
    assert being_away.absence(desk) is None
    label = being_away.go_away(desk, until, words="In training.")
    assert label.startswith("Away until ")
    (entry,) = outbox(desk)
    body = {"from_at": to_wire(desk.now), "until_at": to_wire(until), "bodies": {"en": "In training."}}
    assert (entry.wish.kind, entry.wish.ids, entry.wish.body) == ("away", {"caseworker_id": str(DANA)}, body)
    known = being_away.absence(desk)
    assert known is not None
    assert known.has_begun
    assert being_away.away_words(desk) == label.replace("Away", "away")
    told = being_away.told(desk, until, "In training.", "es")
    assert told.startswith("In training. En peligro llame al 911.")
    assert "AYUDA por texto al 988" in told
    undoing.undo(desk)
    assert (being_away.absence(desk), outbox(desk)) == (None, [])


def test_it_ends_early_and_that_can_be_taken_back_too(desk: Desk) -> None:
    with pytest.raises(Unchanged):
        being_away.come_back(desk)
    with pytest.raises(BadTime):
        being_away.go_away(desk, desk.now - 1)
    being_away.go_away(desk, desk.now + 48 * HOUR)
    accepted(desk, 10)
    assert being_away.come_back(desk) == "You are back"
    assert being_away.absence(desk) is None
    accepted(desk, 20)
    undoing.undo(desk)
    assert being_away.absence(desk) is not None
    (entry,) = outbox(desk)
    assert entry.wish.body["until_at"] is not None


def test_another_machine_hears_of_it(desk: Desk) -> None:
    data = {"caseworker_id": str(DANA), "from_at": to_wire(desk.now), "until_at": to_wire(desk.now + HOUR)}
    event = Event(seq=7, at=desk.now, type="AwayChanged", actor=str(DANA), data={**data, "bodies": {"en": "Out."}})
    with desk.store.writing() as session:
        apply(session, desk.store, event, Reader(DANA, "caseworker"), desk.now)
    known = being_away.absence(desk)
    assert known is not None
    assert known.bodies == {"en": "Out."}
