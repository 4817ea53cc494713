"""Whose turn it is in a conversation, whatever order things arrive in."""

from enum import StrEnum

UNTIL_THEY_REPLY = 253_370_764_800_000
"""Snoozed until then (the year 9999, milliseconds) means: until they write again, which ends every snooze."""


class ConversationState(StrEnum):
    """`needs_reply`: their word was last; `waiting`: ours was; `done`: nobody's turn."""

    NEEDS_REPLY = "needs_reply"
    WAITING = "waiting"
    DONE = "done"


def judge(state: ConversationState, seen_through: int, last_inbound_seq: int | None) -> ConversationState:
    """The state after somebody wished for `state` having seen texts up to `seen_through`.

    A wish covers no text that came later: then a reply is still needed. Seqs are those of the office's log; None or 0:
    the client never wrote.
    """
    if (last_inbound_seq or 0) > seen_through:
        return ConversationState.NEEDS_REPLY
    return state


def after_inbound(state: ConversationState, seen_through: int, inbound_seq: int) -> ConversationState:
    """The state once a client's text has arrived: a reply is needed, unless the last wish had already seen it."""
    return judge(state, seen_through, inbound_seq)


def after_sending(seen_through: int, last_inbound_seq: int | None) -> ConversationState:
    """The state after a one-to-one text of ours: waiting for them, as of what its writer had seen."""
    return judge(ConversationState.WAITING, seen_through, last_inbound_seq)


def is_snoozed(snoozed_until_at: int | None, now: int) -> bool:
    """Is it put away until later? Milliseconds."""
    return snoozed_until_at is not None and now < snoozed_until_at
