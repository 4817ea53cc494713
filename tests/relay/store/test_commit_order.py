"""Events in commit order: processes write side by side while a reader follows, and never is there a gap behind it."""

import asyncio
import subprocess
import sys
from pathlib import Path

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import SystemClock
from rise_tui.relay.hub import Ear, Hub
from rise_tui.relay.store import event_log
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.log_reading import read_log
from tests.relay.conftest import SmallOffice

EACH = 150
WRITER = """
import sys
from pathlib import Path
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import connect, transaction

path, office_id, name, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
connection = connect(path, busy_ms=30_000)
print("ready", flush=True)
sys.stdin.readline()
for n in range(count):
    try:
        with transaction(connection) as tx:
            event_log.append(tx, office_id, "GroupChanged", actor=name, at=n, n=n)
            if n % 3 == 0:
                event_log.append(tx, office_id, "TemplateChanged", actor=name, at=n, n=n)
            if n % 5 == 0:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
connection.close()
"""


async def test_a_reader_beside_four_writers_never_sees_a_gap(database: Path, office: SmallOffice) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(database), office.office_id, name, str(EACH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    async with Hub(database, SystemClock()) as hub:
        ear = Ear(office.office_id, office.caseworker_id, set())
        hub.ears.add(ear)
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("\n")
            writer.stdin.flush()
        seen, _ = await asyncio.gather(follow(hub, office, writers), write(hub, office))
        last = hub.read(lambda tx: tx.all("SELECT last_seq FROM office"))[0]["last_seq"]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert seen == list(range(1, last + 1))


async def write(hub: Hub, office: SmallOffice) -> None:
    """The relay's own writer, in its shared transactions."""

    def act(tx: Tx) -> int:
        return event_log.append(tx, office.office_id, "GroupChanged", actor="hub", at=0)

    for _ in range(EACH // 5):
        await asyncio.gather(*(hub.write(act) for _ in range(5)))


async def follow(hub: Hub, office: SmallOffice, writers: list[subprocess.Popen[str]]) -> list[int]:
    """What a replica would see that asks for what is after its cursor, again and again."""
    seen: list[int] = []
    cursor, is_over = 0, False
    reader = Reader(office.office_id, office.caseworker_id, Role.CASEWORKER)
    async with asyncio.timeout(60):
        while True:
            rows = hub.read(
                lambda tx, cursor=cursor: tx.all(  # type: ignore[misc] # bound now
                    "SELECT seq FROM event WHERE office_id = :o AND seq > :after ORDER BY seq",
                    o=office.office_id,
                    after=cursor,
                )
            )
            stretch = hub.read(lambda tx, cursor=cursor: read_log(tx, reader, cursor, 2000))  # type: ignore[misc] # too
            seen += [row["seq"] for row in rows]
            assert stretch.next >= (rows[-1]["seq"] if rows else cursor)
            cursor = rows[-1]["seq"] if rows else cursor
            if is_over and not rows:
                return seen
            hub_is_done = (
                hub.read(lambda tx: tx.all("SELECT count(*) AS n FROM event WHERE actor = 'hub'"))[0]["n"] >= EACH
            )
            is_over = all(writer.poll() is not None for writer in writers) and hub_is_done
            await asyncio.sleep(0)
