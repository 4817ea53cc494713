"""Whose turn it is: decided in one key, for the texts that were on the screen, and taken back as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.casework import filing, texting, triage, undoing, waiting
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, from_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.inbox_words import gone_words
from rise_tui.store.engine import sql
from rise_tui.store.store import Store
from tests.casework.office import a_client, a_desk, accepted, line, offered, outbox, photo_arrives, refused, writes
from tests.store.people import NOW, text_out

HOUR = 3_600_000


def _listed(desk: Desk) -> list[str]:
    return [one.client_id for one in waiting.waiting_list(desk).page(0, 50)]


def test_a_number_that_became_somebodys_is_still_told_where_its_row_stands(desk: Desk) -> None:
    [number, somebody] = waiting.StandingList(desk, ("tel:+12155550148", "01999999-0000-7000-8000-000000000001")).page(
        0, 2
    )
    assert (number.name, gone_words(number, is_away=False)) == ("(215) 555-0148", "somebody's by now")
    assert (somebody.name, gone_words(somebody, is_away=False)) == ("", "not here any more")


def test_done_takes_a_conversation_off_the_list_and_tells_the_relay_what_was_seen(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    assert _listed(desk) == [marcus]
    assert triage.done(desk, marcus) == "Done: Marcus Bell"
    assert _listed(desk) == []
    [entry] = outbox(desk)
    assert entry.wish.body == {"state": "done", "seen_through": 5, "snoozed_until": None, "read_through": 5}
    assert line(desk, marcus).unread_count == 0


def test_done_covers_only_what_stood_on_the_screen(desk: Desk) -> None:
    """[fault 32]"""
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    writes(desk, marcus, 9, "and one more")
    triage.done(desk, marcus, seen_through=5)
    assert _listed(desk) == [marcus]


def test_a_later_text_needs_a_reply_whatever_was_decided_before(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.done(desk, marcus)
    writes(desk, marcus, 9, "one more thing")
    assert _listed(desk) == [marcus]


def test_acts_are_taken_back_one_after_the_other_newest_first(desk: Desk) -> None:
    marcus, ana = a_client(desk), a_client(desk, "Ana Ruiz", "+12155550143")
    writes(desk, marcus, 5)
    writes(desk, ana, 6)
    triage.snooze(desk, marcus, NOW + HOUR)
    triage.done(desk, ana)
    triage.need_reply(desk, ana)
    triage.done(desk, marcus)
    labels = []
    while (act := undoing.undo(desk)) is not None:
        labels.append(act.client_id)
    assert labels == [marcus, ana, ana, marcus]
    assert _listed(desk) == [marcus, ana]
    assert line(desk, marcus).snoozed_until_at is None


def test_the_act_that_was_chosen_is_taken_back_and_none_that_was_done_since(store: Store, desk: Desk) -> None:
    ana, luis = a_client(desk), a_client(desk, "Luis Ortega", "+12155550143")
    writes(desk, ana, 5)
    writes(desk, luis, 6)
    triage.done(desk, ana)
    chosen = undoing.latest(desk)
    assert chosen is not None
    triage.done(a_desk(store, window="another"), luis)
    assert undoing.latest(desk) != chosen, "what another window did is known at once"
    undone = undoing.undo(desk, chosen)
    assert undone is not None
    assert undone.client_id == ana
    assert undoing.undo(desk, chosen) is None
    assert line(desk, luis).state == "done"
    triage.done(desk, ana)
    chosen = undoing.latest(desk)
    assert undoing.undo(a_desk(store, window="another")) is not None
    triage.snooze(a_desk(store, window="another"), ana, NOW + HOUR)
    assert undoing.undo(desk, chosen) is None, "another act has been given the number of the one that is gone"
    assert line(desk, ana).snoozed_until_at == NOW + HOUR


def test_a_text_that_came_since_keeps_needs_reply_when_an_act_is_taken_back(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    texting.send(desk, marcus, "Yes.", hold_seconds=0)
    accepted(desk, 6)
    triage.need_reply(desk, marcus)
    offered(desk)
    writes(desk, marcus, 9, "something new")
    undoing.undo(desk)
    assert line(desk, marcus).state == "needs_reply"
    assert outbox(desk)[-1].wish.body["seen_through"] == 5


def test_two_windows_take_an_act_back_once(store: Store, desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.done(desk, marcus)
    assert undoing.undo(desk) is not None
    assert undoing.undo(a_desk(store)) is None


def test_put_back_it_has_waited_since_the_first_text_again(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    writes(desk, marcus, 9)
    since = line(desk, marcus).needs_reply_since_at
    triage.done(desk, marcus)
    offered(desk)
    undoing.undo(desk)
    assert line(desk, marcus).needs_reply_since_at == since


def test_snoozed_it_is_away_until_then(desk: Desk, clock: FrozenClock) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.snooze(desk, marcus, NOW + HOUR)
    assert _listed(desk) == []
    assert waiting.counts(desk).snoozed == 1
    assert from_wire(outbox(desk)[0].wish.body["snoozed_until"]) == NOW + HOUR
    clock.go(3600)
    assert _listed(desk) == [marcus]


def test_a_failed_text_stands_on_the_list_until_somebody_says_done(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.done(desk, marcus)
    accepted(desk, 6)
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 8, "Monday?", status=Status.FAILED, status_seq=9)
    assert _listed(desk) == [marcus]
    assert line(desk, marcus).has_failed
    triage.done(desk, marcus)
    assert _listed(desk) == []
    accepted(desk, 10)
    assert _listed(desk) == []
    undoing.undo(desk)
    assert _listed(desk) == [marcus]
    triage.done(desk, marcus)
    with desk.store.writing() as session:
        text_out(desk.store, session, marcus, 20, "Tuesday?", status=Status.FAILED, status_seq=21)
    accepted(desk, 12)
    assert _listed(desk) == [marcus]


def test_what_the_relay_refuses_is_as_it_was(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.done(desk, marcus)
    refused(desk)
    assert _listed(desk) == [marcus]


def test_reading_moves_only_forward_and_only_as_far_as_was_shown(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    writes(desk, marcus, 9)
    triage.mark_read(desk, marcus, through=5)
    assert line(desk, marcus).unread_count == 1
    assert line(desk, marcus).read_through == 5
    triage.mark_read(desk, marcus)
    triage.mark_read(desk, marcus, through=5)
    assert [entry.wish.body for entry in outbox(desk)] == [{"read_through": 5}, {"read_through": 9}]
    assert line(desk, marcus).state == "needs_reply"


def test_that_one_has_read_something_is_nothing_that_waits_to_go_out(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.mark_read(desk, marcus)
    assert len(outbox(desk)) == 1
    assert desk.acts_waiting == 0
    triage.done(desk, marcus)
    assert desk.acts_waiting == 1


def test_an_unknown_number_waits_for_nobody_to_be_made(desk: Desk) -> None:
    writes(desk, "tel:+12155550177", 5, "who is this")
    triage.done(desk, "tel:+12155550177")
    assert outbox(desk)[0].wish.names == ()
    assert _listed(desk) == []


# photos


def test_filing_the_last_photo_is_done_and_taking_it_back_needs_a_reply_again(desk: Desk) -> None:
    marcus = a_client(desk)
    stub = writes(desk, marcus, 5, "my stub", photos=2)
    filing.file_photo(desk, marcus, stub, 0, DocumentKind.PAYSTUB, period="2026-11")
    assert _listed(desk) == [marcus]
    filing.file_photo(desk, marcus, stub, 1, DocumentKind.LETTER)
    assert _listed(desk) == []
    undoing.undo(desk)
    assert _listed(desk) == [marcus]
    assert [entry.wish.kind for entry in outbox(desk)] == ["document"]
    undoing.undo(desk)
    assert outbox(desk) == []


def test_a_filing_that_may_be_at_the_relay_is_taken_back_by_deleting_it(desk: Desk) -> None:
    marcus = a_client(desk)
    stub = writes(desk, marcus, 5, photos=1)
    filed = filing.file_photo(desk, marcus, stub, 0, DocumentKind.PAYSTUB)
    offered(desk)
    undoing.undo(desk)
    deleting, again = (entry.wish for entry in outbox(desk)[2:])
    assert (deleting.body, deleting.ids, deleting.names) == (
        {"deleted": True},
        {"document_id": filed.document_id},
        (filed.document_id,),
    )
    assert again.body == {"state": "needs_reply", "seen_through": 0}
    assert _listed(desk) == [marcus]
    accepted(desk, 30)
    with desk.store.reading() as session:
        assert not desk.store.documents.list(session, marcus)


def test_a_photo_still_on_its_way_keeps_the_client_on_the_list(desk: Desk) -> None:
    marcus = a_client(desk)
    first = writes(desk, marcus, 5, photos=1)
    second = writes(desk, marcus, 6)
    with desk.store.writing() as session:
        desk.store.photos.put(session, second, 0, seq=6, client_id=marcus, state="wanted", declared_type="image/jpeg")
    filing.file_photo(desk, marcus, first, 0, DocumentKind.PAYSTUB)
    assert _listed(desk) == [marcus]
    photo_arrives(desk, marcus, second, 0, 7)
    filing.file_photo(desk, marcus, second, 0, DocumentKind.ID)
    assert _listed(desk) == []


def test_an_old_photo_neither_keeps_nor_takes_anybody_from_the_list(desk: Desk) -> None:
    marcus = a_client(desk)
    old = writes(desk, marcus, 5, photos=2)
    triage.done(desk, marcus)
    writes(desk, marcus, 9, "can I come Monday?")
    filing.file_photo(desk, marcus, old, 0, DocumentKind.LEASE)
    assert _listed(desk) == [marcus]
    new = writes(desk, marcus, 11, "here", photos=1)
    filing.file_photo(desk, marcus, new, 0, DocumentKind.PAYSTUB)
    assert _listed(desk) == []


def test_a_photo_is_filed_once_as_the_same_thing(desk: Desk) -> None:
    from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused

    marcus = a_client(desk)
    stub = writes(desk, marcus, 5, photos=1)
    filing.file_photo(desk, marcus, stub, 0, DocumentKind.PAYSTUB, period="2026-11")
    with pytest.raises(Conflict, match="filed already"):
        filing.file_photo(desk, marcus, stub, 0, DocumentKind.PAYSTUB, period="2026-11")
    filing.file_photo(desk, marcus, stub, 0, DocumentKind.ID)
    with pytest.raises(NotFound):
        filing.file_photo(desk, marcus, stub, 1, DocumentKind.ID)
    with pytest.raises(BadInput):
        filing.file_photo(desk, marcus, stub, 0, DocumentKind.ID, period="last week")
    unknown = writes(desk, "tel:+12155550177", 8, photos=1)
    with pytest.raises(Refused):
        filing.file_photo(desk, "tel:+12155550177", unknown, 0, DocumentKind.ID)


def test_a_text_taken_back_after_other_acts_on_it_leaves_nobody_forgotten(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    texting.send(desk, marcus, "Yes.")
    accepted(desk, 6)
    triage.done(desk, marcus)
    accepted(desk, 9)
    undoing.undo(desk)
    accepted(desk, 12)
    undoing.undo(desk)
    assert line(desk, marcus).state == "needs_reply"
    assert [entry.wish.kind for entry in outbox(desk)] == ["cancellation", "conversation"]


@settings(max_examples=40)
@given(acts=st.lists(st.sampled_from(["done", "need_reply", "snooze", "text", "write"]), max_size=7))
def test_taking_everything_back_leaves_the_list_as_the_texts_ask(desk_once: Desk, acts: list[str]) -> None:
    """Undone to the end, a conversation needs a reply: theirs was the first word, and nothing of ours stands."""
    client_id = a_client(desk_once, "Eve Diaz", None)
    with desk_once.store.writing() as session:
        desk_once.store.numbers.put(session, client_id, "+12155550150", seq=1, is_confirmed=True, from_at=1)
    seq = 10 + _count(desk_once)
    writes(desk_once, client_id, seq)
    before = len(_undoable(desk_once))
    for act in acts:
        if act == "write":
            seq = 10 + _count(desk_once)
            writes(desk_once, client_id, seq)
        elif act == "text":
            texting.send(desk_once, client_id, "Hi.")
        elif act == "snooze":
            triage.snooze(desk_once, client_id, NOW + HOUR)
        else:
            getattr(triage, act)(desk_once, client_id)
    while len(_undoable(desk_once)) > before:
        undoing.undo(desk_once)
    stands = line(desk_once, client_id)
    assert (stands.state, stands.snoozed_until_at) == ("needs_reply", None)


def _count(desk: Desk) -> int:
    with desk.store.reading() as session:
        found = sql(session).execute("SELECT coalesce(max(seq), 0) FROM message").fetchone()[0]
    return int(found)


def _undoable(desk: Desk) -> list[object]:
    with desk.store.reading() as session:
        return list(desk.store.undo.list(session, limit=200))
