"""The office's information message: once before the first text to anyone, and with the fate of what it precedes."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.carriers.base import StatusReport
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.claiming import Claimant, Sender, claim
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.queue import Claimed
from rise_tui.relay.store.restoring import begin_anew
from tests.relay.api.callers import ANA, BEN, CLEO, HOUR, Relay, problem
from tests.relay.api.conftest import open_relay
from tests.relay.conftest import SmallOffice

WHO_WE_ARE = (
    "RISE: we text you about your appointments, classes and papers, a few times a month. Msg & data rates may apply."
    " Reply STOP to end, HELP for help."
)


@pytest.fixture
async def relay(database: Path, office: SmallOffice) -> AsyncIterator[Relay]:
    """A relay whose office introduces itself, as every office does."""
    async with open_relay(database, office) as relay:
        await relay.act(lambda tx: tx.run("UPDATE office SET rules = '{}'"))
        yield relay


async def send(relay: Relay, client_id: str, words: str = "See you at nine.", **more: Any) -> str:
    message_id = new_id()
    assert (await relay.dana.put(f"/messages/{message_id}", relay.text(client_id, words, **more))).status_code == 201
    return message_id


async def group(relay: Relay, *people: str, words: str = "Class at 6", **more: Any) -> str:
    broadcast_id = new_id()
    recipients = [
        {"client_id": one, "message_id": broadcast_message_id(broadcast_id, one), "body": words} for one in people
    ]
    body = {"name": "Class", "body": words, "recipients": recipients, "expires_at": relay.in_time(), **more}
    assert (await relay.dana.put(f"/broadcasts/{broadcast_id}", body)).status_code == 201
    return broadcast_id


async def agree(relay: Relay, client_id: str, e164: str) -> None:
    body = {"e164": e164, "client_id": client_id, "state": "opted_in"}
    assert (await relay.dana.put(f"/consents/{new_id()}", body)).status_code == 201


async def claimed(relay: Relay) -> list[Claimed]:
    """What may leave at this moment, in order."""
    sender = Sender(relay.office_id, relay.number, 100)
    claimant = Claimant("test", relay.now, 30_000, 60_000, 50)
    return (await relay.act(lambda tx: claim(tx, sender, claimant, lambda _: 0.0))).texts


async def leave(relay: Relay) -> list[tuple[str, str]]:
    """Everything that may leave does, one after the other: to whom, and what."""
    left: list[tuple[str, str]] = []
    while texts := await claimed(relay):
        left += [(text.e164, text.body) for text in texts]
        await relay.act(partial(_finish, texts=texts, at=relay.now))
    return left


def _finish(tx: Tx, *, texts: list[Claimed], at: int) -> None:
    for text in texts:
        outcomes.finish(tx, text.office_id, text.message_id, f"SM{new_id()}", at, carrier="twilio")


def stands(relay: Relay, client_id: str) -> list[tuple[str | None, str, str | None]]:
    """The texts to somebody: what each is for, its status and the reason, in the order of the thread."""
    rows = relay.ask(
        "SELECT automatic, status, reason FROM message WHERE conversation_id = :id ORDER BY seq", id=client_id
    )
    return [(row["automatic"], row["status"], row["reason"]) for row in rows]


async def test_the_first_text_to_anyone_on_a_number_is_preceded_by_who_we_are_and_no_other(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    first = await send(relay, ana, "Hi Ana, this is Dana.")
    assert stands(relay, ana) == [("information", "queued", None), (None, "queued", None)]
    later = await send(relay, ana, "Call me.")
    assert [text.body for text in await claimed(relay)] == [WHO_WE_ARE], "the text waits until it has left"
    await relay.act(lambda tx: tx.run("UPDATE queue SET state = 'queued', claimed_by = NULL"))
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Hi Ana, this is Dana."), (ANA, "Call me.")]
    await send(relay, ana, "Bye")
    assert await leave(relay) == [(ANA, "Bye")]
    assert first != later

    told = [e["data"] for e in await relay.dana.events() if e["type"] == "MessageAccepted"]
    assert [one.get("automatic") for one in told] == ["information", None, None, None]
    assert "caseworker_id" not in told[0], "nobody wrote it"
    state = relay.ask("SELECT state FROM conversation WHERE id = :id", id=ana)
    assert state == [{"state": "waiting"}], "as after any text of ours"

    await relay.dana.put(f"/clients/{ana}/numbers/{BEN}", {"is_confirmed": True})
    await relay.receives(BEN, "this is my new phone, Ana")
    await send(relay, ana, "Good")
    assert await leave(relay) == [(BEN, "Good")], "who has written to us knows whom they write to"


@pytest.mark.parametrize("as_", ["mark_sent", "send_again", "a receipt"])
async def test_one_that_nobody_can_tell_about_is_what_the_next_texts_wait_for_until_a_person_decides(
    relay: Relay, as_: str
) -> None:
    ana = await relay.dana.new_client(ANA)
    first = await send(relay, ana, "Hi Ana")
    (introduction,) = await claimed(relay)
    one = introduction.message_id
    await relay.act(lambda tx: outcomes.park_unknown(tx, relay.office_id, one, relay.now, relay.now + HOUR))
    assert [status for _, status, _ in stands(relay, ana)] == ["unknown", "held"]
    later = await send(relay, ana, "Call me.")
    relay.clock.go(2 * HOUR / 1000)
    assert await claimed(relay) == []
    told = {
        e["data"]["message_id"]: e["data"] for e in await relay.dana.events() if e["type"] == "MessageStatusChanged"
    }
    assert told[one]["status"] == "unknown"
    for message_id in (first, later):
        assert (told[message_id]["status"], told[message_id].get("held_why")) == ("held", "introduction")
    refused = await relay.dana.put(f"/messages/{first}/release", {"because": "urgent"})
    assert problem(refused) == "invalid"
    if as_ == "a receipt":
        receipt = StatusReport("SM7", "delivered")
        assert await relay.act(lambda tx: accept_status(tx, one, receipt, carrier="twilio", at=relay.now))
    else:
        assert (await relay.dana.put(f"/messages/{one}/resolution", {"as": as_})).status_code == 200
    spared = await relay.act(lambda tx: outcomes.spare(tx, relay.office_id, one, relay.now))
    assert not spared, "the answer to a look-up that began before comes too late"
    assert {status for _, status, _ in stands(relay, ana)[1:]} == {"queued"}
    left = [body for _, body in await leave(relay)]
    assert left == [*([WHO_WE_ARE] if as_ == "send_again" else []), "Hi Ana", "Call me."]


async def test_it_is_in_their_language_and_names_no_office_where_others_read(relay: Relay) -> None:
    rosa = await relay.dana.new_client(ANA, name="Rosa", language="es")
    await send(relay, rosa, "Hola")
    assert (await leave(relay))[0][1].startswith("RISE: le escribimos sobre sus citas")
    cleo = await relay.dana.new_client(CLEO, name="Cleo")
    await send(relay, cleo, "Hello")
    await relay.dana.put(f"/clients/{cleo}", {"is_discreet": True}, if_match=10_000)
    body = (await leave(relay))[0][1]
    assert "RISE" not in body, "also when it became so while it waited"
    assert "STOP" in body


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Hello. This number sends you reminders, a few times a month."
            " Msg & data rates may apply. Reply STOP to end, HELP for help.",
        ),
        (
            "es",
            "Hola. Por este medio le llegan recordatorios, algunas veces al mes."
            " Pueden aplicarse tarifas de mensajes y datos. Responda STOP para terminar, HELP para ayuda.",
        ),
    ],
)
async def test_who_is_discreet_from_the_start_never_gets_the_offices_name(
    relay: Relay, language: str, said: str
) -> None:
    rosa = await relay.dana.new_client(ANA, name="Rosa", language=language, is_discreet=True)
    await send(relay, rosa, "Hola")
    assert await leave(relay) == [(ANA, said), (ANA, "Hola")]


async def test_everybody_of_a_broadcast_is_introduced_to_once_just_before_their_text(relay: Relay) -> None:
    people = [await relay.dana.new_client(e164, name=e164) for e164 in (ANA, BEN, CLEO)]
    for person, e164 in zip(people, (ANA, BEN, CLEO), strict=True):
        await agree(relay, person, e164)
    await send(relay, people[0], "Hi")
    await leave(relay)
    await group(relay, *people)
    await group(relay, *people, words="Bring your papers")
    left = await leave(relay)
    assert [body for e164, body in left if e164 == ANA] == ["Class at 6", "Bring your papers"]
    for e164 in (BEN, CLEO):
        assert [body for to, body in left if to == e164] == [WHO_WE_ARE, "Class at 6", "Bring your papers"]


async def test_it_does_not_count_among_what_they_may_get_in_a_day(relay: Relay) -> None:
    await relay.act(lambda tx: tx.run("UPDATE office SET rules = '{\"daily_ceiling\": 1}'"))
    ana = await relay.dana.new_client(ANA)
    await agree(relay, ana, ANA)
    await group(relay, ana)
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Class at 6")]
    await group(relay, ana, words="More")
    assert await leave(relay) == []


async def test_one_that_waits_for_later_is_brought_forward_by_a_text_that_is_sooner(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await agree(relay, ana, ANA)
    later = {"not_before": to_wire(relay.now + HOUR)}
    broadcast_id = await group(relay, ana, **later)
    await relay.dana.put(f"/broadcasts/{broadcast_id}/pause", {"is_paused": True})
    assert await leave(relay) == []
    await send(relay, ana, "Now")
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Now")]
    assert [row[0] for row in stands(relay, ana)].count("information") == 1


@pytest.mark.parametrize("is_of_client", [True, False])
async def test_a_text_for_later_does_not_send_the_introduction_of_what_is_kept(
    relay: Relay, is_of_client: bool
) -> None:
    ana = await relay.dana.new_client(ANA)
    await agree(relay, ana, ANA)
    broadcast_id = await group(relay, ana)
    if is_of_client:
        await relay.dana.put(f"/clients/{ana}", {"status": "paused"}, if_match=10_000)
    else:
        await relay.dana.put(f"/broadcasts/{broadcast_id}/pause", {"is_paused": True})
    await send(relay, ana, "Later", not_before=to_wire(relay.now + HOUR))
    relay.clock.go(5)
    assert await leave(relay) == []
    relay.clock.go(3600)
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Later")]


async def test_who_takes_the_sooner_text_back_does_not_send_the_introduction_before_its_time(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await agree(relay, ana, ANA)
    await group(relay, ana, not_before=to_wire(relay.now + HOUR))
    sooner = await send(relay, ana, "Now", now_because="urgent")
    await relay.dana.put(f"/messages/{sooner}/cancellation", {})
    assert await leave(relay) == [], "it waits with the group text, and by the rules of group texts"
    (introduction,) = relay.ask("SELECT kind, now_because FROM message WHERE automatic = 'information'")
    assert introduction == {"kind": "broadcast", "now_because": None}
    relay.clock.go(3600)
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Class at 6")]


async def test_what_is_taken_back_is_not_introduced(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN)
    await agree(relay, ben, BEN)
    text = await send(relay, ana)
    await relay.dana.put(f"/messages/{text}/cancellation", {})
    assert stands(relay, ana) == [("information", "cancelled", None), (None, "cancelled", None)]
    broadcast_id = await group(relay, ben)
    answer = await relay.dana.put(f"/broadcasts/{broadcast_id}/cancellation", {})
    assert answer.json()["cancelled"] == 1, "texts of the group, not what the office said by itself"
    assert await leave(relay) == []
    await send(relay, ana, "Again")
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Again")]


async def test_what_follows_a_refused_introduction_is_refused_and_the_next_text_introduces_again(relay: Relay) -> None:
    ana = await relay.dana.new_client(ANA)
    await send(relay, ana)
    (introduction,) = await claimed(relay)
    await relay.act(
        lambda tx: outcomes.fail(tx, relay.office_id, introduction.message_id, Reason.UNREACHABLE, 30003, relay.now)
    )
    failed = Status.FAILED, Reason.UNREACHABLE
    assert stands(relay, ana) == [("information", *failed), (None, *failed)]
    await send(relay, ana, "Again")
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Again")]


async def test_what_follows_a_held_introduction_is_held_and_let_go_with_it(relay: Relay) -> None:
    def night(tx: Tx) -> None:
        tx.run("UPDATE office SET quiet_from = 60, quiet_to = 1380")  # noon is night here

    await relay.act(night)
    ana = await relay.dana.new_client(ANA)
    text = await send(relay, ana, "Hi")
    assert await leave(relay) == []
    rows = relay.ask("SELECT status, held_why FROM message WHERE conversation_id = :id", id=ana)
    assert [(row["status"], row["held_why"]) for row in rows] == [("held", "quiet_hours")] * 2
    assert (await relay.dana.put(f"/messages/{text}/release", {"because": "asked_for_it"})).status_code == 200
    assert await leave(relay) == [(ANA, WHO_WE_ARE), (ANA, "Hi")]


async def test_an_office_may_say_it_in_its_own_words_or_not_at_all(relay: Relay) -> None:
    rules = '{"information_en": "City reentry office here, 215-555-0100."}'
    await relay.act(lambda tx: tx.run("UPDATE office SET rules = :rules", rules=rules))
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN)
    await send(relay, ana, "Hi")
    said = "City reentry office here, 215-555-0100. Reply STOP to end, HELP for help."
    assert await leave(relay) == [(ANA, said), (ANA, "Hi")]
    await relay.act(lambda tx: tx.run("UPDATE office SET rules = :rules", rules='{"introduces": false}'))
    await send(relay, ben, "Hi")
    assert await leave(relay) == [(BEN, "Hi")]


async def test_after_a_restore_the_carrier_is_asked_whether_somebody_was_introduced_to_already(relay: Relay) -> None:
    ana, ben = await relay.dana.new_client(ANA), await relay.dana.new_client(BEN)
    backed_up = relay.now
    relay.clock.go(3 * 24 * 3600)  # the backup that was put back is older than a day
    await relay.act(lambda tx: tx.run("UPDATE instance SET restored_at = :at", at=relay.now - HOUR))
    await send(relay, ana, "Hi")
    await relay.act(lambda tx: tx.run("UPDATE queue SET state = 'queued' WHERE after_id IS NOT NULL"))
    assert await leave(relay) == [], "neither leaves before the carrier has answered"
    (asked,) = relay.ask("SELECT message_id, claimed_at FROM queue WHERE state = 'unknown'")
    assert asked["claimed_at"] == backed_up, "it looks back over the time that the backup does not know"
    found = asked["message_id"]
    await relay.act(lambda tx: outcomes.tell_unknown(tx, relay.office_id, found, relay.now))
    assert [status for _, status, _ in stands(relay, ana)] == ["unknown", "held"], "the carrier cannot tell, either"
    await relay.act(lambda tx: outcomes.finish(tx, relay.office_id, found, "SM1", relay.now, carrier="twilio"))
    assert await leave(relay) == [(ANA, "Hi")]
    await relay.act(lambda tx: tx.run("UPDATE instance SET restored_at = :at", at=relay.now - 31 * 24 * HOUR))
    await send(relay, ben, "Hi")
    assert await leave(relay) == [(BEN, WHO_WE_ARE), (BEN, "Hi")]
    cleo = await relay.dana.new_client(CLEO)
    await agree(relay, cleo, CLEO)
    await group(relay, cleo)
    await relay.act(lambda tx: begin_anew(tx, relay.now, relay.now))
    paused = [row["is_paused"] for row in relay.ask("SELECT is_paused FROM queue")]
    assert paused == [1, 1], "nobody is introduced to for a group text that waits"
