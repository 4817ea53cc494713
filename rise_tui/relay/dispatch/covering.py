"""Lets covers begin and end at their times: who covers sees the clients from then on, and no longer after it."""

from contextlib import AbstractAsyncContextManager

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.relay.dispatch.rounds import going_round
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import covers

EVERY_S = 2.0
"""How late a planned cover may begin or end at most, in seconds."""


def turning(hub: Hub, clock: Clock) -> AbstractAsyncContextManager[None]:
    """Let covers begin and end for as long as it is open."""
    return going_round(lambda: turn_once(hub, clock), EVERY_S, clock, "covers")


async def turn_once(hub: Hub, clock: Clock) -> int:
    """What is due now; how many covers began or ended. A look that finds nothing due writes nothing."""
    due_at = hub.read(covers.next_turn)
    if due_at is None or due_at > now_ms(clock):
        return 0
    return await hub.write(lambda tx: covers.turn(tx, now_ms(clock)))
