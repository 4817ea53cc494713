"""Choosing a saved text."""

from rise_tui.screens.person_room import PersonRoom


def pick_template(room: PersonRoom) -> None:
    """Say that the key does nothing here."""
    room.tell_dead_key("t")
