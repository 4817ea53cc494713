"""`rise login`, `sync` and `doctor`: signed in, up to date, and what is wrong where it is not."""

import stat
from pathlib import Path
from typing import Any

import pytest

from rise_tui.version import __version__
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


def _found(office: Office, who: str = "dana", code: int = 0, **env: str) -> dict[str, dict[str, Any]]:
    """What the doctor finds, by the name of the check."""
    checks = answered(office.rise("doctor", "--json", who=who, env=env), DOCTOR, code)["checks"]
    assert len({check["name"] for check in checks}) == len(checks)
    assert all(check["is_ok"] == (check["state"] != "wrong") for check in checks)
    assert all(bool(check.get("next_step")) == (check["state"] != "ok") for check in checks)
    return {check["name"]: check for check in checks}


def _not_ok(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: check["state"] for name, check in found.items() if check["state"] != "ok"}


def test_all_is_well_says_the_doctor_and_names_nobody(office: Office) -> None:
    office.rise("sync")
    found = _found(office)
    assert list(found) == [
        *("versions", "settings", "permissions", "disk", "room", "log", "reports", "background"),
        *("sign-in", "relay", "token", "clock"),
        *("store", "encryption", "caught up", "outbox", "refused"),
        "terminal",
    ]
    assert _not_ok(found) == {}
    assert __version__ in found["relay"]["detail"]
    plain = office.rise("doctor").stdout
    assert plain.endswith("\nAll is well.\n")
    for secret in (office.token, "Dana", "Marcus", "555", office.me()["instance_id"], "RISE Phila"):
        assert secret not in plain + str(found)


def test_a_wrong_clock_is_told_with_the_way_to_mend_it(office: Office) -> None:
    found = _found(office, code=1, RISE_CLOCK_OFFSET="600")
    assert _not_ok(found) == {"clock": "wrong"}
    assert any(f"clock is {seconds} s ahead of" in found["clock"]["detail"] for seconds in range(598, 603))


def test_open_rights_and_not_being_signed_in_are_told(office: Office) -> None:
    office.rise("login", office.relay_url, who="fay", stdin=office.token)
    token = Path(office.app_env("fay")["RISE_CONFIG"]) / "token"
    token.chmod(0o644)
    found = _found(office, "fay", 1)
    assert _not_ok(found) == {"permissions": "wrong"}
    assert found["permissions"]["next_step"] == "Run: chmod go-rwx ~/config/token"
    assert found["store"]["detail"].startswith("nothing yet")
    token.unlink()
    found = _found(office, "fay", 1)
    assert _not_ok(found) == {"sign-in": "wrong"}
    assert "rise login" in found["sign-in"]["next_step"]
    assert not Path(office.app_env("fay")["RISE_DATA"]).exists()


def test_a_token_that_was_taken_back_is_told(office: Office) -> None:
    office.rise("login", office.relay_url, who="ivo", stdin=office.token)
    office.rise("sync", who="ivo")
    found = _found(office, "ivo", 1, RISE_TOKEN="another")
    assert _not_ok(found) == {"token": "wrong"}
    assert found["token"]["detail"] == "You are signed out. The office has taken this sign-in back."
    assert found["relay"]["state"] == "ok"


def test_settings_that_cannot_be_used_and_a_damaged_store_hide_nothing_else(office: Office) -> None:
    office.rise("login", office.relay_url, who="hal", stdin=office.token)
    office.rise("sync", who="hal")
    (Path(office.app_env("hal")["RISE_CONFIG"]) / "config.toml").write_text('theme = "blue"\n')
    store = office.app_database("hal")
    with store.open("r+b") as file:
        file.truncate(8192)
        file.seek(200)
        file.write(b"?" * 7000)
    found = _found(office, "hal", 1)
    assert _not_ok(found) == {"settings": "wrong", "store": "wrong"}
    assert "blue" in found["settings"]["detail"]
    assert "mv ~/data/" in found["store"]["next_step"]
    assert found["relay"]["state"] == "ok"
    with store.open("r+b") as file:
        file.write(b"no store at all")
    assert _not_ok(_found(office, "hal", 1)) == {"settings": "wrong", "store": "wrong"}


def test_without_the_relay_sync_ends_with_4_and_the_doctor_says_what_waits(office: Office) -> None:
    office.rise("sync")
    office.kill_relay()
    said = office.rise("sync", "--json")
    assert complained(said, 4)["title"] == "The office cannot be reached"
    assert not answered(said, SYNC, 4)["is_online"]
    office.rise("send", "Marcus Bell", "--body", "Hi")
    found = _found(office, code=1)
    assert _not_ok(found) == {"relay": "wrong", "outbox": "look"}
    assert "on this machine only" in found["outbox"]["detail"]
    plain = office.rise("doctor").stdout
    assert "\n  wrong  relay" in plain
    assert "\n1 wrong, 1 to look at" in plain
    end_drains(office.folder)
    office.start_relay()
    answered(office.rise("sync", "--drain", "--json"), SYNC)
