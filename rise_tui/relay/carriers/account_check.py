"""Is the carrier's account set up for this relay: the key, our numbers, where their texts go, and who answers STOP?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from rise_tui.relay.carriers.base import AccountStopped, NotTold

_TOLL_FREE = ("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888")


class Level(StrEnum):
    """How a finding is meant: `wrong` keeps texts from coming or going, `look` wants a person's eyes."""

    OK = "ok"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do about it; no secret and no client's number stands in it."""

    level: Level
    title: str
    next_step: str = ""
    words: Sequence[str] = ()
    """What to set there, to be copied as it stands."""


@dataclass(frozen=True, slots=True)
class NumberThere:
    """One of our numbers, as the carrier has it: where it posts what comes in, and how."""

    sms_url: str = ""
    sms_method: str = "POST"
    is_elsewhere: bool = False
    """an application or a service of the carrier's takes its texts, not that address"""


class Account(Protocol):
    """What is asked of a carrier."""

    async def account_status(self) -> str:
        """The account's state, in the carrier's word. Raises NotTold, AccountStopped."""
        ...

    async def number_there(self, e164: str) -> NumberThere | None:
        """The number as the account has it; None: it is not one of the account's. Raises NotTold, AccountStopped."""
        ...


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """How an office answers HELP: the phone at which a person answers, and the answer in each language.

    `is_neutral`: it names no office, as others read the phone of some clients.
    """

    name: str
    phone: str
    help_answers: Sequence[str]
    is_neutral: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What the relay is set to. `inbound`: where texts are to be posted; `refused`: the carrier itself has refused a
    text to somebody for STOP."""

    inbound: str
    answers_stop: Literal["carrier", "relay"]
    numbers: Sequence[str]
    offices: Sequence[OfficeWords]
    refused: bool = False


async def check(account: Account, expected: Expected) -> list[Finding]:
    """Look at everything that the carrier tells; the first trouble with the account itself ends it."""
    found: list[Finding] = []
    try:
        status = await account.account_status()
        if status != "active":
            found.append(Finding(Level.WRONG, f"The account is {status}", "Nothing can leave. See the console."))
        else:
            found.append(Finding(Level.OK, "The account's key is right, and the account is active"))
        for e164 in expected.numbers:
            found += _of_number(e164, await account.number_there(e164), expected)
    except AccountStopped:
        step = "Set RISE_RELAY_TWILIO_ACCOUNT_SID and RISE_RELAY_TWILIO_AUTH_TOKEN again."
        return [*found, Finding(Level.WRONG, "The account refuses this key", step)]
    except NotTold:
        step = "Look at RISE_RELAY_TWILIO_API and at the way out of this machine."
        return [*found, Finding(Level.WRONG, "The phone company could not be asked", step)]
    if not expected.inbound.startswith("https://"):
        found.append(Finding(Level.LOOK, "RISE_RELAY_PUBLIC_URL is not https", "Texts could be read on their way."))
    return found + _of_answers(expected)


def _of_number(e164: str, there: NumberThere | None, expected: Expected) -> list[Finding]:
    if there is None and len(e164) <= 7:
        return [Finding(Level.LOOK, f"{e164} is a short code", "The account does not list those: look in its console.")]
    if there is None:
        return [Finding(Level.WRONG, f"{e164} is not a number of this account", "Buy it there, or take it out.")]
    if there.is_elsewhere:
        step = "Take the number out of the application or service, and name the relay's address."
        return [Finding(Level.WRONG, f"Texts to {e164} go to something else at the phone company", step)]
    if there.sms_url.partition("#")[0] != expected.inbound or there.sms_method != "POST":
        step = f"Let it call {expected.inbound} with HTTP POST."
        return [Finding(Level.WRONG, f"Texts to {e164} do not come here", step)]
    return [Finding(Level.OK, f"Texts to {e164} come here")]


def _of_answers(expected: Expected) -> list[Finding]:
    """Would both answer STOP and HELP, or nobody? The carrier does not tell; what is known of it speaks."""
    found: list[Finding] = []
    is_ours = expected.answers_stop == "relay"
    toll_free = [e164 for e164 in expected.numbers if e164.startswith(_TOLL_FREE)]
    short = [e164 for e164 in expected.numbers if len(e164) <= 7]
    if is_ours and toll_free:
        title = f"Both answer STOP on {', '.join(toll_free)}: for toll-free numbers the network always does"
        found.append(Finding(Level.LOOK, title, "Set RISE_RELAY_ANSWERS_STOP=carrier."))
    elif is_ours and expected.refused:
        title = "Both answer STOP: the phone company has refused texts to somebody who said it"
        found.append(Finding(Level.LOOK, title, "Set RISE_RELAY_ANSWERS_STOP=carrier."))
    elif is_ours:
        title = "The relay answers STOP, START and HELP"
        step = "Twilio does too until its support has turned that off for the account; ask them."
        found.append(Finding(Level.LOOK, title, step))
    if not is_ours and short:
        title = f"Nobody answers STOP and HELP on {', '.join(short)}: Twilio does not for short codes"
        found.append(Finding(Level.LOOK, title, "Set RISE_RELAY_ANSWERS_STOP=relay."))
    elif not is_ours:
        found.append(Finding(Level.OK, "The phone company answers STOP, START and HELP"))
    for office in expected.offices:
        if not office.phone:
            step = "Set it with: rise relay rules set phone 215-555-0100"
            found.append(Finding(Level.LOOK, f"{office.name} names no phone that a person answers", step))
        if not is_ours and len(short) < len(expected.numbers):
            found.append(_words_there(office))
    return found


def _words_there(office: OfficeWords) -> Finding:
    """Where the carrier answers HELP it does so in words of its own until ours are set there; nobody can ask it."""
    title = f"{office.name}: the phone company's own answer to HELP and INFO has no phone, no 911 and no 988"
    step = "Unless its console has them already, set these words there, all in one answer: rise guide administrator."
    if office.is_neutral:
        step += " They name no office, as others read the phones of some clients."
    return Finding(Level.LOOK, title, step, office.help_answers)
