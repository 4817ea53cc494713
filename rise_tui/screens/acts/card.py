"""Opening somebody's card."""

from rise_tui.screens.person_room import PersonRoom


def open_card(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("i")
