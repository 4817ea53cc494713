"""The line: what waits may be taken back, what is on its way may not, and the status that people see only climbs."""

import pytest

from rise_tui.domain.clock import to_ms
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import new_id
from rise_tui.relay.store import outcomes, queue
from rise_tui.relay.store.claiming import Claimant, Claims, Sender, claim, next_due_at, save_slot, senders
from rise_tui.relay.store.engine import Tx
from tests.relay.conftest import NOON, SmallOffice, add_client
from tests.relay.line import HOUR, number_of, put_consent, put_text, state_of

NOW = to_ms(NOON)
LEASE, RECONCILE = 30_000, 60_000


def claim_all(tx: Tx, office: SmallOffice, *, now: int = NOW, limit: int = 50, name: str = "me") -> Claims:
    """Claim whatever may go, with a pace that never says no."""
    sender = Sender(office.office_id, office.number, 10.0)
    return claim(tx, sender, Claimant(name, now, LEASE, RECONCILE, limit), lambda segments: 1.0)


def put(tx: Tx, office: SmallOffice, index: int = 0, **more: object) -> str:
    """A text in line to one invented number."""
    given = {"sender": office.number, "e164": number_of(index), "at": NOW, **more}
    return put_text(tx, office.office_id, **given)  # type: ignore[arg-type]  # the test's own words, checked by running


def test_what_waits_can_be_taken_back_and_what_is_on_its_way_cannot(tx: Tx, office: SmallOffice) -> None:
    waiting, leaving = put(tx, office, 0, due_at=NOW + 9000), put(tx, office, 1)
    assert [text.message_id for text in claim_all(tx, office).texts] == [leaving]
    assert queue.cancel(tx, office.office_id, waiting, NOW)
    assert not queue.cancel(tx, office.office_id, leaving, NOW)
    assert not queue.cancel(tx, office.office_id, new_id(), NOW)
    assert state_of(tx, waiting) == (None, "cancelled")
    assert state_of(tx, leaving) == ("sending", "sending")
    assert claim_all(tx, office, now=NOW + 10_000).texts == []


def test_a_broadcast_taken_back_says_how_many_had_left(tx: Tx, office: SmallOffice) -> None:
    broadcast = new_id()
    ids = [put(tx, office, i, kind="broadcast", broadcast_id=broadcast) for i in range(5)]
    for i in range(5):
        put_consent(tx, office.office_id, number_of(i), None, "opted_in")
    gone = claim_all(tx, office, limit=2).texts
    outcomes.finish(tx, office.office_id, gone[0].message_id, "SM1", NOW, carrier="twilio")
    assert queue.cancel_broadcast(tx, office.office_id, broadcast, NOW) == (3, 2)
    assert queue.cancel_broadcast(tx, office.office_id, broadcast, NOW) == (0, 2)
    assert sorted(state_of(tx, message_id)[1] for message_id in ids) == ["cancelled"] * 3 + ["sending", "sent"]


def test_a_paused_broadcast_waits_until_it_goes_on(tx: Tx, office: SmallOffice) -> None:
    broadcast = new_id()
    put_consent(tx, office.office_id, number_of(0), None, "opted_in")
    message_id = put(tx, office, 0, kind="broadcast", broadcast_id=broadcast)
    assert queue.pause_broadcast(tx, office.office_id, broadcast, True) == 1
    assert claim_all(tx, office).texts == []
    assert next_due_at(tx, Sender(office.office_id, office.number, 1.0)) is None
    queue.pause_broadcast(tx, office.office_id, broadcast, False)
    assert [text.message_id for text in claim_all(tx, office).texts] == [message_id]


def test_a_text_given_back_waits_in_its_old_place_and_can_be_taken_back(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office)
    (text,) = claim_all(tx, office).texts
    assert outcomes.give_back(tx, text, NOW)
    assert not outcomes.give_back(tx, text, NOW)
    (again,) = claim_all(tx, office).texts
    assert again.attempts == 2
    outcomes.give_back(tx, again, NOW)
    assert queue.cancel(tx, office.office_id, message_id, NOW)


@pytest.mark.parametrize("way", ["given back", "found absent", "sent again"])
def test_what_comes_back_of_a_broadcast_that_was_dropped_meanwhile_never_leaves(
    tx: Tx, office: SmallOffice, way: str
) -> None:
    broadcast, client = new_id(), add_client(tx, office.office_id, number_of(0))
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    message_id = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=broadcast)
    tx.insert(
        "broadcast",
        office_id=office.office_id,
        id=broadcast,
        caseworker_id=office.caseworker_id,
        name="Class",
        body="At nine",
        left_out=[],
        expires_at=NOW + HOUR,
        is_paused=0,
        is_cancelled=0,
        at=NOW,
        seq=0,
    )
    (text,) = claim_all(tx, office).texts
    assert queue.cancel_broadcast(tx, office.office_id, broadcast, NOW) == (0, 1)
    tx.update("broadcast", {"id": broadcast}, is_cancelled=1)
    if way == "given back":
        assert outcomes.give_back(tx, text, NOW)
    else:
        outcomes.park_unknown(tx, office.office_id, message_id, NOW, NOW)
        if way == "sent again":
            assert outcomes.resolve(tx, office.office_id, message_id, "send_again", NOW)
        else:
            assert outcomes.requeue_unknown(tx, office.office_id, message_id, NOW)
    assert state_of(tx, message_id) == (None, "cancelled")
    assert claim_all(tx, office).texts == []


