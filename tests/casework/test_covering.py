"""Covers and machines at a desk: who may plan and end them, what is wished and shown, and taking it back."""

from typing import Any

import pytest

from rise_tui.casework import covering, signed_in_devices, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, to_wire
from rise_tui.domain.errors import BadInput, BadTime, NotFound, Refused, Unchanged
from rise_tui.store.notices import READER
from rise_tui.sync.inbound import apply_all
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import DANA, a_client, accepted, in_group, offered, outbox, refused
from tests.casework.test_transferring import LUIS, SAM, hired

HOUR = 3600_000


def told(desk: Desk, seq: int, type: str, **data: Any) -> None:
    """The relay tells of something."""
    with desk.store.writing() as session:
        event = Event(seq=seq, at=desk.now, type=type, actor="relay", data=data)
        apply_all(session, desk.store, [event], Reader(str(DANA)), desk.now)


def planned(desk: Desk, seq: int, of: str, by: str, **more: Any) -> str:
    """The relay tells of a cover of the next hour; its id."""
    cover_id = f"00000000-0000-7000-8000-00000000c{seq:03d}"
    times = {"from_at": to_wire(desk.now), "until_at": to_wire(desk.now + HOUR)}
    ids = {"cover_id": cover_id, "of_caseworker_id": of, "by_caseworker_id": by}
    told(desk, seq, "CoverChanged", **{**ids, **times, "has_begun": True, **more})
    return cover_id


def test_a_cover_is_planned_prolonged_ended_and_each_of_it_taken_back(desk: Desk, clock: FrozenClock) -> None:
    hired(desk)
    group_id = in_group(desk, "Class 3")
    label = covering.plan(desk, LUIS, desk.now + HOUR, group_id=group_id, note="Ana may call\x07")
    assert label == "Luis Ortiz covers for you"
    (entry,) = outbox(desk)
    RESOURCES["cover"].body.model_validate(dict(entry.wish.body))
    assert "from_at" not in entry.wish.body, "from now on is the office's now"
    (cover,) = covering.covers(desk)
    assert (cover.of_name, cover.by_name, cover.group, cover.note) == ("you", "Luis Ortiz", "Class 3", "Ana may call␇")
    assert (cover.is_of_me, cover.is_by_me, cover.may_end, cover.has_begun) == (True, False, True, False)
    assert undoing.undo(desk) is not None
    assert (covering.covers(desk), outbox(desk)) == ([], [])

    covering.plan(desk, LUIS, desk.now + HOUR)
    offered(desk)
    accepted(desk, 5)
    (cover,) = covering.covers(desk)
    with pytest.raises(Unchanged):
        covering.set_end(desk, cover.cover_id, cover.until_at)
    covering.set_end(desk, cover.cover_id, cover.until_at + HOUR)
    (entry,) = outbox(desk)
    assert (entry.wish.body, entry.wish.if_match) == ({"until_at": to_wire(cover.until_at + HOUR)}, 5)
    offered(desk)
    accepted(desk, 6)
    undoing.undo(desk)
    assert covering.covers(desk)[0].until_at == cover.until_at
    offered(desk)
    accepted(desk, 7)
    assert covering.end(desk, cover.cover_id) == "The cover for you is over"
    assert covering.covers(desk) == []
    offered(desk)
    accepted(desk, 8)
    undoing.undo(desk)
    (again,) = covering.covers(desk)
    assert again.cover_id != cover.cover_id, "what is over stays over: it is another one of the same"
    offered(desk)
    accepted(desk, 9)
    clock.go(2 * 3600)
    assert covering.covers(desk) == []


