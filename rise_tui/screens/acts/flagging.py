"""Flagging somebody, and taking the flag off."""

from rise_tui.casework import triage
from rise_tui.screens.person_room import PersonRoom


def flag(room: PersonRoom) -> None:
    """Flag the person; who is flagged is so no longer."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    is_flagged = triage.is_flagged(room.desk, client_id)
    if room.is_done(lambda: triage.flag(room.desk, client_id, is_flagged=not is_flagged)):
        room.show()
        room.tell_latest()
