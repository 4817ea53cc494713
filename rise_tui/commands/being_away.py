"""`rise away`: saying that one is away until then, so that whoever writes is told, or that one is back."""

import argparse

from rise_tui.commands.output import add_output, answer


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `away` on the command line."""
    away = commands.add_parser(
        "away",
        help="say that you are away, so that whoever writes is told",
        epilog="Without anything it says whether you are. 911 and 988 are always added to your words. "
        "Example: rise away --until 'mon 9' --words 'I am in training until Monday.'",
    )
    away.add_argument("--until", metavar="WHEN", help="such as: mon 9, 2 dec 9, in 3 days")
    away.add_argument("--from", dest="from_at", metavar="WHEN", help="from when (now)")
    away.add_argument("--words", default="", metavar="TEXT", help="in your words, in English (the usual ones)")
    away.add_argument("--words-es", default="", metavar="TEXT", help="in your words, in Spanish (the usual ones)")
    away.add_argument("--back", action="store_true", help="you are back: it ends now")
    add_output(away)
    away.set_defaults(run=_away)


def _away(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import being_away
    from rise_tui.commands.acted import acted
    from rise_tui.commands.signed_in import catch_up, signed_in
    from rise_tui.domain.clock import to_ms, to_wire
    from rise_tui.domain.errors import BadInput
    from rise_tui.domain.hours import when

    is_setting = bool(arguments.from_at or arguments.words or arguments.words_es)
    if (arguments.back and (arguments.until or is_setting)) or (is_setting and not arguments.until):
        raise BadInput("Until when are you away?", "", "Give --until, or --back alone.")
    with signed_in() as here:
        desk = here.desk
        if arguments.back:
            return acted(here, arguments, "away", lambda: being_away.come_back(desk))
        if arguments.until is None:
            catch_up(here)
            known = being_away.absence(desk)
            told = None if known is None else {"from": to_wire(known.from_at), "until": to_wire(known.until_at)}
            words = "You are not away."
            if known is not None:
                begins = "" if known.has_begun else f" from {' '.join(desk.day_and_time(known.from_at))}"
                words = f"You are away{begins} until {' '.join(desk.day_and_time(known.until_at))}."
            answer({"away": told}, [words], arguments)
            return 0
        now = desk.clock.now()
        until_at = to_ms(when(arguments.until, now, desk.zone))
        from_at = None if arguments.from_at is None else to_ms(when(arguments.from_at, now, desk.zone))
        said = {"words": arguments.words, "words_es": arguments.words_es}
        return acted(here, arguments, "away", lambda: being_away.go_away(desk, until_at, from_at=from_at, **said))
