"""Sync against the real relay and carrier, killed, frozen and cut in the middle."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from rise_tui import account as accounts
from rise_tui.casework import (
    attaching,
    broadcasting,
    grouping,
    noting,
    retrying,
    steering,
    tallying,
    texting,
    triage,
    undoing,
)
from rise_tui.domain.clock import FrozenClock, SystemClock
from rise_tui.domain.ids import new_id
from rise_tui.domain.tallies import Phase, Standing
from rise_tui.sync.loop import spawn_drain
from tests.journeys.office import Office, message
from tests.journeys.proxy import Proxy
from tests.screens.stage import opened
from tests.sync.machines import Machines, machines_of, number
from tests.sync.people import everything_in


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def machine(office: Office, tmp_path: Path) -> Iterator[Machines]:
    """Makes machines of the office's first caseworker."""
    with machines_of(office, tmp_path) as made:
        yield made


def test_a_photo_comes_all_the_way(office: Office, machine: Any) -> None:
    dana = office.add_client("Dana Ruiz", number(110))
    office.client_texts(number(110), "my paystub\x1b]52;c;aGk=\x07", [{"fixture": "paystub"}])
    desk = machine()
    thread = desk.thread()
    thread.start()
    office.wait_until(lambda: [photo for photo in desk.photos(dana) if photo.is_here], what="the photo is here")
    assert thread.stop()
    (photo,) = desk.photos(dana)
    content = desk.store.photo_file.get(photo.sha256)
    assert content is not None
    assert hashlib.sha256(content).hexdigest() == photo.sha256
    assert photo.type == "image/png"
    assert desk.bodies(dana) == ["my paystub\x1b]52;c;aGk=\x07"]
    assert "\x1b" not in desk.line(dana).snippet, "what a client wrote never acts on the terminal"


def test_a_photo_of_ours_goes_all_the_way(office: Office, machine: Any, tmp_path: Path) -> None:
    dana = office.add_client("Dana Ruiz", number(117))
    desk = machine()
    desk.sync()
    picture = tmp_path / "form.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + b"a form" * 40_000)
    one = attaching.take_in(desk.desk, str(picture))
    attaching.attach(desk.desk, dana, one)
    sent = texting.send(desk.desk, dana, "")
    thread = desk.thread()
    thread.start()
    office.wait_until(lambda: desk.status(sent.message_id) in ("sent", "delivered"), what="the photo has left")
    assert thread.stop()
    assert len(office.accepted()[sent.message_id]) == 1

    def fetched() -> list[tuple[str, str]]:
        media = [one for one in office.carrier_state()["media"] if one["message_id"] == sent.message_id]
        return [(one["type"], one["sha256"]) for one in media if one["sha256"]]

    office.wait_until(fetched, what="the phone company has fetched it")
    assert fetched() == [("image/jpeg", one.sha256)]


def test_a_broadcast_is_tried_again_paused_and_dropped(office: Office, machine: Any) -> None:
    people = [office.add_client("Ana Ruiz", number(151)), office.add_client("sim:30003 Bell", number(152))]
    for e164, client_id in zip((number(151), number(152)), people, strict=True):
        office.put(f"consents/{new_id()}", {"e164": e164, "client_id": client_id, "state": "opted_in"})
    desk = machine()
    desk.sync()
    grouping.make(desk.desk, "Class", people)
    first = broadcasting.preview(desk.desk, ["Class"], "At nine, {first_name}")
    broadcast_id = broadcasting.confirm(desk.desk, first, 2)

    def states() -> dict[Standing, int]:
        desk.sync()
        tally = tallying.overview(desk.desk, broadcast_id).tally
        return {standing: tally.of(standing) for standing in Standing if tally.of(standing)}

    ends = {Standing.DELIVERED: 1, Standing.FAILED: 1}
    office.wait_until(lambda: states() == ends, what="one arrived, one did not")
    retrying.retry(desk.desk, broadcast_id, people)
    assert tallying.overview(desk.desk, broadcast_id).tally.to_come == 1
    office.wait_until(lambda: states() == ends, what="tried again, and failed again")
    texts = [text for sent in office.accepted().values() for text in sent if text["body"] == "At nine, sim:30003"]
    assert len(texts) == 2

    tomorrow = desk.desk.now + 24 * 3600_000
    later = broadcasting.preview(desk.desk, ["Class"], "Tomorrow, {first_name}", not_before_at=tomorrow)
    broadcast_id = broadcasting.confirm(desk.desk, later, 2)
    desk.sync()
    assert tallying.overview(desk.desk, broadcast_id).phase is Phase.SCHEDULED
    steering.pause(desk.desk, broadcast_id, is_paused=True)
    desk.sync()
    assert tallying.overview(desk.desk, broadcast_id).phase is Phase.PAUSED
    steering.drop(desk.desk, broadcast_id)
    assert states() == {Standing.DROPPED: 2}
    shown = tallying.overview(desk.desk, broadcast_id)
    assert (shown.phase, shown.is_dropping, shown.too_late) == (Phase.DROPPED, False, 0)
    assert desk.waiting == 0


