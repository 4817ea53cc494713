"""Terminals of a caseworker beside a real relay, each with a store of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rise_tui.account import Account, store_folder
from rise_tui.casework import taking_back
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import Clock, SystemClock
from rise_tui.domain.ids import CaseworkerId, new_id
from rise_tui.settings import Paths
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.sync.backoff import Backoff
from rise_tui.sync.loop import SyncThread, run_once
from rise_tui.sync.once import Report
from rise_tui.sync.relay_client import login
from rise_tui.sync.setup import Setup
from tests.journeys.office import Office


@dataclass
class Machine:
    """One terminal of the caseworker, with a store of its own."""

    account: Account
    paths: Paths
    clock: Clock
    desk: Desk
    setup: Setup

    @property
    def store(self) -> Store:
        return self.desk.store

    def sync(self, **more: Any) -> Report:
        return run_once(self.account, self.paths, setup=self.setup, **more)

    def thread(self, **more: Any) -> SyncThread:
        return SyncThread(self.account, self.paths, setup=replace(self.setup, **more))

    def bodies(self, client_id: str) -> list[str]:
        with self.store.reading() as session:
            return [text.body for text in self.store.threads.window(session, client_id)]

    def line(self, client_id: str) -> Any:
        with self.store.reading() as session:
            found = self.store.conversations.get(session, client_id)
        assert found is not None
        return found

    def photos(self, client_id: str) -> list[Any]:
        with self.store.reading() as session:
            return list(self.store.photos.list(session, client_id))

    def status(self, message_id: str) -> str:
        with self.store.reading() as session:
            text = self.store.threads.get(session, message_id)
        return "" if text is None else text.status

    @property
    def waiting(self) -> int:
        with self.store.reading() as session:
            return self.store.outbox.waiting(session)

    def edit(self, client_id: str, **fields: str) -> str:
        """Change fields of a client as somebody does who sees this machine's screen."""
        write_id = new_id()
        with self.store.writing() as session:
            seq = self.store.clients.seq(session, client_id)
            self.store.pending.shelve(session, "client", client_id, write_id, fields)
            wish = Wish(write_id, client_id, "client", {"client_id": client_id}, fields, if_match=seq)
            self.store.outbox.add(session, wish)
        return write_id

    def name(self, client_id: str) -> str:
        with self.store.reading() as session:
            client = self.store.clients.get(session, client_id)
        return "" if client is None else client.name

    def take_back(self, message_id: str, client_id: str) -> None:
        with self.store.writing() as session:
            inverse = {"message_id": message_id, "client_id": client_id, "name": "Dana"}
            taking_back.take_back(self.desk, session, inverse)


Machines = Callable[..., Machine]


@contextmanager
def machines_of(office: Office, folder: Path) -> Iterator[Machines]:
    """Makes machines of the office's first caseworker, or of whoever has the token; closes their stores at the end."""
    stores: list[Store] = []

    def made(name: str = "one", *, token: str = "", clock: Clock | None = None, url: str = "") -> Machine:
        account = login(office.relay_url, token or office.token)
        account = account._replace(url=url or account.url)
        home = folder / name
        paths = Paths(home / "config", home / "data", home, home / "config" / "config.toml")
        clock = clock or SystemClock()
        setup = replace(Setup.of(account, paths, clock), waits=Backoff(first_s=0.05, most_s=0.2))
        stores.append(Store(store_folder(account, paths), wait_ms=5_000))
        desk = Desk(stores[-1], clock, CaseworkerId(account.caseworker_id), account.office_id, account.zone)
        return Machine(account, paths, clock, replace(desk, hold_seconds=0), setup)

    yield made
    for store in stores:
        store.close()


def number(last: int) -> str:
    return f"+1215555{last:04d}"
