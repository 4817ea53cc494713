"""`rise refused`, and what the doctor has heard: on a machine whose relay does not answer."""

import json
from pathlib import Path

import pytest

from rise_tui import account as accounts
from rise_tui import cli
from rise_tui.account import Account
from rise_tui.domain.ids import new_id
from rise_tui.settings import paths
from rise_tui.store.drafts import Draft
from rise_tui.store.notices import CARRIER, STEPPED_OVER
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store's folder of somebody who is signed in; nobody listens at their relay's address."""
    environ = {"RISE_CONFIG": str(tmp_path / "config"), "RISE_DATA": str(tmp_path / "data")}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    account = Account("http://127.0.0.1:9", "i" * 32, new_id(), new_id(), "America/New_York", "t" * 32)
    accounts.save(account, paths(environ))
    return accounts.store_folder(account, paths(environ))


def test_what_was_refused_is_listed_offered_again_and_dropped(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store(folder) as store, store.writing() as session:
        for write_id, words in (("w1", "a note somebody typed"), ("w2", "another")):
            store.outbox.add(session, Wish(write_id, write_id, "note", {"note_id": write_id}, {"body": words}))
            store.outbox.park(session, write_id, {"title": "Not yours."})
        gone = new_id()
        store.drafts.put(session, Draft(gone, new_id(), "See you on Monday.", problem="They asked for no more texts."))
        store.drafts.put(session, Draft(new_id(), new_id(), "never sent"))
    assert cli.main(["refused"]) == 0
    said = capsys.readouterr().out
    assert f"{gone}  a text to somebody who is no client of yours any more\n      See you on Monday.\n" in said
    assert "They asked for no more texts." in said
    assert "never sent" not in said
    assert "a note somebody typed" in said
    assert "Not yours." in said
    assert cli.main(["refused", "--again", "w1"]) == 0
    assert cli.main(["refused", "--drop", "w2"]) == 0
    assert cli.main(["refused", "--drop", "w2"]) == 2
    assert cli.main(["refused", "--drop", gone]) == 0
    capsys.readouterr()
    assert cli.main(["refused", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"refused": []}
    with Store(folder) as store, store.reading() as session:
        assert [entry.wish.body["body"] for entry in store.outbox.list(session)] == ["a note somebody typed"]


def test_the_doctor_tells_what_the_phone_company_said_and_what_could_not_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(folder) as store, store.writing() as session:
        alert = {"code": "20003", "title": "The key is refused\x1b[2J", "detail": "", "is_stopped": True}
        store.notices.put(session, CARRIER, alert, seq=4, at=1)
        store.notices.put(session, STEPPED_OVER, {"count": 3, "type": "ClientWavedAt"}, seq=5, at=1)
        store.outbox.add(session, Wish("w1", "c1", "note", {"note_id": "n"}))
        store.outbox.park(session, "w1", {"title": "Not yours."})
    assert cli.main(["doctor", "--json"]) == 1
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["phone company"]["detail"] == "The key is refused␛[2J."
    assert checks["facts"]["next_step"] == "Upgrade rise on this machine."
    assert "rise refused" in checks["refused"]["next_step"]
