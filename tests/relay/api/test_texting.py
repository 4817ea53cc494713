"""Texts and conversations: in time, to the right number, taken back or not, never hiding a reply."""

import pytest

from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.ids import new_id
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.office import add_number
from tests.relay.api.callers import ANA, BEN, CLEO, HOUR, Relay, kinds, problem


async def state_of(relay: Relay, client_id: str) -> str:
    rows = relay.ask("SELECT state FROM conversation WHERE id = :id", id=client_id)
    return str(rows[0]["state"])


async def sent_to(relay: Relay, message_id: str) -> tuple[str, str]:
    rows = relay.ask("SELECT e164, sender FROM message WHERE id = :id", id=message_id)
    return rows[0]["e164"], rows[0]["sender"]


async def claim(relay: Relay, message_id: str) -> None:
    """The text is on its way."""
    await relay.act(lambda tx: tx.run("UPDATE queue SET state = 'sending' WHERE message_id = :id", id=message_id))


async def test_a_held_text_is_due_one_second_after_what_the_screen_promises(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    message_id = new_id()
    assert (await relay.dana.put(f"/messages/{message_id}", relay.text(client_id, hold_s=8))).status_code == 201
    assert relay.ask("SELECT due_at - accepted_at AS ms FROM queue") == [{"ms": 9000}]
    assert relay.ask("SELECT status FROM message") == [{"status": "held"}]


async def test_the_hold_is_by_the_relays_clock_whatever_the_terminals_says(relay: Relay) -> None:
    """The terminal is ten minutes slow: its times are in the past by then, its hold is not. [fault 36]"""
    client_id = await relay.dana.new_client(ANA)
    slow = {"expires_at": to_wire(relay.now - 600_000 + 2 * HOUR), "hold_s": 8}
    assert (await relay.dana.put(f"/messages/{new_id()}", {**relay.text(client_id), **slow})).status_code == 201
    assert relay.ask("SELECT due_at FROM queue") == [{"due_at": relay.now + 9000}]


async def test_a_text_that_comes_too_late_is_refused_and_never_leaves(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    body = relay.text(client_id)
    relay.clock.go(2 * 3600 + 1)
    refused = await relay.dana.put(f"/messages/{new_id()}", body)
    assert problem(refused) == "invalid"
    assert refused.json()["errors"][0]["pointer"] == "/expires_at"
    assert relay.ask("SELECT 1 FROM queue") == relay.ask("SELECT 1 FROM message") == []


async def test_a_scheduled_text_waits_for_its_hour(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    later = relay.now + 20 * HOUR
    body = {**relay.text(client_id), "not_before": to_wire(later), "expires_at": to_wire(later + 2 * HOUR)}
    assert (await relay.dana.put(f"/messages/{new_id()}", body)).status_code == 201
    row = relay.ask("SELECT due_at, not_sent_by_at FROM queue")[0]
    assert row == {"due_at": later, "not_sent_by_at": later + 26 * HOUR}


async def test_a_text_goes_to_the_number_last_written_from_else_the_newest_confirmed(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    newer = {"from_at": "2026-06-01T00:00:00Z", "is_confirmed": True}
    unconfirmed = {"from_at": "2026-09-01T00:00:00Z", "is_confirmed": False}
    await relay.dana.put(f"/clients/{client_id}/numbers/{BEN}", newer)
    await relay.dana.put(f"/clients/{client_id}/numbers/{CLEO}", unconfirmed)
    first, second = new_id(), new_id()
    await relay.dana.put(f"/messages/{first}", relay.text(client_id))
    assert await sent_to(relay, first) == (BEN, relay.number)
    second_number = await relay.act(lambda tx: add_number(tx, relay.office_id, "+12155550101", at=relay.now))
    await relay.receives(ANA, "Hi", to=second_number)
    await relay.dana.put(f"/messages/{second}", relay.text(client_id))
    assert await sent_to(relay, second) == (ANA, second_number)


async def test_a_number_that_is_over_is_not_texted(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "Hi")
    seq = relay.ask("SELECT seq FROM holding")[0]["seq"]
    over = {"until_at": to_wire(relay.now)}
    assert (await relay.dana.put(f"/clients/{client_id}/numbers/{ANA}", over, if_match=seq)).status_code == 200
    assert problem(await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))) == "invalid"


async def test_an_unknown_number_can_be_answered(relay: Relay) -> None:
    await relay.receives(CLEO, "Is this the office?")
    message_id = new_id()
    answer = await relay.luis.put(f"/messages/{message_id}", relay.text(f"tel:{CLEO}", seen_through=10**6))
    assert answer.status_code == 201
    assert await sent_to(relay, message_id) == (CLEO, relay.number)
    assert await state_of(relay, f"tel:{CLEO}") == "waiting"


async def test_who_said_stop_gets_no_text(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "STOP")
    assert problem(await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))) == "opted-out"
    await relay.receives(ANA, "START")
    assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))).status_code == 201


