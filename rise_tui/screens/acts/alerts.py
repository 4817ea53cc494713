"""Saying how one wants to be told while rise is closed; and, for a supervisor, who is on call."""

from functools import partial

from rise_tui.casework import undoing
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.alerts import AlertsDialog
from rise_tui.screens.dialogs.on_call import OnCallDialog
from rise_tui.screens.room import Room


def ask_alerts(room: Room) -> None:
    """Ask where to, when, and how often at most."""
    room.app.push_screen(AlertsDialog(partial(ask_on_call, room)), partial(_told, room))


def ask_on_call(room: Room) -> None:
    """Ask who is on call, from when until when."""
    room.app.push_screen(OnCallDialog(), partial(_told, room))


def _told(room: Room, label: str | None) -> None:
    if label is not None:
        latest = undoing.latest(room.desk)  # the same in fewer words: that it can be taken back has room beside it
        room.tell(f"{label if latest is None else latest.label}.", role="good", hint=say("z takes it back"))
