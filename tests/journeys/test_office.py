"""The stage of all journeys: a whole office runs, and its ledger holds when its processes die."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from rise_tui.domain.ids import new_id
from tests.journeys.ledger import rows
from tests.journeys.office import Office, message
from tests.journeys.proxy import Proxy


def test_a_text_goes_out_and_the_answer_comes_in(office: Office) -> None:
    client_id = office.add_client("Maria Lopez", "+12155550101")
    message_id = office.text(client_id, "Will you come tomorrow? sim:yes")
    office.wait_until(lambda: [e for e in office.events() if e["type"] == "MessageReceived"], what="an answer")
    office.wait_until(lambda: office.carrier_state()["under_way"] == 0)
    (received,) = [event for event in office.events() if event["type"] == "MessageReceived"]
    assert (received["client_id"], received["data"]["body"]) == (client_id, "Yes")
    office.ledger([message_id]).raise_if_bad()


def test_a_phones_text_and_photo_are_kept_by_the_relay(office: Office) -> None:
    written = office.client_texts("+12155550177", "my paystub", [{"fixture": "paystub"}])
    assert written["delivered"]
    office.wait_until(lambda: [e for e in office.events() if e["type"] == "MediaStored"], what="the photo")
    office.ledger(received=[written["sid"]]).raise_if_bad()


def insist(office: Office, path: str, body: dict[str, Any]) -> None:
    """Put a wish as the app does: again with the same write id when the relay died before its answer."""
    write_id = new_id()
    try:
        office.put(path, body, write_id=write_id)
    except httpx.TransportError:
        office.relay.wait()
        office.start_relay()
        office.put(path, body, write_id=write_id)


@pytest.mark.parametrize("fail", ["claim_after_commit:1:kill", "send_after_accept:1:kill", "api_after_commit:2:kill"])
def test_the_ledger_holds_when_the_relay_dies_on_the_way(office: Office, fail: str) -> None:
    client_id = office.add_client("Maria Lopez", "+12155550101")
    first = office.start_relay(fail).pid
    message_ids = [new_id() for _ in range(3)]
    for number, message_id in enumerate(message_ids):
        insist(office, f"messages/{message_id}", message(client_id, f"text {number}"))
    if office.relay.pid == first:
        office.relay.wait()
        office.start_relay()
    office.wait_accepted(message_ids)
    office.ledger(message_ids).raise_if_bad()


def test_a_proxy_stands_between_relay_and_carrier(open_office: Callable[..., Office]) -> None:
    with Proxy("http://127.0.0.1:1") as proxy:

        def through(url: str) -> str:
            proxy.retarget(url)
            return proxy.url

        office = open_office(carrier_url=through)
        client_id = office.add_client("Maria Lopez", "+12155550101")
        cut = proxy.cut("down", after_bytes=10)
        message_id = office.text(client_id, "the answer to this one is lost")
        office.wait_until(lambda: cut.is_done, what="the cut")
        office.wait_until(
            lambda: list(
                rows(office.database, "SELECT 1 FROM message WHERE id = :id AND status <> 'unknown'", id=message_id)
            ),
            what="it is found at the carrier",
        )
        office.ledger([message_id]).raise_if_bad()


def test_a_caseworker_signs_in_on_a_machine_of_their_own(office: Office) -> None:
    token = office.add_caseworker("Luis Ortega")
    office.sign_in()
    office.sign_in("luis", token)
    assert office.me(token)["name"] == "Luis Ortega"
    assert (office.folder / "luis" / "config" / "account.json").exists()
