"""A caseworker's store after years: ten thousand conversations, a million texts, nobody on the line."""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from rise_tui import account as accounts
from rise_tui.account import Account
from rise_tui.domain.safe_text import one_line
from rise_tui.settings import paths
from rise_tui.store.connect import STORE, connect
from rise_tui.store.cursor import Cursor
from rise_tui.store.store import Store
from rise_tui.store.tables import (
    ClientRow,
    ConsentRow,
    ConversationRow,
    GroupMemberRow,
    HoldingRow,
    MessageRow,
)
from tests.sync.small_relay import ANA, OFFICE, TOKEN

NOBODY_THERE = "http://127.0.0.1:9"
"""A relay that never answers: offline is a state."""
NEEDING_REPLY = 40
"""Of a hundred conversations, how many wait for an answer."""
HOUR = 3_600_000
FIRST = ("Marcus", "Ana", "Tyrell", "Joanne", "Luis", "Keisha", "Dwayne", "Rosa", "Andre", "Mei")
LAST = ("Bell", "Ruiz", "Grant", "Okafor", "Santos", "Wright", "Nguyen", "Price", "Díaz", "Coleman")
THEIRS = (
    "Can I bring my paystub Monday instead?",
    "Thanks, see you tomorrow",
    "Gracias señora, nos vemos el lunes",
    "Got the job at the warehouse, I start on Thursday at six in the morning",
    "ok 👍🏽",
    "Is the class still at the library? My bus is late again, I can be there by half past nine I think",
)
OURS = ("Yes, Monday at nine is fine.", "How is work going?", "The class starts at nine, room 204. Bring your ID.")
_ID = "01940000-0000-7000-8000-{:012x}"
EPOCH, INSTANCE = "e", "secret of the benchmark"
EVERYBODY = "Everybody"
"""The group that has them all."""
_ACCOUNT = Account(NOBODY_THERE, INSTANCE, OFFICE, ANA, "America/New_York", TOKEN)


def client_id_of(index: int) -> str:
    """The id of a client by its place, from 0."""
    return _ID.format(0x1000_0000 + index)


def number_of(index: int) -> str:
    """An invented number for a client: only 555-01xx, in as many area codes as it takes."""
    return f"+1{200 + index // 100:03d}55501{index % 100:02d}"


def words_of(client: int, turn: int) -> str:
    """What was said in that turn of a conversation; the last turn of each is theirs."""
    said = THEIRS if _is_theirs(turn) else OURS
    return said[(client + turn) % len(said)]


def open_account(folder: Path, *, conversations: int, texts: int, now: int) -> tuple[dict[str, str], Path]:
    """Sign in below `folder` to an office with so much in it, as of `now` (milliseconds).

    Returns the environment in which `rise` opens it, and the store's own folder.
    """
    environment = {"RISE_CONFIG": str(folder / "config"), "RISE_DATA": str(folder / "data")}
    where = paths(environment)
    accounts.save(_ACCOUNT, where)
    store_folder = accounts.store_folder(_ACCOUNT, where)
    with Store(store_folder, wait_ms=5000) as store, store.writing() as session:
        store.office.put(session, _ACCOUNT.office_id, seq=1, name="Benchmark", zone=_ACCOUNT.zone, numbers=[])
        store.cursor.put(session, Cursor(epoch=EPOCH, seq=1, line="up_to_date", synced_at=now))
        store.groups.put(session, _ID.format(3), seq=1, name=EVERYBODY, kind="class")
    fill(store_folder / STORE, conversations, texts // conversations, now)
    return environment, store_folder


def fill(path: Path, conversations: int, turns: int, now: int) -> None:
    """Write so many conversations of so many texts each (an even number), the newest an hour old."""
    connection = connect(path)
    for quick in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "locking_mode = EXCLUSIVE"):
        connection.execute(f"PRAGMA {quick}").fetchall()
    connection.execute("BEGIN")
    clients = range(conversations)
    _write(connection, ClientRow, map(_client, clients))
    _write(connection, HoldingRow, map(_holding, clients))
    _write(connection, ConsentRow, map(_consent, clients))
    _write(connection, GroupMemberRow, map(_member, clients))
    _write(connection, ConversationRow, (_conversation(index, turns, now) for index in clients))
    texts = (_text(index, turn, turns, conversations, now) for turn in range(turns) for index in clients)
    _write(connection, MessageRow, texts)
    connection.execute("COMMIT")
    connection.close()
    connect(path).close()  # which gives it its journal back


