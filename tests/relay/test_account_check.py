"""Looking at the carrier's account: the key, our numbers, where their texts go, and who answers STOP and HELP."""

from typing import Any

import httpx

from rise_tui.commands.relay_carrier import words_of
from rise_tui.domain.automatic import help_answer
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.carriers.account_check import Expected, Finding, Level, OfficeWords, check
from rise_tui.relay.carriers.twilio_asking import TwilioAsking
from rise_tui.relay.store.account_facts import account_facts
from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json
from tests.relay.conftest import SmallOffice, add_client

INBOUND = "https://relay.example.org/carriers/twilio/inbound"
OURS, TOLL_FREE, SHORT = "+12155550100", "+18885550100", "72345"


async def findings(*arguments: str, **how: Any) -> list[tuple[Level, str]]:
    """What is found where the account answers so, without the words to set there."""
    return [(one.level, one.title) for one in await asked(*arguments, **how) if not one.words]


async def asked(
    answers_stop: str = "carrier",
    *numbers: str,
    status: int = 200,
    state: str = "active",
    refused: bool = False,
    phone: str = "215-555-0100",
    inbound: str = INBOUND,
    is_neutral: bool = False,
    **number: str,
) -> list[Finding]:
    """The same, each finding whole."""

    def answer(request: httpx.Request) -> httpx.Response:
        if status != 200:
            return httpx.Response(status, json={"code": 20003})
        if request.url.path.endswith("/IncomingPhoneNumbers.json"):
            asked = request.url.params["PhoneNumber"]
            known = {"phone_number": asked, "sms_url": INBOUND, "sms_method": "POST", **number}
            has = [known] if asked in (OURS, TOLL_FREE) else []
            return httpx.Response(200, json={"incoming_phone_numbers": has})
        return httpx.Response(200, json={"status": state})

    account = TwilioAsking("https://api.example.org", "AC1", "secret", transport=httpx.MockTransport(answer))
    offices = [OfficeWords("RISE", phone, ["Call us.", "Llame."], is_neutral)]
    expected = Expected(inbound, answers_stop, numbers or (OURS,), offices, refused)  # type: ignore[arg-type] # a plain word
    found = await check(account, expected)
    await account.close()
    assert all(one.next_step for one in found if one.level is not Level.OK), "each says what to do"
    return found


async def test_an_account_that_is_set_up_well_is_told_so() -> None:
    assert {level for level, _ in await findings()} == {Level.OK}


async def test_what_keeps_texts_from_coming_or_going_is_wrong() -> None:
    assert await findings(status=401) == [(Level.WRONG, "The account refuses this key")]
    assert await findings(status=500) == [(Level.WRONG, "The phone company could not be asked")]
    assert (Level.WRONG, "The account is suspended") in await findings(state="suspended")
    stranger = await findings("carrier", "+12155550199")
    assert (Level.WRONG, "+12155550199 is not a number of this account") in stranger
    astray = (Level.WRONG, f"Texts to {OURS} do not come here")
    assert astray in await findings(sms_url="https://old.example.org/sms")
    assert astray in await findings(sms_method="GET")
    elsewhere = await findings(sms_application_sid="AP1")
    assert (Level.WRONG, f"Texts to {OURS} go to something else at the phone company") in elsewhere


async def test_both_or_nobody_to_answer_stop_is_warned_about() -> None:
    async def warned(answers: str, *numbers: str, refused: bool = False) -> list[str]:
        return [title for level, title in await findings(answers, *numbers, refused=refused) if level is Level.LOOK]

    assert any(title.startswith("Both answer STOP on +1888") for title in await warned("relay", TOLL_FREE))
    assert any(title.startswith("Both answer STOP") for title in await warned("relay", refused=True))
    assert await warned("relay") == ["The relay answers STOP, START and HELP"]
    assert any(title.startswith("Nobody answers STOP") for title in await warned("carrier", SHORT))
    assert await warned("carrier") == []
    phone = [title for level, title in await findings(phone="") if level is Level.LOOK]
    assert phone == ["RISE names no phone that a person answers"]


async def test_where_the_phone_company_answers_help_the_words_to_set_there_are_told() -> None:
    async def told(*arguments: str, is_neutral: bool = False) -> list[Finding]:
        return [one for one in await asked(*arguments, is_neutral=is_neutral) if one.words]

    (finding,) = await told("carrier")
    assert (finding.level, list(finding.words)) == (Level.LOOK, ["Call us.", "Llame."])
    assert "HELP and INFO has no phone, no 911 and no 988" in finding.title
    assert "no office" not in finding.next_step
    (neutral,) = await told("carrier", is_neutral=True)
    assert "They name no office" in neutral.next_step
    assert len(await told("carrier", OURS, SHORT)) == 1
    assert await told("carrier", SHORT) == [], "there nobody answers, and that is told"
    assert await told("relay") == [], "the relay says them itself"


def test_the_words_to_set_there_are_the_relays_own_answer_and_name_no_office_where_others_read(
    tx: Tx, office: SmallOffice
) -> None:
    own = {"phone": "215-555-0100", "help_es": "Llame a Luis."}
    tx.run("UPDATE office SET rules = :rules", rules=to_json(own))
    rules, client = OfficeRules.of(own), add_client(tx, office.office_id, "+12155550142")
    for is_neutral in (False, True):
        tx.run("UPDATE client SET is_discreet = :it WHERE id = :id", it=int(is_neutral), id=client)
        (told,) = (words_of(one) for one in account_facts(tx).offices)
        ours = [help_answer(rules, "RISE", language, is_discreet=is_neutral) for language in ("en", "es")]
        assert told == OfficeWords("RISE", "215-555-0100", ours, is_neutral)
        assert ("RISE" in told.help_answers[0]) is not is_neutral
