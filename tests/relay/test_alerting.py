"""Who is told that clients wait while nobody listens: when, how often, in which words, and over a crash."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from rise_tui.domain.alerting import Wanted, alert_words, is_mail, is_quiet, occasion
from rise_tui.domain.clients import Role
from rise_tui.domain.clock import FrozenClock, now_ms, to_wire
from rise_tui.relay.alerting.head_ways import HeadWays
from rise_tui.relay.alerting.watching import ABSENT_S, REJOIN_S, Watching
from rise_tui.relay.alerting.ways import Mailer, NotTaken, may_post_to, post
from rise_tui.relay.hub import Hub
from rise_tui.relay.records.daily_heads import Heads
from rise_tui.relay.store import alerts, event_log
from rise_tui.relay.store.audit import head_of, record
from rise_tui.relay.store.audit_heads import heads_to_send
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import add_caseworker
from rise_tui.relay.store.rules import read_rules, set_rules
from tests.journeys.processes import free_port
from tests.relay.alert_room import Room, opened_room, post_office
from tests.relay.conftest import SmallOffice

NAMES = ("Marcus", "Bell", "5550142", "help", "RISE")


@pytest.fixture
async def room(hub: Hub, clock: FrozenClock, office: SmallOffice) -> AsyncIterator[Room]:
    """One office at nine in the morning."""
    async with opened_room(hub, clock, office) as room:
        yield room


async def test_who_waits_is_told_at_ones_own_time_once_and_without_a_name(room: Room) -> None:
    me = room.office.caseworker_id
    await room.wants(me, email="dana@example.org", webhook=f"{room.post.hook}/rise", at_times=[9 * 60 + 10])
    await room.comes("Can I come on Monday instead?")
    await room.after(minutes=9)
    assert room.post.mails == []
    await room.after(minutes=2)
    await room.after(minutes=1)
    (mail,) = room.post.mails
    assert mail["Subject"] == "rise: 1 client waits, for 11 minutes"
    assert mail["To"] == "dana@example.org"
    (posted,) = room.post.posts
    assert (posted["kind"], posted["waiting"], posted["oldest_minutes"]) == ("waiting", 1, 11)
    for told in (mail.as_string(), json.dumps(posted)):
        assert [name for name in NAMES if name in told] == []
    await room.after(days=1, minutes=-1)
    assert [mail["Subject"] for mail in room.post.mails[1:]] == ["rise: 1 client waits, for 24 hours"]


async def test_nobody_is_told_while_their_app_listens_nor_who_waits_shortly_after(room: Room) -> None:
    me = room.office.caseworker_id
    await room.wants(me, email="dana@example.org")
    room.present.add((room.office.office_id, me))
    await room.comes("help, urgent: he is going to kill me")
    await room.after(seconds=ABSENT_S * 2)
    assert room.post.mails == []
    room.present.clear()
    room.hub.ears.left_at[(room.office.office_id, me)] = room.clock.monotonic()
    await room.after(seconds=REJOIN_S)
    assert room.post.mails == [], "a stream that ends by itself is followed by the next one"
    await room.after(seconds=1)
    urgent = "rise: Something urgent came in. Please look at it now"
    assert [mail["Subject"] for mail in room.post.mails] == [urgent], "that the last window closed is no reason to wait"
    await room.after(seconds=ABSENT_S - 2)
    assert len(room.post.mails) == 1
    await room.after(seconds=2)
    assert [mail["Subject"] for mail in room.post.mails[1:]] == ["rise: 1 client waits, for 6 minutes"]
    await room.after(hours=3)  # nothing new has come
    assert len(room.post.mails) == 2


async def test_a_relay_that_begins_lets_the_apps_come_back_before_it_tells_of_what_they_may_have_shown(
    room: Room,
) -> None:
    me = room.office.caseworker_id
    await room.wants(me, email="dana@example.org")
    await room.comes("help, urgent: he is going to kill me")
    room.watching = room.again()
    await room.after(seconds=ABSENT_S - 1)
    assert room.post.mails == []
    await room.comes("help, urgent: he is at the door")
    await room.after(seconds=0)
    assert len(room.post.mails) == 1, "of what came since"
    await room.after(seconds=1)
    told = [mail["Subject"] for mail in room.post.mails]
    assert told.count("rise: Something urgent came in. Please look at it now") == 2


async def test_a_mail_server_that_does_not_answer_keeps_no_photo_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photo is written beside the loop too, by the few threads that everybody shares."""
    goes_on, began = threading.Event(), []

    def send(*_: object) -> None:
        began.append(threading.current_thread())
        goes_on.wait(20)

    monkeypatch.setattr(Mailer, "send", send)
    await room.wants(room.office.caseworker_id, email="dana@example.org")
    for _ in range(10):
        await room.comes("help, urgent: he is going to kill me")
    looking = asyncio.create_task(room.watching.look())
    try:
        async with asyncio.timeout(20):
            while len(began) < 10:  # noqa: ASYNC110 - threads count here, and the time-out is the deadline
                await asyncio.sleep(0.002)
            assert await asyncio.to_thread(threading.current_thread) not in began
    finally:
        goes_on.set()
        await looking


