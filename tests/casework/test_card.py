"""A client's card: each field is a wish of its own, can be taken back, and says in a sentence what cannot be."""

import pytest

from rise_tui.casework import card, claiming, clients, consenting, keeping_whole, numbering, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.clock import to_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadInput, BadPhone, Conflict, Refused, Unchanged
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import PHONE, a_client, accepted, in_group, offered, outbox, refused, says, writes

OTHER = "+12155550143"


def shown(desk: Desk, client_id: str) -> card.Card:
    found = card.card(desk, client_id)
    assert found is not None
    return found


def change_every_field(desk: Desk, marcus: str) -> None:
    card.rename(desk, marcus, "Marc Bell Jr")
    card.set_language(desk, marcus, "es")
    card.set_zone(desk, marcus, "Pacific")
    card.set_hours(desk, marcus, "9-17")
    card.set_external_id(desk, marcus, " PP-17 ")
    card.set_discreet(desk, marcus, True)
    card.set_status(desk, marcus, ClientStatus.PAUSED, "custody", desk.now + 86_400_000)
    numbering.confirm(desk, marcus, PHONE, "in person")
    numbering.add(desk, marcus, "215 555 0143", how="in person")
    numbering.end(desk, marcus, PHONE)
    consenting.record(desk, marcus, OTHER, ConsentState.OPTED_IN, Purpose.ALL, "in person, signed form")


def test_every_field_of_a_card_is_a_wish_that_the_relay_understands_and_can_be_taken_back(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, seq=7)
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, PHONE, seq=8, is_confirmed=False)
    before = shown(desk, marcus)
    change_every_field(desk, marcus)
    after = shown(desk, marcus)
    client = after.client
    assert (client.first_name, client.last_name, client.language) == ("Marc Bell", "Jr", "es")
    assert (client.safe_from, client.safe_to) == (540, 1020)
    assert (client.zone, client.external_id, client.is_discreet) == ("America/Los_Angeles", "PP-17", True)
    assert (client.status, client.status_reason) == (ClientStatus.PAUSED, "custody")
    assert client.status_until_at is not None
    assert to_ms(client.status_until_at) == desk.now + 86_400_000
    assert [str(one.e164) for one in after.held] == [OTHER]
    assert after.consents == {OTHER: ConsentState.OPTED_IN}
    assert after.evidence[0].wording == "in person, signed form"
    for entry in outbox(desk):
        RESOURCES[entry.wish.kind].body.model_validate(dict(entry.wish.body))
        if entry.wish.kind == "client":
            assert entry.wish.if_match == 7
    for _ in range(11):
        assert undoing.undo(desk) is not None
    assert undoing.undo(desk) is None
    assert shown(desk, marcus) == before
    assert outbox(desk) == []


def test_what_the_office_has_already_is_taken_back_by_wishes_of_its_own(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, seq=7)
    before = shown(desk, marcus)
    change_every_field(desk, marcus)
    accepted(desk, 20)
    for _ in range(11):
        undoing.undo(desk)
    after = shown(desk, marcus)
    assert after.client == before.client
    assert [(one.e164, one.until_at) for one in after.held] == [(one.e164, None) for one in before.held]
    told = [entry.wish for entry in outbox(desk) if entry.wish.kind == "client"]
    assert [dict(wish.body) for wish in told][-1] == {"first_name": "Marcus", "last_name": "Bell"}
    assert all(wish.if_match and wish.if_match >= 20 for wish in told)
    assert outbox(desk)[0].wish.body["state"] == "unknown"


def test_a_change_that_somebody_has_changed_since_is_not_taken_back_over_theirs(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, seq=7)
    card.set_language(desk, marcus, "es")
    accepted(desk, 20)
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=30, language="en")
    with pytest.raises(Conflict, match="changed since"):
        undoing.undo(desk)


