"""An account, a store and a log for the tests of sync."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rise_tui.account import Account
from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.settings import Paths
from rise_tui.store.engine import sql
from rise_tui.store.store import Store
from rise_tui.sync.backoff import Backoff
from rise_tui.sync.setup import Setup
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from tests.sync.small_relay import ANA, OFFICE, START_MS, TOKEN, SmallRelay

ME = Reader(ANA)
REPLICA = (
    "client",
    "number",
    "holding",
    "conversation",
    "message",
    "medium",
    "document",
    "note",
    "client_group",
    "group_member",
    "template",
    "broadcast",
    "recipient",
    "consent",
    "appointment",
    "caseworker",
    "office",
)


def account_of(relay: SmallRelay) -> Account:
    """Ana's account on that relay."""
    return Account(relay.url, relay.instance_id, OFFICE, ANA, "America/New_York", TOKEN)


def setup_of(relay: SmallRelay, folder: Path, **more: Any) -> Setup:
    """Sync with short waits."""
    paths = Paths(config=folder / "config", data=folder, state=folder, config_file=folder / "config" / "config.toml")
    given = {"waits": Backoff(first_s=0.02, most_s=0.05, asked_most_s=0.1), "answer_s": 5.0, **more}
    return Setup(account_of(relay), folder / "store", paths, **given)


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The app's own store beside the one that sync has."""
    with Store(folder / "store", wait_ms=5_000) as store:
        yield store


def everything_in(store: Store, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the replica, in an order of their own; `message.row` says only when a row was stored."""
    found = {}
    with store.reading() as session:
        connection = sql(session)
        for table in REPLICA:
            if table in but:
                continue
            columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})") if name != "row"]
            found[table] = sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found


class Log:
    """Makes events in the shapes of the wire, numbered from 1."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.events: list[Event] = []

    def add(self, type: str, client_id: str | None = None, actor: str = "relay", /, **data: Any) -> Event:
        """The next event of the log."""
        seq = len(self.events) + 1
        values = {"seq": seq, "at": START_MS + seq * 1000, "type": type, "actor": actor, "client_id": client_id}
        event = Event.model_validate({**values, "data": data})
        self.events.append(event)
        return event

    def client(self, name: str = "Dana", e164: str = "+12155550142", client_id: str | None = None) -> str:
        """A client with a number."""
        client_id = client_id or new_id()
        self.add("ClientChanged", client_id, client_id=client_id, first_name=name, last_name="Reyes", caseworker_id=ANA)
        self.add("NumberChanged", client_id, client_id=client_id, e164=e164, from_at=to_wire(START_MS))
        return client_id

    def received(self, client_id: str | None, body: str = "ok", **data: Any) -> Event:
        """A text from a client, or from an unknown number."""
        given = {"message_id": new_id(), "e164": "+12155550142", "to_e164": "+12155550100", "body": body, **data}
        if client_id is not None:
            given["client_id"] = client_id
        return self.add("MessageReceived", client_id or f"tel:{given['e164']}", "client", **given)

    def accepted(self, client_id: str, body: str = "Hello", **data: Any) -> Event:
        """A text of ours."""
        given = {"message_id": new_id(), "client_id": client_id, "body": body, "caseworker_id": ANA, **data}
        return self.add("MessageAccepted", client_id, ANA, **given)


def on_disk(folder: Path) -> bytes:
    """Every byte of the stores in that folder, logs included."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("*.sqlite*"))).lower()
