"""What one key decides about a text, against the real relay: closed and opened again, dismissed, answered, put away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rise_tui.account import store_folder
from rise_tui.casework import (
    appointing,
    card,
    clashes,
    faring,
    held_texts,
    opting,
    proposing,
    reading,
    releasing,
    texting,
    together,
    triage,
    undoing,
    waiting,
)
from rise_tui.casework.asides import Aside
from rise_tui.casework.desk import Desk
from rise_tui.domain.appointments import AppointmentKind
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.clock import SystemClock
from rise_tui.domain.ids import CaseworkerId, broadcast_message_id, new_id
from rise_tui.domain.policy import NowBecause
from rise_tui.domain.triage import UNTIL_THEY_REPLY
from rise_tui.settings import Paths
from rise_tui.store.lines import Line
from rise_tui.store.store import Store
from rise_tui.sync.loop import run_once
from rise_tui.sync.relay_client import login
from tests.journeys.office import Office, wire_time


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(tmp_path_factory.mktemp("office")) as office:
        yield office


class Here:
    """Dana's machine."""

    def __init__(self, office: Office, home: Path) -> None:
        self.account = login(office.relay_url, office.token)
        self.paths = Paths(home / "config", home / "data", home, home / "config" / "config.toml")
        self.store = Store(store_folder(self.account, self.paths), wait_ms=5_000)
        who = CaseworkerId(self.account.caseworker_id)
        desk = Desk(self.store, SystemClock(), who, self.account.office_id, self.account.zone)
        self.desk = replace(desk, hold_seconds=0)

    def sync(self) -> None:
        """All goes out, all comes in."""
        run_once(self.account, self.paths)
        with self.store.reading() as session:
            assert self.store.outbox.parked(session) == []

    def line(self, client_id: str) -> Line:
        with self.store.reading() as session:
            found = self.store.conversations.get(session, client_id)
        assert found is not None
        return found

    def accept(self, client_id: str) -> str:
        """`y`."""
        proposal = proposing.proposed(self.desk, client_id)
        assert proposal is not None
        return proposing.accept(self.desk, client_id, proposal, seen_through=self.line(client_id).last_inbound_seq)


@pytest.fixture
def here(office: Office, tmp_path: Path) -> Iterator[Here]:
    found = Here(office, tmp_path)
    yield found
    found.store.close()


def add(office: Office, name: str, end: int, state: str = "opted_in") -> str:
    """A client who has said that they may be texted."""
    phone = f"+121555501{end:02d}"
    client_id = office.add_client(name, phone)
    said = {"e164": phone, "client_id": client_id, "purpose": "all", "state": state, "how": "caseworker"}
    office.put(f"consents/{new_id()}", {**said, "wording": "in person"})
    return client_id


def test_an_opt_out_closes_at_the_relay_and_taken_back_is_undecided_again(office: Office, here: Here) -> None:
    ana = add(office, "Ana Ruiz", 1)
    other = add(office, "Ben Ruiz", 61)
    office.put(f"clients/{ana}/numbers/+12155550162", {"from_at": wire_time(0), "is_confirmed": True})
    office.client_texts("+12155550101", "please stop texting me")
    here.sync()
    assert here.line(ana).mark == "stop_like"
    here.accept(ana)
    here.sync()
    assert (here.line(ana).consent, here.line(ana).state) == ("opted_out", "done")
    undone = undoing.undo(here.desk)
    assert undone is not None
    assert undone.label == "Undecided again whether it means STOP: Ana Ruiz"

    def stands() -> tuple[object, ...]:
        with here.store.reading() as session:
            undecided = here.store.held_texts.standing(session, ana).undecided
            consents = {(one.e164, one.client_id): one.state for one in here.store.consents.list(session, ana)}
        line = here.line(ana)
        return line.consent, line.state, line.mark, undecided is not None, consents

    seen_here = stands()
    assert seen_here[:4] == ("opted_in", "needs_reply", "stop_like", True)
    here.sync()
    here.sync()
    assert stands() == seen_here, "the office knows of it what was shown here at once"
    told = [event for event in office.events() if event["type"] == "ConsentChanged" and event["client_id"] == ana]
    assert {event["data"]["how"] for event in told[-3:]} == {"taken_back"}
    shown = card.card(here.desk, ana)
    assert shown is not None
    assert {said.e164: (said.state, said.wording) for said in shown.evidence}["+12155550101"] == (
        "opted_in",
        "in person",
    )
    beside = [one.words for one in reading.open_thread(here.desk, ana).items if isinstance(one, Aside)]
    assert beside[-2:] == [
        "Their text means stop, as you said: no text may go to them.",
        "The stop was a mistake, as you said: it is undecided again whether they want texts.",
    ]
    office.wait_accepted([office.text(ana, "Is it the reminders that you do not want?")])
    broadcast_id = new_id()
    texts = [(who, str(broadcast_message_id(broadcast_id, who))) for who in (ana, other)]
    people = [{"client_id": who, "message_id": one, "body": "The fair is on Friday."} for who, one in texts]
    terms = {"name": "Fair", "body": "The fair is on Friday.", "expires_at": wire_time(3 * 86_400)}
    office.put(f"broadcasts/{broadcast_id}", {**terms, "recipients": people, "left_out": []})
    held_why(office, here, texts[0][1], "stop_like")
    office.wait_accepted([texts[1][1]])
    opting.dismiss(here.desk, ana, "They mean the letters.")
    here.sync()
    office.wait_accepted([texts[0][1]])


