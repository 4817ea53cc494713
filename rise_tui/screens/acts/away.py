"""Saying that one is away, or back."""

from rise_tui.screens.dialogs.away import AwayDialog
from rise_tui.screens.room import Room


def ask_away(room: Room) -> None:
    """Ask from when until when, and in which words."""

    def decided(label: str | None) -> None:
        if label is not None:
            room.tell(label)
            room.show_who()

    room.app.push_screen(AwayDialog(), decided)
