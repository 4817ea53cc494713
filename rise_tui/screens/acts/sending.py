"""Sending what was typed to the person who stands in a room."""

from rise_tui.casework import texting
from rise_tui.screens.person_room import PersonRoom


def send(room: PersonRoom, to: str, body: str) -> None:
    """Send these words to them; then the room goes on as it sees fit."""
    if not to or not room.is_done(lambda: texting.send(room.desk, to, body, seen_through=room.pane.seen_through)):
        return
    room.pane.clear()
    room.sent(to)
    if room.pane.client_id == to:
        room.pane.view.action_scroll_bottom()
