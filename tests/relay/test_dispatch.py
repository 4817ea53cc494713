"""Sending: each text once, in its turn, and whatever the carrier answers or does not answer has its consequence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from rise_tui.domain.clock import SystemClock, now_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import (
    Absent,
    AccountStopped,
    CannotTell,
    Found,
    OutboundText,
    Refused,
    TryLater,
    Unknown,
)
from rise_tui.relay.dispatch.lane import BEGIN_S
from rise_tui.relay.dispatch.loop import Dispatch
from rise_tui.relay.dispatch.pacer import Window
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import outcomes, queue
from rise_tui.relay.store.claiming import Claimant, Sender, claim
from rise_tui.relay.store.engine import Tx
from tests.relay.conftest import SmallOffice
from tests.relay.line import number_of, put_consent, put_text, state_of
from tests.relay.scripted import ScriptedCarrier

PATIENCE = 20.0


@dataclass(frozen=True)
class Short:
    """Settings with short leases."""

    public_url: str = "https://texts.example.org"
    lease_seconds: float = 0.4
    reconcile_seconds: float = 0.4


@dataclass
class Room:
    """An office, its hub and its carrier, with a pace that hardly shows."""

    hub: Hub
    carrier: ScriptedCarrier
    office: SmallOffice
    clock: SystemClock
    terms: Short

    async def put(self, index: int = 0, **more: object) -> str:
        """A text in line to one invented number."""
        given = {"sender": self.office.number, "e164": number_of(index), "at": now_ms(self.clock), **more}

        def act(tx: Tx) -> str:
            return put_text(tx, self.office.office_id, **given)  # type: ignore[arg-type]  # checked by running

        return await self.hub.write(act)

    def state(self, message_id: str) -> tuple[str | None, str]:
        """The queue's state and the status."""
        return self.hub.read(lambda tx: state_of(tx, message_id))

    async def until(self, question: Callable[[], object], what: str = "") -> None:
        """Wait until the answer is true, at most 20 s."""
        async with asyncio.timeout(PATIENCE):
            while not question():  # noqa: ASYNC110 - the answer lies in the database, and the time-out is the deadline
                await asyncio.sleep(0.002)

    async def until_state(self, message_id: str, queued: str | None, status: str) -> None:
        """Wait until a text stands so."""
        await self.until(lambda: self.state(message_id) == (queued, status))

    def events(self, type: str) -> list[str]:
        """The data of all events of a type."""
        return [
            row["data"] for row in self.hub.read(lambda tx: tx.all("SELECT data FROM event WHERE type = :t", t=type))
        ]

    @asynccontextmanager
    async def sending(self, carrier: ScriptedCarrier | None = None) -> AsyncIterator[Dispatch]:
        """Dispatch while the block runs."""
        async with Dispatch(self.hub, carrier or self.carrier, self.clock, self.terms) as dispatch:
            yield dispatch


def set_pace(tx: Tx, segments_per_second: float) -> None:
    tx.run("UPDATE office SET segments_per_second = :rate, quiet_from = NULL", rate=segments_per_second)


@pytest.fixture
async def room(database: Path, office: SmallOffice) -> AsyncIterator[Room]:
    clock = SystemClock()
    async with Hub(database, clock) as hub:
        await hub.write(lambda tx: set_pace(tx, 2000.0))
        yield Room(hub, ScriptedCarrier(), office, clock, Short())


async def test_a_text_leaves_once_with_our_id_in_its_callback(room: Room) -> None:
    message_id = await room.put(body="Bring your papers", media=["a" * 64, "b" * 64])
    async with room.sending():
        await room.until_state(message_id, None, "sent")
    (text,) = room.carrier.sent
    assert text.body == "Bring your papers"
    assert room.carrier.callbacks == [f"https://texts.example.org/carriers/twilio/status/{message_id}"]
    assert [url.split("?")[0].rsplit("/", 2)[1:] for url in text.media_urls] == [[message_id, "0"], [message_id, "1"]]
    row = room.hub.read(lambda tx: tx.one("SELECT carrier, carrier_id FROM message WHERE id = :id", id=message_id))
    assert row is not None
    assert tuple(row) == ("twilio", f"SM{1:032x}")


