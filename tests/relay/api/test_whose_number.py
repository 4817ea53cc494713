"""Whose a number is: a stranger's ends, one that came by text is asked about; and who is away says so."""

from typing import Any

import pytest

from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import broadcast_message_id, new_id
from tests.relay.api.callers import ANA, BEN, HOUR, Caller, Relay, problem


async def _sent(relay: Relay, caller: Caller, client_id: str, words: str) -> str:
    message_id = new_id()
    assert (await caller.put(f"/messages/{message_id}", relay.text(client_id, words))).status_code == 201

    def leaves(tx):  # type: ignore[no-untyped-def] # a plain step of the scene
        tx.run("UPDATE message SET status = 'delivered' WHERE id = :id", id=message_id)
        tx.run("DELETE FROM queue WHERE message_id = :id", id=message_id)

    await relay.act(leaves)
    return message_id


async def _group(relay: Relay, client_id: str, **more: str) -> str:
    """A group text to them; the id of theirs."""
    broadcast_id = new_id()
    message_id = broadcast_message_id(broadcast_id, client_id)
    recipient = {"client_id": client_id, "message_id": message_id, "body": "Class"}
    group = {"name": "Class", "body": "Class", "recipients": [recipient], "expires_at": relay.in_time(), **more}
    assert (await relay.dana.put(f"/broadcasts/{broadcast_id}", group)).status_code == 201
    return message_id


async def test_a_strangers_number_ends_for_the_client_and_everything_that_waits_to_go_there_is_taken_off(
    relay: Relay,
) -> None:
    ana = await relay.dana.new_client(ANA, BEN)
    before = await _sent(relay, relay.dana, ana, "Welcome.")
    await relay.receives(ANA, "thanks, got it")
    sent = [await _sent(relay, relay.dana, ana, words) for words in ("Class is at 6.", "See you there, Ana.")]
    scheduled, later = new_id(), {"not_before": to_wire(relay.now + HOUR)}
    assert (await relay.dana.put(f"/messages/{scheduled}", relay.text(ana, "Tomorrow", **later))).status_code == 201
    assert (
        await relay.dana.put(f"/consents/{new_id()}", {"e164": ANA, "client_id": ana, "state": "opted_in"})
    ).is_success
    grouped = await _group(relay, ana, **later)
    await relay.receives(ANA, "who is this? you have the wrong number")
    told = relay.ask("SELECT id FROM message WHERE direction = 'inbound' ORDER BY seq DESC LIMIT 1")[0]["id"]

    wrong = f"/wrong_persons/{new_id()}"
    body = {"e164": ANA, "client_id": ana, "message_id": told}
    answer = await relay.dana.put(wrong, body)
    assert answer.status_code == 201
    assert (answer.json()["sent"], answer.json()["cancelled"]) == (sent, 2)
    assert before not in answer.json()["sent"]
    assert (await relay.dana.put(wrong, body)).json()["sent"] == sent, "asked again, the same answer"
    assert problem(await relay.dana.put(wrong, {**body, "e164": BEN})) == "id-taken"

    for message_id in (scheduled, grouped):
        row = relay.ask("SELECT status, reason FROM message WHERE id = :id", id=message_id)[0]
        assert (row["status"], row["reason"]) == ("cancelled", "wrong_person")
    events = await relay.dana.events()
    ended = next(e for e in reversed(events) if e["type"] == "NumberChanged")["data"]
    assert ended["until_at"] == to_wire(relay.now)
    assert next(e for e in events if e["type"] == "WrongPerson")["data"]["sent"] == sent
    consent = next(e for e in reversed(events) if e["type"] == "ConsentChanged")["data"]
    assert (consent["client_id"], consent["state"], consent["message_id"]) == (ana, "opted_out", told)

    message_id = new_id()
    assert (await relay.dana.put(f"/messages/{message_id}", relay.text(ana))).status_code == 201
    assert relay.ask("SELECT e164 FROM message WHERE id = :id", id=message_id) == [{"e164": BEN}]
    await _group(relay, ana)
    assert not relay.ask("SELECT 1 FROM queue WHERE e164 = :e164", e164=ANA)


