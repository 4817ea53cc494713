"""Filing the photo or paper that came."""

from rise_tui.screens.person_room import PersonRoom


def file_photo(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("f")
