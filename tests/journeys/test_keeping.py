"""The relay is kept: backed up while it serves, put back without a text going twice, refused when it is damaged."""

import json
import resource
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller

from rise_tui.domain.ids import new_id
from rise_tui.wire.routes import EVENT_STREAM
from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options, message, wire_time
from tests.journeys.processes import free_port
from tests.journeys.sending import SILENT, broadcast, number, people, status

PHOTO = {"fixture": "paystub"}
AT_ONCE = {"RISE_HOLD_SECONDS": "0"}


class MailBox:
    """What a mail server on this machine was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        """Take a mail."""
        self.texts.append(envelope.content.decode())
        return "250 OK"


def queue_states(office: Office) -> dict[str, str]:
    """Message id: how the line has it."""
    return {row["message_id"]: row["state"] for row in rows(office.database, "SELECT message_id, state FROM queue")}


def test_a_relay_put_back_from_before_its_last_sends_doubles_none_and_hears_what_came_since(tmp_path: Path) -> None:
    """[fault 34]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        clients = people(office, 8)
        office.sign_in()
        office.client_texts(number(0), "My paystub", media=[PHOTO])
        office.wait_until(lambda: list(rows(office.database, "SELECT 1 FROM medium WHERE state = 'stored'")))
        assert "hear" not in office.relay_command("hold", "--all", "--because", "A wrong group text went out.")
        in_line = [office.text(client, f"See you at nine {at}") for at, client in enumerate(clients[:5])]
        later = office.text(clients[5], "Tomorrow at nine", not_before=wire_time(3600), expires_at=wire_time(7200))
        class_ = broadcast(office, clients[6:])
        office.wait_until(lambda: status(office, in_line[0])[1] == "held")
        assert office.accepted() == {}

        backup = Path(office.relay_command("backup", str(tmp_path / "backups")).splitlines()[0])

        office.relay_command("release")
        office.wait_accepted([*in_line, *class_.message_ids])
        since = message(clients[0], "Since the backup")
        since_id, write_id = new_id(), new_id()
        office.put(f"messages/{since_id}", since, write_id=write_id)
        office.wait_accepted([since_id])
        office.client_texts(number(1), "I said this after the backup")
        assert office.rise("sync").returncode == 0
        office.relay.stop()
        assert office.rise("send", number(2), "--body", "Written while the relay was away", env=AT_ONCE).returncode == 0

        shutil.rmtree(tmp_path / "media")
        told = office.relay_command("restore", str(backup.parent), "--replace")
        assert f"{backup} is back" in told
        assert list((tmp_path / "replaced").glob("*/relay.sqlite"))
        assert set(queue_states(office).values()) == {"unknown"}
        office.start_relay()

        office.put(f"messages/{since_id}", since, write_id=write_id)  # its answer was lost, so the app repeats it
        office.relay_command("release")  # it was held when the backup was made
        office.wait_until(lambda: queue_states(office) == {later: "queued"}, what="all but the one for later found")
        office.client_texts(number(3), "And this after the restore")
        inbox = json.loads(office.rise("inbox", "--json").stdout)
        said = {one["snippet"] for one in inbox["conversations"]}
        assert "And this after the restore" in said
        office.wait_until(
            lambda: list(rows(office.database, "SELECT 1 FROM message WHERE body LIKE 'I said this after%'")),
            what="what came since the backup",
        )
        (sha256,) = [row["sha256"] for row in rows(office.database, "SELECT sha256 FROM medium")]
        assert office.api().get(f"/v1/media/{sha256}").status_code == 200
        office.wait_until(lambda: "Written while the relay was away" in _bodies(office))
        assert later not in office.accepted()
        assert _bodies(office).count("Written while the relay was away") == 1
        office.ledger([*in_line, *class_.message_ids, since_id]).raise_if_bad()
        (paused,) = rows(office.database, "SELECT is_paused FROM broadcast")
        assert paused["is_paused"] == 1
        (why,) = [event["data"]["why"] for event in office.events() if event["type"] == "BroadcastPaused"]
        assert why == "restored"


