"""From the log into the replica: once, whatever came before, comes again, or nobody has heard of."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.doctor.kept import audit_log
from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.store.columns import AFTER_ALL
from rise_tui.store.notices import AUDIT_HEADS, CARRIER, STEPPED_OVER
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from rise_tui.sync.inbound import PUTS, apply, apply_all
from rise_tui.sync.replica import APART
from rise_tui.wire.events import FACTS, Event
from tests.sync.people import ME, Log, everything_in
from tests.sync.small_relay import ANA, START_MS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as store:
        yield store


def put(store: Store, *events: Event) -> None:
    with store.writing() as session:
        apply_all(session, store, events, ME, START_MS)


def line(store: Store, client_id: str) -> Any:
    with store.reading() as session:
        found = store.conversations.get(session, client_id)
    assert found is not None
    return found


def thread(store: Store, client_id: str) -> list[Message]:
    with store.reading() as session:
        return list(store.threads.window(session, client_id))


def test_every_type_of_the_wire_has_its_place() -> None:
    assert set(PUTS) | APART == set(FACTS)


def test_a_reply_stands_in_the_inbox_with_its_name(store: Store) -> None:
    log = Log()
    client_id = log.client("Dana")
    log.received(client_id, "can i come\x1b]52;c;aGk=\x07 tomorrow?", marks=["question"])
    put(store, *log.events)
    found = line(store, client_id)
    assert (found.name, found.state, found.unread_count, found.mark) == ("Dana Reyes", "needs_reply", 1, "question")
    assert "\x1b" not in found.snippet
    assert thread(store, client_id)[0].body == "can i come\x1b]52;c;aGk=\x07 tomorrow?", "the words themselves are kept"


def test_a_number_nobody_knows_is_listed_by_itself(store: Store) -> None:
    log = Log()
    log.received(None, "who is this", e164="+12155550177")
    put(store, *log.events)
    assert line(store, "tel:+12155550177").state == "needs_reply"


def test_a_type_from_a_later_version_is_stepped_over(store: Store) -> None:
    log = Log()
    client_id = log.client()
    log.add("ClientWavedAt", client_id, how="both hands")
    log.add("NoteChanged", client_id, note_id=7, client_id=["not", "a", "string"])
    log.received(client_id, "hi", a_new_field={"x": 1})
    put(store, *log.events)
    assert [message.body for message in thread(store, client_id)] == ["hi"]


def noticed(store: Store, name: str) -> Any:
    with store.reading() as session:
        return store.notices.get(session, name)


HOSTILE = [
    ("MessageReceived", {"body": "x" * 2_000_000}, True),
    ("MessageReceived", {"body": "\x00\x1b]0;t\x07\ud800\u202e\x9b2J" + "e\u0301\u200d" * 5_000}, True),
    ("MessageReceived", {"marks": ["\x1b[2J", "urgent"], "opt_word": "\ud800"}, True),
    ("MessageReceived", {"media": [{"index": 2**70}]}, False),
    ("ClientChanged", {"first_name": "A" * 1_000_000, "last_name": "\x1b\ud800\u202e\n\r\t\x85\u2028"}, True),
    ("ClientChanged", {"status_until": 10**40}, False),
    ("ConversationChanged", {"state": "parked"}, False),
    ("ConversationChanged", {"state": "done", "seen_through": 2**64}, False),
    ("ConsentChanged", {"e164": "+12155550142", "purpose": "weather", "state": "opted_in", "how": "x"}, False),
    ("DocumentChanged", {"document_id": "d", "sha256": "0", "kind": "passport"}, False),
    ("MessageAccepted", {"body": "hi", "segments": 2**63}, False),
    ("AppointmentChanged", {"appointment_id": "a", "kind": "class", "starts_at": "the day after"}, False),
]


@pytest.mark.parametrize(("type", "data", "is_taken"), HOSTILE)
def test_no_event_stops_the_log_whatever_it_holds(
    store: Store, caplog: pytest.LogCaptureFixture, type: str, data: dict[str, Any], is_taken: bool
) -> None:
    log = Log()
    client_id = log.client()
    usual = {"client_id": client_id, "message_id": new_id(), "e164": "+12155550142", "to_e164": "+12155550100"}
    log.add(type, client_id, **{**usual, "first_name": "Dana", "body": "words of a client", **data})
    log.received(client_id, "after it")
    put(store, *log.events)
    assert thread(store, client_id)[-1].body == "after it"
    assert line(store, client_id).state == "needs_reply"
    assert not {"\x1b", "\x9b", "\u202e", "\n"} & {*line(store, client_id).name, *line(store, client_id).snippet}
    found = noticed(store, STEPPED_OVER)
    assert (found is None) == is_taken
    assert is_taken or found.words["type"] == type
    assert "words" not in caplog.text
    assert "555" not in caplog.text


def test_what_an_event_wrote_before_it_could_not_be_read_is_not_left_half(store: Store) -> None:
    log = Log()
    client_id = log.client()
    log.received(client_id, "half", media=[{"index": 0}, {"index": 2**70}])
    put(store, *log.events)
    assert thread(store, client_id) == []
    assert noticed(store, STEPPED_OVER).words["count"] == 1


def test_a_full_disk_is_no_fault_of_the_event(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    log = Log()
    log.client()
    monkeypatch.setitem(PUTS, "NumberChanged", is_full)
    with pytest.raises(sqlite3.OperationalError):
        put(store, *log.events)
    assert noticed(store, STEPPED_OVER) is None


def test_the_last_word_of_the_phone_company_is_kept(store: Store) -> None:
    log = Log()
    log.add("CarrierAlert", code="20003", title="The phone company refuses the office's key", is_stopped=True)
    newer = log.add("CarrierAlert", code="20003", title="It takes it again", detail="Texts leave.")
    put(store, *log.events)
    put(store, log.events[0])
    found = noticed(store, CARRIER)
    assert (found.words["title"], found.words["is_stopped"], found.at) == ("It takes it again", False, newer.at)


def test_every_days_hash_of_the_audit_log_is_kept_once_and_doctor_says_the_newest(store: Store) -> None:
    log = Log()
    for n in (7, 9):
        log.add("AuditHead", n=n, hash=f"{n:064x}", newest_at="2026-11-22T17:00:00.000Z")
    put(store, *log.events)
    put(store, log.events[1])
    found = noticed(store, AUDIT_HEADS)
    assert [head["n"] for head in found.words["heads"]] == [7, 9]
    [told] = audit_log(found)
    assert told.detail == f"2 hashes of it kept here, the newest of 2026-11-22: 9:{9:064x}"


def test_fault_39_a_relay_one_version_on_is_understood(store: Store) -> None:
    log = Log()
    client_id = log.client()
    for event in (log.received(client_id), log.accepted(client_id)):
        event.data["added_later"] = True
    put(store, *log.events)
    assert len(thread(store, client_id)) == 2


def test_a_text_typed_here_gets_its_number_and_is_never_there_twice(store: Store) -> None:
    log = Log()
    client_id = log.client()
    put(store, *log.events)
    with store.writing() as session:
        mine = store.threads.put_local(
            session, Message(new_id(), client_id, "outbound", "See you at 9", "held", START_MS)
        )
    assert thread(store, client_id)[0].position > AFTER_ALL
    event = log.accepted(client_id, "See you at 9", message_id=mine.message_id)
    put(store, event)
    put(store, event)
    (found,) = thread(store, client_id)
    assert (found.seq, found.position, found.body) == (event.seq, event.seq, "See you at 9")


def test_a_late_sent_never_undoes_delivered(store: Store) -> None:
    log = Log()
    client_id = log.client()
    text = log.accepted(client_id)
    sent = log.add("MessageStatusChanged", client_id, message_id=text.data["message_id"], status="sent")
    log.add("MessageStatusChanged", client_id, message_id=text.data["message_id"], status="delivered")
    put(store, *log.events)
    put(store, sent)
    assert thread(store, client_id)[0].status == "delivered"


def test_every_step_of_a_text_is_kept_with_its_time_and_goes_with_the_text(store: Store) -> None:
    log = Log()
    client_id = log.client()
    message_id = log.accepted(client_id).data["message_id"]
    log.add("MessageStatusChanged", client_id, message_id=message_id, status="sent")
    failed = {"status": "undelivered", "reason": "unreachable", "error_code": 30003}
    log.add("MessageStatusChanged", client_id, message_id=message_id, **failed)
    put(store, *log.events)
    put(store, *log.events)
    with store.writing() as session:
        steps = store.statuses.of(session, message_id)
        assert [(step.status, step.error_code) for step in steps] == [("sent", None), ("undelivered", 30003)]
        store.threads.remove(session, [message_id])
        assert store.statuses.of(session, message_id) == []


def test_what_happened_beside_the_texts_is_kept_once_with_its_time(store: Store) -> None:
    log = Log()
    client_id = log.client("Dana")
    log.add(
        "ConsentChanged", client_id, "client", client_id=client_id, e164="+12155550142", state="opted_out", how="word"
    )
    paused = log.add("ClientChanged", client_id, ANA, client_id=client_id, first_name="Dana", status="paused")
    log.add("ClientChanged", client_id, ANA, client_id=client_id, first_name="Dana", status="paused", language="es")
    put(store, *log.events)
    put(store, *log.events)
    with store.reading() as session:
        found = store.happenings.between(session, client_id, -1, None, 10)
        since = store.happenings.latest(session, client_id, "status")
        assert store.happenings.between(session, "tel:+12155550142", -1, None, 10) == [], "no number without a text"
    assert [one.kind for one in found] == ["consent", "status"]
    assert since is not None
    assert (since.seq, since.at) == (paused.seq, paused.at)


def test_since_when_somebody_is_paused_who_came_so_is_not_known(store: Store) -> None:
    log = Log()
    client_id = new_id()
    log.add("ClientChanged", client_id, ANA, client_id=client_id, first_name="Dana", status="paused")
    put(store, *log.events)
    with store.reading() as session:
        since = store.happenings.latest(session, client_id, "status")
        assert store.happenings.between(session, client_id, -1, None, 10) == []
    assert since is not None
    assert since.at == 0


def test_a_note_that_was_taken_back_is_gone(store: Store) -> None:
    log = Log()
    client_id, note_id = log.client("Dana"), new_id()
    log.add("NoteChanged", client_id, ANA, note_id=note_id, client_id=client_id, body="works evenings")
    put(store, *log.events)
    with store.reading() as session:
        assert [note.body for note in store.notes.list(session, client_id)] == ["works evenings"]
    log.add("NoteChanged", client_id, ANA, note_id=note_id, client_id=client_id, body="", deleted=True)
    put(store, *log.events)
    with store.reading() as session:
        assert list(store.notes.list(session, client_id)) == []


def test_a_later_reply_keeps_needs_reply_whatever_was_wished_before(store: Store) -> None:
    log = Log()
    client_id = log.client()
    first = log.received(client_id)
    second = log.received(client_id, "are you there")
    log.add("ConversationChanged", client_id, client_id=client_id, state="done", seen_through=first.seq)
    put(store, *log.events)
    assert line(store, client_id).state == "needs_reply"
    log.add("ConversationChanged", client_id, client_id=client_id, state="done", seen_through=second.seq)
    put(store, log.events[-1])
    assert line(store, client_id).state == "done"


def test_who_was_put_off_comes_back_when_they_write(store: Store) -> None:
    log = Log()
    client_id = log.client()
    first = log.received(client_id)
    until = to_wire(START_MS * 2)
    columns = {"state": "needs_reply", "snoozed_until": until, "seen_through": first.seq}
    log.add("ConversationChanged", client_id, client_id=client_id, **columns)
    put(store, *log.events)
    assert line(store, client_id).snoozed_until_at is not None
    log.received(client_id)
    put(store, log.events[-1])
    assert line(store, client_id).snoozed_until_at is None


def test_a_row_with_a_wish_on_it_keeps_what_was_typed_while_facts_come(store: Store) -> None:
    log = Log()
    client_id = log.client("Dana")
    put(store, *log.events)
    with store.writing() as session:
        store.pending.shelve(session, "client", client_id, "wish-1", {"first_name": "Dani"})
    log.add("ClientChanged", client_id, client_id=client_id, first_name="Danuta", language="es")
    put(store, log.events[-1])
    with store.reading() as session:
        shown = store.clients.get(session, client_id)
    assert shown is not None
    assert shown.first_name == "Dani"
    with store.writing() as session:
        store.pending.refuse(session, "wish-1")
    with store.reading() as session:
        shown = store.clients.get(session, client_id)
    assert shown is not None
    assert (shown.first_name, shown.language) == ("Danuta", "es")


def test_whom_the_relay_left_out_has_no_text_here(store: Store) -> None:
    log = Log()
    dana, eli = log.client("Dana"), log.client("Eli", "+12155550143")
    broadcast = new_id()
    ids = {client_id: broadcast_message_id(broadcast, client_id) for client_id in (dana, eli)}
    put(store, *log.events)
    with store.writing() as session:
        for client_id, message_id in ids.items():
            text = Message(message_id, client_id, "outbound", "Class", "held", START_MS, broadcast_id=broadcast)
            store.threads.put_local(session, text)
    log.add(
        "BroadcastAccepted",
        broadcast_id=broadcast,
        name="Class",
        body="Class",
        recipients=[{"client_id": dana, "message_id": ids[dana]}],
        left_out=[{"client_id": eli, "reason": "opted_out"}],
        caseworker_id=ANA,
    )
    log.accepted(dana, "Class", message_id=ids[dana], broadcast_id=broadcast)
    log.add("MessageStatusChanged", dana, message_id=ids[dana], status="delivered")
    put(store, *log.events)
    assert thread(store, eli) == []
    assert [text.status for text in thread(store, dana)] == ["delivered"]
    with store.reading() as session:
        assert store.broadcasts.tally(session, broadcast) == {"delivered": 1}


def a_broadcast(log: Log, *client_ids: str) -> tuple[str, dict[str, str]]:
    """A broadcast to these people that the relay has taken; its id, and the text of each."""
    broadcast = new_id()
    ids = {client_id: broadcast_message_id(broadcast, client_id) for client_id in client_ids}
    people = [{"client_id": client_id, "message_id": message_id} for client_id, message_id in ids.items()]
    log.add("BroadcastAccepted", broadcast_id=broadcast, name="Class", body="Hi", recipients=people, left_out=[],
            caseworker_id=ANA)  # fmt: skip
    for client_id, message_id in ids.items():
        log.accepted(client_id, "Hi", message_id=message_id, broadcast_id=broadcast)
    return broadcast, {str(client): str(message) for client, message in ids.items()}


def test_a_text_that_is_sent_again_counts_instead_of_the_one_that_failed(store: Store) -> None:
    log = Log()
    dana = log.client("Dana")
    broadcast, ids = a_broadcast(log, dana)
    log.add("MessageStatusChanged", dana, message_id=ids[dana], status="failed", reason="unreachable")
    again = new_id()
    log.accepted(dana, "Hi", message_id=again, broadcast_id=broadcast)
    log.add("MessageStatusChanged", dana, message_id=ids[dana], status="read")
    put(store, *log.events)
    with store.reading() as session:
        assert store.tallies.counts(session, [broadcast]) == {broadcast: [("queued", "", 1)]}
        [person] = store.broadcasts.recipients(session, broadcast)
        assert person.message_id == again


def test_texts_that_come_before_their_broadcast_are_counted_as_they_stand(store: Store) -> None:
    """A snapshot brings conversations first."""
    log = Log()
    dana, eli = log.client("Dana"), log.client("Eli", "+12155550143")
    broadcast, ids = a_broadcast(log, dana, eli)
    log.add("MessageStatusChanged", dana, message_id=ids[dana], status="delivered")
    log.add("MessageStatusChanged", eli, message_id=ids[eli], status="failed", reason="landline")
    late = [event for event in log.events if event.type == "BroadcastAccepted"]
    put(store, *[event for event in log.events if event not in late])
    put(store, *late)
    with store.reading() as session:
        found = store.tallies.counts(session, [broadcast])[broadcast]
    assert sorted(found) == [("delivered", "", 1), ("failed", "landline", 1)]


def test_the_bell_rings_once_for_what_changed_in_a_transaction(store: Store) -> None:
    log = Log()
    client_id = log.client()
    for _ in range(10):
        log.received(client_id)
    bell = store.bell()
    put(store, *log.events)
    heard = bell.heard()
    bell.close()
    assert [(change.topic, change.key) for change in heard].count(("thread", client_id)) == 1
    assert {change.topic for change in heard} >= {"inbox", "thread"}


def an_office(seed: int, length: int) -> list[Event]:
    """A log in which everything happens that a log can hold."""
    log = Log(seed)
    log.add("OfficeChanged", office_id=new_id(), name="O", zone="America/New_York", numbers=["+12155550100"],
            segments_per_second=1, price_micros=8300)  # fmt: skip
    clients = [log.client(name, f"+1215555014{i}") for i, name in enumerate(("Ana", "Bo", "Cy"))]
    texts: list[tuple[str, str]] = []
    pick = log.random
    for _ in range(length):
        client_id = pick.choice(clients)
        match pick.randrange(9):
            case 0 | 1:
                media = [{"index": 0, "declared_type": "image/jpeg"}] if pick.random() < 0.3 else []
                event = log.received(client_id, "word " * pick.randrange(1, 5), media=media, e164="+12155550140")
                if media:
                    data = {"message_id": event.data["message_id"], "index": 0}
                    log.add("MediaStored", client_id, **data, sha256="a" * 64, type="image/jpeg", bytes=9)
            case 2:
                texts.append((client_id, log.accepted(client_id).data["message_id"]))
            case 3 if texts:
                whose, message_id = pick.choice(texts)
                status = pick.choice(["sending", "sent", "delivered"])
                log.add("MessageStatusChanged", whose, message_id=message_id, status=status)
            case 4:
                state, seen = pick.choice(["done", "waiting"]), pick.randrange(len(log.events))
                log.add("ConversationChanged", client_id, client_id=client_id, state=state, seen_through=seen)
            case 5:
                log.add("ClientChanged", client_id, client_id=client_id, first_name=f"N{len(log.events)}")
            case 6:
                state = pick.choice(["opted_in", "opted_out"])
                log.add("ConsentChanged", client_id, client_id=client_id, e164="+12155550140", state=state, how="word")
            case 7:
                log.add("NoteChanged", client_id, note_id=new_id(), client_id=client_id, body="n", caseworker_id=ANA)
            case _:
                log.add("GroupMembershipChanged", client_id, group_id=ANA, client_id=client_id, is_member=True)
    return log.events


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 99)), max_size=8),
)
def test_any_interleaving_and_repetition_of_pages_gives_the_replica_of_one_pass(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: list[tuple[bool, int, int]]
) -> None:
    events = an_office(seed, 30)
    past = sorted({event.client_id for event in events if event.client_id})
    with Store(tmp_path_factory.mktemp("once")) as once, Store(tmp_path_factory.mktemp("again")) as again:
        put(once, *events)
        reached = 0
        for is_past, first, second in [*steps, (False, 99, 99)]:
            if is_past:  # a client's own past, read while the log goes on
                whose = past[first % len(past)]
                put(again, *(event for event in events if event.client_id == whose))
                continue
            start = first * reached // 99  # a page, read again from somewhere before
            end = start + second * (len(events) - start) // 99
            put(again, *events[start:end])
            reached = max(reached, end)
        assert everything_in(again) == everything_in(once)


def test_an_event_alone_is_as_good_as_a_page(store: Store, tmp_path: Path) -> None:
    events = an_office(7, 40)
    put(store, *events)
    with Store(tmp_path / "other") as other:
        for event in events:
            with other.writing() as session:
                apply(session, other, event, ME, START_MS)
        assert everything_in(other) == everything_in(store)