def test_what_can_never_be_taken_back_does_not_stand_before_what_can(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, seq=7)
    card.set_zone(desk, marcus, "Pacific")
    card.set_language(desk, marcus, "es")
    accepted(desk, 20)
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=30, language="en", zone="America/Los_Angeles")
    with pytest.raises(Conflict, match="changed since"):
        undoing.undo(desk)
    undoing.undo(desk)
    assert shown(desk, marcus).client.zone is None


def test_taking_back_what_was_recorded_says_nothing_over_what_was_said_since(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, seq=7)
    consenting.record(desk, marcus, PHONE, ConsentState.OPTED_IN, Purpose.ALL, "in person")
    accepted(desk, 20)
    with desk.store.writing() as session:
        said = {"state": "opted_out", "how": "caseworker", "wording": "told Luis: no more texts"}
        desk.store.consents.put(session, PHONE, marcus, seq=30, **said)
    with pytest.raises(Conflict, match="said since"):
        undoing.undo(desk)
    assert outbox(desk) == []
    assert consenting.stands(desk, marcus, PHONE) is ConsentState.OPTED_OUT


def test_an_edit_is_made_on_the_sight_of_what_stood_on_the_screen(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, seq=7)
    seen = shown(desk, marcus).seen
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=9, zone="America/Chicago")
    card.set_language(desk, marcus, "es", seen=seen)
    assert outbox(desk)[0].wish.if_match == 7


def test_what_stands_so_already_is_no_wish(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE)
    with pytest.raises(Unchanged, match="stands so already"):
        card.rename(desk, marcus, "  Marcus   Bell ")
    assert outbox(desk) == []
    assert undoing.latest(desk) is None


def test_a_name_that_is_left_as_it_is_or_mended_keeps_its_first_name(desk: Desk) -> None:
    ana = a_client(desk, "Ana Lopez Garcia", PHONE)
    with pytest.raises(Unchanged):
        card.rename(desk, ana, shown(desk, ana).name)
    card.rename(desk, ana, "Ana López García")
    assert (shown(desk, ana).client.first_name, shown(desk, ana).client.last_name) == ("Ana", "López García")
    long = a_client(desk, "Ana " + "Lopez " * 20, None)
    with pytest.raises(Unchanged):
        card.rename(desk, long, shown(desk, long).name)


@pytest.mark.parametrize("written", ["", "  ", "123", "x" * 201])
def test_what_is_no_name_is_said(desk: Desk, written: str) -> None:
    with pytest.raises(BadInput):
        card.rename(desk, a_client(desk), written)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("New York", "America/New_York"),
        ("america/chicago", "America/Chicago"),
        ("eastern time", "America/New_York"),
        ("", None),
    ],
)
def test_a_zone_is_a_city_or_what_people_call_it(desk: Desk, written: str, zone: str | None) -> None:
    marcus = a_client(desk, zone="America/Denver")
    card.set_zone(desk, marcus, written)
    assert shown(desk, marcus).client.zone == zone


def test_what_cannot_be_is_said_in_a_sentence_and_nothing_changes(desk: Desk) -> None:
    marcus, ana = a_client(desk), a_client(desk, "Ana Ruiz", OTHER, external_id="PP-1")
    with pytest.raises(BadInput, match="no time zone"):
        card.set_zone(desk, marcus, "Mars")
    with pytest.raises(BadInput, match="Ana Ruiz"):
        card.set_external_id(desk, marcus, "PP-1")
    with desk.store.writing() as session:
        desk.store.office.put(
            session, desk.office_id, seq=1, name="RISE", zone=desk.zone, quiet_from=1200, quiet_to=480
        )
    with pytest.raises(BadInput, match="no group texts"):
        card.set_hours(desk, marcus, "9pm-11pm")
    with pytest.raises(BadInput, match="past"):
        card.set_status(desk, marcus, ClientStatus.PAUSED, "custody", desk.now)
    with pytest.raises(BadInput, match="reason"):
        card.set_status(desk, marcus, ClientStatus.CLOSED, "custody")
    with pytest.raises(BadPhone):
        numbering.add(desk, marcus, "555-0143")
    with pytest.raises(Conflict, match="already"):
        numbering.add(desk, marcus, PHONE)
    assert outbox(desk) == []
    assert shown(desk, ana).client.external_id == "PP-1"