async def test_a_stranger_who_wants_no_texts_is_closed_and_holds_nothing_of_the_clients(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA, BEN)
    assert (
        await relay.dana.put(f"/consents/{new_id()}", {"e164": BEN, "client_id": ana, "state": "opted_in"})
    ).is_success
    await relay.receives(ANA, "wrong number, please stop texting me")
    (told,) = relay.ask("SELECT id, marks FROM message")
    assert "stop_like" in told["marks"]
    body = {"e164": ANA, "client_id": ana, "message_id": told["id"]}
    assert (await relay.dana.put(f"/wrong_persons/{new_id()}", body)).status_code == 201
    assert relay.ask("SELECT hold_message_id FROM conversation WHERE id = :id", id=ana) == [{"hold_message_id": None}]
    closed = relay.ask("SELECT client_id FROM consent WHERE e164 = :ana AND state = 'opted_out'", ana=ANA)
    assert {row["client_id"] for row in closed} == {None, ana}


async def test_only_a_text_of_theirs_from_that_number_says_so(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA, BEN)
    await relay.receives(BEN, "wrong number")
    told = relay.ask("SELECT id FROM message WHERE direction = 'inbound'")[0]["id"]
    body = {"e164": ANA, "client_id": ana, "message_id": told}
    assert problem(await relay.dana.put(f"/wrong_persons/{new_id()}", body)) == "invalid"
    assert problem(await relay.luis.put(f"/wrong_persons/{new_id()}", body)) == "not-yours"
    ours = await _sent(relay, relay.dana, ana, "hello")
    assert problem(await relay.dana.put(f"/wrong_persons/{new_id()}", {**body, "message_id": ours})) == "not-found"


async def test_who_is_away_says_so_for_themself_and_everybody_is_told(relay: Relay) -> None:
    until = to_wire(relay.now + 48 * HOUR)
    path, body = f"/away/{relay.dana.caseworker_id}", {"from_at": to_wire(relay.now), "until_at": until}
    assert problem(await relay.luis.put(path, body)) == "not-yours"
    assert problem(await relay.dana.put(path, {**body, "until_at": to_wire(relay.now - 1)})) == "invalid"
    said = {**body, "bodies": {"en": "In training.", "es": "En clase."}}
    assert (await relay.dana.put(path, said)).status_code == 201
    assert (await relay.sam.put(path, said)).status_code == 200, "a supervisor may, for anybody"
    told = [e["data"] for e in await relay.luis.events() if e["type"] == "AwayChanged"][-1]
    assert told == {"caseworker_id": relay.dana.caseworker_id, **said}
    assert (await relay.dana.put(path, {**said, "until_at": None})).status_code == 200
    _, snapshot = await relay.luis.snapshot()
    assert "until_at" not in next(e for e in snapshot if e["type"] == "AwayChanged")["data"]


async def test_a_number_that_came_by_text_gets_one_question_and_its_answer_proposes_to_confirm_it(
    relay: Relay,
) -> None:
    ana = await relay.dana.new_client(ANA)
    number = f"/clients/{ana}/numbers/{BEN}"
    assert (await relay.dana.put(number, {"is_confirmed": False})).status_code == 201
    asked = relay.ask("SELECT e164, body, kind, automatic FROM message")
    words = "Is this Ana's new number? Reply YES or NO."
    assert asked == [{"e164": BEN, "body": words, "kind": "automatic", "automatic": "question"}]
    message_id = new_id()
    assert (await relay.dana.put(f"/messages/{message_id}", relay.text(ana))).status_code == 201
    to = relay.ask("SELECT e164 FROM message WHERE id = :id", id=message_id)
    assert to == [{"e164": ANA}], "nothing else goes there"
    for body, mark in (("yes please", '"yes"'), ("no, I work then", '"no"')):
        await relay.receives(BEN, body)
        (came,) = relay.ask("SELECT marks FROM message WHERE body = :body", body=body)
        assert mark in came["marks"], "the question has not left: this answers something else"
    left = "UPDATE message SET status = 'unknown', left_at = :at WHERE automatic = 'question'"
    await relay.act(lambda tx: tx.run(left, at=relay.now))
    for body, mark in (("Yes", "confirms_number"), ("no sorry", "wrong_person")):
        await relay.receives(BEN, body)
        (came,) = relay.ask("SELECT conversation_id, marks FROM message WHERE body = :body", body=body)
        assert came["conversation_id"] == ana, "the caseworker sees the answer"
        assert mark in came["marks"]
    still_waits = "UPDATE message SET status = 'queued', left_at = NULL WHERE automatic = 'question'"
    await relay.act(lambda tx: tx.run(still_waits))
    ended = {"until_at": to_wire(relay.now)}
    assert (await relay.dana.put(number, ended, if_match=10_000)).status_code == 200
    assert (await relay.dana.put(number, {"until_at": None}, if_match=10_000)).status_code == 200
    assert len(relay.ask("SELECT 1 FROM message WHERE automatic = 'question'")) == 1, "once"
    assert relay.ask("SELECT state FROM queue WHERE e164 = :ben", ben=BEN) == [{"state": "queued"}]
    assert (await relay.dana.put(number, {"is_confirmed": True}, if_match=10_000)).status_code == 200
    asked = relay.ask("SELECT status FROM message WHERE automatic = 'question'")
    assert asked == [{"status": "cancelled"}], "who is known is not asked"
    await relay.receives(BEN, "yes!!")
    assert '"yes"' in relay.ask("SELECT marks FROM message WHERE body = 'yes!!'")[0]["marks"]