def test_a_full_disk_is_told_to_everybody_and_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """[fault 7]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        (client,) = people(office, 1)
        log, pid = office.database.with_name(f"{office.database.name}-wal"), office.relay.pid
        _limit_files(pid, log.stat().st_size + 400_000)
        answers = [office.client_texts(number(0), f"{at} " + "x" * 1500)["status"] for at in range(40)]
        assert answers[0] == 204
        assert answers[-1] == 503
        text_id, body = new_id(), message(client, "See you at nine")
        refused = office.api().put(f"/v1/messages/{text_id}", json=body, headers={"Idempotency-Key": text_id})
        assert (refused.status_code, refused.json()["type"]) == (507, "/problems/disk-full")
        assert httpx.get(f"{office.relay_url}/healthz").status_code == 200
        _limit_files(pid, resource.RLIM_INFINITY)
        office.put(f"messages/{text_id}", body, write_id=text_id)
        office.wait_accepted([text_id])
        assert office.client_texts(number(0), "There is room again")["status"] == 204
        stored = list(rows(office.database, "SELECT 1 FROM message WHERE direction = 'inbound'"))
        assert len(stored) >= answers.count(204) + 1
        office.ledger([text_id]).raise_if_bad()
        assert office.relay.pid == pid


def test_a_relay_whose_log_or_pages_are_damaged_refuses_to_start_and_names_its_backup(tmp_path: Path) -> None:
    """[fault 9]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        backup = office.relay_command("backup", str(tmp_path / "backups")).splitlines()[0]
        (client,) = people(office, 1)
        office.kill_relay()
        log = office.database.with_name(f"{office.database.name}-wal")
        whole, pages = log.read_bytes(), office.database.read_bytes()
        for start, end in ((5000, 5064), (9, 10), (0, 4096)):  # a frame, one byte of the header, a sector
            log.write_bytes(whole[:start] + bytes(byte ^ 0xFF for byte in whole[start:end]) + whole[end:])
            with pytest.raises(RuntimeError, match="damaged") as refused:
                office.start_relay()
            assert "its log is torn" in str(refused.value)
            assert f"rise relay restore {backup} --replace" in str(refused.value)
            for words in (("check",), ("release",), ("backup", str(tmp_path / "backups"))):
                with pytest.raises(RuntimeError, match="its log is torn"):  # nor does a command before the start
                    office.relay_command(*words)
            assert office.database.read_bytes() == pages, "what is damaged is left as it is"
            assert log.stat().st_size == len(whole)
        log.write_bytes(whole[:-1000])  # a crash in the middle of the last write: nothing of that was acknowledged
        office.start_relay()
        assert [row["id"] for row in rows(office.database, "SELECT id FROM client")] == [client]
        office.relay.stop()
        office.database.write_bytes(pages[: 4096 * 2] + b"\xa5" * 4096 + pages[4096 * 3 :])
        with pytest.raises(RuntimeError, match="is damaged"):
            office.start_relay()
        assert "WRONG database" in _check(office)
        office.database.write_bytes(b"")
        with pytest.raises(RuntimeError, match="The database is gone"):
            office.start_relay()
        assert f"rise relay restore {backup} --replace" in _check(office)
        office.relay_command("restore", backup, "--replace")
        office.start_relay()
        with closing(sqlite3.connect(office.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_check_and_drill_end_with_0_where_all_is_well_and_with_1_where_it_is_not(tmp_path: Path) -> None:
    """For whoever lets cron tell them. What waits in a backup's line leaves from no drill."""
    elsewhere = {"RISE_RELAY_AUDIT_HEAD_TO": str(tmp_path / "heads")}
    with Office(tmp_path, Options(simulator=SILENT, relay_env=elsewhere)) as office:
        (client,) = people(office, 1)
        office.relay_command("hold", "--all", "--because", "A wrong group text went out.")
        waiting = office.text(client, "See you at nine")
        backup = Path(office.relay_command("backup", str(tmp_path / "backups")))
        assert "WRONG sending" in _check(office)
        office.put(f"messages/{waiting}/cancellation", {})
        office.relay_command("release")
        told = office.relay_command("check").splitlines()
        assert {line.partition(" ")[0] for line in told if not line.startswith(" ")} == {"ok"}
        assert " is good: 0.0 hours old" in office.relay_command("drill")
        manifest = json.loads((backup / "manifest.json").read_text())
        (backup / "manifest.json").write_text(json.dumps({**manifest, "made_at": manifest["made_at"] - 37 * 3_600_000}))
        with pytest.raises(RuntimeError, match="drill ended with 1") as old:
            office.relay_command("drill", str(backup))
        assert "WRONG it is older than 36 hours" in str(old.value)
        office.relay_command("drill", str(backup), "--max-age", "38")
        assert office.accepted() == {}


def _bodies(office: Office) -> list[str]:
    """All that the phone company accepted."""
    return [one["body"] for texts in office.accepted().values() for one in texts]


def _limit_files(pid: int, size: int) -> None:
    """Let no file of that process grow beyond so many bytes: what it writes fails as on a full disk."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _check(office: Office) -> str:
    with pytest.raises(RuntimeError) as failed:
        office.relay_command("check")
    return str(failed.value)


def test_an_alert_goes_once_over_a_kill_and_at_once_when_the_last_window_has_closed(tmp_path: Path) -> None:
    """The relay dies between the decision and the e-mail: it goes when it is up again, once. Then nobody listens."""
    got = MailBox()
    mail = Controller(got, hostname="127.0.0.1", port=free_port())
    env = {
        "RISE_RELAY_SMTP_HOST": "127.0.0.1",
        "RISE_RELAY_SMTP_PORT": str(mail.port),
        "RISE_RELAY_SMTP_SECURITY": "none",
        "RISE_RELAY_SMTP_FROM": "rise@example.org",
    }
    with Office(tmp_path, Options(simulator=SILENT, relay_env=env)) as office:
        office.sign_in()
        told = office.rise("alerts", "--email", "dana@example.org", "--at", "8:30 13:00", "--quiet", "21:00-8:00")
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.startswith("At 8:30 and 13:00 you are told how many wait: dana@example.org")
        assert office.relay_command("on-call", "Dana Reyes") == "Dana Reyes is on call."
        (row,) = rows(office.database, "SELECT office_id, caseworker_id FROM alert_setting")
        office.kill_relay()
        with closing(sqlite3.connect(office.database)) as connection:  # decided, and not yet sent
            connection.execute(
                "INSERT INTO alert (office_id, id, caseworker_id, way, kind, about, facts, state, attempts, at,"
                " next_try_at) VALUES (?, ?, ?, 'email', 'urgent', 'a text', '{}', 'due', 0, ?, 0)",
                (row["office_id"], new_id(), row["caseworker_id"], int(time.time() * 1000)),
            )
            connection.commit()
        mail.start()
        try:
            office.start_relay()
            office.wait_until(lambda: list(rows(office.database, "SELECT 1 FROM alert WHERE state = 'sent'")))
            left = "SELECT n, hash FROM audit_head WHERE sent_at IS NOT NULL"
            office.wait_until(lambda: list(rows(office.database, left)))
            first = list(got.texts)
            assert "AuditHead" in [event["type"] for event in office.events()], "every app hears the hash too"
            with office.api() as app, app.stream("GET", "/v1/events", headers={"Accept": EVENT_STREAM}) as listens:
                office.client_texts("+12155550142", "help, urgent: he is going to kill me")
                assert any("MessageReceived" in line for line in listens.iter_lines())
            office.wait_until(lambda: len(got.texts) > len(first), what="it is told long before an absence counts")
        finally:
            mail.stop()
        assert "sent     email" in office.relay_command("alerts")
        ((head,), (text, leaf)) = list(rows(office.database, left)), sorted(first, key=lambda one: "audit" in one)
        assert f"{head['n']}:{head['hash']}" in leaf.replace("=\r\n", ""), "the audit log's hash leaves by e-mail"
        assert "Subject: rise: Something urgent came in. Please look at it now" in text
        assert "To: dana@example.org" in text
