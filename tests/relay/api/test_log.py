"""The log: who sees what is decided when it is read, and every way to read it gives the same."""

import json
from pathlib import Path
from typing import Any

from rise_tui.domain.ids import new_id
from rise_tui.store.store import Store
from rise_tui.sync.inbound import apply
from rise_tui.sync.taking import Reader
from rise_tui.wire.codec import fact_of
from rise_tui.wire.events import Event, Page
from tests.relay.api.callers import ANA, BEN, CLEO, Relay, kinds, problem
from tests.relay.api.replicas import Replica, both_ways


async def test_events_have_the_shapes_that_are_agreed(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "Hello")
    await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))
    page = Page.model_validate_json((await relay.dana.get("/events")).content)
    assert all(fact_of(event) is not None for event in page.events)
    assert [event.seq for event in page.events] == sorted(event.seq for event in page.events)
    received = next(event for event in page.events if event.type == "MessageReceived")
    assert (received.client_id, received.actor, received.data["body"]) == (client_id, "client", "Hello")


async def test_a_caseworker_sees_their_own_clients_a_supervisor_all_an_administrator_no_texts(relay: Relay) -> None:
    mine, theirs = await relay.dana.new_client(ANA), await relay.luis.new_client(BEN)
    await relay.receives(ANA, "for Dana")
    await relay.receives(BEN, "for Luis")
    await relay.receives(CLEO, "for anybody")

    async def texts(caller: Any) -> set[str]:
        return {event["data"]["body"] for event in await caller.events() if event["type"] == "MessageReceived"}

    assert await texts(relay.dana) == {"for Dana", "for anybody"}
    assert await texts(relay.luis) == {"for Luis", "for anybody"}
    assert await texts(relay.sam) == {"for Dana", "for Luis", "for anybody"}
    assert set(kinds(await relay.ada.events())) == {"OfficeChanged", "CaseworkerChanged", "DeviceChanged"}
    assert problem(await relay.dana.get(f"/clients/{theirs}/events")) == "not-yours"
    assert problem(await relay.ada.get(f"/clients/{mine}/events")) == "not-yours"
    assert problem(await relay.ada.get(f"/clients/tel:{CLEO}/events")) == "not-yours"


async def test_a_client_handed_over_goes_to_one_and_leaves_the_other(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "Hello")
    cursor = (await relay.dana.events())[-1]["seq"]
    seen = relay.ask("SELECT seq FROM client")[0]["seq"]
    await relay.dana.put(f"/clients/{client_id}", {"caseworker_id": relay.luis.caseworker_id}, if_match=seen)
    await relay.receives(ANA, "Are you there?")
    after = await relay.dana.events(cursor)
    assert [(e["type"], e["data"]["to_caseworker_id"]) for e in after] == [("ClientReleased", relay.luis.caseworker_id)]
    luis = await relay.luis.events(cursor)
    assert "ClientAssigned" in kinds(luis)
    assert "ClientReleased" not in kinds(luis)
    assert kinds(await relay.luis.past(client_id)).count("MessageReceived") == 2
    assert "ClientReleased" not in kinds(await relay.sam.events())
    assert problem(await relay.dana.put(f"/clients/{client_id}", {"first_name": "X"}, if_match=seen)) == "not-yours"


async def test_a_supervisor_who_hands_on_their_own_client_is_not_told_to_forget(relay: Relay) -> None:
    client_id = await relay.sam.new_client(ANA)
    seen = relay.ask("SELECT seq FROM client")[0]["seq"]
    await relay.sam.put(f"/clients/{client_id}", {"caseworker_id": relay.luis.caseworker_id}, if_match=seen)
    assert "ClientReleased" not in kinds(await relay.sam.events())
    assert relay.ask("SELECT why FROM access WHERE until_at IS NULL") == [{"why": "own"}]


async def test_the_first_claim_of_an_unknown_number_wins_and_brings_its_past(relay: Relay) -> None:
    mine, theirs = await relay.dana.new_client(ANA), await relay.luis.new_client(BEN)
    first = await relay.receives(CLEO, "New phone, it is me")
    cursor = (await relay.luis.events())[-1]["seq"]
    won = await relay.dana.put(f"/claims/{new_id()}", {"e164": CLEO, "client_id": mine})
    lost = await relay.luis.put(f"/claims/{new_id()}", {"e164": CLEO, "client_id": theirs})
    assert won.status_code == 201
    assert problem(lost) == "id-taken"
    assert lost.json()["detail"] == "Dana Reyes was quicker: it is a client of theirs."
    assert relay.ask("SELECT client_id FROM holding WHERE e164 = :e164", e164=CLEO) == [{"client_id": mine}]
    past = await relay.dana.past(mine)
    assert first in {event["seq"] for event in past if event["type"] == "MessageReceived"}
    state = [event["data"]["state"] for event in past if event["type"] == "ConversationChanged"]
    assert state == ["needs_reply"]
    told = await relay.luis.events(cursor)
    assert [event["data"]["ids"] for event in told if event["type"] == "Purged"] == [[f"tel:{CLEO}"]]
    assert "New phone" not in json.dumps(await relay.luis.events())
    await relay.receives(CLEO, "Thanks")
    assert relay.ask("SELECT DISTINCT conversation_id FROM message") == [{"conversation_id": mine}]
    text = new_id()
    await relay.dana.put(f"/messages/{text}", relay.text(f"tel:{CLEO}"))
    assert relay.ask("SELECT conversation_id, e164 FROM message WHERE id = :id", id=text) == [
        {"conversation_id": mine, "e164": CLEO}
    ]
    assert problem(await relay.luis.put(f"/messages/{new_id()}", relay.text(f"tel:{CLEO}"))) == "not-yours"