def test_a_pause_until_a_date_ends_by_itself(desk: Desk) -> None:
    marcus = a_client(desk)
    label = card.set_status(desk, marcus, ClientStatus.PAUSED, "hospital", desk.now + 86_400_000)
    assert label.startswith("Marcus Bell: paused, in hospital until ")


def test_a_number_that_is_not_confirmed_gets_no_text_until_somebody_says_how(desk: Desk) -> None:
    marcus = a_client(desk, e164=None)
    numbering.add(desk, marcus, OTHER)
    with desk.store.reading() as session:
        assert desk.store.numbers.to_text(session, marcus) is None
    numbering.confirm(desk, marcus, OTHER, "called and spoke")
    with desk.store.reading() as session:
        assert desk.store.numbers.to_text(session, marcus) == OTHER


def test_a_number_that_had_written_brings_what_it_said(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, f"tel:{OTHER}", 5, "new number this is Marcus")
    numbering.add(desk, marcus, OTHER)
    (entry,) = outbox(desk)
    assert (entry.wish.kind, entry.wish.body["is_confirmed"]) == ("claim", False), "one wish: the first one wins"
    RESOURCES["claim"].body.model_validate(dict(entry.wish.body))
    assert claiming.claimed_by(desk, f"tel:{OTHER}") == "Marcus Bell"
    assert undoing.latest(desk) is not None
    accepted(desk, 20)
    assert undoing.latest(desk) is None, "what it said is theirs now, and z promises nothing"


def test_whose_number_it_is_is_said_by_nobody_twice(desk: Desk) -> None:
    marcus = a_client(desk)
    assert numbering.add(desk, marcus, "+12155550149", how="in person").label == "Marcus Bell: number added"
    for late in (
        lambda: numbering.add(desk, marcus, OTHER, how="in person", was_nobodys=True),
        lambda: clients.add(desk, "Lena Bell", OTHER, how="wrote from it", was_nobodys=True),
    ):
        with pytest.raises(Conflict, match="Somebody has said by now whose number it is"):
            late()
    writes(desk, f"tel:{OTHER}", 5, "new number this is Lena")
    clients.add(desk, "Lena Bell", OTHER, how="wrote from it", was_nobodys=True)
    assert [entry.wish.kind for entry in outbox(desk)][1:] == ["client", "claim"]
    undoing.undo(desk)
    assert claiming.claimed_by(desk, f"tel:{OTHER}") is None


def test_of_a_number_that_two_share_a_person_says_who_wrote(desk: Desk) -> None:
    marcus, lena = a_client(desk), a_client(desk, "Lena Bell", PHONE)
    writes(desk, f"tel:{PHONE}", 5, "is class on?")
    assert claiming.claimed_by(desk, f"tel:{PHONE}") is None
    assert set(claiming.sharers(desk, f"tel:{PHONE}").values()) == {"Marcus Bell", "Lena Bell"}
    assert claiming.say_who_wrote(desk, f"tel:{PHONE}", lena) == "It was Lena Bell"
    assert claiming.claimed_by(desk, f"tel:{PHONE}") == "Lena Bell"
    undoing.undo(desk)
    assert outbox(desk) == []
    claiming.say_who_wrote(desk, f"tel:{PHONE}", marcus)
    (entry,) = outbox(desk)
    RESOURCES["claim"].body.model_validate(dict(entry.wish.body))
    offered(desk)
    assert undoing.latest(desk) is None, "what it said may be his already"
    assert claiming.sharers(desk, "tel:+12155550149") == {}


