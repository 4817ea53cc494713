"""Nothing of another caseworker's clients in any answer, whatever was done in the office."""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.domain.ids import new_id
from tests.relay.api.callers import Caller, Relay
from tests.relay.api.conftest import open_relay
from tests.relay.api.replicas import both_ways
from tests.relay.conftest import SmallOffice

PEOPLE = 3
steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "text", "note", "hand over", "judge", "group"]),
        st.integers(0, PEOPLE - 1),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=10,
)


def number(n: int) -> str:
    return f"+1215555011{n}"


async def play(relay: Relay, script: list[tuple[str, int, int]]) -> dict[str, str]:
    """Do all of it; returns whose each client is at the end (a caseworker's id)."""
    staff = [relay.dana, relay.luis]
    owner: dict[int, int] = {n: n % 2 for n in range(PEOPLE)}
    clients = {n: await staff[owner[n]].new_client(number(n), name=f"secret{n}x") for n in range(PEOPLE)}
    group = new_id()
    await relay.dana.put(f"/groups/{group}", {"name": "Class"})
    for step, n, to in script:
        client_id, mine = clients[n], staff[owner[n]]
        if step == "receive":
            await relay.receives(number(n), f"secret{n}x")
        elif step == "text":
            await mine.put(f"/messages/{new_id()}", relay.text(client_id, f"secret{n}x"))
        elif step == "note":
            await mine.put(f"/notes/{new_id()}", {"client_id": client_id, "body": f"secret{n}x"})
        elif step == "judge":
            await mine.put(
                f"/conversations/{client_id}", {"state": "done", "read_through": 10**6, "seen_through": 10**6}
            )
        elif step == "group":
            await mine.put(f"/groups/{group}/members/{client_id}", {"is_member": bool(to)})
        elif step == "hand over":
            seen = relay.ask("SELECT seq FROM client WHERE id = :id", id=client_id)[0]["seq"]
            body = {"caseworker_id": staff[to].caseworker_id}
            assert (await mine.put(f"/clients/{client_id}", body, if_match=seen)).status_code == 200
            owner[n] = to
    return {clients[n]: staff[owner[n]].caseworker_id for n in range(PEOPLE)}


async def all_that_is_read(caller: Caller, clients: list[str]) -> str:
    """Every answer that this caseworker can get, in one piece; only that somebody was released may name them."""
    events = [event for event in await caller.events() if event["type"] != "ClientReleased"]
    _, snapshot = await caller.snapshot()
    pasts = [(await caller.get(f"/clients/{client_id}/events")) for client_id in clients]
    return json.dumps([events, snapshot, [past.json() for past in pasts if past.status_code == 200]])


async def check(database: Path, office: SmallOffice, script: list[tuple[str, int, int]]) -> None:
    async with open_relay(database, office) as relay:
        owners = await play(relay, script)
        clients = list(owners)
        for caller in (relay.dana, relay.luis, relay.ada):
            answers = await all_that_is_read(caller, clients)
            for n, client_id in enumerate(clients):
                is_theirs = owners[client_id] == caller.caseworker_id
                assert (client_id in answers) == is_theirs
                assert (f"secret{n}x" in answers) == is_theirs
                assert (number(n) in answers) == is_theirs
        for caller in (relay.dana, relay.luis):
            loaded, replayed = await both_ways(caller)
            assert loaded == replayed


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=steps)
def test_nothing_of_a_colleagues_clients_is_in_any_answer(
    made_once: tuple[Path, SmallOffice], script: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(shutil.copy(made_once[0], Path(folder) / "relay.sqlite"))
        asyncio.run(check(database, made_once[1], script))
