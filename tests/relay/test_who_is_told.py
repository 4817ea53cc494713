"""Whom the relay tells of what is urgent, and after how long; who waits, as it counts them."""

from collections.abc import AsyncIterator

import pytest

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import FrozenClock
from rise_tui.relay.alerting.watching import ABSENT_S
from rise_tui.relay.hub import Hub
from tests.relay.alert_room import Room, opened_room
from tests.relay.conftest import SmallOffice

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
