"""A broadcast is looked at, bound by the number typed, and frozen: who gets it, who does not, and why."""

from typing import Any

import pytest

from rise_tui.casework import broadcasting
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, from_wire
from rise_tui.domain.errors import BadInput, BadMerge, Conflict, NotFound, Refused
from rise_tui.domain.ids import broadcast_message_id
from tests.casework.office import PHONE, a_client, accepted, in_group, outbox, refused, says
from tests.store.people import NOW

WORDS = "Hi {first_name}, class is Monday at 9."


def _opted_in(desk: Desk, name: str, e164: str, **fields: Any) -> str:
    client_id = a_client(desk, name, e164, **fields)
    says(desk, client_id, e164, "opted_in", 2)
    return client_id


def test_everybody_gets_their_own_words_or_a_reason_why_not(desk: Desk) -> None:
    marcus = _opted_in(desk, "Marcus Bell", PHONE)
    ana = _opted_in(desk, "Ana Ruiz", "+12155550143")
    left = {
        a_client(desk, "Never Asked", "+12155550144"): "consent_unknown",
        _opted_in(desk, "Same Phone", PHONE): "duplicate",
        a_client(desk, "No Phone", None): "no_number",
        _opted_in(desk, "In Custody", "+12155550145", status="paused"): "paused",
        _opted_in(desk, "Moved Away", "+12155550146", status="closed"): "closed",
        _opted_in(desk, "Quiet Please", "+12155550147", is_discreet=True): "discreet",
        _opted_in(desk, "Wall Phone", "+12155550148"): "landline",
        _opted_in(desk, "", "+12155550149"): "missing_field",
    }
    stopped = _opted_in(desk, "Said Stop", "+12155550150")
    says(desk, stopped, "+12155550150", "opted_out", 3)
    blocked = _opted_in(desk, "Blocked There", "+12155550151")
    left |= {stopped: "opted_out", blocked: "opted_out"}
    with desk.store.writing() as session:
        desk.store.numbers.mark(session, "+12155550148", is_landline=True)
        desk.store.numbers.mark(session, "+12155550151", is_blocked=True)
    in_group(desk, "Class 3", marcus, ana, *left)
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    by_client = {str(person.client_id): person.body for person in ready.recipients}
    bells = [client for client in by_client if by_client[client] == "Hi Marcus, class is Monday at 9."]
    assert len(by_client) == 2
    assert by_client[ana] == "Hi Ana, class is Monday at 9."
    reasons = {str(person.client_id): str(person.reason) for person in ready.left_out}
    if bells != [marcus]:  # of two who share a phone the first in the list gets it
        del left[next(client for client in left if left[client] == "duplicate")]
        left[marcus] = "duplicate"
    assert reasons == left


def test_the_members_of_another_group_can_be_left_out(desk: Desk) -> None:
    marcus, ana = _opted_in(desk, "Marcus Bell", PHONE), _opted_in(desk, "Ana Ruiz", "+12155550143")
    in_group(desk, "Class 3", marcus, ana)
    in_group(desk, "Job fair", ana)
    ready = broadcasting.preview(desk, ["Class 3"], WORDS, without=["job fair"])
    assert [str(person.client_id) for person in ready.recipients] == [marcus]
    with pytest.raises(NotFound):
        broadcasting.preview(desk, ["Class 3"], WORDS, without=["No such"])


def test_whoever_is_in_two_of_the_groups_gets_it_once(desk: Desk) -> None:
    """[D22]"""
    marcus = _opted_in(desk, "Marcus Bell", PHONE)
    in_group(desk, "Class 3", marcus)
    in_group(desk, "Workshop", marcus)
    ready = broadcasting.preview(desk, ["Class 3", "Workshop"], WORDS)
    assert [str(person.client_id) for person in ready.recipients] == [marcus]


def test_a_preview_counts_texts_money_and_time(desk: Desk) -> None:
    with desk.store.writing() as session:
        office = {"name": "RISE", "zone": "America/New_York", "segments_per_second": 2.0, "price_micros": 8300}
        desk.store.office.put(session, desk.office_id, seq=1, **office)
    members = [_opted_in(desk, f"Client {n}", f"+1215555{n:04}") for n in range(100, 104)]
    in_group(desk, "Class 3", *members)
    ready = broadcasting.preview(desk, ["class 3"], "x" * 161)
    assert (ready.segments, ready.price_micros, ready.seconds) == (8, 66_400, 4.0)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", BadInput),
        ("Hi {fist_name}", BadMerge),
        ("Hi {", BadMerge),
        ("x" * 1601, BadInput),
        ("{name}" + "x" * 1590, BadInput),
    ],
)
def test_a_text_that_is_wrong_goes_to_nobody(desk: Desk, body: str, error: type[Exception]) -> None:
    in_group(desk, "Class 3", _opted_in(desk, "Marcus Aurelius Bell", PHONE))
    with pytest.raises(error):
        broadcasting.preview(desk, ["Class 3"], body)


