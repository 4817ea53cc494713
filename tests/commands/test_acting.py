"""`rise file`, `broadcast` and `import`: papers, groups and lists, as command lines against the real relay."""

import json
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import around_today
from tests.commands.shapes import BROADCAST, EXPORTED, FILED, IMPORT, INBOX, READ, answered, complained
from tests.journeys.office import Office

LIST = """Full Name,Cell #,Class,Preferred Language,PP #,OK to text?
"Bell, Marcus",(215) 555-0142,Class 3,English,PP-1,yes
Ana Peña,215.555.0143,Class 3,Spanish,PP-2,yes
Luis Diaz,2155550144.0,Class 3,,PP-3,
Nora Bad,12345,Class 3,,,yes
Marcus Other,215-555-0142,Class 3,,,yes
"""
WORDS = "Hi {first_name}, class is Monday at 9."


@pytest.fixture(scope="module")
def listed(office: Office) -> Path:
    """Three people of a list of five are in."""
    file = office.folder / "class 3.csv"
    file.write_text(LIST, "cp1252")
    tried = answered(office.rise("import", str(file), "--dry-run", "--json"), IMPORT, 1)
    done = answered(office.rise("import", str(file), "--json"), IMPORT, 1)
    assert (tried.pop("is_dry_run"), done.pop("is_dry_run")) == (True, False)
    assert tried == done
    assert (done["rows"], done["added"], done["changed"], done["unchanged"]) == (5, 3, 0, 0)
    assert [told["line"] for told in done["bad"]] == [5]
    assert [told["line"] for told in done["questions"]] == [6]
    return file


def test_what_a_list_added_is_at_the_relay(office: Office, listed: Path) -> None:
    with closing(sqlite3.connect(office.database)) as relay:
        people = relay.execute(
            "SELECT first_name, last_name, language, external_id FROM client ORDER BY external_id"
        ).fetchall()
        assert people == [
            ("Marcus", "Bell", "en", "PP-1"),
            ("Ana", "Peña", "es", "PP-2"),
            ("Luis", "Diaz", "en", "PP-3"),
        ]
        states = relay.execute("SELECT e164, state, how, wording FROM consent ORDER BY e164").fetchall()
        evidence = [("opted_in", "import", f"line {line} of class 3.csv") for line in (2, 3)]
        assert states == [("+12155550142", *evidence[0]), ("+12155550143", *evidence[1])]
        assert relay.execute("SELECT count(*) FROM client_group").fetchone() == (1,)
        assert relay.execute("SELECT count(*) FROM group_member WHERE is_member").fetchone() == (3,)


def test_the_same_list_twice_changes_nothing(office: Office, listed: Path) -> None:
    again = answered(office.rise("import", str(listed), "--json"), IMPORT, 1)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    plain = office.rise("import", str(listed))
    assert "5 rows: 0 added, 0 changed, 3 as they were" in plain.stdout
    assert "line 5: " in plain.stdout
    assert "line 6, a question: Its number belongs to Marcus Bell." in plain.stdout


def test_a_file_that_is_none_says_what_to_do(office: Office, listed: Path) -> None:
    assert complained(office.rise("import", str(office.folder / "none.csv"), "--json"), 2)["next_step"]
    assert complained(office.rise("import", str(office.database), "--json"), 2)["title"]


def test_a_dry_run_of_a_broadcast_says_who_gets_it_what_it_costs_and_who_does_not(office: Office, listed: Path) -> None:
    told = answered(office.rise("broadcast", "--to", "class 3", "--body", WORDS, "--dry-run", "--json"), BROADCAST)
    assert (told["recipients"], told["segments"], "broadcast_id" in told) == (2, 2, False)
    assert [person["reason"] for person in told["left_out"]] == ["consent_unknown"]
    spanish = ("--body-es", "Hola {first_name}, la clase es el lunes a las 9.")
    plain = office.rise("broadcast", "--to", "class 3", "--body", WORDS, *spanish, "--dry-run").stdout
    assert "2 people, 2 texts" in plain
    assert "Hi Marcus, class is Monday at 9." in plain
    assert "Hola Ana, la clase es el lunes a las 9." in plain
    assert "left out: Luis Diaz, consent unknown" in plain
    office.relay_command("rules", "set", "holidays", around_today())
    ask = ("broadcast", "--to", "class 3", "--body", WORDS, "--dry-run")
    assert [(one["people"], one["why"]) for one in answered(office.rise(*ask, "--json"), BROADCAST)["held"]] == [
        (2, "holiday")
    ]
    assert "2 would wait until" in office.rise(*ask).stdout
    office.relay_command("rules", "set", "holidays", "none")
    assert office.accepted() == {}


