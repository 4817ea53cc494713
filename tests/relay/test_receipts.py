"""What the carrier reports about our texts, in any order, early, late and twice."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from rise_tui.domain.delivery import Status, rank
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import StatusReport
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.store.consents import is_out
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.messages import advance_message
from tests.relay.conftest import SmallOffice, add_client
from tests.relay.test_intake import AT, A, one, waits

WORDS = [
    "queued",
    "sending",
    "sent",
    "failed",
    "delivered",
    "undelivered",
    "receiving",
    "received",
    "accepted",
    "scheduled",
    "read",
    "partially_delivered",
    "canceled",
]
FINAL = ("failed", "delivered", "undelivered", "canceled")


def told(tx: Tx, message_id: str, word: str, code: int | None = None, sid: str | None = "SM1") -> bool:
    return accept_status(tx, message_id, StatusReport(sid, word, code), carrier="twilio", at=AT)


def facts(tx: Tx, message_id: str) -> Any:
    return one(tx, "SELECT status, error_code, reason, carrier_id FROM message WHERE id = :id", id=message_id)


@how(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=13))
def test_d13_d14_d15_in_whatever_order_reports_come_a_text_never_goes_back_and_each_is_kept(
    tx: Tx, office: SmallOffice, words: list[str]
) -> None:
    """[D14] [D15] [fault 13]"""
    message_id = waits(tx, office.office_id, None, status="sending")
    climbed = [rank(Status.SENDING)]
    for word in words:
        assert told(tx, message_id, word)
        climbed.append(rank(Status(facts(tx, message_id)[0])))
    assert climbed == sorted(climbed)
    kept = [row[0] for row in tx.all("SELECT carrier_status FROM message_status WHERE message_id = :m", m=message_id)]
    assert kept == words
    changes = one(tx, "SELECT count(*) FROM event WHERE ref_id = :m", m=message_id)
    assert changes <= len({*climbed})
    finals = [word.replace("canceled", "cancelled") for word in words if word in FINAL]
    assert facts(tx, message_id)[0] == ("read" if "read" in words else finals[0] if finals else "sent")


def test_a_status_before_the_answer_to_the_sending_is_stored_proves_that_the_text_left(
    tx: Tx, office: SmallOffice
) -> None:
    """[fault 14]"""
    for state in ("sending", "unknown", "queued"):
        message_id, sid = waits(tx, office.office_id, None), f"SM{state}"
        tx.run("UPDATE queue SET state = :state WHERE message_id = :id", state=state, id=message_id)
        assert told(tx, message_id, "queued", sid=sid)
        assert facts(tx, message_id) == ("sent", None, None, sid)
        assert tx.one("SELECT 1 FROM queue WHERE message_id = :id", id=message_id) is None


def test_a_carriers_id_is_never_adopted_twice_nor_changed(tx: Tx, office: SmallOffice) -> None:
    first, second = waits(tx, office.office_id, None), waits(tx, office.office_id, None)
    told(tx, first, "sent", sid="SM1")
    told(tx, second, "sent", sid="SM1")
    told(tx, first, "delivered", sid="SM2")
    assert facts(tx, first)[3] == "SM1"
    assert facts(tx, second)[3] is None


def test_a_later_report_without_its_code_never_erases_the_first_ones(tx: Tx, office: SmallOffice) -> None:
    message_id = waits(tx, office.office_id, None, status="sent")
    told(tx, message_id, "undelivered", 30005)
    told(tx, message_id, "undelivered")
    told(tx, message_id, "delivered")
    assert facts(tx, message_id)[:3] == ("undelivered", 30005, "bad_number")
    assert one(tx, "SELECT count(*) FROM event WHERE ref_id = :id", id=message_id) == 1


def test_a_code_that_comes_after_its_failure_is_still_told(tx: Tx, office: SmallOffice) -> None:
    message_id = waits(tx, office.office_id, None, status="sent")
    told(tx, message_id, "failed")
    assert facts(tx, message_id)[:3] == ("failed", None, "other")
    told(tx, message_id, "failed", 30006)
    assert facts(tx, message_id)[:3] == ("failed", 30006, "landline")


def test_a_failure_after_delivery_leaves_no_code_behind(tx: Tx, office: SmallOffice) -> None:
    message_id = waits(tx, office.office_id, None, status="sent")
    told(tx, message_id, "delivered")
    told(tx, message_id, "failed", 30008)
    assert facts(tx, message_id)[:3] == ("delivered", None, None)


def test_the_carriers_opt_out_closes_the_number_itself_and_takes_back_what_waits(tx: Tx, office: SmallOffice) -> None:
    """[D23] [fault 30]"""
    me = add_client(tx, office.office_id, A)
    message_id, next_one = waits(tx, office.office_id, me, status="sending"), waits(tx, office.office_id, me)
    told(tx, message_id, "failed", 21610)
    assert facts(tx, message_id)[:3] == ("failed", 21610, "opted_out")
    assert is_out(tx, office.office_id, A, None)
    assert one(tx, "SELECT how, client_id, message_id FROM consent") == ("carrier", None, message_id)
    assert facts(tx, next_one)[0] == "cancelled"
    told(tx, message_id, "failed", 21610)
    assert one(tx, "SELECT count(*) FROM consent") == 1


def test_a_text_that_is_not_ours_is_said_so_and_an_inbound_one_is_never_touched(tx: Tx, office: SmallOffice) -> None:
    assert not told(tx, new_id(), "delivered")


def test_a_new_word_of_the_carrier_still_proves_that_it_has_the_text(tx: Tx, office: SmallOffice) -> None:
    message_id = waits(tx, office.office_id, None, status="sending")
    assert told(tx, message_id, "warming_up")
    assert facts(tx, message_id)[0] == "sent"


@pytest.mark.parametrize("final", [Status.CANCELLED, Status.EXPIRED, Status.FAILED])
def test_a_price_that_comes_late_is_kept_and_told(tx: Tx, office: SmallOffice, final: Status) -> None:
    message_id = waits(tx, office.office_id, None, status=str(final))
    assert advance_message(tx, office.office_id, message_id, Status.SENT, at=AT, price_micros=7500)
    assert not advance_message(tx, office.office_id, message_id, Status.SENT, at=AT, price_micros=7500)
    assert one(tx, "SELECT status, price_micros FROM message WHERE id = :id", id=message_id) == (str(final), 7500)
