"""People come, cover, hand over and leave: the office's processes and each one's machine, before and afterwards."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest

from rise_tui.domain.ids import new_id
from rise_tui.simulator.pictures import paystub
from tests.journeys.office import NO_TLS, Office, message

ANA, BEN, EVA, GUS, LIA = (f"+121555501{end}" for end in ("21", "22", "23", "24", "25"))
KIM, KAY, NOBODY = (f"+121555501{end}" for end in ("26", "27", "28"))
"""Each test has clients and words of its own: all are in one office, and any of them may be the first, or the only."""


@dataclass(frozen=True)
class Desk:
    """A caseworker's machine."""

    office: Office
    who: str
    token: str

    def rise(self, *words: str) -> str:
        """A command that succeeds; what it printed."""
        done = self.office.rise(*words, who=self.who)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *words: str) -> Any:
        """A command's object."""
        return json.loads(self.rise(*words, "--json"))

    def reads(self, client_id: str) -> list[str]:
        """The texts of a client on this machine; none for one who is not here."""
        done = self.office.rise("read", client_id, "--json", who=self.who)
        return [text["body"] for text in json.loads(done.stdout)["messages"]] if done.returncode == 0 else []

    def keeps(self, words: str) -> bool:
        """Does any file of this machine's store hold these words?"""
        data = Path(self.office.app_env(self.who)["RISE_DATA"])
        return any(words.encode() in file.read_bytes() for file in data.rglob("*") if file.is_file())

    def photos(self) -> list[bytes]:
        """The photos on this machine."""
        with closing(sqlite3.connect(self.office.app_database(self.who).with_name("photos.sqlite"))) as db:
            return [row[0] for row in db.execute("SELECT bytes FROM photo")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all."""
    with Office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def dana(office: Office) -> Desk:
    """Dana Reyes at her machine."""
    return signed_in(office, "dana", office.token)


@pytest.fixture(scope="module")
def luis(office: Office) -> Desk:
    """Luis Ortega at his."""
    return signed_in(office, "luis", office.add_caseworker("Luis Ortega"))


def signed_in(office: Office, who: str, token: str) -> Desk:
    """Somebody's machine, with a copy of what they see now; whom they see later comes one by one."""
    office.sign_in(who, token)
    desk = Desk(office, who, token)
    desk.rise("sync")
    return desk


def in_office(desk: Desk, client_id: str) -> list[dict[str, Any]]:
    """The texts to a client as the relay has them."""
    with closing(sqlite3.connect(desk.office.database, timeout=20)) as db:
        db.row_factory = sqlite3.Row
        asked = "SELECT m.id, m.body, m.status, w.name FROM message m LEFT JOIN caseworker w ON w.id = m.caseworker_id"
        return [
            dict(row)
            for row in db.execute(f"{asked} WHERE conversation_id = ? AND direction = 'outbound'", (client_id,))
        ]


def test_a_transferred_client_goes_with_the_past_and_leaves_nothing_behind(
    office: Office, dana: Desk, luis: Desk
) -> None:
    ana, words = office.add_client("Ana Bell", ANA), "my glasswing is on Monday"
    office.client_texts(ANA, words, media=[{"fixture": "paystub"}])

    def has_photo(desk: Desk) -> bool:
        desk.rise("sync")
        states = [one["state"] for one in desk.json("read", ana)["messages"][0]["media"]]
        return states == ["stored"] and paystub() in desk.photos()

    office.wait_until(lambda: has_photo(dana), what="the photo")
    assert dana.reads(ana) == [words]
    assert luis.reads(ana) == []
    done = dana.json("transfer", "Ana Bell", "--to", "luis", "--note", "works nights", "--tell", "--as", "old")
    assert done == {"done": "Transferred to Luis Ortega", "state": "accepted"}
    dana.rise("sync")
    assert dana.reads(ana) == []
    assert not dana.keeps("glasswing")
    assert not dana.keeps("Bell")
    assert dana.photos() == []
    office.wait_until(lambda: has_photo(luis), what="the past came along, photos too")
    assert luis.reads(ana)[0] == words
    (told,) = in_office(dana, ana)
    assert told["body"].startswith("Hi Ana, this is Dana Reyes at RISE. From now on Luis Ortega")
    assert told["name"] == "Dana Reyes"
    assert "Went from Dana Reyes to you. works nights" in luis.rise("read", "Ana Bell")
    noted = office.relay_command("audit", "show", "--client", ana)
    assert "Luis Ortega           took a copy of the file of Ana Bell" in noted, "the past came along"


def test_a_cover_begins_and_ends_also_over_a_kill_and_says_at_its_end_what_is_open(
    office: Office, dana: Desk, luis: Desk
) -> None:
    ben = office.add_client("Ben Cole", BEN)
    office.client_texts(BEN, "can I come to the choir?")
    dana.rise("sync")
    planned = dana.json("cover", "plan", "Luis Ortega", "--until", "in 2 h", "--note", "Ben may call")
    assert planned["state"] == "accepted"
    luis.rise("sync")
    assert luis.reads(ben) == ["can I come to the choir?"]
    noted = office.relay_command("audit", "show", "--client", ben, "--person", "Luis Ortega")
    assert "took a copy of the file of Ben Cole" in noted
    (cover,) = luis.json("cover", "list")["covers"]
    assert (cover["of_name"], cover["by_name"], cover["note"]) == ("Dana Reyes", "you", "Ben may call")
    luis.rise("reply", "Ben Cole", "--body", "The choir is open.", "--now")
    dana.rise("sync")
    office.client_texts(BEN, "thank you, and Monday?")
    office.kill_relay()
    with closing(sqlite3.connect(office.database, timeout=20)) as db, db:
        db.execute("UPDATE cover SET until_at = from_at + 1")  # two hours go by while the relay is down
    office.start_relay()

    def is_over() -> bool:
        luis.rise("sync")
        return luis.reads(ben) == []

    office.wait_until(is_over, what="the cover is over")
    assert not luis.keeps("choir")
    dana.rise("sync")
    texts = dana.json("read", ben)["messages"]
    assert [text["body"] for text in texts] == [
        "can I come to the choir?",
        "The choir is open.",
        "thank you, and Monday?",
    ]
    assert [text["name"] for text in in_office(dana, ben)] == ["Luis Ortega"]
    ((open_clients, received, written),) = [
        (event["data"]["open"], event["data"]["received"], event["data"]["written"])
        for event in office.events()
        if event["type"] == "CoverEnded"
    ]
    assert (open_clients, received, written) == ([ben], 1, 1)


def test_of_two_who_say_at_once_whose_a_number_is_the_first_has_it_and_the_second_hears_who(
    office: Office, dana: Desk, luis: Desk
) -> None:
    theirs = {dana: office.add_client("Kim Hall", KIM), luis: office.add_client("Kay Hill", KAY, luis.token)}
    office.client_texts(NOBODY, "new phone, about the velodrome")
    both = Barrier(2)

    def claim(desk: Desk) -> httpx.Response:
        body = {"e164": NOBODY, "client_id": theirs[desk]}
        with httpx.Client(base_url=office.relay_url, trust_env=False, verify=NO_TLS) as client:
            headers = {"Authorization": f"Bearer {desk.token}", "Idempotency-Key": new_id()}
            client.get("/healthz")
            both.wait()
            return client.put(f"/v1/claims/{new_id()}", json=body, headers=headers)

    with ThreadPoolExecutor(2) as at_once:
        answers = dict(zip((dana, luis), at_once.map(claim, (dana, luis)), strict=True))
    won, lost = sorted(answers, key=lambda desk: answers[desk].status_code)
    assert [answers[desk].status_code for desk in (won, lost)] == [201, 409]
    assert answers[lost].json()["detail"].startswith(f"{'Dana Reyes' if won is dana else 'Luis Ortega'} was quicker")
    for desk in (won, lost):
        desk.rise("sync")
        assert desk.reads(theirs[desk]) == (["new phone, about the velodrome"] if desk is won else [])
    assert lost.json("inbox", "--filter", "unknown")["conversations"] == []


def test_who_leaves_hands_all_over_and_no_machine_of_theirs_opens_anything(
    office: Office, dana: Desk, luis: Desk
) -> None:
    token = office.add_caseworker("Mo Adair")
    office.sign_in("mo", token)
    mo = Desk(office, "mo", token)
    eva, gus = office.add_client("Eva Ruiz", EVA, token), office.add_client("Gus Hart", GUS, token)
    office.client_texts(EVA, "about the quinceañera")
    later = message(
        eva, "See you in a week.", not_before="2030-01-01T09:00:00.000Z", expires_at="2030-01-01T12:00:00.000Z"
    )
    office.put(f"messages/{new_id()}", later, token)
    mo.rise("sync")
    mo.rise("cover", "plan", "Luis Ortega", "--until", "in 3 days")
    counts = json.loads(office.relay_command("caseworker", "leave", "mo adair", "--to", "Luis Ortega", "--json"))
    assert counts == {"clients": 2, "kept": 1, "dropped": 0, "covers": 1, "devices": 1}
    closed = office.rise("read", eva, who="mo")
    office.rise("sync", who="mo")
    closed = office.rise("read", eva, who="mo")
    assert closed.returncode == 3
    luis.rise("sync")
    assert luis.reads(eva) == ["about the quinceañera", "See you in a week."]
    assert luis.json("cover", "list")["covers"] == []
    listed = office.relay_command("caseworker", "list").splitlines()
    assert [line.split() for line in listed if "Mo" in line] == [["Mo", "Adair", "caseworker", "left"]]
    again = office.relay_command("caseworker", "reactivate", "Mo Adair")
    assert office.api(token).get("/v1/me").status_code == 401, "what was signed in before they left stays so"
    office.sign_in("mo", again)
    mo.rise("sync")
    assert mo.reads(eva) == [], "back at work, without the clients of then"
    assert gus not in mo.rise("inbox", "--json")
    office.relay_command("caseworker", "role", "Mo Adair", "supervisor")
    mo.rise("sync")
    assert mo.reads(eva)[0] == "about the quinceañera"
    office.relay_command("caseworker", "role", "Mo Adair", "administrator")
    mo.rise("sync")
    assert not mo.keeps("quinceañera"), "who keeps the people reads no texts"
    assert mo.json("search", "quinceañera") == {"query": "quinceañera", "clients": [], "messages": []}
    assert office.rise("export", eva, "--to", str(office.folder / "taken"), who="mo").returncode == 2


def test_a_wiped_machine_deletes_confirms_and_the_administrator_sees_that(office: Office, luis: Desk) -> None:
    """[fault 18]"""
    office.add_client("Lia Ruiz", LIA, luis.token)
    office.client_texts(LIA, "the tonsillectomy is on Friday")
    office.sign_in("laptop", office.relay_command("device", "add", "Luis Ortega"))
    laptop = Desk(office, "laptop", "")
    laptop.rise("sync")
    assert laptop.keeps("tonsillectomy")
    luis.rise("sync")
    mine = {one["is_this"]: one for one in luis.json("device", "list")["devices"] if one["is_mine"]}
    assert mine[False]["name"] == mine[True]["name"] != ""
    luis.rise("device", "revoke", mine[False]["device_id"])
    assert office.rise("inbox", who="laptop").returncode == 3
    assert laptop.keeps("tonsillectomy"), "a locked machine keeps what is on it"
    assert luis.rise("device", "wipe", mine[False]["device_id"]).endswith("is to delete everything.\n")
    states = [line.split("  ")[-1] for line in office.relay_command("device", "list", "luis ortega").splitlines()]
    assert sorted(states)[0].startswith("good until ")
    assert sorted(states)[1] == "wipe not confirmed"
    assert office.rise("inbox", who="laptop").returncode == 3
    assert not laptop.keeps("tonsillectomy"), "also one that was locked before"
    assert not laptop.keeps("Ruiz")
    states = [line.split("  ")[-1] for line in office.relay_command("device", "list", "Luis Ortega").splitlines()]
    assert any(state.startswith("wiped 2") for state in states)
    luis.rise("sync")
    assert office.rise("inbox", who="laptop").returncode == 3