async def test_a_text_that_joins_the_line_later_wakes_its_sender(room: Room) -> None:
    async with room.sending():
        for index in range(3):
            message_id = await room.put(index)
            await room.until_state(message_id, None, "sent")


async def test_everybody_of_a_broadcast_gets_it_once(room: Room) -> None:
    ids = []
    for index in range(200):
        await room.hub.write(lambda tx, i=index: put_consent(tx, room.office.office_id, number_of(i), None, "opted_in"))
        ids.append(await room.put(index, kind="broadcast", broadcast_id="b"))
    async with room.sending():
        await room.until(lambda: len(room.carrier.taken) >= 200)
        await room.until(lambda: all(room.state(message_id)[0] is None for message_id in ids))
    assert sorted(room.carrier.taken) == sorted(ids)


async def test_a_broadcast_waits_for_a_reply_that_comes_meanwhile(room: Room) -> None:
    await room.hub.write(lambda tx: set_pace(tx, 20.0))
    for index in range(40):
        await room.hub.write(lambda tx, i=index: put_consent(tx, room.office.office_id, number_of(i), None, "opted_in"))
        await room.put(index, kind="broadcast", broadcast_id="b")
    async with room.sending():
        await room.until(lambda: len(room.carrier.taken) >= 2)
        reply = await room.put(100)
        await room.until_state(reply, None, "sent")
        assert len(room.carrier.taken) < 20


async def test_a_refused_text_fails_and_the_next_one_goes(room: Room) -> None:
    room.carrier.on_send = lambda text: Refused(21211) if text.e164 == number_of(0) else None
    bad, good = await room.put(0), await room.put(1)
    async with room.sending():
        await room.until_state(bad, None, "failed")
        await room.until_state(good, None, "sent")


async def test_who_the_carrier_says_has_opted_out_is_opted_out_here_too(room: Room) -> None:
    """The carrier's block is mirrored, so nothing is tried again. [D23] [fault 30]"""
    room.carrier.on_send = lambda text: Refused(21610)
    first, second = await room.put(0), await room.put(0)
    async with room.sending():
        await room.until_state(first, None, "failed")
        await room.until_state(second, None, "cancelled")
    assert len(room.carrier.sent) == 1
    consent = room.hub.read(lambda tx: tx.one("SELECT state, how, client_id FROM consent"))
    assert consent is not None
    assert tuple(consent) == ("opted_out", "carrier", None)


async def test_a_429_loses_and_doubles_nothing_and_the_pace_comes_back(room: Room) -> None:
    calls = 0

    def storm(text: OutboundText) -> TryLater | None:
        nonlocal calls
        calls += 1
        return TryLater(0.02, is_storm=True) if calls <= 3 else None

    room.carrier.on_send = storm
    ids = [await room.put(index) for index in range(60)]
    async with room.sending() as dispatch:
        await room.until(lambda: all(room.state(message_id) == (None, "sent") for message_id in ids))
        assert dispatch.trouble.kind is None
    assert sorted(room.carrier.taken) == sorted(ids)


async def test_during_a_storm_one_text_tries_at_a_time(room: Room) -> None:
    is_storming, most = True, 0

    def storm(text: OutboundText) -> TryLater | None:
        nonlocal most
        if is_storming:
            most += 1
            return TryLater(1.0, is_storm=True)
        return None

    room.carrier.on_send = storm
    ids = [await room.put(index) for index in range(30)]
    async with room.sending() as dispatch:
        await room.until(lambda: dispatch.trouble.kind is not None and dispatch.trouble.until > 0)
        first_wave = most
        await room.until(lambda: most > first_wave)
        is_storming = False
        await room.until(lambda: all(room.state(message_id) == (None, "sent") for message_id in ids))
    assert first_wave <= Window(dispatch.lanes[room.office.number].pacer.rate).size
    assert sorted(room.carrier.taken) == sorted(ids)


