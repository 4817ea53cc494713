"""Who says STOP while texts to them are leaving gets none that the carrier accepts more than a second later."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from rise_tui.domain.clock import SystemClock, now_ms
from rise_tui.relay.store.access import grant
from rise_tui.relay.store.engine import Tx, connect, transaction
from tests.journeys.ledger import rows
from tests.journeys.office import NUMBER, Office, Options
from tests.journeys.sending import SILENT, broadcast, number, until_line_is_empty
from tests.relay.conftest import add_client
from tests.relay.line import put_consent, put_text

OUR_WORDS = ("Alto", "Basta", "opt out", "Parar.", "Cancelar")
"""STOP in words that the carrier does not know: nobody but the relay keeps the texts back."""
NEAR, FAR = 12, 100
"""How many texts before theirs a STOP comes at most: most of them in the moment itself, some two seconds earlier."""
A_SECOND_MS = 1000


def clients(office: Office, count: int) -> list[str]:
    """Clients of Dana's who all opted in, written beside the serving relay; the number of the n-th is `number(n)`."""
    whose = office.me()["caseworker_id"]

    def act(tx: Tx) -> Iterator[str]:
        office_id, at = tx.all("SELECT office_id FROM office")[0]["office_id"], now_ms(SystemClock())
        for index in range(count):
            client_id = add_client(tx, office_id, number(index))
            grant(tx, office_id, whose, client_id, "own", at)
            put_consent(tx, office_id, number(index), client_id, "opted_in")
            yield client_id

    with closing(connect(office.database)) as connection, transaction(connection) as tx:
        return list(act(tx))


def own_texts(office: Office, client_ids: list[str]) -> list[str]:
    """A text of Dana's own to each of these, put in line beside the serving relay: they leave before any group text."""
    with closing(connect(office.database)) as connection, transaction(connection) as tx:
        office_id, at = tx.all("SELECT office_id FROM office")[0]["office_id"], now_ms(SystemClock())
        return [
            put_text(tx, office_id, sender=NUMBER, e164=number(index), at=at, client_id=client_id)
            for index, client_id in enumerate(client_ids)
        ]


def gone(office: Office, count: int) -> int:
    """How many of so many texts wait no more."""
    (row,) = rows(office.database, "SELECT count(*) AS n FROM queue WHERE state = 'queued'")
    return count - int(row["n"])


@pytest.mark.parametrize("races", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_nobody_is_texted_a_second_after_they_said_stop(tmp_path: Path, races: int) -> None:
    """STOPs from random people come about when their texts leave; the two clocks are one machine's. [fault 30]

    A third of the texts are one-to-one.
    """
    chance = random.Random(30)
    with Office(tmp_path, Options(simulator=SILENT, segments_per_second=50)) as office:
        client_ids = clients(office, races + 50)
        third = len(client_ids) // 3
        group = broadcast(office, client_ids[third:]).message_ids
        own = own_texts(office, client_ids[:third])
        ahead = {n: chance.uniform(-NEAR, chance.choice((NEAR, NEAR, NEAR, FAR))) for n in range(len(client_ids))}
        who = sorted(chance.sample(range(len(client_ids)), races), key=lambda n: n - ahead[n])

        def stop(turn: int) -> None:
            index = who[turn]
            turn_of = min(index - ahead[index], len(client_ids))
            office.wait_until(lambda: gone(office, len(client_ids)) >= turn_of, 60, "their turn")
            office.client_texts(number(index), chance.choice(OUR_WORDS))

        with ThreadPoolExecutor(2) as phones:
            list(phones.map(stop, range(races)))
        until_line_is_empty(office)
        out = {
            row["e164"]: row["at"]
            for row in rows(office.database, "SELECT e164, at FROM consent WHERE state = 'opted_out'")
        }
        assert out.keys() == {number(index) for index in who}
        accepted = office.accepted()
        late = [
            text
            for texts in accepted.values()
            for text in texts
            if text["at"] > out.get(text["to"], 1e15) + A_SECOND_MS
        ]
        assert late == []
        question = (
            "SELECT id FROM message WHERE direction = 'outbound' AND reason = 'opted_out' AND status = 'cancelled'"
        )
        spared = {row["id"] for row in rows(office.database, question)}
        assert spared.isdisjoint(accepted)
        assert races // 10 < len(spared) < races  # real races: some were in time and some were not
        assert races // 50 < len(spared.intersection(own)) < len(own), "of one's own texts too"
        office.ledger([message for message in (*group, *own) if message not in spared]).raise_if_bad()
