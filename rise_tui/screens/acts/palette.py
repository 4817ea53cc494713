"""Every command of the place one is in, found by typing its words."""

from rise_tui.screens.dialogs.palette import Command, PaletteDialog
from rise_tui.screens.room import Room


def open_palette(room: Room) -> None:
    """Show the commands; the chosen one is done in the place that had the focus."""

    async def act(command: Command | None) -> None:
        if command is not None:
            await room.app.run_action(command.act, command.node)

    room.app.push_screen(PaletteDialog(list((room.focused or room).ancestors_with_self)), act)
