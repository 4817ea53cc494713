"""Texts that sound like STOP and were none: said so one after the other, nobody is closed for ever."""

from typing import Any

import pytest

from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.dispatch.undecided import Undecided
from tests.relay.api.callers import ANA, BEN, Relay, problem
from tests.relay.api.test_holding import claimed, opt_in, told, write_to_group

_STANDS = "SELECT e164, client_id, state, how FROM consent WHERE is_current = 1 AND purpose = 'all' ORDER BY e164, 2"


async def _decide(relay: Relay, client_id: str, text: dict[str, Any], state: str, **how: str) -> str:
    """A person says of that text what it means; which problem there is."""
    relay.clock.go(60)
    about = {"e164": text["e164"], "client_id": client_id, "message_id": text["id"], "wording": "w", **how}
    answer = await relay.dana.put(f"/consents/{new_id(relay.now)}", {**about, "state": state})
    return "" if answer.status_code == 201 else problem(answer)


def _theirs(relay: Relay) -> list[dict[str, Any]]:
    """What they wrote, in order."""
    return relay.ask("SELECT id, e164 FROM message WHERE direction = 'inbound' ORDER BY seq")


@pytest.mark.parametrize("numbers", [(ANA, ANA), (ANA, BEN)])
async def test_two_texts_that_counted_as_stop_and_were_none_close_nobody_for_ever(
    relay: Relay, numbers: tuple[str, ...]
) -> None:
    client_id = await relay.dana.new_client(*dict.fromkeys(numbers))
    for e164 in dict.fromkeys(numbers):
        await opt_in(relay, client_id, e164)
    for e164 in numbers:
        await relay.receives(e164, "please stop texting me")
        relay.clock.go(4 * 24 * 3600)
        assert await Undecided(relay.hub, relay.clock).look() == 1
    first, second = _theirs(relay)
    assert await _decide(relay, client_id, second, "unknown") == ""
    assert problem(await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))) == "opted-out"
    assert await _decide(relay, client_id, first, "unknown") == ""
    for e164 in numbers:
        states = {row["client_id"]: row["state"] for row in relay.ask(_STANDS) if row["e164"] == e164}
        assert states == {None: "unknown", client_id: "opted_in"}, "as before the first counted"
    assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))).status_code == 201
    for text in (first, second):
        assert await _decide(relay, client_id, text, "unknown") == "changed-meanwhile"


async def test_a_stop_of_their_own_from_another_phone_outlives_what_counted(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA, BEN)
    for e164 in (ANA, BEN):
        await opt_in(relay, client_id, e164)
    await relay.receives(BEN, "STOP")
    await relay.receives(ANA, "START")
    for e164 in (ANA, BEN):
        await relay.receives(e164, "please stop texting me")
        relay.clock.go(4 * 24 * 3600)
        assert await Undecided(relay.hub, relay.clock).look() == 1
    *_, first, second = _theirs(relay)
    for text in (second, first):
        assert await _decide(relay, client_id, text, "unknown") == ""
    stands = [(row["e164"], row["client_id"], row["state"]) for row in relay.ask(_STANDS)]
    assert stands == [
        (ANA, None, "opted_in"),
        (ANA, client_id, "opted_in"),
        (BEN, None, "opted_out"),
        (BEN, client_id, "opted_out"),
    ]


async def test_two_stops_confirmed_by_mistake_are_taken_back_one_after_the_other(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    for _ in range(2):
        await relay.receives(ANA, "please stop texting me")
        assert await _decide(relay, client_id, _theirs(relay)[-1], "opted_out") == ""
    first, second = _theirs(relay)
    for text, states in ((second, ["opted_out", "opted_out"]), (first, ["unknown", "opted_in"])):
        assert await _decide(relay, client_id, text, "opted_in", how="taken_back") == ""
        assert [row["state"] for row in relay.ask(_STANDS)] == states
    assert relay.ask("SELECT hold_message_id IS NULL AS is_settled FROM conversation") == [{"is_settled": 0}]


@pytest.mark.parametrize("then", ["waits", "counts", "counts before the second", "closed by mistake"])
async def test_a_text_after_one_that_is_no_stop_waits_for_a_decision_of_its_own(relay: Relay, then: str) -> None:
    client_id = await relay.dana.new_client(ANA)
    await opt_in(relay, client_id, ANA)
    undecided = Undecided(relay.hub, relay.clock)
    await relay.receives(ANA, "stop texting me the old hours of the bus")
    if then == "counts before the second":
        relay.clock.go(4 * 24 * 3600)
        assert await undecided.look() == 1
    relay.clock.go(24 * 3600 - 60)
    await relay.receives(ANA, "please stop texting me")
    first, second = _theirs(relay)
    if then == "counts":
        relay.clock.go(60)
        assert await undecided.look() == 1
    if then == "closed by mistake":
        assert await _decide(relay, client_id, first, "opted_out") == ""
        assert await _decide(relay, client_id, first, "opted_in", how="taken_back") == ""
    assert await _decide(relay, client_id, first, "unknown" if then.startswith("counts") else "opted_in") == ""
    assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": second["id"]}]
    assert await undecided.look() == 0, "its own working day runs"
    (message_id,) = await write_to_group(relay, client_id)
    assert await claimed(relay) == []
    assert (await told(relay, message_id))["held_why"] == "stop_like"
    relay.clock.go(4 * 24 * 3600)
    assert await undecided.look() == 1
    assert {row["state"] for row in relay.ask(_STANDS)} == {"opted_out"}
    assert await _decide(relay, client_id, second, "unknown") == ""
    assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": None}]
    assert await undecided.look() == 0
    assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(client_id))).status_code == 201


async def test_a_stop_that_was_confirmed_decides_what_they_had_written_until_then(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    await relay.receives(ANA, "please stop texting me")
    relay.clock.go(60)
    await relay.receives(ANA, "stop texting me please!!")
    assert await _decide(relay, client_id, _theirs(relay)[0], "opted_out") == ""
    assert relay.ask("SELECT hold_message_id FROM conversation") == [{"hold_message_id": None}]
    relay.clock.go(23 * 3600)
    await relay.receives(ANA, "really, stop texting me")
    relay.clock.go(2 * 3600)
    assert await Undecided(relay.hub, relay.clock).look() == 0, "only the last one is open, and has a day of its own"


async def test_what_counted_opens_their_other_phone_although_its_number_is_somebody_elses_by_now(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA, BEN)
    for e164 in (ANA, BEN):
        await opt_in(relay, client_id, e164)
    await relay.receives(ANA, "please stop texting me")
    relay.clock.go(4 * 24 * 3600)
    assert await Undecided(relay.hub, relay.clock).look() == 1
    ended = {"until_at": to_wire(relay.now)}
    assert (await relay.dana.put(f"/clients/{client_id}/numbers/{ANA}", ended, if_match=10_000)).status_code == 200
    relay.clock.go(60)
    await relay.receives(ANA, "START")
    assert await _decide(relay, client_id, _theirs(relay)[0], "unknown") == ""
    assert {row["state"] for row in relay.ask(_STANDS)} == {"opted_in"}
