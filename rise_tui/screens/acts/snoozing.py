"""Putting a conversation away for a while, or everybody who is selected."""

from rise_tui.casework import proposing, together, triage
from rise_tui.screens.dialogs.snooze import SnoozeDialog
from rise_tui.screens.person_room import PersonRoom


def snooze(room: PersonRoom) -> None:
    """Ask until when, and put them away."""
    room.settle()
    if room.client_id is None and not room.chosen:
        return
    who = "" if room.chosen else proposing.name(room.desk, room.client_id or "")

    def until(until_at: int | None) -> None:
        if until_at is None:
            return
        if room.chosen:
            _all(room, until_at)
        else:
            room.judge(lambda client_id: triage.snooze(room.desk, client_id, until_at))

    room.app.push_screen(SnoozeDialog(room.desk, who, len(room.chosen)), until)


def _all(room: PersonRoom, until_at: int) -> None:
    from rise_tui.screens.acts.selecting import together_in
    from rise_tui.screens.inbox import InboxScreen

    if isinstance(room, InboxScreen):
        people = list(room.chosen)
        together_in(room, lambda: together.snooze(room.desk, people, until_at), people)
