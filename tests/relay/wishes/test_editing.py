"""The rule by which edits meet, for any order of edits by two people."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.relay.wishes.editing import meet

FIELDS = ("name", "zone", "kind")


@dataclass
class Shelf:
    """What stands, and when each field was changed last."""

    values: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    seqs: dict[str, int] = field(default_factory=dict)
    seq: int = 1


edits = st.lists(
    st.tuples(
        st.sampled_from(["dana", "luis"]),
        st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), min_size=1),
        st.booleans(),
    ),
    max_size=12,
)


@given(edits)
def test_an_edit_never_undoes_what_its_writer_had_not_seen(steps: list[tuple[str, dict[str, int], bool]]) -> None:
    shelf, seen = Shelf(), {"dana": 1, "luis": 1}
    known = {"dana": dict(shelf.values), "luis": dict(shelf.values)}
    for who, sent, looks_again in steps:
        if looks_again:
            seen[who], known[who] = shelf.seq, dict(shelf.values)
        before = dict(shelf.values)
        meeting = meet(shelf.values, shelf.seqs, sent, seen[who])
        for name in sent:
            if before[name] != known[who][name] and before[name] != sent[name]:
                assert name in meeting.conflicts
        if meeting.conflicts:
            assert not meeting.changes
            continue
        shelf.values.update(meeting.changes)
        assert all(shelf.values[name] == value for name, value in sent.items())
        assert all(shelf.values[name] == before[name] for name in FIELDS if name not in sent)
        if meeting.changes:
            shelf.seq += 1
            shelf.seqs.update(dict.fromkeys(meeting.changes, shelf.seq))


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.integers(1, 3), min_size=1),
    st.dictionaries(st.sampled_from(FIELDS), st.integers(4, 6), min_size=1),
)
def test_edits_of_different_fields_give_the_same_whichever_comes_first(
    one: dict[str, int], other: dict[str, int]
) -> None:
    other = {name: value for name, value in other.items() if name not in one}
    results = []
    for first, second in ((one, other), (other, one)):
        shelf = Shelf()
        for edit in (first, second):
            meeting = meet(shelf.values, shelf.seqs, edit, 1)
            assert not meeting.conflicts
            shelf.seq += 1
            shelf.values.update(meeting.changes)
            shelf.seqs.update(dict.fromkeys(meeting.changes, shelf.seq))
        results.append(shelf.values)
    assert results[0] == results[1]


def test_a_wish_for_what_already_stands_is_no_conflict() -> None:
    meeting = meet({"name": "Bell"}, {"name": 9}, {"name": "Bell"}, 3)
    assert meeting.changes == {}
    assert meeting.conflicts == ()
