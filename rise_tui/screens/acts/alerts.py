"""Saying how one wants to be told while rise is closed."""

from rise_tui.screens.dialogs.alerts import AlertsDialog
from rise_tui.screens.room import Room


def ask_alerts(room: Room) -> None:
    """Ask where to, when, and how often at most."""

    def decided(label: str | None) -> None:
        if label is not None:
            room.tell(label)

    room.app.push_screen(AlertsDialog(), decided)
