"""Steering a broadcast: pause and go on, drop what has not left, send again, go back to writing."""

from collections.abc import Collection

from rise_tui.casework import recipients, retrying, steering
from rise_tui.casework.retrying import Decision
from rise_tui.domain import broadcast_words
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.domain.tallies import Standing
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.sending import SendingScreen


def pause(room: SendingScreen) -> None:
    """Pause it, or let it go on; that can be taken back."""
    found = room.now()
    if found is None:
        return
    try:
        label = steering.pause(room.desk, room.broadcast_id, is_paused=not found.is_paused)
    except RiseError as error:
        room.tell_error(error)
        return
    _done(room, label)


def ask_to_drop(room: SendingScreen) -> None:
    """Ask, and drop what has not left."""
    found = room.now()
    if found is None:
        return
    if not found.tally.to_come or found.is_dropping:
        words = say("It is being dropped already.") if found.is_dropping else say("All of it has left already.")
        room.tell(words)
        return
    title, says = broadcast_words.drop_question(found.tally)
    choices = (Choice("n", say("no, they shall go"), ""), Choice("d", say("drop them"), "drop"))
    room.app.push_screen(Choose(title, choices, says=says), lambda chosen: _drop(room) if chosen else None)


def _drop(room: SendingScreen) -> None:
    try:
        dropped = steering.drop(room.desk, room.broadcast_id)
    except RiseError as error:
        room.tell_error(error)
        return
    room.tell(dropped.words, role="good" if dropped.is_settled else "dim")
    room.show()


def send_again(room: SendingScreen) -> None:
    """What failed and may work now; or, on the line of those in doubt, what a person decides."""
    found = room.now()
    if found is None:
        return
    row = room.states.row if room.focused is room.states else None
    if row is not None and row.standing is Standing.UNKNOWN and row.count:
        room.find(lambda: _standing_at(room, Standing.UNKNOWN), lambda doubted: decide(room, doubted))
        return
    if not found.tally.may_retry:
        room.tell(say("Nothing of it failed that might work now."))
        return
    title = say_many("Send again to {count} person?", "Send again to {count} people?", found.tally.may_retry)
    says = say("Only where it may work now; the others get nothing.")
    choices = (Choice("n", say("no"), ""), Choice("s", say("send again"), "again"))
    room.app.push_screen(Choose(title, choices, says=says), lambda chosen: retry(room) if chosen else None)


def retry(room: SendingScreen, client_ids: Collection[str] | None = None) -> None:
    """Send it again to these, None: to all for whom it failed; that can be taken back while it is held."""

    def act() -> str:
        whom = _standing_at(room, Standing.FAILED) if client_ids is None else client_ids
        return retrying.retry(room.desk, room.broadcast_id, whom)

    room.find(act, lambda label: _done(room, label))


def _standing_at(room: SendingScreen, standing: Standing) -> Collection[str]:
    """In a thread: who stands there, which may be thousands."""
    return recipients.people(room.desk, room.broadcast_id, standing).client_ids


def _done(room: SendingScreen, label: str) -> None:
    """Something was done that can be taken back."""
    room.tell(label, role="good", hint=say("z takes it back"))
    room.show()


def decide(room: SendingScreen, client_ids: Collection[str]) -> None:
    """Ask what is to become of texts of which nobody can tell whether they left."""
    title = say_many(
        "Perhaps {count} person has it, perhaps not", "Perhaps {count} people have it, perhaps not", len(client_ids)
    )
    says = say("The phone company did not answer. Sent again, somebody may get it twice.")
    choices = (
        Choice("n", say("not now"), ""),
        Choice("s", say("send again"), "send_again"),
        Choice("m", say("count as sent"), "mark_sent"),
    )
    room.app.push_screen(Choose(title, choices, says=says), lambda chosen: _decide(room, client_ids, chosen))


def _decide(room: SendingScreen, client_ids: Collection[str], chosen: str | None) -> None:
    if chosen not in ("send_again", "mark_sent"):
        return
    decision: Decision = "send_again" if chosen == "send_again" else "mark_sent"
    room.find(
        lambda: retrying.decide(room.desk, room.broadcast_id, client_ids, decision), lambda label: _done(room, label)
    )
