"""Texts that no webhook brought come in from the carrier's own list, through real processes: each once, in order."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from rise_tui.domain.clock import from_wire
from tests.journeys.ledger import rows
from tests.journeys.office import ACCOUNT_SID, AUTH_TOKEN, Office

PHONE, OTHER, THIRD = "+12155550142", "+12155550143", "+12155550144"
SMALL_PAGES = ("--largest-page", "3", "--status-delay-ms", "5")


def received(office: Office) -> list[dict[str, Any]]:
    """What the app would read of texts that came, in the order of the log."""
    return [event for event in office.events() if event["type"] == "MessageReceived"]


def bodies(office: Office) -> list[str]:
    """The words alone."""
    return [event["data"]["body"] for event in received(office)]


def event_ms(event: dict[str, Any]) -> int:
    """When it happened, in milliseconds."""
    return from_wire(event["at"])


def test_what_came_while_the_relay_was_away_is_there_after_its_start_in_order_with_its_photos_and_times(
    open_office: Callable[..., Office],
) -> None:
    """The carrier tries a webhook once, lists three texts a page, and one was deleted there. [D4] [fault 2]"""
    office = open_office(simulator=SMALL_PAGES)
    known = office.client_texts(PHONE, "before")
    due = office.text(office.add_client("Ana", THIRD), "See you at nine.", hold_s=0.1, now_because="urgent")
    office.kill_relay()
    assert not office.client_texts(THIRD, "STOP")["delivered"]
    for n in range(4):
        assert not office.client_texts(PHONE, f"away {n}")["delivered"]
    office.client_texts(OTHER, "my paystub", [{"fixture": "paystub"}])
    gone = office.client_texts(PHONE, "deleted at the carrier")["sid"]
    account = f"{office.simulator.url}/2010-04-01/Accounts/{ACCOUNT_SID}"
    httpx.delete(f"{account}/Messages/{gone}.json", auth=(ACCOUNT_SID, AUTH_TOKEN)).raise_for_status()
    last = office.client_texts(PHONE, "Stop")
    is_due = "SELECT 1 FROM queue WHERE due_at <= :now"
    office.wait_until(lambda: [*rows(office.database, is_due, now=round(time.time() * 1000))], what="that it is due")
    office.start_relay()
    wanted = ["before", "STOP", *(f"away {n}" for n in range(4)), "my paystub", "Stop"]
    office.wait_until(lambda: len(bodies(office)) == len(wanted), what="what was missed")
    assert bodies(office) == wanted
    came = {body["body"]: body["at"] for body in office.carrier_texts()}
    for event in received(office)[1:]:
        assert abs(event_ms(event) - came[event["data"]["body"]]) < 1000, "the time at which it came, to the second"
    office.wait_until(lambda: [*rows(office.database, "SELECT 1 FROM medium WHERE state = 'stored'")], what="the photo")
    assert {row["state"] for row in rows(office.database, "SELECT state FROM consent")} == {"opted_out"}
    assert not office.accepted(), "what was due leaves only after what came meanwhile was heard"
    (text,) = rows(office.database, "SELECT status FROM message WHERE id = :id", id=due)
    assert text["status"] == "cancelled"
    for sid in (known["sid"], last["sid"]):
        assert office.client_texts(PHONE, "edited since", sid=sid)["status"] == 204
    assert bodies(office) == wanted, "a webhook after all changes nothing, nor do other words under the same id"
    office.ledger(received=[known["sid"], last["sid"]]).raise_if_bad()


def test_a_webhook_and_the_list_at_the_same_moment_are_one_text(open_office: Callable[..., Office]) -> None:
    """The list is read without a pause while phones write; every third webhook is lost. [fault 11]"""
    office = open_office(simulator=SMALL_PAGES, relay_env={"RISE_RELAY_GAP_MINUTES": "0.0001"})

    def write(n: int) -> str:
        return str(office.client_texts(PHONE, f"text {n}", is_delivered=n % 3 != 0)["sid"])

    with ThreadPoolExecutor(6) as phones:
        sids = list(phones.map(write, range(45)))
    office.wait_until(lambda: len(bodies(office)) == 45, what="all of them")
    assert sorted(bodies(office)) == sorted(f"text {n}" for n in range(45))
    office.ledger(received=sids).raise_if_bad()
