"""What to do when it is urgent, for any conversation, marked or not."""

from dataclasses import replace

from rise_tui.casework import alarming
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.urgent import UrgentDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.widgets.page_line import StatusLine


def open_urgent(room: PersonRoom) -> None:
    """Show what to do about the person who stands here, and do what is chosen."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    seen_through = room.pane.seen_through

    def chosen(what: str | None) -> None:
        if what in ("tell", "acted"):
            room.rise.typed.hush()
        if what == "text":
            _put_text(room, client_id)
        elif what == "tell" and room.is_done(lambda: alarming.tell_supervisor(room.desk, client_id)):
            room.show()
            room.tell_latest()
        elif what == "acted":
            room.judge(lambda who: alarming.acted(room.desk, who, seen_through), about=client_id)

    try:
        alarm = alarming.alarm(room.desk, client_id)
    except RiseError as error:
        room.tell_error(error)
        return
    name = room.query_one(StatusLine).veil.name(alarm.name)
    room.app.push_screen(UrgentDialog(replace(alarm, name=name)), chosen)


def _put_text(room: PersonRoom, client_id: str) -> None:
    """The crisis text stands in the draft, and one is there: C-d sends it."""
    if room.is_done(lambda: alarming.put_crisis_text(room.desk, client_id)):
        room.reply_to(client_id)
        room.tell(say("The crisis text stands in the draft."), role="accent", hint=say("C-d sends it"))
