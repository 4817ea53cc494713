"""Whose turn it is, in whatever order things arrive."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.triage import ConversationState, after_inbound, after_sending, is_snoozed, judge

NEEDS_REPLY, WAITING, DONE = ConversationState
states = st.sampled_from(ConversationState)
seqs = st.integers(0, 50)


@given(states, seqs, st.one_of(st.none(), seqs))
def test_a_later_inbound_text_always_needs_a_reply(wished: ConversationState, seen: int, last: int | None) -> None:
    state = judge(wished, seen, last)
    assert state is (NEEDS_REPLY if (last or 0) > seen else wished)


@given(states, seqs, st.lists(seqs, min_size=1, unique=True), st.data())
def test_a_wish_and_the_texts_around_it_come_to_the_same_in_any_order(
    wished: ConversationState, seen: int, inbound: list[int], data: st.DataObject
) -> None:
    arrivals: list[int | None] = [*inbound, None]  # None is the wish
    state, seen_through, last = NEEDS_REPLY, 0, 0
    for seq in data.draw(st.permutations(arrivals)):
        if seq is None:
            state, seen_through = judge(wished, seen, last), seen
        else:
            last = max(last, seq)
            state = after_inbound(state, seen_through, seq)
    assert state is judge(wished, seen, max(inbound))


def test_a_stale_done_does_not_hide_a_newer_text() -> None:
    assert judge(DONE, seen_through=10, last_inbound_seq=11) is NEEDS_REPLY
    assert judge(DONE, seen_through=11, last_inbound_seq=11) is DONE


def test_sending_waits_for_them_unless_they_wrote_meanwhile() -> None:
    assert after_sending(seen_through=5, last_inbound_seq=5) is WAITING
    assert after_sending(seen_through=5, last_inbound_seq=6) is NEEDS_REPLY
    assert after_sending(seen_through=0, last_inbound_seq=None) is WAITING


def test_a_snooze_ends_at_its_time() -> None:
    assert is_snoozed(100, 99)
    assert not is_snoozed(100, 100)
    assert not is_snoozed(None, 0)
