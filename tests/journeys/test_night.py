"""At night, through real processes: what begins a conversation waits and says so, an answer leaves, rules change."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.office import ZONE, Office, Options
from tests.journeys.sending import SILENT, number


def night_now() -> str:
    """Quiet hours from an hour ago until three hours from now, where the office is."""
    now = datetime.now(ZoneInfo(ZONE))
    return "-".join(f"{now + timedelta(hours=hours):%H:%M}" for hours in (-1, 3))


def told(office: Office, message_id: str) -> dict[str, Any]:
    """What an app was told last about this text; empty before that."""
    events = [one["data"] for one in office.events() if one["type"] == "MessageStatusChanged"]
    return next((one for one in reversed(events) if one["message_id"] == message_id), {})


def test_at_night_a_first_text_waits_an_answer_leaves_and_a_word_lets_the_rest_go(tmp_path: Path) -> None:
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        first, second, third = (office.add_client(f"Ana {n}", number(n)) for n in (1, 2, 3))
        assert office.relay_command("rules", "set", "quiet_hours", night_now()).startswith("quiet_hours")
        waiting, planned = office.text(first, "Can you come on Tuesday?"), office.text(third, "And you?")
        office.wait_until(lambda: told(office, planned).get("held_why") == "quiet_hours", what="it waits, and says so")
        office.client_texts(number(2), "Where is it?")
        answer = office.text(second, "Room 4.")
        hurried = office.text(second, "Bring a paystub.", now_because="appointment_today")
        office.wait_accepted([answer, hurried])
        whys = [one["data"].get("left_because") for one in office.events() if one["data"].get("message_id") == answer]
        assert [why for why in whys if why] == ["wrote_lately"], "and says why it did not wait"
        assert told(office, waiting)["status"] == "held"
        office.put(f"messages/{waiting}/release", {"because": "agreed_by_phone"})
        office.wait_accepted([waiting])
        assert planned not in office.accepted()
        office.relay_command("rules", "set", "quiet_hours", "none")
        office.wait_accepted([planned])
        office.ledger([waiting, planned, answer, hurried]).raise_if_bad()
