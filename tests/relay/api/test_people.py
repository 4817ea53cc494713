"""Who has whom: transfers, covers and devices, with what each person may see before, meanwhile and afterwards."""

import asyncio
from string import Formatter
from typing import Any

import pytest

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.api.stream import stream_of
from rise_tui.relay.dispatch.covering import turn_once
from rise_tui.relay.records.reading import read_entries
from rise_tui.relay.store import staff
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.audit import Wanted
from rise_tui.relay.store.devices import DAY_MS, wants_renewal
from rise_tui.relay.store.office import add_token
from rise_tui.relay.store.people import Deed
from rise_tui.wire.routes import RESOURCES
from tests.relay.api.callers import ANA, BEN, CLEO, HOUR, Caller, Relay, eventually, kinds, problem
from tests.relay.api.replicas import both_ways

PATIENCE = 10
"""Seconds after which a stream that does not end is a fault."""


async def transfer(caller: Caller, client_id: str, to: Caller, **more: Any) -> Any:
    """Give a client away; the answer."""
    body = {"client_id": client_id, "to_caseworker_id": to.caseworker_id, **more}
    return await caller.put(f"/transfers/{new_id()}", body)


async def cover(caller: Caller, of: Caller, by: Caller, until_at: int, **more: Any) -> tuple[str, Any]:
    """Plan a cover; its id and the answer."""
    cover_id = new_id()
    ids = {"of_caseworker_id": of.caseworker_id, "by_caseworker_id": by.caseworker_id}
    return cover_id, await caller.put(f"/covers/{cover_id}", {**ids, "until_at": to_wire(until_at), **more})


async def sees(caller: Caller, client_id: str) -> bool:
    """May they read the client's past now?"""
    return (await caller.get(f"/clients/{client_id}/events")).status_code == 200


async def heard(caller: Caller, type: str, after: int = 0) -> list[dict[str, Any]]:
    """The data of the events of a type in their log."""
    return [event["data"] for event in await caller.events(after) if event["type"] == type]


async def later(relay: Relay, seconds: float) -> None:
    """Time goes on, and what is due happens."""
    relay.clock.go(seconds)
    await turn_once(relay.hub, relay.clock)


# Transfers


