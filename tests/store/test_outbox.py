"""Wishes on their way."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.store.engine import sql
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from tests.store.people import NOW


def wish(write_id: str, lane: str = "c1", *names: str, makes: str | None = None, if_match: int | None = None) -> Wish:
    return Wish(write_id, lane, "client", {"client_id": lane}, {"first_name": "Ana"}, if_match, names, makes, NOW)


def ready(store: Store, now: int = NOW) -> list[str]:
    with store.reading() as session:
        return [each.write_id for each in store.outbox.ready(session, now)]


def test_a_wish_comes_out_as_it_went_in_and_only_once(store: Store) -> None:
    made = wish("w1", "c1", "c1", "p1", makes="m1", if_match=7)
    with store.writing(is_durable=True) as session:
        assert store.outbox.add(session, made)
        assert not store.outbox.add(session, made)
        entry = store.outbox.get(session, "w1")
        assert entry is not None
        assert (entry.wish, entry.state, entry.attempts) == (made, "waiting", 0)
        assert store.outbox.making(session, "m1") == entry
        assert store.outbox.accept(session, "w1") == made
        assert store.outbox.accept(session, "w1") is None
        assert store.outbox.waiting(session) == 0


def test_only_the_head_of_each_lane_goes(store: Store) -> None:
    with store.writing() as session:
        for write_id, lane in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a")):
            store.outbox.add(session, wish(write_id, lane))
    assert ready(store) == ["a1", "b1"]
    with store.writing() as session:
        store.outbox.offer(session, "a1")
        store.outbox.retry(session, "a1", NOW + 1000)
    assert ready(store) == ["b1"]  # the lane waits behind its head
    assert ready(store, NOW + 1000) == ["a1", "b1"]
    with store.writing() as session:
        store.outbox.accept(session, "a1")
        assert store.outbox.waiting(session) == 3
        assert [w.write_id for w in store.outbox.ready(session, NOW, without={"a2"})] == ["b1"]
        assert [w.write_id for w in store.outbox.ready(session, NOW, limit=1)] == ["a2"]


def test_a_wish_waits_until_what_it_names_is_accepted_whatever_its_lane(store: Store) -> None:
    with store.writing() as session:
        store.outbox.add(session, wish("make", "photos", makes="p1"))
        store.outbox.add(session, wish("use", "c1", "p1"))
        store.outbox.add(session, wish("free", "c2", "c2"))
    assert ready(store) == ["make", "free"]
    with store.writing() as session:
        store.outbox.accept(session, "make")
    assert ready(store) == ["use", "free"]


def test_a_refused_wish_parks_what_names_it_and_nothing_else(store: Store) -> None:
    with store.writing() as session:
        store.outbox.add(session, wish("client", "c1", makes="c1"))
        store.outbox.add(session, wish("text", "c1", "c1", makes="m1"))
        store.outbox.add(session, wish("paper", "c1", "m1", makes="d1"))
        store.outbox.add(session, wish("other", "c1"))
        store.outbox.add(session, wish("far", "c2", "c2"))
        parked = store.outbox.park(session, "client", {"title": "No", "status": 422})
        assert [each.write_id for each in parked] == ["client", "text", "paper"]
        assert [entry.problem for entry in store.outbox.parked(session)] == [
            {"title": "No", "status": 422},
            {"waits_for": "client"},
            {"waits_for": "text"},
        ]
        assert store.outbox.waiting(session) == 2
        assert not store.outbox.offer(session, "text")
    assert ready(store) == ["other", "far"]
    with store.writing() as session:
        for write_id in ("client", "text", "paper"):
            store.outbox.retry(session, write_id, 0)
    assert ready(store) == ["client", "far"]
    with store.writing() as session:
        store.outbox.park(session, "client", {})
        assert store.outbox.remove(session, "far") is None
        assert store.outbox.remove(session, "paper") is not None


def test_what_names_something_refused_long_ago_is_offered_and_waits_for_nobody(store: Store) -> None:
    with store.writing() as session:
        store.outbox.add(session, Wish("photo", "media", "media", {"sha256": "a"}, makes="a"))
        store.outbox.park(session, "photo", {"title": "Too large"})
        store.outbox.add(session, Wish("text", "c1", "message", {"message_id": "m"}, names=("a",)))
        assert [wish.write_id for wish in store.outbox.ready(session, 0)] == ["text"]
        store.outbox.retry(session, "photo", 0)
        assert [wish.write_id for wish in store.outbox.ready(session, 0)] == ["photo"]


def test_only_a_wish_that_was_never_offered_can_be_withdrawn(store: Store) -> None:
    with store.writing() as session:
        store.outbox.add(session, wish("w1"))
        store.outbox.add(session, wish("w2"))
        assert store.outbox.offer(session, "w1")
        store.outbox.retry(session, "w1", 0)
        assert not store.outbox.withdraw(session, "w1")
        assert store.outbox.withdraw(session, "w2")
        assert not store.outbox.withdraw(session, "w2")
        assert not store.outbox.offer(session, "w2")
        assert [entry.wish.write_id for entry in store.outbox.list(session)] == ["w1"]


def test_an_offered_wish_is_offered_again_after_a_restart(store: Store) -> None:
    with store.writing(is_durable=True) as session:
        store.outbox.add(session, wish("w1"))
        store.outbox.offer(session, "w1")
    store.close()
    with Store(store.folder) as again:
        assert ready(again) == ["w1"]


def test_if_match_is_raised_by_our_own_answer_on_that_resource_and_never_lowered(store: Store) -> None:
    with store.writing() as session:
        store.outbox.add(session, wish("w1", "c1", if_match=7))
        store.outbox.add(session, wish("w2", "c1"))
        store.outbox.add(session, wish("w3", "c2", if_match=7))
        assert store.outbox.raise_if_match(session, "client", {"client_id": "c1"}, 9) == 1
        assert store.outbox.raise_if_match(session, "client", {"client_id": "c1"}, 8) == 0
        assert store.outbox.raise_if_match(session, "note", {"client_id": "c1"}, 99) == 0
        assert [entry.wish.if_match for entry in store.outbox.list(session)] == [9, None, 7]
        store.outbox.add(session, replace(wish("w4", "c4", if_match=7), body={"first_name": "Marc", "zone": None}))
        assert store.outbox.raise_if_match(session, "client", {"client_id": "c4"}, 9, ["first_name"]) == 0
        assert store.outbox.raise_if_match(session, "client", {"client_id": "c4"}, 9, ["zone", "first_name"]) == 1


def test_ready_looks_only_at_what_is_near_the_head(store: Store) -> None:
    with store.reading() as session:
        said: list[str] = []
        sql(session).set_trace_callback(said.append)
        store.outbox.ready(session, NOW)
        sql(session).set_trace_callback(None)
        steps = [row[3] for row in sql(session).execute(f"EXPLAIN QUERY PLAN {said[0]}")]
    assert any("outbox_lane" in step for step in steps)
    assert any("outbox_makes" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 12)), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=60)
def test_whatever_the_order_of_answers_each_lane_arrives_in_order_and_after_what_it_names(
    store_once: Store, made: list[tuple[str, int]], random: object
) -> None:
    outbox = store_once.outbox
    with store_once.reading() as session:
        for number, (lane, named) in enumerate(made):
            names = (f"m{named}",) if named < number else ()
            outbox.add(session, wish(f"w{number}", lane, *names, makes=f"m{number}"))
        arrived: list[int] = []
        while outbox.waiting(session):
            heads = outbox.ready(session, NOW)
            assert heads
            chosen = random.choice(heads)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
            outbox.accept(session, chosen.write_id)
            arrived.append(int(chosen.write_id[1:]))
    for lane in "abc":
        assert [n for n in arrived if made[n][0] == lane] == [n for n, (each, _) in enumerate(made) if each == lane]
    for number, (_, named) in enumerate(made):
        if named < number:
            assert arrived.index(named) < arrived.index(number)
