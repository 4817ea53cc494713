"""A text is found by its conversation wherever its number stands, and costs no page of an index by conversation."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.intake import Arrival, accept_many
from rise_tui.relay.store.conversation_texts import A_RUN, received_in, texts_in
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.relay.store.migrate import REVISIONS, migrate
from rise_tui.relay.store.office import NewOffice, create_office
from rise_tui.relay.store.purging_clients import erase_client
from rise_tui.relay.store.purging_rows import erase_texts
from rise_tui.relay.wishes import claims
from tests.relay.conftest import OURS, SmallOffice, add_client
from tests.relay.line import number_of, put_text

THEIRS = "+12155550101"
TWELVE = 12
"""Texts of which a run is made once their numbers are long."""


def came(tx: Tx, phones: list[int], at: int = 1) -> None:
    """A text from each of these, in one group."""
    start = tx.all("SELECT count(*) AS n FROM message")[0]["n"]
    texts = [
        Arrival(Inbound(carrier_id=f"SM{start + n:032x}", e164=number_of(phone), to_e164=OURS, body=f"Text {n}"), at)
        for n, phone in enumerate(phones)
    ]
    accept_many(tx, texts, carrier="twilio")


def listed(tx: Tx, office_id: str, conversation: str) -> tuple[list[int], list[int]]:
    """The numbers of what came in a conversation, and of all its texts, of those that are still there."""
    found = []
    for these in (received_in(":key"), texts_in(":key")):
        sql = f"SELECT seq FROM message WHERE office_id = :office_id AND seq IN {these} ORDER BY seq"
        found.append([row["seq"] for row in tx.connection.execute(sql, {"office_id": office_id, "key": conversation})])
    return found[0], found[1]


def must_agree(tx: Tx, office_id: str) -> None:
    """What the texts themselves say is what is found, for each conversation; no number is listed twice."""
    for (key,) in tx.connection.execute("SELECT DISTINCT conversation_id FROM message").fetchall():
        rows = tx.connection.execute(
            "SELECT seq, direction FROM message WHERE conversation_id = ? ORDER BY seq", (key,)
        )
        texts = [(row["seq"], row["direction"]) for row in rows]
        inbound = [seq for seq, direction in texts if direction == "inbound"]
        assert listed(tx, office_id, key) == (inbound, [seq for seq, _ in texts])
        rows = tx.connection.execute(f"SELECT value FROM {received_in(':key')}", values(office_id, key))
        numbers = [row[0] for row in rows]
        assert len(numbers) == len({*numbers})


def values(office_id: str, key: str) -> dict[str, Any]:
    """What a statement about one conversation names."""
    return {"office_id": office_id, "key": key}


acts = st.lists(
    st.one_of(
        st.tuples(st.just("comes"), st.lists(st.integers(0, 3), min_size=1, max_size=50)),
        st.tuples(st.just("goes"), st.integers(0, 3)),
        st.tuples(st.just("claimed"), st.integers(0, 3)),
        st.tuples(st.just("purged"), st.integers(0, 40)),
        st.tuples(st.just("erased"), st.integers(0, 3)),
    ),
    max_size=12,
)


@given(acts)
@example([("comes", [0] * 50), ("claimed", 0), ("comes", [0] * 50), ("goes", 0), ("purged", 3)])
@example([("comes", [0, 1] * 25), ("claimed", 0), ("erased", 0), ("comes", [0, 0])])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_found_is_what_the_texts_say_whatever_happens_to_them(
    tx: Tx, office: SmallOffice, acts: list[tuple[str, Any]]
) -> None:
    tx.connection.execute("SAVEPOINT example")
    clients: dict[int, str] = {}
    for act, what in acts:
        if act == "comes":
            came(tx, what)
        elif act == "goes":
            put_text(tx, office.office_id, sender=OURS, e164=number_of(what), client_id=clients.get(what), at=1)
        elif act == "claimed" and what not in clients:
            clients[what] = add_client(tx, office.office_id, number_of(what))
            claims._move(tx, SimpleNamespace(office_id=office.office_id), clients[what], number_of(what))  # type: ignore[arg-type] # no more of a wish is looked at
            tx.run("DELETE FROM conversation WHERE id = :tel", tel=f"tel:{number_of(what)}")
        elif act == "purged":
            rows = tx.connection.execute("SELECT id FROM message ORDER BY seq LIMIT 2 OFFSET ?", (what,))
            erase_texts(tx, office.office_id, [row["id"] for row in rows], 2)
        elif act == "erased" and what in clients:
            client = clients.pop(what)
            rows = tx.connection.execute("SELECT id FROM message WHERE conversation_id = ?", (client,))
            erase_texts(tx, office.office_id, [row["id"] for row in rows], 2)
            erase_client(tx, office.office_id, client)
            assert not [*tx.connection.execute("SELECT 1 FROM received_run WHERE conversation_id = ?", (client,))]
        must_agree(tx, office.office_id)
    tx.connection.execute("ROLLBACK TO example")
    tx.connection.execute("RELEASE example")


def test_what_came_after_a_number_is_found_in_runs_and_beside_them(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    came(tx, [0] * 105)
    lengths = [row["n"] for row in tx.all("SELECT length(seqs) AS n FROM received_run")]
    assert len(lengths) > 2
    assert all(A_RUN < length <= A_RUN + 9 for length in lengths), "a run goes as soon as it is full"
    (row,) = tx.all("SELECT recent FROM conversation WHERE id = :id", id=client)
    assert 0 < len(row["recent"]) <= A_RUN
    every, _ = listed(tx, office.office_id, client)
    for after in (0, *every[::7], every[-1]):
        sql = f"SELECT value FROM {received_in(':key', after=':after')}"
        found = tx.connection.execute(sql, {**values(office.office_id, client), "after": after})
        assert sorted(row[0] for row in found) == [seq for seq in every if seq > after]


def test_the_same_number_in_two_offices_is_two_conversations(tx: Tx, office: SmallOffice) -> None:
    """Their texts have the same numbers, too, for each office counts its own."""
    other = create_office(tx, NewOffice("RISE West", "America/New_York", THEIRS, "Luis Vega"), at=1)
    came(tx, [1] * 7)
    for ours in (OURS, THEIRS):
        for n in range(50):
            text = Inbound(carrier_id=f"SM{ours[-3:]}{n:029x}", e164=number_of(0), to_e164=ours, body="Hello")
            accept_many(tx, [Arrival(text, 1)], carrier="twilio")
    tel = f"tel:{number_of(0)}"
    theirs = listed(tx, other.office_id, tel)
    assert {*listed(tx, office.office_id, tel)[0]} & {*theirs[0]}
    assert len(theirs[0]) == 50
    before = tx.all("SELECT * FROM received_run WHERE office_id = :office_id", office_id=other.office_id)
    client = add_client(tx, office.office_id, number_of(0))
    claims._move(tx, SimpleNamespace(office_id=office.office_id), client, number_of(0))  # type: ignore[arg-type] # no more of a wish is looked at
    assert len(listed(tx, office.office_id, client)[0]) == 50
    moved = tx.all("SELECT e164 FROM message WHERE conversation_id = :client", client=client)
    assert [row["e164"] for row in moved] == [number_of(0)] * 50, "nobody else's texts went along"
    assert listed(tx, other.office_id, tel) == theirs
    assert tx.all("SELECT * FROM received_run WHERE office_id = :office_id", office_id=other.office_id) == before
    whose = tx.all("SELECT DISTINCT conversation_id FROM message WHERE office_id = :id", id=other.office_id)
    assert [row["conversation_id"] for row in whose] == [tel]


def test_texts_from_many_people_write_few_pages(database: Path) -> None:
    """Of 32 texts from as many people each would take a page of an index by conversation, beside those of all."""
    people = 641
    phones = [n * 97 % people for n in range(people)]  # whoever writes next has another place in such an index
    with closing(connect(database)) as connection:
        for start in range(0, 4 * people, 64):
            with transaction(connection) as tx:
                came(tx, [phones[n % people] for n in range(start, start + 64)])
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with transaction(connection) as tx:
            came(tx, phones[:32])
        log = Path(f"{database}-wal").stat().st_size
    (page,) = struct.unpack(">H", database.read_bytes()[16:18])
    assert log // page <= 50


def test_a_database_of_before_keeps_every_text_in_its_conversation(tmp_path: Path) -> None:
    """What had come is put into runs when the database is brought up to date."""
    path = tmp_path / "old.sqlite"
    config = Config()
    config.set_main_option("script_location", str(REVISIONS))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
    engine.dispose()
    with closing(sqlite3.connect(path)) as old:
        for seq in range(1, 3 * TWELVE + 2):
            old.execute(
                "INSERT INTO message (office_id, id, conversation_id, direction, e164, sender, body, media, kind,"
                " status, encoding, segments, seen_through, marks, at, seq, status_seq) VALUES"
                " ('o', ?, ?, ?, '', '', '', '[]', '', '', '', 1, 0, '[]', 1, ?, 0)",
                (f"m{seq}", "abc"[seq % 2], "outbound" if seq % 5 == 0 else "inbound", seq),
            )
        old.commit()
    migrate(path)
    with closing(connect(path)) as new, transaction(new) as tx:
        must_agree(tx, "o")
        assert tx.all("SELECT count(*) AS n FROM received_run")[0]["n"] == 4
