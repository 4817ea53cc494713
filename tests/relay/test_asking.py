"""A text whose end the carrier never told is asked about, ever more rarely; after five days it has no receipt."""

from typing import Any

import pytest

from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.relay.carriers.base import AccountStopped, NotTold, StatusReport
from rise_tui.relay.dispatch.account import Account
from rise_tui.relay.dispatch.alerts import Alerts
from rise_tui.relay.dispatch.asking import ASKED_MS, Asking
from rise_tui.relay.dispatch.retry import Kind, Trouble
from rise_tui.relay.hub import Hub
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.store import outcomes
from tests.relay.conftest import OURS, SmallOffice
from tests.relay.line import number_of, put_text
from tests.relay.scripted import ScriptedCarrier

SID = "SM" + "7" * 32


class Line:
    """A text that was sent, the carrier that is asked about it, and the clock."""

    def __init__(self, hub: Hub, clock: FrozenClock, office: SmallOffice) -> None:
        self.hub, self.clock, self.office = hub, clock, office
        self.carrier = ScriptedCarrier()
        self.trouble = Trouble()
        self.asking = Asking(hub, self.carrier, clock, Account(self.trouble, Alerts(hub, clock), clock))

    async def send(self, index: int = 1, sid: str = SID) -> str:
        """A text that the carrier has taken now, under this id."""

        def act(tx: Any) -> str:
            at, office_id = now_ms(self.clock), self.office.office_id
            message_id = put_text(tx, office_id, sender=OURS, e164=number_of(index), at=at)
            outcomes.finish(tx, office_id, message_id, sid, at, carrier="twilio")
            return message_id

        return await self.hub.write(act)

    def of(self, message_id: str) -> tuple[str, str | None]:
        """How it stands, and why."""
        row = self.hub.read(lambda tx: tx.one("SELECT status, reason FROM message WHERE id = :id", id=message_id))
        assert row is not None
        return row["status"], row["reason"]

    def told(self) -> list[tuple[str, str | None]]:
        """What the log has told of statuses: the status and the reason."""
        rows = self.hub.read(
            lambda tx: tx.all(
                "SELECT data ->> 'status' AS status, data ->> 'reason' AS reason FROM event"
                " WHERE type = 'MessageStatusChanged' ORDER BY seq"
            )
        )
        return [(row["status"], row["reason"]) for row in rows]


@pytest.fixture
async def line(hub: Hub, clock: FrozenClock, office: SmallOffice) -> Line:
    return Line(hub, clock, office)


async def test_a_receipt_that_never_came_is_asked_for(line: Line) -> None:
    message_id = await line.send()
    assert await line.asking.look_round() == 0, "a receipt may still come by itself"
    line.clock.go(ASKED_MS[0] / 1000)
    line.carrier.on_standing = lambda sid: StatusReport(sid, "delivered", price_micros=7500)
    assert await line.asking.look_round() == 1
    assert line.of(message_id) == ("delivered", None)
    line.clock.go(30 * 86_400)
    assert await line.asking.look_round() == 0, "its end is known"


async def test_a_text_without_an_end_is_asked_about_ever_more_rarely_and_then_has_no_receipt(line: Line) -> None:
    message_id = await line.send()
    line.carrier.on_standing = lambda sid: StatusReport(sid, "sent")
    times, waited = [], 0
    while waited < 20 * 86_400:
        line.clock.go(300)
        waited += 300
        if await line.asking.look_round():
            times.append(waited * 1000)
    assert times == list(ASKED_MS)
    assert (times[0], times[-1]) == (15 * 60_000, 5 * 86_400_000), "a quarter of an hour, and at last five days"
    assert line.of(message_id) == ("sent", "no_receipt")
    assert words(Status.SENT, Reason.NO_RECEIPT) == "sent, no receipt"
    assert line.told() == [("sent", None), ("sent", "no_receipt")], "one word after five days, none before"


async def test_a_receipt_after_all_takes_no_receipt_away(line: Line) -> None:
    message_id = await line.send()
    line.carrier.on_standing = lambda sid: None  # the carrier has forgotten it
    line.clock.go(6 * 86_400)
    await line.asking.look_round()
    assert line.of(message_id) == ("sent", "no_receipt")
    report = StatusReport(SID, "delivered")
    await line.hub.write(lambda tx: accept_status(tx, message_id, report, carrier="twilio", at=now_ms(line.clock)))
    assert line.of(message_id) == ("delivered", None)


async def test_a_carrier_in_trouble_is_not_asked_and_one_that_does_not_answer_is_asked_again(line: Line) -> None:
    message_id = await line.send()
    line.clock.go(ASKED_MS[0] / 1000)

    def fail(sid: str) -> StatusReport | None:
        raise NotTold("answered 500")

    line.carrier.on_standing = fail
    assert await line.asking.look_round() == 0
    line.carrier.on_standing = lambda sid: StatusReport(sid, "undelivered", 30003)
    line.trouble.stormed(1.0, began=0, now=line.clock.monotonic())
    assert await line.asking.look_round() == 0
    line.trouble.went_well(line.clock.monotonic())
    assert await line.asking.look_round() == 1
    assert line.of(message_id) == ("undelivered", "unreachable")


async def test_an_account_that_is_refused_when_asked_stops_the_line_with_one_alert(line: Line) -> None:
    for index in range(6):
        await line.send(index, f"SM{index:032x}")
    line.clock.go(ASKED_MS[0] / 1000)

    def refuse(sid: str) -> StatusReport | None:
        raise AccountStopped(20003)

    line.carrier.on_standing = refuse
    await line.asking.look_round()
    await line.asking.look_round()
    assert line.trouble.kind is Kind.STOPPED
    alerts = line.hub.read(lambda tx: tx.all("SELECT data ->> 'code' AS code FROM event WHERE type = 'CarrierAlert'"))
    assert [row["code"] for row in alerts] == ["20003"]
