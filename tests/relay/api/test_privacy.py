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
        st.sampled_from(["receive", "text", "note", "hand over", "judge", "group", "transfer", "cover", "uncover"]),
        st.integers(0, PEOPLE - 1),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=10,
)


def number(n: int) -> str:
    return f"+1215555011{n}"


async def play(relay: Relay, script: list[tuple[str, int, int]]) -> dict[str, set[str]]:
    """Do all of it; returns who sees each client at the end (caseworkers' ids)."""
    staff = [relay.dana, relay.luis]
    owner: dict[int, int] = {n: n % 2 for n in range(PEOPLE)}
    clients = {n: await staff[owner[n]].new_client(number(n), name=f"secret{n}x") for n in range(PEOPLE)}
    covers: dict[int, list[str]] = {}
    """by whose clients they are of"""
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
        elif step == "transfer" and owner[n] != to:
            body = {"client_id": client_id, "to_caseworker_id": staff[to].caseworker_id, "note": f"secret{n}x"}
            assert (await mine.put(f"/transfers/{new_id()}", body)).status_code == 201
            owner[n] = to
        elif step == "cover":
            covers.setdefault(to, []).append(await covered(staff[to], staff[1 - to]))
        elif step == "uncover":
            for cover_id in covers.pop(to, ()):
                seen = relay.ask("SELECT seq FROM cover WHERE id = :id", id=cover_id)[0]["seq"]
                ended = await staff[to].put(f"/covers/{cover_id}", {"is_ended": True}, if_match=seen)
                assert ended.status_code == 200
    seeing = {n: {staff[owner[n]].caseworker_id} for n in range(PEOPLE)}
    for n in range(PEOPLE):
        if owner[n] in covers:
            seeing[n].add(staff[1 - owner[n]].caseworker_id)
    return {clients[n]: seeing[n] for n in range(PEOPLE)}


async def covered(of: Caller, by: Caller) -> str:
    """A colleague sees to all clients of somebody from now on; the cover's id."""
    cover_id = new_id()
    ids = {"of_caseworker_id": of.caseworker_id, "by_caseworker_id": by.caseworker_id}
    assert (await of.put(f"/covers/{cover_id}", {**ids, "until_at": "2027-01-01T00:00:00Z"})).status_code == 201
    return cover_id


async def all_that_is_read(caller: Caller, clients: list[str]) -> str:
    """Every answer that this caseworker can get, in one piece; only that somebody was released may name them."""
    events = [event for event in await caller.events() if event["type"] != "ClientReleased"]
    _, snapshot = await caller.snapshot()
    pasts = [(await caller.get(f"/clients/{client_id}/events")) for client_id in clients]
    return json.dumps([events, snapshot, [past.json() for past in pasts if past.status_code == 200]])


async def check(database: Path, office: SmallOffice, script: list[tuple[str, int, int]]) -> None:
    async with open_relay(database, office) as relay:
        seeing = await play(relay, script)
        clients = list(seeing)
        for caller in (relay.dana, relay.luis, relay.ada):
            answers = await all_that_is_read(caller, clients)
            for n, client_id in enumerate(clients):
                is_theirs = caller.caseworker_id in seeing[client_id]
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
