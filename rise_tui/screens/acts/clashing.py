"""Settling what of a card was not taken: mine, theirs, or written again on the sight of theirs."""

from rise_tui.casework import clashes
from rise_tui.casework.clashes import Clash
from rise_tui.screens.acts.editing import edit, keep
from rise_tui.screens.card import CardPane
from rise_tui.screens.dialogs.clash import ClashDialog
from rise_tui.screens.room import Room

_FIELD_OF = {
    "first_name": "name",
    "last_name": "name",
    "status_reason": "status",
    "status_until": "status",
    "kind": "papers",
    "period": "papers",
    "note": "papers",
    "is_dismissed": "papers",
    "verified_at": "papers",
}
"""Which field of the card holds what the office calls so."""


def settle_clash(room: Room, pane: CardPane) -> None:
    """Show the oldest one, and do what is chosen."""
    client_id = pane.client_id
    found = clashes.clashes(room.desk, client_id) if client_id is not None else []
    if not found:
        return
    clash = found[0]

    def chosen(how: str | None) -> None:
        if how == "mine":
            keep(room, lambda: clashes.keep_mine(room.desk, clash.write_id))
        elif how == "theirs":
            keep(room, lambda: clashes.take_theirs(room.desk, clash.write_id))
        elif how == "edit":
            _again(room, pane, clash)

    room.app.push_screen(ClashDialog(clash), chosen)


def _again(room: Room, pane: CardPane, clash: Clash) -> None:
    """Theirs stands, and the field is open to be written again."""
    keep(room, lambda: clashes.take_theirs(room.desk, clash.write_id))
    names = [both.field for both in clash.fields]
    if clash.appointment_id:
        edit(room, pane, f"appointment:{clash.appointment_id}")
    elif names:
        edit(room, pane, _FIELD_OF.get(names[0], names[0]))
