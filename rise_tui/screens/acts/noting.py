"""Writing a note that the client does not see."""

from rise_tui.screens.person_room import PersonRoom


def note(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("m")
