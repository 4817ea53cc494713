"""An office whose people may or may not listen, with a mail server and a webhook on this machine: who is told what."""

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import FrozenClock, now_ms, to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.alerting.watching import Watching
from rise_tui.relay.alerting.ways import Mailer
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import Arrival, accept_many
from rise_tui.relay.store import alerts
from rise_tui.relay.store.access import Reader, grant
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import add_caseworker
from rise_tui.relay.store.rules import read_rules, set_rules
from rise_tui.relay.wishes.rules import RULES
from rise_tui.relay.wishes.wished import Wished
from rise_tui.wire.routes import RESOURCES
from tests.journeys.processes import free_port
from tests.relay.conftest import SmallOffice, add_client

CLIENT_NUMBER = "+12155550142"
NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
"""Nine in the morning, in Philadelphia."""


@dataclass
class Post:
    """A mail server and a webhook on this machine, and what each got."""

    mails: list[Message] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """what the webhook answers next; 200 when there is nothing here"""
    mail_port: int = 0
    hook: str = ""

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        """Take a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def post_office() -> Iterator[Post]:
    """Both take what comes, until the end."""
    post = Post()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            post.posts.append(json.loads(self.rfile.read(length)))
            self.send_response(post.answers.pop(0) if post.answers else 200)
            self.send_header("Location", f"{post.hook}/inside")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing of it is printed."""

    class Server(HTTPServer):
        request_queue_size = 64  # as many come at once as the relay sends; with the usual 5 some are turned away

    server = Server(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    post.mail_port = free_port()
    mail = Controller(post, hostname="127.0.0.1", port=post.mail_port)
    mail.start()
    post.hook = f"http://127.0.0.1:{server.server_port}"
    try:
        yield post
    finally:
        mail.stop()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Room:
    """One office whose caseworker may or may not listen."""

    hub: Hub
    clock: FrozenClock
    office: SmallOffice
    post: Post
    watching: Watching
    present: set[tuple[str, str]] = field(default_factory=set)
    texts: int = 0
    again: Callable[[], Watching] = field(kw_only=True)
    """the relay begins once more"""

    async def wants(self, caseworker_id: str, **values: Any) -> None:
        """Somebody says how they want to be told."""
        plain: dict[str, Any] = {"email": None, "webhook": None, "at_times": [], "quiet_from": None, "quiet_to": None}
        values = {**plain, "least_minutes": 60, **values}
        await self.hub.write(lambda tx: alerts.put_setting(tx, self.office.office_id, caseworker_id, values, 0))

    async def comes(self, body: str, e164: str = CLIENT_NUMBER) -> None:
        """A client writes."""
        self.texts += 1
        text = Inbound(f"SM{self.texts}", e164, self.office.number, body)
        arrival = Arrival(text, now_ms(self.clock))
        await self.hub.write(lambda tx: accept_many(tx, [arrival], carrier="twilio"))

    async def client(self, e164: str, of: str = "") -> str:
        """A client more, Dana's or somebody else's, who has this number."""
        return await self.hub.write(lambda tx: _client_of(tx, self.office, e164, of))

    async def joins(self, name: str, role: Role = Role.CASEWORKER) -> str:
        """Somebody more works here."""
        at = now_ms(self.clock)
        who, _ = await self.hub.write(lambda tx: add_caseworker(tx, self.office.office_id, name, at=at, role=role))
        return who

    async def rules(self, **values: Any) -> None:
        """The office decides otherwise."""
        office_id, at = self.office.office_id, now_ms(self.clock)
        await self.hub.write(lambda tx: set_rules(tx, office_id, replace(read_rules(tx, office_id), **values), at=at))

    async def wish(self, kind: str, ids: dict[str, str], of: str = "", **body: Any) -> None:
        """Dana, or somebody else, wishes this with their app."""
        by = Reader(self.office.office_id, of or self.office.caseworker_id, Role.CASEWORKER)
        wish = Wished(new_id(), by, now_ms(self.clock), ids, RESOURCES[kind].body.model_validate(body))
        await self.hub.write(lambda tx: RULES[kind](tx, wish))

    async def answers(self, client_id: str, of: str = "") -> None:
        """Dana, or somebody else, answers, having seen all that came."""
        seen, expires_at = self.newest(), to_wire(now_ms(self.clock) + 3_600_000)
        body = {"client_id": client_id, "body": "I am calling you.", "seen_through": seen, "expires_at": expires_at}
        await self.wish("message", {"message_id": new_id()}, of, **body)

    def newest(self) -> int:
        """The number of the newest event."""
        return self.hub.read(alerts.logs_end)[self.office.office_id]

    def told(self) -> list[tuple[str, str]]:
        """To whom mails went, and what they say."""
        return [
            (mail["To"].partition("@")[0], mail["Subject"].strip().removeprefix("rise: ")) for mail in self.post.mails
        ]

    async def after(self, **time: float) -> None:
        """That much later, the relay looks."""
        self.clock.at += timedelta(**time)
        self.clock.ticks += timedelta(**time).total_seconds()
        await self.watching.look()


@asynccontextmanager
async def opened_room(hub: Hub, clock: FrozenClock, office: SmallOffice) -> AsyncIterator[Room]:
    """Nine in the morning; Dana has one client, and nobody has an app open."""
    clock.at = NINE
    with post_office() as post:
        present: set[tuple[str, str]] = set()
        mailer = Mailer("127.0.0.1", post.mail_port, "none", "rise@example.org")

        def begun() -> Watching:
            return Watching(hub, clock, mailer, (post.hook,), lambda: frozenset(present))

        await hub.write(lambda tx: _client_of(tx, office, CLIENT_NUMBER))
        yield Room(hub, clock, office, post, begun(), present, again=begun)


def _client_of(tx: Tx, office: SmallOffice, e164: str, of: str = "") -> str:
    client_id, of = add_client(tx, office.office_id, e164), of or office.caseworker_id
    tx.update("client", {"office_id": office.office_id, "id": client_id}, caseworker_id=of)
    grant(tx, office.office_id, of, client_id, "own", 0)
    return client_id
