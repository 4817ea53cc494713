"""When nothing can be stored: `/v1` says so, says when to ask again, and nothing it acknowledged is lost."""

from pathlib import Path

from rise_tui.domain.ids import new_id
from rise_tui.relay.store.engine import connect
from tests.relay.api.callers import Relay, problem


async def test_a_database_that_another_writer_holds_is_busy_and_then_is_not(relay: Relay, database: Path) -> None:
    client_id = await relay.dana.new_client()
    note, write_id = f"/notes/{new_id()}", new_id()
    body = {"client_id": client_id, "body": "x"}
    other = connect(database)
    try:
        other.execute("BEGIN IMMEDIATE")
        busy = await relay.dana.put(note, body, write_id=write_id)
        assert (busy.status_code, problem(busy)) == (503, "busy")
        assert int(busy.headers["retry-after"]) >= 1
        assert (await relay.dana.get("/events?after=1")).status_code == 200
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert (await relay.dana.put(note, body, write_id=write_id)).status_code == 201


async def test_a_full_disk_is_told_and_what_was_acknowledged_stays(relay: Relay) -> None:
    client_id = await relay.dana.new_client()
    await relay.act(lambda tx: tx.one("PRAGMA max_page_count = 1"))
    kept: list[str] = []
    for n in range(200):
        answer = await relay.dana.put(f"/notes/{new_id()}", {"client_id": client_id, "body": f"{n}" * 5000})
        if answer.status_code != 201:
            break
        kept.append(answer.json()["id"])
    assert (answer.status_code, problem(answer)) == (507, "disk-full")
    assert (await relay.dana.get("/events?after=1")).status_code == 200
    await relay.act(lambda tx: tx.one("PRAGMA max_page_count = 1000000"))
    after = await relay.dana.put(f"/notes/{new_id()}", {"client_id": client_id, "body": "There is room again."})
    assert after.status_code == 201
    assert [row["id"] for row in relay.ask("SELECT id FROM note ORDER BY seq")] == [*kept, after.json()["id"]]


async def test_a_mistake_of_the_relay_is_told_with_a_code_and_without_a_word_of_what_was_written(
    relay: Relay, caplog: object
) -> None:
    client_id = await relay.dana.new_client()
    await relay.act(lambda tx: tx.run("DROP TABLE note"))
    answer = await relay.dana.put(f"/notes/{new_id()}", {"client_id": client_id, "body": "secret words"})
    assert answer.status_code in (500, 503)
    assert "secret" not in answer.text
    assert "secret" not in getattr(caplog, "text", "")
