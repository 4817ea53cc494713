"""A purge, by command or by the office's period, reaches every machine; nothing of it is in any file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui.casework import card, drafting, filing, keeping_whole, noting
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.ids import new_id
from tests.journeys.office import Office, Options
from tests.journeys.test_clocks import Clocked
from tests.sync.machines import Machine, Machines, machines_of, number

WORDS = (b"an okapi in the paystub", b"a quagga by telephone", b"Zebulon", b"+12155550181")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "office") as office:
        yield office


@pytest.fixture
def machine(office: Office, tmp_path: Path) -> Iterator[Machines]:
    with machines_of(office, tmp_path) as made:
        yield made


@pytest.fixture
def a_month_ago(tmp_path: Path) -> Iterator[Clocked]:
    """An office that keeps everything for thirty days, whose relay believes that it is thirty-one days ago."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "clock").write_text("0")
    rules = {"introduces": False, "retention_days": 30}
    with Clocked(folder, Options(rules=rules, relay_env={"WRONG_CLOCK": str(folder / "clock")})) as office:
        office.is_off_by(-31 * 86_400)
        yield office


def raw(*folders: Path) -> bytes:
    """All bytes of the databases, their logs included."""
    return b"".join(
        each.read_bytes()
        for folder in folders
        for each in folder.rglob("*")
        if ".sqlite" in each.name and each.is_file()
    )


def test_a_purged_client_goes_from_every_machine_and_each_says_so(
    office: Office, machine: Machines, tmp_path: Path
) -> None:
    client_id = office.add_client("Zebulon Ruiz", number(181))
    kept_id = office.add_client("Kept Person", number(182))
    office.client_texts(number(181), WORDS[0].decode(), [{"fixture": "paystub"}])
    office.client_texts(number(182), "a kudu stays")
    one: Machine = machine("one")
    other: Machine = machine("other", token=office.add_caseworker("Sam Field", "supervisor"))
    office.wait_until(
        lambda: one.sync() and all(each.is_here for each in one.photos(client_id) or [None]), what="photo"
    )
    noting.write(one.desk, client_id, WORDS[1].decode())
    photo = one.photos(client_id)[0]
    filing.file_photo(one.desk, client_id, photo.message_id, 0, DocumentKind.PAYSTUB)
    drafting.keep(one.desk, client_id, "half a word", 4)
    content = one.store.photo_file.get(photo.sha256)
    assert content is not None
    assert content[200:260] in raw(tmp_path / "one")
    for each in (one, other):
        each.sync()
        assert all(word in raw(tmp_path / ("one" if each is one else "other")) for word in WORDS[:2])

    keeping_whole.keep_whole(other.desk, client_id, "a court asked")
    office.wait_until(lambda: other.sync() and not other.waiting, what="the hold has arrived")
    one.sync()
    held = card.card(one.desk, client_id)
    assert held is not None
    assert held.hold is not None
    assert held.hold.reason == "a court asked"
    assert "a court asked" in office.relay_command("hold-records", "--list")
    with pytest.raises(RuntimeError, match="legal hold"):
        office.relay_command("purge", "--client", client_id)
    office.relay_command("hold-records", client_id, "--end")
    assert "would go: 1 text, 1 note, 1 paper, 1 client" in office.relay_command(
        "purge", "--client", client_id, "--dry-run"
    )
    assert "gone: 1 text, 1 note, 1 paper, 1 client" in office.relay_command("purge", "--client", client_id)
    assert "0 of 2 machines" in office.relay_command("purge", "--status")

    office.wait_until(lambda: one.sync() and not one.waiting, what="one has reported")
    status = office.relay_command("purge", "--status")
    assert "1 of 2 machines" in status
    assert "not yet: Sam Field" in status
    office.wait_until(lambda: other.sync() and not other.waiting, what="the other has reported")
    assert "2 of 2 machines" in office.relay_command("purge", "--status")
    for folder in (tmp_path / "one", tmp_path / "other"):
        left = raw(folder)
        assert content[200:260] not in left
        assert [word for word in WORDS if word in left] == []
        assert b"a kudu stays" in left
    left = b"".join(each.read_bytes() for each in office.folder.glob("relay.sqlite*"))
    assert [word for word in WORDS if word in left] == []
    assert one.store.photo_file.get(photo.sha256) is None
    assert one.photos(client_id) == []
    assert one.bodies(kept_id) == ["a kudu stays"]
    assert drafting.recall(one.desk, client_id).body == "half a word"  # one's own words stay, locked

    assert office.relay_command("audit", "verify").startswith("whole: ")
    shown = office.relay_command("audit", "show", "--client", client_id)
    assert "wrote a note about a client who was purged" in shown
    assert "purged" in shown
    assert not any(word.decode() in shown for word in WORDS)


def test_what_is_older_than_the_offices_period_goes_from_everything_and_a_legal_hold_keeps_it(
    a_month_ago: Clocked, tmp_path: Path
) -> None:
    office = a_month_ago
    client_id, held_id = new_id(), new_id()
    for id_, name, e164 in ((client_id, "Zebulon", number(181)), (held_id, "Held", number(182))):
        office.put(f"clients/{id_}", {"first_name": name})
        office.put(f"clients/{id_}/numbers/{e164}", {"from_at": "2026-01-01T00:00:00Z", "is_confirmed": True})
    office.client_texts(number(181), WORDS[0].decode(), [{"fixture": "paystub"}])
    office.client_texts(number(182), "a kudu stays")
    office.relay_command("hold-records", held_id, "--reason", "a court asked")
    with machines_of(office, tmp_path) as made:
        one: Machine = made("one")
        office.wait_until(lambda: one.sync() and any(each.is_here for each in one.photos(client_id)), what="photo")
        (photo,) = one.photos(client_id)
        content = one.store.photo_file.get(photo.sha256)
        assert content is not None
        kept = [path for path in (office.folder / "media").rglob("*") if path.is_file()]
        assert content in [path.read_bytes() for path in kept]
        for path in kept:
            os.utime(path, (0, 0))  # a file's time is the machine's own

        office.is_off_by(0)
        office.restart_relay()
        office.client_texts(number(181), "a lemur of today")
        office.wait_until(
            lambda: "0 of 1 machine" in office.relay_command("purge", "--status"), what="the relay purges"
        )
        office.wait_until(lambda: one.sync() and not one.waiting and one.bodies(client_id) == ["a lemur of today"])
        office.wait_until(lambda: "1 of 1 machine" in office.relay_command("purge", "--status"), what="it is reported")
        assert one.bodies(held_id) == ["a kudu stays"]
        left = raw(tmp_path / "one")
        assert (WORDS[0] in left, content[200:260] in left) == (False, False), "the replica, its index, its photos"
    office.wait_until(
        lambda: WORDS[0] not in b"".join(each.read_bytes() for each in office.folder.glob("relay.sqlite*"))
    )
    assert [path for path in kept if path.exists() and path.read_bytes() == content] == []
    told = [event for event in office.events() if event["type"] == "MessageReceived"]
    assert [event["data"]["body"] for event in told] == ["a kudu stays", "a lemur of today"], "nothing is revived"
    shown = office.relay_command("audit", "show", "--person", "relay").splitlines()
    assert [line.partition("the relay")[2].strip() for line in shown] == [
        "began to purge what is older than the period",
        "purged 1 text",
    ]
    assert "put the records of Held" in office.relay_command("audit", "show", "--client", held_id)
