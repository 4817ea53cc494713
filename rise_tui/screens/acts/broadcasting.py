"""Beginning a text to many."""

from rise_tui.screens.person_room import PersonRoom


def begin(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("b")