def test_who_sends_is_woken_by_whatever_makes_the_line_longer(tx: Tx, office: SmallOffice) -> None:
    lines = {office.office_id}
    message_id = put(tx, office)
    assert tx.lines == lines
    (text,) = claim_all(tx, office).texts
    tx.lines.clear()
    outcomes.give_back(tx, text, NOW)
    assert tx.lines == lines
    claim_all(tx, office)
    outcomes.park_unknown(tx, office.office_id, message_id, NOW, NOW)
    tx.lines.clear()
    outcomes.resolve(tx, office.office_id, message_id, "send_again", NOW)
    assert tx.lines == lines
    tx.lines.clear()
    queue.pause_broadcast(tx, office.office_id, new_id(), True)
    assert tx.lines == set()
    queue.pause_broadcast(tx, office.office_id, new_id(), False)
    assert tx.lines == lines


def test_only_who_claimed_a_text_gives_it_back(tx: Tx, office: SmallOffice) -> None:
    put(tx, office)
    (text,) = claim_all(tx, office, name="an earlier life").texts
    tx.run("UPDATE queue SET claimed_by = 'me'")
    assert not outcomes.give_back(tx, text, NOW)


def test_a_text_that_the_carrier_has_leaves_the_line_whatever_its_row_said(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office)
    (text,) = claim_all(tx, office).texts
    outcomes.park_unknown(tx, office.office_id, message_id, NOW, NOW + 1)
    assert state_of(tx, message_id) == ("unknown", "unknown")
    outcomes.finish(tx, office.office_id, message_id, "SM1", NOW, carrier="twilio")
    outcomes.give_back(tx, text, NOW)
    assert state_of(tx, message_id) == (None, "sent")


def test_a_text_found_delivered_is_delivered(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office)
    claim_all(tx, office)
    outcomes.finish(tx, office.office_id, message_id, "SM1", NOW, carrier="twilio", carrier_status="delivered")
    assert state_of(tx, message_id) == (None, "delivered")


def test_a_refused_text_fails_with_its_reason(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office)
    claim_all(tx, office)
    outcomes.fail(tx, office.office_id, message_id, Reason.LANDLINE, 21614, NOW)
    row = tx.one("SELECT status, reason, error_code FROM message WHERE id = :id", id=message_id)
    assert row is not None
    assert tuple(row) == ("failed", "landline", 21614)


@pytest.mark.parametrize(
    ("resolution", "state"), [("send_again", ("queued", "unknown")), ("mark_sent", (None, "sent"))]
)
def test_a_person_decides_about_an_unknown_text_once(
    tx: Tx, office: SmallOffice, resolution: str, state: tuple[str | None, str]
) -> None:
    message_id = put(tx, office)
    assert not outcomes.resolve(tx, office.office_id, message_id, "send_again", NOW)
    claim_all(tx, office)
    outcomes.park_unknown(tx, office.office_id, message_id, NOW, NOW + 1)
    assert outcomes.resolve(tx, office.office_id, message_id, resolution, NOW)  # type: ignore[arg-type]  # parametrized
    assert state_of(tx, message_id) == state
    assert not outcomes.resolve(tx, office.office_id, message_id, "mark_sent", NOW)


def test_an_unknown_text_is_never_claimed(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office)
    claim_all(tx, office)
    outcomes.park_unknown(tx, office.office_id, message_id, NOW, NOW + 1)
    assert claim_all(tx, office, now=NOW + 10**9).texts == []
    assert outcomes.requeue_unknown(tx, office.office_id, message_id, NOW)
    assert len(claim_all(tx, office).texts) == 1


def test_texts_that_may_no_longer_leave_are_found_even_in_a_paused_broadcast(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office, kind="broadcast", broadcast_id=new_id(), not_sent_by_at=NOW + 5)
    tx.run("UPDATE queue SET is_paused = 1")
    assert queue.overdue(tx, NOW + 5) == []
    assert [row["message_id"] for row in queue.overdue(tx, NOW + 6)] == [message_id]
    queue.drop(tx, office.office_id, message_id, Status.EXPIRED, Reason.EXPIRED, NOW + 6)
    assert state_of(tx, message_id) == (None, "expired")


def test_every_number_is_a_sender_and_remembers_its_slot(tx: Tx, office: SmallOffice) -> None:
    (sender,) = senders(tx)
    assert (sender.office_id, sender.e164, sender.slot_at) == (office.office_id, office.number, 0)
    save_slot(tx, sender, NOW)
    assert senders(tx)[0].slot_at == NOW
