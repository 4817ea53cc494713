"""`rise cover` by a supervisor, and what an administrator does to machines: command lines against the real relay."""

import json

import pytest

from rise_tui.domain.ids import new_id
from tests.journeys.office import Office


def answers(office: Office, token: str) -> str:
    """What the relay answers this sign-in: good, or the last word of what is wrong."""
    answer = office.api(token).get("/v1/me")
    return "good" if answer.status_code == 200 else str(answer.json()["type"]).rpartition("/")[2]


def states(office: Office, name: str) -> list[str]:
    """How somebody's machines stand, as `device list` says it, without the days."""
    listed = json.loads(office.relay_command("device", "list", name, "--json"))["devices"]
    return sorted(" ".join(one["is"].split()[:2]) for one in listed)


def test_a_supervisor_plans_a_cover_for_a_colleague_also_of_one_group_alone(office: Office) -> None:
    office.sign_in("rosa", office.add_caseworker("Rosa Diaz", "supervisor"))
    mo = office.add_caseworker("Mo Adair")
    office.add_caseworker("Pat Field")
    ana, group_id = office.add_client("Ana Bell", "+12155550151", mo), new_id()
    office.put(f"groups/{group_id}", {"name": "Class 7"}, mo)
    office.put(f"groups/{group_id}/members/{ana}", {"is_member": True}, mo)
    assert office.rise("sync", who="rosa").returncode == 0
    plan = ("cover", "plan", "pat field", "--until", "in 3 days")
    nobody = office.rise(*plan, "--for", "mo adair", "--group", "Class 8", who="rosa")
    assert (nobody.returncode, "There is no such group" in nobody.stderr) == (2, True)
    for more in ((), ("--group", "class 7")):
        done = office.rise(*plan, "--for", "mo adair", *more, "--json", who="rosa")
        assert json.loads(done.stdout)["state"] == "accepted", done.stderr
    covers = json.loads(office.rise("cover", "list", "--json", who="rosa").stdout)["covers"]
    told = sorted((one["of_name"], one["by_name"], one["group"] or "all", one["has_begun"]) for one in covers)
    assert told == [("Mo Adair", "Pat Field", "Class 7", True), ("Mo Adair", "Pat Field", "all", True)]
    shown = office.rise("cover", "list", who="rosa").stdout
    assert sorted(line.partition(", ")[0][10:] for line in shown.splitlines()) == ["Pat Field for Mo Adair"] * 2
    assert shown.count(", only Class 7, until ") == 1


def test_an_administrator_locks_a_machine_or_lets_it_delete_everything(office: Office) -> None:
    first = office.add_caseworker("Lia Ruiz")
    second = office.relay_command("device", "add", "Lia Ruiz")
    end = office.me(second)["device_id"][-8:]
    assert office.relay_command("device", "revoke", end) == f"{end} of Lia Ruiz is locked."
    assert (answers(office, first), answers(office, second)) == ("good", "token-revoked")
    assert states(office, "Lia Ruiz") == ["good until", "locked"]
    wiped = office.relay_command("device", "wipe", "lia ruiz")
    assert [line.rpartition(" of ")[2] for line in wiped.splitlines()] == ["Lia Ruiz is to delete everything."] * 2
    assert (answers(office, first), answers(office, second)) == ("device-wiped", "device-wiped")
    assert states(office, "Lia Ruiz") == ["wipe not", "wipe not"]
    again = office.relay_command("device", "revoke", "lia ruiz").splitlines()
    assert [line.rpartition(" of ")[2] for line in again] == ["Lia Ruiz was so already."] * 2


@pytest.mark.parametrize(
    ("words", "problem", "state"),
    [((), "token-revoked", "locked"), (("--wipe",), "device-wiped", "wipe not")],
    ids=["locked", "wiped"],
)
def test_no_machine_of_who_left_opens_anything_also_when_they_are_back(
    office: Office, words: tuple[str, ...], problem: str, state: str
) -> None:
    name = f"Gus {state}"
    token = office.add_caseworker(name)
    office.relay_command("caseworker", "leave", name, "--to", "Dana Reyes", *words)
    assert answers(office, token) == problem
    back = office.relay_command("caseworker", "reactivate", name)
    assert (answers(office, token), answers(office, back)) == (problem, "good")
    assert states(office, name) == ["good until", state]