async def test_a_number_added_later_brings_what_was_said_with_it_once_it_is_confirmed(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await relay.receives(CLEO, "New phone, it is me")
    unconfirmed = {"from_at": "2026-11-23T17:00:00Z", "is_confirmed": False}
    assert (await relay.dana.put(f"/clients/{ana}/numbers/{CLEO}", unconfirmed)).status_code == 201
    assert "New phone" not in json.dumps(await relay.dana.past(ana))
    seen = relay.ask("SELECT seq FROM holding WHERE e164 = :e164", e164=CLEO)[0]["seq"]
    confirmed = {"is_confirmed": True, "confirmed_how": "by phone"}
    assert (await relay.dana.put(f"/clients/{ana}/numbers/{CLEO}", confirmed, if_match=seen)).status_code == 200
    assert "New phone" in json.dumps(await relay.dana.past(ana))
    assert "New phone" not in json.dumps(await relay.luis.events())
    await relay.receives(ANA, "and the old one, too")
    numbers = relay.ask("SELECT DISTINCT conversation_id, e164 FROM message ORDER BY e164")
    assert numbers == [{"conversation_id": ana, "e164": e164} for e164 in (ANA, CLEO)], "two numbers, one conversation"
    await relay.receives(BEN, "hi, new here")
    claim = {"e164": BEN, "client_id": ana, "is_confirmed": False}
    assert (await relay.dana.put(f"/claims/{new_id()}", claim)).status_code == 201
    held = relay.ask("SELECT is_confirmed, confirmed_how FROM holding WHERE e164 = :e164", e164=BEN)
    assert held == [{"is_confirmed": 0, "confirmed_how": None}]
    asked = relay.ask("SELECT e164 FROM message WHERE automatic = 'question' AND e164 = :e164", e164=BEN)
    assert asked == [{"e164": BEN}], "and asked once"


async def test_of_a_shared_number_a_person_says_who_wrote(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(CLEO), await relay.luis.new_client(CLEO, name="Ben")
    other = await relay.luis.new_client(BEN, name="Other")
    await relay.receives(CLEO, "which of us?")
    assert relay.ask("SELECT conversation_id FROM message") == [{"conversation_id": f"tel:{CLEO}"}]
    wrong = await relay.luis.put(f"/claims/{new_id()}", {"e164": CLEO, "client_id": other})
    assert problem(wrong) == "id-taken"
    assert (await relay.luis.put(f"/claims/{new_id()}", {"e164": CLEO, "client_id": ben})).status_code == 200
    assert relay.ask("SELECT conversation_id FROM message") == [{"conversation_id": ben}]
    assert (await relay.luis.put(f"/claims/{new_id()}", {"e164": CLEO, "client_id": ben})).status_code == 200
    second = await relay.dana.put(f"/claims/{new_id()}", {"e164": CLEO, "client_id": ana})
    assert second.json()["detail"] == "Luis Ortiz was quicker: it is a client of theirs."
    assert ana not in json.dumps(relay.ask("SELECT client_id FROM event WHERE type = 'MessageReceived'"))


async def test_next_moves_over_what_others_may_see(relay: Relay) -> None:
    before = relay.ask("SELECT last_seq FROM office")[0]["last_seq"]
    await relay.luis.new_client(ANA)
    last = relay.ask("SELECT last_seq FROM office")[0]["last_seq"]
    page = (await relay.dana.get(f"/events?after={before}")).json()
    assert (page["events"], page["next"]) == ([], last)
    beyond = (await relay.dana.get(f"/events?after={last + 50}")).json()
    assert (beyond["events"], beyond["next"]) == ([], last)


async def test_what_was_purged_is_not_told_to_later_readers(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "Forget this")
    await relay.act(lambda tx: tx.run("DELETE FROM message"))
    assert "MessageReceived" not in kinds(await relay.dana.events())
    assert "Forget" not in json.dumps(await relay.dana.past(client_id))


async def test_a_snapshot_and_what_follows_equal_the_whole_log(relay: Relay) -> None:
    clients = [await relay.dana.new_client(f"+1215555012{n}", name=f"N{n}") for n in range(4)]
    for round_ in range(3):
        for n, client_id in enumerate(clients):
            seen = await relay.receives(f"+1215555012{n}", f"text {round_}")
            message_id = new_id()
            await relay.dana.put(f"/messages/{message_id}", relay.text(client_id, seen_through=seen, hold_s=8))
            if n % 2:
                await relay.dana.put(f"/messages/{message_id}/cancellation", {})
    await relay.receives(CLEO, "unknown")
    group = new_id()
    await relay.dana.put(f"/groups/{group}", {"name": "Class"})
    await relay.dana.put(f"/groups/{group}/members/{clients[0]}", {"is_member": True})
    seen = relay.ask("SELECT seq FROM client WHERE id = :id", id=clients[3])[0]["seq"]
    await relay.dana.put(f"/clients/{clients[3]}", {"caseworker_id": relay.luis.caseworker_id}, if_match=seen)
    for caller in (relay.dana, relay.luis, relay.sam):
        loaded, replayed = await both_ways(caller)
        assert loaded == replayed


async def test_a_snapshot_skips_nothing_that_moves_while_it_is_read(relay: Relay, monkeypatch: Any) -> None:
    monkeypatch.setattr("rise_tui.relay.store.snapshot_reading.PAGE", 7)
    clients = [await relay.dana.new_client(f"+1215555012{n}", name=f"N{n}") for n in range(6)]
    for n in range(6):
        await relay.receives(f"+1215555012{n}", "first")
    events: list[dict[str, Any]] = []
    pages, seq = 0, 0
    page: str | None = ""
    while page is not None:
        leaf = (await relay.dana.get("/snapshot" + (f"?page={page}" if page else ""))).json()
        events += leaf["events"]
        page, seq, pages = leaf.get("page"), leaf["seq"], pages + 1
        await relay.receives(f"+1215555012{pages % 6}", f"meanwhile {pages}")
    assert pages > 3
    loaded, replayed = Replica(relay.dana), Replica(relay.dana)
    await loaded.apply(events)
    await loaded.apply(await relay.dana.events(seq))
    await replayed.apply(await relay.dana.events())
    assert loaded.known == replayed.known
    first_seen = list(dict.fromkeys(event["client_id"] for event in events if "client_id" in event))
    assert first_seen == clients[::-1]


async def test_nobody_who_was_answered_needs_a_reply_while_their_past_is_on_its_way(
    relay: Relay, tmp_path: Path
) -> None:
    ana, ben = await relay.dana.new_client(ANA, name="Ana"), await relay.dana.new_client(BEN, name="Ben")
    for n in range(3):
        seen = await relay.receives(ANA, f"old {n}")
        await relay.dana.put(f"/messages/{new_id()}", relay.text(ana, seen_through=seen))
    await relay.receives(BEN, "old and answered")
    await relay.dana.put(f"/messages/{new_id()}", relay.text(ben, seen_through=await relay.receives(BEN, "so is this")))
    seen = await relay.receives(BEN, "what time?")
    standing = {"state": "needs_reply", "is_flagged": True, "read_through": 0, "seen_through": seen - 1}
    await relay.dana.put(f"/conversations/{ben}", standing)
    now = {"first_name": "Anna"}
    await relay.dana.put(
        f"/clients/{ana}", now, if_match=relay.ask("SELECT seq FROM client WHERE id = :id", id=ana)[0]["seq"]
    )
    _, snapshot = await relay.dana.snapshot()
    log, past = await relay.dana.events(), await relay.dana.past(ana)
    ends = []
    for number, events in enumerate((snapshot, log, past)):
        told = set()
        with Store(tmp_path / str(number)) as store:
            for event in events:
                with store.writing() as session:
                    apply(session, store, Event.model_validate(event), Reader(relay.dana.caseworker_id), relay.now)
                    told |= {(one.name, one.snippet) for one in store.conversations.page(session, now=relay.now)}
                    names = {one.name for one in store.conversations.page(session, "all", now=relay.now)}
                assert "" not in names, "nobody is without a name meanwhile"
            with store.reading() as session:
                ends.append(store.conversations.of(session, [ana, ben]))
        if events is not log:
            assert told <= {("Ben", "what time?")}
    assert ends[0] == ends[1]
    assert ends[0][ana] == ends[2][ana]


async def test_a_page_that_no_snapshot_gave_is_refused(relay: Relay) -> None:
    for page in ("x", "1.2", "1.9.0.0.", "1.1.0.99999999999999999999.x", "-1.0.0.0."):
        assert problem(await relay.dana.get(f"/snapshot?page={page}")) == "invalid"


def test_an_event_of_a_type_from_the_future_is_stepped_over() -> None:
    event = Event(seq=1, at=0, type="SomethingNew", actor="relay", data={"x": 1})
    assert fact_of(event) is None
