"""A broadcast that is being written is there after any end, and can be thrown away and brought back."""

import pytest

from rise_tui.casework import broadcasting, drafting, gathering, planning, previewing, undoing
from rise_tui.casework.audience import ADDED, TAKEN_OUT, Audience, choices, described, sizes
from rise_tui.casework.desk import Desk
from rise_tui.casework.planning import Plan, draft_key
from rise_tui.casework.previewing import Preview
from rise_tui.domain.broadcasts import VERSIONS, Version, in_english
from rise_tui.domain.errors import Conflict, NotFound
from tests.casework.office import PHONE, a_client, in_group, offered, outbox, refused, says
from tests.store.listening import listen_in

ENGLISH, SPANISH = VERSIONS[0], VERSIONS[1]
WORDS = "Hi {first_name}, Monday at 9."


def _opted_in(desk: Desk, name: str = "Marcus Bell", e164: str = PHONE) -> str:
    client_id = a_client(desk, name, e164)
    says(desk, client_id, e164, "opted_in", 2)
    return client_id


def _type(desk: Desk, plan: Plan, version: Version, body: str) -> None:
    drafting.keep(desk, draft_key(plan.broadcast_id, version), body, len(body))


def _ready(desk: Desk, plan: Plan) -> Preview:
    crowd = gathering.gather(desk, plan.audience)
    words, name = planning.words(desk, plan.broadcast_id), planning.name_of(desk, plan)
    return previewing.look(
        desk, plan.broadcast_id, crowd, words, audience=plan.audience, name=name, not_before_at=plan.not_before_at
    )


def test_what_was_planned_and_typed_is_there_again(desk: Desk) -> None:
    marcus = _opted_in(desk)
    plan = planning.begin(desk, Audience().joined([marcus, "tel:+12155550199"]))
    assert plan.audience.picked == (marcus,)
    planning.keep(desk, plan := Plan(plan.broadcast_id, "Monday", plan.audience, desk.now + 1000))
    _type(desk, plan, ENGLISH, WORDS)
    _type(desk, plan, SPANISH, "Hola {first_name}")
    assert planning.resume(desk, plan.broadcast_id) == plan
    assert planning.words(desk, plan.broadcast_id).written == {ENGLISH: WORDS, SPANISH: "Hola {first_name}"}
    [listed] = planning.unfinished(desk)
    assert (listed.name, listed.people, listed.words) == ("Monday", "Marcus Bell", WORDS)


def test_one_that_was_only_looked_at_leaves_no_trace(desk: Desk) -> None:
    plan = planning.begin(desk)
    planning.leave(desk, plan)
    assert planning.unfinished(desk) == ()
    _type(desk, plan, ENGLISH, "Hi")
    planning.leave(desk, plan)
    assert [one.words for one in planning.unfinished(desk)] == ["Hi"]
    _type(desk, plan, ENGLISH, "")
    planning.leave(desk, plan)
    assert planning.unfinished(desk) == ()


def test_the_list_reads_all_words_at_once(desk: Desk) -> None:
    for number in range(3):
        another = planning.begin(desk)
        _type(desk, another, ENGLISH, f"Text {number}")
        _type(desk, another, SPANISH, "Texto")
    asked = listen_in(desk.store)
    assert {one.words for one in planning.unfinished(desk)} == {"Text 0", "Text 1", "Text 2"}
    assert len([one for one in asked if "FROM draft" in one]) == 1, "however many there are"


def test_what_is_thrown_away_comes_back_with_its_words(desk: Desk) -> None:
    plan = planning.begin(desk, Audience().joined([_opted_in(desk)]))
    _type(desk, plan, ENGLISH, WORDS)
    assert planning.throw_away(desk, plan) == "Thrown away: Marcus Bell"
    assert planning.unfinished(desk) == ()
    with pytest.raises(NotFound):
        planning.resume(desk, plan.broadcast_id)
    assert undoing.undo(desk)
    assert planning.resume(desk, plan.broadcast_id) == plan
    assert planning.words(desk, plan.broadcast_id).main == WORDS


def test_a_confirmed_one_is_no_draft_any_more_and_comes_back_while_it_is_here(desk: Desk) -> None:
    plan = planning.begin(desk, Audience().joined([_opted_in(desk), _opted_in(desk, "Luis Ortega", "+12155550143")]))
    _type(desk, plan, ENGLISH, WORDS)
    broadcasting.confirm(desk, _ready(desk, plan), 2)
    assert planning.unfinished(desk) == ()
    assert planning.words(desk, plan.broadcast_id).written == {}
    act = undoing.latest(desk)
    assert act is not None
    assert (act.label, act.parts) == ("Group text to 2 people", 2), "of very many, a worker takes it back"
    undone = undoing.undo(desk)
    assert undone is not None
    assert undone.label == "Not sent: it is being written again"
    assert outbox(desk) == []
    assert planning.resume(desk, plan.broadcast_id) == plan, "and is called after whoever its people then are"
    assert planning.words(desk, plan.broadcast_id).main == WORDS
    broadcasting.confirm(desk, _ready(desk, plan), 2)
    assert len(outbox(desk)) == 1


