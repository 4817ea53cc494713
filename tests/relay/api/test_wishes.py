"""Wishes: decided once, whatever is lost on the way; created once, edited, or last writer wins."""

import asyncio
from pathlib import Path

import pytest

from rise_tui.domain.ids import new_id
from tests.relay.api.callers import ANA, BEN, Relay, kinds, problem
from tests.relay.api.conftest import open_relay
from tests.relay.conftest import SmallOffice


async def test_a_repeated_wish_gets_the_same_answer_and_is_never_applied_again(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    message_id, write_id = new_id(), new_id()
    first = await relay.dana.put(f"/messages/{message_id}", relay.text(client_id), write_id=write_id)
    again = await relay.dana.put(f"/messages/{message_id}", relay.text(client_id), write_id=write_id)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert len(relay.ask("SELECT 1 FROM queue")) == 1


async def test_copies_of_one_wish_at_the_same_time_are_one_text(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    message_id, write_id = new_id(), new_id()
    body = relay.text(client_id)
    answers = await asyncio.gather(
        *(relay.dana.put(f"/messages/{message_id}", body, write_id=write_id) for _ in range(20))
    )
    assert {(answer.status_code, answer.text) for answer in answers} == {(201, answers[0].text)}
    assert len(relay.ask("SELECT 1 FROM message")) == 1
    assert kinds(await relay.dana.events()).count("MessageAccepted") == 1


async def test_a_refusal_is_kept_too(relay: Relay) -> None:
    client_id = await relay.luis.new_client(ANA)
    note, write_id = f"/notes/{new_id()}", new_id()
    body = {"client_id": client_id, "body": "Called back."}
    refused = await relay.dana.put(note, body, write_id=write_id)
    assert problem(refused) == "not-yours"
    hand_over = {"caseworker_id": relay.dana.caseworker_id}
    assert (await relay.luis.put(f"/clients/{client_id}", hand_over, if_match=10_000)).status_code == 200
    assert (await relay.dana.put(note, body, write_id=write_id)).json() == refused.json()
    assert (await relay.dana.put(note, body)).status_code == 201


async def test_what_is_malformed_is_not_kept_and_may_be_corrected_under_its_id(relay: Relay) -> None:
    client_id = await relay.dana.new_client()
    write_id, path = new_id(), f"/notes/{new_id()}"
    wrong = await relay.dana.put(path, {"client_id": client_id, "body": "x", "colour": 1}, write_id=write_id)
    assert problem(wrong) == "invalid"
    assert wrong.json()["errors"][0]["pointer"] == "/colour"
    assert (await relay.dana.put(path, {"client_id": client_id, "body": "x"}, write_id=write_id)).status_code == 201


async def test_a_note_is_taken_back_by_who_wrote_it_and_never_returns(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    note, body = f"/notes/{new_id()}", {"client_id": client_id, "body": "works evenings", "kind": "call"}
    gone = {"client_id": client_id, "deleted": True}
    assert problem(await relay.dana.put(note, gone)) == "not-found"
    assert problem(await relay.dana.put(note, {"client_id": client_id})) == "invalid"
    assert (await relay.dana.put(note, body)).status_code == 201
    assert problem(await relay.luis.put(note, gone)) == "not-yours"
    taken_back = await relay.dana.put(note, gone)
    assert taken_back.status_code == 200
    assert (await relay.dana.put(note, gone)).json()["seq"] == taken_back.json()["seq"]
    assert problem(await relay.dana.put(note, body)) == "not-found"
    last = (await relay.dana.events())[-1]
    assert (last["type"], last["data"]["deleted"], last["data"]["body"]) == ("NoteChanged", True, "")


async def test_a_wish_id_used_for_another_wish_is_refused(relay: Relay) -> None:
    client_id, write_id = await relay.dana.new_client(), new_id()
    body = {"client_id": client_id, "body": "x"}
    assert (await relay.dana.put(f"/notes/{new_id()}", body, write_id=write_id)).status_code == 201
    other = await relay.dana.put(f"/notes/{new_id()}", body, write_id=write_id)
    assert problem(other) == "id-taken"


async def test_other_content_under_the_same_id_is_refused_and_the_same_content_is_not(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    message, note = f"/messages/{new_id()}", f"/notes/{new_id()}"
    for path, body, other in (
        (message, relay.text(client_id), relay.text(client_id, "Other words.")),
        (note, {"client_id": client_id, "body": "x"}, {"client_id": client_id, "body": "y"}),
    ):
        first = await relay.dana.put(path, body)
        same = await relay.dana.put(path, body)
        assert same.status_code == 200
        assert same.json()["seq"] == first.json()["seq"]
        assert problem(await relay.dana.put(path, other)) == "id-taken"


async def test_a_relay_that_dies_after_the_commit_gives_the_same_answer_to_the_repetition(
    database: Path, office: SmallOffice
) -> None:
    note, write_id, client_id = f"/notes/{new_id()}", new_id(), new_id()
    async with open_relay(database, office, fail="api_after_commit:2:raise") as relay:
        await relay.dana.put(f"/clients/{client_id}", {"first_name": "Ana"})
        lost = await relay.dana.put(note, {"client_id": client_id, "body": "x"}, write_id=write_id)
        assert lost.status_code == 500
        told = (await relay.dana.events())[-1]
    async with open_relay(database, office) as relay:
        again = await relay.dana.put(note, {"client_id": client_id, "body": "x"}, write_id=write_id)
        assert again.status_code == 201
        assert again.json()["seq"] == told["seq"]
        assert len(relay.ask("SELECT 1 FROM note")) == 1


async def test_an_edit_repeated_after_a_colleagues_later_edit_leaves_the_later_one(relay: Relay) -> None:
    """[fault 33]"""
    client_id = await relay.dana.new_client()
    seen = relay.ask("SELECT seq FROM client")[0]["seq"]
    path, write_id = f"/clients/{client_id}", new_id()
    mine = await relay.dana.put(path, {"first_name": "Anna"}, if_match=seen, write_id=write_id)
    later = await relay.sam.put(path, {"first_name": "Hanna"}, if_match=mine.json()["seq"])
    assert later.status_code == 200
    repeated = await relay.dana.put(path, {"first_name": "Anna"}, if_match=seen, write_id=write_id)
    assert repeated.json() == mine.json()
    assert relay.ask("SELECT first_name FROM client") == [{"first_name": "Hanna"}]


async def test_different_fields_merge_and_the_same_field_shows_both(relay: Relay) -> None:
    """[fault 33]"""
    client_id = await relay.dana.new_client()
    path, seen = f"/clients/{client_id}", relay.ask("SELECT seq FROM client")[0]["seq"]
    assert (await relay.sam.put(path, {"last_name": "Bell"}, if_match=seen)).status_code == 200
    assert (await relay.dana.put(path, {"language": "es"}, if_match=seen)).status_code == 200
    conflict = await relay.dana.put(path, {"last_name": "Ball", "first_name": "Anna"}, if_match=seen)
    assert problem(conflict) == "changed-meanwhile"
    present = conflict.json()["present"]
    assert (present["last_name"], present["first_name"], present["language"]) == ("Bell", "Ana", "es")
    assert [one["pointer"] for one in conflict.json()["errors"]] == ["/last_name"]
    raised = await relay.dana.put(path, {"last_name": "Ball"}, if_match=present["seq"])
    assert raised.status_code == 200


async def test_an_edit_without_if_match_changes_nothing_that_stands(relay: Relay) -> None:
    group = f"/groups/{new_id()}"
    assert (await relay.dana.put(group, {"name": "Tuesday class", "kind": "class"})).status_code == 201
    assert (await relay.dana.put(group, {"name": "Tuesday class", "kind": "class"})).status_code == 200
    assert problem(await relay.dana.put(group, {"name": "Other"})) == "id-taken"


async def test_a_deleted_id_never_returns(relay: Relay) -> None:
    template = f"/templates/{new_id()}"
    made = await relay.dana.put(template, {"name": "Class", "bodies": {"en": "Class is at nine."}})
    gone = await relay.luis.put(template, {"deleted": True}, if_match=made.json()["seq"])
    assert gone.status_code == 200
    assert (await relay.dana.put(template, {"deleted": True}, if_match=gone.json()["seq"])).status_code == 200
    for body in ({"name": "Class"}, {"deleted": False}, {"bodies": {"en": "x"}}):
        assert problem(await relay.dana.put(template, body, if_match=gone.json()["seq"])) == "not-found"
    told = [event for event in await relay.dana.events() if event["type"] == "TemplateChanged"]
    assert told[-1]["data"]["deleted"] is True


async def test_a_field_that_must_not_be_empty_is_refused(relay: Relay) -> None:
    client_id = await relay.dana.new_client()
    refused = await relay.dana.put(f"/clients/{client_id}", {"first_name": None}, if_match=100)
    assert problem(refused) == "invalid"
    assert problem(await relay.dana.put(f"/clients/{new_id()}", {"zone": "Mars/Base"})) == "invalid"
    assert problem(await relay.dana.put(f"/clients/{new_id()}", {"caseworker_id": new_id()})) == "invalid"


async def test_of_two_who_set_a_membership_the_last_wins(relay: Relay) -> None:
    client_id, group_id = await relay.dana.new_client(), new_id()
    await relay.dana.put(f"/groups/{group_id}", {"name": "Welding"})
    member = f"/groups/{group_id}/members/{client_id}"
    assert (await relay.dana.put(member, {"is_member": True})).status_code == 201
    assert (await relay.sam.put(member, {"is_member": False})).status_code == 200
    assert relay.ask("SELECT is_member FROM group_member") == [{"is_member": 0}]
    assert problem(await relay.luis.put(member, {"is_member": True})) == "not-yours"


async def test_appointments_and_documents_keep_whose_they_are(relay: Relay) -> None:
    client_id, other = await relay.dana.new_client(), await relay.dana.new_client(name="Ben")
    path = f"/appointments/{new_id()}"
    wish = {"client_id": client_id, "kind": "class", "starts_at": "2026-12-01T14:00:00Z"}
    made = await relay.dana.put(path, wish)
    assert made.status_code == 201
    seq = made.json()["seq"]
    assert problem(await relay.dana.put(path, {"client_id": other}, if_match=seq)) == "id-taken"
    assert (await relay.dana.put(path, {"answer": "yes"}, if_match=seq)).status_code == 200
    told = [event["data"] for event in await relay.dana.events() if event["type"] == "AppointmentChanged"]
    assert told[-1]["answer"] == "yes"
    assert told[-1]["starts_at"] == "2026-12-01T14:00:00.000Z"
    neither = await relay.dana.put(f"/appointments/{new_id()}", {"kind": "class", "starts_at": "2026-12-01T14:00:00Z"})
    assert problem(neither) == "invalid"


async def test_a_look_makes_no_event(relay: Relay) -> None:
    client_id = await relay.dana.new_client()
    before = len(await relay.dana.events())
    look = {"client_id": client_id, "from_at": "2026-11-23T17:00:00Z", "to_at": "2026-11-23T17:01:00Z"}
    assert (await relay.dana.put(f"/looks/{new_id()}", look)).status_code == 201
    assert len(await relay.dana.events()) == before
    assert len(relay.ask("SELECT 1 FROM look")) == 1
    await relay.dana.put(
        f"/transfers/{new_id()}", {"client_id": client_id, "to_caseworker_id": relay.luis.caseworker_id}
    )
    assert (await relay.dana.put(f"/looks/{new_id()}", look)).status_code == 201, "it was before they went"
    somebody_elses = await relay.luis.new_client()
    refused = await relay.dana.put(f"/looks/{new_id()}", {**look, "client_id": somebody_elses})
    assert problem(refused) == "not-yours"


@pytest.mark.parametrize("value", [2**63, 10**30])
async def test_a_number_out_of_range_is_refused_in_words(relay: Relay, value: int) -> None:
    client_id = await relay.dana.new_client(BEN)
    refused = await relay.dana.put(f"/conversations/{client_id}", {"read_through": value})
    assert problem(refused) == "invalid"
    refused = await relay.dana.put(f"/messages/{new_id()}", {**relay.text(client_id), "expires_at": value})
    assert problem(refused) == "invalid"