async def test_a_new_number_of_somebody_who_said_stop_is_not_asked(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "STOP")
    assert (await relay.dana.put(f"/clients/{ana}/numbers/{BEN}", {"is_confirmed": False})).status_code == 201
    assert not relay.ask("SELECT 1 FROM queue")


@pytest.mark.parametrize(
    ("client", "words"),
    [
        ({}, "Is this Ana's new number? Reply YES or NO."),
        ({"language": "es"}, "¿Es este el nuevo celular de Ana? Responda SI o NO."),
        ({"is_discreet": True}, "Did you give us this as your new number? Reply YES or NO."),
        ({"is_discreet": True, "language": "es"}, "¿Nos dio este como su nuevo celular? Responda SI o NO."),
    ],
)
@pytest.mark.parametrize("is_claimed", [False, True])
async def test_the_question_is_in_their_language_and_never_names_whose_phone_others_read(
    relay: Relay, client: dict[str, Any], words: str, is_claimed: bool
) -> None:
    ana = await relay.dana.new_client(ANA, **client)
    if is_claimed:
        await relay.receives(BEN, "this is Ana, my new phone")
        claim = {"e164": BEN, "client_id": ana, "is_confirmed": False}
        assert (await relay.dana.put(f"/claims/{new_id()}", claim)).status_code == 201
    else:
        assert (await relay.dana.put(f"/clients/{ana}/numbers/{BEN}", {"is_confirmed": False})).status_code == 201
    assert relay.ask("SELECT e164, body FROM message WHERE automatic IS NOT NULL") == [{"e164": BEN, "body": words}]


async def test_a_number_that_ended_and_is_claimed_again_is_not_asked_twice(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    number = f"/clients/{ana}/numbers/{BEN}"
    assert (await relay.dana.put(number, {"is_confirmed": False})).status_code == 201
    claim = {"e164": BEN, "client_id": ana, "is_confirmed": False}
    asked = "SELECT status FROM message WHERE automatic = 'question' ORDER BY seq"
    for _ in range(2):
        assert (await relay.dana.put(number, {"until_at": to_wire(relay.now)}, if_match=10_000)).status_code == 200
        relay.clock.go(60)
        assert (await relay.dana.put(f"/claims/{new_id()}", claim)).status_code == 201
        assert relay.ask(asked) == [{"status": "queued"}]
    never_left = "UPDATE message SET status = 'failed' WHERE automatic = 'question'"
    await relay.act(lambda tx: tx.run(never_left))
    assert (await relay.dana.put(number, {"until_at": to_wire(relay.now)}, if_match=10_000)).status_code == 200
    relay.clock.go(60)
    assert (await relay.dana.put(f"/claims/{new_id()}", claim)).status_code == 201
    assert len(relay.ask(asked)) == 2, "nobody has got the first one"


async def test_an_edit_from_before_a_number_was_claimed_again_does_not_end_it(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    number, ended = f"/clients/{ana}/numbers/{BEN}", {"until_at": to_wire(relay.now)}
    assert (await relay.dana.put(number, {"is_confirmed": True})).status_code == 201
    assert (await relay.dana.put(number, ended, if_match=10_000)).status_code == 200
    [seen] = relay.ask("SELECT seq FROM holding WHERE e164 = :e164", e164=BEN)
    relay.clock.go(60)
    claim = {"e164": BEN, "client_id": ana, "is_confirmed": True}
    assert (await relay.dana.put(f"/claims/{new_id()}", claim)).status_code == 201
    late = await relay.dana.put(number, {"until_at": to_wire(relay.now - 1)}, if_match=seen["seq"])
    assert late.status_code == 412
    assert relay.ask("SELECT until_at FROM holding WHERE e164 = :e164", e164=BEN) == [{"until_at": None}]
