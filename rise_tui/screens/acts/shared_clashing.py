"""Settling what of a group or a template was not taken: mine, theirs, or written again on the sight of theirs."""

from collections.abc import Callable

from rise_tui.casework import shared_clashes
from rise_tui.casework.clashes import Clash
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import RiseError
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.dialogs.clash import ClashDialog


def settle(
    place: AtDesk,
    clash: Clash,
    *,
    done: Callable[[str], None],
    failed: Callable[[RiseError], None],
    again: Callable[[], None],
) -> None:
    """Show both, and do what is chosen: `done` is told what was done, `again` opens what stands there now."""

    def chosen(how: str | None) -> None:
        if how is None:
            return
        try:
            label = _settled(place.desk, clash, how)
        except RiseError as error:
            failed(error)
            return
        if how == "edit":
            again()
        else:
            done(label)

    place.app.push_screen(ClashDialog(clash), chosen)


def _settled(desk: Desk, clash: Clash, how: str) -> str:
    if how == "mine":
        return shared_clashes.keep_mine(desk, clash.write_id)
    return shared_clashes.take_theirs(desk, clash.write_id)
