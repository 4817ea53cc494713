"""A phone company in trouble: it is too busy, away, broken or refuses the account; texts wait, and then leave once."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rise_tui.relay.dispatch.retry import TOLERATED
from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options
from tests.journeys.sending import (
    SILENT,
    Broadcast,
    accepted,
    broadcast,
    many_people,
    status,
    until_line_is_empty,
)

PACE = 100
STORM_S = 2.5
OUTAGE_S = 1.5


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    short = {"lease_seconds": 0.5, "reconcile_seconds": 0.5, "relay_env": {"RISE_RELAY_GAP_MINUTES": "0.005"}}
    options = Options(simulator=SILENT, segments_per_second=PACE, **short)
    with Office(tmp_path_factory.mktemp("office"), options) as office:
        office.relay_command("rules", "set", "daily_ceiling", "0")
        yield office


@pytest.fixture(scope="module")
def clients(office: Office) -> list[str]:
    return many_people(office, 120)


def alerts(office: Office) -> list[tuple[str, bool]]:
    """What the office was told of its phone company: the code, and whether nothing leaves."""
    events = [event["data"] for event in office.events() if event["type"] == "CarrierAlert"]
    return [(alert["code"], alert["is_stopped"]) for alert in events]


def struck(office: Office, place: str) -> int:
    """How often a fault has struck there."""
    return int(office.carrier_state()["struck"].get(place, 0))


def all_left(office: Office, sent: Broadcast) -> None:
    until_line_is_empty(office)
    office.ledger(sent.message_ids).raise_if_bad()


def test_a_storm_of_429_slows_the_line_to_single_tries_and_loses_and_doubles_nothing(
    office: Office, clients: list[str]
) -> None:
    """`Retry-After` is half a minute, and is not waited out. [fault 16]"""
    before = accepted(office)
    sent = broadcast(office, clients, "Storm")
    office.wait_until(lambda: accepted(office) >= before + 20, what="some have left")
    office.fault(kind="429", seconds=STORM_S, retry_after=30)
    all_left(office, sent)
    assert 2 <= struck(office, "api") < PACE * STORM_S / 2, "what was under way, and then one a second"


@pytest.mark.long
def test_the_pace_is_back_two_seconds_after_a_storm_of_half_a_minute(tmp_path: Path) -> None:
    """98 of 100 slots are used from two seconds after its end on."""
    storm_s, pace = 30.0, 50
    with Office(tmp_path, Options(simulator=SILENT, segments_per_second=pace)) as office:
        broadcast(office, many_people(office, 400), "Storm")
        office.wait_until(lambda: accepted(office) >= 50, what="some have left")
        office.fault(kind="429", seconds=storm_s, retry_after=1)
        end = (time.time() + storm_s) * 1000
        until_line_is_empty(office)
        assert struck(office, "api") <= pace + storm_s + 2
        at = [text["at"] for texts in office.accepted().values() for text in texts]
        assert len([each for each in at if end + 2000 <= each < end + 6000]) >= 0.98 * pace * 4


@pytest.mark.long
@pytest.mark.parametrize("trouble", [{"kind": "refuse", "on": "door"}, {"kind": "500"}])
def test_the_pace_is_back_within_seconds_of_an_outage_of_half_a_minute(tmp_path: Path, trouble: dict[str, str]) -> None:
    """The line is tried every ten seconds at least; from the first text that gets through on all slots are used."""
    outage_s, pace = 30.0, 50
    with Office(tmp_path, Options(simulator=SILENT, segments_per_second=pace)) as office:
        broadcast(office, many_people(office, 500), "Outage")
        office.wait_until(lambda: accepted(office) >= 50, what="some have left")
        office.fault(**trouble, seconds=outage_s)
        end = (time.time() + outage_s) * 1000
        until_line_is_empty(office)
        at = [text["at"] for texts in office.accepted().values() for text in texts]
        first = min(each for each in at if each >= end - 500)
        assert first < end + 11_000
        assert len([each for each in at if first + 1000 <= each < first + 5000]) >= 0.98 * pace * 4


@pytest.mark.parametrize("trouble", ["away", "500", "reset"])
def test_while_the_carrier_is_away_or_broken_texts_wait_and_then_all_leave_once(
    office: Office, clients: list[str], trouble: str
) -> None:
    """Nobody listens: certainly not sent. 5xx and a line that breaks: looked up first. [fault 15] [fault 17]

    Nor is the line tried again and again with all that waits: what was under way, and then one at a time.
    """
    before = struck(office, "api")
    if trouble == "away":
        office.simulator.kill()
    else:
        office.fault(kind=trouble, on="api", seconds=OUTAGE_S, accepts=trouble == "reset")
    begun = time.monotonic()
    sent = broadcast(office, clients, f"Trouble {trouble}")
    if trouble == "away":
        again = "SELECT 1 FROM queue WHERE attempts >= 2"
        office.wait_until(lambda: [*rows(office.database, again)], what="two attempts")
        office.wait_until(lambda: time.monotonic() > begun + OUTAGE_S, what="a while")
        [[tries]] = rows(office.database, "SELECT sum(attempts) FROM queue")
        office.simulator.start()
    all_left(office, sent)
    if trouble != "away":
        tries = struck(office, "api") - before
    assert TOLERATED < tries < PACE * OUTAGE_S / 2, "what was under way, and then one at a time"


def test_a_refused_account_stops_the_line_with_one_alert_also_over_a_restart_and_then_all_leave(
    office: Office, clients: list[str]
) -> None:
    """Expired credentials never become ten thousand failures. [fault 18]"""
    before, sent_before = alerts(office), struck(office, "api")
    for place in ("api", "list"):
        office.fault(kind="401", on=place, code=20003, seconds=600)
    sent = broadcast(office, clients, "Refused")
    office.wait_until(lambda: alerts(office) != before, what="an alert")
    under_way = "SELECT 1 FROM queue WHERE state = 'sending'"
    office.wait_until(lambda: not [*rows(office.database, under_way)], what="that each knows its answer")
    office.restart_relay()
    seen = struck(office, "list")
    office.wait_until(lambda: struck(office, "list") >= seen + 2, what="the list was asked for again")
    assert alerts(office) == [*before, ("20003", True)]
    kept = {status(office, message_id)[0] for message_id in sent.message_ids}
    assert kept <= {"queued", "sending", "unknown"}, "what the kill caught on its way cannot be looked up yet"
    assert struck(office, "api") - sent_before < len(clients), "what was under way, and then nothing"
    office.disarm()
    office.restart_relay()  # as after new credentials
    all_left(office, sent)
    office.wait_until(lambda: alerts(office) == [*before, ("20003", True), ("ok", False)], what="that all is well")


def test_an_account_refused_to_whoever_only_asks_is_told_and_well_again_without_a_text(
    open_office: Callable[..., Office],
) -> None:
    """[fault 18]"""
    office = open_office(relay_env={"RISE_RELAY_GAP_MINUTES": "0.005"})
    office.fault(kind="401", on="list", code=20003, seconds=600)
    office.wait_until(lambda: alerts(office) == [("20003", True)], what="an alert")
    office.disarm()
    office.wait_until(lambda: alerts(office) == [("20003", True), ("ok", False)], what="that all is well")
    client: Any = office.add_client("Ana Bell", "+12155550142")
    office.wait_accepted([office.text(client, "See you at nine")])
