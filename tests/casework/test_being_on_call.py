"""Who is on call is decided by a supervisor, shown to everybody, taken back, and heard of elsewhere."""

import pytest

from rise_tui.casework import being_on_call, undoing
from rise_tui.casework.being_on_call import OnCall, decide, on_call, planned
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import BadInput, BadTime, NotFound, Refused, Unchanged
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.sync.inbound import apply
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from rise_tui.wire.resources import PutOnCall
from tests.casework.office import DANA, accepted, outbox

LUIS = "019c0000-0000-7000-8000-0000000000e1"
HOUR = 3_600_000


def heard(desk: Desk, seq: int, **rules: object) -> None:
    """The office decides."""
    data: dict[str, object] = {"office_id": desk.office_id, "name": "RISE", "zone": "America/New_York", "numbers": []}
    data |= {"segments_per_second": 1.0, "price_micros": 0, "rules": rules}
    event = Event(seq=seq, at=desk.now, type="OfficeChanged", actor=str(DANA), data=data)
    with desk.store.writing() as session:
        apply(session, desk.store, event, Reader(DANA, "supervisor"), desk.now)


@pytest.fixture
def boss(desk: Desk) -> Desk:
    """Dana is a supervisor, Luis a caseworker, and the office has a phone."""
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, str(DANA), seq=1, name="Dana Reyes", role="supervisor")
        desk.store.office.put_caseworker(session, LUIS, seq=1, name="Luis Ortiz", role="caseworker")
    heard(desk, 1, phone="215-555-0100")
    return desk


def test_it_is_decided_shown_taken_back_and_leaves_the_other_rules_alone(boss: Desk) -> None:
    assert on_call(boss).words(boss) == "Nobody is on call"
    new = planned(boss, "lu", None, boss.now + 7 * 24 * HOUR, "20")
    label = decide(boss, new)
    assert label == on_call(boss).words(boss)
    assert label.startswith("Luis Ortiz is on call until ")
    assert on_call(boss).after == "What nobody answers for 20 minutes is told to the supervisors"
    (entry,) = outbox(boss)
    body = PutOnCall.model_validate(dict(entry.wish.body))
    assert (body.caseworker_id, body.from_at, body.until_at, body.urgent_minutes) == (LUIS, None, new.until_at, 20)
    with boss.store.reading() as session:
        office = boss.store.office.get(session)
    assert office is not None
    assert OfficeRules.of(office.rules).phone == "215-555-0100"
    with pytest.raises(Unchanged):
        decide(boss, new)
    accepted(boss, 10)
    sooner = being_on_call.with_minutes(on_call(boss), "5")
    assert decide(boss, sooner) == "What nobody answers for 5 minutes is told to the supervisors"
    undoing.undo(boss)
    assert decide(boss, planned(boss, "", None, None, "20")) == "Nobody is on call"
    undoing.undo(boss)
    assert on_call(boss).name == "Luis Ortiz"
    undoing.undo(boss)
    assert on_call(boss).words(boss) == "Nobody is on call"


def test_a_time_to_come_is_said_and_one_that_has_passed_is_nobodys(boss: Desk) -> None:
    assert planned(boss, "dana", None, None, "15").words(boss) == "You are on call"
    soon = planned(boss, "luis", boss.now + HOUR, boss.now + 2 * HOUR, "15")
    assert soon.words(boss).startswith("On call from ")
    assert soon.words(boss).endswith(": Luis Ortiz")
    over = OnCall(LUIS, "Luis Ortiz", None, boss.now - 1, 15)
    assert over.words(boss) == "Nobody is on call"
    rules = OfficeRules(on_call=LUIS, on_call_from="2026-11-23T22:00:00.000Z", on_call_until="2026-11-24T13:00:00.000Z")
    at = 1_795_471_200_000  # 2026-11-23T22:00Z
    assert [rules.on_call_at(moment) for moment in (at - 1, at, at + 15 * HOUR - 1, at + 15 * HOUR)] == [
        "",
        LUIS,
        LUIS,
        "",
    ]


def test_what_cannot_be_used_and_who_may_not_decide_change_nothing(boss: Desk) -> None:
    for who, until, minutes, kind in (
        ("nobody of that name", None, "15", NotFound),
        ("luis", boss.now, "15", BadTime),
        ("luis", None, "0", BadInput),
        ("luis", None, "soon", BadInput),
    ):
        with pytest.raises(kind):
            planned(boss, who, None, until, minutes)
    with boss.store.writing() as session:
        boss.store.office.put_caseworker(session, str(DANA), seq=2, name="Dana Reyes", role="caseworker")
    assert not being_on_call.may_decide(boss)
    with pytest.raises(Refused):
        decide(boss, planned(boss, "luis", None, None, "15"))
    assert outbox(boss) == []


def test_a_rule_that_changes_elsewhere_meanwhile_comes_after_the_answer(boss: Desk) -> None:
    decide(boss, planned(boss, "luis", None, None, "15"))
    heard(boss, 9, phone="215-555-0101")
    assert on_call(boss).name == "Luis Ortiz", "one sees one's own act until the office has answered"
    heard(boss, 10, phone="215-555-0101", on_call=LUIS)
    accepted(boss, 10)
    with boss.store.reading() as session:
        office = boss.store.office.get(session)
    assert office is not None
    assert (OfficeRules.of(office.rules).phone, on_call(boss).name) == ("215-555-0101", "Luis Ortiz")
