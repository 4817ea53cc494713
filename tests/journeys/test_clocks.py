"""The relay's clock jumps: texts leave once and in order, and what nobody decided about for days is decided by then."""

from pathlib import Path

import httpx
import pytest

from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options, wire_time
from tests.journeys.sending import SILENT, accepted, broadcast, many_people, number, status, until_line_is_empty

PHONE = "+12155550142"
DAY = 86_400


class Clocked(Office):
    """An office whose relay looks at a clock that a test sets."""

    CLI = ("-m", "tests.journeys.wrong_clock")

    def is_off_by(self, seconds: float) -> None:
        """From now on the relay's clock is wrong by that much."""
        clock = self.folder / "clock.new"
        clock.write_text(str(seconds))
        clock.rename(self.folder / "clock")


def test_a_clock_that_jumps_an_hour_either_way_loses_and_doubles_nothing_and_changes_no_order(tmp_path: Path) -> None:
    """As at the end of daylight saving on a machine without a time zone, and when NTP steps. [fault 10]"""
    environment = {"WRONG_CLOCK": str(tmp_path / "clock")}
    (tmp_path / "clock").write_text("0")
    options = Options(simulator=SILENT, segments_per_second=40, relay_env=environment)
    with Clocked(tmp_path, options) as office:
        clients = many_people(office, 40)
        sent = [*broadcast(office, clients, "At nine").message_ids]
        received = []
        for n, seconds in enumerate((3600, -3600, 3600, 0)):
            office.wait_until(lambda wanted=n * 8 + 4: accepted(office) >= wanted, what="some have left")
            office.is_off_by(seconds)
            received.append(office.client_texts(PHONE, f"text {n}")["sid"])
            client = clients[n]
            sent.append(office.text(client, f"Yes, {n}"))
        until_line_is_empty(office)
        bodies = [e["data"]["body"] for e in office.events() if e["type"] == "MessageReceived"]
        assert bodies == ["text 0", "text 1", "text 2", "text 3"]
        office.ledger(sent, received).raise_if_bad()


def test_what_sounds_like_stop_counts_as_one_at_a_relay_that_starts_days_later_and_replayed_it_is_nothing(
    tmp_path: Path,
) -> None:
    """Whatever weekday it is, two working days are over by then. [fault 26]"""
    environment = {"WRONG_CLOCK": str(tmp_path / "clock")}
    (tmp_path / "clock").write_text("0")
    with Clocked(tmp_path, Options(simulator=SILENT, relay_env=environment)) as office:
        (client,) = many_people(office, 1)
        came = office.client_texts(number(0), "please stop texting me")["sid"]
        [waiting] = broadcast(office, [client]).message_ids
        office.wait_until(lambda: status(office, waiting) == ("queued", "held"), what="it waits for a decision")
        assert consents(office) == [("opted_in", "import")]
        office.kill_relay()
        office.is_off_by(5 * DAY)
        office.start_relay()
        office.wait_until(lambda: len(consents(office)) > 1, what="nobody decided, so it counts")
        assert set(consents(office)) == {("opted_out", "undecided")}
        assert status(office, waiting)[1] == "cancelled"
        with pytest.raises(httpx.HTTPStatusError) as refused:
            office.text(client, "Are you there?", expires_at=wire_time(6 * DAY))
        assert refused.value.response.json()["type"] == "/problems/opted-out"
        assert office.accepted() == {}
        assert office.client_texts(number(0), "please stop texting me", sid=came, copies=3)["statuses"] == [204] * 3
        assert [event["type"] for event in office.events()].count("MessageReceived") == 1
        assert len([*rows(office.database, "SELECT 1 FROM message WHERE direction = 'inbound'")]) == 1


def consents(office: Office) -> list[tuple[str, str]]:
    """What stands, and how it came."""
    return [(row["state"], row["how"]) for row in rows(office.database, "SELECT * FROM consent WHERE is_current = 1")]
