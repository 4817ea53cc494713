"""The replica over a real socket: the snapshot, who is gained and lost, short transactions, another epoch."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rise_tui.domain.clock import SystemClock, to_wire
from rise_tui.domain.ids import new_id
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from rise_tui.sync.answers import ComeBackLater
from rise_tui.sync.event_stream import Heard
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.replica import EpochChanged, Replica, wipe
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from tests.sync.people import ME, Log, everything_in, on_disk
from tests.sync.small_relay import ANA, START_MS, TOKEN, SmallRelay, problem

OTHER = "00000000-0000-7000-8000-0000000000b2"
NEW_EPOCH = "00000000-0000-7000-8000-00000000e002"


@dataclass
class Desk:
    """A replica, the relay that it copies, and the log to write in."""

    store: Store
    relay: SmallRelay
    client: RelayClient
    log: Log
    replica: Replica

    async def take(self, *events: Event, is_live: bool = True) -> None:
        upto = events[-1].seq if events else self.replica.cursor().seq
        await self.replica.take(Heard(self.relay.epoch, events, upto, is_live))

    def bodies(self, client_id: str) -> list[str]:
        with self.store.reading() as session:
            return [message.body for message in self.store.threads.window(session, client_id)]

    def says(self, *events: Event) -> list[dict[str, Any]]:
        return [event.model_dump(mode="json", exclude_none=True) for event in events]


@pytest.fixture
async def desk(relay: SmallRelay, tmp_path: Path) -> AsyncIterator[Desk]:
    client = RelayClient(relay.url, TOKEN, relay.instance_id, answer_s=5)
    with Store(tmp_path, wait_ms=5_000) as store:
        yield Desk(store, relay, client, Log(), Replica(store, client, ME, SystemClock()))
    await client.aclose()


async def test_the_snapshot_comes_first_and_the_log_follows_it(desk: Desk) -> None:
    dana, eli = desk.log.client("Dana"), desk.log.client("Eli", "+12155550143")
    first, second = desk.log.received(eli, "old"), desk.log.received(dana, "new")
    desk.relay.facts = [desk.says(*desk.log.events[:2], second), desk.says(*desk.log.events[2:4], first)]
    desk.relay.facts_seq = 6
    assert await desk.replica.begin(desk.relay.epoch) == 6
    assert (desk.bodies(dana), desk.bodies(eli)) == (["new"], ["old"])
    await desk.take(desk.log.received(dana, "newest"))
    assert desk.bodies(dana) == ["new", "newest"]
    assert desk.replica.cursor().seq == 7


async def test_a_snapshot_that_was_cut_goes_on_where_it_was_and_is_usable_meanwhile(desk: Desk) -> None:
    dana, eli = desk.log.client("Dana"), desk.log.client("Eli", "+12155550143")
    first, second = desk.log.received(eli, "old"), desk.log.received(dana, "new")
    desk.relay.facts = [desk.says(*desk.log.events[:2], second), desk.says(*desk.log.events[2:4], first)]
    desk.relay.facts_seq = 6
    desk.relay.before = lambda request: problem(503, "busy") if request.query_params.get("page") else None
    with pytest.raises(ComeBackLater):
        await desk.replica.begin(desk.relay.epoch)
    assert desk.bodies(dana) == ["new"]
    desk.relay.before = None
    desk.relay.asked.clear()
    assert await desk.replica.begin(desk.relay.epoch) == 6
    assert desk.bodies(eli) == ["old"]
    assert len([path for path, _ in desk.relay.asked if path == "/v1/snapshot"]) == 1, (
        "the first page is not read again"
    )


async def test_a_page_that_the_relay_no_longer_knows_starts_the_snapshot_again(desk: Desk) -> None:
    dana = desk.log.client("Dana")
    desk.relay.facts = [desk.says(*desk.log.events), []]
    refused: list[str] = []

    def once(request: Any) -> Any:
        if request.query_params.get("page") and not refused:
            refused.append("page")
            return problem(422, "invalid")
        return None

    desk.relay.before = once
    await desk.replica.begin(desk.relay.epoch)
    with desk.store.reading() as session:
        assert desk.store.clients.get(session, dana) is not None


async def test_another_epoch_rebuilds_and_keeps_what_is_only_here(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana, eli = desk.log.client("Dana"), desk.log.client("Eli", "+12155550143")
    desk.log.received(dana, "before the restore")
    await desk.take(*desk.log.events)
    with desk.store.writing() as session:
        desk.store.drafts.put(session, Draft(dana, new_id(), "half writ"))
        desk.store.threads.put_local(session, Message(new_id(), dana, "outbound", "waits", "held", START_MS))
        desk.store.outbox.add(
            session, Wish("w1", dana, "note", {"note_id": new_id()}, {"client_id": dana, "body": "n"})
        )
    desk.relay.epoch = NEW_EPOCH
    with pytest.raises(EpochChanged):
        await desk.take(desk.log.received(dana, "of the new log"))
    restored = Log()
    restored.client("Dana", client_id=dana)
    restored.received(dana, "after the restore")
    desk.relay.facts, desk.relay.facts_seq = [desk.says(*restored.events)], 3
    assert await desk.replica.begin(NEW_EPOCH) == 3
    assert desk.bodies(dana) == ["after the restore", "waits"]
    with desk.store.reading() as session:
        assert desk.store.clients.get(session, eli) is None
        draft = desk.store.drafts.get(session, dana)
        assert draft is not None
        assert draft.body == "half writ"
        assert desk.store.outbox.waiting(session) == 1
    await desk.take(restored.received(dana, "and the next reply"))
    assert desk.bodies(dana)[1] == "and the next reply"


async def test_whoever_gains_a_client_reads_their_past(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    desk.log.received(dana, "long ago")
    past = desk.log.events[:]
    desk.relay.pasts[dana] = desk.says(*past)
    await desk.take(desk.log.add("OfficeChanged", office_id=new_id(), name="O", zone="UTC", numbers=[],
                                 segments_per_second=1, price_micros=1))  # fmt: skip
    assert desk.bodies(dana) == []
    assigned = desk.log.add(
        "ClientAssigned", dana, OTHER, client_id=dana, from_caseworker_id=OTHER, to_caseworker_id=ANA
    )
    await desk.take(assigned, desk.log.received(dana, "now"))
    assert desk.bodies(dana) == ["long ago", "now"]
    with desk.store.reading() as session:
        found = desk.store.conversations.get(session, dana)
    assert found is not None
    assert found.name == "Dana Reyes"


async def test_a_past_that_cannot_be_read_now_is_asked_for_again(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    desk.log.received(dana, "long ago")
    desk.relay.pasts[dana] = desk.says(*desk.log.events)
    assigned = desk.log.add(
        "ClientAssigned", dana, OTHER, client_id=dana, from_caseworker_id=OTHER, to_caseworker_id=ANA
    )
    desk.relay.before = lambda request: problem(503, "busy") if "clients" in request.url.path else None
    with pytest.raises(ComeBackLater):
        await desk.take(assigned)
    assert desk.replica.cursor().seq < assigned.seq, "the event was not passed over"
    desk.relay.before = None
    await desk.take(assigned)
    assert desk.bodies(dana) == ["long ago"]


async def test_a_client_whom_one_made_oneself_has_no_past_to_read(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    made = desk.log.add("ClientAssigned", dana, ANA, client_id=dana, to_caseworker_id=ANA)
    await desk.take(*desk.log.events)
    assert desk.replica.cursor().seq == made.seq
    assert not [path for path, _ in desk.relay.asked if path.endswith(f"{dana}/events")]


async def test_whoever_loses_a_client_forgets_them_but_not_what_was_typed(desk: Desk, tmp_path: Path) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana, eli = desk.log.client("Dana"), desk.log.client("Eli", "+12155550143")
    text = desk.log.received(dana, "zanzibarsecret", media=[{"index": 0, "declared_type": "image/png"}])
    stored = {"message_id": text.data["message_id"], "index": 0, "sha256": "b" * 64, "type": "image/png", "bytes": 3}
    desk.log.add("MediaStored", dana, **stored)
    desk.log.received(eli, "stays")
    await desk.take(*desk.log.events)
    desk.store.photo_file.put("b" * 64, b"zanzibarphoto")
    with desk.store.writing() as session:
        desk.store.drafts.put(session, Draft(dana, new_id(), "dear dana"))
        desk.store.drafts.put(session, Draft(f"note:{dana}", new_id(), "half a note"))
    released = desk.log.add(
        "ClientReleased", dana, OTHER, client_id=dana, from_caseworker_id=ANA, to_caseworker_id=OTHER
    )
    await desk.take(released)
    assert (desk.bodies(dana), desk.bodies(eli)) == ([], ["stays"])
    assert desk.store.photo_file.get("b" * 64) is None
    with desk.store.reading() as session:
        assert desk.store.drafts.get(session, dana) is not None
        note = desk.store.drafts.get(session, f"note:{dana}")
    assert note is not None
    assert note.body == "half a note", "nobody else has it"
    assert b"zanzibar" not in on_disk(tmp_path)


async def test_a_photo_that_went_out_to_somebody_goes_with_them_unless_somebody_else_needs_it(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana, eli = desk.log.client("Dana"), desk.log.client("Eli", "+12155550143")
    theirs, ours, drafted = "a" * 64, "b" * 64, "c" * 64
    desk.log.accepted(dana, "your letter", media=[theirs, ours, drafted])
    desk.log.accepted(eli, "and yours", media=[ours])
    await desk.take(*desk.log.events)
    for sha256 in (theirs, ours, drafted):
        desk.store.photo_file.put(sha256, b"scan")
    with desk.store.writing() as session:
        desk.store.drafts.put(session, Draft(eli, new_id(), "", media=(drafted,)))
    released = desk.log.add(
        "ClientReleased", dana, OTHER, client_id=dana, from_caseworker_id=ANA, to_caseworker_id=OTHER
    )
    await desk.take(released)
    assert sorted(desk.store.photo_file.list()) == [ours, drafted]


async def test_a_supervisor_who_gives_a_client_away_still_sees_them(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    desk.replica.me = Reader(ANA, "supervisor")
    dana = desk.log.client("Dana")
    desk.log.received(dana, "hello")
    desk.log.add("ClientReleased", dana, ANA, client_id=dana, from_caseworker_id=ANA, to_caseworker_id=OTHER)
    await desk.take(*desk.log.events)
    assert desk.bodies(dana) == ["hello"]
    with desk.store.reading() as session:
        [moved] = desk.store.happenings.between(session, dana, -1, None, 10)
    assert (moved.kind, moved.words["to_caseworker_id"]) == ("released", OTHER)


async def test_an_unknown_number_that_was_somebodys_moves_to_them(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    unknown = desk.log.received(None, "its me dana", e164="+12155550177")
    await desk.take(*desk.log.events)
    moved = unknown.model_copy(update={"client_id": dana, "data": {**unknown.data, "client_id": dana}})
    desk.relay.pasts[dana] = desk.says(*desk.log.events[:2], moved)
    number = {"client_id": dana, "e164": "+12155550177", "from_at": to_wire(START_MS)}
    await desk.take(
        desk.log.add("NumberChanged", dana, OTHER, **number),
        desk.log.add("Purged", "tel:+12155550177", OTHER, kind="conversation", ids=["tel:+12155550177"]),
        desk.log.add("ClientAssigned", dana, OTHER, client_id=dana, to_caseworker_id=ANA, why="claim"),
    )
    assert desk.bodies(dana) == ["its me dana"]
    assert desk.bodies("tel:+12155550177") == []
    with desk.store.reading() as session:
        assert desk.store.conversations.get(session, "tel:+12155550177") is None


async def test_purged_texts_are_forgotten(desk: Desk, tmp_path: Path) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    gone = desk.log.received(dana, "xylophonesecret")
    desk.log.received(dana, "stays")
    await desk.take(*desk.log.events)
    await desk.take(desk.log.add("Purged", dana, kind="message", ids=[gone.data["message_id"]]))
    assert desk.bodies(dana) == ["stays"]
    assert b"xylophone" not in on_disk(tmp_path)


async def test_a_stretch_that_was_cut_is_taken_again_without_harm(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    for number in range(120):
        desk.log.received(dana, f"text {number}")
    await desk.take(*desk.log.events[:60])
    once = everything_in(desk.store)
    await desk.take(*desk.log.events[:60])
    assert everything_in(desk.store) == once
    await desk.take(*desk.log.events)
    assert len(desk.bodies(dana)) == 50
    with desk.store.reading() as session:
        assert desk.store.threads.count(session, dana) == 120


async def test_no_transaction_takes_more_than_fifty_events(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    for _ in range(118):
        desk.log.received(dana)
    bell = desk.store.bell()
    sizes: list[int] = []
    transaction = desk.replica._transaction

    def counted(events: Any, *, is_log: bool) -> int:
        sizes.append(transaction(events, is_log=is_log))
        return sizes[-1]

    desk.replica._transaction = counted  # type: ignore[method-assign]  # only counts
    await desk.take(*desk.log.events)
    bell.close()
    assert sum(sizes) == 120
    assert max(sizes) <= 50
    later = [desk.log.received(dana) for _ in range(3)]
    desk.replica.courtesy.ask(3600)
    assert desk.replica._transaction(later, is_log=True) == 1, "a key that waits is answered between two events"


async def test_becoming_a_supervisor_builds_the_replica_anew(desk: Desk) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    await desk.take(*desk.log.events)
    changed = desk.log.add("CaseworkerChanged", caseworker_id=ANA, name="Ana", role="supervisor", is_active=True)
    with pytest.raises(EpochChanged):
        await desk.take(changed)
    desk.relay.facts, desk.relay.facts_seq = [desk.says(*desk.log.events)], changed.seq
    desk.replica.me = Reader(ANA, "supervisor")
    assert await desk.replica.begin(desk.relay.epoch) == changed.seq
    await desk.take(desk.log.received(dana, "hi"))
    assert desk.bodies(dana) == ["hi"]


async def test_the_next_version_reads_again_what_this_one_stepped_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Dana")
    desk.log.add("ClientReleased", dana, client_id=["no", "string"])
    desk.log.add("ClientWavedAt", dana, how="both hands")
    desk.log.received(dana, "after it")
    await desk.take(*desk.log.events)
    assert desk.bodies(dana) == ["after it"]
    desk.relay.facts, desk.relay.facts_seq = [desk.says(*desk.log.events[:2])], 5
    desk.relay.asked.clear()
    await desk.replica.begin(desk.relay.epoch)
    assert not desk.relay.asked, "the same version knows no better"
    monkeypatch.setattr("rise_tui.sync.replica.__version__", "99")
    await desk.replica.begin(desk.relay.epoch)
    assert [path for path, _ in desk.relay.asked] == ["/v1/snapshot"]
    await desk.replica.begin(desk.relay.epoch)
    assert len(desk.relay.asked) == 1


async def test_a_wiped_device_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    await desk.replica.begin(desk.relay.epoch)
    dana = desk.log.client("Quetzalcoatl")
    desk.log.received(dana, "quetzal text")
    await desk.take(*desk.log.events)
    with desk.store.writing() as session:
        desk.store.drafts.put(session, Draft(dana, new_id(), "quetzal draft"))
        desk.store.threads.put_local(session, Message("m", dana, "outbound", "quetzal local", "held", START_MS))
        desk.store.outbox.add(
            session, Wish("w1", dana, "note", {"note_id": "n"}, {"client_id": dana, "body": "quetzal"})
        )
        desk.store.pending.shelve(session, "client", dana, "w1", {"first_name": "Quetzal"})
        desk.store.place.put(session, screen="inbox", filter="all", client_id="quetzal", focus="list", at=1)
        desk.store.ring(session, Change("thread", "tel:quetzal"))
    desk.store.photo_file.put("c" * 64, b"quetzal photo")
    wipe(desk.store)
    assert b"quetzal" not in on_disk(tmp_path)
