"""What no webhook brought is taken in from the carrier's list: once, in order, with its time, never after a purge."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound, Listed, MediaRef, NotTold
from rise_tui.relay.dispatch.account import Account
from rise_tui.relay.dispatch.alerts import Alerts
from rise_tui.relay.dispatch.gaps import OVERLAP, Gaps, Intake
from rise_tui.relay.dispatch.retry import Trouble
from rise_tui.relay.dispatch.undecided import Undecided
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import Arrival, accept_many
from rise_tui.relay.store.engine import Tx
from tests.relay.conftest import NOON, OURS, SmallOffice, add_client
from tests.relay.line import number_of, put_text, state_of
from tests.relay.scripted import ScriptedCarrier

THEIRS = number_of(1)


class Office:
    """An office whose carrier has a list, newest first, and a relay that has not heard of all of it."""

    def __init__(self, hub: Hub, clock: FrozenClock, office: SmallOffice) -> None:
        self.hub, self.clock, self.office = hub, clock, office
        self.list: list[Listed] = []
        self.asked: list[datetime] = []
        self.trouble: Exception | None = None
        self.woken = 0
        self.carrier = ScriptedCarrier(
            on_list=self._pages, on_attached=lambda sid: (MediaRef(f"https://m/{sid}", "image/png"),)
        )
        self.account = Account(Trouble(), Alerts(hub, clock), clock)
        self.gaps = Gaps(hub, self.carrier, clock, self.account, Intake(self._accept, self._wake), 300)

    def came(self, body: str, minutes: float, media: int = 0, sid: str = "") -> str:
        """A phone wrote so many minutes after noon; the carrier's id of it."""
        at = NOON + timedelta(minutes=minutes)
        text = Inbound(sid or "SM" + new_id().replace("-", ""), THEIRS, OURS, body, came_at=at)
        self.list.append(Listed(text, at, media))
        self.list.sort(key=lambda one: one.came_at, reverse=True)
        return text.carrier_id

    async def webhook(self, body: str, sid: str = "") -> None:
        """The carrier posts a text now."""
        text = Inbound(sid or "SM" + new_id().replace("-", ""), THEIRS, OURS, body)
        await self.hub.write(lambda tx: accept_many(tx, [Arrival(text, now_ms(self.clock))], carrier="twilio"))

    def texts(self) -> list[tuple[str, float]]:
        """What is here, in the order of the log: the words, and the minutes after noon."""
        rows = self.ask("SELECT body, at FROM message WHERE direction = 'inbound' ORDER BY seq")
        return [(row["body"], (row["at"] / 1000 - NOON.timestamp()) / 60) for row in rows]

    def ask(self, sql: str, **values: Any) -> list[Any]:
        """Rows of the database."""
        return self.hub.read(lambda tx: tx.all(sql, **values))

    def _pages(self, e164: str, since: datetime) -> list[list[Listed]]:
        self.asked.append(since)
        if self.trouble is not None:
            raise self.trouble
        recent = [one for one in self.list if one.came_at >= since]
        return [recent[start : start + 2] for start in range(0, len(recent), 2)]

    def _accept(self, tx: Tx, texts: list[Inbound], at: int) -> int:
        if any(text.body == "a fault of ours" for text in texts):
            raise RuntimeError
        arrivals = [Arrival(text, at) for text in texts]
        return sum(each.is_new for each in accept_many(tx, arrivals, carrier="twilio"))

    def _wake(self) -> None:
        self.woken += 1


def _photo(sid: str) -> tuple[MediaRef, ...]:
    return (MediaRef(f"https://m/{sid}", "image/png"),)


@pytest.fixture
async def there(hub: Hub, clock: FrozenClock, office: SmallOffice) -> Office:
    return Office(hub, clock, office)


async def test_what_no_webhook_brought_is_taken_in_once_in_order_and_with_its_own_time(
    there: Office, caplog: pytest.LogCaptureFixture
) -> None:
    first = there.came("first", 1)
    for minutes, body in ((3, "third"), (2, "second"), (2, "second, too"), (4, "fourth")):
        there.came(body, minutes)
    there.clock.go(60)
    await there.webhook("first", first)
    there.clock.go(600)
    assert await there.gaps.look_round() == 4
    # two of one second come as the list has them, the newer one first in it
    assert there.texts() == [("first", 1), ("second, too", 2), ("second", 2), ("third", 3), ("fourth", 4)]
    assert await there.gaps.look_round() == 0
    assert len(there.texts()) == 5
    events = there.ask("SELECT at FROM event WHERE type = 'MessageReceived' ORDER BY seq")
    assert [(row["at"] / 1000 - NOON.timestamp()) / 60 for row in events] == [1, 2, 2, 3, 4]
    there.came("fifth", 5)
    assert await there.gaps.look_round() == 1
    assert [line.message for line in caplog.records if "no webhook" in line.message] == [
        "4 texts that no webhook had brought were taken in",
        "a text that no webhook had brought was taken in",
    ]


async def test_a_webhook_that_comes_after_the_list_changes_nothing(there: Office) -> None:
    sid = there.came("as the list has it", 1)
    there.clock.go(120)
    await there.gaps.look_round()
    await there.webhook("as the webhook has it", sid)
    assert there.texts() == [("as the list has it", 1)]


