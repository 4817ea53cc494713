"""Many people at once are judged as one text to each of them would be, in as many statements for ten as for two."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.ids import new_id
from rise_tui.store.engine import Session, sql
from rise_tui.store.store import Store
from tests.store.people import NOW, text_in

NUMBERS = [f"+1215555010{end}" for end in range(4)]
CLIENTS = [f"00000000-0000-7000-8000-00000000000{end}" for end in range(3)]

holdings = st.lists(
    st.tuples(st.sampled_from(CLIENTS), st.sampled_from(NUMBERS), st.integers(1, 3), st.booleans(), st.booleans()),
    max_size=8,
)
"""Whose, which number, since when, whether it is confirmed, whether it is still held."""
sayings = st.lists(
    st.tuples(
        st.sampled_from(NUMBERS),
        st.sampled_from(["", *CLIENTS]),
        st.sampled_from(["all", "conversation", "reminders", "group_news"]),
        st.sampled_from([state.value for state in ConsentState]),
        st.booleans(),
    ),
    max_size=8,
)
"""About which number, by whom, for what, which state, whether it waits here for the relay."""
texts = st.lists(st.tuples(st.sampled_from(CLIENTS), st.sampled_from(NUMBERS)), max_size=4)
marked = st.sets(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(["is_landline", "is_blocked"])), max_size=3)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples, each of which is thrown away."""
    with Store(tmp_path_factory.mktemp("once")) as opened:
        yield opened


@given(held=holdings, said=sayings, wrote=texts, flags=marked)
@example(
    held=[(CLIENTS[0], NUMBERS[0], 1, True, True)],
    said=[
        (NUMBERS[1], CLIENTS[0], "all", "unknown", False),
        (NUMBERS[0], CLIENTS[0], "all", "opted_in", True),
        (NUMBERS[1], CLIENTS[0], "all", "opted_out", True),  # said last, in a row that stood before
    ],
    wrote=[],
    flags=set(),
)
def test_many_are_judged_as_each_alone(
    shelf: Store,
    held: list[tuple[str, str, int, bool, bool]],
    said: list[tuple[str, str, str, str, bool]],
    wrote: list[tuple[str, str]],
    flags: set[tuple[str, str]],
) -> None:
    with shelf.reading() as session:
        for client_id in CLIENTS:
            shelf.clients.put(session, client_id, seq=1, first_name="Ana", last_name=client_id[-1])
        for client_id, e164, since, is_confirmed, is_held in held:
            until = None if is_held else 9
            facts = {"from_at": since, "is_confirmed": is_confirmed, "until_at": until}
            shelf.numbers.put(session, client_id, e164, seq=1, **facts)
        for seq, (client_id, e164) in enumerate(wrote, 2):
            text_in(shelf, session, client_id, seq, "ok", e164=e164)
        for seq, (e164, client_id, purpose, state, is_ours) in enumerate(said, 2):
            shelf.consents.put(session, e164, client_id, purpose, seq=seq, state=state)
            if is_ours:
                shelf.pending.shelve(session, "consent", (e164, client_id, purpose), new_id(), {"state": state})
        for e164, flag in flags:
            shelf.numbers.mark(session, e164, **{flag: True})
        found = shelf.addressees.list(session, CLIENTS, NOW)
        assert [one.client_id for one in found] == CLIENTS
        for one in found:
            number = shelf.numbers.to_text(session, one.client_id)
            assert one.e164 == number
            assert one.is_landline == (number is not None and shelf.numbers.is_landline(session, number))
            assert one.consent is _alone(shelf, session, one.client_id, number)


def _alone(shelf: Store, session: Session, client_id: str, number: str | None) -> ConsentState:
    if number is None:
        return ConsentState.UNKNOWN
    if shelf.numbers.is_blocked(session, number):
        return ConsentState.OPTED_OUT
    return shelf.consents.state(session, client_id, number, Purpose.GROUP_NEWS)


def test_ten_times_the_people_take_no_statement_more(tmp_path: Path) -> None:
    with Store(tmp_path) as store, store.writing() as session:
        for number in range(200):
            store.clients.put(session, f"c{number}", seq=1, first_name="Ana", last_name=str(number))
            store.numbers.put(session, f"c{number}", f"+1215555{number:04}", seq=1, from_at=1, is_confirmed=True)
        counts = []
        for many in (20, 200):
            said: list[str] = []
            sql(session).set_trace_callback(said.append)
            assert len(store.addressees.list(session, [f"c{number}" for number in range(many)], NOW)) == many
            sql(session).set_trace_callback(None)
            counts.append(len(said))
        assert counts[0] == counts[1] <= 5


def test_who_is_gone_or_not_mine_is_not_among_them(tmp_path: Path) -> None:
    with Store(tmp_path) as store, store.writing() as session:
        for client_id, facts in (("here", {}), ("gone", {"is_deleted": True}), ("theirs", {"is_mine": False})):
            store.clients.put(session, client_id, seq=1, first_name="Ana", last_name="Ruiz", **facts)
        found = store.addressees.list(session, ["here", "gone", "theirs", "never"], NOW)
        assert [one.client_id for one in found] == ["here"]
