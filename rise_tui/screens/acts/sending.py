"""Sending what was typed to the person who stands in a room, now or at a time; after a last look at it."""

from rise_tui.casework import guarding, texting
from rise_tui.casework.scheduling import Scheduled
from rise_tui.domain.say import say
from rise_tui.screens.person_room import PersonRoom
from rise_tui.widgets.draft_area import Typed
from rise_tui.widgets.page_line import StatusLine


def send(room: PersonRoom, to: str, body: str) -> None:
    """Send these words to them; then the room goes on as it sees fit. What strikes in them is told first, once."""
    if not to:
        return
    writing = room.pane.writing
    seen = guarding.seen(room.desk, to, body)
    if seen and not writing.is_warned(to, body):
        writing.warn(to, body, say("{seen}: C-d again sends it", seen=seen))
        room.tell(say("Not sent yet."), role="accent", hint=say("C-d again sends it"))
        return
    _let_go(room, to, body, None)


def send_later(room: PersonRoom, to: str, typed: Typed) -> None:
    """Ask when, and let it leave then."""
    from rise_tui.screens.dialogs.later import LaterDialog

    writing = room.pane.writing
    if not to or (not typed.body.strip() and not writing.has_attached):
        room.tell(say("There is nothing to send."), hint=say("Write something first"))
        return

    def chosen(at: Scheduled | None) -> None:
        if at is not None and _let_go(room, to, typed.body, at.at):
            room.tell(say("Leaves {time}: {name}", time=at.words, name=name), role="good", hint=say("z takes it back"))

    name = writing.name_of_client
    warning = guarding.seen(room.desk, to, typed.body)
    veil = room.query_one(StatusLine).veil
    title = say("When does it leave? To {name}", name=veil.name(name))
    room.app.push_screen(LaterDialog(title, client_id=to, warning=veil.words(warning)), chosen)


def _let_go(room: PersonRoom, to: str, body: str, not_before_at: int | None) -> bool:
    pane = room.pane
    seen = pane.seen_through
    if not room.is_done(lambda: texting.send(room.desk, to, body, seen_through=seen, not_before_at=not_before_at)):
        return False
    pane.clear()
    room.sent(to)
    if pane.client_id == to:
        pane.view.action_scroll_bottom()
    return True
