"""The relay's clock jumps while it works, forward and back: texts leave once, in order, and those that come too."""

from pathlib import Path

from tests.journeys.office import Office, Options
from tests.journeys.sending import SILENT, accepted, broadcast, many_people, until_line_is_empty

PHONE = "+12155550142"


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