def test_what_only_sounded_like_stop_is_dismissed_at_the_relay_too(office: Office, here: Here) -> None:
    luis = add(office, "Luis Ortega", 2)
    office.client_texts("+12155550102", "stop sending the reminders to my old address please")
    here.sync()
    assert here.line(luis).mark == "stop_like"
    opting.dismiss(here.desk, luis, "They mean the letters.")
    here.sync()
    beside = [one.words for one in reading.open_thread(here.desk, luis).items if isinstance(one, Aside)]
    assert beside[-1] == "Their text does not mean stop, as you said."
    assert (here.line(luis).mark, here.line(luis).consent) == ("", "opted_in")
    assert here.line(luis).state == "needs_reply"


def test_what_comes_after_a_text_that_is_no_stop_is_undecided_here_and_at_the_relay(office: Office, here: Here) -> None:
    mia = add(office, "Mia Stone", 4)
    for body in ("stop texting me the old hours of the bus", "please stop texting me"):
        office.client_texts("+12155550104", body)
    here.sync()
    broadcast_id = new_id()
    message_id = str(broadcast_message_id(broadcast_id, mia))
    text = {"client_id": mia, "message_id": message_id, "body": "The fair is on Friday."}
    terms = {"name": "Fair", "body": text["body"], "expires_at": wire_time(3 * 86_400)}
    for reason in ("They mean the bus.", "They called: only the bus."):
        assert here.line(mia).mark == "stop_like"
        opting.dismiss(here.desk, mia, reason)
        seen = here.line(mia).mark
        here.sync()
        assert here.line(mia).mark == seen, "the office has it as it is shown here"
        if seen:
            office.put(f"broadcasts/{broadcast_id}", {**terms, "recipients": [text], "left_out": []})
            held_why(office, here, message_id, "stop_like")
    assert here.line(mia).mark == ""
    office.wait_accepted([message_id])


def days_around() -> str:
    """Yesterday, today and tomorrow."""
    today = datetime.now(UTC).date()
    return ",".join((today + timedelta(days=days)).isoformat() for days in (-1, 0, 1))


def held_why(office: Office, here: Here, message_id: str, why: str) -> None:
    """Wait until the relay has said that it holds that text because of this."""

    def is_held() -> bool:
        here.sync()
        with here.store.reading() as session:
            found = here.store.held_texts.get(session, [message_id])
        return message_id in found and found[message_id].held_why == why

    office.wait_until(is_held, what=f"{message_id} is held because of {why}")


