"""Words to somebody who went meanwhile are found again, and said to be unsent."""

from datetime import timedelta

from rise_tui.casework import drafting, left_behind, noting, taken_over, texting, triage, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from rise_tui.store.cursor import Cursor
from rise_tui.store.forgetting import forget_client
from tests.casework.office import a_client, outbox, refused


def test_a_text_that_was_refused_after_its_client_went_is_told_and_found(desk: Desk, clock: FrozenClock) -> None:
    ana, ben = a_client(desk, "Ana Bell"), a_client(desk, "Ben Cole", "+12155550143")
    texting.send(desk, ana, "Call me about\x1b[2J Monday.")
    noting.write(desk, ana, "She called.")
    triage.done(desk, ana)
    drafting.keep(desk, ben, "half a word", 4)
    drafting.keep(desk, a_client(desk, "Cy Dow", "+12155550144"), "to somebody who is here", 2)
    with desk.store.writing() as session:
        for client_id in (ana, ben):
            forget_client(session, client_id)
    (draft,) = left_behind.left_behind(desk)
    assert (draft.client_id, draft.words, draft.why) == (ben, "half a word", "")
    assert not any("not sent" in part for part in taken_over.at_the_start(desk))
    refused(desk)
    assert [entry.wish.kind for entry in outbox(desk)] == ["note", "conversation"]
    (note,) = left_behind.not_taken(desk)
    assert (note.client_id, note.words) == (ana, "a note: She called.")
    told = {one.client_id: one for one in left_behind.left_behind(desk)}
    assert told[ana].words == "Call me about␛[2J Monday."
    assert told[ana].why
    assert "1 text was not sent: F7" in taken_over.at_the_start(desk)
    clock.at += timedelta(days=2)
    assert not any("not sent" in part for part in taken_over.at_the_start(desk)), "it is told for a day"
    assert len(left_behind.left_behind(desk)) == 2
    with desk.store.writing() as session:
        desk.store.cursor.put(session, Cursor(snapshot_page="p2", snapshot_seq=9))
    assert left_behind.left_behind(desk) == [], "nobody is here before all are read"


def test_what_was_dropped_comes_back_until_the_client_is_purged(desk: Desk) -> None:
    ben = a_client(desk, "Ben Cole")
    note = noting.draft_key(ben)
    drafting.keep(desk, note, "He has moved\x1b[2J to", 5)
    assert left_behind.left_behind(desk) == [], "he is here"
    drafting.keep(desk, ben, "half a word", 4)
    with desk.store.writing() as session:
        forget_client(session, ben)
    told = {one.key: one for one in left_behind.left_behind(desk)}
    assert (told[note].client_id, told[note].words) == (ben, "a half-written note: He has moved␛[2J to")
    for key, words in ((ben, "half a word"), (note, "a half-written note: He has moved␛[2J to")):
        assert left_behind.drop(desk, key) == "Dropped: what was half written"
        assert key not in {one.key for one in left_behind.left_behind(desk)}
        undoing.undo(desk)
        assert words in {one.words for one in left_behind.left_behind(desk)}
        left_behind.drop(desk, key)
    with desk.store.writing() as session:
        forget_client(session, ben)
    assert undoing.latest(desk) is None, "nor are the words kept among the acts"
