"""Doing what the mark of somebody's last words proposes."""

from rise_tui.screens.person_room import PersonRoom


def propose(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("y")
