"""What a relay that was put back from a backup does with what it is brought: first it asks about what may have left."""

from rise_tui.domain.ids import new_id
from rise_tui.relay.store.queue import FROM_BEFORE_MS
from rise_tui.relay.store.restoring import begin_anew
from tests.relay.api.callers import ANA, HOUR, Relay
from tests.relay.api.test_introducing import agree, group


async def test_a_group_text_and_what_introduces_us_before_it_wait_until_somebody_lets_them_go(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await relay.act(lambda tx: tx.run("UPDATE office SET rules = '{}'"))  # it introduces itself
    await agree(relay, ana, ANA)
    await group(relay, ana)
    anew = await relay.act(lambda tx: begin_anew(tx, relay.now, relay.now))
    assert (anew.asked, anew.paused) == (2, 1)
    assert relay.ask("SELECT DISTINCT is_paused, state FROM queue") == [{"is_paused": 1, "state": "unknown"}]
    told = [event["data"] for event in await relay.dana.events() if event["type"] == "BroadcastPaused"]
    assert [(one["is_paused"], one["why"]) for one in told] == [(True, "restored")]


async def test_a_text_that_was_begun_before_is_asked_about_and_one_that_is_new_is_not(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await relay.act(lambda tx: begin_anew(tx, relay.now, relay.now))
    before, about, after = (new_id(relay.now + ms) for ms in (-HOUR, HOUR // 60, FROM_BEFORE_MS + HOUR))
    for message_id in (before, about, after):
        assert (await relay.dana.put(f"/messages/{message_id}", relay.text(ana, message_id))).status_code == 201
    rows = relay.ask("SELECT message_id, state, reconcile_at FROM queue")
    states = {row["message_id"]: (row["state"], row["reconcile_at"]) for row in rows}
    assert states[before][0] == "unknown"
    assert states[before][1] > relay.now, "one that left in the last moment may not be in the carrier's list yet"
    assert states[about] == ("unknown", relay.now)
    assert states[after] == ("queued", None)