def test_what_is_held_is_let_go_taken_back_or_kept_through_a_pause(office: Office, here: Here) -> None:
    gus = add(office, "Gus Hall", 41)
    office.relay_command("rules", "set", "holidays", days_around())
    here.sync()
    first = texting.send(here.desk, gus, "How are you?").message_id
    second = texting.send(here.desk, gus, "Call me on Friday.").message_id
    held_why(office, here, first, "holiday")
    held_why(office, here, second, "holiday")
    releasing.release(here.desk, first, NowBecause.AGREED_BY_PHONE)
    held_texts.drop(here.desk, second)
    here.sync()
    office.wait_accepted([first])
    here.sync()
    told = faring.history(here.desk, first)
    assert told is not None
    said = [step.words for step in told.steps]
    assert said[1:3] == ["held: a holiday", "let go whatever the hour: agreed by phone"], said
    with here.store.reading() as session:
        draft = here.store.drafts.get(session, gus)
        taken_back = here.store.threads.get(session, second)
    assert draft is not None
    assert draft.body == "Call me on Friday."
    assert taken_back is not None
    assert taken_back.status == "cancelled"
    broadcast_id = new_id()
    third = str(broadcast_message_id(broadcast_id, gus))
    text = {"client_id": gus, "message_id": third, "body": "The fair is on Thursday."}
    terms = {"name": "Fair", "body": text["body"], "expires_at": wire_time(3 * 86_400)}
    office.put(f"broadcasts/{broadcast_id}", {**terms, "recipients": [text], "left_out": []})
    held_why(office, here, third, "holiday")
    card.set_status(here.desk, gus, ClientStatus.PAUSED, "hospital")
    held_why(office, here, third, "paused")
    office.relay_command("rules", "set", "holidays", "none")
    card.set_status(here.desk, gus, ClientStatus.OPEN)
    here.sync()
    assert held_texts.kept_by_pause(here.desk, gus).ids == (third,)
    assert third not in office.accepted(), "resuming sends nothing by itself"
    releasing.release(here.desk, third, NowBecause.OTHER)
    here.sync()
    office.wait_accepted([third])


def test_what_the_phone_company_answers_by_itself_stands_in_the_conversation(office: Office, here: Here) -> None:
    ivy = add(office, "Ivy Cole", 63)
    for word in ("HELP", "STOP", "START"):
        office.client_texts("+12155550163", word)
    here.sync()
    beside = [one.words for one in reading.open_thread(here.desk, ivy).items if isinstance(one, Aside)]
    assert beside[-5:] == [
        "The phone company has answered them by itself; it does not say in which words.",
        "They said STOP: no text may go to them.",
        "The phone company has confirmed that to them.",
        "They said START: they may be texted.",
        "The phone company has told them that texts come again.",
    ]


def test_an_unknown_number_is_opted_out_by_itself(office: Office, here: Here) -> None:
    office.client_texts("+12155550177", "take me off your list")
    here.sync()
    here.accept("tel:+12155550177")
    here.sync()
    assert here.line("tel:+12155550177").consent == "opted_out"
    undoing.undo(here.desk)
    here.sync()
    line = here.line("tel:+12155550177")
    assert (line.consent, line.mark, line.state) == ("unknown", "stop_like", "needs_reply")


def test_a_yes_is_kept_with_the_appointment_for_the_whole_office(office: Office, here: Here) -> None:
    eve = add(office, "Eve Diaz", 3)
    starts_at, appointment_id = wire_time(86_400), new_id()
    office.put(f"appointments/{appointment_id}", {"client_id": eve, "kind": "class", "starts_at": starts_at})
    office.client_texts("+12155550103", "I will be there")
    here.sync()
    here.accept(eve)
    here.sync()
    told = [event["data"] for event in office.events() if event["type"] == "AppointmentChanged"]
    assert told[-1]["answer"] == "yes"
    assert here.line(eve).state == "done"


def test_many_are_put_away_until_they_reply_and_their_text_brings_them_back(office: Office, here: Here) -> None:
    people = [add(office, f"Client {end}", end) for end in range(10, 14)]
    for end in range(10, 14):
        office.client_texts(f"+121555501{end}", "hello")
    here.sync()
    together.snooze(here.desk, waiting.seen_through(here.desk, people), UNTIL_THEY_REPLY)
    here.sync()
    assert {here.line(one).snoozed_until_at for one in people} == {UNTIL_THEY_REPLY}
    office.client_texts("+12155550110", "are you there?")
    here.sync()
    assert here.line(people[0]).snoozed_until_at is None
    undoing.undo(here.desk)
    here.sync()
    assert {here.line(one).snoozed_until_at for one in people} == {None}


