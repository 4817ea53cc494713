"""Putting a conversation away for a while."""

from rise_tui.screens.person_room import PersonRoom


def snooze(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("s")