async def test_what_is_urgent_goes_to_whoever_is_on_call_and_in_time_to_the_supervisor(room: Room) -> None:
    office_id, at = room.office.office_id, now_ms(room.clock)
    luis, _ = await room.hub.write(lambda tx: add_caseworker(tx, office_id, "Luis", at=at))
    rosa, _ = await room.hub.write(lambda tx: add_caseworker(tx, office_id, "Rosa", at=at, role=Role.SUPERVISOR))
    await room.hub.write(lambda tx: set_rules(tx, office_id, replace(read_rules(tx, office_id), on_call=luis), at=at))
    await room.wants(luis, email="luis@example.org", quiet_from=0, quiet_to=1439)
    await room.wants(rosa, webhook=room.post.hook)
    await room.after(seconds=ABSENT_S)
    await room.comes("help, urgent: he is going to kill me")
    await room.after(seconds=10)
    assert [mail["To"] for mail in room.post.mails] == ["luis@example.org"]
    assert room.post.posts == []
    room.post.answers = [500, 500]
    await room.after(minutes=15)
    await room.after(seconds=20)
    assert [one["alert_id"] for one in room.post.posts] == [room.post.posts[0]["alert_id"]] * 2
    await room.after(hours=1)
    assert len(room.post.posts) == 3
    await room.after(hours=1)
    assert (len(room.post.mails), len(room.post.posts)) == (1, 3)
    over = to_wire(now_ms(room.clock))
    await room.hub.write(
        lambda tx: set_rules(tx, office_id, replace(read_rules(tx, office_id), on_call_until=over), at=at)
    )
    await room.comes("help, urgent: he is at the door")
    await room.after(seconds=10)
    assert len(room.post.mails) == 1, "Luis is on call no longer"
    assert room.post.posts[0]["words"] == "Something urgent has waited for 15 minutes, and nobody has answered."
    told = room.hub.read(lambda tx: alerts.latest(tx, 10))
    assert [(row["name"], row["kind"], row["state"], row["attempts"]) for row in told] == [
        ("Rosa", "urgent_unanswered", "sent", 3),
        ("Luis", "urgent", "sent", 1),
    ]


