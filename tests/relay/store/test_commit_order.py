"""Events in commit order: processes write side by side while a reader follows, and never is there a gap behind it."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from functools import partial
from pathlib import Path

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import SystemClock
from rise_tui.relay.hub import Hub
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
    writers = [await start(database, office, name) for name in ("one", "two", "three")]
    async with Hub(database, SystemClock()) as hub:
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write(b"\n")
        seen, _ = await asyncio.gather(follow(hub, office, writers), write(hub, office))
        last = hub.read(lambda tx: tx.all("SELECT last_seq FROM office"))[0]["last_seq"]
    assert [await writer.wait() for writer in writers] == [0, 0, 0]
    assert seen == list(range(1, last + 1))


async def start(database: Path, office: SmallOffice, name: str) -> Process:
    """A process that writes once it is told to."""
    arguments = ["-c", WRITER, str(database), office.office_id, name, str(EACH)]
    writer = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=PIPE, stdout=PIPE)
    assert writer.stdout is not None
    assert await writer.stdout.readline() == b"ready\n"
    return writer


async def write(hub: Hub, office: SmallOffice) -> None:
    """The relay's own writer, in its shared transactions."""

    def act(tx: Tx) -> int:
        return event_log.append(tx, office.office_id, "GroupChanged", actor="hub", at=0)

    for _ in range(EACH // 5):
        await asyncio.gather(*(hub.write(act) for _ in range(5)))


async def follow(hub: Hub, office: SmallOffice, writers: list[Process]) -> list[int]:
    """What a replica would see that asks for what is after its cursor, again and again."""
    seen: list[int] = []
    cursor = 0
    reader = Reader(office.office_id, office.caseworker_id, Role.CASEWORKER)
    async with asyncio.timeout(60):
        while True:
            is_over = all(writer.returncode is not None for writer in writers) and written(hub) == EACH
            rows = hub.read(partial(numbers, after=cursor))
            stretch = hub.read(partial(read_log, reader=reader, after=cursor, limit=2000))
            assert stretch.next >= (rows[-1] if rows else cursor)
            seen += rows
            cursor = rows[-1] if rows else cursor
            if is_over and not rows:
                return seen
            await asyncio.sleep(0)


def numbers(tx: Tx, after: int) -> list[int]:
    return [row["seq"] for row in tx.all("SELECT seq FROM event WHERE seq > :after ORDER BY seq", after=after)]


def written(hub: Hub) -> int:
    rows = hub.read(lambda tx: tx.all("SELECT count(*) AS n FROM event WHERE actor = 'hub'"))
    return int(rows[0]["n"])
