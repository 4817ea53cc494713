"""What the relay answers by itself: HELP and STOP, once and by one of the two, and that nobody is there."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.automatic.answering import Answering
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.claiming import Claimant, Sender, claim
from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json
from tests.relay.conftest import NOON, OURS, SmallOffice, add_client
from tests.relay.line import put_consent

A, B = "+12155550142", "+12155550143"
AT = to_ms(NOON)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
BY_CARRIER, BY_US = Answering(), Answering(is_ours=True)
HERE = ZoneInfo("America/New_York")


def comes(
    tx: Tx, body: str, e164: str = A, at: int = AT, answering: Answering = BY_CARRIER, opt_out_type: str | None = None
) -> None:
    accept_inbound(
        tx,
        Inbound(f"SM{new_id()}", e164, OURS, body, opt_out_type=opt_out_type),
        carrier="twilio",
        at=at,
        answering=answering,
    )


def said(tx: Tx) -> list[tuple[str, str]]:
    """What was said by itself, in order: what for, and in which words."""
    rows = tx.all("SELECT automatic, body FROM message WHERE direction = 'outbound' ORDER BY seq")
    return [(row["automatic"], row["body"]) for row in rows]


def leaves(tx: Tx, office: SmallOffice, at: int = AT) -> list[str]:
    """What the rules let go at that moment; it has left."""
    sender, claimant = Sender(office.office_id, OURS, 100), Claimant("test", at, 30_000, 60_000, 50)
    texts = claim(tx, sender, claimant, lambda _: 0.0).texts
    for text in texts:
        outcomes.finish(tx, text.office_id, text.message_id, f"SM{new_id()}", at, carrier="twilio")
    return [text.body for text in texts]


def rules(tx: Tx, **values: object) -> None:
    tx.run("UPDATE office SET rules = :rules", rules=to_json(values))


def away(tx: Tx, office: SmallOffice, client_id: str, until_at: int, **bodies: str) -> None:
    tx.run("UPDATE client SET caseworker_id = :me WHERE id = :id", me=office.caseworker_id, id=client_id)
    tx.run("DELETE FROM away")
    tx.insert(
        "away",
        office_id=office.office_id,
        id=office.caseworker_id,
        from_at=AT - HOUR,
        until_at=until_at,
        bodies=bodies,
        seq=1,
    )


def test_help_is_answered_by_one_of_the_two_and_never_by_both(tx: Tx, office: SmallOffice) -> None:
    rules(tx, phone="215-555-0100")
    client = add_client(tx, office.office_id, A)
    comes(tx, "HELP")
    comes(tx, "info ")
    comes(tx, "Aide", opt_out_type="HELP")
    assert said(tx) == [], "Twilio answers its own words"
    told = tx.all("SELECT client_id, ref_id, data FROM event WHERE type = 'CarrierAnswered' ORDER BY seq")
    texts = tx.all("SELECT id FROM message WHERE direction = 'inbound' ORDER BY seq")
    assert [(one["client_id"], one["ref_id"], one["data"]) for one in told] == [
        (client, text["id"], '{"word":"help"}') for text in texts
    ], "and people see that it did"
    for word in ("STOP", "stop", "START", "start"):
        comes(tx, word)
    told = tx.all("SELECT data FROM event WHERE type = 'CarrierAnswered' ORDER BY seq")[len(texts) :]
    assert [one["data"] for one in told] == ['{"word":"stop"}', '{"word":"start"}'], "else it is silent"
    comes(tx, "Help!")
    comes(tx, "HELP", B, answering=BY_US)
    ours = (
        "RISE: we text about appointments, classes and papers. A person answers at 215-555-0100. In danger call 911."
        " In a crisis call or text 988, any hour. Reply STOP to end."
    )
    assert said(tx) == [("help", ours), ("help", ours)], "it does not know *Help!*, nor does it answer for us"
    states = {row[0] for row in tx.all("SELECT state FROM conversation")}
    assert states == {"needs_reply"}, "a person looks at it all the same"
    tx.run("UPDATE client SET language = 'es', is_discreet = 1, status = 'paused' WHERE id = :id", id=client)
    comes(tx, "ayuda")
    words = said(tx)[-1][1]
    assert "mande AYUDA por texto al 988" in words
    assert "RISE" not in words
    midnight = AT + 12 * HOUR
    comes(tx, "HELP", at=midnight, answering=BY_US)
    assert len(leaves(tx, office, midnight)) == 1, "at any hour, also to who is paused; the others are too late"


@pytest.mark.parametrize("word", ["HELP", "INFO", "info.", "AYUDA"])
def test_who_asks_for_help_or_info_hears_who_we_are_a_phone_and_whom_to_call_in_danger_in_their_language(
    tx: Tx, office: SmallOffice, word: str
) -> None:
    rules(tx, phone="215-555-0100")
    english, spanish = add_client(tx, office.office_id, A), add_client(tx, office.office_id, B)
    tx.run("UPDATE client SET language = 'es' WHERE id = :id", id=spanish)
    comes(tx, word, A, answering=BY_US)
    comes(tx, word, B, answering=BY_US)
    assert said(tx) == [
        (
            "help",
            "RISE: we text about appointments, classes and papers. A person answers at 215-555-0100. In danger call"
            " 911. In a crisis call or text 988, any hour. Reply STOP to end.",
        ),
        (
            "help",
            "RISE: escribimos sobre citas, clases y papeles. Una persona contesta en el 215-555-0100. En peligro llame"
            " al 911. En una crisis llame al 988 y oprima 2, o mande AYUDA por texto al 988."
            " Responda STOP para terminar.",
        ),
    ]
    states = tx.all("SELECT id, state FROM conversation")
    assert {row["id"]: row["state"] for row in states} == {english: "needs_reply", spanish: "needs_reply"}


def test_help_is_answered_a_few_times_a_day_and_never_to_who_said_stop_or_to_a_short_code(
    tx: Tx, office: SmallOffice
) -> None:
    for minute in range(10):
        comes(tx, "HELP", at=AT + minute * MINUTE, answering=BY_US)
    assert len(said(tx)) == 3
    comes(tx, "HELP", at=AT + DAY + HOUR, answering=BY_US)
    assert len(said(tx)) == 4
    comes(tx, "HELP", "72345", answering=BY_US)
    comes(tx, "STOP", B)
    comes(tx, "HELP", B, answering=BY_US)
    assert len(said(tx)) == 4


def test_a_stop_is_confirmed_once_and_at_once_and_nothing_else_goes_to_that_number(tx: Tx, office: SmallOffice) -> None:
    add_client(tx, office.office_id, A)
    comes(tx, "STOP")
    assert said(tx) == [], "Twilio confirms it"
    comes(tx, "STOP", B, answering=BY_US)
    comes(tx, "stop", B, answering=BY_US)
    assert said(tx) == [("stop", "RISE: you get no more texts from us. Reply START to get them again.")]
    assert leaves(tx, office) == [said(tx)[0][1]]
    comes(tx, "START", B, answering=BY_US)
    assert [what for what, _ in said(tx)] == ["stop", "start"]
    comes(tx, "alto", B, answering=BY_US)
    assert "Ya no recibe" in said(tx)[-1][1] or "ya no recibe" in said(tx)[-1][1]
    assert leaves(tx, office, AT + 6 * MINUTE) == [], "after five minutes it is confirmed no more"


def test_an_absence_is_told_in_the_caseworkers_words_with_whom_to_call_in_danger(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, A)
    away(tx, office, client, AT + 3 * DAY)
    comes(tx, "Can we meet?")
    told = said(tx)[-1][1]
    assert told.startswith("I am away and will read your text when I am back on Thursday, Nov 26.")
    assert "911" in told
    assert "988" in told
    assert leaves(tx, office) == [told]
    comes(tx, "Hello?", at=AT + HOUR)
    assert len(said(tx)) == 1, "once a day"
    other = add_client(tx, office.office_id, B)
    away(tx, office, other, AT + DAY, en="On leave. Luis answers at 215-555-0101.")
    comes(tx, "hi", B)
    assert said(tx)[-1][1].startswith("On leave. Luis answers at 215-555-0101. In danger call 911.")


@pytest.mark.parametrize(
    "body",
    [
        "STOP",
        "HELP",
        "please stop texting me",
        "who is this, wrong number",
        "I'm driving with Driving Focus turned on. I'll see your message when I get where I'm going.",
        "Automatic reply: out of office until Monday",
        "Respuesta automática: no estoy",
        "Liked “See you there”",
        "ok thank you",
    ],
)
def test_an_absence_is_not_told_to_a_machine_nor_to_who_wants_no_texts(tx: Tx, office: SmallOffice, body: str) -> None:
    client = add_client(tx, office.office_id, A)
    away(tx, office, client, AT + 3 * DAY)
    comes(tx, body)
    assert [what for what, _ in said(tx) if what == "away"] == []


@pytest.mark.parametrize("way", ["they said STOP", "only the number is closed"])
def test_an_absence_is_not_told_to_who_said_stop_before_and_now_asks_something(
    tx: Tx, office: SmallOffice, way: str
) -> None:
    client = add_client(tx, office.office_id, A)
    away(tx, office, client, AT + 3 * DAY)
    if way == "they said STOP":
        comes(tx, "STOP")
    else:
        put_consent(tx, office.office_id, A, None, "opted_out")
    comes(tx, "Can we meet?", at=AT + MINUTE)
    assert said(tx) == []
    comes(tx, "START", at=AT + 2 * MINUTE)
    comes(tx, "Can we meet?", at=AT + 3 * MINUTE)
    assert [what for what, _ in said(tx)] == ["away"], "who wants texts again is told"


def test_an_absence_is_not_told_where_somebody_reads_it(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, A)
    away(tx, office, client, AT + DAY)
    comes(tx, "before", at=AT - 2 * HOUR)
    tx.run("UPDATE client SET status = 'paused'")
    comes(tx, "in custody")
    tx.run("UPDATE client SET status = 'open'")
    tx.run("UPDATE holding SET is_confirmed = 0")
    comes(tx, "perhaps a stranger")
    tx.run("UPDATE holding SET is_confirmed = 1")
    tx.insert(
        "access",
        office_id=office.office_id,
        id=new_id(),
        caseworker_id="luis",
        client_id=client,
        why="cover",
        from_at=0,
    )
    comes(tx, "covered")
    tx.run("DELETE FROM access")
    comes(tx, "unknown number", B)
    comes(tx, "back", at=AT + DAY)
    assert said(tx) == []


def test_who_writes_after_hours_is_told_so_if_the_office_wants_that(tx: Tx, office: SmallOffice) -> None:
    evening = to_ms(datetime(2026, 11, 23, 19, 0, tzinfo=HERE))
    comes(tx, "hi", at=evening)
    assert said(tx) == []
    rules(tx, answers_after_hours=True, after_hours_en="We are back at 9.", holidays=["2026-11-24"])
    comes(tx, "hi", at=evening)
    assert said(tx)[-1][1].startswith("We are back at 9. In danger call 911.")
    comes(tx, "a working day", B, at=AT)
    assert len(said(tx)) == 1
    comes(tx, "a holiday", B, at=AT + DAY)
    assert len(said(tx)) == 2
    add_client(tx, office.office_id, B)
    comes(tx, "are you there", B, at=AT + DAY + HOUR)
    assert len(said(tx)) == 2, "whose the number is was not known then; it was told all the same"


def test_who_speaks_spanish_hears_in_spanish_that_nobody_is_there_and_whom_to_call_in_danger(
    tx: Tx, office: SmallOffice
) -> None:
    crisis = "En peligro llame al 911. En una crisis llame al 988 y oprima 2, o mande AYUDA por texto al 988."
    client = add_client(tx, office.office_id, A)
    tx.run("UPDATE client SET language = 'es'")
    away(tx, office, client, AT + 3 * DAY)
    comes(tx, "¿Nos vemos mañana?")
    rules(tx, answers_after_hours=True)
    evening = to_ms(datetime(2026, 11, 23, 19, 0, tzinfo=HERE))
    comes(tx, "Hola, ¿a qué hora es la clase?", B, at=evening)
    assert said(tx) == [
        ("away", f"No estoy ahora y leeré su texto cuando vuelva, el jueves 26 de nov. {crisis}"),
        ("away", f"Ahora no hay nadie en la oficina. Leeremos su texto en horas de trabajo. {crisis}"),
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(minutes=st.lists(st.integers(0, 4 * 24 * 60), min_size=1, max_size=12).map(sorted))
def test_an_absence_is_told_at_most_once_in_a_day_of_the_office(
    tx: Tx, office: SmallOffice, minutes: list[int]
) -> None:
    """Over the night in which clocks are put back as well."""
    start = to_ms(datetime(2026, 10, 30, 0, 0, tzinfo=HERE))
    tx.connection.execute("SAVEPOINT example")
    try:
        client = add_client(tx, office.office_id, A)
        away(tx, office, client, AT + 30 * DAY)
        tx.run("UPDATE away SET from_at = 0")
        for minute in minutes:
            comes(tx, "are you there", at=start + minute * MINUTE)
        days = [
            from_ms(row["at"]).astimezone(HERE).date()
            for row in tx.all("SELECT at FROM message WHERE automatic = 'away'")
        ]
        assert len(days) == len(set(days))
        assert days, "the first one is told"
    finally:
        tx.connection.execute("ROLLBACK TO example")


def test_an_absence_is_told_once_to_somebody_with_two_numbers(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, A)
    holding = tx.one("SELECT * FROM holding WHERE e164 = :e164", e164=A)
    assert holding is not None
    tx.insert("holding", **{**dict(holding), "e164": B, "field_seqs": {}})
    away(tx, office, client, AT + DAY)
    comes(tx, "Can you call me?")
    comes(tx, "Or write to this one?", B)
    assert [kind for kind, _ in said(tx)] == ["away"]


def test_two_machines_do_not_talk_for_ever(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, A)
    away(tx, office, client, AT + 30 * DAY)
    at = AT
    for _ in range(50):
        comes(tx, "Thank you for your text, it matters to us", at=at)
        leaves(tx, office, at)
        at += 2_000
    assert len(said(tx)) == 1
    comes(tx, "Thank you for your text, it matters to us", at=at + DAY)
    leaves(tx, office, at + DAY)
    comes(tx, "and again", at=at + DAY + timedelta(hours=25) // timedelta(milliseconds=1))
    assert len(said(tx)) == 3


def test_an_answer_never_goes_through_all_texts_of_the_office(tx: Tx, office: SmallOffice) -> None:
    away(tx, office, add_client(tx, office.office_id, A), AT + DAY)
    asked: list[str] = []
    tx.connection.set_trace_callback(asked.append)
    comes(tx, "Can you call me?")
    comes(tx, "HELP", B, answering=BY_US)
    tx.connection.set_trace_callback(None)
    questions = [each for each in asked if each.lstrip().startswith("SELECT")]
    steps = [row["detail"] for each in questions for row in tx.all(f"EXPLAIN QUERY PLAN {each}")]
    assert [kind for kind, _ in said(tx)] == ["away", "help"]
    assert [step for step in steps if "message" in step]
    assert not [step for step in steps if " message" in step and step.endswith("(office_id=?)")]


def test_what_cannot_be_answered_by_itself_is_stored_and_its_word_counts(
    tx: Tx, office: SmallOffice, caplog: pytest.LogCaptureFixture
) -> None:
    tx.run("UPDATE office SET zone = 'Mars/Olympus'")
    away(tx, office, add_client(tx, office.office_id, A), AT + DAY)
    comes(tx, "Can you call me?")
    comes(tx, "STOP", B, answering=BY_US)
    bodies = [row["body"] for row in tx.all("SELECT body FROM message WHERE direction = 'inbound' ORDER BY seq")]
    assert bodies == ["Can you call me?", "STOP"]
    assert tx.one("SELECT 1 FROM consent WHERE e164 = :e164 AND state = 'opted_out'", e164=B)
    assert caplog.messages == ["a text could not be answered by itself: BadTime"]
