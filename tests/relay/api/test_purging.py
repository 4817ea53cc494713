"""What is purged is nowhere any more: in no table, not in the log, the files' raw bytes, the folder; nor comes back."""

import hashlib
import os
from pathlib import Path

import pytest

from rise_tui.domain.clock import FrozenClock, now_ms, to_wire
from rise_tui.domain.errors import Conflict
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound, MediaRef, StatusReport
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.records.sweeping import DAY_MS, Sweeping
from rise_tui.relay.store import purge_scope, purging, purging_clients, purging_rows
from rise_tui.relay.store.audit import entries_of
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.purge_scope import would_go
from rise_tui.relay.store.purging import Place, begin, purge_some
from rise_tui.relay.store.tables import RelayModel
from tests.relay.api.callers import ANA, BEN, CLEO, Relay

STRANGER = "+12155550177"
PHOTO = b"\xff\xd8\xff the paystub of a whole month"
SHA256 = hashlib.sha256(PHOTO).hexdigest()
"""The photo that is both in a text and filed."""
WORDS = ("zebra at the lawyer", "quagga called back", "okapi street 9", "Fennimore", "bring the axolotl", "a tamarin")


async def write_a_year(relay: Relay, folder: MediaFolder) -> str:
    """A client with a text each way, a photo, a paper, a note, an appointment and an edit that met another; the id."""
    client_id = await relay.dana.new_client(ANA, name="Fennimore", external_id="PP-zebrafinch")
    await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id, "zebra at the lawyer"))
    inbound = Inbound("SMphoto", ANA, relay.number, "quagga called back", media=(MediaRef("http://x/1", "image/jpeg"),))
    await relay.act(lambda tx: accept_inbound(tx, inbound, carrier="twilio", at=relay.now))
    await relay.receives(STRANGER, "okapi street 9")
    with folder.begin(4096) as part:
        part.add(PHOTO)
        path = part.keep("image/jpeg")
    os.utime(path, (0, 0))
    await relay.act(
        lambda tx: tx.run("UPDATE medium SET state = 'stored', type = 'image/jpeg', sha256 = :sha256", sha256=SHA256)
    )
    await relay.dana.put(f"/documents/{new_id()}", {"client_id": client_id, "sha256": SHA256, "kind": "paystub"})
    await relay.dana.put(f"/notes/{new_id()}", {"client_id": client_id, "body": "quagga called back"})
    at = to_wire(relay.now)
    await relay.dana.put(
        f"/appointments/{new_id()}", {"client_id": client_id, "kind": "class", "starts_at": at, "bring": WORDS[4]}
    )
    await relay.dana.put(f"/clients/{client_id}", {"last_name": "Fennimore"}, if_match=relay.now)
    clash = await relay.dana.put(f"/clients/{client_id}", {"last_name": "Other"}, if_match=1)
    assert clash.status_code == 412
    theirs, stays = f"/appointments/{new_id()}", await relay.dana.new_client(name="Stays")
    meeting = {"client_id": stays, "kind": "class", "starts_at": at, "bring": WORDS[5]}
    await relay.dana.put(theirs, meeting)
    clash = await relay.dana.put(theirs, {"bring": "nothing"}, if_match=1)
    assert WORDS[5] in clash.text
    sent = relay.ask("SELECT id FROM message WHERE direction = 'outbound'")[0]["id"]
    report = StatusReport("SMreport", "delivered")
    await relay.act(lambda tx: accept_status(tx, sent, report, carrier="twilio", at=relay.now))
    await relay.act(lambda tx: tx.run("DELETE FROM queue"))
    return client_id


def raw(database: Path) -> bytes:
    """All that stands in the database's files."""
    return b"".join(each.read_bytes() for each in database.parent.glob("relay.sqlite*"))


async def test_a_purge_by_age_reaches_every_table_the_log_the_files_and_every_later_reader(
    relay: Relay, database: Path
) -> None:
    folder = MediaFolder(database.parent / "media")
    client_id = await write_a_year(relay, folder)
    await relay.dana.put(f"/clients/{client_id}", {"status": "closed"}, if_match=relay.now)
    held_id = await relay.dana.new_client(BEN, name="Held")
    await relay.dana.put(f"/notes/{new_id()}", {"client_id": held_id, "body": "an ibex stays"})
    assert (await relay.dana.put(f"/clients/{held_id}/legal_hold", {"is_held": True})).status_code == 403
    reason = {"is_held": True, "reason": "subpoena"}
    assert (await relay.ada.put(f"/clients/{held_id}/legal_hold", reason)).status_code == 201
    assert all(word.encode() in raw(database) for word in WORDS)
    relay.clock.go(400 * DAY_MS / 1000)
    await relay.act(lambda tx: tx.run("UPDATE token SET expires_at = NULL"))  # they were used all the time
    new_one = await relay.dana.new_client(CLEO, name="New")
    await relay.dana.put(f"/messages/{new_id()}", relay.text(new_one, "a kudu is new"))
    relay.clock.go(1)

    sweeping = Sweeping(relay.hub, relay.clock, folder)
    await sweeping.look_round()
    assert relay.ask("SELECT 1 FROM purge") == []  # the office keeps everything until it says otherwise
    await relay.act(lambda tx: tx.run("UPDATE office SET rules = :rules", rules='{"retention_days": 365}'))
    await Sweeping(relay.hub, relay.clock, folder).look_round()

    left = raw(database)
    assert [word for word in (*WORDS, ANA, SHA256, "PP-zebrafinch") if word.encode() in left] == []
    assert relay.ask("SELECT 1 FROM message_status") == []
    assert b"an ibex stays" in left
    assert b"a kudu is new" in left
    assert [each for each in (database.parent / "media").rglob("*") if each.is_file()] == []
    gone = {(event["data"]["kind"]) for event in await relay.luis.events() if event["type"] == "Purged"}
    assert {"message", "note", "document", "appointment", "client", "whole"} <= gone
    seen = str(await relay.sam.events()) + str((await relay.sam.snapshot())[1])
    assert not any(word in seen for word in (*WORDS, ANA))
    again = await relay.dana.put(f"/clients/{client_id}", {"first_name": "Back"})
    assert again.status_code in (403, 404)  # a deleted id never returns
    purges = len(relay.ask("SELECT 1 FROM purge"))
    await Sweeping(relay.hub, relay.clock, folder).look_round()
    assert len(relay.ask("SELECT 1 FROM purge")) == purges  # what is held alone begins no other one
    before = len(relay.ask("SELECT 1 FROM message"))
    await relay.act(
        lambda tx: accept_inbound(
            tx, Inbound("SMphoto", ANA, relay.number, "quagga called back"), carrier="twilio", at=relay.now
        )
    )
    assert len(relay.ask("SELECT 1 FROM message")) == before  # nor what the carrier brings again


