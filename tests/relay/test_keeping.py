"""Backups: whole or not at all, linked where they can be, as many as are kept; put back only where nothing is lost."""

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from rise_tui.domain.audit_chain import Head
from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.domain.errors import Conflict, NotFound, RiseError
from rise_tui.domain.ids import new_id
from rise_tui.relay.alerting.head_ways import HeadWays
from rise_tui.relay.alerting.ways import may_post_to
from rise_tui.relay.keeping import backup
from rise_tui.relay.keeping.backup import Made, make_backup
from rise_tui.relay.keeping.check import look
from rise_tui.relay.keeping.drill import settings_of
from rise_tui.relay.keeping.restore import restore
from rise_tui.relay.settings import Settings
from rise_tui.relay.store import alerts, devices, purging, queue, wal
from rise_tui.relay.store.alone import alone
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.audit_heads import keep_heads, mark_sent
from rise_tui.relay.store.backup_places import backups_in, newest_of
from rise_tui.relay.store.consents import is_out
from rise_tui.relay.store.engine import BadDatabase, Tx, connect, transaction
from rise_tui.relay.store.legal_holds import hold_by_command, is_held
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.migrate import PAGE, being_restored, check_there, check_whole, has_torn_log
from rise_tui.relay.store.people import Deed
from rise_tui.relay.store.rules import read_rules, set_rules
from tests.relay.conftest import SmallOffice, add_client
from tests.relay.line import HOUR, put_consent, put_text

THEIRS = "+12155550142"


@pytest.fixture
def media(tmp_path: Path) -> MediaFolder:
    return MediaFolder(tmp_path / "media")


def a_photo(database: Path, media: MediaFolder, office: SmallOffice, content: bytes) -> Path:
    """One more file that the database names."""
    with media.begin(1000) as part:
        part.add(content)
        path = part.keep("image/png")
        sha256 = part.sha256
    with closing(connect(database)) as connection, transaction(connection) as tx:
        whose: dict[str, Any] = {"office_id": office.office_id, "caseworker_id": office.caseworker_id}
        tx.insert("upload", sha256=sha256, type="image/png", bytes=len(content), at=0, **whose)
    return path


def backed_up(database: Path, media: MediaFolder, to: Path, clock: FrozenClock, keep: int = 3) -> Made:
    return make_backup(database, media, to, keep=keep, clock=clock, told=lambda what, part: None)


def test_a_backup_is_private_has_what_the_database_names_and_the_newest_stay(
    database: Path, media: MediaFolder, office: SmallOffice, tmp_path: Path, clock: FrozenClock
) -> None:
    to = tmp_path / "backups"
    photo = a_photo(database, media, office, b"one")
    (media.folder / "aa").mkdir(exist_ok=True)
    (media.folder / "aa" / "nobody's").write_bytes(b"not named")
    (to / ".making-2026-11-22T020000Z").mkdir(parents=True)  # of one that was killed
    first = backed_up(database, media, to, clock)
    (file,) = first.manifest.files
    assert (first.path.name, file.name) == ("2026-11-23T170000Z", photo.relative_to(media.folder).as_posix())
    assert sorted(path.name for path in to.iterdir()) == ["2026-11-23T170000Z", "backups.lock"]
    for path in first.path.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    photo.unlink()  # purged, or lost: the next backup has it from the one before
    lost = a_photo(database, media, office, b"two")
    lost.write_bytes(b"two, torn")
    second = backed_up(database, media, to, clock)
    assert second.path.name == "2026-11-23T170000Z-2"
    assert os.stat(second.path / "media" / file.name).st_ino == os.stat(first.path / "media" / file.name).st_ino
    assert second.manifest.missing == (lost.relative_to(media.folder).as_posix(),)
    third = backed_up(database, media, to, clock, keep=1)
    assert backups_in(to) == [third.path]
    assert newest_of(database) == third.path
    shutil.rmtree(to)
    assert newest_of(database) is None


