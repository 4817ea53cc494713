"""Who is woken by a commit: everybody whose log has one of its events, found without asking each of them."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.relay.ears import MOST_KEPT, Ears, LogEar, News
from rise_tui.relay.store.engine import Appended

offices = st.sampled_from(["here", "there"])
people = st.sampled_from(["dana", "luis", "sam"])
clients = st.sampled_from(["ana", "ben", "cleo"])
events = st.builds(
    Appended,
    office_id=offices,
    seq=st.integers(1, 9),
    type=st.just("ConversationChanged"),
    client_id=st.none() | clients | st.just("tel:+12155550142"),
    audience=st.none() | people,
)
seen = st.none() | st.sets(clients)
listeners = st.builds(LogEar, office_id=offices, caseworker_id=people, clients=seen)


@given(st.lists(listeners, max_size=5), st.lists(events, max_size=6), st.data())
def test_a_commit_wakes_whoever_hears_one_of_its_events(
    mine: list[LogEar], events: list[Appended], data: st.DataObject
) -> None:
    ears = Ears()
    for ear in mine:
        ears.add(ear)
    for ear in mine:
        if data.draw(st.booleans()):
            ears.hears_of(ear, data.draw(seen))
    gone = {ear for ear in mine if data.draw(st.booleans())}
    for ear in gone:
        ears.discard(ear)
    ears.ring(News(events))
    for ear in mine:
        assert ear.is_woken.is_set() == (ear not in gone and any(ear.hears(event) for event in events))
    assert set(ears) == set(mine) - gone
    assert len(ears) == len(set(mine) - gone)


def test_who_is_slow_to_listen_is_sent_to_the_log_and_keeps_no_endless_list() -> None:
    ears, ear = Ears(), LogEar("here", "dana", None)
    ears.add(ear)
    assert ear.take() is None
    for seq in range(1, MOST_KEPT + 1):
        ears.ring(News([Appended("here", seq, "GroupChanged", None, None)]))
    kept = ear.take()
    assert kept is not None
    assert len(kept) == MOST_KEPT
    for seq in range(1, MOST_KEPT + 2):
        ears.ring(News([Appended("here", seq, "GroupChanged", None, None)]))
    assert ear.take() is None
    assert ear.news == []


def test_nobody_is_told_past_what_another_process_wrote_or_what_not_everybody_sees_alike() -> None:
    ears, ear = Ears(), LogEar("here", "dana", {"ana"})
    ears.add(ear)
    for seq in (4, 5):
        ears.ring(News([Appended("here", seq, "MessageReceived", "ben", None)]))
    assert (ears.must_look(ear, 2), ears.must_look(ear, 3)) == (True, False)
    ears.ring(News([Appended("here", 7, "MessageReceived", "ana", None)]))  # 6 was somebody else's
    assert (ears.must_look(ear, 5), ears.must_look(ear, 6)) == (True, False)
    ears.ring(News([Appended("here", 8, "ClientReleased", "ana", "dana")]))
    assert (ears.must_look(ear, 7), ears.must_look(ear, 8)) == (True, False)
