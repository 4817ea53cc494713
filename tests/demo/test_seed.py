"""The invented office: as the relay's own rules would make it, the same for the same seed, and nobody who exists."""

import hashlib
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.demo.acts import Hears, Judges, Reminds, Says
from rise_tui.demo.book import Drawn
from rise_tui.demo.composition import FOUNDED_MS
from rise_tui.demo.days import DAY
from rise_tui.demo.founding import GROUPS, Secrets
from rise_tui.demo.history import history
from rise_tui.demo.people import SENDER
from rise_tui.demo.replies import UNREAD
from rise_tui.demo.seed import seed
from rise_tui.demo.sizes import Size
from rise_tui.domain.clock import to_ms
from rise_tui.domain.errors import BadInput
from rise_tui.relay.store.engine import connect, transaction
from rise_tui.relay.store.migrate import migrate
from tests.demo.by_rules import ByRules

NOW = datetime(2026, 11, 22, 13, 42, tzinfo=UTC)
"""A Sunday morning in Philadelphia."""
SECRETS = Secrets("1" * 64, "2" * 64, "a token")
SMALL = Size(seed=7, clients=40, texts=500)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|SM[0-9a-f]{32}")


def _dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def _all(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The usual office; its folder."""
    folder = tmp_path_factory.mktemp("office")
    seed(folder / "relay.sqlite", folder / "media", NOW, SECRETS, Size())
    return folder


def _photos(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / "media").rglob("*.jpg")
    }


def test_the_same_seed_makes_the_same_office_byte_for_byte_and_another_one_another(tmp_path: Path) -> None:
    made = {}
    for name, size in (("one", SMALL), ("two", SMALL), ("three", replace(SMALL, seed=8))):
        seed(tmp_path / name / "relay.sqlite", tmp_path / name / "media", NOW, SECRETS, size)
        made[name] = (_dump(tmp_path / name / "relay.sqlite"), _photos(tmp_path / name))
    assert made["one"] == made["two"]
    assert made["one"][0] != made["three"][0]
    assert made["one"][1], "there are photos"


def test_it_is_what_the_rules_of_the_relay_make_of_the_same_acts(tmp_path: Path) -> None:
    """Every row of every table, but for the ids and for what is nobody else's: secrets, and wishes' own ids."""
    seed(tmp_path / "bulk" / "relay.sqlite", tmp_path / "bulk" / "media", NOW, SECRETS, SMALL)
    happened = history(SMALL.seed, to_ms(NOW), SMALL.clients, SMALL.texts)
    papers = {act.paper: Drawn("0" * 64, 1, 1, 1) for act in happened if isinstance(act, Hears) and act.paper}
    slow = tmp_path / "slow" / "relay.sqlite"
    migrate(slow)
    with closing(connect(slow)) as connection, transaction(connection) as tx:
        rules = ByRules(tx, papers)
        rules.found(to_ms(NOW) - FOUNDED_MS)
        for act in happened:
            rules.play(act)
        rules.end()
    bulk, ruled = _plain(tmp_path / "bulk" / "relay.sqlite"), _plain(slow)
    assert bulk.keys() == ruled.keys()
    for table in bulk:
        assert bulk[table] == ruled[table], table


def _plain(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, each id by the place of its first appearance in the log."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        places: dict[str, str] = {}

        def placed(value: Any) -> Any:
            if not isinstance(value, str):
                return value
            return UUID.sub(lambda found: places.setdefault(found[0], f"<{len(places)}>"), value)

        tables = {}
        for name in ["event", *sorted(names - {"event", "instance", "token", "alembic_version"})]:
            order = {"event": "seq", "message": "seq", "received_run": "last_seq"}.get(name, "rowid")
            rows = []
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):
                kept = {key: placed(row[key]) for key in row.keys() if key not in SECRET}  # noqa: SIM118 - a Row
                rows.append(tuple(kept.items()))
            tables[name] = sorted(rows, key=repr)
        return tables


SECRET = ("write_id", "sha256", "bytes", "width", "height")
"""Columns that are not compared: a drawing's facts, and ids of wishes that nobody made."""


def test_the_inbox_has_27_unread_replies_from_minutes_to_two_days_old(office: Path) -> None:
    waiting = _all(
        office / "relay.sqlite",
        "SELECT c.id, m.at, m.body, m.marks FROM conversation c JOIN message m ON m.seq = c.last_inbound_seq"
        " WHERE c.state = 'needs_reply' AND c.snoozed_until_at IS NULL ORDER BY m.at",
    )
    assert len(waiting) == UNREAD == 27
    ages = [NOW - datetime.fromtimestamp(at / 1000, UTC) for _, at, _, _ in waiting]
    assert timedelta(minutes=2) < min(ages) < timedelta(minutes=15)
    assert timedelta(days=1) < max(ages) < timedelta(days=2)
    marks = {mark for *_, found in waiting for mark in re.findall(r"\w+", found)}
    assert marks >= {
        *("urgent", "stop_like", "wrong_person", "new_number", "photo", "yes", "no", "question", "thanks"),
    }
    bodies = {body for _, _, body, _ in waiting}
    assert {"STOP", "stop texting me please", "who is this? wrong number", "sí"} <= bodies
    unread = _all(
        office / "relay.sqlite",
        "SELECT count(*) FROM conversation c LEFT JOIN reading r ON r.client_id = c.id"
        " WHERE c.state = 'needs_reply' AND c.snoozed_until_at IS NULL"
        " AND coalesce(r.read_through, 0) < c.last_inbound_seq",
    )
    assert unread == [(UNREAD,)]


def test_there_are_120_clients_six_groups_and_about_6000_texts_over_eight_months(office: Path) -> None:
    database = office / "relay.sqlite"
    (me,) = _all(database, "SELECT id FROM caseworker ORDER BY seq LIMIT 1")[0]
    assert _all(database, f"SELECT count(*) FROM client WHERE caseworker_id = '{me}'") == [(120,)]
    assert _all(database, "SELECT count(*) FROM client") > [(120,)], "the colleagues have some too"
    assert _all(database, "SELECT role, count(*) FROM caseworker GROUP BY role ORDER BY role") == [
        ("caseworker", 3),
        ("supervisor", 1),
    ]
    assert [name for (name,) in _all(database, "SELECT name FROM client_group")] == [name for name, _ in GROUPS]
    ((texts, first),) = _all(database, "SELECT count(*), min(at) FROM message")
    assert 5_500 < texts < 6_500
    assert timedelta(days=230) < NOW - datetime.fromtimestamp(first / 1000, UTC) < timedelta(days=242)
    ((spanish,),) = _all(database, "SELECT avg(language = 'es') FROM client")
    assert 0.15 < spanish < 0.3


def test_nothing_of_it_is_still_to_be_sent_and_every_photo_is_here(office: Path) -> None:
    database = office / "relay.sqlite"
    assert _all(database, "SELECT quiet_from, quiet_to FROM office") == [(None, None)], "a text leaves at any hour"
    assert _all(database, "SELECT * FROM queue") == []
    photos = {sha256 for (sha256,) in _all(database, "SELECT sha256 FROM medium")}
    assert photos == set(_photos(office).values())
    assert _all(database, "SELECT DISTINCT state FROM medium") == [("stored",)]
    kinds = {kind for (kind,) in _all(database, "SELECT DISTINCT kind FROM document")}
    assert kinds >= {"paystub", "id", "certificate"}


@given(
    number=st.integers(0, 2**32),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
)
@settings(max_examples=15, deadline=None)
def test_whenever_it_is_made_27_wait_and_nobody_is_texted_after_they_said_stop(number: int, now: datetime) -> None:
    stands: dict[int | str, str] = {}
    closed: set[int] = set()
    for act in history(number, to_ms(now), 40, 500):
        assert to_ms(now) - FOUNDED_MS - 5 * DAY < act.at <= to_ms(now)
        if isinstance(act, Hears):
            stands[act.number if act.client is None else act.client] = "needs_reply"
            if act.client is not None and act.text.strip().lower() == "stop":
                closed.add(act.client)
        elif isinstance(act, Says):
            assert act.client not in closed
            stands[act.client] = "waiting"
        elif isinstance(act, Judges) and act.state is not None:
            stands[act.client] = act.state if act.snoozed_until is None else "snoozed"
        elif isinstance(act, Reminds):
            assert not closed & {client for client, _ in act.people}
    assert list(stands.values()).count("needs_reply") == UNREAD
    assert list(stands.values()).count("snoozed") == 3
    assert len(closed) > 1


def test_numbers_are_nobodys_and_no_two_people_share_one(office: Path) -> None:
    database = office / "relay.sqlite"
    used = [number for (number,) in _all(database, "SELECT e164 FROM holding")]
    assert len(set(used)) == len(used)
    written = {number for (number,) in _all(database, "SELECT e164 FROM message UNION SELECT sender FROM message")}
    assert all(re.fullmatch(r"\+1[2-9]\d\d55501\d\d", number) for number in {*used, *written})
    assert SENDER not in used
    assert len({number[:5] for number in used}) > 3


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (Size(clients=39), "from 40 to 10,000 clients"),
        (Size(clients=10_001), "from 40 to 10,000 clients"),
        (Size(texts=499), "from 500 to 1,000,000 texts"),
        (Size(texts=1_000_001), "from 500 to 1,000,000 texts"),
    ],
)
def test_a_size_that_cannot_be_made_is_said(size: Size, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        size.check()
    assert words in refused.value.detail