def _write(connection: sqlite3.Connection, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Plain inserts; what a row does not say is the column's own default."""
    rows = iter(rows)
    first = next(rows)
    columns = table.__table__.columns  # type: ignore[attr-defined]  # SQLModel makes it
    left = {c.name: c.default.arg for c in columns if c.name not in first and c.default is not None}
    fixed = {name: value for name, value in left.items() if isinstance(value, int | str | float)}
    names = ", ".join((*first, *fixed))
    holes = ", ".join((*(f":{name}" for name in first), *map(repr, map(_plain, fixed.values()))))
    statement = f"INSERT INTO {table.__tablename__}({names}) VALUES ({holes})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _client(index: int) -> dict[str, Any]:
    first, last = FIRST[index % 10], f"{LAST[index // 10 % 10]} {index}"
    return {
        "client_id": client_id_of(index),
        "first_name": first,
        "last_name": last,
        "name_folded": f"{first} {last}".lower(),
        "caseworker_id": _ACCOUNT.caseworker_id,
        "seq": 1,
    }


def _holding(index: int) -> dict[str, Any]:
    return {"client_id": client_id_of(index), "e164": number_of(index), "seq": 1}


def _consent(index: int) -> dict[str, Any]:
    return {"e164": number_of(index), "state": "opted_in", "seq": 1}


def _member(index: int) -> dict[str, Any]:
    return {"group_id": _ID.format(3), "client_id": client_id_of(index), "is_member": 1, "seq": 1}


def _is_theirs(turn: int) -> bool:
    return turn % 2 == 1


def _is_waiting(index: int) -> bool:
    return index % 100 < NEEDING_REPLY


def _conversation(index: int, turns: int, now: int) -> dict[str, Any]:
    is_waiting, at = _is_waiting(index), now - HOUR - index * 60_000
    client = _client(index)
    return {
        "client_id": client["client_id"],
        "name": one_line(f"{client['first_name']} {client['last_name']}", 80),
        "phone_end": number_of(index)[-4:],
        "state": "needs_reply" if is_waiting else "done",
        "is_listed": is_waiting,
        "is_urgent": False,
        "needs_reply_since_at": at if is_waiting else None,
        "last_at": at,
        "last_seq": turns,
        "last_direction": "inbound",
        "snippet": one_line(words_of(index, turns - 1), 160),
        "mark": ("question", "thanks", "", "photo", "yes")[index % 5] if is_waiting else "",
        "unread_count": int(is_waiting),
        "consent": "opted_in",
        "last_inbound_seq": turns,
        "seen_through": turns - 1 if is_waiting else turns,
        "read_through": turns - 1 if is_waiting else turns,
        "seq": 1,
    }


def _text(index: int, turn: int, turns: int, conversations: int, now: int) -> dict[str, Any]:
    """Numbered and dated as they were said: turn by turn, the last an hour ago."""
    is_theirs = _is_theirs(turn)
    return {
        "row": turn * conversations + index + 1,
        "message_id": _ID.format(0x2000_0000 + turn * conversations + index),
        "client_id": client_id_of(index),
        "position": turn + 1,
        "seq": turn + 1,
        "at": now - HOUR - index * 60_000 - (turns - 1 - turn) * 7 * HOUR,
        "direction": "inbound" if is_theirs else "outbound",
        "body": words_of(index, turn),
        "e164": number_of(index),
        "status": "received" if is_theirs else "delivered",
        "marks": "[]",
        "media": "[]",
    }
