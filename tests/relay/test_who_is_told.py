"""Whom the relay tells of what is urgent, and after how long; who waits, as it counts them."""

from collections.abc import AsyncIterator

import pytest

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import FrozenClock, now_ms, to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.alerting.watching import ABSENT_S
from rise_tui.relay.hub import Hub
from rise_tui.relay.keeping.check_alerts import look_at_alerts
from tests.relay.alert_room import CLIENT_NUMBER, Room, opened_room
from tests.relay.conftest import SmallOffice

BEN, EVA, GUS, ANA, NOBODY = (f"+121555501{end}" for end in (43, 44, 45, 46, 47))
HOUR_MS = 3_600_000
URGENT = "help, urgent: he is going to kill me"
CAME = "Something urgent came in. Please look at it now"


def unanswered(age: str) -> str:
    """What a supervisor is told."""
    return f"Something urgent has waited for {age}, and nobody has answered"


@pytest.fixture
async def room(hub: Hub, clock: FrozenClock, office: SmallOffice) -> AsyncIterator[Room]:
    """One office at nine in the morning, whose relay has run for a while."""
    async with opened_room(hub, clock, office) as room:
        await room.after(seconds=ABSENT_S)
        yield room


@pytest.mark.parametrize(
    ("minutes", "age"), [(1, "1 minute"), (5, "5 minutes"), (40, "40 minutes"), (1440, "24 hours")]
)
async def test_a_supervisor_is_told_after_just_so_many_minutes(room: Room, minutes: int, age: str) -> None:
    rosa = await room.joins("Rosa", Role.SUPERVISOR)
    await room.wants(rosa, email="rosa@example.org")
    await room.rules(urgent_minutes=minutes)
    await room.comes(URGENT)
    await room.after(minutes=minutes, seconds=-1)
    assert room.told() == []
    await room.after(seconds=2)
    assert room.told() == [("rosa", unanswered(age))]


async def test_a_supervisor_is_told_late_where_the_relay_was_down_and_never_of_what_is_old(room: Room) -> None:
    rosa = await room.joins("Rosa", Role.SUPERVISOR)
    await room.rules(urgent_minutes=1440)
    await room.comes(URGENT)
    await room.after(hours=49)
    await room.wants(rosa, email="rosa@example.org")
    await room.after(seconds=1)
    assert room.told() == []
    await room.comes(URGENT)
    await room.after(hours=47)
    assert room.told() == [("rosa", unanswered("47 hours"))]


async def test_what_was_answered_is_told_to_nobody_also_when_they_write_again(room: Room) -> None:
    rosa, luis = await room.joins("Rosa", Role.SUPERVISOR), await room.joins("Luis")
    client_id = await room.client(BEN)
    await room.comes(URGENT, BEN)
    await room.answers(client_id)
    await room.rules(on_call=luis)
    await room.wants(luis, email="luis@example.org")
    await room.wants(rosa, email="rosa@example.org")
    await room.after(minutes=20)
    await room.comes("ok, thank you", BEN)
    await room.after(minutes=20)
    assert room.told() == []
    await room.comes(URGENT, BEN)
    await room.after(minutes=1)
    assert room.told() == [("luis", CAME)]


async def test_clients_are_counted_not_texts_and_only_who_waits(room: Room) -> None:
    dana, luis, clients = room.office.caseworker_id, await room.joins("Luis"), {}
    for number in (BEN, EVA, GUS):
        clients[number] = await room.client(number)
    clients[ANA] = await room.client(ANA, of=luis)
    for number in (BEN, EVA):
        await room.comes("Is it at nine?", number)
        await room.answers(clients[number])
    await room.after(hours=1)
    at = now_ms(room.clock)
    await room.comes("the bus is late", CLIENT_NUMBER)
    await room.after(hours=1)
    await room.comes("and I am lost", CLIENT_NUMBER)
    await room.comes("at ten then?", BEN)
    for number, hours in ((BEN, 1), (GUS, 20)):
        await room.comes("call me", number)
        body = {"snoozed_until": to_wire(at + hours * HOUR_MS), "seen_through": room.newest()}
        await room.wish("conversation", {"client_id": clients[number]}, **body)
    await room.comes("when are you back?", ANA)
    people = {"of_caseworker_id": luis, "by_caseworker_id": dana}
    await room.wish("cover", {"cover_id": new_id()}, luis, **people, until_at=to_wire(at + 9 * HOUR_MS))
    await room.after(hours=3)
    await room.wants(dana, email="dana@example.org")
    await room.after(seconds=1)
    assert room.told() == [("dana", "3 clients wait, the oldest 4 hours")]