def test_fault_3_the_relay_dies_between_commit_and_answer(office: Office, machine: Any) -> None:
    """[fault 3]"""
    dana = office.add_client("Dana Ruiz", number(111))
    desk = machine()
    desk.sync()
    sent = texting.send(desk.desk, dana, "once and only once")
    office.start_relay(fail="api_after_commit:1:kill")
    thread = desk.thread()
    thread.start()
    office.wait_until(lambda: not office.relay.is_running, what="the relay dies")
    office.start_relay()
    office.wait_until(lambda: desk.waiting == 0, what="the wish is answered")
    office.wait_until(lambda: desk.status(sent.message_id) == "delivered")
    assert thread.stop()
    assert desk.bodies(dana) == ["once and only once"]
    assert len(office.accepted()[sent.message_id]) == 1
    office.ledger([sent.message_id]).raise_if_bad()


def test_fault_19_a_half_open_line_is_noticed_and_nothing_is_lost_or_doubled(office: Office, machine: Any) -> None:
    """[fault 19]"""
    dana = office.add_client("Dana Ruiz", number(112))
    with Proxy(office.relay_url) as proxy:
        desk = machine(url=proxy.url)
        thread = desk.thread(quiet_s=2.0, answer_s=1.0)
        thread.start()
        office.client_texts(number(112), "before")
        office.wait_until(lambda: desk.bodies(dana) == ["before"])
        proxy.set(is_frozen=True)
        office.client_texts(number(112), "while the line was half open")
        sent = texting.send(desk.desk, dana, "typed meanwhile")
        thread.poke()
        office.wait_until(lambda: not desk.desk.line().is_up, what="it is noticed")
        assert desk.waiting == 1
        proxy.heal()
        office.wait_until(lambda: desk.status(sent.message_id) == "delivered" and desk.waiting == 0)
        assert thread.stop()
    assert sorted(desk.bodies(dana)) == ["before", "typed meanwhile", "while the line was half open"]
    assert len(office.accepted()[sent.message_id]) == 1
    fresh = machine("fresh")
    fresh.sync()
    assert fresh.bodies(dana) == desk.bodies(dana)


def test_a_line_cut_again_and_again_loses_and_doubles_nothing(office: Office, machine: Any) -> None:
    """[fault 19]"""
    dana = office.add_client("Dana Ruiz", number(113))
    with Proxy(office.relay_url) as proxy:
        desk = machine(url=proxy.url)
        desk.sync()
        thread = desk.thread(answer_s=2.0)
        thread.start()
        sent = []
        for turn in range(6):
            proxy.cut("down" if turn % 2 else "up", after_bytes=150 * turn, how="rst")
            office.client_texts(number(113), f"reply {turn}")
            sent.append(texting.send(desk.desk, dana, f"text {turn}").message_id)
            thread.poke()
            office.wait_until(lambda: desk.waiting == 0)
        office.wait_until(lambda: all(desk.status(message_id) == "delivered" for message_id in sent))
        office.wait_until(lambda: len(desk.bodies(dana)) == 12)
        assert thread.stop()
    assert len(set(desk.bodies(dana))) == 12
    assert all(len(office.accepted()[message_id]) == 1 for message_id in sent)


def test_fault_32_a_stale_done_never_hides_a_newer_reply(office: Office, machine: Any) -> None:
    """[fault 32]"""
    dana = office.add_client("Dana Ruiz", number(114))
    office.client_texts(number(114), "first")
    offline, other = machine("offline"), machine("other")
    offline.sync()
    triage.done(offline.desk, dana)
    assert offline.line(dana).state == "done"
    office.client_texts(number(114), "second, and urgent to me")
    offline.sync()
    other.sync()
    assert offline.line(dana).state == "needs_reply"
    assert other.line(dana).state == "needs_reply"


