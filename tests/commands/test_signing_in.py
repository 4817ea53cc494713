"""`rise login`, `sync` and `doctor`: signed in, up to date, and what is wrong where it is not."""

import stat
from pathlib import Path

import pytest

from tests.commands.shapes import DOCTOR, LOGIN, SYNC, answered, complained
from tests.journeys.office import Office
from tests.journeys.processes import end_drains


@pytest.fixture(scope="module", autouse=True)
def marcus(office: Office) -> None:
    """One client."""
    office.add_client("Marcus Bell", "+12155550142")


def test_login_keeps_account_and_token_where_only_their_owner_reads_them(office: Office) -> None:
    said = office.rise("login", office.relay_url, "--json", who="eve", stdin=office.token + "\n")
    assert answered(said, LOGIN) == {"office": "RISE", "name": "Dana Reyes"}
    config = Path(office.app_env("eve")["RISE_CONFIG"])
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in config.iterdir()} == {
        "account.json": 0o600,
        "token": 0o600,
    }
    assert office.token not in said.stdout + said.stderr


def test_login_says_what_is_wrong_with_token_address_or_line(office: Office) -> None:
    url = office.relay_url
    assert "new one" in complained(office.rise("login", url, "--json", who="no", stdin="wrong\n"), 3)["next_step"]
    complained(office.rise("login", url, "--json", who="no", stdin=""), 2)
    complained(office.rise("login", "http://relay.example.org", "--json", who="no", stdin="x"), 2)
    complained(office.rise("login", "http://127.0.0.1:9", "--json", who="no", stdin="x"), 4)
    assert not (office.folder / "no" / "config").exists()


def test_sync_says_how_far_it_is_and_what_waits(office: Office) -> None:
    office.rise("login", office.relay_url, who="gil", stdin=office.token)
    first = answered(office.rise("sync", "--json", who="gil"), SYNC)
    assert first["applied"] >= 2
    again = answered(office.rise("sync", "--json", who="gil"), SYNC)
    assert again == {"cursor": first["cursor"], "applied": 0, "outbox": 0, "is_online": True}


def test_all_is_well_says_the_doctor(office: Office) -> None:
    office.rise("sync")
    checks = answered(office.rise("doctor", "--json"), DOCTOR)["checks"]
    assert [check["name"] for check in checks] == [
        *("token file", "room", "account", "store", "outbox", "relay", "terminal"),
    ]
    assert all(check["is_ok"] for check in checks)


def test_a_wrong_clock_is_told_with_the_way_to_mend_it(office: Office) -> None:
    checks = answered(office.rise("doctor", "--json", env={"RISE_CLOCK_OFFSET": "600"}), DOCTOR, 1)["checks"]
    [clock] = [check for check in checks if not check["is_ok"]]
    assert clock["name"] == "clock"
    assert any(f"clock is {seconds} s off" in clock["detail"] for seconds in range(598, 603))
    assert clock["next_step"]


def test_open_rights_and_not_being_signed_in_are_told(office: Office) -> None:
    office.rise("login", office.relay_url, who="fay", stdin=office.token)
    token = Path(office.app_env("fay")["RISE_CONFIG"]) / "token"
    token.chmod(0o644)
    checks = answered(office.rise("doctor", "--json", who="fay"), DOCTOR, 1)["checks"]
    assert [check["name"] for check in checks if not check["is_ok"]] == ["token file"]
    token.unlink()
    checks = answered(office.rise("doctor", "--json", who="fay"), DOCTOR, 1)["checks"]
    assert "rise login" in next(check for check in checks if check["name"] == "account")["next_step"]


def test_without_the_relay_sync_ends_with_4_and_the_doctor_says_what_waits(office: Office) -> None:
    office.rise("sync")
    office.kill_relay()
    said = office.rise("sync", "--json")
    assert complained(said, 4)["title"] == "The office cannot be reached"
    assert not answered(said, SYNC, 4)["is_online"]
    office.rise("send", "Marcus Bell", "--body", "Hi")
    checks = answered(office.rise("doctor", "--json"), DOCTOR, 1)["checks"]
    wrong = {check["name"]: check for check in checks if not check["is_ok"]}
    assert wrong.keys() == {"outbox", "relay"}
    assert "on this machine only" in wrong["outbox"]["detail"]
    plain = office.rise("doctor").stdout
    assert "NOT relay:" in plain
    end_drains(office.folder)
    office.start_relay()
    answered(office.rise("sync", "--drain", "--json"), SYNC)