async def test_a_transferred_client_goes_with_all_that_was_said_and_a_marker_stands_in_it(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    read = await relay.receives(ANA, "I moved")
    await relay.dana.put(f"/conversations/{ana}", {"read_through": read})
    assert (await transfer(relay.dana, ana, relay.luis, note="she works nights")).status_code == 201
    assert not await sees(relay.dana, ana)
    past = await relay.luis.past(ana)
    assert {"MessageReceived", "ClientTransferred"} <= set(kinds(past))
    readings = [event["data"]["read_through"] for event in past if event["type"] == "ConversationChanged"]
    assert readings == [read], "what was read before is nothing unread"
    (marker,) = [event for event in past if event["type"] == "ClientTransferred"]
    assert (marker["data"]["from_caseworker_id"], marker["data"]["note"]) == (
        relay.dana.caseworker_id,
        "she works nights",
    )
    (released,) = await heard(relay.dana, "ClientReleased")
    (assigned,) = [one for one in await heard(relay.luis, "ClientAssigned") if one["client_id"] == ana]
    assert released["to_caseworker_id"] == assigned["to_caseworker_id"] == relay.luis.caseworker_id
    assert assigned["note"] == "she works nights"
    assert relay.ask("SELECT caseworker_id FROM client WHERE id = :id", id=ana) == [
        {"caseworker_id": relay.luis.caseworker_id}
    ]
    assert not await heard(relay.ada, "ClientTransferred")
    for caller in (relay.dana, relay.luis):
        loaded, replayed = await both_ways(caller)
        assert loaded == replayed


async def test_the_client_may_be_told_in_the_name_of_who_had_or_who_gets_them(relay: Relay) -> None:
    ana, ben, cleo = [await relay.dana.new_client(e164) for e164 in (ANA, BEN, CLEO)]
    words: dict[str, Any] = {"text": "From now on I am your caseworker.", "expires_at": relay.in_time()}
    assert (
        await transfer(relay.dana, ana, relay.luis, **words, message_id=new_id(), text_from="old")
    ).status_code == 201
    await relay.receives(BEN, "STOP")
    assert (await transfer(relay.dana, ben, relay.luis, **words, message_id=new_id())).status_code == 201
    late = {**words, "expires_at": to_wire(relay.now - 1)}
    assert (await transfer(relay.dana, cleo, relay.luis, **late, message_id=new_id())).status_code == 201
    dora, new = await relay.dana.new_client("+12155550145"), {"message_id": new_id(), "text_from": "new"}
    assert (await transfer(relay.dana, dora, relay.luis, **words, **new)).status_code == 201
    texts = relay.ask(
        "SELECT conversation_id, caseworker_id, body, kind, status FROM message WHERE direction = 'outbound'"
        " ORDER BY seq"
    )
    assert texts == [
        {
            "conversation_id": client_id,
            "caseworker_id": caller.caseworker_id,
            "body": words["text"],
            "kind": "one_to_one",
            "status": "queued",
        }
        for client_id, caller in ((ana, relay.dana), (dora, relay.luis))
    ]
    markers = {one["client_id"]: one for one in await heard(relay.luis, "ClientTransferred")}
    assert markers[ana]["message_id"]
    assert (markers[ben]["text_left_out"], markers[cleo]["text_left_out"]) == ("opted_out", "expired")
    assert problem(await transfer(relay.luis, ana, relay.dana, text="no id")) == "invalid"


async def test_only_ones_own_client_goes_and_only_to_who_sees_to_clients(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    assert problem(await transfer(relay.luis, ana, relay.luis)) == "not-yours"
    assert problem(await transfer(relay.ada, ana, relay.luis)) == "not-yours"
    assert problem(await transfer(relay.dana, ana, relay.ada)) == "invalid"
    assert problem(await transfer(relay.dana, ana, relay.dana)) == "invalid"
    await cover(relay.dana, relay.dana, relay.luis, relay.now + HOUR)
    assert await sees(relay.luis, ana)
    assert problem(await transfer(relay.luis, ana, relay.luis)) == "not-yours", "who covers gives nobody away"
    seen = relay.ask("SELECT seq FROM client WHERE id = :id", id=ana)[0]["seq"]
    grabbed = await relay.luis.put(f"/clients/{ana}", {"caseworker_id": relay.luis.caseworker_id}, if_match=seen)
    assert problem(grabbed) == "not-yours"
    assert (await transfer(relay.sam, ana, relay.luis)).status_code == 201


async def test_whoever_gave_a_client_away_may_take_that_back_for_an_hour_with_the_text(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    transfer_id, message_id = new_id(), new_id()
    body = {"client_id": ana, "to_caseworker_id": relay.luis.caseworker_id}
    text = {"text": "I am new.", "message_id": message_id, "hold_s": 60, "expires_at": relay.in_time()}
    assert (await relay.dana.put(f"/transfers/{transfer_id}", {**body, **text})).status_code == 201
    assert (await relay.dana.put(f"/transfers/{transfer_id}", {**body, **text})).status_code == 200, "once"
    back = {"undoes": transfer_id}
    assert problem(await transfer(relay.luis, ana, relay.dana, **back)) == "not-found", "not one's own act"
    assert problem(await transfer(relay.dana, ana, relay.sam, **back)) == "id-taken", "only to where they were"
    assert (await transfer(relay.dana, ana, relay.dana, **back)).status_code == 201
    assert await sees(relay.dana, ana)
    assert not await sees(relay.luis, ana)
    assert relay.ask("SELECT status FROM message WHERE id = :id", id=message_id) == [{"status": "cancelled"}]
    assert [one.get("undoes") for one in await heard(relay.dana, "ClientTransferred")] == [None, transfer_id]
    again = new_id()
    await relay.dana.put(f"/transfers/{again}", body)
    relay.clock.go(3601)
    assert problem(await transfer(relay.dana, ana, relay.dana, undoes=again)) == "id-taken"


async def test_an_administrator_can_wish_nothing_about_a_client_and_is_told_nothing(relay: Relay) -> None:
    secret = "secret words"
    ana = await relay.dana.new_client(ANA, name=secret)
    await relay.receives(ANA, secret)
    await relay.receives(CLEO, secret)
    message_id = relay.ask("SELECT id FROM message")[0]["id"]
    ids = {
        "client_id": ana,
        "message_id": message_id,
        "e164": ANA,
        "caseworker_id": relay.dana.caseworker_id,
        "group_id": new_id(),
    }
    open_to_all = {"group", "template", "device", "legal_hold", "on_call"}
    for resource in RESOURCES.values():
        names = [name for _, name, _, _ in Formatter().parse(resource.template) if name]
        path = resource.template.format(**{name: ids.get(name, new_id()) for name in names})
        body = {name: value for name, value in _WORDS.items() if name in resource.body.model_fields}
        body |= {name: ids[name] for name in ids if name in resource.body.model_fields}
        answer = await relay.ada.put(path, body, if_match=10**6)
        assert secret not in answer.text
        assert answer.status_code in (403, 404, 409, 422) or resource.kind in open_to_all, (path, answer.text)
    for path in ("/events", "/snapshot", f"/clients/{ana}/events", f"/clients/tel:{CLEO}/events"):
        answer = await relay.ada.get(path)
        assert secret not in answer.text
        assert ANA not in answer.text


_WORDS: dict[str, Any] = {
    "body": "x",
    "name": "x",
    "first_name": "x",
    "state": "opted_out",
    "status": "closed",
    "kind": "note",
    "from_at": "2026-11-23T17:00:00Z",
    "to_at": "2026-11-23T18:00:00Z",
    "expires_at": "2026-11-23T18:00:00Z",
    "as": "send_again",
    "is_member": True,
    "because": "urgent",
    "is_held": True,
    "reason": "x",
}
"""What wishes say, whatever they are about."""


# Covers


async def test_a_cover_begins_and_ends_at_its_times_and_says_at_its_end_what_is_open(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN)
    theirs = await relay.luis.new_client(CLEO)
    starts, ends = relay.now + HOUR, relay.now + 3 * HOUR
    cover_id, planned = await cover(
        relay.dana, relay.dana, relay.luis, ends, from_at=to_wire(starts), note="Ana may call"
    )
    assert planned.status_code == 201
    assert not await sees(relay.luis, ana)
    await later(relay, 3600)
    assert await sees(relay.luis, ana)
    assert await sees(relay.luis, ben)
    assert await sees(relay.dana, ana)
    assert {one["why"] for one in await heard(relay.luis, "ClientAssigned") if one["client_id"] in (ana, ben)} == {
        "cover"
    }
    await relay.receives(ANA, "are you there?")
    seen = await relay.receives(BEN, "on my way")
    message_id = new_id()
    text = relay.text(ben, "Come in.", seen_through=seen)
    assert (await relay.luis.put(f"/messages/{message_id}", text)).status_code == 201
    (wrote,) = [one for one in await heard(relay.dana, "MessageAccepted") if one["message_id"] == message_id]
    assert wrote["caseworker_id"] == relay.luis.caseworker_id, "it carries who really wrote it"
    new = await relay.dana.new_client("+12155550145")
    assert await sees(relay.luis, new), "who comes meanwhile is covered, too"
    await transfer(relay.dana, new, relay.sam)
    assert not await sees(relay.luis, new)
    await later(relay, 2 * 3600)
    assert not await sees(relay.luis, ana)
    assert await sees(relay.luis, theirs)
    assert {one["client_id"] for one in await heard(relay.luis, "ClientReleased")} == {ana, ben, new}
    assert await heard(relay.dana, "CoverEnded") == [{"cover_id": cover_id, "open": [ana], "received": 2, "written": 1}]
    assert not await heard(relay.luis, "CoverEnded")
    notes = [[one["note"] for one in await heard(each, "CoverChanged")] for each in (relay.dana, relay.luis, relay.sam)]
    assert notes == [["Ana may call"] * 3] * 3
    assert all("note" not in one for one in await heard(relay.ada, "CoverChanged"))
    for caller in (relay.dana, relay.luis):
        loaded, replayed = await both_ways(caller)
        assert loaded == replayed
    await transfer(relay.dana, ana, relay.sam)
    assert (await heard(relay.dana, "CoverEnded"))[0]["open"] == [], "who went to somebody else is not told of"


async def test_a_cover_of_a_group_follows_who_is_in_it_and_two_covers_are_one_access(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN)
    group_id = new_id()
    await relay.dana.put(f"/groups/{group_id}", {"name": "Class"})
    await relay.dana.put(f"/groups/{group_id}/members/{ana}", {"is_member": True})
    _, of_group = await cover(relay.dana, relay.dana, relay.luis, relay.now + HOUR, group_id=group_id)
    assert of_group.status_code == 201
    assert (await sees(relay.luis, ana), await sees(relay.luis, ben)) == (True, False)
    await relay.dana.put(f"/groups/{group_id}/members/{ben}", {"is_member": True})
    assert await sees(relay.luis, ben)
    await relay.dana.put(f"/groups/{group_id}/members/{ben}", {"is_member": False})
    assert not await sees(relay.luis, ben)
    of_all, _ = await cover(relay.sam, relay.dana, relay.luis, relay.now + 2 * HOUR)
    await later(relay, 3600)
    assert (await sees(relay.luis, ana), await sees(relay.luis, ben)) == (True, True), "the other one goes on"
    seen = relay.ask("SELECT seq FROM cover WHERE id = :id", id=of_all)[0]["seq"]
    assert (await relay.luis.put(f"/covers/{of_all}", {"is_ended": True}, if_match=seen)).status_code == 200
    assert (await sees(relay.luis, ana), await sees(relay.luis, ben)) == (False, False)
    acts = [one.words for one in relay.hub.read(lambda tx: list(read_entries(tx, relay.office_id, Wanted())))]
    told = ["let Luis Ortiz cover for Dana Reyes", "ended the cover of Dana Reyes by Luis Ortiz"]
    assert [one for one in acts if "cover" in one][-2:] == told


async def test_at_the_end_of_a_groups_cover_one_is_told_of_that_group_alone(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN)
    group_id = new_id()
    await relay.dana.put(f"/groups/{group_id}", {"name": "Class"})
    await relay.dana.put(f"/groups/{group_id}/members/{ana}", {"is_member": True})
    cover_id, _ = await cover(relay.dana, relay.dana, relay.luis, relay.now + HOUR, group_id=group_id)
    for e164 in (ANA, BEN):
        await relay.receives(e164, "are you there?")
    await later(relay, 3600)
    ended = {"cover_id": cover_id, "open": [ana], "received": 1, "written": 0}
    assert await heard(relay.dana, "CoverEnded") == [ended], f"{ben} is not in the group"


async def test_a_whole_copy_taken_within_a_cover_stands_with_the_clients_that_were_in_it(relay: Relay) -> None:
    ana, theirs = await relay.dana.new_client(ANA), await relay.luis.new_client(CLEO)

    def copies(client_id: str) -> list[str]:
        wanted = Wanted(client_id=client_id)
        told = relay.hub.read(lambda tx: list(read_entries(tx, relay.office_id, wanted)))
        return [f"{one.who} {one.words}" for one in told if "copy" in one.words]

    await relay.luis.snapshot()
    relay.clock.go(1)
    await cover(relay.dana, relay.dana, relay.luis, relay.now + HOUR)
    relay.clock.go(60)
    assert copies(ana) == [], "they did not see Ana when they took it"
    await relay.luis.snapshot()
    await later(relay, 3600)
    relay.clock.go(1)
    await relay.luis.snapshot()
    whole = "Luis Ortiz took a copy of all that they may see"
    assert copies(ana) == [whole]
    assert copies(theirs) == [whole] * 3


async def test_who_covers_is_planned_by_oneself_or_by_a_supervisor(relay: Relay) -> None:
    soon = relay.now + HOUR
    assert problem((await cover(relay.luis, relay.dana, relay.luis, soon))[1]) == "not-yours"
    assert problem((await cover(relay.ada, relay.dana, relay.luis, soon))[1]) == "not-yours"
    assert problem((await cover(relay.dana, relay.dana, relay.dana, soon))[1]) == "invalid"
    assert problem((await cover(relay.dana, relay.dana, relay.ada, soon))[1]) == "invalid"
    assert problem((await cover(relay.dana, relay.dana, relay.luis, relay.now))[1]) == "invalid"
    assert problem((await cover(relay.dana, relay.dana, relay.luis, soon, group_id=new_id()))[1]) == "not-found"
    cover_id, made = await cover(relay.sam, relay.dana, relay.luis, soon)
    seq = relay.ask("SELECT seq FROM cover WHERE id = :id", id=cover_id)[0]["seq"]
    longer = {"until_at": to_wire(soon + HOUR)}
    assert made.status_code == 201
    assert problem(await relay.luis.put(f"/covers/{cover_id}", longer, if_match=seq)) == "not-found"
    moved = await relay.dana.put(f"/covers/{cover_id}", {"from_at": to_wire(soon)}, if_match=seq)
    assert problem(moved) == "invalid", "it has begun"
    assert (await relay.dana.put(f"/covers/{cover_id}", longer, if_match=seq)).status_code == 200
    await later(relay, 3600)
    assert relay.ask("SELECT ended_at FROM cover") == [{"ended_at": None}]
    await later(relay, 3600)
    assert relay.ask("SELECT ended_at IS NULL AS is_open FROM cover") == [{"is_open": 0}]


# Devices


async def test_a_sign_in_that_is_used_lasts_and_one_that_is_not_ends(relay: Relay) -> None:
    def ends() -> int:
        return int(
            relay.ask("SELECT expires_at FROM token WHERE caseworker_id = :me", me=relay.luis.caseworker_id)[0][
                "expires_at"
            ]
        )

    first = ends()
    assert first == relay.now + 30 * DAY_MS
    await relay.luis.get("/me")
    assert ends() == first, "at most one write a day"
    relay.clock.go(29 * 24 * 3600)
    assert (await relay.luis.get("/me")).status_code == 200
    await eventually(lambda: ends() == relay.now + 30 * DAY_MS)
    told = await heard(relay.ada, "DeviceChanged")
    (_, device) = [one for one in told if one["caseworker_id"] == relay.luis.caseworker_id]
    assert device["seen_at"] == to_wire(relay.now)
    (token,) = relay.ask("SELECT * FROM token WHERE caseworker_id = :me", me=relay.luis.caseworker_id)
    reader = Reader(relay.office_id, relay.luis.caseworker_id, Role.CASEWORKER, token["id"])
    stream = stream_of(relay.hub, reader, 0, heartbeat_s=0)
    async with asyncio.timeout(PATIENCE):
        while b"event: cursor" not in await anext(stream):
            pass
    relay.clock.go(2 * 24 * 3600)
    async with asyncio.timeout(PATIENCE):
        async for _ in stream:  # to its end, some minutes after it began
            pass
    assert ends() == relay.now + 30 * DAY_MS, "whoever only listens uses it, too"
    of_a_day = {"created_at": 0, "seen_at": None, "expires_at": DAY_MS}
    quarter = DAY_MS // 4
    assert [wants_renewal(of_a_day, at) for at in (quarter - 1, quarter)] == [False, True]  # type: ignore[arg-type] # as a row
    relay.clock.go(30 * 24 * 3600 + 1)
    assert problem(await relay.luis.get("/me")) == "token-expired"


async def test_a_device_is_named_by_who_uses_it_and_taken_back_by_whoever_keeps_the_people(relay: Relay) -> None:
    lost = Caller(relay.luis.http, relay.luis.caseworker_id, "")
    lost.token = await relay.act(lambda tx: add_token(tx, relay.office_id, relay.luis.caseworker_id, at=relay.now))
    device_id = (await lost.get("/me")).json()["device_id"]
    path = f"/devices/{device_id}"
    assert (await lost.put(path, {"name": " luis-laptop "})).status_code == 200
    assert problem(await relay.dana.put(path, {"state": "revoked"})) == "not-found"
    for caller, sees_it in ((relay.luis, True), (relay.sam, True), (relay.ada, True), (relay.dana, False)):
        names = {one["name"] for one in await heard(caller, "DeviceChanged")}
        assert ("luis-laptop" in names) == sees_it
    assert (await relay.ada.put(path, {"name": "not theirs", "state": "revoked"})).status_code == 200
    assert problem(await lost.get("/me")) == "token-revoked"
    assert (await relay.luis.get("/me")).status_code == 200, "the other one still opens"
    assert (await relay.luis.put(path, {"state": "wiped"})).status_code == 200
    row = relay.ask("SELECT device, state, wiped_at FROM token WHERE id = :id", id=device_id)
    assert row == [{"device": "luis-laptop", "state": "wiped", "wiped_at": None}]
    assert problem(await lost.put("/notes/" + new_id(), {"client_id": new_id(), "body": "x"})) == "device-wiped"
    assert problem(await relay.luis.put("/wiped", {})) == "id-taken", "nobody wiped that one"
    assert (await lost.put("/wiped", {})).status_code == 200
    assert problem(await lost.put("/wiped", {})) == "device-wiped", "once"
    told = [one for one in await heard(relay.sam, "DeviceChanged") if one["device_id"] == device_id]
    assert told[-1]["wiped_at"] == to_wire(relay.now)
    assert (await relay.ada.put(path, {"state": "revoked"})).status_code == 200
    assert relay.ask("SELECT state FROM token WHERE id = :id", id=device_id) == [{"state": "wiped"}]


@pytest.mark.parametrize("change", ["device", "role"])
async def test_a_stream_ends_when_its_sign_in_does_and_says_nothing_more(relay: Relay, change: str) -> None:
    row = relay.ask("SELECT id FROM token WHERE caseworker_id = :me", me=relay.sam.caseworker_id)[0]
    reader = Reader(relay.office_id, relay.sam.caseworker_id, Role.SUPERVISOR, row["id"])
    last = relay.ask("SELECT last_seq FROM office")[0]["last_seq"]
    stream = stream_of(relay.hub, reader, last, heartbeat_s=1000)
    async with asyncio.timeout(PATIENCE):
        assert b"event: cursor" in await anext(stream)
    if change == "device":
        await relay.ada.put(f"/devices/{row['id']}", {"state": "revoked"})
    else:
        deed = Deed(relay.office_id, "relay", relay.now)
        await relay.act(
            lambda tx: staff.set_role(tx, deed, staff.find(tx, relay.office_id, "sam field"), Role.CASEWORKER)
        )
    await relay.dana.new_client(ANA)
    async with asyncio.timeout(PATIENCE):
        assert [frame async for frame in stream] == []