def test_everybody_plans_for_themself_and_a_supervisor_for_all_and_who_covers_may_end_it(desk: Desk) -> None:
    hired(desk)
    with pytest.raises(Refused, match="a colleague's clients"):
        covering.plan(desk, str(DANA), desk.now + HOUR, of_caseworker_id=LUIS)
    with pytest.raises(BadInput, match="Nobody covers for themself"):
        covering.plan(desk, str(DANA), desk.now + HOUR)
    with pytest.raises(BadTime):
        covering.plan(desk, LUIS, desk.now + HOUR, from_at=desk.now + HOUR)
    with pytest.raises(NotFound):
        covering.plan(desk, "nobody", desk.now + HOUR)
    for_luis = planned(desk, 20, LUIS, str(DANA))
    between = planned(desk, 21, LUIS, SAM)
    assert [(one.of_name, one.by_name) for one in covering.now_by_me(desk)] == [("Luis Ortiz", "you")]
    assert covering.now_of_me(desk) == []
    with pytest.raises(Refused):
        covering.end(desk, between)
    with pytest.raises(Refused):
        covering.set_end(desk, for_luis, desk.now + 2 * HOUR)
    covering.end(desk, for_luis)
    assert undoing.latest(desk) is not None
    offered(desk)
    assert undoing.latest(desk) is None, "who only covers cannot plan it again: z promises nothing"
    accepted(desk, 30)
    assert undoing.undo(desk) is None
    with pytest.raises(NotFound, match="over"):
        covering.end(desk, for_luis)
    hired(desk, me="supervisor")
    covering.end(desk, between)
    assert covering.plan(desk, SAM, desk.now + HOUR, of_caseworker_id=LUIS) == "Sam Field covers for Luis Ortiz"
    refused(desk)
    assert covering.covers(desk)[0].cover_id == between, "as the office has it"
    assert covering.plan(desk, str(DANA), desk.now + HOUR, of_caseworker_id=LUIS) == "You cover for Luis Ortiz"


def test_at_the_end_one_is_told_once_who_waits(desk: Desk) -> None:
    hired(desk)
    ana, gone = a_client(desk, "Ana Bell"), "00000000-0000-7000-8000-0000000000c9"
    cover_id = planned(desk, 20, str(DANA), LUIS)
    assert covering.unread_summary(desk) is None
    told(desk, 21, "CoverChanged", **{
        "cover_id": cover_id, "of_caseworker_id": str(DANA), "by_caseworker_id": LUIS, "has_begun": True,
        "is_ended": True, "from_at": to_wire(desk.now), "until_at": to_wire(desk.now + HOUR),
    })  # fmt: skip
    told(desk, 22, "CoverEnded", cover_id=cover_id, open=[ana, gone], received=5, written=3)
    summary = covering.unread_summary(desk)
    assert summary is not None
    assert (summary.by_name, summary.received, summary.written) == ("Luis Ortiz", 5, 3)
    assert [one.name for one in summary.waiting] == ["Ana Bell"], "nobody who went on to somebody else"
    covering.mark_read(desk, cover_id)
    assert covering.unread_summary(desk) is None
    assert [one.is_read for one in covering.summaries(desk)] == [True]


def test_a_lost_machine_is_locked_or_wiped_until_the_office_has_that(desk: Desk, clock: FrozenClock) -> None:
    hired(desk)
    mine, theirs = "00000000-0000-7000-8000-00000000dd01", "00000000-0000-7000-8000-00000000dd02"
    times = {"created_at": to_wire(desk.now), "expires_at": to_wire(desk.now + HOUR)}
    told(desk, 20, "DeviceChanged", device_id=mine, caseworker_id=str(DANA), name="dana-laptop\x1b[2J", **times)
    told(desk, 21, "DeviceChanged", device_id=theirs, caseworker_id=LUIS, name="luis-laptop", **times)
    with desk.store.writing() as session:
        desk.store.notices.put(session, READER, {"device_id": mine, "role": "caseworker"}, seq=0, at=desk.now)
    first, second = signed_in_devices.machines(desk)
    assert (first.name, first.whose, first.is_this, first.state) == ("dana-laptop␛[2J", "you", True, "active")
    assert (second.whose, second.is_mine) == ("Luis Ortiz", False)
    assert signed_in_devices.take_back(desk, mine) == "dana-laptop␛[2J is locked"
    with pytest.raises(Unchanged):
        signed_in_devices.take_back(desk, mine)
    undoing.undo(desk)
    assert (signed_in_devices.machines(desk)[0].state, outbox(desk)) == ("active", [])
    signed_in_devices.take_back(desk, mine)
    offered(desk)
    assert undoing.latest(desk) is None, "it may be locked already"
    accepted(desk, 30)
    assert signed_in_devices.take_back(desk, mine, is_wiped=True).endswith("is to delete everything")
    with pytest.raises(Refused, match="a colleague's machine"):
        signed_in_devices.take_back(desk, theirs)
    hired(desk, me="administrator")
    signed_in_devices.take_back(desk, theirs)
    assert [entry.wish.body for entry in outbox(desk)] == [{"state": "wiped"}, {"state": "revoked"}]
    clock.go(3601)
    told(desk, 40, "DeviceChanged", device_id="third", caseworker_id=str(DANA), **times)
    assert {one.device_id: one.state for one in signed_in_devices.machines(desk)}["third"] == "expired"
