"""Who is woken by a commit: everybody whose log has one of its events, asked once for all of them."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.relay.api.stream import LogEar
from rise_tui.relay.hub import News
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
ears = st.builds(LogEar, office_id=offices, caseworker_id=people, clients=st.none() | st.sets(clients))


@given(st.lists(ears, max_size=5), st.lists(events, max_size=6))
def test_an_ear_hears_of_a_commit_if_it_hears_one_of_its_events(ears: list[LogEar], events: list[Appended]) -> None:
    news = News(events)
    for ear in ears:
        assert ear.hears_of(news) == any(ear.hears(event) for event in events)