def test_fault_33_a_repeated_edit_never_undoes_a_later_one(office: Office, machine: Any) -> None:
    """[fault 33]"""
    dana = office.add_client("Dana Ruiz", number(115))
    first, second = machine("first"), machine("second")
    first.sync()
    first.edit(dana, first_name="Danielle")
    office.start_relay(fail="api_after_commit:1:kill")
    thread = first.thread()
    thread.start()
    office.wait_until(lambda: not office.relay.is_running, what="the answer is lost")
    thread.stop()
    office.start_relay()
    second.sync()
    assert second.name(dana) == "Danielle Ruiz", "it was committed"
    second.edit(dana, first_name="Daniela")
    second.sync()
    first.sync()
    second.sync()
    assert (first.name(dana), second.name(dana)) == ("Daniela Ruiz", "Daniela Ruiz")
    assert first.waiting == second.waiting == 0


def test_fault_33_different_fields_merge_and_the_same_field_shows_both(office: Office, machine: Any) -> None:
    """[fault 33]"""
    dana = office.add_client("Dana Ruiz", number(116))
    first, second = machine("first"), machine("second")
    first.sync()
    second.sync()
    first.edit(dana, first_name="Dani")
    second.edit(dana, last_name="Ruiz-Lee")
    first.sync()
    second.sync()
    first.sync()
    assert first.name(dana) == second.name(dana) == "Dani Ruiz-Lee"
    first.edit(dana, first_name="Danny")
    second.edit(dana, first_name="Dee")
    first.sync()
    second.sync()
    with second.store.reading() as session:
        (parked,) = second.store.outbox.parked(session)
    assert parked.wish.body == {"first_name": "Dee"}, "what was typed is kept"
    assert parked.problem is not None
    assert parked.problem["present"]["first_name"] == "Danny", "beside what stands there now"
    assert second.name(dana) == "Danny Ruiz-Lee"


@pytest.mark.parametrize("off", [600.0, -600.0])
def test_fault_36_taking_back_works_with_a_clock_ten_minutes_off(office: Office, machine: Any, off: float) -> None:
    """[fault 36]"""
    dana = office.add_client("Dana Ruiz", number(117 if off > 0 else 118))
    desk = machine(clock=SystemClock(off))
    desk.sync()
    sent = texting.send(desk.desk, dana, "not that", hold_seconds=30)
    desk.sync()
    assert desk.waiting == 0
    desk.take_back(sent.message_id, dana)
    desk.sync()
    with desk.store.reading() as session:
        draft = desk.store.drafts.get(session, dana)
    assert draft is not None
    assert draft.body == "not that"
    again = texting.send(desk.desk, dana, "this then", hold_seconds=0)
    desk.sync()
    office.wait_accepted([again.message_id])
    assert sent.message_id not in office.accepted()