async def test_a_cancellation_that_overtakes_its_text_lets_none_leave(relay: Relay) -> None:
    """[fault 36]"""
    client_id = await relay.dana.new_client(ANA)
    message_id = new_id()
    cancelled = await relay.dana.put(f"/messages/{message_id}/cancellation", {})
    assert cancelled.json()["outcome"] == "cancelled"
    late = await relay.dana.put(f"/messages/{message_id}", relay.text(client_id))
    assert late.json()["outcome"] == "cancelled"
    assert relay.ask("SELECT 1 FROM queue") == relay.ask("SELECT 1 FROM message") == []


async def test_a_text_taken_back_in_time_never_leaves_and_the_conversation_stands_as_before(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    seen = await relay.receives(ANA, "When is class?")
    message_id = new_id()
    await relay.dana.put(f"/messages/{message_id}", relay.text(client_id, hold_s=8, seen_through=seen))
    assert await state_of(relay, client_id) == "waiting"
    answer = await relay.dana.put(f"/messages/{message_id}/cancellation", {})
    assert answer.json()["outcome"] == "cancelled"
    assert await state_of(relay, client_id) == "needs_reply"
    assert relay.ask("SELECT status FROM message WHERE id = :id", id=message_id) == [{"status": "cancelled"}]
    told = [event for event in await relay.dana.events() if event["type"] == "MessageStatusChanged"]
    assert told[-1]["seq"] == answer.json()["seq"]


async def test_a_text_taken_back_too_late_says_so_every_time(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    message_id = new_id()
    await relay.dana.put(f"/messages/{message_id}", relay.text(client_id))
    await claim(relay, message_id)
    for _ in range(2):
        answer = await relay.dana.put(f"/messages/{message_id}/cancellation", {})
        assert answer.json()["outcome"] == "too_late"
    assert relay.ask("SELECT state FROM queue") == [{"state": "sending"}]


async def test_an_unknown_text_is_decided_once_by_a_person(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    message_id = new_id()
    path = f"/messages/{message_id}/resolution"
    await relay.dana.put(f"/messages/{message_id}", relay.text(client_id))
    assert problem(await relay.dana.put(path, {"as": "mark_sent"})) == "changed-meanwhile"
    await claim(relay, message_id)
    at = relay.now
    await relay.act(lambda tx: outcomes.park_unknown(tx, relay.office_id, message_id, at, at))
    assert (await relay.dana.put(path, {"as": "mark_sent"})).status_code == 200
    assert relay.ask("SELECT 1 FROM queue") == []
    assert relay.ask("SELECT status FROM message") == [{"status": str(Status.SENT)}]
    refused = await relay.dana.put(path, {"as": "send_again"})
    assert refused.json()["present"]["status"] == "sent"


async def test_a_stale_done_never_hides_a_later_text(relay: Relay) -> None:
    """[fault 32]"""
    client_id = await relay.dana.new_client(ANA)
    seen = await relay.receives(ANA, "Hello")
    await relay.receives(ANA, "Can you call me?")
    answer = await relay.dana.put(f"/conversations/{client_id}", {"state": "done", "seen_through": seen})
    assert answer.status_code == 200
    assert await state_of(relay, client_id) == "needs_reply"
    told = (await relay.dana.events())[-1]
    assert (told["type"], told["seq"], told["data"]["state"]) == (
        "ConversationChanged",
        answer.json()["seq"],
        "needs_reply",
    )
    snooze = {"snoozed_until": to_wire(relay.now + HOUR), "seen_through": seen}
    await relay.dana.put(f"/conversations/{client_id}", snooze)
    assert relay.ask("SELECT snoozed_until_at FROM conversation") == [{"snoozed_until_at": None}]


async def test_a_stale_done_leaves_what_a_colleague_judged_of_the_later_text(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    old = await relay.receives(ANA, "Hello")
    new = await relay.receives(ANA, "Thanks")
    await relay.sam.put(f"/conversations/{client_id}", {"state": "waiting", "seen_through": new})
    await relay.dana.put(f"/conversations/{client_id}", {"state": "done", "seen_through": old})
    assert await state_of(relay, client_id) == "waiting"


async def test_reading_only_moves_forward_and_is_told_to_nobody_else(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    seen = await relay.receives(ANA, "Hello")
    path = f"/conversations/{client_id}"
    first = await relay.dana.put(path, {"read_through": seen})
    back = await relay.dana.put(path, {"read_through": seen - 1})
    assert back.json()["seq"] != first.json()["seq"]
    assert relay.ask("SELECT read_through FROM reading") == [{"read_through": seen}]
    mine = [e for e in await relay.dana.events() if e["type"] == "ConversationChanged"]
    assert [(e["seq"], e["data"]["read_through"], e["data"]["state"]) for e in mine] == [
        (first.json()["seq"], seen, "needs_reply")
    ]
    assert "ConversationChanged" not in kinds(await relay.sam.events())
    assert "ConversationChanged" not in kinds(await relay.sam.past(client_id))


async def test_a_text_makes_the_conversation_wait_only_for_what_its_writer_had_seen(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    seen = await relay.receives(ANA, "Hello")
    await relay.receives(ANA, "And my bus pass?")
    await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id, seen_through=seen))
    assert await state_of(relay, client_id) == "needs_reply"


async def test_a_text_that_looks_like_stop_is_decided_by_a_person(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    for state, wording in (("opted_out", ""), ("unknown", "They meant the bus.")):
        await relay.receives(ANA, "please stop texting me")
        held = relay.ask("SELECT hold_message_id FROM conversation WHERE id = :id", id=client_id)[0]["hold_message_id"]
        assert held is not None
        wish = {"e164": ANA, "client_id": client_id, "state": state, "message_id": held, "wording": wording}
        assert (await relay.dana.put(f"/consents/{new_id()}", wish)).status_code == 201
        assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": None}]
        current = "SELECT state FROM consent WHERE is_current = 1 AND client_id = :id"
        assert relay.ask(current, id=client_id) == [{"state": state}]
    assert relay.ask("SELECT state FROM consent WHERE is_current = 1 AND client_id IS NULL") == [{"state": "opted_out"}]


async def test_confirming_a_stop_takes_back_what_waits(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id, hold_s=60))
    await relay.receives(ANA, "do not text me again")
    held = relay.ask("SELECT hold_message_id FROM conversation WHERE id = :id", id=client_id)[0]["hold_message_id"]
    wish = {"e164": ANA, "client_id": client_id, "state": "opted_out", "message_id": held}
    assert (await relay.dana.put(f"/consents/{new_id()}", wish)).status_code == 201
    assert relay.ask("SELECT 1 FROM queue") == []
    assert relay.ask("SELECT status, reason FROM message WHERE direction = 'outbound'") == [
        {"status": "cancelled", "reason": "opted_out"}
    ]


async def test_what_was_answered_has_been_read_by_whoever_answered_it(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    seen = await relay.receives(ANA, "What time is the class?")
    await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id, seen_through=seen))
    told = [event for event in await relay.dana.events() if event["type"] == "ConversationChanged"]
    assert told[-1]["data"]["read_through"] == seen
    told = [event for event in await relay.sam.events() if event["type"] == "ConversationChanged"]
    assert told[-1]["data"]["read_through"] == 0


async def test_a_stop_is_not_undone_by_a_list_that_is_read_in_nor_the_number_by_anybody_but_its_owner(
    relay: Relay,
) -> None:
    other = "+12155550149"
    client_id = await relay.dana.new_client(ANA, other)
    await relay.receives(ANA, "STOP")
    listed = {"e164": other, "client_id": client_id, "state": "opted_in", "how": "import"}
    assert problem(await relay.dana.put(f"/consents/{new_id()}", listed)) == "opted-out"
    for state in ("opted_in", "unknown"):
        number = {"e164": ANA, "state": state, "how": "caseworker", "wording": "They changed their mind."}
        assert problem(await relay.dana.put(f"/consents/{new_id()}", number)) == "opted-out"
    await relay.receives(ANA, "START")
    assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))).status_code == 201
    told = {**listed, "how": "caseworker", "wording": "Said so at the desk."}
    assert (await relay.dana.put(f"/consents/{new_id()}", told)).status_code == 201


