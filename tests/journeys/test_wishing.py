"""Wishes over real processes: an answer that was lost is asked for again, and a text taken back is one text or none."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from rise_tui.domain.ids import broadcast_message_id, new_id
from tests.journeys.office import Office, message, wire_time

ANA, BEN = "+12155550142", "+12155550143"


def wish(office: Office, path: str, body: dict[str, Any], write_id: str) -> httpx.Response:
    """One try; the line may break."""
    headers = {"Authorization": f"Bearer {office.token}", "Idempotency-Key": write_id}
    with httpx.Client(base_url=office.relay_url, timeout=15, trust_env=False) as http:
        return http.put(f"/v1/{path}", json=body, headers=headers)


def test_a_text_whose_answer_died_with_the_relay_is_sent_once(office: Office) -> None:
    """[fault 3]"""
    client_id, message_id, write_id = office.add_client("Ana Bell", ANA), new_id(), new_id()
    body = message(client_id, "See you at nine.")
    office.restart_relay(fail="api_after_commit:1:kill")
    with pytest.raises(httpx.TransportError):
        wish(office, f"messages/{message_id}", body, write_id)
    office.start_relay()
    first, again = (wish(office, f"messages/{message_id}", body, write_id) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    office.wait_accepted([message_id])
    told = [event for event in office.events() if event["data"].get("message_id") == message_id]
    assert told[0]["seq"] == first.json()["seq"]
    assert [event["type"] for event in told].count("MessageAccepted") == 1
    office.ledger([message_id]).raise_if_bad()


def test_a_broadcast_whose_answer_died_with_the_relay_is_sent_once_to_each(office: Office) -> None:
    """[fault 3]"""
    people = [office.add_client("Ana Bell", ANA), office.add_client("Ben Cole", BEN)]
    for client_id, e164 in zip(people, (ANA, BEN), strict=True):
        office.put(f"consents/{new_id()}", {"e164": e164, "client_id": client_id, "state": "opted_in"})
    broadcast_id, write_id = new_id(), new_id()
    texts = [broadcast_message_id(broadcast_id, client_id) for client_id in people]
    recipients = [
        {"client_id": client_id, "message_id": text, "body": "Class at nine"}
        for client_id, text in zip(people, texts, strict=True)
    ]
    body = {"name": "Class", "body": "Class at nine", "recipients": recipients, "expires_at": wire_time(1800)}
    office.restart_relay(fail="api_after_commit:1:kill")
    with pytest.raises(httpx.TransportError):
        wish(office, f"broadcasts/{broadcast_id}", body, write_id)
    office.start_relay()
    assert wish(office, f"broadcasts/{broadcast_id}", body, write_id).status_code == 201
    office.wait_accepted(texts)
    office.ledger(texts).raise_if_bad()


def test_a_text_taken_back_in_the_last_moment_is_one_text_or_none_and_the_answer_says_which(
    open_office: Callable[..., Office],
) -> None:
    """Holds that end one after the other; from the first that left on, each is taken back, latest first. [fault 36]"""
    office = open_office(simulator=("--status-delay-ms", "5", "--receipts", ""))
    client_id = office.add_client("Ana Bell", ANA)
    texts = [office.text(client_id, f"text {n}", hold_s=0.2 + n * 0.1) for n in range(40)]
    office.wait_until(lambda: texts[0] in office.accepted(), what="the first text left")
    outcomes = take_back(office, texts[::-1])
    left = [text for text in texts if outcomes[text] == "too_late"]
    assert texts[0] in left
    assert texts[-1] not in left
    office.wait_accepted(left)
    assert set(office.accepted()) == set(left)
    assert take_back(office, texts) == outcomes
    office.ledger(left).raise_if_bad()


def take_back(office: Office, texts: list[str]) -> dict[str, str]:
    """What the relay says of each."""
    api, outcomes = office.api(), {}
    for text in texts:
        answer = api.put(f"/v1/messages/{text}/cancellation", json={}, headers={"Idempotency-Key": new_id()})
        outcomes[text] = str(answer.raise_for_status().json()["outcome"])
    return outcomes
