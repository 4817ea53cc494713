"""How a command does something that becomes a wish: it does it, lets it out, and says whether the office has it."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.output import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rise_tui.commands.signed_in import SignedIn


def acted(here: "SignedIn", arguments: argparse.Namespace, kind: str, act: "Callable[[], str]") -> int:
    """Do it, let it out, and say what was done. `kind`: of the wish. Raises Refused when the office said no."""
    from rise_tui.casework.wishing import is_accepted
    from rise_tui.commands.signed_in import carry

    label = act()
    with here.desk.store.reading() as session:
        made = [one.wish.write_id for one in here.desk.store.outbox.list(session) if one.wish.kind == kind]
    with carry(here, lambda: all(is_accepted(here.desk, write_id) for write_id in made)) as is_there:
        state = "accepted" if is_there else "queued"
        answer({"done": label, "state": state}, [f"{label}." if is_there else f"{label}; it waits here."], arguments)
    return 0
