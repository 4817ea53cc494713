"""The audit log's chain: whatever is done to it later is found, and the place is named."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.audit_chain import BEGINNING, Entry, Head, first_fault, hash_of

OFFICE = "an office"
ACTS = st.lists(
    st.tuples(st.integers(0, 2**41), st.text(max_size=8), st.text(max_size=8), st.none() | st.text(max_size=8)),
    min_size=1,
    max_size=12,
)


def chain_of(acts: list[tuple[int, str, str, str | None]]) -> list[Entry]:
    """A whole chain."""
    entries: list[Entry] = []
    for n, (at, who, act, client_id) in enumerate(acts, 1):
        previous = entries[-1].hash if entries else BEGINNING
        facts = {"n": n, "who": who}
        digest = hash_of(OFFICE, previous, n, at, who, act, client_id, facts)
        entries.append(Entry(n, at, who, act, client_id, facts, previous, digest))
    return entries


@given(ACTS, st.data())
def test_what_is_changed_removed_or_moved_is_found_where_it_was(
    acts: list[tuple[int, str, str, str | None]], data: st.DataObject
) -> None:
    chain = chain_of(acts)
    heads = [Head(len(chain), chain[-1].hash)]
    assert first_fault(OFFICE, chain, heads) is None
    at = data.draw(st.integers(0, len(chain) - 1))
    one = chain[at]
    changed = [*chain[:at], replace(one, act=one.act + "!"), *chain[at + 1 :]]
    found = first_fault(OFFICE, changed)
    assert found is not None
    assert found.n == one.n
    removed = chain[:at] + chain[at + 1 :]
    found = first_fault(OFFICE, removed, heads)
    assert found is not None
    assert found.n == one.n
    if at + 1 < len(chain):
        swapped = [*chain[:at], chain[at + 1], one, *chain[at + 2 :]]
        assert first_fault(OFFICE, swapped) is not None


@given(ACTS, st.data())
def test_a_chain_that_was_cut_or_made_anew_is_found_by_the_hash_that_left_the_machine(
    acts: list[tuple[int, str, str, str | None]], data: st.DataObject
) -> None:
    chain = chain_of(acts)
    heads = [Head(len(chain), chain[-1].hash)]
    left = data.draw(st.integers(0, len(chain) - 1))
    assert first_fault(OFFICE, chain[:left]) is None  # by itself it is whole
    cut = first_fault(OFFICE, chain[:left], heads)
    assert cut is not None
    assert cut.n == left + 1
    forged = chain_of([*acts[:-1], (0, "nobody", "nothing", None)])
    if forged[-1] != chain[-1]:
        found = first_fault(OFFICE, forged, heads)
        assert found is not None
        assert found.n == len(chain)