async def test_a_storm_of_urgent_texts_is_no_storm_of_alerts(room: Room) -> None:
    await room.wants(room.office.caseworker_id, webhook=room.post.hook)
    await room.after(seconds=ABSENT_S)
    for _ in range(30):
        await room.comes("help, urgent: he is going to kill me")
    teller, at = room.hub.read(alerts.tellers)[0], now_ms(room.clock)
    for about in range(alerts.MOST_AN_HOUR):  # who waits is told often, and keeps nothing urgent back
        await room.hub.write(
            partial(alerts.put_alert, teller=teller, kind="waiting", about=str(about), facts={}, at=at)
        )
    await room.after(seconds=1)
    await room.after(seconds=1)
    told = [post["kind"] for post in room.post.posts]
    assert (told.count("urgent"), told.count("waiting")) == (alerts.MOST_AN_HOUR, alerts.MOST_AN_HOUR)
    await room.after(days=91)
    assert not room.hub.read(lambda tx: alerts.latest(tx, 5)), "what was told long ago is kept no longer"


async def test_an_alert_that_a_crash_left_open_goes_and_one_to_an_address_that_is_gone_does_not(room: Room) -> None:
    me = room.office.caseworker_id
    await room.wants(me, webhook=room.post.hook)
    teller = room.hub.read(alerts.tellers)[0]
    at = now_ms(room.clock)
    for about in ("one", "one", "two"):  # decided, and then the relay was killed
        await room.hub.write(partial(alerts.put_alert, teller=teller, kind="urgent", about=about, facts={}, at=at))
    await room.after(seconds=1)
    assert len(room.post.posts) == 2
    await room.hub.write(lambda tx: alerts.put_alert(tx, teller, "urgent", "three", {}, at))
    await room.wants(me, email="dana@example.org")
    await room.after(seconds=1)
    last = room.hub.read(lambda tx: alerts.latest(tx, 5))
    assert sorted(row["state"] for row in last) == ["dropped", "sent", "sent"]
    assert len(room.post.posts) == 2
    for nowhere in ({"webhook": f"https://{'b' * 300}.org"}, {"email": "=?utf-8?q?=0aBcc?=@b.org"}):
        await room.wants(me, **nowhere)
        teller = room.hub.read(alerts.tellers)[0]
        await room.hub.write(
            partial(alerts.put_alert, teller=teller, kind="urgent", about=str(nowhere), facts={}, at=at)
        )
        await room.after(seconds=1)
        assert room.hub.read(lambda tx: alerts.due_alerts(tx, at + 10**9)) == [], "it is not tried for ever"


async def test_why_an_alert_has_not_left_yet_stands_beside_it_in_words(room: Room) -> None:
    await room.wants(room.office.caseworker_id, email="dana@example.org")
    nobody = Mailer("127.0.0.1", free_port(), "starttls", "rise@example.org")
    room.watching = Watching(room.hub, room.clock, nobody, (), frozenset)
    await room.comes("help, urgent: he is going to kill me")
    await room.after(seconds=1)
    (told,) = room.hub.read(lambda tx: alerts.latest(tx, 5))
    assert (told["state"], told["trouble"]) == ("due", "the mail server cannot be reached")


async def test_an_administrator_is_told_once_that_the_phone_company_refuses_the_account(room: Room) -> None:
    office_id, at = room.office.office_id, now_ms(room.clock)
    act = add_caseworker
    ada, _ = await room.hub.write(lambda tx: act(tx, office_id, "Ada", at=at, role=Role.ADMINISTRATOR))
    await room.wants(ada, email="ada@example.org")
    await room.wants(room.office.caseworker_id, email="dana@example.org")
    await room.hub.write(_stopped)
    await room.after(seconds=1)
    await room.after(seconds=10)
    assert [(mail["To"], mail["Subject"]) for mail in room.post.mails] == [
        ("ada@example.org", "rise: The phone company refuses our account: no text leaves")
    ]


def _stopped(tx: Tx) -> None:
    tx.run("UPDATE instance SET carrier_trouble = 'stopped'")
    for row in tx.all("SELECT office_id FROM office"):
        event_log.append(tx, row["office_id"], "CarrierAlert", actor="relay", at=0, is_stopped=True)


