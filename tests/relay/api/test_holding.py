"""Texts that wait: why people see it, who may let one go, and what nobody decides about in time."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from rise_tui.domain.clock import from_wire, to_wire
from rise_tui.domain.consent import Purpose
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.dispatch.undecided import Undecided
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.claiming import Claimant, Sender, claim
from rise_tui.relay.store.consents import consent_state
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import set_rules
from tests.relay.api.callers import ANA, BEN, HOUR, Relay, problem

EVENING_S = 10 * 3600
"""From noon to ten in the evening."""
MORNING = "2026-11-24T13:00:00.000Z"


async def claimed(relay: Relay) -> list[str]:
    """The texts that leave now."""

    def act(tx: Tx) -> list[str]:
        sender = Sender(relay.office_id, relay.number, 10.0)
        claims = claim(tx, sender, Claimant("me", relay.now, 30_000, 60_000, 50), lambda segments: 1.0)
        return [text.message_id for text in claims.texts]

    return await relay.act(act)


async def told(relay: Relay, message_id: str) -> dict[str, object]:
    """What Dana's app was told last about a text of hers."""
    events = [one for one in await relay.dana.events() if one["type"] == "MessageStatusChanged"]
    found: dict[str, object] = [one["data"] for one in events if one["data"]["message_id"] == message_id][-1]
    return {name: found.get(name) for name in ("status", "held_why", "held_until", "reason")}


async def write(relay: Relay, client_id: str, **more: Any) -> str:
    """Dana writes to somebody; returns the text's id."""
    message_id = new_id()
    response = await relay.dana.put(f"/messages/{message_id}", relay.text(client_id, **more))
    assert response.status_code == 201, response.text
    return message_id


async def opt_in(relay: Relay, client_id: str, e164: str, purpose: str = "all", state: str = "opted_in") -> None:
    wish = {"e164": e164, "client_id": client_id, "state": state, "purpose": purpose}
    assert (await relay.dana.put(f"/consents/{new_id(relay.now)}", wish)).status_code == 201


async def write_to_group(relay: Relay, *people: str, body: str = "Class tomorrow.") -> list[str]:
    """Dana writes to several at once; returns the texts' ids."""
    broadcast_id = new_id()
    ids = [str(broadcast_message_id(broadcast_id, client_id)) for client_id in people]
    recipients = [
        {"client_id": one, "message_id": message_id, "body": body} for one, message_id in zip(people, ids, strict=True)
    ]
    wish = {"name": "Class", "body": body, "recipients": recipients, "expires_at": relay.in_time()}
    assert (await relay.dana.put(f"/broadcasts/{broadcast_id}", wish)).status_code == 201
    return ids


async def release(relay: Relay, message_id: str, because: str = "asked_for_it") -> str:
    """Let it go; what became of the wish."""
    response = await relay.dana.put(f"/messages/{message_id}/release", {"because": because})
    return "" if response.status_code == 200 else problem(response)


