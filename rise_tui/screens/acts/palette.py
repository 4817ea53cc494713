"""Every command of the place one is in, found by typing its words."""

from rise_tui.casework import colleagues
from rise_tui.screens.dialogs.palette import Command, PaletteDialog
from rise_tui.screens.room import Room

WITH_TEXTS = (
    "inbox.",
    "client.",
    "broadcasts.",
    "broadcast.",
    "room.broadcasts",
    "room.held",
    "room.away",
    "room.search",
)
"""What is done with texts, by the beginnings of its names: whoever reads none is not offered it."""


def open_palette(room: Room) -> None:
    """Show the commands; the chosen one is done in the place that had the focus."""

    async def act(command: Command | None) -> None:
        if command is not None:
            await room.app.run_action(command.act, command.node)

    place = list((room.focused or room).ancestors_with_self)
    left_out = WITH_TEXTS if colleagues.is_administrator(room.desk) else ()
    room.app.push_screen(PaletteDialog(place, left_out), act)
