"""What stands in a text's places for the next appointment of whom it goes to, read for thousands at once."""

from collections.abc import Mapping

from rise_tui.casework.desk import Desk
from rise_tui.domain.appointment_values import appointment_values
from rise_tui.store.engine import Session


def next_appointments(desk: Desk, session: Session, is_discreet: Mapping[str, bool]) -> dict[str, dict[str, str]]:
    """The values of those of these clients who have an appointment from now on, their own or a group's, by client.

    `is_discreet`: whose phone others read, by client. The time is by the clock of the office.
    """
    found = desk.store.appointments.following(session, is_discreet.keys(), desk.now)
    made: dict[tuple[str, bool], dict[str, str]] = {}
    told: dict[str, dict[str, str]] = {}
    for client_id, one in found.items():
        key = (one.appointment_id, is_discreet[client_id])
        if key not in made:
            made[key] = appointment_values(one.kind, one.starts_at, one.place, desk.zone, is_discreet=key[1])
        told[client_id] = made[key]
    return told
