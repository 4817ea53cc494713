"""What was said both ways, as somebody hears it who watches the carrier: in order, without asking again and again."""

import threading
from typing import Any

from tests.simulator.conftest import OURS, PHONE, Carrier


def _said(carrier: Carrier, **asked: Any) -> list[dict[str, Any]]:
    answer = carrier.client.get("/_/texts", params=asked)
    assert answer.status_code == 200, answer.text
    said: list[dict[str, Any]] = answer.json()["texts"]
    return said


def test_both_sides_are_read_in_order_from_any_place(carrier: Carrier) -> None:
    carrier.send("Can you come?", "m1")
    carrier.settle()
    carrier.listener.answers = [503]
    carrier.texts_in("Sí, it’s me")
    carrier.texts_in("STOP")
    ours, lost, stop = _said(carrier)
    assert (ours["is_theirs"], ours["body"], ours["message_id"]) == (False, "Can you come?", "m1")
    assert (ours["phone"], ours["number"], ours["status"]) == (PHONE, OURS, "delivered")
    assert (lost["is_theirs"], lost["phone"], lost["number"], lost["body"]) == (True, PHONE, OURS, "Sí, it’s me")
    assert [each["is_delivered"] for each in (lost, stop)] == [False, True]
    assert _said(carrier, after=ours["seq"], limit=1) == [lost]
    assert carrier.client.get("/_/texts", params={"after": "x"}).status_code == 400


def test_whoever_waits_hears_the_next_text_at_once(carrier: Carrier) -> None:
    heard: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: heard.extend(_said(carrier, wait=9)))
    waiting.start()
    carrier.texts_in("hello")
    waiting.join(30)
    assert [each["body"] for each in heard] == ["hello"]
    assert _said(carrier, after=heard[0]["seq"], wait=0.01) == []
