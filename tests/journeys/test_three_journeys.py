"""The three journeys of the design as command lines: a paystub photo, a broadcast, a dropped line."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rise_tui.simulator.pictures import paystub
from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options
from tests.journeys.processes import ROOT, wait_until

MARCUS = "+12155550142"
RECEIPTS = ("--status-delay-ms", "5", "--reply-delay-ms", "5")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office whose carrier calls back, with Dana signed in."""
    with Office(tmp_path, Options(simulator=RECEIPTS)) as running:
        running.sign_in()
        yield running


def _told(office: Office, *words: str, who: str = "dana", code: int = 0) -> dict[str, Any]:
    """What a command answers."""
    said = office.rise(*words, "--json", who=who)
    assert said.returncode == code, said.stderr
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


def _with_photo(office: Office) -> dict[str, Any] | None:
    """Marcus' text once its photo has arrived on Dana's machine."""
    for message in _told(office, "read", "Marcus Bell")["messages"]:
        if [item["state"] for item in message["media"]] == ["stored"]:
            found: dict[str, Any] = message
            return found
    return None


def test_a_paystub_photo_is_filed_and_the_supervisors_copy_has_it_too(office: Office) -> None:
    office.sign_in("sam", office.add_caseworker("Sam", "supervisor"))
    office.add_client("Marcus Bell", MARCUS)
    office.client_texts(MARCUS, "here's my stub", media=[{"fixture": "paystub"}])
    [waiting] = _told(office, "inbox")["conversations"]
    assert (waiting["name"], waiting["has_photo"], waiting["state"]) == ("Marcus Bell", True, "needs_reply")
    message = office.wait_until(lambda: _with_photo(office), what="the photo on the machine")
    assert message is not None
    sha256 = message["media"][0]["sha256"]
    with closing(sqlite3.connect(office.app_database().with_name("photos.sqlite"))) as photos:
        [(content,)] = photos.execute("SELECT bytes FROM photo WHERE sha256 = ?", (sha256,))
    assert content == paystub()
    filed = _told(office, "file", "Marcus Bell", message["message_id"], "0", "--kind", "paystub", "--period", "2026-11")
    assert _told(office, "inbox")["needs_reply"] == 0
    _told(office, "sync", who="sam")
    copy = [
        dict(row) for row in rows(office.app_database("sam"), "SELECT document_id, kind, period, sha256 FROM document")
    ]
    assert copy == [{"document_id": filed["document_id"], "kind": "paystub", "period": "2026-11", "sha256": sha256}]
    [theirs] = _told(office, "read", "Marcus Bell", who="sam")["messages"]
    assert theirs["body"] == "here's my stub"
    assert _told(office, "inbox", who="sam")["needs_reply"] == 0


def test_a_broadcast_confirmed_in_a_terminal_that_dies_reaches_everybody_once_with_an_end_for_each(
    office: Office,
) -> None:
    """[D6] [D7]"""
    people = ["Ana", "Bo", "Cy", "Dee", "Eli", "sim:30003", "Gil", "Hal", "Ida", "Jo"]
    lines = ["first name,last name,cell,group,consent"]
    lines += [f"{name},Bell,215-555-01{60 + index},Class 3,yes" for index, name in enumerate(people)]
    (office.folder / "class.csv").write_text("\n".join(lines))
    assert _told(office, "import", str(office.folder / "class.csv"))["added"] == len(people)
    words = ("broadcast", "--to", "Class 3", "--body", "Hi {first_name}, Monday at 9.")
    assert _told(office, *words, "--dry-run")["recipients"] == len(people)
    _die_after_confirming(office, *words, "--confirm", str(len(people)))
    office.rise("sync", "--drain")
    [ours] = rows(office.app_database(), "SELECT broadcast_id FROM broadcast")
    recipients = [row["message_id"] for row in rows(office.app_database(), "SELECT message_id FROM recipient")]
    assert len(recipients) == len(people)
    office.wait_accepted(recipients)
    office.wait_until(lambda: _ends(office) == {"delivered": 9, "undelivered": 1}, what="an end for everybody")
    assert {len(texts) for texts in office.accepted().values()} == {1}
    office.ledger(recipients, who="dana").raise_if_bad()
    failed = _told(office, "read", "sim:30003 Bell")["messages"][0]
    assert (failed["status"], failed["reason"], failed["broadcast_id"]) == (
        "undelivered",
        "unreachable",
        ours["broadcast_id"],
    )


def _die_after_confirming(office: Office, *words: str) -> None:
    """Run it until the broadcast is in the outbox, or past it; then SIGKILL."""
    argv = [sys.executable, *office.CLI, *words]
    environ = {**os.environ, **office.app_env()}
    with subprocess.Popen(argv, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: list(rows(office.app_database(), "SELECT 1 FROM broadcast")), 60, "the confirmed broadcast")
        process.kill()


def _ends(office: Office) -> dict[str, int]:
    """How many of the broadcast's texts stand at each status on Dana's machine, once it is up to date."""
    office.rise("sync")
    question = "SELECT status, count(*) AS n FROM recipient GROUP BY status"
    return {row["status"]: row["n"] for row in rows(office.app_database(), question)}


_TYPES_AND_DIES = """
import os, signal, sys
from rise_tui.casework import drafting
from rise_tui.casework.desk import Desk
from rise_tui.casework.windows import this_window
from rise_tui.commands.signed_in import signed_in
import dataclasses
with signed_in() as here:
    desk = dataclasses.replace(here.desk, window=this_window())
    words = sys.argv[2]
    for length in range(1, len(words) + 1):
        drafting.keep(desk, sys.argv[1], words[:length], length - 2 if length > 2 else length)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_dropped_line_leaves_every_key_and_the_cursor_and_the_text_goes_out_later_once(office: Office) -> None:
    marcus = office.add_client("Marcus Bell", MARCUS)
    office.client_texts(MARCUS, "Can I come Monday? sim:silent")
    _told(office, "sync")
    words = "Yes — Monday at 9, bring your paystub and the letter from June."
    argv = [sys.executable, "-c", _TYPES_AND_DIES, marcus, words]
    died = subprocess.run(argv, env={**os.environ, **office.app_env()}, cwd=ROOT, check=False, timeout=60)
    assert died.returncode == -9
    assert _told(office, "read", "Marcus Bell")["draft"] == words
    [kept] = rows(office.app_database(), "SELECT message_id, cursor FROM draft")
    assert kept["cursor"] == len(words) - 2
    assert _told(office, "inbox")["conversations"][0]["has_draft"]
    office.kill_relay()
    sent = _told(office, "reply", "Marcus Bell", "--body", words)
    assert (sent["message_id"], sent["state"]) == (kept["message_id"], "queued")
    assert "draft" not in _told(office, "read", "Marcus Bell")
    office.start_relay()
    office.wait_until(lambda: _told(office, "sync")["outbox"] == 0, 40, "an empty outbox")
    office.wait_accepted([sent["message_id"]], 40)
    [text] = office.accepted()[sent["message_id"]]
    assert text["body"] == words
    office.ledger([sent["message_id"]], who="dana").raise_if_bad()
