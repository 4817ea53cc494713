"""The carrier's side of the relay: signed, durable before it is answered, once whatever comes twice."""

import asyncio
import hashlib
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.ids import new_id
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.engine import connect
from tests.relay.posting import INBOUND, PUBLIC, THEIRS, TOKEN, Twilioish, carrier_side, sign, text


@pytest.fixture
async def twilio(hub: Hub, clock: FrozenClock, tmp_path: Path) -> AsyncIterator[Twilioish]:
    async with carrier_side(hub, clock, tmp_path) as side:
        yield side


def rows(hub: Hub, sql: str, **values: Any) -> list[Any]:
    return hub.read(lambda tx: [tuple(row) for row in tx.all(sql, **values)])


def inbound(hub: Hub) -> list[Any]:
    return rows(hub, "SELECT body FROM message WHERE direction = 'inbound' ORDER BY seq")


def received(hub: Hub) -> int:
    return len(rows(hub, "SELECT 1 FROM event WHERE type = 'MessageReceived'"))


async def test_d1_a_text_that_cannot_be_stored_is_never_answered_2xx(
    database: Path, clock: FrozenClock, tmp_path: Path
) -> None:
    """[D1]"""
    fail = FailPoint.parse("inbound_before_commit:1:raise")
    async with Hub(database, clock, fail) as hub, carrier_side(hub, clock, tmp_path) as twilio:
        form = text("I got the job")
        assert (await twilio.text(form)).status_code == 503
        assert inbound(hub) == []
        assert received(hub) == 0
        assert (await twilio.text(form)).status_code == 204
        assert inbound(hub) == [("I got the job",)]
    async with carrier_side(hub, clock, tmp_path) as twilio:  # the relay has gone down
        assert (await twilio.text(form)).status_code == 503
        assert (await twilio.status(new_id(), "delivered")).status_code == 503


