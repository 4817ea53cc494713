"""Texts that come in by the group: the same rows as one by one, at the price of a few statements."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.domain.clock import from_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound, MediaRef
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.intake import Arrival, accept_many
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import NewOffice, create_office
from tests.relay.conftest import OURS, SmallOffice, add_client
from tests.relay.test_intake import AT, waits

MOST_STATEMENTS = 8
"""An inbound text costs no more; nor do many that come together. What a word sets off costs more."""
ONES_OWN, SHARED, NOBODYS = "+12155550142", "+12155550143", "+12155550144"
OF_ANOTHER_OFFICE, OF_NO_OFFICE = "+12155550101", "+12155550199"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

bodies = st.sampled_from(
    ["I will be there", "STOP", "start", "Yes", "HELP", "please stop texting me", "Who is this?", "Gracias"]
)
texts = st.builds(
    Inbound,
    carrier_id=st.sampled_from([f"SM{number}" for number in range(6)]),
    e164=st.sampled_from([ONES_OWN, ONES_OWN, SHARED, NOBODYS]),
    to_e164=st.sampled_from([OURS, OURS, OURS, OF_ANOTHER_OFFICE, OF_NO_OFFICE]),
    body=bodies,
    raw=st.none() | st.just(b"\x00h\x00i"),
    media=st.sampled_from([(), (MediaRef("https://api.twilio.com/1", "image/jpeg"),) * 2]),
    opt_out_type=st.sampled_from([None, None, "STOP"]),
    came_at=st.none() | st.integers(0, 5000).map(lambda ms: from_ms(AT) - timedelta(milliseconds=ms)),
)
arrivals = st.lists(st.builds(Arrival, inbound=texts, now=st.integers(AT, AT + 50)), max_size=8)


def furnish(tx: Tx, office: SmallOffice) -> None:
    """A second office, somebody with two numbers for whom a text waits, and two who share a number."""
    create_office(tx, NewOffice("Second", "America/New_York", OF_ANOTHER_OFFICE, "Luis"), at=AT)
    mine = add_client(tx, office.office_id, ONES_OWN, SHARED, at=AT - 1000)
    other = add_client(tx, office.office_id, SHARED)
    waits(tx, office.office_id, other, SHARED, status="delivered", seq=2)
    waits(tx, office.office_id, mine)


def left_behind(tx: Tx) -> list[str]:
    """Every row of the tables that a text touches; ids by the order in which they appear."""
    order = {"event": "office_id, seq", "message": "office_id, seq", "consent": "seq, e164", "conversation": "id"}
    rows = [
        str(tuple(row))
        for table in ("event", "message", "medium", "conversation", "consent", "queue", "office")
        for row in tx.all(f"SELECT * FROM {table} ORDER BY {order.get(table, 'rowid')}")
    ]
    seen: dict[str, str] = {}
    return [_ID.sub(lambda found: seen.setdefault(found[0], f"id{len(seen)}"), row) for row in rows]


def taken_in(tx: Tx, groups: Iterable[Sequence[Arrival]]) -> tuple[list[Any], list[str]]:
    """What was answered and what was left behind; all of it is undone."""
    tx.connection.execute("SAVEPOINT groups")
    try:
        answers = [answer for group in groups for answer in accept_many(tx, group, carrier="twilio")]
        return [(answer.is_new, answer.has_media) for answer in answers], left_behind(tx)
    finally:
        tx.connection.execute("ROLLBACK TO groups")
        tx.connection.execute("RELEASE groups")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_texts_leave_the_same_rows_however_they_are_grouped(tx: Tx, office: SmallOffice, data: st.DataObject) -> None:
    if tx.one("SELECT 1 FROM client") is None:
        furnish(tx, office)
    came = data.draw(arrivals)
    cut = data.draw(st.integers(0, len(came)))
    alone = taken_in(tx, [[arrival] for arrival in came])
    assert taken_in(tx, [came]) == alone
    assert taken_in(tx, [came[:cut], came[cut:]]) == alone


def test_a_text_or_a_group_of_them_costs_few_statements(tx: Tx, office: SmallOffice) -> None:
    add_client(tx, office.office_id, ONES_OWN)

    def cost(count: int, **more: Any) -> int:
        counted = Tx(tx.connection, FailPoint("any", -1))
        many = [Inbound("SM" + new_id(), ONES_OWN, OURS, "I will bring it tomorrow", **more) for _ in range(count)]
        accept_many(counted, [Arrival(each, AT) for each in many], carrier="twilio")
        return counted.fail.passed

    photo = (MediaRef("https://api.twilio.com/1", "image/jpeg"),)
    assert (cost(1), cost(1, media=photo), cost(64, media=photo)) == (7, MOST_STATEMENTS, MOST_STATEMENTS)
