"""A new text to someone."""

from rise_tui.screens.person_room import PersonRoom


def write_to(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("c")