async def test_nobody_has_seen_what_the_log_does_not_have_yet(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "one")
    far = {"state": "done", "seen_through": 2**40, "read_through": 2**40}
    assert (await relay.dana.put(f"/conversations/{client_id}", far)).status_code == 200
    later = await relay.receives(ANA, "two")
    told = [e["data"] for e in await relay.dana.events() if e["type"] == "ConversationChanged"][-1]
    assert told["state"] == "done"
    assert max(told["seen_through"], told["read_through"]) < later


@pytest.mark.parametrize(("writer", "status"), [("72345", 201), ("anonymous", 422), ("whatsapp:+12155550142", 422)])
async def test_whoever_writes_can_be_read_and_laid_aside_and_who_has_no_number_is_not_texted(
    relay: Relay, writer: str, status: int
) -> None:
    """A short code or a name is no number of a person, and its text needs a reply until somebody says otherwise."""
    seq = await relay.receives(writer, "Your code is 12345")
    key = f"tel:{writer}"
    assert (await relay.dana.past(key))[0]["data"]["body"] == "Your code is 12345"
    assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(key))).status_code == status
    assert (await relay.dana.put(f"/conversations/{key}", {"state": "done", "seen_through": seq})).status_code == 200
    assert relay.ask("SELECT state FROM conversation WHERE id = :id", id=key) == [{"state": "done"}]
