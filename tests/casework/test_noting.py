"""Notes, calls and visits: written once, kept while they are typed, and taken back with their words."""

import pytest

from rise_tui.casework import attaching, closed_drafts, drafting, noting, reading, undoing
from rise_tui.casework.asides import Aside
from rise_tui.casework.desk import Desk
from rise_tui.domain.attachments import Attachment
from rise_tui.domain.errors import BadInput, Conflict, Refused
from tests.casework.office import a_client, accepted, offered, outbox, refused, writes


def in_line(desk: Desk, client_id: str) -> list[str]:
    return [
        f"{item.label}: {item.words}" for item in reading.open_thread(desk, client_id).items if isinstance(item, Aside)
    ]


def test_a_note_is_a_wish_and_stands_in_the_conversation_at_once(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    assert noting.write(desk, marcus, " works evenings \n") == "Note about Marcus Bell saved"
    [entry] = outbox(desk)
    assert (entry.wish.kind, entry.wish.body) == (
        "note",
        {"client_id": marcus, "body": "works evenings", "kind": "note"},
    )
    assert in_line(desk, marcus) == ["Note: works evenings"]
    assert [(one.words, one.author) for one in noting.notes(desk, marcus)] == [("works evenings", "")]
    accepted(desk, 6)
    assert in_line(desk, marcus) == ["Note: works evenings"]


def test_what_is_typed_of_a_note_is_kept_until_it_is_saved(desk: Desk) -> None:
    marcus = a_client(desk)
    key = noting.draft_key(marcus)
    drafting.keep(desk, key, "half a no", 9)
    assert drafting.recall(desk, key).body == "half a no"
    assert drafting.recall(desk, marcus).body == ""
    noting.write(desk, marcus, "Called, no answer.", "call")
    assert drafting.recall(desk, key).body == "half a no"
    noting.write(desk, marcus, "half a no")
    assert drafting.recall(desk, key).body == ""


def test_a_note_that_never_left_is_gone_when_it_is_taken_back_and_its_words_stand_where_one_typed(desk: Desk) -> None:
    marcus = a_client(desk)
    drafting.keep(desk, noting.draft_key(marcus), "works evenings", 14)
    noting.write(desk, marcus, "works evenings")
    act = undoing.undo(desk)
    assert act is not None
    assert act.label == "Note taken back: Marcus Bell"
    assert outbox(desk) == []
    assert in_line(desk, marcus) == []
    assert drafting.recall(desk, noting.draft_key(marcus)).body == "works evenings"


def test_a_note_that_the_relay_has_is_taken_back_by_a_wish(desk: Desk) -> None:
    marcus = a_client(desk)
    noting.write(desk, marcus, "Called, no answer.", "call")
    accepted(desk, 6)
    undoing.undo(desk)
    assert outbox(desk)[0].wish.body == {"client_id": marcus, "deleted": True}
    assert in_line(desk, marcus) == []
    refused(desk)
    assert in_line(desk, marcus) == ["Call: Called, no answer."]


def test_a_note_that_is_on_its_way_is_taken_back_behind_it(desk: Desk) -> None:
    marcus = a_client(desk)
    noting.write(desk, marcus, "x")
    offered(desk)
    undoing.undo(desk)
    first, second = outbox(desk)
    assert second.wish.names == (first.wish.ids["note_id"],)
    assert in_line(desk, marcus) == []


def test_nothing_too_much_and_nobodys_number_are_refused_and_nothing_is_kept(desk: Desk) -> None:
    marcus = a_client(desk)
    with pytest.raises(BadInput, match="nothing to save"):
        noting.write(desk, marcus, "  \n")
    with pytest.raises(BadInput, match="too long"):
        noting.write(desk, marcus, "a" * (noting.LONGEST + 1))
    with pytest.raises(Refused, match="nobody's yet"):
        noting.write(desk, "tel:+12155550148", "who is this")
    assert outbox(desk) == []


def test_taking_back_a_note_that_is_gone_says_so(desk: Desk) -> None:
    marcus = a_client(desk)
    noting.write(desk, marcus, "x")
    accepted(desk, 6)
    [one] = noting.notes(desk, marcus)
    with desk.store.writing() as session:
        desk.store.notes.put(session, one.note_id, seq=7, is_deleted=True)
    with pytest.raises(Conflict, match="not here any more"):
        undoing.undo(desk)


def test_what_was_half_written_becomes_a_note_and_what_was_attached_does_not_in_silence(desk: Desk) -> None:
    marcus = a_client(desk)
    drafting.keep(desk, marcus, "See you Monday", 3)
    attaching.attach(desk, marcus, Attachment("a" * 64, "image/jpeg", 9))
    assert closed_drafts.make_note(desk, marcus) == "Kept as a note, without what was attached: Marcus Bell"
    assert in_line(desk, marcus) == ["Note: Not sent: See you Monday"]
    undoing.undo(desk)
    back = drafting.recall(desk, marcus)
    assert (back.body, back.media, in_line(desk, marcus)) == ("See you Monday", ("a" * 64,), [])