def test_a_number_that_they_had_before_is_theirs_again(desk: Desk) -> None:
    marcus = a_client(desk)
    numbering.end(desk, marcus, PHONE)
    accepted(desk, 20)
    numbering.add(desk, marcus, PHONE, how="in person")
    assert outbox(desk)[-1].wish.body["until_at"] is None
    assert [str(one.e164) for one in shown(desk, marcus).held] == [PHONE]
    undoing.undo(desk)
    assert shown(desk, marcus).held == ()


def test_only_a_start_opens_a_number_that_said_stop(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, "", PHONE, "opted_out", 9)
    with pytest.raises(Refused, match="STOP"):
        consenting.record(desk, marcus, PHONE, ConsentState.OPTED_IN, Purpose.ALL, "in person")
    consenting.record(desk, marcus, PHONE, ConsentState.OPTED_OUT, Purpose.ALL, "told me so")
    assert shown(desk, marcus).consents == {PHONE: ConsentState.OPTED_OUT}


def test_the_evidence_says_who_said_what_when_and_in_which_words(desk: Desk) -> None:
    marcus = a_client(desk)
    text = writes(desk, marcus, 5, "STOP")
    with desk.store.writing() as session:
        for holder, seq in (("", 5), (marcus, 6)):  # the number, and the person on it
            desk.store.consents.put(
                session,
                PHONE,
                holder,
                seq=seq,
                state="opted_out",
                how="word",
                message_id=text,
                wording="STOP",
                at=desk.now,
            )
    [said] = consenting.evidence(desk, marcus)
    assert (said.state, said.how, said.text, said.at) == (ConsentState.OPTED_OUT, "word", "STOP", desk.now)


def test_the_card_says_whose_they_are_which_groups_and_what_is_ahead(desk: Desk) -> None:
    marcus = a_client(desk, caseworker_id="other")
    in_group(desk, "Class 3", marcus)
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, "other", seq=1, name="Luis Vega")
        for number, days in (("a1", -2), ("a2", 2)):
            at = desk.now + days * 86_400_000
            desk.store.appointments.put(session, number, seq=1, client_id=marcus, kind="class", starts_at=at)
    found = shown(desk, marcus)
    assert (found.caseworker, found.is_mine) == ("Luis Vega", False)
    assert [group.name for group in found.groups] == ["Class 3"]
    assert [one.appointment_id for one in found.appointments] == ["a2"]
    assert card.card(desk, "tel:+12155550177") is None


def test_what_the_office_refused_to_add_is_not_edited(desk: Desk) -> None:
    from rise_tui.casework import clients

    rob = clients.add(desk, "Rob Dunn", "215 555 0144", how="in person").client_id
    offered(desk)
    refused(desk, "It says no")
    with pytest.raises(Refused, match="did not add"):
        numbering.add(desk, rob, OTHER)


def test_a_supervisor_keeps_all_of_a_client_with_a_reason_and_may_take_that_back(desk: Desk) -> None:
    marcus = a_client(desk)
    with pytest.raises(Refused):
        keeping_whole.keep_whole(desk, marcus, "a court asked")
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(
            session, desk.caseworker_id, seq=1, name="Dana", role="supervisor", is_active=True
        )
    with pytest.raises(BadInput):
        keeping_whole.keep_whole(desk, marcus, " ")
    assert shown(desk, marcus).hold is None
    assert keeping_whole.keep_whole(desk, marcus, " a court asked ") == "Everything of Marcus Bell is kept"
    hold = shown(desk, marcus).hold
    assert hold is not None
    assert hold.reason == "a court asked"
    with pytest.raises(Unchanged):
        keeping_whole.keep_whole(desk, marcus, "a court asked")
    (entry,) = outbox(desk)
    RESOURCES["legal_hold"].body.model_validate(dict(entry.wish.body))
    assert undoing.undo(desk) is not None
    assert shown(desk, marcus).hold is None
    assert undoing.undo(desk) is None