async def test_a_connection_that_is_refused_means_not_sent(room: Room) -> None:
    calls = 0

    def refuse(text: OutboundText) -> TryLater | None:
        nonlocal calls
        calls += 1
        return TryLater() if calls <= 2 else None

    room.carrier.on_send = refuse
    message_id = await room.put()
    async with room.sending():
        await room.until_state(message_id, None, "sent")
    assert room.carrier.looked_up == []
    assert len(room.carrier.sent) == 3


async def test_a_stopped_account_stops_the_line_with_one_alert_and_no_failure(room: Room) -> None:
    """An expired carrier token must not turn ten thousand texts into failures. [fault 18]"""
    room.carrier.on_send = lambda text: AccountStopped(20003)
    ids = [await room.put(index) for index in range(40)]
    async with room.sending() as dispatch:
        await room.until(lambda: room.events("CarrierAlert"))
        await room.until(lambda: not dispatch.lanes[room.office.number].window.under_way)
        assert {room.state(message_id)[0] for message_id in ids} == {"queued"}
    (alert,) = room.events("CarrierAlert")
    assert '"is_stopped":true' in alert
    assert '"code":"20003"' in alert
    assert len(room.carrier.sent) <= 40


async def test_a_lost_answer_is_looked_up_and_the_carriers_id_adopted(room: Room) -> None:
    """Never a blind second POST. [D16]"""
    room.carrier.on_send = lambda text: Unknown("time-out")
    room.carrier.on_find = lambda text: Found("SM9", "delivered", None)
    message_id = await room.put()
    async with room.sending():
        await room.until_state(message_id, None, "delivered")
    assert len(room.carrier.sent) == 1
    row = room.hub.read(lambda tx: tx.one("SELECT carrier_id FROM message"))
    assert row is not None
    assert row["carrier_id"] == "SM9"


async def test_a_text_that_is_absent_after_the_wait_is_sent_again_and_not_before(room: Room) -> None:
    """[D16]"""
    posted: list[float] = []

    def lose_first(text: OutboundText) -> Unknown | None:
        posted.append(room.clock.monotonic())
        return Unknown("reset") if len(posted) == 1 else None

    room.carrier.on_send = lose_first
    message_id = await room.put()
    async with room.sending():
        await room.until_state(message_id, "unknown", "unknown")
        await room.until_state(message_id, None, "sent")
    assert len(posted) == 2
    assert posted[1] - posted[0] >= room.terms.reconcile_seconds


async def test_what_nobody_can_tell_stays_unknown_until_a_person_decides(room: Room) -> None:
    """[D16]"""
    room.carrier.on_send = lambda text: Unknown("time-out") if not room.carrier.taken else None
    room.carrier.on_find = lambda text: CannotTell("several fit")
    message_id = await room.put()
    async with room.sending() as dispatch:
        await room.until(lambda: len(room.carrier.looked_up) >= 2)
        assert room.state(message_id) == ("unknown", "unknown")
        assert len(room.carrier.sent) == 1
        room.carrier.on_send = lambda text: None
        await room.hub.write(
            lambda tx: outcomes.resolve(tx, room.office.office_id, message_id, "send_again", now_ms(room.clock))
        )
        dispatch.lanes[room.office.number].bell.is_woken.set()
        await room.until_state(message_id, None, "sent")


async def test_after_a_restore_who_got_anything_meanwhile_is_not_introduced_to_again(room: Room) -> None:
    """Although the words were others then: the carrier has a text to them that nobody here knows of."""
    room.carrier.on_find = lambda text: Found("SM9", "delivered", None) if text.is_any else Absent()
    introduction = await room.put(0, body="This is RISE.")
    text = await room.put(0, body="Hi")

    def doubt(tx: Tx) -> None:
        tx.run("UPDATE message SET automatic = 'information' WHERE id = :id", id=introduction)
        tx.run("UPDATE queue SET after_id = :id WHERE message_id = :text", id=introduction, text=text)
        at = now_ms(room.clock)
        tx.run(
            "UPDATE queue SET state = 'unknown', claimed_at = :at, reconcile_at = :at WHERE message_id = :id",
            at=at,
            id=introduction,
        )

    await room.hub.write(doubt)
    async with room.sending():
        await room.until_state(text, None, "sent")
    assert room.state(introduction) == (None, "cancelled")
    assert [sent.body for sent in room.carrier.sent] == ["Hi"]


