"""`rise refused`: what the office did not take, to be looked at, offered again or dropped."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.output import add_output

if TYPE_CHECKING:
    from rise_tui.casework.desk import Desk


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `refused` on the command line."""
    refused = commands.add_parser(
        "refused",
        help="what the office did not take: look, try again, drop",
        epilog="A text that came back stands in its conversation again; one to somebody who is no client of yours any"
        " more stands here. Example: rise refused · rise refused --again ID",
    )
    which = refused.add_mutually_exclusive_group()
    which.add_argument("--again", metavar="ID", help="offer it again, over what stands there now")
    which.add_argument("--drop", metavar="ID", help="forget it")
    add_output(refused)
    refused.set_defaults(run=_refused)


def _refused(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import left_behind, refusals
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import signed_in

    with signed_in() as here:
        if arguments.again or arguments.drop:
            act = refusals.try_again if arguments.again else _drop
            count = act(here.desk, arguments.again or arguments.drop)
            told = f"{count} offered again; run: rise sync" if arguments.again else f"{count} dropped"
            answer({"again" if arguments.again else "dropped": count}, [told], arguments)
            return 0
        found = refusals.refused(here.desk)
        rows = [
            {"write_id": r.write_id, "what": r.what, "name": r.name, "words": r.words, "why": r.why}
            | ({"present": r.present} if r.present else {})
            for r in found
        ]
        gone = [one for one in left_behind.left_behind(here.desk) if one.why]
        texts = [
            {"write_id": one.client_id, "what": "text", "name": "", "words": one.words, "why": one.why} for one in gone
        ]
        lines = []
        for r in found:
            lines.append(f"{r.write_id}  {r.what}{': ' + r.name if r.name else ''}")
            lines += [f"      {part}" for part in (r.words, r.why, r.present and f"now: {r.present}") if part]
        for one in gone:
            lines.append(f"{one.client_id}  a text to somebody who is no client of yours any more")
            lines += [f"      {part}" for part in (one.words, one.why)]
        answer({"refused": [*rows, *texts]}, lines or ["Everything was taken"], arguments)
    return 0


def _drop(desk: "Desk", wanted: str) -> int:
    """Forget it: a wish by its id, or by theirs a text to somebody who has gone. Raises NotFound."""
    from rise_tui.casework import left_behind, refusals
    from rise_tui.domain.errors import NotFound

    try:
        return refusals.drop(desk, wanted)
    except NotFound:
        if all(one.client_id != wanted for one in left_behind.left_behind(desk)):
            raise
    left_behind.drop(desk, wanted)
    return 1
