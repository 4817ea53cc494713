"""`rise send` and `reply`: out once, whatever the line does, and a plain word about where the text is."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.commands.conftest import around_today
from tests.commands.shapes import HELD, INBOX, READ, SENT, SYNC, answered, complained
from tests.journeys.office import Office
from tests.journeys.processes import drains, end_drains

MARCUS, ANA = "+12155550142", "+12155550143"


@pytest.fixture(scope="module", autouse=True)
def people(office: Office) -> None:
    """Marcus, who has written, and Ana, who has not."""
    office.add_client("Marcus Bell", MARCUS)
    office.add_client("Ana Ruiz", ANA)
    office.client_texts(MARCUS, "Can I come Monday? sim:silent")
    office.rise("sync")


@pytest.fixture
def dead_relay(office: Office) -> Iterator[None]:
    """The relay is killed; afterwards it runs again."""
    office.kill_relay()
    yield
    if not office.relay.is_running:
        office.start_relay()


def _accepted_texts(office: Office, words: str) -> list[str]:
    """The message ids under which the carrier accepted these words, one for each time."""
    return [message_id for message_id, texts in office.accepted().items() for text in texts if text["body"] == words]


def _status(office: Office, message_id: str) -> str:
    """How the relay tells this app that a text stands."""
    office.rise("sync")
    read = answered(office.rise("read", ANA, "--json"), READ)
    return next((str(one["status"]) for one in read["messages"] if one["message_id"] == message_id), "")


def test_a_reply_reaches_the_carrier_once_and_they_are_waited_for(office: Office) -> None:
    sent = answered(office.rise("reply", "Marcus Bell", "--body", "Yes, “Monday”.", "--now", "--json"), SENT)
    assert sent["state"] == "accepted"
    office.wait_accepted([sent["message_id"]])
    assert _accepted_texts(office, "Yes, “Monday”.") == [sent["message_id"]]
    waiting = answered(office.rise("inbox", "--filter", "waiting", "--json"), INBOX)["conversations"]
    assert "Marcus Bell" in {one["name"] for one in waiting}
    office.ledger([sent["message_id"]], who="dana").raise_if_bad()


def test_a_text_is_read_from_standard_input_with_its_lines(office: Office) -> None:
    sent = answered(office.rise("send", ANA, "-", "--json", stdin="Hola María,\n\nel lunes.\n"), SENT)
    read = answered(office.rise("read", ANA, "--limit", "1", "--json"), READ)
    [message] = read["messages"]
    assert (message["message_id"], message["body"]) == (sent["message_id"], "Hola María,\n\nel lunes.")


def test_nobody_who_never_wrote_is_answered(office: Office) -> None:
    assert "rise send" in complained(office.rise("reply", "Ana Ruiz", "--body", "Hi", "--json"), 2)["next_step"]


@pytest.mark.parametrize("body", ["", "x" * 1601])
def test_a_text_that_cannot_be_is_no_text(office: Office, body: str) -> None:
    complained(office.rise("send", ANA, "--body", body, "--json"), 2)


def test_who_said_stop_gets_nothing(office: Office) -> None:
    """[fault 30]"""
    office.add_client("Said Stop", "+12155550150")
    office.client_texts("+12155550150", "STOP")
    office.rise("sync")
    error = complained(office.rise("send", "Said Stop", "--body", "Please?", "--json"), 1)
    assert "STOP" in error["title"]
    assert _accepted_texts(office, "Please?") == []


def test_a_stop_that_this_machine_has_not_heard_of_is_refused_by_the_relay_and_the_words_are_kept(
    office: Office,
) -> None:
    """[fault 30]"""
    office.add_client("Just Stopped", "+12155550151")
    office.rise("sync")
    office.client_texts("+12155550151", "STOP")
    error = complained(office.rise("send", "Just Stopped", "--body", "Please?", "--json"), 1)
    assert "not sent" in error["title"]
    assert answered(office.rise("read", "Just Stopped", "--json"), READ)["draft"] == "Please?"
    assert _accepted_texts(office, "Please?") == []


def test_without_the_relay_it_waits_on_this_machine_only_and_goes_out_once(office: Office, dead_relay: None) -> None:
    said = office.rise("send", "Ana Ruiz", "--body", "When the line is back", "--now", "--json")
    sent = answered(said, SENT)
    assert sent["state"] == "queued"
    assert "on this machine only" in said.stderr
    plain = office.rise("read", "Ana Ruiz")
    assert plain.returncode == 0
    assert "[on this machine only]" in plain.stdout
    assert "offline since" in plain.stderr
    inbox = answered(office.rise("inbox", "--json"), INBOX)
    assert not inbox["is_online"]
    [drain] = drains(office.folder)
    office.start_relay()
    office.wait_until(lambda: _accepted_texts(office, "When the line is back"), 40, "the drain to carry it")
    drain.wait(40)
    assert answered(office.rise("sync", "--json"), SYNC)["outbox"] == 0
    assert _accepted_texts(office, "When the line is back") == [sent["message_id"]]
    office.ledger([sent["message_id"]], who="dana").raise_if_bad()


def test_what_could_not_reach_the_relay_in_time_comes_back_as_a_draft(office: Office, dead_relay: None) -> None:
    early = {"RISE_CLOCK_OFFSET": str(-2 * 3600 - 60)}
    answered(office.rise("send", "Ana Ruiz", "--body", "Come at noon today", "--json", env=early), SENT)
    end_drains(office.folder)
    office.start_relay()
    office.rise("sync")
    read = answered(office.rise("read", "Ana Ruiz", "--json"), READ)
    assert read["draft"] == "Come at noon today"
    assert _accepted_texts(office, "Come at noon today") == []
    _throw_draft_away(office)


def test_several_processes_at_once_send_each_text_once(office: Office) -> None:
    words = [f"from process {number}" for number in range(6)]

    def send(body: str) -> str:
        sent: str = answered(office.rise("send", "Ana Ruiz", "--body", body, "--now", "--json"), SENT)["message_id"]
        return sent

    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(send, words))
    office.wait_accepted(ids, 40)
    office.wait_until(lambda: answered(office.rise("sync", "--json"), SYNC)["outbox"] == 0, 40, "an empty outbox")
    assert [len(_accepted_texts(office, body)) for body in words] == [1] * 6
    office.ledger(ids, who="dana").raise_if_bad()


def test_words_sent_by_a_command_leave_the_windows_draft_alone(office: Office) -> None:
    with closing(sqlite3.connect(office.app_database())) as store, store:
        store.execute(
            "INSERT INTO draft (key, message_id, body, cursor, anchor, media, at) SELECT client_id, 'm', 'half writ',"
            " 0, 0, '[]', ? FROM client WHERE first_name = 'Ana'",
            (time.time_ns() // 1_000_000,),
        )
    answered(office.rise("send", "Ana Ruiz", "--body", "Something else", "--json"), SENT)
    assert answered(office.rise("read", "Ana Ruiz", "--json"), READ)["draft"] == "half writ"
    _throw_draft_away(office)


def test_a_text_that_begins_a_conversation_waits_on_a_holiday_and_goes_for_a_reason(office: Office) -> None:
    office.relay_command("rules", "set", "holidays", around_today())
    try:
        office.rise("sync")
        done = office.rise("send", "Ana Ruiz", "--body", "How are you?", "--now", "--json")
        sent = answered(done, SENT)
        assert sent["held"]["why"] == "holiday"
        assert "It is a holiday: texts to Ana Ruiz wait until" in done.stderr
        assert "--now-because" in done.stderr
        assert "on its way" not in done.stdout
        office.wait_until(lambda: _status(office, sent["message_id"]) == "held", what="the relay holds it")
        read = answered(office.rise("read", ANA, "--limit", "1", "--json"), READ)
        assert read["messages"][0]["held"]["why"] == "holiday"
        held = answered(office.rise("held", "--json"), HELD)
        assert [(one["message_id"], one["may_go"]) for one in held["held"]] == [(sent["message_id"], True)]
        why = "--now-because", "agreed_by_phone"
        now = answered(office.rise("send", "Ana Ruiz", "--body", "Come now.", "--now", "--json", *why), SENT)
        assert "held" not in now
        office.wait_accepted([now["message_id"]])
        assert _accepted_texts(office, "How are you?") == []
        gone = office.rise("held", "--release", sent["message_id"], "--because", "appointment_today")
        assert "Goes now: Ana Ruiz" in gone.stdout
        office.wait_accepted([sent["message_id"]])
        assert "not held any more" in office.rise("held", "--take-back", sent["message_id"]).stderr
        reply = office.rise("reply", "Marcus Bell", "--body", "Monday is a holiday.", "--now", "--json")
        assert "held" not in answered(reply, SENT), "an answer within two hours leaves at once"
        office.relay_command("hold", "--all", "--because", "A wrong group text went out.")
        stopped = office.rise("send", "Ana Ruiz", "--body", "And now?", "--now", "--json", *why)
        assert answered(stopped, SENT)["held"] == {"why": "office_hold"}, (
            "though this machine had not heard of it before"
        )
        assert "The office has stopped all texts for now. It waits." in stopped.stderr
        office.wait_until(lambda: _status(office, answered(stopped, SENT)["message_id"]) == "held")
        thread = office.rise("read", ANA, "--limit", "1").stdout
        assert "held: the office has stopped all texts" in thread
        office.relay_command("release")
        office.wait_accepted([answered(stopped, SENT)["message_id"]])
    finally:
        office.relay_command("release")
        office.relay_command("rules", "set", "holidays", "none")


def test_a_token_that_was_revoked_keeps_the_text_here_and_ends_with_3(office: Office) -> None:
    """[fault 18]"""
    token = office.add_caseworker("Luis")
    office.sign_in("luis", token)
    office.add_client("Eve Diaz", "+12155550152", token)
    office.rise("sync", who="luis")
    with closing(sqlite3.connect(office.database)) as relay, relay:
        whose = "caseworker_id = (SELECT id FROM caseworker WHERE name = 'Luis')"
        relay.execute(f"UPDATE token SET state = 'revoked' WHERE {whose}")
    said = office.rise("send", "Eve Diaz", "--body", "Hi", "--json", who="luis")
    assert complained(said, 3)["next_step"]
    assert answered(said, SENT, 3)["state"] == "queued"
    assert complained(office.rise("inbox", "--json", who="luis"), 3)["title"]


def _throw_draft_away(office: Office) -> None:
    with closing(sqlite3.connect(office.app_database())) as store, store:
        store.execute("DELETE FROM draft")