async def test_after_a_restore_nothing_leaves_before_every_number_was_listed(room: Room) -> None:
    """A STOP of the time that the backup lacks may stand there. The first look at the list has failed."""
    restored_at = now_ms(room.clock)
    await room.hub.write(lambda tx: tx.run("UPDATE instance SET restored_at = :at", at=restored_at))
    await room.hub.write(lambda tx: tx.run("UPDATE number SET heard_until_at = :at", at=restored_at - 1))
    message_id = await room.put()
    has_looked = asyncio.Event()
    has_looked.set()
    async with Dispatch(room.hub, room.carrier, room.clock, room.terms, has_looked) as dispatch:
        await room.until(lambda: not has_looked.is_set())
        assert dispatch.lanes == {}
        await room.hub.write(lambda tx: tx.run("UPDATE number SET heard_until_at = :at", at=restored_at))
        await room.until_state(message_id, None, "sent")


async def test_a_found_text_never_takes_the_id_of_another(room: Room) -> None:
    room.carrier.on_find = lambda text: Absent() if "SM9" in text.taken else Found("SM9", "sent", None)
    calls = 0

    def lose_two(text: OutboundText) -> Unknown | None:
        nonlocal calls
        calls += 1
        return Unknown("reset") if calls <= 2 else None

    room.carrier.on_send = lose_two
    first, second = await room.put(0, body="Same words"), await room.put(0, body="Same words")
    async with room.sending():
        await room.until_state(first, None, "sent")
        await room.until_state(second, None, "sent")
    rows = room.hub.read(lambda tx: tx.all("SELECT carrier_id FROM message ORDER BY carrier_id"))
    assert [row["carrier_id"] for row in rows] == [f"SM{1:032x}", "SM9"]


async def test_what_an_earlier_life_had_under_way_is_looked_up_first(room: Room) -> None:
    held, gone = await room.put(0), await room.put(1)

    def earlier_life(tx: Tx) -> None:
        now = now_ms(room.clock)
        sender = Sender(room.office.office_id, room.office.number, 10.0)
        claim(tx, sender, Claimant("an earlier life", now, 400, 400, 10), lambda segments: 0.0)

    await room.hub.write(earlier_life)
    room.carrier.on_find = lambda text: Found("SM9", "sent", None) if text.message_id == gone else Absent()
    async with room.sending():
        assert {room.state(held)[0], room.state(gone)[0]} == {"unknown"}
        await room.until_state(gone, None, "sent")
        await room.until_state(held, None, "sent")
    assert room.carrier.taken == [held]


async def test_a_text_whose_lease_ran_out_in_this_life_is_looked_up_too(room: Room) -> None:
    room.hub.fail = FailPoint("send_after_accept", 1, "raise")
    room.carrier.on_find = lambda text: Found("SM9", "sent", None)
    message_id = await room.put()
    async with room.sending():
        await room.until_state(message_id, None, "sent")
    assert room.carrier.taken == [message_id]
    assert room.carrier.looked_up == [message_id]


async def test_a_text_still_at_the_carrier_is_not_looked_up_though_its_lease_is_over(room: Room) -> None:
    room.carrier.gate.clear()
    message_id = await room.put()
    async with room.sending():
        await room.until(lambda: room.carrier.sent)
        row = room.hub.read(lambda tx: tx.one("SELECT lease_until_at FROM queue"))
        assert row is not None
        await room.until(lambda: now_ms(room.clock) > row["lease_until_at"] + 300)
        assert room.state(message_id)[0] == "sending"
        room.carrier.gate.set()
        await room.until_state(message_id, None, "sent")
    assert room.carrier.looked_up == []


