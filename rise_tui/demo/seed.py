"""Makes the demo's office through the relay's own rules: its people, and what was said at the times it was said."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rise_tui.demo import lives
from rise_tui.demo.lives import LIVES, Life, Word
from rise_tui.domain.clients import Role, full_name
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.domain.delivery import Reason, Status, reason_of
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound, MediaRef
from rise_tui.relay.dispatch.media import MediaFetcher
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.settings import MEDIA_LIMIT
from rise_tui.relay.store import queue
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.log_reading import last_seq
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.migrate import migrate
from rise_tui.relay.store.office import NewOffice, add_caseworker, create_office
from rise_tui.relay.wishes.rules import RULES
from rise_tui.relay.wishes.wished import Wished
from rise_tui.wire.routes import RESOURCES

PAPER = "demo:"
PACE = 3.75
PRICE_MICROS = 8300
FOUNDED = timedelta(days=240)


@dataclass(frozen=True)
class Seeded:
    """What was made: the token of the caseworker who is signed in."""

    token: str


@dataclass
class _Making:
    """The office while it is made: who does it, and the ids of what is there already."""

    tx: Tx
    by: Reader
    office_id: str
    clients: dict[str, str]
    groups: dict[str, str]

    def wish(self, kind: str, at: int, ids: dict[str, str], /, **body: Any) -> None:
        """Make a wish come true at that time (milliseconds), by the relay's rules."""
        resource = RESOURCES[kind]
        RULES[kind](self.tx, Wished(new_id(at), self.by, at, ids, resource.body.model_validate(body)))


class _Papers:
    """Gives the drawn papers to the relay's fetcher, as the phone company would."""

    async def fetch(self, media: MediaRef) -> AsyncIterator[bytes]:
        """The paper that the address names: its kind and whose it is."""
        from rise_tui.demo.papers import draw_paper

        _, kind, name = media.url.split(":", 2)
        yield draw_paper(kind, name)


async def seed(database: Path, media: Path, now: datetime) -> Seeded:
    """Make the office in a new database, as of `now`."""
    migrate(database)
    folder = MediaFolder(media)
    async with Hub(database, FrozenClock(now)) as hub:
        seeded = await hub.write(lambda tx: _make(tx, to_ms(now)))
        fetcher = MediaFetcher(hub, _Papers(), folder, MEDIA_LIMIT)  # type: ignore[arg-type]  # it only fetches
        await fetcher.sweep()
    return seeded


def _make(tx: Tx, now: int) -> Seeded:
    founded = now - FOUNDED // timedelta(milliseconds=1)
    made = create_office(
        tx,
        NewOffice(
            lives.OFFICE,
            lives.ZONE,
            lives.SENDER,
            lives.CASEWORKER,
            quiet_from=None,
            quiet_to=None,
            segments_per_second=PACE,
            price_micros=PRICE_MICROS,
        ),
        at=founded,
    )
    add_caseworker(tx, made.office_id, lives.COLLEAGUE, at=founded)
    by = Reader(made.office_id, made.caseworker_id, Role.CASEWORKER)
    making = _Making(tx, by, made.office_id, {}, {})
    for name in lives.GROUPS:
        making.groups[name] = new_id(founded)
        making.wish("group", founded, {"group_id": making.groups[name]}, name=name, kind="class")
    for name, key, english, spanish in lives.TEMPLATES:
        bodies = {"en": english, "es": spanish}
        making.wish("template", founded, {"template_id": new_id(founded)}, name=name, key=key, bodies=bodies)
    for life in LIVES:
        _settle(making, life, founded)
    words = [(now - word.ago * 60_000, life, word) for life in LIVES for word in life.words]
    said: dict[Life, Word] = {}
    for number, (at, life, word) in enumerate(sorted(words, key=lambda said: said[0])):
        before = said.get(life)
        if before is not None and before.is_theirs and word.is_theirs and before.ago - word.ago > lives.DAY:
            _close(making, at, life)
        _say(making, at, life, word, number)
        said[life] = word
    for life in LIVES:
        if life.is_done:
            _close(making, now, life)
    for word in lives.STRANGER:
        _hear(making, now - word.ago * 60_000, lives.STRANGERS_NUMBER, word, "stranger", "")
    return Seeded(made.token)


def _close(making: _Making, at: int, life: Life) -> None:
    """What they have written needed no answer."""
    seen = last_seq(making.tx, making.office_id)
    ids = {"client_id": making.clients[life.first + life.last]}
    making.wish("conversation", at, ids, state="done", seen_through=seen, read_through=seen)


def _number(life: Life) -> str:
    return f"+121555501{life.end:02d}"


def _settle(making: _Making, life: Life, at: int) -> None:
    """A client with a number, consent, groups and a note."""
    client_id = making.clients[life.first + life.last] = new_id(at)
    making.wish(
        "client",
        at,
        {"client_id": client_id},
        first_name=life.first,
        last_name=life.last,
        language=life.language,
        caseworker_id=making.by.caseworker_id,
    )
    number = _number(life)
    making.wish(
        "number", at, {"client_id": client_id, "e164": number}, from_at=at, is_confirmed=True, confirmed_how="in person"
    )
    making.wish(
        "consent",
        at,
        {"consent_id": new_id(at)},
        e164=number,
        client_id=client_id,
        purpose="all",
        state=life.consent,
        how="caseworker",
        wording="in person, signed form",
    )
    for group in life.groups:
        ids = {"group_id": making.groups[group], "client_id": client_id}
        making.wish("member", at, ids, is_member=True)
    if life.note:
        making.wish("note", at, {"note_id": new_id(at)}, client_id=client_id, body=life.note, kind="note")


def _say(making: _Making, at: int, life: Life, word: Word, number: int) -> None:
    if word.is_theirs:
        _hear(making, at, _number(life), word, f"{life.end}-{number}", full_name(life.first, life.last))
        return
    client_id = making.clients[life.first + life.last]
    message_id = new_id(at)
    making.wish(
        "message",
        at,
        {"message_id": message_id},
        client_id=client_id,
        body=word.text.format(first=life.first),
        seen_through=last_seq(making.tx, making.office_id),
        expires_at=at + 7_200_000,
    )
    status = Status.DELIVERED if word.error_code is None else Status.UNDELIVERED
    reason: Reason | None = reason_of(word.error_code)
    queue.drop(making.tx, making.office_id, message_id, status, reason, at + 4000)


def _hear(making: _Making, at: int, number: str, word: Word, key: str, name: str) -> None:
    carrier_id = "SM" + hashlib.sha256(f"{key}{word.text}{word.ago}".encode()).hexdigest()[:32]
    photos = (MediaRef(f"{PAPER}{word.photo}:{name}", "image/jpeg"),) if word.photo else ()
    inbound = Inbound(carrier_id, number, lives.SENDER, word.text, media=photos)
    accept_inbound(making.tx, inbound, carrier="twilio", at=at)
