"""Wishes on their way over a real socket: in order, repeated until answered, settled by the answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rise_tui.casework import refusals, taking_back, texting
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, SystemClock, to_wire
from rise_tui.domain.ids import CaseworkerId, new_id
from rise_tui.store.drafts import Draft
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.sync.answers import SignedOut
from rise_tui.sync.backoff import Backoff
from rise_tui.sync.courier import Courier
from rise_tui.sync.inbound import apply_all
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.settling import Settling
from rise_tui.wire.codec import from_json
from rise_tui.wire.events import Answer, Event
from rise_tui.wire.resources import PutClient
from rise_tui.wire.shapes import Problem
from tests.sync.people import ME, Log
from tests.sync.small_relay import ANA, OFFICE, START_MS, TOKEN, Put, SmallRelay, problem, sha256

QUICK = Backoff(first_s=0.01, most_s=0.02, asked_most_s=0.05)


@dataclass
class Office:
    """A desk with one client, Dana, and the courier of its outbox."""

    desk: Desk
    relay: SmallRelay
    client: RelayClient
    dana: str
    courier: Courier
    log: Log = field(default_factory=Log)

    @property
    def store(self) -> Store:
        return self.desk.store

    def takes(self, *events: Event) -> None:
        with self.store.writing() as session:
            apply_all(session, self.store, events, ME, START_MS)

    def wish(self, kind: str, ids: dict[str, str], body: dict[str, Any], **more: Any) -> str:
        given = {"lane": self.dana, **more}
        wish = Wish(new_id(), kind=kind, ids=ids, body=body, **given)
        with self.store.writing() as session:
            self.store.outbox.add(session, wish)
        return wish.write_id

    def note(self, body: str = "n", **more: Any) -> str:
        note_id = new_id()
        return self.wish("note", {"note_id": note_id}, {"client_id": self.dana, "body": body}, makes=note_id, **more)

    def take_back(self, message_id: str) -> None:
        with self.store.writing() as session:
            inverse = {"message_id": message_id, "client_id": self.dana, "name": "Dana"}
            taking_back.take_back(self.desk, session, inverse)

    @property
    def waiting(self) -> int:
        with self.store.reading() as session:
            return self.store.outbox.waiting(session)

    @property
    def draft(self) -> Draft | None:
        with self.store.reading() as session:
            return self.store.drafts.get(session, self.dana)

    @property
    def texts(self) -> list[tuple[str, str]]:
        with self.store.reading() as session:
            return [(text.body, text.status) for text in self.store.threads.window(session, self.dana)]

    @property
    def state(self) -> str:
        with self.store.reading() as session:
            line = self.store.conversations.get(session, self.dana)
        assert line is not None
        return line.state

    def puts(self, kind: str) -> list[Put]:
        return [put for put in self.relay.puts if f"/{kind}" in put.path]

    async def carry(self, enough: Callable[[], bool] | None = None) -> None:
        """Carry until `enough`, or until nothing waits."""
        carrying = asyncio.create_task(self.courier.run())
        self.courier.line_is_up()
        try:
            async with asyncio.timeout(20):
                while not (enough() if enough is not None else self.waiting == 0):
                    if carrying.done():
                        carrying.result()
                    await asyncio.sleep(0.005)
        finally:
            carrying.cancel()
            await asyncio.gather(carrying, return_exceptions=True)


@pytest.fixture
async def office(relay: SmallRelay, tmp_path: Path) -> AsyncIterator[Office]:
    client = RelayClient(relay.url, TOKEN, relay.instance_id, answer_s=5)
    with Store(tmp_path, wait_ms=5_000) as store:
        clock = SystemClock()
        desk = Desk(store, clock, CaseworkerId(ANA), OFFICE, "America/New_York", hold_seconds=8)
        log = Log()
        dana = log.client("Dana")
        log.received(dana, "can i come")
        made = Office(desk, relay, client, dana, Courier(store, client, clock, QUICK), log)
        made.takes(*log.events)
        relay.seq = len(log.events)
        yield made
    await client.aclose()


async def test_a_sent_text_gets_its_number_and_the_outbox_is_empty(office: Office) -> None:
    sent = texting.send(office.desk, office.dana, "Yes, at 9")
    await office.carry()
    (put,) = office.puts("messages")
    assert put.path.endswith(sent.message_id)
    assert from_json(put.content)["hold_s"] == 8
    with office.store.reading() as session:
        text = office.store.threads.get(session, sent.message_id)
        assert not office.store.pending.has(session, "conversation", office.dana)
    assert text is not None
    assert text.seq == text.position == office.courier.last_seq
    assert office.state == "waiting"


async def test_a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other(office: Office) -> None:
    first = office.note("1")
    office.note("2")
    office.note("other lane", lane="elsewhere")
    order: list[str] = []

    def answer(request: Request, content: bytes) -> Response | None:
        order.append(from_json(content)["body"])
        return problem(503, "busy") if order.count("1") < 3 and order[-1] == "1" else None

    office.relay.answer = answer
    await office.carry()
    assert order.index("2") > max(i for i, body in enumerate(order) if body == "1")
    assert order.index("other lane") < order.index("2")
    assert [put.write_id for put in office.relay.puts].count(first) == 3


async def test_fault_3_no_answer_means_the_same_wish_again_and_one_text(office: Office) -> None:
    """[fault 3]"""
    texting.send(office.desk, office.dana, "once")
    stored: list[str] = []

    def applied_but_unanswered(request: Request, content: bytes) -> Response | None:
        key = request.headers["idempotency-key"]
        stored.append(key)
        if len(stored) < 4:
            office.relay.answered.setdefault(key, {"id": "x", "seq": 44, "at": to_wire(START_MS)})
            return Response("", [500, 502, 429][len(stored) - 1])
        return None

    office.relay.answer = applied_but_unanswered
    await office.carry()
    assert len(set(stored)) == 1
    assert len(stored) == 4
    assert office.texts[-1] == ("once", "held")
    assert office.courier.last_seq == 44


async def test_a_wish_that_has_rested_enough_while_the_outbox_was_read_is_not_forgotten(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [problem(503, "busy"), problem(503, "busy")]
    office.relay.answer = lambda *_: answers.pop() if answers else None
    office.note()
    ready = Courier._ready

    def slowly(courier: Courier, ticks: float) -> list[Wish]:
        found = ready(courier, ticks)
        while any(trouble.until > courier.clock.monotonic() for trouble in courier._troubles.values()):
            pass  # the disk is as slow as that
        return found

    monkeypatch.setattr(Courier, "_ready", slowly)
    await office.carry()
    assert len(office.puts("notes")) == 3


async def test_an_edit_is_made_on_ones_own_last_answer(office: Office) -> None:
    office.wish("client", {"client_id": office.dana}, {"first_name": "Dani"}, if_match=1)
    office.wish("client", {"client_id": office.dana}, {"first_name": "Daniela"}, if_match=1)
    office.wish("client", {"client_id": office.dana}, {"last_name": "R"}, if_match=1)
    await office.carry()
    first, second, other = office.puts("clients")
    assert first.if_match == "1"
    assert second.if_match == str(office.relay.answered[first.write_id]["seq"])
    assert other.if_match == "1", "nobody has seen what a colleague may have made of another field"


async def test_a_refused_text_is_a_draft_again_and_the_conversation_as_it_was(office: Office) -> None:
    texting.send(office.desk, office.dana, "You there?")
    assert office.state == "waiting"
    refused = problem(422, "opted-out", title="Dana said STOP", next_step="Call them.")
    office.relay.answer = lambda *_: refused
    await office.carry()
    draft = office.draft
    assert draft is not None
    assert (draft.body, draft.problem) == ("You there?", "Dana said STOP. Call them.")
    assert office.texts == [("can i come", "received")]
    assert office.state == "needs_reply"
    with office.store.reading() as session:
        assert not office.store.outbox.list(session)


async def test_a_draft_that_comes_back_never_touches_what_is_being_typed(office: Office) -> None:
    texting.send(office.desk, office.dana, "the first")
    with office.store.writing() as session:
        office.store.drafts.put(session, Draft(office.dana, new_id(), "the sec", owner="window-1"))
    office.relay.answer = lambda *_: problem(422, "opted-out")
    await office.carry()
    assert office.draft is not None
    assert office.draft.body == "the sec"
    assert office.texts[-1] == ("the first", "failed"), "the words stand in the conversation"


async def test_a_draft_that_nobody_is_typing_in_gets_the_words_before_its_own(office: Office) -> None:
    texting.send(office.desk, office.dana, "the first")
    with office.store.writing() as session:
        office.store.drafts.put(session, Draft(office.dana, new_id(), "the second"))
    office.relay.answer = lambda *_: problem(422, "opted-out")
    await office.carry()
    assert office.draft is not None
    assert office.draft.body == "the first\nthe second"


async def test_words_come_back_also_into_a_draft_that_has_them_within_others(office: Office) -> None:
    texting.send(office.desk, office.dana, "ok")
    with office.store.writing() as session:
        office.store.drafts.put(session, Draft(office.dana, new_id(), "look at this", media=("a" * 64,)))
    office.relay.answer = lambda *_: problem(422, "opted-out")
    await office.carry()
    assert office.draft is not None
    assert (office.draft.body, office.draft.media) == ("ok\nlook at this", ("a" * 64,))


async def test_only_what_names_a_refused_wish_waits_with_it(office: Office) -> None:
    fresh = new_id()
    made = office.wish("client", {"client_id": fresh}, {"first_name": "Eli"}, lane=fresh, makes=fresh)
    named = office.wish("note", {"note_id": new_id()}, {"client_id": fresh, "body": "x"}, lane=fresh, names=(fresh,))
    office.note("of somebody else")
    office.relay.answer = lambda request, _: problem(422, "invalid") if "/clients/" in request.url.path else None
    await office.carry()
    with office.store.reading() as session:
        assert {entry.wish.write_id for entry in office.store.outbox.parked(session)} == {made, named}
    assert len(office.puts("notes")) == 1


async def test_what_was_typed_in_a_refused_edit_is_kept_with_the_present_value(office: Office) -> None:
    write_id = new_id()
    with office.store.writing() as session:
        office.store.pending.shelve(session, "client", office.dana, write_id, {"first_name": "Mine"})
        office.store.outbox.add(
            session,
            Wish(write_id, office.dana, "client", {"client_id": office.dana}, {"first_name": "Mine"}, if_match=1),
        )
    present = {"first_name": "Theirs", "seq": 9}
    office.relay.answer = lambda *_: problem(412, "changed-meanwhile", present=present)
    await office.carry()
    with office.store.reading() as session:
        (entry,) = office.store.outbox.parked(session)
        client = office.store.clients.get(session, office.dana)
    assert entry.wish.body == {"first_name": "Mine"}
    assert entry.problem is not None
    assert entry.problem["present"] == present
    assert client is not None
    assert client.first_name == "Dana"


async def test_fault_39_what_an_older_relay_does_not_know_is_kept_and_told_in_words(office: Office) -> None:
    with pytest.raises(ValidationError) as not_known:
        PutClient.model_validate({"not_yet": 540})  # as a relay understands a field that came after it
    said = [{"pointer": f"/{name}", "detail": not_known.value.errors()[0]["msg"]} for name in ("safe_from", "safe_to")]
    words = {"title": "This cannot be used", "errors": said, "next_step": "Upgrade the app if this repeats."}
    office.relay.answer = lambda *_: problem(422, "invalid", **words)
    office.wish("client", {"client_id": office.dana}, {"safe_from": 540, "safe_to": 1020}, if_match=2)
    office.note("called, is fine")
    await office.carry()
    with office.store.reading() as session:
        hours, note = office.store.outbox.parked(session)
    assert (hours.wish.body["safe_from"], note.wish.body["body"]) == (540, "called, is fine"), "nothing is lost"
    [told] = [one for one in refusals.refused(office.desk) if one.write_id == hours.wish.write_id]
    assert "program is older than this app. It does not know: safe from, safe to. Ask your" in told.why


async def test_a_text_never_offered_is_withdrawn_when_it_would_come_late(office: Office) -> None:
    early = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
    office.desk = Desk(office.store, early, CaseworkerId(ANA), OFFICE, "America/New_York")
    texting.send(office.desk, office.dana, "See you in an hour")
    await office.carry()
    assert not office.puts("messages")
    assert office.draft is not None
    assert office.draft.body == "See you in an hour"
    assert "in time" in (office.draft.problem or "")


async def test_a_text_that_the_relay_may_have_is_never_withdrawn_by_this_clock(office: Office) -> None:
    early = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
    office.desk = Desk(office.store, early, CaseworkerId(ANA), OFFICE, "America/New_York")
    sent = texting.send(office.desk, office.dana, "maybe there")
    with office.store.writing() as session:
        office.store.outbox.offer(session, sent.write_id)
    await office.carry()
    assert len(office.puts("messages")) == 1
    assert office.draft is None


async def test_fault_36_a_text_taken_back_before_it_was_offered_never_leaves(office: Office) -> None:
    """[fault 36]"""
    sent = texting.send(office.desk, office.dana, "wait")
    office.take_back(sent.message_id)
    office.note()
    await office.carry()
    assert not office.puts("messages")
    assert office.draft is not None
    assert office.draft.body == "wait"


def cancelling(office: Office, cancelled: str, text: str | None = None) -> None:
    """The relay answers a cancellation, and a text that comes after it."""

    def answer(request: Request, _: bytes) -> Response | None:
        outcome = cancelled if request.url.path.endswith("/cancellation") else text
        if outcome is None:
            return None
        return JSONResponse({"id": "x", "seq": office.relay.seq, "at": to_wire(START_MS), "outcome": outcome})

    office.relay.answer = answer


async def test_fault_36_taken_back_in_time_is_a_draft_again(office: Office) -> None:
    """[fault 36]"""
    sent = texting.send(office.desk, office.dana, "wait")
    await office.carry()
    cancelling(office, "cancelled")
    office.take_back(sent.message_id)
    assert office.draft is None, "until the relay has said so it may be on its way"
    await office.carry()
    assert office.draft is not None
    assert office.draft.body == "wait"
    assert office.draft.message_id != sent.message_id
    assert office.texts[-1] == ("wait", "cancelled")


async def test_fault_36_too_late_is_no_draft(office: Office) -> None:
    """[fault 36]"""
    sent = texting.send(office.desk, office.dana, "wait")
    await office.carry()
    cancelling(office, "too_late")
    office.take_back(sent.message_id)
    await office.carry()
    assert office.draft is None
    assert office.texts[-1] == ("wait", "held")


async def test_fault_36_a_cancellation_that_overtakes_its_text_brings_one_draft(office: Office) -> None:
    """[fault 36]"""
    sent = texting.send(office.desk, office.dana, "wait")
    with office.store.writing() as session:
        office.store.outbox.offer(session, sent.write_id)
    office.take_back(sent.message_id)
    cancelling(office, "cancelled", "cancelled")
    await office.carry()
    assert office.draft is not None
    assert office.draft.body == "wait"
    assert office.texts == [("can i come", "received")]


async def test_fault_36_words_taken_back_while_somebody_types_stay_in_the_conversation(office: Office) -> None:
    """[fault 36]"""
    sent = texting.send(office.desk, office.dana, "wait")
    with office.store.writing() as session:
        office.store.outbox.offer(session, sent.write_id)
        office.store.drafts.put(session, Draft(office.dana, new_id(), "the sec", owner="window-1"))
    office.take_back(sent.message_id)
    cancelling(office, "cancelled", "cancelled")
    await office.carry()
    assert office.draft is not None
    assert office.draft.body == "the sec"
    assert office.texts[-1] == ("wait", "cancelled")


@pytest.mark.parametrize("after", ["cancelled", "refused", "accepted"])
async def test_fault_36_whatever_the_relay_says_of_a_text_once_taken_back_its_words_come_back_once(
    office: Office, after: str
) -> None:
    """[fault 36]"""
    sent = texting.send(office.desk, office.dana, "wait")
    with office.store.writing() as session:
        office.store.outbox.offer(session, sent.write_id)
    office.take_back(sent.message_id)
    settling, answer = Settling(office.store, START_MS), {"id": "x", "seq": 90, "at": to_wire(START_MS)}
    with office.store.writing() as session:
        (cancellation,) = [e.wish for e in office.store.outbox.list(session) if e.wish.kind == "cancellation"]
        settling.accepted(session, cancellation.write_id, Answer.model_validate({**answer, "outcome": "cancelled"}))
    with office.store.writing() as session:
        if after == "refused":
            refusal = Problem(type="/problems/opted-out", title="Dana said STOP", status=422)
            settling.refused(session, sent.write_id, refusal)
        else:
            outcome = {"outcome": "cancelled"} if after == "cancelled" else {}
            settling.accepted(session, sent.write_id, Answer.model_validate({**answer, **outcome}))
    assert office.draft is not None
    assert office.draft.body == "wait"
    assert office.texts == [("can i come", "received")]
    assert office.state == "needs_reply"
    assert office.waiting == 0


@pytest.mark.parametrize(("kind", "ids"), [("wave", {}), ("note", {"other_id": "x"}), ("media", {"sha256": "0" * 64})])
async def test_a_wish_that_this_version_cannot_carry_is_parked_and_holds_up_nobody(
    office: Office, kind: str, ids: dict[str, str]
) -> None:
    strange = office.wish(kind, ids, {"body": "x"}, lane="strange")
    office.note()
    await office.carry()
    assert len(office.puts("notes")) == 1
    with office.store.reading() as session:
        assert [entry.wish.write_id for entry in office.store.outbox.parked(session)] == [strange]


async def test_fault_18_signed_out_stops_every_lane_and_keeps_the_outbox(office: Office) -> None:
    """[fault 18]"""
    for number in range(5):
        office.note(lane=f"lane {number}")
    office.relay.before = lambda _: problem(401, "token-expired")
    with pytest.raises(SignedOut) as caught:
        await office.carry()
    assert caught.value.kind == "token-expired"
    assert office.waiting == 5


async def test_nothing_is_offered_while_the_line_is_down(office: Office) -> None:
    sent = texting.send(office.desk, office.dana, "later")
    carrying = asyncio.create_task(office.courier.run())
    office.courier.poke()
    for _ in range(20):
        await asyncio.sleep(0)
    with office.store.reading() as session:
        entry = office.store.outbox.get(session, sent.write_id)
    assert entry is not None
    assert entry.state == "waiting"
    carrying.cancel()
    await asyncio.gather(carrying, return_exceptions=True)


async def test_bytes_go_before_the_text_that_names_them(office: Office) -> None:
    content = b"\x89PNG and so on"
    name = sha256(content)
    office.store.photo_file.put(name, content)
    office.wish("media", {"sha256": name}, {"type": "image/png"}, makes=name, lane="media")
    office.note("names it", names=(name,))
    await office.carry()
    assert [put.path.rsplit("/", 1)[0] for put in office.relay.puts] == ["/v1/media", "/v1/notes"]
    assert office.relay.puts[0].content == content


async def test_a_refused_broadcast_is_a_draft_again(office: Office) -> None:
    broadcast = new_id()
    body = {"name": "Class", "body": "Class at 9", "recipients": [], "expires_at": to_wire(START_MS * 2)}
    write_id = new_id()
    with office.store.writing() as session:
        office.store.pending.shelve(session, "broadcast", broadcast, write_id, {"name": "Class", "body": "Class at 9"})
        office.store.broadcasts.set_recipients(session, broadcast, [(office.dana, new_id())])
        ids = {"broadcast_id": broadcast}
        office.store.outbox.add(session, Wish(write_id, f"broadcast:{broadcast}", "broadcast", ids, body))
    office.relay.answer = lambda *_: problem(422, "invalid", title="Too late")
    await office.carry()
    with office.store.reading() as session:
        draft = office.store.drafts.get(session, f"broadcast:{broadcast}")
        found = office.store.broadcasts.get(session, broadcast)
        assert not office.store.broadcasts.recipients(session, broadcast)
    assert draft is not None
    assert (draft.body, draft.problem) == ("Class at 9", "Too late.")
    assert found is not None
    assert found.state == "refused"


async def test_a_repeated_answer_settles_nothing_twice(office: Office) -> None:
    sent = texting.send(office.desk, office.dana, "once")
    await office.carry()
    event = office.log.events[-1].model_copy(
        update={
            "seq": office.courier.last_seq,
            "type": "MessageAccepted",
            "data": {"message_id": sent.message_id, "client_id": office.dana, "body": "once", "caseworker_id": ANA},
        }
    )
    office.takes(event, event)
    assert [body for body, _ in office.texts] == ["can i come", "once"]


async def test_before_a_wish_leaves_it_is_on_disk_that_it_may_have_left(office: Office) -> None:
    sent = texting.send(office.desk, office.dana, "hello")
    seen: list[tuple[str, bool]] = []

    def look(request: Request, _: bytes) -> None:
        with office.store.writing() as session:
            entry = office.store.outbox.get(session, sent.write_id)
            assert entry is not None
            seen.append((entry.state, office.store.outbox.withdraw(session, sent.write_id)))

    office.relay.answer = look
    await office.carry()
    assert seen == [("offered", False)]


async def test_a_wish_withdrawn_in_the_last_moment_is_not_offered(office: Office) -> None:
    sent = texting.send(office.desk, office.dana, "hello")
    with office.store.reading() as session:
        (wish,) = office.store.outbox.ready(session, START_MS * 2)
    office.take_back(sent.message_id)
    await office.courier._carry(wish)
    assert office.relay.puts == []