async def test_a_claim_that_could_not_begin_in_time_is_given_back(room: Room) -> None:
    """A worker stopped between claim and POST: the text goes once, after a look at who said STOP. [fault 35]"""

    class Jumping(SystemClock):
        """Loses two seconds once, when it is told to."""

        ahead = 0.0
        is_armed = False

        def monotonic(self) -> float:
            return super().monotonic() + self.ahead

    clock = Jumping()

    def stop_me(point: str) -> None:
        if point == "claim_after_commit" and clock.is_armed:
            clock.is_armed = False
            clock.ahead += BEGIN_S * 4

    attempts: list[int] = []
    room.carrier.on_send = lambda text: attempts.append(
        room.hub.read(lambda tx: tx.all("SELECT attempts FROM queue"))[0]["attempts"]
    )
    clock.is_armed = True
    room.hub.fail = FailPoint()
    room.hub.fail.at = stop_me  # type: ignore[method-assign]  # stands in for SIGSTOP at that very point
    message_id = await room.put()
    async with Dispatch(room.hub, room.carrier, clock, room.terms):
        await room.until_state(message_id, None, "sent")
    assert room.carrier.taken == [message_id]
    assert attempts == [2]


async def test_closing_lets_texts_under_way_finish_and_leaves_the_rest_in_line(room: Room) -> None:
    await room.hub.write(lambda tx: set_pace(tx, 40.0))
    ids = [await room.put(index) for index in range(60)]
    async with room.sending():
        await room.until(lambda: len(room.carrier.taken) >= 5)
    states = [room.state(message_id) for message_id in ids]
    assert {queued for queued, _ in states} == {None, "queued"}
    assert sum(queued is None for queued, _ in states) == len(room.carrier.taken)


async def test_another_pace_holds_from_the_next_text_on(room: Room) -> None:
    async with room.sending() as dispatch:
        await room.until(lambda: dispatch.lanes)
        await room.hub.write(lambda tx: set_pace(tx, 7.0))
        room.hub.ears.wake()
        await room.until(lambda: dispatch.lanes[room.office.number].pacer.rate == 7.0)


async def test_a_slot_of_an_earlier_life_still_counts(room: Room) -> None:
    now = now_ms(room.clock)
    await room.hub.write(lambda tx: tx.run("UPDATE number SET slot_at = :at", at=now + 3_600_000))
    async with room.sending() as dispatch:
        await room.until(lambda: dispatch.lanes)
        ahead = dispatch.lanes[room.office.number].pacer.free_at - room.clock.monotonic()
        assert 50 < ahead <= 60


async def test_texts_whose_time_is_over_are_told_so_even_in_a_paused_broadcast(room: Room) -> None:
    broadcast = new_id()
    message_id = await room.put(kind="broadcast", broadcast_id=broadcast, not_sent_by_at=1)
    await room.hub.write(lambda tx: queue.pause_broadcast(tx, room.office.office_id, broadcast, True))
    async with room.sending():
        await room.until_state(message_id, None, "expired")
    assert room.carrier.sent == []


async def test_no_number_and_no_word_of_a_text_is_logged(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    calls = 0

    def break_everything(text: OutboundText) -> BaseException | None:
        nonlocal calls
        calls += 1
        return [RuntimeError(f"{text.e164} {text.body}"), Unknown("x"), AccountStopped(20003)][min(calls - 1, 2)]

    room.carrier.on_send = break_everything
    room.carrier.on_find = lambda text: CannotTell("several fit")
    for index in range(3):
        await room.put(index, body="secret words")
    with caplog.at_level("DEBUG"):
        async with room.sending():
            await room.until(lambda: room.events("CarrierAlert"))
    assert caplog.records
    assert "secret words" not in caplog.text
    assert not any(number_of(index) in caplog.text for index in range(3))
