"""A legal hold: all of somebody stays, of whatever kind and age, and also what a purge under way has not reached."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from rise_tui.domain.clock import FrozenClock, now_ms, to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound, MediaRef
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.records.sweeping import DAY_MS, Sweeping
from rise_tui.relay.store import purging
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.legal_holds import hold_by_command
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.purging import Place, begin, purge_some
from tests.relay.api.callers import ANA, BEN, CLEO, Relay
from tests.relay.conftest import NOON, SmallOffice, add_client
from tests.relay.line import put_text

SENT, FILED = b"\xff\xd8\xff what both of them sent", b"\xff\xd8\xff what both of them brought"


def digest(photo: bytes) -> str:
    return hashlib.sha256(photo).hexdigest()


def keep(folder: MediaFolder, photo: bytes) -> None:
    """It lies in the folder since long ago."""
    with folder.begin(4096) as part:
        part.add(photo)
        path = part.keep("image/jpeg")
    os.utime(path, (0, 0))


def photos(folder: Path) -> set[bytes]:
    return {each.read_bytes() for each in folder.rglob("*.jpg")}


async def with_a_file(relay: Relay, e164: str, name: str) -> str:
    """A closed client who sent a photo and has a paper, an appointment and a note; the id."""
    client_id = await relay.dana.new_client(e164, name=name)
    inbound = Inbound(f"SM{name}", e164, relay.number, "here", media=(MediaRef("http://x/1", "image/jpeg"),))
    await relay.act(lambda tx: accept_inbound(tx, inbound, carrier="twilio", at=relay.now))
    stored = "UPDATE medium SET state = 'stored', type = 'image/jpeg', sha256 = :sent"
    await relay.act(lambda tx: tx.run(stored, sent=digest(SENT)))
    await relay.act(
        lambda tx: tx.run(
            "INSERT INTO upload (office_id, sha256, type, bytes, caseworker_id, at)"
            " VALUES (:office_id, :sha256, 'image/jpeg', 1, :me, :at) ON CONFLICT DO NOTHING",
            office_id=relay.office_id,
            sha256=digest(FILED),
            me="dana",
            at=relay.now,
        )
    )
    about = {"client_id": client_id}
    put: list[tuple[str, dict[str, Any]]] = [
        ("documents", {"sha256": digest(SENT), "kind": "paystub"}),
        ("appointments", {"kind": "class", "starts_at": to_wire(relay.now)}),
        ("notes", {"body": "called back"}),
    ]
    for what, body in put:
        answer = await relay.dana.put(f"/{what}/{new_id()}", about | body)
        assert answer.status_code == 201, answer.text
    filed = "UPDATE document SET sha256 = :filed WHERE client_id = :id"  # of a text that is long gone
    await relay.act(lambda tx: tx.run(filed, filed=digest(FILED), id=client_id))
    await close(relay, client_id)
    return client_id


async def close(relay: Relay, client_id: str) -> None:
    answer = await relay.dana.put(f"/clients/{client_id}", {"status": "closed"}, if_match=relay.now)
    assert answer.status_code == 200, answer.text


async def hold(relay: Relay, client_id: str, is_held: bool = True) -> None:
    reason = {"is_held": is_held, "reason": "subpoena"}
    assert (await relay.ada.put(f"/clients/{client_id}/legal_hold", reason)).status_code in (200, 201)


def kept(relay: Relay, client_id: str) -> dict[str, int]:
    """How many rows there are of that client, by kind; of the client: whether the name is there."""
    tables = {"message": "conversation_id", "document": "client_id", "appointment": "client_id", "note": "client_id"}
    rows = {
        table: relay.ask(f'SELECT count(*) AS n FROM "{table}" WHERE {column} = :id', id=client_id)[0]["n"]
        for table, column in tables.items()
    }
    named = relay.ask("SELECT 1 FROM client WHERE id = :id AND first_name <> ''", id=client_id)
    return {**rows, "client": len(named)}


async def test_all_of_who_is_held_outlives_a_purge_by_age_and_goes_when_the_hold_ends(
    relay: Relay, database: Path
) -> None:
    folder = MediaFolder(database.parent / "media")
    keep(folder, SENT)
    keep(folder, FILED)
    held, free = await with_a_file(relay, ANA, "Held"), await with_a_file(relay, BEN, "Free")
    only_named = await relay.dana.new_client(CLEO, name="Named")
    await close(relay, only_named)
    for client_id in (held, only_named):
        await hold(relay, client_id)
    relay.clock.go(400 * DAY_MS / 1000)
    await relay.act(lambda tx: tx.run("UPDATE token SET expires_at = NULL"))
    await relay.act(lambda tx: tx.run("UPDATE office SET rules = :rules", rules='{"retention_days": 365}'))
    all_of_it, nothing = dict.fromkeys(kept(relay, held), 1), dict.fromkeys(kept(relay, held), 0)

    await Sweeping(relay.hub, relay.clock, folder).look_round()
    assert kept(relay, free) == nothing
    assert kept(relay, held) == all_of_it
    assert kept(relay, only_named) == {**nothing, "client": 1}
    assert photos(database.parent / "media") == {SENT, FILED}, "the same photos were those of who went"

    for client_id in (held, only_named):
        await hold(relay, client_id, is_held=False)
    relay.clock.go(400 * DAY_MS / 1000)
    await Sweeping(relay.hub, relay.clock, folder).look_round()
    assert kept(relay, held) == kept(relay, only_named) == nothing
    assert photos(database.parent / "media") == set()


@pytest.mark.parametrize("way", ["of one client", "by age"])
def test_a_hold_that_comes_while_a_purge_goes_on_keeps_what_is_left(
    tx: Tx, office: SmallOffice, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(purging, "SLICE", 1)
    clock.at = NOON
    at, client_id = now_ms(clock), add_client(tx, office.office_id, ANA)
    for _ in range(3):
        put_text(tx, office.office_id, sender=office.number, e164=ANA, at=at, client_id=client_id)
    tx.run("DELETE FROM queue")
    what = {"client_id": client_id} if way == "of one client" else {"before_at": at + 1}
    purge, place = begin(tx, office.office_id, by="command:root", at=at + 1, **what), Place()  # type: ignore[arg-type]
    assert purge_some(tx, purge, at + 1, place)
    hold_by_command(tx, office.office_id, client_id, is_held=True, reason="subpoena", by="command:root", at=at + 2)
    while purge_some(tx, purge, at + 3, place):
        pass
    left = tx.one("SELECT count(*) AS n FROM message WHERE conversation_id = :id", id=client_id)
    named = tx.one("SELECT first_name FROM client WHERE id = :id", id=client_id)
    assert left is not None
    assert named is not None
    assert (left["n"], bool(named["first_name"])) == (2, True)
