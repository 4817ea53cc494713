"""Putting a conversation away for a while, or everybody who is selected."""

from rise_tui.casework import proposing, together, triage, waiting
from rise_tui.screens.acts.selecting import to_decide, together_in
from rise_tui.screens.dialogs.snooze import SnoozeDialog
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.person_room import PersonRoom


def snooze(room: PersonRoom) -> None:
    """Ask until when, and put them away: those whom the dialog named, unless they write meanwhile."""
    room.settle()
    client_id = room.client_id
    if room.chosen and isinstance(room, InboxScreen):
        if seen := to_decide(room):
            room.app.push_screen(SnoozeDialog(room.desk, "", len(seen)), lambda at: _all(room, seen, at))
        return
    if client_id is None:
        return
    seen = waiting.seen_through(room.desk, [client_id])

    def until(until_at: int | None) -> None:
        if until_at is not None:
            room.judge(lambda one: triage.snooze(room.desk, one, until_at, seen_through=seen.get(one)), about=client_id)

    room.app.push_screen(SnoozeDialog(room.desk, proposing.name(room.desk, client_id), 0), until)


def _all(room: InboxScreen, seen: dict[str, int], until_at: int | None) -> None:
    if until_at is not None:
        together_in(room, lambda: together.snooze(room.desk, seen, until_at), list(seen))
