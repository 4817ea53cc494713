"""Looking at the carrier's account: the key, our numbers, where their texts go, and who answers STOP and HELP."""

import httpx

from rise_tui.relay.carriers.account_check import Expected, Level, check
from rise_tui.relay.carriers.twilio_asking import TwilioAsking

INBOUND = "https://relay.example.org/carriers/twilio/inbound"
OURS, TOLL_FREE, SHORT = "+12155550100", "+18885550100", "72345"


async def findings(
    answers_stop: str = "carrier",
    *numbers: str,
    status: int = 200,
    state: str = "active",
    refused: bool = False,
    phone: str = "215-555-0100",
    inbound: str = INBOUND,
    **number: str,
) -> list[tuple[Level, str]]:
    """What is found where the account answers so."""

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
    expected = Expected(inbound, answers_stop, numbers or (OURS,), {"RISE": phone}, refused)  # type: ignore[arg-type] # a plain word
    found = await check(account, expected)
    await account.close()
    assert all(one.next_step for one in found if one.level is not Level.OK), "each says what to do"
    return [(one.level, one.title) for one in found]


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