def test_one_moment_is_backed_up_however_much_is_written_meanwhile(
    database: Path,
    media: MediaFolder,
    office: SmallOffice,
    tmp_path: Path,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup, "STEP_PAGES", 4)
    parts: list[float] = []
    with closing(connect(database)) as connection:

        def writes(what: str, part: float) -> None:
            parts.append(part)
            if len(parts) <= 3:  # a copy that began anew at each would never end
                with transaction(connection) as tx:
                    add_client(tx, office.office_id)

        made = make_backup(database, media, tmp_path / "backups", keep=3, clock=clock, told=writes)
        assert connection.execute("SELECT count(*) FROM client").fetchone()[0] == 3
    assert max(parts[:3]) < 0.5, "all was written while most was still to be copied"
    with closing(sqlite3.connect(made.path / "relay.sqlite")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM client").fetchone() == (0,)
    assert made.manifest.counts["client"] == 0


def test_a_backup_goes_only_where_nothing_stands_or_what_stands_is_moved_aside(
    database: Path, media: MediaFolder, office: SmallOffice, tmp_path: Path, clock: FrozenClock
) -> None:
    photo = a_photo(database, media, office, b"one")
    with closing(connect(database)) as connection, transaction(connection) as tx:
        _two_texts(tx, office, round(clock.now().timestamp() * 1000))
        put_consent(tx, office.office_id, office.number, None, "opted_out")  # the backup knows of that one
    made = backed_up(database, media, tmp_path / "backups", clock)
    with closing(connect(database)) as connection, transaction(connection) as tx:
        epoch = connection.execute("SELECT epoch FROM instance").fetchone()[0]
        for by, before_at in (("command:ada", 86_400_000), ("relay", 7)):
            purging.begin(tx, office.office_id, by=by, at=1, before_at=before_at)
        (ana,) = tx.all("SELECT id FROM client")
        (_, later) = tx.all("SELECT message_id FROM queue ORDER BY due_at")
        for whose in (None, ana["id"]):
            put_consent(tx, office.office_id, THEIRS, whose, "opted_out")
        queue.cancel(tx, office.office_id, later["message_id"], 2)
        tx.run("UPDATE client SET status = 'paused', status_reason = 'custody', is_discreet = 1")
        hold_by_command(tx, office.office_id, ana["id"], is_held=True, reason="subpoena", by="command:ada", at=2)
        stopped = replace(read_rules(tx, office.office_id), is_held=True, held_because="A wrong text.")
        set_rules(tx, office.office_id, stopped, at=2)
        devices.take_all_back(tx, Deed(office.office_id, "relay", 2), office.caseworker_id)
    shutil.rmtree(media.folder)
    where = {"wait_ms": 1000, "clock": clock}
    with pytest.raises(Conflict, match="There is a relay in that place"):
        restore(made.path, database, media, replace=False, **where)  # type: ignore[arg-type] # by name
    with alone(database), pytest.raises(Conflict, match="Another relay serves this database"):
        restore(made.path, database, media, replace=True, **where)  # type: ignore[arg-type] # by name
    done = restore(made.path.parent, database, media, replace=True, **where)  # type: ignore[arg-type] # by name
    assert (done.anew.asked, done.anew.paused, done.missing) == (2, 0, ())
    assert photo.read_bytes() == b"one"
    purged = ((office.office_id, 86_400_000, None),)
    assert done.over == (1, 1, 1, 1, 1, 1, purged, True), "what was purged by hand has come back with it"
    assert done.aside is not None
    assert (done.aside / "relay.sqlite").stat().st_size > 0
    with closing(connect(database)) as connection:
        tx = Tx(connection)
        assert tx.one("SELECT 1 FROM instance WHERE epoch <> :epoch AND restored_at IS NOT NULL", epoch=epoch)
        states = [(row["state"], row["is_later"]) for row in tx.all(_STATES, now=round(clock.now().timestamp() * 1000))]
        assert states == [("unknown", 0)], "the one for later was taken back since"
        assert [row["status"] for row in tx.all("SELECT status FROM message ORDER BY status")] == [
            "cancelled",
            "queued",
        ]
        assert is_out(tx, office.office_id, THEIRS, None)
        assert is_out(tx, office.office_id, THEIRS, ana["id"])
        assert {row["state"] for row in tx.all("SELECT state FROM token")} == {"revoked"}
        (client,) = tx.all("SELECT status, status_reason, is_discreet FROM client")
        assert tuple(client) == ("paused", "custody", 1)
        assert is_held(tx, office.office_id, ana["id"])
        assert read_rules(tx, office.office_id) == stopped
        assert [row["act"] for row in tx.all("SELECT act FROM audit")] == ["restored", "legal_hold"]
    again = backed_up(database, media, tmp_path / "again", clock)
    with (made.path / "relay.sqlite").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    with pytest.raises(BadDatabase, match="This backup is damaged"):
        restore(made.path, database, media, replace=True, **where)  # type: ignore[arg-type] # by name
    elsewhere = restore(again.path, tmp_path / "elsewhere" / "relay.sqlite", media, replace=False, **where)  # type: ignore[arg-type] # by name
    assert not elsewhere.over.is_known
    with pytest.raises(NotFound):
        restore(tmp_path, database, media, replace=True, **where)  # type: ignore[arg-type] # by name
    being_restored(database).touch()  # killed in its last step
    with pytest.raises(BadDatabase, match="put back only in part"):
        check_there(database)


def test_of_a_torn_log_what_stands_before_the_tear_is_carried_over_and_the_rest_is_told_as_not_known(
    database: Path, media: MediaFolder, office: SmallOffice, tmp_path: Path, clock: FrozenClock
) -> None:
    """[fault 9] The database may know of a STOP that the backup does not, and of another that nobody can read."""
    made = backed_up(database, media, tmp_path / "backups", clock)
    torn = tmp_path / "torn" / "relay.sqlite"
    torn.parent.mkdir()
    log = database.with_name(f"{database.name}-wal")
    with closing(connect(database)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        lengths = []
        for e164 in (THEIRS, "+12155550143"):
            with transaction(connection) as tx:
                put_consent(tx, office.office_id, e164, None, "opted_out")
            lengths.append(log.stat().st_size)
        with transaction(connection) as tx:
            add_client(tx, office.office_id)  # else the tear would be a crash's
        shutil.copy(database, torn)
        torn.with_name(f"{torn.name}-wal").write_bytes(flipped(log.read_bytes(), lengths[0] + 30))
    for _ in range(2):  # the refusal leaves the log as it is
        with pytest.raises(Conflict, match="There is a relay in that place"):
            restore(made.path, torn, media, replace=False, wait_ms=1000, clock=clock)
        assert wal.is_damaged(torn)
    done = restore(made.path, torn, media, replace=True, wait_ms=1000, clock=clock)
    assert (done.over.closed, done.over.is_known) == (1, False)
    with closing(connect(torn)) as connection:
        assert is_out(Tx(connection), office.office_id, THEIRS, None)


_STATES = "SELECT state, due_at > :now AS is_later FROM queue ORDER BY due_at"


def _two_texts(tx: Tx, office: SmallOffice, at: int) -> None:
    """One that stands in line, and one for later."""
    client_id = add_client(tx, office.office_id, THEIRS)
    for due_at in (at, at + HOUR):
        put_text(tx, office.office_id, sender=office.number, e164=THEIRS, at=at, client_id=client_id, due_at=due_at)


def test_the_check_says_what_is_not_well_and_what_to_do(
    database: Path, media: MediaFolder, office: SmallOffice, tmp_path: Path, clock: FrozenClock
) -> None:
    settings = Settings(
        database=str(database), media=media.folder, public_url="https://relay.example.org", twilio_account_sid="AC1",
        twilio_auth_token="secret",
    )  # fmt: skip
    photo = a_photo(database, media, office, b"one")
    backed_up(database, media, tmp_path / "backups", clock)
    leaving = HeadWays("ada@example.org")

    def ways_out(tx: Tx, office_id: str) -> list[str]:
        return [way.words for way in leaving.ways_of(tx, office_id)]

    assert [one.name for one in look(settings, clock, ways_out) if not one.is_well] == []
    (alone,) = [one for one in look(settings, clock, lambda *_: []) if not one.is_well]
    assert (alone.name, "leaves this machine with the apps alone" in alone.words) == ("audit", True)
    with closing(connect(database)) as connection, transaction(connection) as tx:
        called = replace(read_rules(tx, office.office_id), on_call=office.caseworker_id)
        set_rules(tx, office.office_id, called, at=0)
    (unreached,) = [one for one in look(settings, clock, ways_out) if not one.is_well]
    assert unreached.words == "Dana Reyes is on call, and has not said how to be told"
    with closing(connect(database)) as connection, transaction(connection) as tx:
        mail = {"email": "dana@example.org", "webhook": None, "quiet_from": None, "quiet_to": None}
        alerts.put_setting(tx, office.office_id, office.caseworker_id, {**mail, "at_times": [], "least_minutes": 60}, 0)
    (unsent,) = [one for one in look(settings, clock, ways_out) if not one.is_well]
    assert unsent.words == "1 want to be told by e-mail, and there is no mail server"
    settings = settings.model_copy(update={"smtp_host": "127.0.0.1"})
    with closing(connect(database)) as connection, transaction(connection) as tx:
        alerts.put_alert(tx, alerts.tellers(tx)[0], "urgent", "a text", {}, now_ms(clock))
        alerts.settle(tx, alerts.due_alerts(tx, now_ms(clock))[0], alerts.DROPPED, now_ms(clock) - 47 * HOUR)
    (lost,) = [one for one in look(settings, clock, ways_out) if not one.is_well]
    assert lost.words == "1 could not leave in 48 hours"
    with closing(connect(database)) as connection, transaction(connection) as tx:
        tx.run("DELETE FROM alert")
        record(tx, office.office_id, "relay", "restored", at=0)
        keep_heads(tx, [(office.office_id, Head(1, "0" * 64))], now_ms(clock) - 49 * 3_600_000)
    (stuck,) = [one for one in look(settings, clock, ways_out) if not one.is_well]
    assert stuck.words == "its newest hash leaves once a day: ada@example.org; not taken for 49 hours"
    with closing(connect(database)) as connection, transaction(connection) as tx:
        mark_sent(tx, office.office_id, 1, 0)
    photo.write_bytes(b"two")  # as long as it was
    assert all(one.is_well for one in look(settings, clock, ways_out))
    wrong = {one.name: one.words for one in look(settings, clock, ways_out, is_full=True) if not one.is_well}
    assert wrong == {"files": f"1 of 1 are missing or damaged, the first: {photo.name}"}
    clock.at += timedelta(days=3)
    assert [one.name for one in look(settings, clock, ways_out) if not one.is_well] == ["backup"]
    assert "secret" not in json.dumps([one.words for one in look(settings, clock, ways_out)])


def test_a_log_is_damaged_only_where_a_later_transaction_stands_behind_the_place(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[fault 9] A crash in the middle of the last write leaves a torn end, of which nothing was acknowledged."""
    writing = connect(database)
    writing.execute("PRAGMA wal_autocheckpoint = 0")
    log = database.with_name(f"{database.name}-wal")
    for number in range(3):
        writing.execute("UPDATE instance SET epoch = ?", (f"epoch {number}",))
    whole = log.read_bytes()
    frame = 24 + PAGE
    ends = [at for at in range(32, len(whole), frame) if whole[at + 4 : at + 8] != bytes(4)]
    copy = database.with_name("copy.sqlite")
    for at, is_damaged in [(32 + 30, True), (ends[-1] + 30, False), (ends[-1] + 2, False), (ends[0] + 9, True)]:
        copy.with_name("copy.sqlite-wal").write_bytes(flipped(whole, at))
        assert wal.is_damaged(copy) is is_damaged, at
    for length in (len(whole), len(whole) - 100, 40, 0):
        copy.with_name("copy.sqlite-wal").write_bytes(whole[:length])
        assert not wal.is_damaged(copy)
    shutil.copyfile(database, copy)
    counted = Mock(side_effect=wal._checksum)
    monkeypatch.setattr(wal, "_checksum", counted)
    for length, most in ((len(whole), 1), (len(whole) - 100, 1)):  # what SQLite takes is not gone through again
        copy.with_name("copy.sqlite-wal").write_bytes(whole[:length])
        counted.reset_mock()
        assert (wal.is_damaged(copy), counted.call_count) == (False, most)
        copy.with_name("copy.sqlite-shm").unlink()
    copy.with_name("copy.sqlite-wal").write_bytes(flipped(whole, 32 + 30))
    assert wal.is_damaged(copy)
    writing.close()
    assert not wal.is_damaged(database)


def flipped(content: bytes, *places: int) -> bytes:
    """With a wrong byte at each of these."""
    torn = bytearray(content)
    for at in places:
        torn[at] ^= 0xFF
    return bytes(torn)


def is_damaged_with(log: bytes, pages: bytes, folder: Path) -> bool:
    """What is said of a log beside such a database."""
    place = folder / new_id()
    place.mkdir()
    (place / "x.sqlite").write_bytes(pages)
    (place / "x.sqlite-wal").write_bytes(log)
    return wal.is_damaged(place / "x.sqlite")


def test_behind_a_wrong_header_stands_only_what_the_database_has_or_the_log_is_damaged(
    database: Path, tmp_path: Path
) -> None:
    """[fault 9] What a crash leaves while a log is begun anew is in the database; all else was acknowledged."""
    writing = connect(database)
    writing.execute("PRAGMA wal_autocheckpoint = 0")
    writing.execute("CREATE TABLE long (words TEXT)")
    log, header = database.with_name(f"{database.name}-wal"), wal._HEADER.size

    def is_damaged(torn: bytes) -> bool:
        return is_damaged_with(torn, database.read_bytes(), tmp_path)

    for n in range(3):
        writing.execute("INSERT INTO long VALUES (?)", (f"{n}" * PAGE * 3,))
    whole = log.read_bytes()
    assert not is_damaged(whole)
    assert [at for at in range(header) if not is_damaged(flipped(whole, at))] == []
    for zeros in (512, PAGE, 4096, len(whole)):
        assert is_damaged(bytes(zeros) + whole[zeros:]), zeros
    for length in (header, header + 100):
        assert not is_damaged(flipped(whole[:length], 9)), "no frame was ever whole behind it"

    assert writing.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
    assert not is_damaged(flipped(whole, 9)), "the database has all of it"
    assert is_damaged(flipped(whole, 9, header + 24 + PAGE + 50)), "a frame is wrong as well, with others behind it"
    for number in (bytes(4), b"\xff" * 4):
        assert is_damaged(flipped(whole[:header] + number + whole[header + 4 :], 9)), "the first frame is of no page"
    writing.execute("UPDATE instance SET epoch = 'one page'")
    anew = log.read_bytes()
    assert (len(anew), anew[16:24] != whole[16:24]) == (len(whole), True), "the log was begun anew in the same file"
    assert not is_damaged(anew)
    assert is_damaged(flipped(anew, 9)), "one acknowledged frame, with those of the round before behind it"
    assert not is_damaged(anew[:20] + whole[20:]), "the power failed in the middle of the new header"
    assert writing.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
    assert not is_damaged(flipped(anew, 9))
    writing.close()


def test_a_log_is_looked_through_before_a_command_opens_the_database_and_never_while_it_is_served(
    database: Path, tmp_path: Path
) -> None:
    """[fault 9] The log of a relay that serves is being written, and was looked through when that began."""
    writing = connect(database)
    writing.execute("UPDATE instance SET epoch = 'acknowledged'")
    place, torn = tmp_path / "x.sqlite", flipped(database.with_name(f"{database.name}-wal").read_bytes(), 9)
    shutil.copyfile(database, place)
    place.with_name("x.sqlite-wal").write_bytes(torn)
    writing.close()
    assert has_torn_log(place)
    with alone(place):
        assert not has_torn_log(place)
    assert has_torn_log(place)
    with pytest.raises(BadDatabase, match="its log is torn"):
        check_whole(place)
    assert place.with_name("x.sqlite-wal").read_bytes() == torn


def test_what_a_crash_left_of_a_transaction_is_not_missed_behind_a_wrong_header(database: Path, tmp_path: Path) -> None:
    """[fault 9] The power failed while it was written; what was acknowledged before is in the database."""
    writing = connect(database)
    writing.execute("CREATE TABLE long (words TEXT)")
    writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = database.read_bytes()
    writing.execute("UPDATE instance SET epoch = 'acknowledged'")
    acknowledged = database.with_name(f"{database.name}-wal").stat().st_size
    writing.execute("INSERT INTO long VALUES (?)", ("never" * PAGE,))
    torn = flipped(database.with_name(f"{database.name}-wal").read_bytes(), acknowledged + 24 + 50)
    writing.execute("UPDATE instance SET epoch = 'one more'")
    cut = flipped(database.with_name(f"{database.name}-wal").read_bytes(), 9, acknowledged + 24 + 50)
    writing.close()
    for path, content in ((database, pages), (database.with_name(f"{database.name}-wal"), torn)):
        path.write_bytes(content)
    again = connect(database)
    assert again.execute("SELECT epoch FROM instance").fetchone()[0] == "acknowledged"
    assert is_damaged_with(flipped(torn, 9), pages, tmp_path), "what was acknowledged is only in the log"
    again.execute("PRAGMA wal_checkpoint(PASSIVE)")
    assert not is_damaged_with(flipped(torn, 9), database.read_bytes(), tmp_path)
    assert is_damaged_with(cut, database.read_bytes(), tmp_path), "with another behind it, it was no crash"
    again.close()


def test_a_drill_tells_nobody_anything_of_what_the_backup_was_about_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = {"RISE_RELAY_SMTP_HOST": "mail.example.org", "RISE_RELAY_AUDIT_HEAD_TO": "ada@example.org", "HOME": "/h"}
    drilled = settings_of(tmp_path / "x.sqlite", tmp_path, ours)
    for name, value in drilled.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.smtp_host, settings.audit_head_to, drilled["HOME"]) == ("", "", "/h")
    assert not may_post_to("https://hooks.example.org/theirs", settings.alert_hosts)


def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(
    database: Path, media: MediaFolder, tmp_path: Path, clock: FrozenClock
) -> None:
    place = tmp_path / "a file"
    place.write_bytes(b"")
    with pytest.raises(RiseError, match="The backup could not be made"):
        backed_up(database, media, place / "backups", clock)
    assert newest_of(database) is None
