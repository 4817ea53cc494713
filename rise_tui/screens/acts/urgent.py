"""What to do when it is urgent."""

from rise_tui.screens.person_room import PersonRoom


def open_urgent(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("exclamation_mark")