def test_fault_37_a_detached_drain_sends_what_the_terminal_left(
    office: Office, machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[fault 37]"""
    dana = office.add_client("Dana Ruiz", number(119))
    desk = machine()
    desk.sync()
    accounts.save(desk.account, desk.paths)
    monkeypatch.setenv("RISE_CONFIG", str(desk.paths.config))
    monkeypatch.setenv("RISE_DATA", str(desk.paths.data))
    monkeypatch.delenv("RISE_RELAY_URL", raising=False)
    office.kill_relay()
    sent = texting.send(desk.desk, dana, "goes out by itself")
    drain = psutil.Process(spawn_drain(desk.account, desk.paths))
    assert desk.account.token not in " ".join(drain.cmdline())
    assert desk.account.token not in drain.environ().values()
    office.start_relay()
    office.wait_accepted([sent.message_id])
    office.wait_until(lambda: desk.waiting == 0)
    office.wait_until(lambda: not drain.is_running() or drain.status() == psutil.STATUS_ZOMBIE)
    assert len(office.accepted()[sent.message_id]) == 1


def test_a_replica_from_the_snapshot_is_the_replica_of_the_whole_log(office: Office, machine: Any) -> None:
    token = office.add_caseworker("Mo")
    old = machine("old", token=token)
    old.sync()
    clients = [office.add_client(f"Client {i}", number(150 + i), token) for i in range(4)]
    for turn in range(3):
        for index, client_id in enumerate(clients):
            office.client_texts(number(150 + index), f"hello {turn}")
            if turn == 1:
                office.text(client_id, "hello yourself", token)
        old.sync()
    triage.done(old.desk, clients[0])
    old.sync()
    office.wait_until(lambda: str(office.events(token)).count("'status': 'delivered'") == 4)
    old.sync()
    fresh = machine("fresh", token=token)
    fresh.sync()
    old.sync()
    assert everything_in(fresh.store) == everything_in(old.store)


def test_nothing_of_a_colleagues_clients_is_here(office: Office, machine: Any) -> None:
    token = office.add_caseworker("Pat")
    theirs = office.add_client("Somebody Else", number(160), token)
    office.client_texts(number(160), "for pat alone")
    desk = machine()
    desk.sync()
    assert desk.bodies(theirs) == []
    with desk.store.reading() as session:
        assert desk.store.clients.get(session, theirs) is None
    pat = machine("pat", token=token)
    pat.sync()
    pat.edit(theirs, caseworker_id=desk.account.caseworker_id)
    pat.sync()
    desk.sync()
    assert desk.bodies(theirs) == ["for pat alone"], "with the client comes the past"
    assert pat.bodies(theirs) == []
    desk.edit(theirs, caseworker_id=pat.account.caseworker_id)
    desk.sync()
    assert desk.bodies(theirs) == []


def test_a_note_is_seen_on_the_other_machine_until_it_is_taken_back(office: Office, machine: Any) -> None:
    ana = office.add_client("Ana Ruiz", number(171))
    one, two = machine("one"), machine("two")
    one.sync()
    noting.write(one.desk, ana, "works evenings", "call")
    one.sync()
    two.sync()
    assert [(note.label, note.words, note.author) for note in noting.notes(two.desk, ana)] == [
        ("Call", "works evenings", "")
    ]
    undoing.undo(one.desk)
    assert noting.notes(one.desk, ana) == []
    one.sync()
    two.sync()
    assert noting.notes(two.desk, ana) == []
    assert one.waiting == 0


def test_fault_20_two_terminals_of_one_account_see_what_either_did_and_nothing_is_sent_twice(
    office: Office, machine: Any
) -> None:
    """Both read and answer the same person, offline of each other; one repeats the other's wish. [fault 20]"""
    ana = office.add_client("Ana Ruiz", number(181))
    office.client_texts(number(181), "When is the class?")
    one, two = machine("one"), machine("two")
    for desk in (one, two):
        desk.sync()
        assert desk.line(ana).unread_count == 1
    triage.mark_read(one.desk, ana)
    first = texting.send(one.desk, ana, "At nine.")
    second = texting.send(two.desk, ana, "Nine o'clock, at the office.")
    one.sync()
    two.sync()
    one.sync()
    both = ["When is the class?", "At nine.", "Nine o'clock, at the office."]
    for desk in (one, two):
        assert desk.bodies(ana) == both
        assert (desk.line(ana).unread_count, desk.line(ana).state) == (0, "waiting")
        assert desk.waiting == 0
    again = office.put(f"messages/{first.message_id}", message(ana, "At nine."), write_id=new_id())
    assert again["id"] == first.message_id, "the same text under the same id is the one that stands"
    office.wait_accepted([first.message_id, second.message_id])
    office.ledger([first.message_id, second.message_id]).raise_if_bad()


def test_whoever_writes_on_one_machine_is_told_who_has_answered_on_another(
    office: Office, machine: Any, tmp_path: Path
) -> None:
    """[fault 20]"""
    ana = office.add_client("Ana Ortiz", number(198))
    office.client_texts(number(198), "can I come at 9?")
    here, there = machine("here"), machine("there")
    sam = machine("sam", token=office.add_caseworker("Sam Field", "supervisor"))
    for one in (here, there, sam):
        office.wait_until(lambda one=one: one.sync() and one.bodies(ana), what="the text is on each machine")

    async def write() -> None:
        desk = replace(here.desk, clock=FrozenClock(SystemClock().now()))
        async with opened(tmp_path / "screen", desk=desk) as stage:
            await stage.press("/", "Ana Ortiz", "enter", "r", "Yes, at 9")
            for other, by in ((sam, "Sam Field"), (there, "you, in another place")):
                texting.send(other.desk, ana, "Yes, at nine")
                await asyncio.to_thread(other.sync)
                await asyncio.to_thread(here.sync)
                await stage.rest()
                stage.wait(1)
                await stage.press("ctrl+d")
                assert f"ago by {by}" in " ".join(stage.text.split())
                assert here.desk.acts_waiting == 0, "nothing was sent"
            await stage.press("ctrl+d")
            assert here.desk.acts_waiting == 1

    asyncio.run(write())
    for one in (here, there, sam):
        one.sync()
        assert one.bodies(ana) == ["can I come at 9?", "Yes, at nine", "Yes, at nine", "Yes, at 9"]