async def test_each_says_how_often_and_when_they_are_not_to_be_told_who_waits(room: Room) -> None:
    dana, luis = room.office.caseworker_id, await room.joins("Luis")
    await room.client(BEN, of=luis)
    await room.wants(dana, email="dana@example.org", least_minutes=20)
    await room.wants(luis, email="luis@example.org", quiet_from=9 * 60, quiet_to=9 * 60 + 33)
    told = []
    for minute in range(3, 36):  # it is two minutes past nine
        room.clock.go(1)
        for number in (CLIENT_NUMBER, BEN):
            await room.comes("hello?", number)
        before = len(room.told())
        await room.after(seconds=59)
        told += [(minute, who) for who, _ in room.told()[before:]]
    assert told == [(3, "dana"), (23, "dana"), (33, "luis")]


async def test_whoever_is_on_call_is_told_only_while_no_app_shows_it_to_those_who_see_the_client(room: Room) -> None:
    dana, luis = room.office.caseworker_id, await room.joins("Luis")
    await room.rules(on_call=luis)
    for who, name in ((dana, "dana"), (luis, "luis")):
        await room.wants(who, email=f"{name}@example.org", at_times=[8 * 60])
    room.present.add((room.office.office_id, dana))
    await room.comes(URGENT)
    await room.after(minutes=1)
    assert room.told() == [], "Dana's window shows it"
    await room.comes(URGENT, NOBODY)
    await room.after(minutes=1)
    assert room.told() == [("luis", CAME)], "what is nobody's is in nobody's care"
    room.present.clear()
    await room.after(minutes=1)
    assert sorted(room.told()[1:]) == [("dana", CAME), ("luis", CAME)]


async def test_who_writes_from_a_number_of_nobody_waits_for_the_supervisors(room: Room) -> None:
    dana, rosa = room.office.caseworker_id, await room.joins("Rosa", Role.SUPERVISOR)
    ada = await room.joins("Ada", Role.ADMINISTRATOR)
    await room.wants(ada, email="ada@example.org")
    await room.wants(dana, email="dana@example.org", least_minutes=5)
    await room.comes("hi, it is Ana, this is my new phone", NOBODY)
    await room.after(minutes=10)
    assert room.told() == [("dana", "1 client waits, for 10 minutes")], "no supervisor has said how to be told"
    await room.wants(rosa, email="rosa@example.org", least_minutes=5)
    await room.after(seconds=1)
    await room.after(seconds=1)
    await room.comes("hello?", NOBODY)
    await room.comes("is it at nine?")
    await room.after(minutes=10)
    assert sorted(room.told()[1:]) == [
        ("dana", "1 client waits, for 10 minutes"),
        ("rosa", "1 client waits, for 10 minutes"),
        ("rosa", "1 client waits, for 20 minutes"),
    ]


async def test_a_check_says_that_nothing_would_reach_a_supervisor(room: Room) -> None:
    def looked() -> tuple[bool, str]:
        found = room.hub.read(lambda tx: look_at_alerts(tx, room.clock, has_mail=True))
        return found.is_well, found.words

    await room.wants(room.office.caseworker_id, email="dana@example.org")
    assert looked() == (True, "1 person is told while nobody has rise open"), "an office may have no supervisor"
    await room.joins("Sam", Role.SUPERVISOR)
    rosa = await room.joins("Rosa", Role.SUPERVISOR)
    assert looked() == (False, "no supervisor of RISE has said how to be told of what nobody answers")
    await room.wants(rosa, email="rosa@example.org")
    assert looked() == (True, "2 people are told while nobody has rise open")