async def test_the_audit_logs_hash_reaches_the_administrator_where_no_place_is_set(room: Room) -> None:
    """By the ways by which they are told other things; a way that fails is tried again, and keeps no other waiting."""
    office_id, at = room.office.office_id, now_ms(room.clock)
    ada, _ = await room.hub.write(lambda tx: add_caseworker(tx, office_id, "Ada", at=at, role=Role.ADMINISTRATOR))
    await room.hub.write(lambda tx: record(tx, office_id, "relay", "restored", at=at))
    mailer = Mailer("127.0.0.1", room.post.mail_port, "none", "rise@example.org")
    heads = Heads(room.hub, room.clock, HeadWays("", mailer, (room.post.hook,)))
    await heads.let_out()
    assert [mail["To"] for mail in room.post.mails] == ["rise@example.org"], "somebody at the office keeps it"
    await room.wants(ada, email="ada@example.org", webhook=room.post.hook)
    await room.hub.write(lambda tx: record(tx, office_id, "relay", "restored", at=at))
    room.clock.go(24 * 3600)
    room.post.answers = [503]
    for _ in range(3):
        await heads.let_out()
        room.clock.go(60)
    newest = room.hub.read(lambda tx: head_of(tx, office_id))
    assert newest is not None
    _, mail = room.post.mails
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", f"rise: audit log, entry {newest.n}")
    words = mail.get_payload(decode=True)
    assert isinstance(words, bytes)
    assert f"rise relay audit verify --head {newest.n}:{newest.hash}" in words.decode()
    assert [(post["kind"], post["hash"]) for post in room.post.posts] == [("audit_head", newest.hash)] * 2
    assert room.hub.read(heads_to_send) == [], "it has left"
    told = room.hub.read(lambda tx: tx.all("SELECT data FROM event WHERE type = 'AuditHead' ORDER BY seq"))
    assert [json.loads(row["data"])["n"] for row in told] == [newest.n - 1, newest.n], "every app hears it too"


def test_times_quiet_hours_and_words_are_as_people_say_them() -> None:
    zone = "America/New_York"
    wanted = Wanted(at_times=(510, 780), quiet_from=22 * 60, quiet_to=8 * 60)
    at = {hour: datetime(2026, 11, 23, hour + 5, 40, tzinfo=UTC) for hour in (8, 9, 13, 7)}
    assert occasion(wanted, zone, at[8], None) == "2026-11-23 8:30"
    assert occasion(wanted, zone, at[9], None) is None
    assert occasion(wanted, zone, at[8], at[8] - timedelta(minutes=59)) is None
    assert occasion(Wanted(at_times=(430,), quiet_from=420, quiet_to=480), zone, at[7], None) is None
    assert is_quiet(wanted, 23 * 60)
    assert not is_quiet(wanted, 8 * 60)
    assert alert_words("waiting", 3, 250) == "3 clients wait, the oldest 4 hours."
    assert is_mail("dana.o'neil+rise@example.org")
    for no_address in (
        "a b@c.org",
        "a@b.org\nBcc: x@y.org",
        "@b.org",
        "=?utf-8?q?=0aBcc?=@b.org",
        "a\0@b.org",
        "\ud800@b.org",
    ):
        assert not is_mail(no_address)


def test_a_webhook_reaches_public_https_alone_unless_an_administrator_says_otherwise() -> None:
    assert may_post_to("https://hooks.example.org/x", ())
    local = "http://127.0.0.1:9000"
    for where in (
        "http://hooks.example.org",
        local,
        "https://10.0.0.1/",
        "https://localhost/",
        "https://u:p@a.org/",
        "ftp://a.org",
    ):
        assert not may_post_to(where, ())
    assert may_post_to(f"{local}/x", (local,))
    assert not may_post_to("https://hooks.example.org/x", ("chat.example.org",))
    with post_office() as office:
        office.answers.append(307)
        with pytest.raises(NotTaken, match="status 307"):
            post(office.hook, {"kind": "waiting"}, (office.hook,))
        assert len(office.posts) == 1, "nor does it go where it is sent on to"
