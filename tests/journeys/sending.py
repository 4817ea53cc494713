"""What journeys of sending share: people who agreed, a broadcast to them, and how a text stands at the relay."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.store.access import grant
from rise_tui.relay.store.engine import connect, transaction
from tests.journeys.ledger import rows
from tests.journeys.office import Office, wire_time
from tests.relay.conftest import add_client
from tests.relay.line import put_consent

SILENT = ("--status-delay-ms", "5", "--receipts", "")
"""A carrier that calls nothing back: what became of a text shows in its list alone."""


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as it is wished for."""

    broadcast_id: str
    message_ids: Sequence[str]
    body: dict[str, Any]


def number(index: int) -> str:
    """An invented number, a different one for each index."""
    return f"+1{216 + index // 100}55501{index % 100:02d}"


def people(office: Office, count: int) -> list[str]:
    """Clients who all opted in; their ids. The number of the n-th is `number(n)`."""
    api, whose = office.api(), office.me()["caseworker_id"]
    ids = [new_id() for _ in range(count)]

    def enter(index: int) -> None:
        client_id, e164 = ids[index], number(index)
        wishes: dict[str, dict[str, Any]] = {
            f"clients/{client_id}": {"first_name": f"Person{index}", "last_name": "Bell", "caseworker_id": whose},
            f"clients/{client_id}/numbers/{e164}": {"from_at": wire_time(-3600), "is_confirmed": True},
            f"consents/{new_id()}": {"e164": e164, "client_id": client_id, "state": "opted_in", "wording": "yes"},
        }
        for path, body in wishes.items():
            api.put(f"/v1/{path}", json=body, headers={"Idempotency-Key": new_id()}).raise_for_status()

    with ThreadPoolExecutor(8) as clerks:
        list(clerks.map(enter, range(count)))
    return ids


def many_people(office: Office, count: int) -> list[str]:
    """As `people`, written into the relay's database at once: without a word to the log."""
    me = office.me()
    office_id, at = me["office_id"], round(time.time() * 1000) - 3_600_000
    with closing(connect(office.database)) as connection, transaction(connection) as tx:
        ids = [add_client(tx, office_id, number(index), first_name=f"Person{index}", at=at) for index in range(count)]
        tx.run("UPDATE client SET caseworker_id = :me", me=me["caseworker_id"])
        for index, client_id in enumerate(ids):
            grant(tx, office_id, me["caseworker_id"], client_id, "own", at)
            put_consent(tx, office_id, number(index), client_id, "opted_in")
    return ids


def planned(clients: Sequence[str], words: str = "Class at nine") -> Broadcast:
    """One text to all of them, not yet put."""
    broadcast_id = new_id()
    messages = [broadcast_message_id(broadcast_id, client) for client in clients]
    recipients = [
        {"client_id": client, "message_id": message, "body": f"{words} {index}"}
        for index, (client, message) in enumerate(zip(clients, messages, strict=True))
    ]
    body = {"name": "Class", "body": words, "recipients": recipients, "left_out": [], "expires_at": wire_time(1800)}
    return Broadcast(broadcast_id, messages, body)


def broadcast(office: Office, clients: Sequence[str], words: str = "Class at nine") -> Broadcast:
    """Confirm one text to all of them."""
    plan = planned(clients, words)
    office.put(f"broadcasts/{plan.broadcast_id}", plan.body)
    return plan


def status(office: Office, message_id: str) -> tuple[str | None, str]:
    """How a text stands: the queue's state (None: no row), and what people see."""
    question = (
        "SELECT q.state, m.status FROM message m LEFT JOIN queue q ON q.message_id = m.id WHERE m.id = :message_id"
    )
    (row,) = rows(office.database, question, message_id=message_id)
    return row[0], row[1]


def until_status(office: Office, message_id: str, *wanted: str) -> None:
    """Wait until people see one of these, and the line knows the text no more (but for `unknown`)."""

    def stands() -> bool:
        state, seen = status(office, message_id)
        return seen in wanted and (state is None or seen == "unknown")

    office.wait_until(stands, what=f"{wanted}")


def until_line_is_empty(office: Office, seconds: float = 90) -> None:
    """Wait until every text has left or is settled."""
    office.wait_until(lambda: not list(rows(office.database, "SELECT 1 FROM queue")), seconds, "an empty line")


def accepted(office: Office) -> int:
    """How many texts the carrier has accepted."""
    [[count]] = rows(office.folder / "witness.sqlite", "SELECT count(*) FROM text WHERE direction = 'outbound-api'")
    return int(count)
