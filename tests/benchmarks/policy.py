"""How long a decision takes about one text that is due: its facts put together, and the rules asked."""

import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from rise_tui.domain.clock import to_ms
from rise_tui.domain.ids import new_id
from rise_tui.domain.policy import Go, decide
from rise_tui.relay.store import queue
from rise_tui.relay.store.claiming import Claimant, Sender, due_texts
from rise_tui.relay.store.engine import connect, transaction
from rise_tui.relay.store.migrate import migrate
from rise_tui.relay.store.office import NewOffice, create_office
from rise_tui.relay.store.weighing import weigh_due
from tests.relay.conftest import add_client
from tests.relay.line import number_of, put_consent, put_text

NOON = to_ms(datetime(2026, 11, 23, 17, tzinfo=UTC))
OURS = "+12155550100"
TEXTS, ROUNDS, TRIES = 400, 20, 7


def decision_micros(folder: Path) -> float:
    """Microseconds of one decision about a broadcast's text that may go, the median of several tries.

    It is the costlier case: hours in the client's zone and state, the day's count, and consent, with every fact there.
    What is gathered for all texts of a claim together (four statements) is not in it.
    """
    path = folder / "relay.sqlite"
    migrate(path)
    with closing(connect(path)) as connection, transaction(connection) as tx:
        office = create_office(tx, NewOffice("RISE", "America/New_York", OURS, "Dana"), at=NOON)
        for index in range(TEXTS):
            client_id = add_client(tx, office.office_id, number_of(index))
            put_consent(tx, office.office_id, number_of(index), client_id, "opted_in")
            put_text(
                tx,
                office.office_id,
                sender=OURS,
                e164=number_of(index),
                at=NOON,
                client_id=client_id,
                kind="broadcast",
                broadcast_id=new_id(),
            )
        sender, claimant = Sender(office.office_id, OURS, 1.0), Claimant("bench", NOON, 30_000, 60_000, TEXTS)
        rows = due_texts(tx, sender, claimant, queue.BULK)
        weighing = weigh_due(tx, office.office_id, rows, NOON)
        took = []
        for _ in range(TRIES):
            began = time.process_time()
            for _ in range(ROUNDS):
                for row in rows:
                    assert isinstance(decide(weighing.facts(row)), Go)
            took.append((time.process_time() - began) / (ROUNDS * len(rows)) * 1e6)
    assert len(rows) == TEXTS
    return statistics.median(took)


def main() -> int:
    """Print it."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"policy decision {decision_micros(Path(folder)):.1f} microseconds (at most 50)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
