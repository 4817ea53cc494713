"""Who answered meanwhile: told of what the writer may not know of, and of nothing else."""

from dataclasses import replace

import pytest

from rise_tui.casework import meanwhile, reading, texting
from rise_tui.casework.desk import Desk
from rise_tui.casework.meanwhile import Begun
from rise_tui.domain.clock import FrozenClock
from rise_tui.store.threads import Message
from tests.casework.office import DANA, a_client, writes
from tests.store.people import text_out

LUIS = "00000000-0000-7000-8000-0000000000d2"


@pytest.fixture
def ana(desk: Desk) -> str:
    """Ana, who has written; Luis is a colleague."""
    client_id = a_client(desk, "Ana Ruiz")
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, LUIS, seq=1, name="Luis Vega")
    writes(desk, client_id, 10, at=desk.now - 600_000)
    return client_id


def begun(desk: Desk, client_id: str) -> Begun:
    """Somebody begins to write, and sees what is there."""
    return Begun().on(reading.open_thread(desk, client_id))


def numbered(desk: Desk, client_id: str, message_id: str, seq: int) -> None:
    """The relay tells of a text that was let go here."""
    with desk.store.writing() as session:
        told = Message(message_id, client_id, "outbound", "fine", "queued", desk.now, seq=seq, caseworker_id=DANA)
        desk.store.threads.put(session, told)


def answers(desk: Desk, client_id: str, seq: int, by: str | None = LUIS, ago_s: int = 0, **fields: object) -> str:
    """The relay tells of a text of ours; its id."""
    with desk.store.writing() as session:
        told = {"caseworker_id": by, "at": desk.now - ago_s * 1000, **fields}
        return text_out(desk.store, session, client_id, seq, **told).message_id


def words(desk: Desk, client_id: str, since: Begun) -> str:
    found = meanwhile.sent(desk, client_id, since)
    return "" if found is None else found.words


def test_what_a_colleague_sent_while_one_wrote_is_told_once_with_its_age(
    desk: Desk, clock: FrozenClock, ana: str
) -> None:
    """[fault 20]"""
    since = begun(desk, ana)
    assert words(desk, ana, since) == ""
    answers(desk, ana, 11, ago_s=3)
    assert words(desk, ana, since) == "Answered 3 s ago by Luis Vega"
    clock.go(300)
    assert words(desk, ana, since) == "Answered 5 m ago by Luis Vega"
    found = meanwhile.sent(desk, ana, since)
    assert found is not None
    assert words(desk, ana, found.told(since)) == ""
    answers(desk, ana, 12, ago_s=1)
    assert words(desk, ana, found.told(since)) == "Answered 1 s ago by Luis Vega", "another one is told anew"


def test_so_is_ones_own_text_from_another_place_and_none_from_this_one(desk: Desk, ana: str) -> None:
    """[fault 20]"""
    since = begun(desk, ana)
    here = texting.send(desk, ana, "from here")
    assert words(desk, ana, since) == "", "it stands here, and one wrote it oneself"
    numbered(desk, ana, here.message_id, 11)
    assert words(desk, ana, since) == ""
    answers(desk, ana, 12, by=DANA, ago_s=2)
    assert words(desk, ana, since) == "Answered 2 s ago by you, in another place"


def test_a_text_that_waited_here_when_one_began_is_known_when_the_relay_has_numbered_it(desk: Desk, ana: str) -> None:
    sent = texting.send(replace(desk), ana, "before the app was opened again")
    since = begun(desk, ana)
    numbered(desk, ana, sent.message_id, 11)
    assert words(desk, ana, since) == ""


def test_what_stood_there_is_told_only_if_a_colleague_sent_it_just_now_and_nothing_came_since(
    desk: Desk, clock: FrozenClock, ana: str
) -> None:
    """[fault 20]"""
    answers(desk, ana, 11, ago_s=3)
    since = begun(desk, ana)
    assert words(desk, ana, since) == "Answered 3 s ago by Luis Vega"
    clock.go(60)
    assert words(desk, ana, since) == ""
    answers(desk, ana, 12, ago_s=3)
    writes(desk, ana, 13, at=desk.now)
    assert words(desk, ana, begun(desk, ana)) == "", "they have written since: that is what is answered"
    answers(desk, ana, 14, by=DANA, ago_s=3)
    assert words(desk, ana, begun(desk, ana)) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"broadcast_id": "b1"},
        {"automatic": "away"},
        {"status": "failed"},
        {"status": "cancelled"},
        {"status": "expired"},
    ],
)
def test_what_answers_nobody_is_not_told(desk: Desk, ana: str, fields: dict[str, object]) -> None:
    since = begun(desk, ana)
    answers(desk, ana, 11, ago_s=3, **fields)
    assert words(desk, ana, since) == ""


def test_who_reads_far_above_has_seen_what_was_there_too(desk: Desk, ana: str) -> None:
    for seq in range(11, 11 + 3 * reading.PAGE):
        answers(desk, ana, seq, ago_s=500_000 - seq)
    high = reading.Stretch(0, 11 + reading.PAGE)
    assert words(desk, ana, Begun().on(reading.open_thread(desk, ana, high))) == ""
    texting.send(desk, ana, "one that waits here stands last")
    since = Begun().on(reading.open_thread(desk, ana, high))
    assert words(desk, ana, since) == ""
    answers(desk, ana, 1000, ago_s=3)
    assert words(desk, ana, since) == "Answered 3 s ago by Luis Vega"