async def test_d1_a_fault_of_our_own_is_a_503_that_shows_nothing_of_the_text(
    hub: Hub, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """[D1]"""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("my secret words and +12155550142")

    async with carrier_side(hub, clock, tmp_path) as twilio:
        monkeypatch.setattr("rise_tui.relay.api.webhooks.accept_many", broken)
        answer = await twilio.text(text("my secret words"))
    assert (answer.status_code, answer.content) == (503, b"")
    assert "KeyError in test_webhooks.py" in caplog.text
    assert "secret" not in caplog.text
    assert "5550142" not in caplog.text


async def test_a_full_disk_is_a_503_and_the_text_is_taken_when_there_is_room_again(
    hub: Hub, clock: FrozenClock, tmp_path: Path
) -> None:
    """[D1] [fault 7]"""
    async with carrier_side(hub, clock, tmp_path) as twilio:
        writing = hub._writing
        pages = writing.execute("PRAGMA page_count").fetchone()[0]
        writing.execute(f"PRAGMA max_page_count = {pages}")
        form = text("x" * 1600)
        answers = [(await twilio.text(text("x" * 1600))).status_code for _ in range(20)]
        assert 503 in answers
        stored = len(inbound(hub))
        assert stored == answers.count(204)
        writing.execute("PRAGMA max_page_count = 1073741823")
        assert (await twilio.text(form)).status_code == 204
        assert len(inbound(hub)) == stored + 1


async def test_a_database_locked_by_somebody_else_is_a_503_in_time_and_then_well_again(
    hub: Hub, clock: FrozenClock, tmp_path: Path, database: Path
) -> None:
    """[fault 8]"""
    other = connect(database)
    async with carrier_side(hub, clock, tmp_path) as twilio:
        other.execute("BEGIN IMMEDIATE")
        before = clock.monotonic()
        assert (await twilio.text(text())).status_code == 503
        assert clock.monotonic() - before <= 10
        other.execute("ROLLBACK")
        assert (await twilio.text(text())).status_code == 204
    other.close()


async def test_d2_d3_the_same_text_five_times_and_twenty_times_at_once_is_one_row_and_one_event(
    twilio: Twilioish,
) -> None:
    """[D2] [D3] [fault 11]"""
    first = text("only once")
    for _ in range(5):
        assert (await twilio.text(first)).status_code == 204
    crowd = text("also once")
    answers = await asyncio.gather(*(twilio.text(crowd) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {204}
    assert inbound(twilio.hub) == [("only once",), ("also once",)]
    assert received(twilio.hub) == 2
    with pytest.raises(sqlite3.IntegrityError):
        await twilio.hub.write(
            lambda tx: tx.run("UPDATE message SET carrier_id = :sid WHERE body = 'also once'", sid=first["MessageSid"])
        )


async def test_another_body_under_the_same_id_changes_nothing_and_is_told_without_words(
    twilio: Twilioish, caplog: pytest.LogCaptureFixture
) -> None:
    """[fault 12]"""
    caplog.set_level(logging.WARNING)
    form = text("the first words")
    await twilio.text(form)
    assert (await twilio.text({**form, "Body": "forged words"})).status_code == 204
    assert inbound(twilio.hub) == [("the first words",)]
    assert "came again with other content" in caplog.text
    assert "words" not in caplog.text.replace("webhooks", "")
    assert THEIRS not in caplog.text


async def test_a_replay_after_a_day_changes_nothing(twilio: Twilioish, clock: FrozenClock) -> None:
    """[fault 26]"""
    form = text()
    await twilio.text(form)
    clock.go(86_400)
    assert (await twilio.text(form)).status_code == 204
    assert received(twilio.hub) == 1


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
async def test_d5_what_is_stored_is_what_was_written_to_the_byte(twilio: Twilioish, body: str) -> None:
    """[D5]"""
    form = text(body)
    assert (await twilio.text(form)).status_code == 204
    stored = rows(twilio.hub, "SELECT body, raw FROM message WHERE carrier_id = :sid", sid=form["MessageSid"])
    assert stored == [(body, None)]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"caf\xe9 at 5", "caf� at 5"),
        (b"half \xed\xa0\xbd a pair", "half ��� a pair"),
        (b"a\x00b", "a�b"),
        ("Sí, mañana".encode("utf-16-be"), "Sí, mañana"),
        (b"\xff\xfe\xfd", "���"),
        (b'it\'s "quoted" & = + %', 'it\'s "quoted" & = + %'),
    ],
)
async def test_bytes_that_are_no_utf8_are_kept_as_they_came_and_shown_with_a_mark(
    twilio: Twilioish, raw: bytes, shown: str
) -> None:
    """[D5] [fault 23]"""
    form = text("")
    pairs = [(name.encode(), value.encode()) for name, value in form.items() if name != "Body"]
    answer = await twilio.pairs([*pairs, (b"Body", raw)])
    assert answer.status_code == 204
    [(body, kept)] = rows(twilio.hub, "SELECT body, raw FROM message")
    assert body == shown
    assert (kept if kept is not None else body.encode()) == raw