def test_a_broadcast_with_a_field_that_nobody_knows_or_for_a_group_that_is_not_there_is_not_sent(
    office: Office, listed: Path
) -> None:
    wrong = office.rise("broadcast", "--to", "Class 3", "--body", "Hi {frist_name}", "--confirm", "2", "--json")
    assert "{first_name}" in complained(wrong, 2)["detail"]
    nowhere = office.rise("broadcast", "--to", "Class 4", "--body", WORDS, "--confirm", "2", "--json")
    assert "Class 3" in complained(nowhere, 2)["detail"]


def test_a_broadcast_goes_only_to_the_number_of_people_that_was_typed(office: Office, listed: Path) -> None:
    said = office.rise("broadcast", "--to", "Class 3", "--body", WORDS, "--confirm", "3", "--json")
    assert "2 people would get it, not 3" in complained(said, 2)["title"]
    assert office.accepted() == {}
    done = answered(office.rise("broadcast", "--to", "Class 3", "--body", WORDS, "--confirm", "2", "--json"), BROADCAST)
    assert done["recipients"] == 2
    office.wait_until(lambda: len(office.accepted()) == 2, what="both texts at the carrier")
    bodies = {text["body"] for texts in office.accepted().values() for text in texts}
    assert bodies == {"Hi Marcus, class is Monday at 9.", "Hi Ana, class is Monday at 9."}
    read = answered(office.rise("read", "PP-1", "--json"), READ)
    assert {message["broadcast_id"] for message in read["messages"]} == {done["broadcast_id"]}
    office.ledger(list(office.accepted()), who="dana").raise_if_bad()


def test_somebody_whom_the_relay_leaves_out_makes_it_end_with_5(office: Office, listed: Path) -> None:
    office.client_texts("+12155550143", "STOP")
    office.rise("sync")
    with closing(sqlite3.connect(office.app_database())) as store, store:
        store.execute("UPDATE consent SET state = 'opted_in' WHERE state = 'opted_out'")
        store.execute("UPDATE number SET is_blocked = 0")
    said = office.rise("broadcast", "--to", "Class 3", "--body", WORDS, "--confirm", "2", "--json")
    assert answered(said, BROADCAST, 5)["recipients"] == 2


def test_a_photo_is_filed_for_good_and_the_client_is_done(office: Office, listed: Path) -> None:
    office.client_texts("+12155550142", "my stub", media=[{"fixture": "paystub"}])
    photo = str(office.wait_until(lambda: _stored_photo(office, "PP-1"), what="the photo"))
    words = ("file", "PP-1", photo, "0", "--kind", "paystub", "--period", "2026-11")
    filed = answered(office.rise(*words, "--json"), FILED)
    with closing(sqlite3.connect(office.database)) as relay:
        rows = relay.execute("SELECT id, kind, period FROM document").fetchall()
    assert rows == [(filed["document_id"], "paystub", "2026-11")]
    waiting = answered(office.rise("inbox", "--json"), INBOX)["conversations"]
    assert "Marcus Bell" not in {one["name"] for one in waiting}
    assert "filed already" in complained(office.rise(*words, "--json"), 1)["title"]
    assert complained(office.rise("file", "PP-1", photo, "7", "--kind", "id", "--json"), 2)["next_step"]
    assert "[0] photo" in office.rise("read", "PP-1").stdout


