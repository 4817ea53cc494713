"""The inbox's rows: order, counts, and staying true to the facts."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.domain.inbox_words import last_words
from rise_tui.domain.messages import Media, MediaState
from rise_tui.store.engine import sql
from rise_tui.store.lines import Counts, Filter, page_sql
from rise_tui.store.notices import READER
from rise_tui.store.standing import LOOKED_AT
from rise_tui.store.store import Store
from tests.store.people import MINUTE, NOW, add_client, decide, text_in, text_out

ONE, TWO = "+12155550101", "+12155550102"


def shown(store: Store, filter: Filter, now: int = NOW) -> list[str]:
    with store.reading() as session:
        ids = store.conversations.ids_in_order(session, filter, now=now)
        assert ids == [line.client_id for line in store.conversations.page(session, filter, now=now, limit=1000)]
        return ids


def test_urgent_ones_come_first_then_who_waits_longest(store: Store) -> None:
    with store.writing() as session:
        for client, seq, marks in (("new", 30, ()), ("old", 10, ()), ("urgent", 20, ("urgent", "question"))):
            text_in(store, session, add_client(store, session, client), seq, marks=marks)
        text_in(store, session, "old", 40)
    assert shown(store, "needs_reply") == ["urgent", "old", "new"]


def test_an_urgent_text_stays_urgent_behind_a_thank_you_until_it_is_answered(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 10, "they kicked me out", marks=("urgent",))
        text_in(store, session, "c1", 11, "ok thanks", marks=("thanks",))
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.is_urgent, line.mark, line.snippet) == (True, "urgent", "they kicked me out")
        decide(store, session, "c1", "done", 11, 12)
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.is_urgent, line.mark, line.state) == (False, "", "done")


def test_a_question_is_told_although_they_thanked_later_and_we_wrote_to_everybody(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 10, "thanks", marks=("thanks",))
        text_in(store, session, "c1", 11, "What time is it?", marks=("question",))
        text_in(store, session, "c1", 12, "thanks", marks=("thanks",))
        text_out(store, session, "c1", 13, "Class 3 meets Monday", broadcast_id="b1")
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.snippet, line.mark) == ("What time is it?", "question")
        assert line.needs_reply_since_at == NOW + 10 * MINUTE


def test_whose_the_last_words_are_is_told_by_name_where_a_colleague_wrote_them(store: Store) -> None:
    with store.writing() as session:
        store.notices.put(session, READER, {"caseworker_id": "me"}, seq=0, at=NOW)
        for who, name in (("me", "Dana Ortiz"), ("luis", "Luis Marin")):
            store.office.put_caseworker(session, who, seq=1, name=name, role="caseworker", is_active=True)
        text_out(store, session, add_client(store, session, "c1"), 10, "see you", caseworker_id="luis")
        told = []
        for seq, who in ((11, "me"), (12, "luis")):
            told.append(last_words(store.conversations.page(session, "all", now=NOW)[0]))
            text_out(store, session, "c1", seq, "tomorrow", caseworker_id=who)
        told.append(last_words(store.conversations.page(session, "all", now=NOW)[0]))
        text_in(store, session, "c1", 13, "ok")
        told.append(last_words(store.conversations.page(session, "all", now=NOW)[0]))
    assert told == ["Luis: see you", "you: tomorrow", "Luis: tomorrow", "ok"]


def test_a_stop_like_text_about_which_somebody_decided_is_as_any_other(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1", e164=ONE)
        text_in(store, session, "c1", 10, "stop texting me please", marks=("stop_like",), e164=ONE)
        text_in(store, session, "c1", 11, "ok", marks=("yes",), e164=ONE)
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert line.mark == "stop_like"
        store.consents.put(session, ONE, "c1", seq=12, state="opted_in", how="caseworker", message_id="in-10")
        store.conversations.refresh(session, "c1")
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.mark, line.snippet) == ("", "stop texting me please")


def test_an_urgent_text_is_found_among_many_that_came_later(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1")
        for seq in range(10, 10 + LOOKED_AT + 20):
            is_grave = seq == 10 + LOOKED_AT + 5
            text_in(store, session, "c1", seq, "I want to die" if is_grave else "hi", marks=("urgent",) * is_grave)
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.is_urgent, line.snippet) == (True, "I want to die")


def test_snoozed_ones_are_away_until_their_time(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 10)
        store.conversations.put(session, "c1", seq=11, snoozed_until_at=NOW + MINUTE)
        assert store.conversations.counts(session, now=NOW) == Counts(0, 0, 1, 0)
    assert (shown(store, "needs_reply"), shown(store, "snoozed")) == ([], ["c1"])
    assert (shown(store, "needs_reply", NOW + MINUTE), shown(store, "snoozed", NOW + MINUTE)) == (["c1"], [])


def test_waiting_shows_whose_answer_is_out_longest_first(store: Store) -> None:
    with store.writing() as session:
        for client, seq in (("b", 20), ("a", 10)):
            text_out(store, session, add_client(store, session, client), seq)
            decide(store, session, client, "waiting", 0, seq + 1)
        assert store.conversations.counts(session, now=NOW) == Counts(0, 2, 0, 0)
    assert shown(store, "waiting") == ["a", "b"]
    assert shown(store, "all") == ["b", "a"]


def test_an_unknown_number_needs_a_reply_and_has_its_own_tab(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, f"tel:{ONE}", 10, "who is this", e164=ONE)
        line = store.conversations.get(session, f"tel:{ONE}")
        assert line is not None
        assert (line.name, line.phone_end) == ("(215) 555-0101", "0101")
        assert store.conversations.counts(session, now=NOW) == Counts(1, 0, 0, 1)
    assert shown(store, "unknown") == shown(store, "needs_reply") == [f"tel:{ONE}"]


@pytest.mark.parametrize("filter", ["needs_reply", "waiting", "snoozed", "all"])
def test_a_page_is_read_from_an_index_in_its_order(store: Store, filter: Filter) -> None:
    with store.reading() as session:
        plan = sql(session).execute(f"EXPLAIN QUERY PLAN {page_sql(filter)}", {"now": NOW, "limit": 50, "offset": 0})
        steps = [row[3] for row in plan]
    assert "USING INDEX" in steps[0]
    assert not [step for step in steps if "TEMP B-TREE" in step]
    assert not [step for step in steps[1:] if step.startswith("SCAN")], "who wrote last is looked up, never searched"


def test_a_refresh_asks_no_more_of_a_long_conversation_than_of_a_short_one(store: Store) -> None:
    def statements(client: str) -> int:
        said: list[str] = []
        with store.writing() as session:
            sql(session).set_trace_callback(said.append)
            store.conversations.refresh(session, client)
            sql(session).set_trace_callback(None)
        return len(said)

    with store.writing() as session:
        for client, length in (("short", 3), ("long", 600)):
            add_client(store, session, client, e164=ONE)
            for number in range(length):
                text_in(store, session, client, number + (1000 if client == "long" else 10), e164=ONE)
    assert statements("long") == statements("short") < 25


def test_a_refresh_scans_no_table(store: Store) -> None:
    said: list[str] = []
    with store.writing() as session:
        add_client(store, session, "c1", e164=ONE)
        store.numbers.put(session, "c1", TWO, seq=2, is_confirmed=True, from_at=2)
        text_in(store, session, "c1", 10, e164=ONE, marks=("urgent",))
        text_out(store, session, "c1", 11, status="failed", reason="landline")
        sql(session).set_trace_callback(said.append)
        store.conversations.refresh(session, "c1")
        sql(session).set_trace_callback(None)
        assert len(said) > 8
        for statement in said:
            for row in sql(session).execute(f"EXPLAIN QUERY PLAN {statement}"):
                assert not row[3].startswith("SCAN") or "CONSTANT ROW" in row[3], (statement, row[3])


def test_a_text_that_failed_is_listed_with_its_reason_until_somebody_says_done(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1")
        text_out(store, session, "c1", 10)
        decide(store, session, "c1", "waiting", 0, 11)
    assert shown(store, "needs_reply") == []
    with store.writing() as session:
        store.threads.set_status(session, "out-10", "failed", seq=12, reason="landline")
        store.conversations.refresh(session, "c1")
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert line.has_failed
        assert line.state == "waiting"
        assert "landline" in line.snippet
        assert store.conversations.counts(session, now=NOW) == Counts(1, 0, 0, 0)
    assert shown(store, "needs_reply") == ["c1"]
    with store.writing() as session:
        store.pending.shelve(session, "conversation", "c1", "w1", {"state": "done"})
        store.conversations.refresh(session, "c1")
    assert shown(store, "needs_reply") == []
    with store.writing() as session:
        store.pending.accept(session, "w1", 13)
        store.conversations.refresh(session, "c1")
    assert shown(store, "needs_reply") == []


def test_a_text_that_fails_after_done_comes_back(store: Store) -> None:
    with store.writing() as session:
        text_out(store, session, add_client(store, session, "c1"), 10)
        decide(store, session, "c1", "done", 0, 11)
        store.threads.set_status(session, "out-10", "undelivered", seq=12)
        store.conversations.refresh(session, "c1")
    assert shown(store, "needs_reply") == ["c1"]


def test_a_broadcast_that_failed_for_somebody_does_not_fill_the_inbox(store: Store) -> None:
    with store.writing() as session:
        text_out(store, session, add_client(store, session, "c1"), 10, broadcast_id="b1", status="failed")
    assert shown(store, "needs_reply") == []


def test_a_stale_done_never_covers_a_later_text(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 10)
        text_in(store, session, "c1", 12)
        decide(store, session, "c1", "done", 10, 13)
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.state, line.needs_reply_since_at) == ("needs_reply", NOW + 12 * MINUTE)


def test_asked_again_by_hand_the_last_text_is_what_needs_a_reply(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 10, marks=("question",))
        text_out(store, session, "c1", 11)
        decide(store, session, "c1", "needs_reply", 10, 12)
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.mark, line.needs_reply_since_at) == ("question", NOW + 10 * MINUTE)


def test_unread_texts_are_counted_from_where_one_has_read(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1")
        for seq in (10, 11, 12):
            text_in(store, session, "c1", seq)
        text_in(store, session, "c1", 13, media=(Media(0, "a" * 64, "image/jpeg", MediaState.STORED),))
        store.conversations.put(session, "c1", read_through=11)
        store.conversations.refresh(session, "c1")
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert line.unread_count == 2
        assert line.has_photo
        assert store.threads.first_unread(session, "c1") == 12


def test_the_consent_shown_is_that_of_the_number_a_text_would_go_to(store: Store) -> None:
    def consent() -> str:
        with store.writing() as session:
            store.conversations.refresh(session, "c1")
            line = store.conversations.get(session, "c1")
            assert line is not None
            return line.consent

    with store.writing() as session:
        add_client(store, session, "c1", e164=ONE)
        store.numbers.put(session, "c1", TWO, seq=2, is_confirmed=True, from_at=2)
        text_in(store, session, "c1", 10, e164=ONE)
        assert store.numbers.to_text(session, "c1") == ONE
        store.consents.put(session, ONE, seq=11, state="opted_in")
    assert consent() == "opted_in"
    with store.writing() as session:  # STOP from the other number closes this one
        store.consents.put(session, TWO, "c1", seq=12, state="opted_out")
    assert consent() == "opted_out"
    with store.writing() as session:  # START opens the number that wrote
        store.consents.put(session, ONE, "c1", seq=13, state="opted_in")
    assert consent() == "opted_in"
    with store.writing() as session:  # said here, not yet at the relay
        store.pending.shelve(session, "consent", (ONE, "", "all"), "w1", {"state": "opted_out"})
    assert consent() == "opted_out"
    with store.writing() as session:
        store.pending.refuse(session, "w1")
    assert consent() == "opted_in"
    with store.writing() as session:
        store.numbers.mark(session, ONE, is_blocked=True)
    assert consent() == "opted_out"


def test_a_text_goes_to_the_open_number_they_last_wrote_from(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1", e164=ONE)
        store.numbers.put(session, "c1", TWO, seq=2, is_confirmed=True, from_at=2)
        assert store.numbers.to_text(session, "c1") == TWO
        text_in(store, session, "c1", 10, e164=TWO)
        text_in(store, session, "c1", 11, e164=ONE)
        assert store.numbers.to_text(session, "c1") == ONE
        store.numbers.put(session, "c1", ONE, seq=12, until_at=5)
        assert store.numbers.to_text(session, "c1") == TWO
        store.numbers.put(session, "c1", TWO, seq=13, is_confirmed=False)
        assert store.numbers.to_text(session, "c1") is None
        assert store.numbers.to_text(session, f"tel:{ONE}") == ONE


@given(st.text(st.characters(), max_size=400))
@settings(deadline=None, max_examples=60)
def test_whatever_a_client_writes_the_snippet_is_one_safe_line(store_once: Store, body: str) -> None:
    with store_once.writing() as session:
        store_once.threads.remove(session, ["in-77"])
        text_in(store_once, session, add_client(store_once, session, "c1", body or "x"), 77, body)
        line = store_once.conversations.get(session, "c1")
    assert line is not None
    assert len(line.snippet) <= 160 * 12
    for text in (line.snippet, line.name):
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
        assert not any(character in text for character in "\u202e\u2066\u200b\u061c")


def test_a_page_by_offset_is_a_stretch_of_the_whole(store: Store) -> None:
    with store.writing() as session:
        for number in range(30):
            text_in(store, session, add_client(store, session, f"c{number:02}"), 100 + number)
    with store.reading() as session:
        whole = store.conversations.page(session, now=NOW, limit=100)
        parts = [store.conversations.page(session, now=NOW, limit=7, offset=start) for start in range(0, 35, 7)]
    assert [line for part in parts for line in part] == whole
    assert len(whole) == 30
