"""`rise relay carrier check`: is the phone company's account set up for this relay, and who answers STOP and HELP?"""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.relay_writing import asked

if TYPE_CHECKING:
    from rise_tui.relay.carriers.account_check import Expected, Finding, OfficeWords
    from rise_tui.relay.settings import Settings
    from rise_tui.relay.store.account_facts import OfficeFacts
    from rise_tui.relay.store.engine import Tx


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the command below `relay`."""
    carrier = below.add_parser(
        "carrier", help="the phone company's account", epilog="Example: rise relay carrier check"
    )
    commands = carrier.add_subparsers(metavar="COMMAND", title="commands", required=True)
    check = commands.add_parser(
        "check",
        help="ask the account: the key, the numbers, where texts go, who answers STOP and HELP",
        epilog="Nothing is changed and no text is sent. Ends with 1 where something is wrong. Where the phone company "
        "answers HELP, the words to set in its console are printed. "
        "Example: rise relay carrier check",
    )
    check.add_argument("--json", action="store_true", help="as one JSON object")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    import asyncio

    from rise_tui.relay.carriers.account_check import Level
    from rise_tui.relay.settings import load_settings

    settings = load_settings()
    settings.must_serve()
    expected = asked(lambda tx: _expected(tx, settings))
    found = asyncio.run(_ask(settings, expected))
    if arguments.json:
        import json

        print(json.dumps({"findings": [_as_json(one) for one in found]}))
    else:
        signs = {Level.OK: "ok   ", Level.LOOK: "look ", Level.WRONG: "WRONG"}
        for one in found:
            print(f"{signs[one.level]}  {one.title}.{f' {one.next_step}' if one.next_step else ''}")
            print("".join(f"       {words}\n" for words in one.words), end="")
    return 1 if any(one.level is Level.WRONG for one in found) else 0


def _as_json(found: "Finding") -> dict[str, object]:
    return {
        "level": str(found.level),
        "title": found.title,
        "next_step": found.next_step,
        "words": list(found.words),
    }


async def _ask(settings: "Settings", expected: "Expected") -> "list[Finding]":
    from rise_tui.relay.carriers.account_check import check
    from rise_tui.relay.carriers.twilio_asking import TwilioAsking

    account = TwilioAsking(
        settings.twilio_api, settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value()
    )
    try:
        return await check(account, expected)
    finally:
        await account.close()


def _expected(tx: "Tx", settings: "Settings") -> "Expected":
    """What the relay is set to, and what its database knows."""
    from rise_tui.relay.carriers.account_check import Expected
    from rise_tui.relay.store.account_facts import account_facts
    from rise_tui.wire.routes import INBOUND, at_carrier

    facts = account_facts(tx)
    return Expected(
        inbound=settings.public_url + at_carrier(INBOUND, settings.carrier),
        answers_stop=settings.answers_stop,
        numbers=facts.numbers,
        offices=[words_of(office) for office in facts.offices],
        refused=facts.has_refused,
    )


def words_of(office: "OfficeFacts") -> "OfficeWords":
    """What the relay itself would answer to HELP for that office; the carrier has one answer for everybody."""
    from rise_tui.domain.automatic import help_answer
    from rise_tui.relay.carriers.account_check import OfficeWords

    name, rules, is_neutral = office
    answers = [help_answer(rules, name, language, is_discreet=is_neutral) for language in ("en", "es")]
    return OfficeWords(name, rules.phone, answers, is_neutral)