async def test_a_text_in_the_evening_says_why_it_waits_and_one_word_lets_it_go(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    relay.clock.go(EVENING_S)
    message_id = await write(relay, client_id)
    assert await claimed(relay) == []
    held = {"status": "held", "held_why": "quiet_hours", "held_until": MORNING, "reason": None}
    assert await told(relay, message_id) == held
    assert problem(await relay.luis.put(f"/messages/{message_id}/release", {"because": "urgent"})) == "not-yours"
    assert await release(relay, message_id, "agreed_by_phone") == ""
    assert (await told(relay, message_id))["status"] == "queued"
    [let_go] = [
        one["data"]
        for one in await relay.dana.events()
        if (one.get("data") or {}).get("now_because") is not None and one["type"] == "MessageStatusChanged"
    ]
    assert (let_go["message_id"], let_go["now_because"]) == (message_id, "agreed_by_phone")
    assert await claimed(relay) == [message_id]
    assert relay.ask("SELECT now_because FROM message WHERE id = :id", id=message_id) == [
        {"now_because": "agreed_by_phone"}
    ]
    accepted = [one["data"] for one in await relay.sam.events() if one["type"] == "MessageAccepted"]
    assert [one["now_because"] for one in accepted] == ["agreed_by_phone"]
    done = relay.ask("SELECT * FROM audit WHERE act = 'release' AND who = :who", who=relay.dana.caseworker_id)
    assert [("agreed_by_phone" in one["facts"], one["client_id"]) for one in done] == [(True, client_id)]
    assert await release(relay, message_id) == "changed-meanwhile"
    assert problem(await relay.dana.put(f"/messages/{new_id()}/release", {})) == "not-found"


@pytest.mark.parametrize("is_of_many", [False, True])
async def test_the_introduction_before_a_first_text_waits_and_goes_with_it(relay: Relay, is_of_many: bool) -> None:
    await relay.act(lambda tx: set_rules(tx, relay.office_id, OfficeRules(), at=relay.now))
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    if is_of_many:
        (message_id,) = await write_to_group(relay, client_id)
        for status in ("paused", "open"):
            (seq,) = relay.ask("SELECT seq FROM client")
            edit = await relay.dana.put(f"/clients/{client_id}", {"status": status}, if_match=seq["seq"])
            assert edit.status_code == 200
    else:
        relay.clock.go(EVENING_S)
        message_id = await write(relay, client_id)
    assert await claimed(relay) == []
    assert (await told(relay, message_id))["held_why"] == ("paused" if is_of_many else "quiet_hours")
    assert await release(relay, message_id) == ""
    (introduction,) = await claimed(relay)
    assert introduction != message_id
    await relay.act(lambda tx: outcomes.finish(tx, relay.office_id, introduction, "SM1", relay.now, carrier="twilio"))
    assert await claimed(relay) == [message_id]


async def test_the_question_to_a_new_number_waits_for_the_morning_and_may_be_taken_back(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    relay.clock.go(EVENING_S)
    number = f"/clients/{client_id}/numbers/{BEN}"
    assert (await relay.dana.put(number, {"is_confirmed": False})).status_code == 201
    (asked,) = relay.ask("SELECT id FROM message WHERE automatic = 'question'")
    assert await claimed(relay) == []
    assert (await told(relay, asked["id"]))["held_why"] == "quiet_hours"
    back = await relay.dana.put(f"/messages/{asked['id']}/cancellation", {})
    assert back.json()["outcome"] == "cancelled"
    relay.clock.go(12 * 3600)
    assert await claimed(relay) == []


async def test_a_text_with_a_reason_leaves_whatever_the_hour_and_a_group_text_takes_none(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    relay.clock.go(EVENING_S)
    message_id = await write(relay, client_id, now_because="appointment_today")
    assert await claimed(relay) == [message_id]
    wish = relay.text(client_id, now_because="because I can")
    assert problem(await relay.dana.put(f"/messages/{new_id()}", wish)) == "invalid"
    group = relay.text(client_id, now_because="urgent", broadcast_id=new_id())
    assert problem(await relay.dana.put(f"/messages/{new_id()}", group)) == "invalid"


async def test_an_urgent_text_is_answered_at_any_hour_until_somebody_has_acted_on_it(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    seen = await relay.receives(ANA, "I want to kill myself")
    assert "urgent" in relay.ask("SELECT marks FROM message WHERE seq = :seq", seq=seen)[0]["marks"]
    relay.clock.go(EVENING_S)
    planned = await write(relay, client_id, not_before=to_wire(relay.now), seen_through=0)
    answer = await write(relay, client_id, seen_through=seen)
    assert await claimed(relay) == [answer]
    await relay.act(lambda tx: outcomes.finish(tx, relay.office_id, answer, "SM1", relay.now, carrier="twilio"))
    later = await write(relay, client_id, seen_through=seen)
    assert await claimed(relay) == []
    waiting = [(await told(relay, message_id))["held_why"] for message_id in (planned, later)]
    assert waiting == ["quiet_hours", "quiet_hours"]


async def test_a_pause_keeps_what_waits_until_somebody_lets_it_go_and_a_closed_file_drops_it(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN, name="Ben")
    for client_id, e164 in ((ana, ANA), (ben, BEN)):
        await opt_in(relay, client_id, e164)
    to_ana, to_ben = await write_to_group(relay, ana, ben)
    own = await write(relay, ana, hold_s=5)
    await relay.act(lambda tx: tx.run("UPDATE queue SET due_at = :at", at=relay.now + 60_000))
    seqs = {row["id"]: row["seq"] for row in relay.ask("SELECT id, seq FROM client")}
    paused = await relay.dana.put(f"/clients/{ana}", {"status": "paused"}, if_match=seqs[ana])
    assert paused.status_code == 200
    assert (await relay.dana.put(f"/clients/{ben}", {"status": "closed"}, if_match=seqs[ben])).status_code == 200
    assert await told(relay, to_ana) == {"status": "held", "held_why": "paused", "held_until": None, "reason": None}
    assert (await told(relay, to_ben))["status"] == "cancelled"
    assert (await told(relay, to_ben))["reason"] == "closed"
    assert await release(relay, to_ana) == "invalid"
    relay.clock.go(60)
    assert await claimed(relay) == [own]
    await relay.act(lambda tx: tx.run("DELETE FROM queue WHERE message_id = :id", id=own))
    resumed = await relay.dana.put(f"/clients/{ana}", {"status": "open"}, if_match=paused.json()["seq"])
    assert resumed.status_code == 200
    assert await claimed(relay) == []
    assert (await told(relay, to_ana))["held_why"] == "paused"
    assert await release(relay, to_ana) == ""
    assert await claimed(relay) == [to_ana]


async def test_a_group_text_that_waits_for_the_morning_is_not_let_go_by_hand(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    relay.clock.go(EVENING_S)
    (message_id,) = await write_to_group(relay, client_id)
    assert await claimed(relay) == []
    assert await release(relay, message_id) == "invalid"
    snapshot = (await relay.dana.snapshot())[1]
    held = [one["data"] for one in snapshot if one["type"] == "MessageStatusChanged"]
    assert [(one["held_why"], one["held_until"]) for one in held] == [("quiet_hours", MORNING)]
    assert from_wire(MORNING) - relay.now == timedelta(hours=10) / timedelta(milliseconds=1)
    relay.clock.go(10 * HOUR / 1000)
    assert await claimed(relay) == [message_id]


async def test_a_group_text_after_a_text_like_stop_goes_on_once_somebody_has_dismissed_it(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    await relay.receives(ANA, "please stop texting me")
    (message_id,) = await write_to_group(relay, client_id)
    assert await claimed(relay) == []
    assert (await told(relay, message_id))["held_why"] == "stop_like"
    assert await release(relay, message_id) == "invalid"
    text = relay.ask("SELECT id FROM message WHERE direction = 'inbound'")[0]["id"]
    wish = {"e164": ANA, "client_id": client_id, "state": "opted_in", "message_id": text, "wording": "The bus."}
    assert (await relay.dana.put(f"/consents/{new_id()}", wish)).status_code == 201
    assert await claimed(relay) == [message_id]


async def test_a_stop_confirmed_by_mistake_is_undecided_again_and_its_day_runs_on(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    await relay.receives(ANA, "please stop texting me")
    text = relay.ask("SELECT id FROM message WHERE direction = 'inbound'")[0]["id"]
    wish = {"e164": ANA, "client_id": client_id, "state": "opted_out", "message_id": text, "wording": "please stop"}
    taken_back = {"e164": ANA, "client_id": client_id, "state": "opted_in", "message_id": text, "how": "taken_back"}
    undecided = Undecided(relay.hub, relay.clock)
    assert problem(await relay.dana.put(f"/consents/{new_id()}", taken_back)) == "changed-meanwhile"
    for _ in range(2):
        relay.clock.go(3600)
        assert (await relay.dana.put(f"/consents/{new_id()}", wish)).status_code == 201
        assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": None}]
        assert problem(await relay.luis.put(f"/consents/{new_id()}", taken_back)) == "not-yours"
        assert (await relay.dana.put(f"/consents/{new_id()}", taken_back)).status_code == 201
        assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": text}]
        current = "SELECT client_id, state, how, wording FROM consent WHERE is_current = 1 AND e164 = :e164 ORDER BY 1"
        assert [tuple(row.values()) for row in relay.ask(current, e164=ANA)] == [
            (None, "unknown", "taken_back", ""),
            (client_id, "opted_in", "taken_back", ""),
        ]
    (message_id,) = await write_to_group(relay, client_id)
    assert await claimed(relay) == []
    assert (await told(relay, message_id))["held_why"] == "stop_like"
    relay.clock.go(22 * 3600 - 1)
    assert await undecided.look() == 0
    relay.clock.go(1)
    assert await undecided.look() == 1, "a working day after it came"
    assert (await told(relay, message_id))["reason"] == "opted_out"
    assert problem(await relay.dana.put(f"/consents/{new_id()}", taken_back)) == "changed-meanwhile"
    acts = [row["facts"] for row in relay.ask("SELECT facts FROM audit WHERE act = 'consent' ORDER BY n")]
    assert ["taken_back" in facts for facts in acts] == [False, False, True, False, True]


async def test_what_a_colleague_was_told_after_a_text_like_stop_decides_it(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    await relay.receives(ANA, "please stop texting me")
    (message_id,) = await write_to_group(relay, client_id)
    assert await claimed(relay) == []
    offline = {"e164": ANA, "client_id": client_id, "state": "opted_in"}
    assert (await relay.dana.put(f"/consents/{new_id(relay.now - HOUR)}", offline)).status_code == 201
    assert await claimed(relay) == [], "noted before that text came, and brought only now"
    relay.clock.go(3600)
    await opt_in(relay, client_id, ANA, "reminders")
    assert await claimed(relay) == [], "of reminders only"
    await opt_in(relay, client_id, ANA)
    assert await claimed(relay) == [message_id]
    relay.clock.go(47 * 3600)
    await relay.receives(ANA, "stop texting me please!!")
    assert await Undecided(relay.hub, relay.clock).look() == 0, "the new text has a day of its own"


async def test_what_has_no_hour_waits_until_somebody_changes_the_hours_or_lets_it_go(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    seq = relay.ask("SELECT seq FROM client")[0]["seq"]
    edit = await relay.dana.put(f"/clients/{client_id}", {"safe_from": 1320, "safe_to": 1380}, if_match=seq)
    assert edit.status_code == 200
    (to_many,) = await write_to_group(relay, client_id)
    own, other = await write(relay, client_id), await write(relay, client_id, body="Another.")
    assert await claimed(relay) == []
    for message_id in (to_many, own, other):
        held = {"status": "held", "held_why": "no_hour", "held_until": None, "reason": None}
        assert await told(relay, message_id) == held
    assert await release(relay, to_many) == "invalid"
    assert await release(relay, own) == ""
    assert await claimed(relay) == [own]
    await relay.act(lambda tx: outcomes.finish(tx, relay.office_id, own, "SM1", relay.now, carrier="twilio"))
    hours = {"safe_from": 1080, "safe_to": 1200}  # from six to eight in the evening
    edit = await relay.dana.put(f"/clients/{client_id}", hours, if_match=edit.json()["seq"])
    assert await claimed(relay) == []
    assert {(await told(relay, one))["held_why"] for one in (to_many, other)} == {"safe_hours"}
    edit = await relay.dana.put(
        f"/clients/{client_id}", {"safe_from": None, "safe_to": None}, if_match=edit.json()["seq"]
    )
    assert edit.status_code == 200
    assert await claimed(relay) == [other], "earlier than they would have left: the hours were changed again"
    await relay.act(lambda tx: outcomes.finish(tx, relay.office_id, other, "SM2", relay.now, carrier="twilio"))
    assert await claimed(relay) == [to_many]


async def test_what_waits_for_its_hour_and_is_not_wanted_any_more_goes_at_once(relay: Relay) -> None:
    client_id, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN, name="Ben")
    for who, e164 in ((client_id, ANA), (ben, BEN)):
        await opt_in(relay, who, e164)
    relay.clock.go(EVENING_S)
    texts = await write_to_group(relay, client_id, ben)
    assert await claimed(relay) == []
    assert [(await told(relay, one))["held_why"] for one in texts] == ["quiet_hours", "quiet_hours"]
    own = await write(relay, client_id, not_before=relay.in_time())
    await opt_in(relay, client_id, ANA, "group_news", "opted_out")
    await opt_in(relay, ben, BEN, "all", "opted_out")
    for message_id in texts:
        assert (await told(relay, message_id))["reason"] == "not_wanted", "nobody said STOP"
    assert relay.ask("SELECT message_id FROM queue") == [{"message_id": own}]


@pytest.mark.parametrize("purpose", ["reminders", "group_news"])
async def test_who_wants_no_more_reminders_is_still_answered(relay: Relay, purpose: str) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    (waiting,) = await write_to_group(relay, client_id)
    await relay.act(lambda tx: tx.run("UPDATE message SET kind = :kind", kind=KIND_OF[purpose]))
    await opt_in(relay, client_id, ANA, purpose, "opted_out")
    assert await claimed(relay) == []
    assert await told(relay, waiting) == {
        "status": "cancelled",
        "held_why": None,
        "held_until": None,
        "reason": "not_wanted",
    }
    own = await write(relay, client_id)
    assert await claimed(relay) == [own]
    await write_to_group(relay, client_id, body="Another class.")
    left_out = relay.ask("SELECT left_out FROM recipient ORDER BY rowid DESC LIMIT 1")[0]["left_out"]
    assert left_out == ("opted_out" if purpose == "group_news" else None)


def _reminders(office_id: str, e164: str, client_id: str, tx: Tx) -> str:
    return str(consent_state(tx, office_id, e164, client_id, Purpose.REMINDERS))


KIND_OF = {"reminders": "reminder", "group_news": "broadcast"}


async def test_what_nobody_decides_about_in_a_working_day_counts_as_stop(relay: Relay) -> None:
    """From the first such text on, by the office's days: Tuesday is a holiday."""
    client_id = await relay.dana.new_client(ANA, BEN)
    for e164 in (ANA, BEN):
        await opt_in(relay, client_id, e164)
    await opt_in(relay, client_id, BEN, "reminders", "opted_out")
    rules = OfficeRules(holidays=("2026-11-24",), introduces=False)
    await relay.act(lambda tx: set_rules(tx, relay.office_id, rules, at=relay.now))
    await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id, not_before=relay.in_time()))
    await relay.receives(ANA, "please stop texting me")
    relay.clock.go(24 * 3600)
    await relay.receives(ANA, "stop texting me please!!")
    undecided = Undecided(relay.hub, relay.clock)
    relay.clock.go(24 * 3600 - 1)
    assert await undecided.look() == 0
    relay.clock.go(1)
    assert await undecided.look() == 1
    assert await undecided.look() == 0
    assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": None}]
    told = [event for event in await relay.dana.events() if event["type"] == "ConsentChanged"][-1]
    wanted = {"state": "opted_out", "how": "undecided", "wording": "please stop texting me", "client_id": client_id}
    assert {name: told["data"][name] for name in wanted} == wanted
    assert told["actor"] == "relay"
    assert told["data"]["message_id"] is not None
    assert problem(await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))) == "opted-out"
    assert relay.ask("SELECT status, reason FROM message WHERE direction = 'outbound'") == [
        {"status": "cancelled", "reason": "opted_out"}
    ]
    text = told["data"]["message_id"]
    late = {
        "e164": ANA,
        "client_id": client_id,
        "state": "unknown",
        "message_id": text,
        "wording": "She meant the bus.",
    }
    assert problem(await relay.luis.put(f"/consents/{new_id()}", late)) == "not-yours"
    assert (await relay.dana.put(f"/consents/{new_id()}", late)).status_code == 201
    current = (
        "SELECT client_id, state, how, wording FROM consent WHERE is_current = 1 AND e164 IN (:a, :b)"
        " AND purpose = 'all' ORDER BY 1"
    )
    stands = [(row["client_id"], row["state"], row["how"], row["wording"]) for row in relay.ask(current, a=ANA, b=BEN)]
    assert stands == [
        (None, "unknown", "caseworker", "She meant the bus."),
        *[(client_id, "opted_in", "caseworker", "She meant the bus.")] * 2,
    ], "as before it counted, on all their numbers; for that reason"
    for e164, state in ((ANA, "opted_in"), (BEN, "opted_out")):
        reminders = await relay.act(partial(_reminders, relay.office_id, e164, client_id))
        assert reminders == state, "who wanted no reminders gets none"
    assert await undecided.look() == 0
    assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))).status_code == 201
    assert problem(await relay.dana.put(f"/consents/{new_id()}", late)) == "changed-meanwhile"


async def test_a_clear_word_of_theirs_decides_what_they_meant_before(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    for word in ("STOP", "START"):
        await relay.receives(ANA, "please stop texting me")
        assert relay.ask("SELECT hold_message_id IS NULL AS is_settled FROM conversation") == [{"is_settled": 0}]
        await relay.receives(ANA, word)
        assert relay.ask("SELECT hold_message_id IS NULL AS is_settled FROM conversation") == [{"is_settled": 1}]
    await relay.receives(ANA, "please stop texting me")
    ended = {"until_at": to_wire(relay.now)}
    assert (await relay.dana.put(f"/clients/{client_id}/numbers/{ANA}", ended, if_match=10_000)).status_code == 200
    relay.clock.go(3 * 24 * 3600)
    assert await Undecided(relay.hub, relay.clock).look() == 1
    is_settled = relay.ask("SELECT hold_message_id IS NULL AS so FROM conversation WHERE id = :id", id=client_id)
    assert is_settled == [{"so": 1}], "also where the number is theirs no longer"
