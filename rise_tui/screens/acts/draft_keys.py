"""What the keys of a draft do with all of it: send it later, a template, plainer text, a photo, another editor."""

from rise_tui.domain.say import say
from rise_tui.domain.segments import plainer, plainer_changes
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.page_line import StatusLine


def answer(room: PersonRoom, asked: DraftArea.Asked) -> None:
    """Do what was asked for in the draft of a room."""
    if asked.act == "later":
        from rise_tui.screens.acts.sending import send_later

        send_later(room, asked.to, asked.typed)
    elif asked.act == "now":
        from rise_tui.screens.acts.sending import send_now

        send_now(room, asked.to, asked.typed)
    elif asked.act == "template":
        room.action_pick_template()
    elif asked.act == "plainer":
        make_plainer(room, asked.area)
    elif asked.act == "attach":
        attach(room, asked.to)
    elif asked.act == "editor":
        from rise_tui.screens.acts.editor import open_editor

        open_editor(room, asked)


def make_plainer(room: Room, area: DraftArea) -> None:
    """Show what would become plainer; Enter takes it, as one change that can be undone."""
    from rise_tui.screens.dialogs.plainer import PlainerDialog

    body, to = area.text, area.to
    changes = plainer_changes(body)
    if not changes:
        room.tell(say("Nothing here could be plainer."), hint=say("accents are spelling: they stay"))
        return

    def taken(is_taken: bool | None) -> None:
        if is_taken and area.to == to and area.text == body:
            area.write_over(plainer(body))

    room.app.push_screen(PlainerDialog(body, changes), taken)


def attach(room: PersonRoom, to: str) -> None:
    """A photo or PDF that goes with the draft."""
    from rise_tui.screens.dialogs.attach import AttachDialog

    def done(is_changed: bool | None) -> None:
        room.pane.writing.show_attached()

    shown = room.query_one(StatusLine).veil.name(room.pane.writing.name_of_client)
    room.app.push_screen(AttachDialog(to, shown), done)