def test_one_that_was_offered_to_the_office_is_not_taken_back_by_z(desk: Desk) -> None:
    plan = planning.begin(desk, Audience().joined([_opted_in(desk)]))
    _type(desk, plan, ENGLISH, WORDS)
    broadcasting.confirm(desk, _ready(desk, plan), 1)
    offered(desk)
    assert undoing.latest(desk) is None
    with pytest.raises(Conflict, match="on its way"), desk.store.writing() as session:
        broadcasting.recall(desk, session, {"broadcast_id": plan.broadcast_id})


def test_a_refused_one_is_written_on_as_a_new_one_with_its_people_and_all_its_words(desk: Desk) -> None:
    plan = planning.begin(desk, Audience().joined([_opted_in(desk)]))
    _type(desk, plan, ENGLISH, WORDS)
    _type(desk, plan, SPANISH, "Hola")
    broadcasting.confirm(desk, _ready(desk, plan), 1)
    refused(desk, "It is malformed")
    again = planning.write_on(desk, plan.broadcast_id)
    assert again.broadcast_id != plan.broadcast_id
    assert again.audience == plan.audience
    assert planning.words(desk, again.broadcast_id).written == {ENGLISH: WORDS, SPANISH: "Hola"}
    assert planning.words(desk, plan.broadcast_id).written == {}
    assert [one.broadcast_id for one in planning.unfinished(desk)] == [again.broadcast_id]
    with pytest.raises(NotFound):
        planning.write_on(desk, "00000000-0000-7000-8000-00000000dead")


def test_groups_are_added_and_taken_out(desk: Desk) -> None:
    marcus, ana = _opted_in(desk), _opted_in(desk, "Ana Ruiz", "+12155550143")
    sam = _opted_in(desk, "Sam Poe", "+12155550144")
    course, housing, fair = (
        in_group(desk, "Class 3", marcus, ana),
        in_group(desk, "Housing", ana, sam),
        in_group(desk, "Job fair", sam),
    )
    chosen = Audience().turned(course, ADDED).turned(housing, ADDED).turned(fair, TAKEN_OUT)
    assert described(desk, chosen) == "Class 3 + Housing − Job fair"
    counts = sizes(desk)
    signs = {choice.name: (choice.sign, counts[choice.group_id]) for choice in choices(desk, chosen)}
    assert signs["Class 3"] == ("+", 2)
    assert signs["Job fair"] == ("−", 1)
    people = gathering.gather(desk, chosen).people
    assert sorted(person.client_id for person in people) == sorted([marcus, ana])
    assert chosen.turned(fair, TAKEN_OUT).sign(fair) == ""
    assert chosen.turned(course, TAKEN_OUT).sign(course) == TAKEN_OUT
    with_sam = chosen.joined([sam])
    assert described(desk, with_sam) == "Class 3 + Housing + Sam Poe − Job fair"
    assert sam not in {person.client_id for person in gathering.gather(desk, with_sam).people}
    without_ana = planning.begin(desk, chosen.sparing(ana))
    assert described(desk, without_ana.audience) == "Class 3 + Housing − Job fair − Ana Ruiz"
    assert [person.client_id for person in gathering.gather(desk, without_ana.audience).people] == [marcus]
    assert planning.resume(desk, without_ana.broadcast_id) == without_ana
    assert without_ana.audience.sparing(ana) == chosen


def test_the_main_words_are_the_first_that_are_written(desk: Desk) -> None:
    assert in_english("Hi").main == "Hi"
    plan = planning.begin(desk)
    _type(desk, plan, SPANISH, "Hola")
    assert planning.words(desk, plan.broadcast_id).main == "Hola"


@pytest.fixture
def sent(desk: Desk) -> Plan:
    """One that was confirmed."""
    plan = planning.begin(desk, Audience().joined([_opted_in(desk)]))
    _type(desk, plan, ENGLISH, WORDS)
    broadcasting.confirm(desk, _ready(desk, plan), 1)
    return plan


def test_another_room_neither_changes_nor_throws_away_what_was_sent_from_this_one(desk: Desk, sent: Plan) -> None:
    with pytest.raises(Conflict, match="sent already"):
        planning.keep(desk, Plan(sent.broadcast_id, "Another name", sent.audience))
    with pytest.raises(Conflict, match="sent already"):
        planning.throw_away(desk, sent)
    assert planning.unfinished(desk) == ()
    assert undoing.undo(desk)
    assert planning.words(desk, sent.broadcast_id).main == WORDS, "and its words are there to come back"


def test_another_list_is_never_taken_for_the_one_that_was_sent(desk: Desk, sent: Plan) -> None:
    ana = _opted_in(desk, "Ana Ruiz", "+12155550143")
    _type(desk, sent, ENGLISH, "Other words")
    other = _ready(desk, Plan(sent.broadcast_id, "", sent.audience.joined([ana])))
    with pytest.raises(Conflict, match="sent already"):
        broadcasting.confirm(desk, other, 2)
    assert len(outbox(desk)) == 1


def test_words_typed_elsewhere_while_one_looked_are_not_lost(desk: Desk) -> None:
    plan = planning.begin(desk, Audience().joined([_opted_in(desk)]))
    _type(desk, plan, ENGLISH, WORDS)
    ready = _ready(desk, plan)
    _type(desk, plan, ENGLISH, WORDS + " Bring your papers.")
    with pytest.raises(Conflict, match="text has changed"):
        broadcasting.confirm(desk, ready, 1)
    assert planning.words(desk, plan.broadcast_id).main == WORDS + " Bring your papers."
    assert outbox(desk) == []
    broadcasting.confirm(desk, _ready(desk, plan), 1)
