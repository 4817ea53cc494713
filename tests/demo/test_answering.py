"""The demo's clients at their phones, with the phone company as it is: an answer comes once, whatever breaks."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from rise_tui.demo.answering import FAST, clients_answering
from rise_tui.demo.answering_line import Line
from rise_tui.demo.answering_people import Somebody, keep, load
from rise_tui.demo.answering_plan import Answer, answers_to
from rise_tui.demo.answering_said import Said
from rise_tui.demo.answering_turns import LONGEST_REST, Turns
from rise_tui.demo.founding import Secrets
from rise_tui.demo.seed import seed
from rise_tui.demo.sizes import Size
from rise_tui.domain.clock import FrozenClock
from tests.journeys.processes import wait_until
from tests.simulator.conftest import OURS, Carrier, Hook, listening, start

A_DAY = 86_400.0
ASKED = "Class 3 meets Monday at 9. Can you come?"
PAPER = "Can you send me a photo of your last paystub?"
PEOPLE = {
    f"+121555501{end:02d}": Somebody("Ana", f"Ruiz {end}", "es" if end % 5 == 0 else "en") for end in range(1, 60)
}


@pytest.fixture
def carrier(tmp_path: Path) -> Iterator[Carrier]:
    """A phone company whose texts are all on their way until the test lets time pass."""
    with listening() as listener, start(tmp_path, listener, "--status-delay-ms", "60000") as one:
        yield one


@pytest.fixture
def turns(carrier: Carrier) -> Iterator[Callable[[], Turns]]:
    """The clients, as the demo has them when it is opened: each time anew, a day after what was sent."""
    with closing(Line(carrier.process.url)) as line:
        yield lambda: _opened(line)


def _opened(line: Line) -> Turns:
    clock = FrozenClock(datetime.now(UTC))
    clock.go(A_DAY)
    opened = Turns(line, PEOPLE, clock, seed=1)
    opened.listen()
    return opened


def _expected(phone: str, message_id: str, body: str) -> tuple[Answer, ...]:
    return answers_to(Said(message_id, body, phone, PEOPLE[phone]), 1)


def _sids(hooks: list[Hook]) -> list[str]:
    return [hook.form["MessageSid"] for hook in hooks]


def _until_heard(carrier: Carrier, answer: Answer) -> None:
    wait_until(lambda: answer.sid in _sids(carrier.listener.inbound()), 30)


def _sent(carrier: Carrier, body: str) -> dict[str, tuple[Answer, ...]]:
    """The text to everybody; what each answers, by phone."""
    for phone in PEOPLE:
        carrier.send(body, f"to {phone}", phone)
    return {phone: _expected(phone, f"to {phone}", body) for phone in PEOPLE}


def test_each_answer_comes_from_its_phone_once_also_when_the_demo_was_closed_meanwhile(
    carrier: Carrier, turns: Callable[[], Turns]
) -> None:
    coming = _sent(carrier, ASKED)
    carrier.texts_in("STOP", sender="+12155550101")
    coming["+12155550101"] = ()
    opened = turns()
    opened.speak()
    assert len(carrier.listener.inbound()) == 1  # nobody answers what has not arrived yet
    carrier.settle()
    carrier.listener.hooks.clear()
    carrier.listener.answers = [503, 0]  # the relay is down for the first two
    turns().speak()
    failed = _sids(carrier.listener.inbound())[:2]
    turns().speak()
    heard = carrier.listener.inbound()
    expected = {answer.sid: (phone, answer.body) for phone, answers in coming.items() for answer in answers}
    assert {hook.form["MessageSid"]: (hook.form["From"], hook.form["Body"]) for hook in heard} == expected
    assert all(hook.form["To"] == OURS for hook in heard)
    assert Counter(_sids(heard)) == Counter(list(expected)) + Counter(failed)
    carrier.listener.hooks.clear()
    assert turns().speak() == LONGEST_REST
    assert carrier.listener.hooks == []


def test_a_second_text_never_comes_before_the_first(carrier: Carrier, turns: Callable[[], Turns]) -> None:
    phone = next(iter(PEOPLE))
    first, second = next(both for n in range(999) if len(both := _expected(phone, f"two {n}", ASKED)) == 2)
    two = next(f"two {n}" for n in range(999) if len(_expected(phone, f"two {n}", ASKED)) == 2)
    carrier.send(ASKED, two, phone)
    carrier.settle()
    carrier.listener.answers = [503]
    turns().speak()
    assert _sids(carrier.listener.inbound()) == [first.sid]
    turns().speak()
    assert _sids(carrier.listener.inbound()) == [first.sid, first.sid, second.sid]


def test_a_paper_asked_for_comes_as_a_photo_and_what_did_not_arrive_is_not_answered(
    carrier: Carrier, turns: Callable[[], Turns]
) -> None:
    coming = _sent(carrier, PAPER)
    lost = next(phone for phone, answers in coming.items() if not answers)
    late = next(f"late {n}" for n in range(99) if _expected(lost, f"late {n}", PAPER))
    carrier.send(PAPER, late, lost, ValidityPeriod="1")
    carrier.settle()
    turns().speak()
    heard = {hook.form["MessageSid"]: hook.form for hook in carrier.listener.inbound()}
    assert set(heard) == {answer.sid for answers in coming.values() for answer in answers}
    photos = [answer.sid for answers in coming.values() for answer in answers if answer.paper]
    assert len(photos) >= 5
    for sid in photos:
        assert (heard[sid]["NumMedia"], heard[sid]["MediaContentType0"]) == ("1", "image/jpeg")
    picture = carrier.client.get(heard[photos[0]]["MediaUrl0"], follow_redirects=True)
    assert picture.content.startswith(b"\xff\xd8\xff")


def test_who_answers_is_known_as_the_office_was_made_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    database, file = tmp_path / "relay.sqlite", tmp_path / "people.json"
    secrets = Secrets("1" * 64, "2" * 64, "a token")
    seed(database, tmp_path / "media", datetime.now(UTC), secrets, Size(clients=40, texts=500))
    keep(database, file)
    people = load(file)
    known = {who.last_word: who for who in people.values()}
    assert known["I cant do this no more. I dont want to be alive"].first == "Jaylen"
    assert known["¿A qué hora es la clase?"][:3] == ("Maria", "Delgado", "es")
    assert not known["who is this? wrong number"].first
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("{}")
    keep(database, file)
    assert load(file) == {}


def test_the_process_answers_within_seconds_once_though_it_is_killed_and_ends_with_the_demo(
    carrier: Carrier, tmp_path: Path
) -> None:
    (tmp_path / "people.json").write_text(json.dumps(PEOPLE))
    phone = next(iter(PEOPLE))
    answers = {f"m{n}": _expected(phone, f"m{n}", ASKED)[:1] for n in range(999)}
    soon = [message_id for message_id, first in answers.items() if first and first[0].after < FAST / 3]
    for message_id in soon[:2]:
        before = set(psutil.Process().children())
        with clients_answering(carrier.process.url, tmp_path, tmp_path / "no.sqlite", seed=1, is_fast=True):
            (process,) = set(psutil.Process().children()) - before
            carrier.send(ASKED, message_id, phone)
            carrier.settle()
            _until_heard(carrier, answers[message_id][0])
            if message_id == soon[0]:
                process.kill()
        assert not process.is_running()
        assert (tmp_path / "clients.log").read_bytes() == b""
    assert Counter(_sids(carrier.listener.inbound()))[answers[soon[0]][0].sid] == 1
