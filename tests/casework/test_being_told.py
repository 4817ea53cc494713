"""How one is told while rise is closed is set, shown, switched off, taken back, and heard of elsewhere."""

import pytest

from rise_tui.casework import being_told, undoing
from rise_tui.casework.being_told import Wishes
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import BadInput, Unchanged
from rise_tui.sync.inbound import apply
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from rise_tui.wire.resources import PutAlerts
from tests.casework.office import DANA, accepted, outbox

TWICE = Wishes(email="dana@example.org", at="13:00, 8:30", quiet="21:00-8:00", least="30")


def test_it_is_set_shown_and_taken_back(desk: Desk) -> None:
    assert being_told.wishes(desk) == Wishes()
    assert being_told.set_alerts(desk, TWICE) == "At 8:30 and 13:00 you are told how many wait: dana@example.org"
    (entry,) = outbox(desk)
    assert (entry.wish.kind, entry.wish.ids) == ("alerts", {"caseworker_id": str(DANA)})
    body = PutAlerts.model_validate(entry.wish.body)
    assert (body.email, body.at, body.quiet_from, body.quiet_to) == ("dana@example.org", ["8:30", "13:00"], 1260, 480)
    assert being_told.wishes(desk) == Wishes("dana@example.org", "", "8:30 13:00", "21:00-8:00", "30")
    with pytest.raises(Unchanged):
        being_told.set_alerts(desk, TWICE)
    accepted(desk, 10)
    assert being_told.switch_off(desk) == "You are told nothing while rise is closed"
    assert not being_told.wishes(desk).is_any
    undoing.undo(desk)
    assert being_told.wishes(desk).email == "dana@example.org"
    undoing.undo(desk)
    assert being_told.wishes(desk) == Wishes()


@pytest.mark.parametrize(
    "typed",
    [
        Wishes(email="dana"),
        Wishes(email="dana@example.org\nBcc: all@example.org"),
        Wishes(webhook="http://hooks.example.org"),
        Wishes(email="dana@example.org", at="25:00"),
        Wishes(email="dana@example.org", quiet="21"),
        Wishes(email="dana@example.org", quiet="8:00-8:00"),
        Wishes(email="dana@example.org", least="0"),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(desk: Desk, typed: Wishes) -> None:
    with pytest.raises(BadInput):
        being_told.set_alerts(desk, typed)
    assert outbox(desk) == []


def test_another_machine_hears_of_it(desk: Desk) -> None:
    data = {"caseworker_id": str(DANA), "webhook": "https://hooks.example.org/rise", "at": [510], "least_minutes": 60}
    event = Event(seq=7, at=desk.now, type="AlertsChanged", actor=str(DANA), data=data)
    with desk.store.writing() as session:
        apply(session, desk.store, event, Reader(DANA, "caseworker"), desk.now)
    assert being_told.wishes(desk) == Wishes(webhook="https://hooks.example.org/rise", at="8:30")
    assert being_told.told_words(being_told.wishes(desk)) == "At 8:30 you are told how many wait: a web address"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TWICE, None),
        (Wishes(email="dana", at="25:00"), "email"),
        (Wishes(email="dana@example.org", webhook="http://hooks.example.org"), "webhook"),
        (Wishes(email="dana@example.org", at="8:30 25:00", least="0"), "at"),
        (Wishes(email="dana@example.org", quiet="21"), "quiet"),
        (Wishes(email="dana@example.org", least="soon"), "least"),
    ],
)
def test_the_first_field_that_cannot_be_read_is_named(typed: Wishes, field: str | None) -> None:
    assert being_told.at_fault(typed) == field
