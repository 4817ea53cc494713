"""Broadcasts: a frozen list, each person and each number once, and a reason for everybody who is left out."""

from functools import partial
from typing import Any

import pytest

from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.messages import advance_message
from tests.relay.api.callers import ANA, BEN, CLEO, HOUR, Relay, kinds, problem


async def with_consent(relay: Relay, client_id: str, e164: str) -> str:
    wish = {"e164": e164, "client_id": client_id, "state": "opted_in", "wording": "Signed the form."}
    assert (await relay.dana.put(f"/consents/{new_id()}", wish)).status_code == 201
    return client_id


def to(relay: Relay, broadcast_id: str, *clients: str, **more: Any) -> dict[str, Any]:
    return {
        "name": "Welding class",
        "body": "Class is at nine.",
        "recipients": [
            {"client_id": client, "message_id": broadcast_message_id(broadcast_id, client), "body": "Class is at nine."}
            for client in clients
        ],
        "expires_at": to_wire(relay.now + HOUR // 2),
        **more,
    }


async def fails(relay: Relay, message_id: str) -> None:
    """The phone company refuses that text for good."""
    await relay.act(lambda tx: outcomes.fail(tx, relay.office_id, message_id, Reason.UNREACHABLE, None, relay.now))


async def three(relay: Relay) -> tuple[str, str, str]:
    named = ((ANA, "Ana"), (BEN, "Ben"), (CLEO, "Cleo"))
    people = [(await relay.dana.new_client(e164, name=name), e164) for e164, name in named]
    a, b, c = [await with_consent(relay, client, e164) for client, e164 in people]
    return a, b, c


async def test_everybody_on_the_list_gets_it_once(relay: Relay) -> None:
    """[D22]"""
    people = await three(relay)
    broadcast_id = new_id()
    body = to(relay, broadcast_id, *people)
    first = await relay.dana.put(f"/broadcasts/{broadcast_id}", body)
    again = await relay.dana.put(f"/broadcasts/{broadcast_id}", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert len(relay.ask("SELECT 1 FROM queue WHERE broadcast_id = :id AND priority = 1", id=broadcast_id)) == 3
    events = await relay.dana.events()
    assert kinds(events).count("MessageAccepted") == 3
    accepted = next(event for event in events if event["type"] == "BroadcastAccepted")
    assert {person["client_id"] for person in accepted["data"]["recipients"]} == set(people)
    other = {**body, "name": "Another"}
    assert problem(await relay.dana.put(f"/broadcasts/{broadcast_id}", other)) == "id-taken"


async def test_who_may_not_be_texted_is_left_out_with_the_reason_and_the_others_get_it(relay: Relay) -> None:
    fine, out, _ = await three(relay)
    await relay.receives(BEN, "STOP")
    new_to_us = await relay.dana.new_client("+12155550145")
    nowhere = await relay.dana.new_client()
    paused = await with_consent(relay, await relay.dana.new_client("+12155550146", status="paused"), "+12155550146")
    shared = await relay.dana.new_client(ANA, name="Same phone")
    await with_consent(relay, shared, ANA)
    transferred = await relay.luis.new_client("+12155550147")
    broadcast_id = new_id()
    known = [{"client_id": new_id(), "reason": "discreet"}]
    people = (fine, out, new_to_us, nowhere, paused, shared, transferred)
    answer = await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, *people, left_out=known))
    assert answer.status_code == 201
    told = next(e["data"] for e in await relay.sam.events() if e["type"] == "BroadcastAccepted")
    assert [person["client_id"] for person in told["recipients"]] == [fine]
    reasons = {person["client_id"]: person["reason"] for person in told["left_out"]}
    assert {client: reasons[client] for client in people[1:]} == {
        out: "opted_out",
        new_to_us: "consent_unknown",
        nowhere: "no_number",
        paused: "paused",
        shared: "duplicate",
        transferred: "closed",
    }
    assert len(relay.ask("SELECT 1 FROM queue")) == 1


async def test_whose_phone_others_read_gets_neutral_words_and_no_others(relay: Relay) -> None:
    people = []
    for end in (46, 47):
        number = f"+121555501{end}"
        people.append(await with_consent(relay, await relay.dana.new_client(number, is_discreet=True), number))
    broadcast_id = new_id()
    body = to(relay, broadcast_id, *people)
    body["recipients"][0] |= {"is_neutral": True, "body": "Please call the office."}
    assert (await relay.dana.put(f"/broadcasts/{broadcast_id}", body)).status_code == 201
    told = next(e["data"] for e in await relay.sam.events() if e["type"] == "BroadcastAccepted")
    assert [person["client_id"] for person in told["recipients"]] == people[:1]
    assert [(one["client_id"], one["reason"]) for one in told["left_out"]] == [(people[1], "discreet")]