def test_a_file_is_exported_with_its_photo_and_the_office_keeps_who_did_it(office: Office, listed: Path) -> None:
    office.client_texts("+12155550143", "mi talón", media=[{"fixture": "paystub"}])
    office.wait_until(lambda: _stored_photo(office, "PP-2"), what="the photo")
    with closing(sqlite3.connect(office.database)) as relay:
        question = "SELECT count(*) FROM message m JOIN client c ON c.id = m.client_id WHERE c.external_id = 'PP-2'"
        (count,) = relay.execute(question).fetchone()
    texts = "1 text" if count == 1 else f"{count} texts"
    folder = office.folder / "ana"
    done = answered(office.rise("export", "PP-2", "--to", str(folder), "--json"), EXPORTED)
    assert (done["folder"], done["files"], done["missing"]) == (str(folder), 1, 0)
    assert "mi talón" in (folder / "transcript.txt").read_text()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    assert (
        "such a folder already" in complained(office.rise("export", "PP-2", "--to", str(folder), "--json"), 1)["title"]
    )
    office.rise("sync")
    begun, told = office.relay_command("audit", "show", "--client", "PP-2", "--person", "dana reyes").splitlines()[-2:]
    assert re.fullmatch(
        r" *\d+  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  Dana Reyes            "
        rf"exported the file of Ana Peña \(PP-2\): {texts}, 1 photo or file  \[.+\]",
        told,
    )
    assert "began to export the file of Ana Peña (PP-2)" in begun
    written = office.relay_command("audit", "show")
    assert "mi talón" not in written
    assert "555" not in written
    (last, *_) = json.loads(office.relay_command("audit", "show", "--client", "PP-2", "--json"))["entries"][::-1]
    assert (last["act"], last["name"], last["client"]) == ("exported", "Dana Reyes", "Ana Peña (PP-2)")
    assert office.relay_command("audit", "show", "--day", "2019-01-01") == ""
    assert "rise relay audit show" in office.relay_command("audit", "show"), "who reads it stands in it too"
    looks = _looks(office)
    assert "mi talón" in office.rise("read", "PP-2").stdout
    assert _looks(office) == looks + 1
    assert "mi talón" in office.rise("search", "talón").stdout
    assert _looks(office) == looks + 2, "whose texts were printed was looked at, as with rise read"
    assert office.relay_command("audit", "verify").startswith("whole: ")


def test_who_is_on_call_is_told_and_decided_by_a_supervisor(office: Office) -> None:
    assert office.rise("on-call").stdout == (
        "Nobody is on call. What nobody answers for 15 minutes is told to the supervisors.\n"
    )
    refused = complained(office.rise("on-call", "Dana Reyes", "--until", "in 3 days", "--json"), 1)
    assert refused["next_step"] == "A supervisor says who is on call."
    assert complained(office.rise("on-call", "--until", "mon 9", "--json"), 2)["title"] == "Who is on call?"
    assert office.relay_command("on-call", "Dana Reyes") == "Dana Reyes is on call."
    assert json.loads(office.rise("on-call", "--json").stdout)["on_call"]["minutes"] == 15
    assert office.rise("on-call").stdout.startswith("You are on call. ")


def _looks(office: Office) -> int:
    """How many looks at Ana stand in the audit log, once the relay has heard of all."""
    office.rise("sync")
    return office.relay_command("audit", "show", "--client", "PP-2").count("looked at Ana Peña (PP-2)")


def _stored_photo(office: Office, client: str) -> str | None:
    """The id of the client's text whose photo has arrived."""
    for message in answered(office.rise("read", client, "--json"), READ)["messages"]:
        if any(item["state"] == "stored" for item in message["media"]):
            return str(message["message_id"])
    return None


def test_one_is_away_and_back_by_command_and_the_relay_knows(office: Office) -> None:
    gone = office.rise("away", "--until", "in 3 days", "--words", "In training.", "--json")
    assert (gone.returncode, '"state": "accepted"' in gone.stdout) == (0, True), gone.stderr
    assert office.rise("away").stdout.startswith("You are away until ")
    told = [event["data"] for event in office.events() if event["type"] == "AwayChanged"]
    assert [one["bodies"] for one in told] == [{"en": "In training."}]
    assert office.rise("away", "--back").stdout == "You are back.\n"
    assert office.rise("away").stdout == "You are not away.\n"
    assert complained(office.rise("away", "--words", "only words", "--json"), 2)["next_step"]