@how(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.binary(max_size=12), st.binary(max_size=40)), max_size=8))
async def test_no_signed_form_however_odd_is_a_500_or_is_lost(
    twilio: Twilioish, pairs: list[tuple[bytes, bytes]]
) -> None:
    """[fault 23]"""
    before = received(twilio.hub)
    named = [(name or b"n", value) for name, value in pairs]
    sid = hashlib.sha256(repr(pairs).encode()).hexdigest()[:32].encode()
    assert (await twilio.pairs([(b"MessageSid", sid), *named])).status_code == 204
    assert (await twilio.pairs([(b"MessageSid", sid), *named])).status_code == 204
    assert received(twilio.hub) - before <= 1
    assert rows(twilio.hub, "SELECT 1 FROM message WHERE carrier_id = :sid", sid=sid.decode()) == [(1,)]


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "x",
        "AAAA",
        "é",
        sign(PUBLIC + INBOUND, text(sid="SM1"), "another token"),
        sign("http://inside:8000" + INBOUND, {}),
    ],
)
async def test_a_missing_or_wrong_signature_is_a_403_and_stores_nothing(
    twilio: Twilioish, signature: str | None
) -> None:
    """[fault 25]"""
    body = b"MessageSid=SM1&From=%2B12155550142&Body=hi"
    headers = [(b"Content-Type", b"application/x-www-form-urlencoded")]
    if signature is not None:
        headers.append((b"X-Twilio-Signature", signature.encode()))
    answer = await twilio.http.post(INBOUND, content=body, headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert received(twilio.hub) == 0


async def test_the_host_header_has_no_say_in_the_signature(twilio: Twilioish) -> None:
    """[fault 25]"""
    form = text()
    forged = sign("https://evil.example.net" + INBOUND, form)
    answer = await twilio.text(
        form, **{"X-Twilio-Signature": forged, "Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net"}
    )
    assert answer.status_code == 403
    assert (await twilio.text(form, Host="evil.example.net")).status_code == 204


async def test_an_altered_added_or_dropped_field_is_a_403(twilio: Twilioish) -> None:
    """[fault 25]"""
    form = text("yes")
    signature = sign(PUBLIC + INBOUND, form)
    for other in ({**form, "Body": "no"}, {**form, "New": ""}, {k: v for k, v in form.items() if k != "ToCountry"}):
        assert (await twilio.text(other, **{"X-Twilio-Signature": signature})).status_code == 403
    assert received(twilio.hub) == 0


async def test_json_is_taken_only_with_the_digest_of_its_body_in_the_signed_address(twilio: Twilioish) -> None:
    """[fault 25]"""
    body = json.dumps({"MessageSid": "SM9", "From": THEIRS, "To": "+12155550100", "Body": "as JSON"}).encode()
    kind = {"Content-Type": "application/json"}
    bare = await twilio.raw(INBOUND, body, **kind, **{"X-Twilio-Signature": sign(PUBLIC + INBOUND, {})})
    assert bare.status_code == 403
    path = f"{INBOUND}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signed = {"X-Twilio-Signature": sign(PUBLIC + path, {}), **kind}
    assert (await twilio.raw(path, body + b" ", **signed)).status_code == 403
    assert (await twilio.raw(path, body, **signed)).status_code == 204
    assert inbound(twilio.hub) == [("as JSON",)]


async def test_a_body_larger_than_any_webhook_is_a_413_without_being_read_whole(twilio: Twilioish) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 65_536
            yield b"x" * 65_536

    answer = await twilio.http.post(INBOUND, content=endless(), headers={"X-Twilio-Signature": "AAAA"})
    assert (answer.status_code, answer.content) == (413, b"")
    assert sent < 1_000_000
    assert received(twilio.hub) == 0


async def test_d26_an_unknown_number_lands_in_the_list_under_its_own_message_id(twilio: Twilioish) -> None:
    """[D26]"""
    first = text("who is this", from_="+12155550177", MessagingServiceSid="MG" + "1" * 32)
    second = text("hello?", from_="+12155550177", MessagingServiceSid="MG" + "1" * 32)
    await twilio.text(first)
    await twilio.text(second)
    kept = rows(twilio.hub, "SELECT conversation_id, client_id, carrier_id FROM message ORDER BY seq")
    assert kept == [
        ("tel:+12155550177", None, first["MessageSid"]),
        ("tel:+12155550177", None, second["MessageSid"]),
    ]
    assert rows(twilio.hub, "SELECT id, state FROM conversation") == [("tel:+12155550177", "needs_reply")]
    assert rows(twilio.hub, "SELECT client_id FROM event WHERE type = 'MessageReceived'") == [
        ("tel:+12155550177",),
        ("tel:+12155550177",),
    ]


async def test_photos_are_wanted_in_the_texts_own_transaction_and_the_fetcher_is_woken(twilio: Twilioish) -> None:
    form = text(
        "",
        NumMedia="2",
        MediaUrl0="https://api.twilio.com/1",
        MediaContentType0="image/jpeg",
        MediaUrl1="https://api.twilio.com/2",
        MediaContentType1="image/heic",
    )
    await twilio.text(form)
    await twilio.text(form)
    wanted = rows(twilio.hub, "SELECT position, url, declared_type, state FROM medium ORDER BY position")
    assert wanted == [
        (0, "https://api.twilio.com/1", "image/jpeg", "wanted"),
        (1, "https://api.twilio.com/2", "image/heic", "wanted"),
    ]
    assert len(twilio.woken) == 1


async def test_nothing_of_a_text_is_ever_logged(twilio: Twilioish, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "rise_tui")
    await twilio.text(text("a very private matter"))
    await twilio.status("0193d2f0-0000-7000-8000-000000000000", "delivered")
    assert (await twilio.status("0193d2f0-0000-7000-8000-000000000000", "")).status_code == 204
    assert "private" not in caplog.text
    assert "5550142" not in caplog.text
    assert TOKEN not in caplog.text
