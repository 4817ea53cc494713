"""Who did what stands in the audit log without words and numbers, and nothing in it can be changed unseen."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from rise_tui.domain.ids import new_id
from rise_tui.relay.alerting.head_ways import HeadWays
from rise_tui.relay.api import events
from rise_tui.relay.records.daily_heads import DAY_MS
from rise_tui.relay.records.sweeping import Sweeping
from rise_tui.relay.records.verifying import verify
from rise_tui.relay.store.audit import entries_of
from rise_tui.relay.store.media import MediaFolder
from tests.relay.api.callers import ANA, BEN, Relay


def acts_of(relay: Relay) -> list[tuple[str, str]]:
    """What was done, by whom."""
    return [(entry.act, entry.who) for entry in relay.hub.read(lambda tx: list(entries_of(tx, relay.office_id)))]


def fault_of(relay: Relay, where: str = "") -> int | None:
    """The number of the first entry that is not as it was."""
    fault = relay.hub.read(lambda tx: verify(tx, relay.office_id, where)).fault
    return None if fault is None else fault.n


async def test_what_people_do_is_written_down_once_and_what_clients_write_is_no_act(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id = await relay.dana.new_client(ANA, name="Zebulon")
    other_id = await relay.luis.new_client(BEN)
    await relay.receives(ANA, "a quagga wrote")
    before = len(acts_of(relay))
    text, write_id = relay.text(client_id, "an okapi answers"), new_id()
    message = f"/messages/{new_id()}"
    for _ in range(2):  # a repeated wish is one act
        await relay.dana.put(message, text, write_id=write_id)
    await relay.dana.put(f"/conversations/{client_id}", {"read_through": 3, "seen_through": 3})
    await relay.dana.put(f"/conversations/{client_id}", {"state": "done", "seen_through": 3})
    await relay.dana.put(f"/clients/{client_id}", {"last_name": "Zebulon"}, if_match=relay.now)
    look = {"client_id": client_id, "from_at": "2026-11-23T17:00:00Z", "to_at": "2026-11-23T17:01:00Z"}
    await relay.dana.put(f"/looks/{new_id()}", look)
    await relay.dana.put(f"/exports/{new_id()}", {"client_id": client_id, "texts": 2, "notes": 0, "files": 1})
    assert (await relay.dana.put(f"/notes/{new_id()}", {"client_id": other_id, "body": "x"})).status_code == 403
    people = {"client_id": client_id, "message_id": new_id(), "body": "a kudu for all"}
    wrong = {"name": "x", "body": "x", "recipients": [people], "expires_at": relay.in_time()}
    await relay.dana.put(f"/broadcasts/{new_id()}", wrong)
    await relay.dana.snapshot()
    handed = {"client_id": client_id, "to_caseworker_id": relay.luis.caseworker_id, "note": "a lemur"}
    await relay.dana.put(f"/transfers/{new_id()}", handed)
    await relay.luis.past(client_id)  # what was said before comes along
    await relay.luis.events()  # the log from its first event is a copy too; page by page, it is one
    await relay.ada.events()  # an administrator reads no texts
    dana = relay.dana.caseworker_id
    done = ["sent", "conversation", "client", "looked", "exported", "refused", "took_copy", "transfer"]
    gained = [("took_client_copy", relay.luis.caseworker_id), ("took_copy", relay.luis.caseworker_id)]
    assert acts_of(relay)[before:] == [(act, dana) for act in done] + gained
    monkeypatch.setattr(events, "FEW", 3)
    end = int(relay.ask("SELECT last_seq FROM office")[0]["last_seq"])
    for after in (end - 3, 1):
        await relay.luis.get(f"/events?after={after}")
        again = [gained[1]] if after == 1 else []
        assert acts_of(relay)[before + len(done + gained) :] == again, "all but the first of them is a copy"
    written = str(relay.ask("SELECT * FROM audit"))
    assert not any(word in written for word in ("Zebulon", "quagga", "okapi", "kudu", "lemur", ANA, BEN))
    assert "last_name" in written
    assert fault_of(relay) is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET who = 'nobody' WHERE n = 4",
        "UPDATE audit SET facts = '{}' WHERE n = 4",
        "UPDATE audit SET client_id = NULL WHERE n = 4",
        "DELETE FROM audit WHERE n = 4",
        "UPDATE audit SET n = CASE n WHEN 4 THEN 400 ELSE 4 END WHERE n IN (4, 5)",
        "DELETE FROM audit WHERE n >= 4",
    ],
)
async def test_tampering_is_found_and_named(relay: Relay, tmp_path: Path, sql: str) -> None:
    for name in ("Ana", "Ben", "Cleo", "Dora", "Eve", "Finn"):
        await relay.dana.new_client(name=name)
    where = tmp_path / "elsewhere" / "heads.jsonl"
    sweeping = Sweeping(relay.hub, relay.clock, MediaFolder(tmp_path / "media"), HeadWays(str(where)))
    await sweeping.look_round()
    assert not where.exists()  # the mount is away: it is tried again
    where.parent.mkdir()
    relay.clock.go(60)
    await sweeping.look_round()
    await sweeping.look_round()
    assert len(where.read_text().splitlines()) == 1  # once a day
    assert fault_of(relay, str(where)) is None
    await relay.act(lambda tx: tx.run(sql))
    await relay.act(lambda tx: tx.run("DELETE FROM audit_head"))
    assert fault_of(relay, str(where)) == 4
    if "DELETE" in sql and ">=" in sql:  # a restore takes entries away too: the log has another epoch then
        await relay.act(lambda tx: tx.run("UPDATE instance SET epoch = 'another'"))
        found = relay.hub.read(lambda tx: verify(tx, relay.office_id, str(where)))
        assert (found.fault, found.before_restore) == (None, 1)


async def test_the_newest_hash_leaves_daily_to_an_address_and_again_until_it_is_taken(
    relay: Relay, tmp_path: Path
) -> None:
    answers, heard = [503, 200, 200], []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answers.pop(0))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/heads"
        sweeping = Sweeping(relay.hub, relay.clock, MediaFolder(tmp_path / "media"), HeadWays(address))
        await relay.dana.new_client()
        for _ in range(3):
            await sweeping.look_round()
            relay.clock.go(60)
        relay.clock.go(DAY_MS / 1000)
        await relay.dana.new_client()
        await sweeping.look_round()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert heard[0]["n"] == heard[1]["n"] < heard[2]["n"]
    assert {each["office_id"] for each in heard} == {relay.office_id}
