"""A purge by command, beside the serving relay, reaches a machine that was off; nothing of it is in any file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui.casework import card, drafting, filing, keeping_whole, noting
from rise_tui.domain.documents import DocumentKind
from tests.journeys.office import Office
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
    assert "0 of 2 devices" in office.relay_command("purge", "--status")

    office.wait_until(lambda: one.sync() and not one.waiting, what="one has reported")
    status = office.relay_command("purge", "--status")
    assert "1 of 2 devices" in status
    assert "not yet: Sam Field" in status
    office.wait_until(lambda: other.sync() and not other.waiting, what="the other has reported")
    assert "2 of 2 devices" in office.relay_command("purge", "--status")
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
