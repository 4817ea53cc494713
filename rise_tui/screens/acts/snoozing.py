"""Putting a conversation away for a while, or everybody who is selected."""

from rise_tui.casework import proposing, together, triage, waiting
from rise_tui.screens.dialogs.snooze import SnoozeDialog
from rise_tui.screens.person_room import PersonRoom


def snooze(room: PersonRoom) -> None:
    """Ask until when, and put them away: those whom the dialog named, unless they write meanwhile."""
    room.settle()
    client_id = room.client_id
    if room.chosen:
        room.app.push_screen(SnoozeDialog(room.desk, "", len(room.chosen)), lambda at: _all(room, at))
        return
    if client_id is None:
        return
    seen = waiting.seen_through(room.desk, [client_id])

    def until(until_at: int | None) -> None:
        if until_at is not None:
            room.judge(lambda one: triage.snooze(room.desk, one, until_at, seen_through=seen.get(one)), about=client_id)

    room.app.push_screen(SnoozeDialog(room.desk, proposing.name(room.desk, client_id), 0), until)


def _all(room: PersonRoom, until_at: int | None) -> None:
    from rise_tui.screens.acts.selecting import together_in
    from rise_tui.screens.inbox import InboxScreen

    if until_at is not None and isinstance(room, InboxScreen):
        seen = dict(room.selection.seen)
        together_in(room, lambda: together.snooze(room.desk, seen, until_at), list(seen))
