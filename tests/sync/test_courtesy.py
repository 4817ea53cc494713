"""Whoever sits at the keys goes before what sync writes, and sync never stands still for it."""

from datetime import UTC, datetime

from rise_tui.domain.clock import FrozenClock
from rise_tui.sync.courtesy import ANSWERED_S, MOST_S, Courtesy


async def test_sync_rests_until_the_key_is_answered_and_no_longer() -> None:
    clock = FrozenClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    courtesy = Courtesy(clock)
    await courtesy.give_way()
    assert clock.ticks == 0, "nobody asked"
    courtesy.ask()
    assert courtesy.is_asked
    await courtesy.give_way()
    assert clock.ticks == ANSWERED_S
    assert not courtesy.is_asked


async def test_a_key_that_is_held_down_does_not_stop_sync() -> None:
    clock = FrozenClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    courtesy = Courtesy(clock)
    courtesy.ask(3600)
    await courtesy.give_way()
    assert clock.ticks == MOST_S