def test_a_group_is_found_by_its_name_whatever_its_accents_and_by_its_id(desk: Desk) -> None:
    group_id = in_group(desk, "Año Nuevo", _opted_in(desk, "Marcus Bell", PHONE))
    for name in ("ano nuevo", "AÑO NUEVO ", group_id):
        assert len(broadcasting.preview(desk, [name], WORDS).recipients) == 1
    with pytest.raises(NotFound) as raised:
        broadcasting.preview(desk, ["Class 4"], WORDS)
    assert "Año Nuevo" in raised.value.detail
    in_group(desk, "Ano Nuevo")
    with pytest.raises(NotFound, match="several groups"):
        broadcasting.preview(desk, ["ano nuevo"], WORDS)


def test_confirmed_it_stands_frozen_in_the_outbox(desk: Desk) -> None:
    marcus = _opted_in(desk, "Marcus Bell", PHONE)
    never = a_client(desk, "Never Asked", "+12155550144")
    in_group(desk, "Class 3", marcus, never)
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    broadcast_id = broadcasting.confirm(desk, ready, 1)
    [entry] = outbox(desk)
    assert entry.wish.kind == "broadcast"
    assert entry.wish.body["recipients"] == [
        {
            "client_id": marcus,
            "message_id": broadcast_message_id(broadcast_id, marcus),
            "body": "Hi Marcus, class is Monday at 9.",
        }
    ]
    assert entry.wish.body["left_out"] == [{"client_id": never, "reason": "consent_unknown"}]
    assert from_wire(entry.wish.body["expires_at"]) == NOW + 30 * 60_000
    stands = broadcasting.tally(desk, broadcast_id)
    assert (stands.counts, stands.left_out, stands.state) == ({"here": 1}, 1, "here")
    assert not broadcasting.has_arrived(desk, broadcast_id)
    accepted(desk, 20)
    assert broadcasting.has_arrived(desk, broadcast_id)


def test_confirmed_twice_it_goes_once(desk: Desk) -> None:
    """[D7]"""
    in_group(desk, "Class 3", _opted_in(desk, "Marcus Bell", PHONE))
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    assert broadcasting.confirm(desk, ready, 1) == broadcasting.confirm(desk, ready, 1)
    assert len(outbox(desk)) == 1
    accepted(desk, 20)
    broadcasting.confirm(desk, ready, 1)
    assert outbox(desk) == []


def test_another_number_than_the_previews_sends_nothing(desk: Desk) -> None:
    in_group(desk, "Class 3", _opted_in(desk, "Marcus Bell", PHONE))
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    for people in (0, 2, 60):
        with pytest.raises(BadInput, match="1 people would get it"):
            broadcasting.confirm(desk, ready, people)
    assert outbox(desk) == []


def test_an_old_preview_is_made_again(desk: Desk, clock: FrozenClock) -> None:
    in_group(desk, "Class 3", _opted_in(desk, "Marcus Bell", PHONE))
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    clock.go(broadcasting.PREVIEW_LIFE_MS / 1000 + 1)
    with pytest.raises(Conflict, match="old"):
        broadcasting.confirm(desk, ready, 1)
    assert outbox(desk) == []


def test_where_everybody_is_left_out_nothing_is_sent(desk: Desk) -> None:
    in_group(desk, "Class 3", a_client(desk, "Never Asked"))
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    with pytest.raises(BadInput, match="Nobody"):
        broadcasting.confirm(desk, ready, 0)


def test_what_the_relay_refuses_says_why_and_its_words_are_kept(desk: Desk) -> None:
    in_group(desk, "Class 3", _opted_in(desk, "Marcus Bell", PHONE))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], WORDS), 1)
    refused(desk, "It is malformed")
    with pytest.raises(Refused) as raised:
        broadcasting.has_arrived(desk, broadcast_id)
    assert "It is malformed" in raised.value.detail
    with desk.store.reading() as session:
        draft = desk.store.drafts.get(session, f"broadcast:{broadcast_id}")
    assert draft is not None
    assert draft.body == WORDS


def test_it_waits_for_people_on_their_way_and_not_for_those_who_were_refused(desk: Desk) -> None:
    from rise_tui.casework.importing import import_sheet
    from rise_tui.casework.sheets import read_text

    import_sheet(desk, read_text("name,phone,group,consent\nNew Person,215-555-0199,Class 3,yes\n"))
    with desk.store.reading() as session:
        [new] = desk.store.clients.list(session)
    broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], WORDS), 1)
    assert outbox(desk)[-1].wish.names == (new.client_id,)
    with desk.store.writing() as session:
        made = desk.store.outbox.making(session, new.client_id)
        assert made is not None
        desk.store.outbox.park(session, made.wish.write_id, {"title": "no"})
    ready = broadcasting.preview(desk, ["Class 3"], WORDS)
    broadcasting.confirm(desk, ready, 1)
    assert outbox(desk)[-1].wish.names == ()