async def test_whose_phone_others_read_by_now_gets_no_plain_words_that_wait(relay: Relay) -> None:
    a, b, _ = await three(relay)
    broadcast_id = new_id()
    tomorrow = to(relay, broadcast_id, a, b, not_before=to_wire(relay.now + HOUR // 4))
    await relay.dana.put(f"/broadcasts/{broadcast_id}", tomorrow)
    await relay.dana.put(f"/messages/{new_id()}", relay.text(a))
    [seen] = relay.ask("SELECT seq FROM client WHERE id = :id", id=a)
    answer = await relay.dana.put(f"/clients/{a}", {"is_discreet": True}, if_match=seen["seq"])
    assert answer.status_code == 200
    waiting = relay.ask("SELECT conversation_id, broadcast_id FROM queue ORDER BY broadcast_id")
    assert waiting == [
        {"conversation_id": a, "broadcast_id": None},
        {"conversation_id": b, "broadcast_id": broadcast_id},
    ]
    told = [one["data"] for one in await relay.dana.events() if one["type"] == "MessageStatusChanged"]
    assert [(one["message_id"], one["status"], one["reason"]) for one in told] == [
        (broadcast_message_id(broadcast_id, a), "cancelled", "discreet")
    ]


async def test_a_malformed_broadcast_is_refused_whole(relay: Relay) -> None:
    """[D22]"""
    people = await three(relay)
    broadcast_id = new_id()
    path = f"/broadcasts/{broadcast_id}"
    strange = to(relay, broadcast_id, *people)
    strange["recipients"][1]["message_id"] = new_id()
    assert problem(await relay.dana.put(path, strange)) == "invalid"
    assert problem(await relay.dana.put(path, to(relay, broadcast_id, people[0], people[0]))) == "invalid"
    assert problem(await relay.dana.put(path, to(relay, broadcast_id))) == "invalid"
    late = to(relay, broadcast_id, *people)
    relay.clock.go(1801)
    assert problem(await relay.dana.put(path, late)) == "invalid"
    assert relay.ask("SELECT 1 FROM broadcast") == relay.ask("SELECT 1 FROM message") == []


async def test_a_retry_in_a_broadcast_is_a_new_text_of_it(relay: Relay) -> None:
    people = await three(relay)
    broadcast_id = new_id()
    await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, *people))
    before = relay.ask("SELECT state FROM conversation")
    retry = new_id()
    again = relay.text(people[0], broadcast_id=broadcast_id)
    early = await relay.dana.put(f"/messages/{new_id()}", again)
    assert problem(early) == "changed-meanwhile", "it is still on its way"
    await fails(relay, broadcast_message_id(broadcast_id, people[0]))
    answer = await relay.dana.put(f"/messages/{retry}", again)
    assert answer.status_code == 201
    repeated = await relay.dana.put(f"/messages/{retry}", again)
    assert repeated.status_code == 200
    other_machine = await relay.dana.put(f"/messages/{new_id()}", again)
    assert problem(other_machine) == "changed-meanwhile", "nobody gets it twice"
    assert relay.ask("SELECT kind, broadcast_id FROM message WHERE id = :id", id=retry) == [
        {"kind": "broadcast", "broadcast_id": broadcast_id}
    ]
    assert relay.ask("SELECT state FROM conversation") == before
    nowhere = relay.text("tel:+12155550149", broadcast_id=new_id())
    assert problem(await relay.luis.put(f"/messages/{new_id()}", nowhere)) == "not-found"
    not_mine = relay.text("tel:+12155550149", broadcast_id=broadcast_id)
    assert problem(await relay.luis.put(f"/messages/{new_id()}", not_mine)) == "not-yours"


async def test_dropping_counts_what_was_kept_back_and_what_was_too_late(relay: Relay) -> None:
    people = await three(relay)
    broadcast_id = new_id()
    await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, *people))
    gone = broadcast_message_id(broadcast_id, people[0])
    await relay.act(lambda tx: tx.run("UPDATE queue SET state = 'sending' WHERE message_id = :id", id=gone))
    await relay.act(lambda tx: advance_message(tx, relay.office_id, gone, Status.SENDING, at=relay.now))
    for _ in range(2):
        answer = (await relay.dana.put(f"/broadcasts/{broadcast_id}/cancellation", {})).json()
        assert (answer["cancelled"], answer["too_late"], answer["outcome"]) == (2, 1, "cancelled")
    told = [event for event in await relay.dana.events() if event["type"] == "BroadcastCancelled"]
    assert [event["seq"] for event in told] == [answer["seq"]]
    statuses = relay.ask("SELECT status, count(*) AS n FROM message GROUP BY status ORDER BY status")
    assert statuses == [{"status": "cancelled", "n": 2}, {"status": "sending", "n": 1}]


