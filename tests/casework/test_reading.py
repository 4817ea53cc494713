"""Reading a conversation: where it opens, how it goes on in both directions, and what stands beside the texts."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.casework import reading
from rise_tui.casework.desk import Desk
from rise_tui.casework.reading import PAGE, SHOWN, Stretch
from rise_tui.domain.clock import FrozenClock
from rise_tui.store.engine import sql
from rise_tui.store.happenings import Happening
from rise_tui.store.statuses import Step
from tests.casework.office import DANA, a_client, says, writes
from tests.store.people import MINUTE, NOW, text_in, text_out

LUIS = "00000000-0000-7000-8000-0000000000d2"


def talk(desk: Desk, client_id: str, first: int, last: int) -> None:
    """Their texts of these numbers."""
    with desk.store.writing() as session:
        for seq in range(first, last + 1):
            text_in(desk.store, session, client_id, seq, f"text {seq}")


def seqs(thread: reading.Thread) -> list[int]:
    return [text.seq for text in thread.messages]


def test_a_conversation_opens_at_the_first_unread_text(desk: Desk) -> None:
    """[D24]"""
    marcus = a_client(desk)
    talk(desk, marcus, 1, 400)
    with desk.store.writing() as session:
        desk.store.conversations.put(session, marcus, seq=401, read_through=100, state="needs_reply")
    thread = reading.open_thread(desk, marcus)
    assert seqs(thread) == list(range(97, 97 + PAGE))
    assert next(text.seq for text in thread.messages if text.is_unread) == 101
    assert (thread.has_more, thread.has_later) == (True, True)


def test_a_read_conversation_opens_at_its_end_and_takes_in_what_comes(desk: Desk) -> None:
    marcus = a_client(desk)
    talk(desk, marcus, 1, 400)
    with desk.store.writing() as session:
        desk.store.conversations.put(session, marcus, seq=401, read_through=400, state="done")
    thread = reading.open_thread(desk, marcus)
    assert seqs(thread) == list(range(401 - PAGE, 401))
    writes(desk, marcus, 402, "one more")
    again = reading.open_thread(desk, marcus, thread.stretch)
    assert seqs(again) == [*range(401 - PAGE, 401), 402]


def test_a_hit_far_back_is_in_what_opens(desk: Desk) -> None:
    marcus = a_client(desk)
    talk(desk, marcus, 1, 400)
    thread = reading.open_thread(desk, marcus, hit="in-70")
    assert 70 in seqs(thread)
    assert len(thread.messages) == PAGE


def test_one_goes_through_all_of_it_in_both_directions_without_a_gap(desk: Desk) -> None:
    marcus = a_client(desk)
    talk(desk, marcus, 1, 500)
    with desk.store.writing() as session:
        desk.store.conversations.put(session, marcus, seq=501, read_through=500, state="done")
    thread = reading.open_thread(desk, marcus)
    while thread.has_more:
        before = thread.messages[0].seq
        thread = reading.open_thread(desk, marcus, reading.earlier(desk, marcus, thread.stretch))
        assert len(thread.messages) <= SHOWN
        assert before in seqs(thread)
        assert thread.messages[0].seq == max(1, before - PAGE)
    while thread.has_later:
        before = thread.messages[-1].seq
        thread = reading.open_thread(desk, marcus, reading.later(desk, marcus, thread.stretch))
        assert len(thread.messages) <= SHOWN
        assert before in seqs(thread)
        assert thread.messages[-1].seq == min(500, before + PAGE)
    assert seqs(reading.open_thread(desk, marcus, reading.newest(desk, marcus)))[-1] == 500


def talk_for_years(desk: Desk, client_id: str, length: int) -> None:
    """So many texts of theirs, read up to the hundredth."""
    talk(desk, client_id, 1, 1)
    with desk.store.writing() as session:
        connection = sql(session)
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(message)") if name != "row"]
        own = {"message_id": "'in-' || n", "position": "n", "seq": "n", "at": "at + n * 60000", "body": "'text ' || n"}
        connection.execute(
            f"WITH RECURSIVE count(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM count WHERE n < {length})"
            f" INSERT INTO message ({', '.join(names)})"
            f" SELECT {', '.join(own.get(name, name) for name in names)} FROM count, message WHERE client_id = ?",
            (client_id,),
        )
        desk.store.conversations.put(session, client_id, seq=length, state="needs_reply", read_through=100)
        desk.store.conversations.refresh(session, client_id)


def cost_of_opening(desk: Desk, client_id: str) -> tuple[int, int]:
    """How many statements, and how many hundreds of steps of the database, opening a conversation takes."""
    said: list[str] = []
    steps: list[None] = []
    with desk.store.reading() as session:
        sql(session).set_trace_callback(said.append)
        sql(session).set_progress_handler(lambda: steps.append(None), 100)
    thread = reading.open_thread(desk, client_id)
    with desk.store.reading() as session:
        sql(session).set_trace_callback(None)
        sql(session).set_progress_handler(None, 0)
    assert next(text.seq for text in thread.messages if text.is_unread) == 101
    assert not any("count(" in one for one in said)
    return len([one for one in said if one.startswith("SELECT")]), len(steps)


def test_twenty_thousand_texts_open_at_the_first_unread_one_as_two_hundred_do(desk: Desk) -> None:
    marcus, ana = a_client(desk), a_client(desk, "Ana Ruiz", "+12155550143")
    talk_for_years(desk, marcus, 200)
    with desk.store.writing() as session:
        sql(session).execute("UPDATE message SET message_id = 'a-' || message_id")
    talk_for_years(desk, ana, 20_000)
    few, many = cost_of_opening(desk, marcus), cost_of_opening(desk, ana)
    assert 0 < few[0] <= 16
    assert many[0] == few[0]
    assert 0 < many[1] <= few[1] * 1.1


def beside(desk: Desk, client_id: str) -> list[str]:
    items = reading.open_thread(desk, client_id).items
    return [item.words if not isinstance(item, reading.Text) else item.body for item in items]


def test_what_happened_stands_between_the_texts_in_the_order_of_the_log(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "stop")
    says(desk, marcus, "+12155550142", "opted_out", 6)
    with desk.store.writing() as session:
        store = desk.store
        store.office.put_caseworker(session, LUIS, seq=1, name="Luis Vega")
        words = {"from_caseworker_id": LUIS, "to_caseworker_id": str(DANA), "why": "own", "note": "new court"}
        store.happenings.add(session, Happening(marcus, 4, NOW, "assigned", LUIS, words))
        said = {"state": "opted_out", "how": "word"}
        store.happenings.add(session, Happening(marcus, 6, NOW, "consent", "client", said))
        store.happenings.add(
            session, Happening(marcus, 3, NOW, "consent", LUIS, {"state": "opted_in", "how": "import"})
        )
        store.notes.put(session, "n1", seq=7, client_id=marcus, body="works evenings", at=NOW, caseworker_id=LUIS)
        store.notes.put(session, "n2", client_id=marcus, body="call him", at=NOW + MINUTE)
    assert beside(desk, marcus) == [
        "Went from Luis Vega to you. new court",
        "stop",
        "They said STOP: no text may go to them.",
        "works evenings",
        "call him",
    ]
    note = reading.open_thread(desk, marcus).items[3]
    assert not isinstance(note, reading.Text)
    assert (note.label, note.author, note.is_private) == ("Note", "Luis Vega", True)


def test_what_one_act_said_of_several_purposes_and_numbers_is_told_once(desk: Desk) -> None:
    marcus = a_client(desk)
    said = [
        *((NOW, state) for state in ("opted_out", "opted_out", "unknown", "opted_out", "unknown", "opted_in")),
        *((NOW + 5 * MINUTE, state) for state in ("opted_in", "unknown")),
    ]
    with desk.store.writing() as session:
        for seq, (at, state) in enumerate(said, 10):
            words = {"state": state, "how": "caseworker", "purpose": "all"}
            desk.store.happenings.add(session, Happening(marcus, seq, at, "consent", str(DANA), words))
    assert beside(desk, marcus) == [
        "No texts for them, as you said.",
        "They may be texted, as you said.",
        "They may be texted, as you said.",
        "Whether they may be texted is not known any more.",
    ]


def fares(desk: Desk, client_id: str) -> str:
    found = reading.open_thread(desk, client_id).messages[-1].fares
    assert found is not None
    return found.words


def test_a_text_of_ours_says_how_it_fares(desk: Desk, clock: FrozenClock) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 5, status="delivered", at=NOW)
    assert fares(desk, marcus).startswith("delivered ")
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 6, status="queued", not_before_at=NOW + 48 * 60 * MINUTE)
    assert fares(desk, marcus).startswith("leaves ")
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 7, status="undelivered", reason="unreachable", at=NOW)
    assert "the phone is off or out of reach" in fares(desk, marcus)


def test_a_held_group_text_says_until_when_and_why(desk: Desk, clock: FrozenClock) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        store = desk.store
        store.office.put(session, desk.office_id, seq=1, name="RISE", zone=desk.zone, quiet_from=0, quiet_to=1439)
        store.broadcasts.put(session, "b1", seq=2, name="Class 3 reminder", body="x", state="accepted")
        text_out(store, session, marcus, 5, status="held", broadcast_id="b1")
    assert fares(desk, marcus) == "held until 23:59"
    assert reading.open_thread(desk, marcus).messages[-1].group_text == "group text: Class 3 reminder"
    with desk.store.writing() as session:
        desk.store.broadcasts.put(session, "b1", seq=6, is_paused=True)
    assert fares(desk, marcus) == "held: the group text is paused"


def test_a_colleagues_text_has_their_name_and_its_history_every_step(desk: Desk) -> None:
    from rise_tui.casework.faring import history

    marcus = a_client(desk)
    with desk.store.writing() as session:
        store = desk.store
        store.office.put_caseworker(session, LUIS, seq=1, name="Luis Vega")
        text_out(store, session, marcus, 5, status="undelivered", reason="unreachable", caseworker_id=LUIS)
        store.statuses.add(session, Step("out-5", 6, NOW + MINUTE, "sent"))
        store.statuses.add(session, Step("out-5", 7, NOW + 2 * MINUTE, "undelivered", "unreachable", 30003))
    assert reading.open_thread(desk, marcus).messages[-1].author == "Luis Vega"
    told = history(desk, "out-5")
    assert told is not None
    assert told.author == "Luis Vega"
    assert [step.words for step in told.steps] == [
        "accepted by the office",
        "sent, no receipt yet",
        "not delivered: the phone is off or out of reach (the phone company's number for it: 30003)",
    ]
    assert told.may_go_again
    with desk.store.writing() as session:
        desk.store.statuses.add(session, Step("out-5", 8, NOW + 26 * 60 * MINUTE, "delivered"))
        desk.store.threads.set_status(session, "out-5", "delivered", seq=8)
    assert fares(desk, marcus).startswith("delivered ")
    assert fares(desk, marcus) != f"delivered {desk.day_and_time(NOW)[1]}"
    assert fares(desk, marcus).endswith(" ".join(desk.day_and_time(NOW + 26 * 60 * MINUTE)))
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 9, status="sent", reason="no_receipt")
        desk.store.statuses.add(session, Step("out-9", 10, NOW + 5 * 24 * 60 * MINUTE, "sent", "no_receipt"))
    at = reading.open_thread(desk, marcus).messages[-1].at
    assert fares(desk, marcus) == f"sent, no receipt {desk.day_and_time(at)[1]}", "the time at which it was sent"


@pytest.fixture(scope="module")
def long_talk(desk_once: Desk) -> tuple[Desk, str]:
    """A desk with a conversation of 400 texts, all read."""
    marcus = a_client(desk_once)
    talk(desk_once, marcus, 1, 400)
    with desk_once.store.writing() as session:
        desk_once.store.conversations.put(session, marcus, seq=401, read_through=400, state="done")
    return desk_once, marcus


@settings(max_examples=30)
@given(hit=st.integers(1, 400), moves=st.lists(st.sampled_from((reading.earlier, reading.later)), max_size=8))
def test_wherever_one_goes_there_is_no_gap_and_never_too_much(
    long_talk: tuple[Desk, str], hit: int, moves: list[Callable[[Desk, str, Stretch], Stretch]]
) -> None:
    desk, marcus = long_talk
    thread = reading.open_thread(desk, marcus, hit=f"in-{hit}")
    assert hit in seqs(thread)
    for move in moves:
        before = set(seqs(thread))
        thread = reading.open_thread(desk, marcus, move(desk, marcus, thread.stretch))
        first, last = seqs(thread)[0], seqs(thread)[-1]
        assert seqs(thread) == list(range(first, last + 1))
        assert len(thread.messages) <= SHOWN
        assert before & set(seqs(thread)), "what one reads is still there"
        assert (thread.has_more, thread.has_later) == (first > 1, last < 400)