async def test_the_list_is_read_from_where_it_was_read_last_and_some_more(there: Office) -> None:
    await there.gaps.look_round()
    there.clock.go(3 * 3600)
    await there.gaps.look_round()
    there.trouble = NotTold("answered 500")
    there.clock.go(3600)
    await there.gaps.look_round()
    there.trouble = None
    there.came("while nobody could ask", 3 * 60 + 1)
    there.clock.go(5 * 3600)
    assert await there.gaps.look_round() == 1
    looks = [round((since + OVERLAP - NOON).total_seconds() / 3600, 3) for since in there.asked]
    assert looks == [0, 0, 3, 3]


async def test_after_a_clock_that_was_ahead_nothing_is_left_out(there: Office) -> None:
    there.clock.go(86_400)
    await there.gaps.look_round()
    there.clock.go(-86_400 + 60)
    there.came("now", 1)
    assert await there.gaps.look_round() == 1


async def test_photos_come_along(there: Office) -> None:
    sid = there.came("my paystub", 1, media=1)
    there.clock.go(120)
    assert await there.gaps.look_round() == 1
    assert [tuple(row) for row in there.ask("SELECT url, state FROM medium")] == [(f"https://m/{sid}", "wanted")]
    assert there.woken == 1


async def test_a_text_whose_photos_cannot_be_listed_waits_alone(there: Office) -> None:
    there.came("my paystub", 1, media=1)
    there.came("STOP", 2)
    there.clock.go(300)

    def cannot(sid: str) -> tuple[MediaRef, ...]:
        raise NotTold("answered 503")

    there.carrier.on_attached = cannot
    assert await there.gaps.look_round() == 1
    there.carrier.on_attached = _photo
    there.clock.go(10 * 3600)
    assert await there.gaps.look_round() == 1
    assert there.texts() == [("STOP", 2), ("my paystub", 1)]


async def test_a_text_at_which_we_fail_keeps_no_other_back(there: Office) -> None:
    for minutes, body in enumerate(("first", "a fault of ours", "STOP"), 1):
        there.came(body, minutes)
    there.clock.go(600)
    assert await there.gaps.look_round() == 2
    assert [body for body, _ in there.texts()] == ["first", "STOP"]
    assert await there.gaps.look_round() == 0
    assert there.asked[0] == there.asked[1], "it is looked for again, from where it was missed"


async def test_what_was_purged_never_comes_back_by_list_or_by_webhook(there: Office) -> None:
    sid = there.came("gone", 1)
    tombstone = {"office_id": there.office.office_id, "carrier": "twilio", "carrier_id": sid, "at": 0}
    await there.hub.write(lambda tx: tx.insert("purged_text", **tombstone))
    there.clock.go(120)
    assert await there.gaps.look_round() == 0
    await there.webhook("gone", sid)
    assert there.texts() == []


async def test_a_stop_that_comes_late_closes_the_number_unless_a_later_word_has_opened_it(there: Office) -> None:
    office_id = there.office.office_id
    client = await there.hub.write(lambda tx: add_client(tx, office_id, THEIRS))
    there.came("STOP", 1)
    there.clock.go(120)
    await there.webhook("START")  # two minutes after noon
    await there.gaps.look_round()
    states = "SELECT state FROM consent WHERE e164 = :e164 AND is_current = 1"
    assert {row["state"] for row in there.ask(states, e164=THEIRS)} == {"opted_in"}
    there.clock.go(120)
    waiting = await there.hub.write(
        lambda tx: put_text(tx, office_id, sender=OURS, e164=THEIRS, at=now_ms(there.clock), client_id=client)
    )
    there.came("stop", 3)
    await there.gaps.look_round()
    assert {row["state"] for row in there.ask(states, e164=THEIRS)} == {"opted_out"}
    assert there.hub.read(lambda tx: state_of(tx, waiting)) == (None, "cancelled")


async def test_who_may_decide_about_a_text_like_stop_has_a_working_day_from_when_it_is_here(there: Office) -> None:
    await there.hub.write(lambda tx: add_client(tx, there.office.office_id, THEIRS))
    there.came("please stop texting me", 1)
    there.clock.go(20 * 3600)
    await there.gaps.look_round()
    undecided = Undecided(there.hub, there.clock)
    for hours, counted in ((12, 0), (12 - 1 / 3600, 0), (1 / 3600, 1)):
        there.clock.go(hours * 3600)
        assert await undecided.look() == counted, "noon was yesterday, and nobody could have seen it"
    assert there.texts() == [("please stop texting me", 1.0)], "its place is when it was written"


async def test_a_text_from_before_its_number_was_entered_goes_to_who_has_it_now(there: Office) -> None:
    there.came("it is me", 1)
    there.clock.go(600)
    entered = now_ms(there.clock) - 60_000
    client = await there.hub.write(lambda tx: add_client(tx, there.office.office_id, THEIRS, at=entered))
    await there.gaps.look_round()
    assert [row["conversation_id"] for row in there.ask("SELECT conversation_id FROM message")] == [client]