def test_the_language_a_number_that_is_not_theirs_and_a_flag_reach_the_office(office: Office, here: Here) -> None:
    rosa, sam = add(office, "Rosa Medina", 20), add(office, "Sam Dunn", 21)
    office.client_texts("+12155550120", "Hola necesito saber cuando es la cita")
    office.client_texts("+12155550121", "wrong number")
    here.sync()
    here.accept(rosa)
    here.accept(sam)
    triage.flag(here.desk, rosa, is_flagged=True)
    here.sync()
    last: dict[str, Any] = {event["type"]: event["data"] for event in office.events()}
    assert last["ClientChanged"]["language"] == "es"
    assert last["NumberChanged"]["until_at"] is not None
    assert here.line(rosa).is_flagged
    assert here.line(sam).state == "done"
    undoing.undo(here.desk)
    here.sync()
    assert not here.line(rosa).is_flagged


def test_a_done_taken_back_at_the_relay_brings_back_every_text_that_waited_and_what_was_urgent(
    office: Office, here: Here
) -> None:
    shawn = add(office, "Shawn Mills", 30)
    office.client_texts("+12155550130", "i want to die")
    office.client_texts("+12155550130", "sorry forget it")
    here.sync()
    before = here.line(shawn)
    assert before.is_urgent
    triage.done(here.desk, shawn)
    here.sync()
    undoing.undo(here.desk)
    here.sync()
    here.sync()
    after = here.line(shawn)
    assert after.is_urgent
    assert (after.snippet, after.needs_reply_since_at) == (before.snippet, before.needs_reply_since_at)
    triage.done(here.desk, shawn)
    triage.need_reply(here.desk, shawn)
    here.sync()
    here.sync()
    assert here.line(shawn).snippet == "sorry forget it", "asked for by hand: their last text is what needs a reply"


def test_a_text_taken_back_at_the_relay_brings_back_what_was_urgent(office: Office, here: Here) -> None:
    nina = add(office, "Nina Price", 31)
    office.client_texts("+12155550131", "hello")
    here.sync()
    triage.done(here.desk, nina)
    office.client_texts("+12155550131", "i want to die")
    office.client_texts("+12155550131", "sorry forget it")
    here.sync()
    before = here.line(nina)
    texting.send(replace(here.desk, hold_seconds=60), nina, "Are you safe?")
    here.sync()
    assert not here.line(nina).is_urgent
    undoing.undo(here.desk)
    here.sync()
    here.sync()
    after = here.line(nina)
    assert after.is_urgent
    assert (after.snippet, after.needs_reply_since_at) == (before.snippet, before.needs_reply_since_at)


def test_an_appointment_of_two_windows_is_made_moved_and_stands_side_by_side_where_both_moved_it(
    office: Office, here: Here, tmp_path: Path
) -> None:
    client_id = add(office, "Otis Gray", 67)
    other = Here(office, tmp_path / "other")
    here.sync()
    appointing.make(here.desk, client_id, AppointmentKind.COURT, "tomorrow 9:30", "1301 Filbert")
    here.sync()
    other.sync()

    def ours(one: Here) -> Any:
        found = card.card(one.desk, client_id)
        assert found is not None
        return found.appointments[0]

    seen = ours(other)
    assert (seen.kind, seen.place) == ("court", "1301 Filbert")
    appointing.set_bring(other.desk, client_id, seen.appointment_id, "ID", seen.seq)
    appointing.move(other.desk, client_id, seen.appointment_id, "in 3 days", seen.seq)
    other.sync()
    appointing.set_place(here.desk, client_id, seen.appointment_id, "City Hall", ours(here).seq)
    appointing.move(here.desk, client_id, seen.appointment_id, "in 4 days", ours(here).seq)
    run_once(here.account, here.paths)
    [clash] = clashes.clashes(here.desk, client_id)
    assert [both.field for both in clash.fields] == ["starts_at"]
    assert (ours(here).place, ours(here).bring) == ("City Hall", "ID"), "other fields meet"
    clashes.keep_mine(here.desk, clash.write_id)
    here.sync()
    appointing.cancel(here.desk, client_id, seen.appointment_id)
    here.sync()
    undoing.undo(here.desk)
    here.sync()
    other.sync()
    assert ours(other).appointment_id != seen.appointment_id
    assert ours(other).starts_at == ours(here).starts_at
    other.store.close()