async def test_a_device_reports_and_the_status_names_those_that_have_not(relay: Relay, database: Path) -> None:
    await relay.receives(STRANGER, "okapi street 9")
    relay.clock.go(10)
    purge = await relay.act(lambda tx: begin(tx, relay.office_id, by="command:root", at=relay.now, before_at=relay.now))
    await Sweeping(relay.hub, relay.clock, MediaFolder(database.parent / "media")).look_round()
    last = [event for event in await relay.dana.events() if event["type"] == "Purged"][-1]
    assert last["data"]["purge_id"] == purge.id
    assert (await relay.dana.put(f"/purges/{purge.id}/done", {})).status_code == 201
    assert (await relay.dana.put(f"/purges/{purge.id}/done", {})).status_code == 200
    assert (await relay.dana.put(f"/purges/{new_id()}/done", {})).status_code == 404
    from rise_tui.relay.store.purge_reports import devices_without, purge_rows

    row = relay.hub.read(lambda tx: purge_rows(tx, relay.office_id))[0]
    assert (row["done"], row["missing"]) == (1, 3)
    names = [each["name"] for each in relay.hub.read(lambda tx: devices_without(tx, relay.office_id, purge.id))]
    assert names == ["Ada Kim", "Luis Ortiz", "Sam Field"]


async def test_one_client_goes_whole_but_a_closed_number_stays_closed(relay: Relay, database: Path) -> None:
    folder = MediaFolder(database.parent / "media")
    client_id = await write_a_year(relay, folder)
    await relay.receives(ANA, "STOP")
    purge = await relay.act(lambda tx: begin(tx, relay.office_id, by="command:root", at=relay.now, client_id=client_id))
    assert await relay.act(lambda tx: purge_some(tx, purge, relay.now, Place()))  # whoever began it dies here
    relay.clock.go(60)
    await Sweeping(relay.hub, relay.clock, folder).look_round()
    left = raw(database)
    assert [
        word for word in ("Fennimore", "zebra", "quagga", "axolotl", "PP-zebrafinch") if word.encode() in left
    ] == []
    assert b"okapi street 9" in left
    assert not list((database.parent / "media").rglob("*.jpg"))
    stays = relay.ask("SELECT e164, client_id, state, wording, message_id FROM consent")
    assert stays == [{"e164": ANA, "client_id": None, "state": "opted_out", "wording": "", "message_id": None}]
    acts = [(entry.act, entry.who) for entry in relay.hub.read(lambda tx: list(entries_of(tx, relay.office_id)))]
    assert acts[-2:] == [("purge_begun", "command:root"), ("purged", "command:root")]


def test_who_is_held_cannot_be_purged_and_a_dry_run_changes_nothing(tx: Tx, clock: FrozenClock) -> None:
    from rise_tui.relay.store.legal_holds import hold_by_command
    from tests.relay.conftest import add_client

    office_id = str(tx.all("SELECT office_id FROM office")[0]["office_id"])
    client_id, at = add_client(tx, office_id, ANA), now_ms(clock)
    counts = would_go(tx, office_id, client_id=client_id)
    assert (counts["client"], counts["message"]) == (1, 0)
    hold_by_command(tx, office_id, client_id, is_held=True, reason="a court asked", by="command:root", at=at)
    with pytest.raises(Conflict, match="legal hold"):
        begin(tx, office_id, by="command:root", at=at, client_id=client_id)
    with pytest.raises(Conflict, match="legal hold"):
        would_go(tx, office_id, client_id=client_id)


KEPT = {
    "away": "a caseworker's own words to everybody",
    "audit": "it is the account of what was done",
    "caseworker": "colleagues",
    "event": "ids and small facts; those of a client or number that goes are deleted",
    "number": "the office's own numbers",
    "purge": "which clients were purged",
    "look": "who looked when, by ids; those of numbers are deleted",
    "queue": "what is to leave is no record yet; that of a client that goes is deleted",
}
"""Tables that name somebody and are kept on purpose, or dealt with row by row."""


def test_every_table_that_names_a_client_or_a_number_is_purged_or_kept_for_a_reason() -> None:
    written = "".join(
        Path(module.__file__ or "").read_text() for module in (purge_scope, purging, purging_clients, purging_rows)
    )
    forgotten = [
        table.name
        for table in RelayModel.metadata.sorted_tables
        if {"client_id", "conversation_id", "e164", "body", "words", "note"} & {column.name for column in table.columns}
        and table.name not in KEPT
        and f" {table.name} " not in written
        and f'"{table.name}"' not in written
    ]
    assert forgotten == []
