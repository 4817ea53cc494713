"""Choosing a saved text for the person who stands in a room: into the draft, or sent at once."""

from rise_tui.casework import drafting, leaving, texting
from rise_tui.domain.errors import Refused, RiseError
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.screens.acts.sending import answered_meanwhile
from rise_tui.screens.dialogs.templates import Picked, TemplatesDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.widgets.page_line import StatusLine


def pick_template(room: PersonRoom) -> None:
    """Open the saved texts; a letter puts one at the cursor of the draft, a capital sends it and goes on."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    standing = leaving.standing(room.desk, client_id)
    if standing.closed:
        why = say("The reason stands above.") if room.pane.display else standing.closed
        room.tell_error(Refused(say("No text may go to them"), "", why))
        room.make_brief()
        return
    seen_through = room.pane.seen_through

    def picked(found: Picked | None) -> None:
        if found is None:
            room.show()
        elif found.is_sent:
            _send(room, client_id, found, seen_through)
        else:
            _put(room, client_id, found)

    shown = room.query_one(StatusLine).veil.name(standing.name)
    room.app.push_screen(TemplatesDialog(client_id, shown), picked)


def _send(room: PersonRoom, client_id: str, found: Picked, seen_through: int) -> None:
    """A text of its own: what stands in the draft stays there. Who has answered them meanwhile is told first, once."""
    if answered := answered_meanwhile(room, client_id):
        room.show()
        room.tell(say("Not sent yet: {words}.", words=answered), role="accent", hint=say("choose it again to send it"))
        return
    leave = room.stepping(client_id)
    was_typing = room.pane.is_typed_in
    if not room.is_done(
        lambda: texting.send(
            room.desk,
            client_id,
            found.body,
            message_id=new_id(),
            seen_through=seen_through,
            template_id=found.template_id,
        )
    ):
        return
    if was_typing:
        room.show()
    else:
        leave()
    room.holding.show()


def _put(room: PersonRoom, client_id: str, found: Picked) -> None:
    """At the cursor, where one goes on typing."""
    pane = room.pane
    if pane.client_id == client_id and pane.is_typed_in and not pane.area.read_only:
        typed = pane.area.typed
        pane.area.put(drafting.apart(typed.body[: min(typed.cursor, typed.anchor)], found.body))
        return
    try:
        drafting.put_at_cursor(room.desk, client_id, found.body)
    except RiseError as error:
        room.tell_error(error)
        return
    room.reply_to(client_id)
