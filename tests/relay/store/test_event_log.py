"""Who asks for a client's events finds them by an index, although that a text came in stands in none of theirs."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from rise_tui.domain.clients import Role
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store import purging
from rise_tui.relay.store.access import Reader, seen_values
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.event_log import append, newest_before
from rise_tui.relay.store.log_reading import client_rows, office_rows
from rise_tui.relay.store.purging_clients import erase_client, silent_clients
from rise_tui.relay.store.purging_rows import clear_wordings, erase_texts
from rise_tui.relay.wishes import cancellations, claims
from tests.relay.conftest import OURS, SmallOffice, add_client
from tests.relay.line import number_of

PHONE = number_of(1601)


class Noting(Tx):
    """A transaction that fails at a statement for which SQLite would look through all of the log or of the texts."""

    def run(self, sql: str, **values: Any) -> int:
        self._look(sql, values)
        return super().run(sql, **values)

    def one(self, sql: str, **values: Any) -> Row | None:
        self._look(sql, values)
        return super().one(sql, **values)

    def all(self, sql: str, **values: Any) -> list[Row]:
        self._look(sql, values)
        return super().all(sql, **values)

    def _look(self, sql: str, values: dict[str, Any]) -> None:
        for row in self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
            assert "ORDER BY" not in row["detail"], (*row, sql)
            assert not re.search(
                r"^SCAN (event|message|e|m)\b|_event_1 \(office_id=\?(\)| AND seq[<>])", row["detail"]
            ), (*row, sql)


@pytest.fixture
def looking(tx: Tx) -> Noting:
    """The same transaction, looked at."""
    return Noting(tx.connection)


def write(tx: Tx, office: SmallOffice, carrier_id: str, at: int) -> str:
    inbound = Inbound(carrier_id=carrier_id, e164=PHONE, to_e164=OURS, body="Hello")
    return accept_inbound(tx, inbound, carrier="twilio", at=at).message_id


def test_a_clients_events_are_found_by_an_index_in_the_order_of_the_log(
    tx: Tx, looking: Noting, office: SmallOffice
) -> None:
    client_id = add_client(tx, office.office_id, PHONE)
    reader = Reader(office.office_id, office.caseworker_id, Role.SUPERVISOR)
    newest = 2**40
    for at in range(4):
        write(tx, office, f"SM{at}", at)
        append(tx, office.office_id, "ConversationChanged", actor="relay", at=at, client_id=client_id, state="done")
    told = client_rows(looking, reader, client_id, 0, newest, 100)
    assert [row["type"] for row in told[-8:]] == ["MessageReceived", "ConversationChanged"] * 4
    assert [row["seq"] for row in told] == sorted(row["seq"] for row in told)
    paged = client_rows(looking, reader, client_id, told[-6]["seq"], told[-2]["seq"], 3)
    assert [row["seq"] for row in paged] == [row["seq"] for row in told[-5:-2]]
    assert {row["client_id"] for row in office_rows(looking, reader, 0, newest, 100, broadcasts=False)} == {None}
    question = {**seen_values(reader), "client_id": client_id, "seq": newest}
    assert looking.one(cancellations._CAME, **question)["seq"] == told[-2]["seq"]  # type: ignore[index] # it is there
    assert looking.one(cancellations._JUDGED, **question)["seq"] == told[-1]["seq"]  # type: ignore[index] # likewise


def test_a_purged_text_leaves_no_event_that_it_came(tx: Tx, looking: Noting, office: SmallOffice) -> None:
    """Nor does a number that nobody holds stay in the log by it."""
    first, second = write(tx, office, "SM1", 1), write(tx, office, "SM2", 2)
    erase_texts(looking, office.office_id, [first], 3)
    came = [row["ref_id"] for row in tx.all("SELECT ref_id FROM event WHERE type = 'MessageReceived'")]
    assert came == [second]
    erase_texts(looking, office.office_id, [second], 3)
    assert tx.all("SELECT 1 FROM event WHERE client_id = :tel", tel=f"tel:{PHONE}") == []


def test_what_lets_a_clients_events_go_or_move_finds_them_by_an_index(
    tx: Tx, looking: Noting, office: SmallOffice
) -> None:
    write(tx, office, "SM1", 1)
    client_id = add_client(tx, office.office_id)
    asked = SimpleNamespace(office_id=office.office_id, id="a purge", before_at=5)
    claims._move(looking, asked, client_id, PHONE)  # type: ignore[arg-type] # no more of a wish is looked at
    assert tx.one("SELECT client_id FROM event WHERE type = 'MessageReceived'")["client_id"] == client_id  # type: ignore[index] # it is there
    purging._silent_numbers(looking, asked, 5)  # type: ignore[arg-type] # nor of a purge
    assert silent_clients(looking, office.office_id, 5, 10) == []
    clear_wordings(looking, office.office_id, 5)
    erase_client(looking, office.office_id, client_id)


@pytest.mark.parametrize("missing", [(), (3,), (1, 2), (4, 5), (1, 2, 3, 4, 5)])
def test_until_when_a_log_told_everything_is_found_by_halves_also_where_events_are_gone(
    tx: Tx, office: SmallOffice, missing: tuple[int, ...]
) -> None:
    tx.run("DELETE FROM event")
    numbers = [append(tx, office.office_id, "CarrierAlert", actor="relay", at=at) for at in (10, 20, 30, 40, 50)]
    for number in missing:
        tx.run("DELETE FROM event WHERE seq = :seq", seq=numbers[number - 1])
    left = [at for place, at in enumerate((10, 20, 30, 40, 50), 1) if place not in missing]
    for moment in (5, 10, 11, 25, 35, 50, 60):
        before = [at for at in left if at < moment]
        assert newest_before(tx, office.office_id, moment) == (before[-1] if before else moment)