async def test_a_broadcast_dropped_or_paused_before_it_arrives_stays_so(relay: Relay) -> None:
    people = await three(relay)
    dropped, paused = new_id(), new_id()
    await relay.dana.put(f"/broadcasts/{dropped}/cancellation", {})
    await relay.dana.put(f"/broadcasts/{paused}/pause", {"is_paused": True})
    late = await relay.dana.put(f"/broadcasts/{dropped}", to(relay, dropped, *people))
    assert late.json()["outcome"] == "cancelled"
    assert relay.ask("SELECT 1 FROM broadcast") == []
    await relay.dana.put(f"/broadcasts/{paused}", to(relay, paused, *people))
    assert relay.ask("SELECT DISTINCT is_paused FROM queue") == [{"is_paused": 1}]
    await relay.dana.put(f"/broadcasts/{paused}/pause", {"is_paused": False})
    assert relay.ask("SELECT DISTINCT is_paused FROM queue") == [{"is_paused": 0}]
    assert "BroadcastPaused" in kinds(await relay.dana.events())


async def test_a_broadcast_is_its_authors_and_the_supervisors(relay: Relay) -> None:
    people = await three(relay)
    broadcast_id = new_id()
    await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, *people))
    for other in (relay.luis, relay.ada):
        assert "BroadcastAccepted" not in kinds(await other.events())
    assert problem(await relay.luis.put(f"/broadcasts/{broadcast_id}/cancellation", {})) == "not-found"
    assert (await relay.sam.put(f"/broadcasts/{broadcast_id}/pause", {"is_paused": True})).status_code == 200


async def test_a_broadcast_no_longer_names_a_client_whom_its_author_handed_on(relay: Relay) -> None:
    people = await three(relay)
    broadcast_id = new_id()
    await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, *people))
    seen = relay.ask("SELECT seq FROM client WHERE id = :id", id=people[0])[0]["seq"]
    handed = {"caseworker_id": relay.luis.caseworker_id}
    assert (await relay.dana.put(f"/clients/{people[0]}", handed, if_match=seen)).status_code == 200
    told = next(e["data"] for e in await relay.dana.events() if e["type"] == "BroadcastAccepted")
    assert [person["client_id"] for person in told["recipients"]] == list(people[1:])
    assert "BroadcastAccepted" not in kinds(await relay.luis.events())


async def test_a_broadcast_has_a_status_for_each_person_and_none_of_its_own(relay: Relay) -> None:
    """[D21]"""
    people = await three(relay)
    broadcast_id = new_id()
    await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, *people))
    texts = [broadcast_message_id(broadcast_id, client) for client in people]
    for message_id, status in zip(texts, (Status.DELIVERED, Status.FAILED, Status.SENT), strict=True):
        told_by = partial(
            advance_message, office_id=relay.office_id, message_id=message_id, status=status, at=relay.now
        )
        await relay.act(told_by)
    await relay.act(lambda tx: advance_message(tx, relay.office_id, texts[0], Status.SENDING, at=relay.now))
    told = [e["data"] for e in await relay.dana.events() if e["type"] == "MessageStatusChanged"]
    assert [(one["message_id"], one["status"]) for one in told] == [
        (texts[0], "delivered"),
        (texts[1], "failed"),
        (texts[2], "sent"),
    ]


async def test_a_text_that_was_taken_back_before_its_broadcast_came_never_leaves(relay: Relay) -> None:
    """Its cancellation goes another way, and may be quicker. [fault 36]"""
    a, b, _ = await three(relay)
    broadcast_id = new_id()
    message_id = broadcast_message_id(broadcast_id, a)
    back = await relay.dana.put(f"/messages/{message_id}/cancellation", {})
    assert back.json()["outcome"] == "cancelled"
    assert (await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, a, b))).status_code == 201
    assert [row["conversation_id"] for row in relay.ask("SELECT conversation_id FROM queue")] == [b]
    assert relay.ask("SELECT status FROM message WHERE id = :id", id=message_id) == [{"status": "cancelled"}]


async def test_a_retry_in_a_broadcast_that_was_stopped_waits_with_it(relay: Relay) -> None:
    a, _, _ = await three(relay)
    broadcast_id = new_id()
    await relay.dana.put(f"/broadcasts/{broadcast_id}", to(relay, broadcast_id, a))
    await relay.dana.put(f"/broadcasts/{broadcast_id}/pause", {"is_paused": True})
    await fails(relay, broadcast_message_id(broadcast_id, a))
    retry = new_id()
    answer = await relay.dana.put(f"/messages/{retry}", relay.text(a, broadcast_id=broadcast_id))
    assert answer.status_code == 201
    assert relay.ask("SELECT is_paused FROM queue WHERE message_id = :id", id=retry) == [{"is_paused": 1}]
    await relay.dana.put(f"/broadcasts/{broadcast_id}/pause", {"is_paused": False})
    assert relay.ask("SELECT is_paused FROM queue WHERE message_id = :id", id=retry) == [{"is_paused": 0}]


async def test_a_long_page_is_read_in_slices_and_is_whole(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    a, _, _ = await three(relay)
    every = await relay.dana.events()
    monkeypatch.setattr("rise_tui.relay.api.events.SLICE", 2)
    assert await relay.dana.events() == every
    assert await relay.dana.events(limit=3) == every
    assert await relay.dana.past(a) == [e for e in every if e.get("client_id") == a and e["type"] != "ClientAssigned"]
