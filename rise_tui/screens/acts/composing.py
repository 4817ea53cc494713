"""The acts of writing a text to many: whom, when, which saved text, looking it through, and letting it go."""

import asyncio
from dataclasses import replace

from rise_tui.casework import broadcasting, gathering, planning, wording
from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.casework.filled import filled_texts, left_out_lines
from rise_tui.casework.outlook import time_words
from rise_tui.casework.previewing import Preview
from rise_tui.casework.scheduling import Scheduled
from rise_tui.casework.sums import reasons_words, sum_words
from rise_tui.domain.errors import RiseError
from rise_tui.domain.names import kept_name
from rise_tui.domain.say import say
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.patience import in_thread
from rise_tui.screens.room import Room
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.plan_list import veiled


def choose_people(room: BroadcastScreen) -> None:
    """Choose groups, leave out groups, paste a list."""
    from rise_tui.screens.dialogs.people import AudienceDialog

    def chosen(audience: Audience | None) -> None:
        if audience is not None and audience != room.plan.audience:
            room.change(replace(room.plan, audience=audience))

    room.app.push_screen(AudienceDialog(room.plan.audience), chosen)


def rename(room: BroadcastScreen) -> None:
    """Give it a name of its own."""
    from rise_tui.screens.dialogs.edit_field import EditField

    def keep(typed: str) -> str:
        name = kept_name(typed)
        room.change(replace(room.plan, name=name))
        return name

    room.app.push_screen(EditField(say("Called"), room.plan.name, keep, hint=say("Empty: after its people.")))


def read_texts(room: BroadcastScreen) -> None:
    """Page through the filled texts, the heaviest first."""

    def show(ready: Preview) -> None:
        if not ready.weights:
            room.tell(say("There is no text to read yet."), hint=say("choose people, and write something"))
            return
        from rise_tui.screens.dialogs.filled_texts import FilledTextsDialog

        room.app.push_screen(FilledTextsDialog(filled_texts(ready)))

    room.foresight.when_looked(show)


def show_left_out(room: BroadcastScreen) -> None:
    """Who gets nothing, and why."""

    def opened(client_id: str | None) -> None:
        if client_id is not None:
            room.open_client(client_id)

    def show(ready: Preview) -> None:
        if not ready.left_out:
            room.tell(say("Nobody is left out."))
            return
        from rise_tui.screens.dialogs.left_out import LeftOutDialog

        room.app.push_screen(LeftOutDialog(left_out_lines(ready), reasons_words(ready)), opened)

    room.foresight.when_looked(show)


def send_later(room: BroadcastScreen) -> None:
    """Choose when it leaves; where a time is chosen already, the same key takes it off again."""
    if room.plan.not_before_at is not None:
        room.change(replace(room.plan, not_before_at=None))
        room.tell(say("It leaves as soon as it is confirmed."))
        return
    from rise_tui.screens.dialogs.later import LaterDialog

    def chosen(found: Scheduled | None) -> None:
        if found is not None:
            room.change(replace(room.plan, not_before_at=found.at))
            room.tell(say("Leaves {time}, once confirmed.", time=found.words), hint=say("C-o: at once"))

    room.app.push_screen(LaterDialog(say("When it leaves")), chosen)


def pick_template(room: BroadcastScreen) -> None:
    """A saved text into every language that is still empty; into one with words at the cursor."""
    from rise_tui.screens.dialogs.saved_texts import SavedTextsDialog

    def picked(template_id: str | None) -> None:
        if template_id is None:
            return
        try:
            wording.put(room.desk, room.plan, template_id, room.version)
        except RiseError as error:
            room.tell_error(error)
            return
        room.writing.show_draft()
        room.foresight.look()

    rows = wording.saved(room.desk)
    if not rows:
        room.tell(say("There is no template yet."), hint=say("t in a conversation makes one"))
        return
    room.app.push_screen(SavedTextsDialog(rows), picked)


def answer(room: BroadcastScreen, asked: DraftArea.Asked) -> None:
    """Do what a key of the text asks for."""
    if asked.act == "later":
        send_later(room)
    elif asked.act == "template":
        pick_template(room)
    elif asked.act == "plainer":
        from rise_tui.screens.acts.draft_keys import make_plainer

        make_plainer(room, asked.area)
    elif asked.act == "editor":
        from rise_tui.screens.acts.editor import open_editor

        open_editor(room, asked)
    else:
        room.tell(say("A group text takes no photo."), hint=say("send it to each one"))


def throw_away(room: BroadcastScreen) -> None:
    """Forget it, and go; it can be brought back."""
    if room.is_sending:
        room.tell(say("It is just being sent."))
        return
    try:
        label = planning.throw_away(room.desk, room.plan)
    except RiseError as error:
        room.tell_error(error)
        return
    room.leave(is_gone=True)
    _tell_below(room, label)


def ask_to_confirm(room: BroadcastScreen) -> None:
    """Ask for the number of people, if it can be sent as it stands now; the list is bound to what is shown then."""
    ready = room.foresight.ready
    if ready is not None and ready.trouble is not None and not room.is_on_the_move:
        room.tell_unready(ready.trouble)
        return
    from rise_tui.screens.dialogs.confirm import ConfirmDialog

    bound: list[Preview] = []

    def typed(people: int) -> None:
        if bound and not room.is_sending:
            room.is_sending = True
            room.run_worker(_let_go(room, bound[0], people))

    dialog = ConfirmDialog(typed)

    def show(ready: Preview) -> None:
        if dialog.is_left:
            return
        bound.append(ready)
        if ready.trouble is not None:
            dialog.leave()
            room.tell_unready(ready.trouble)
            return
        told = [sum_words(ready)]
        if ready.left_out:
            told.append(say("Left out {count}: {reasons}", count=len(ready.left_out), reasons=reasons_words(ready)))
        if ready.not_before_at is not None:
            told.append(say("Leaves {time}", time=time_words(room.desk, ready.not_before_at)))
        told += [veiled(room.lines.veil, one.words, one.names) for one in room.told_waits]
        dialog.ask(len(ready.recipients), tuple(told))

    room.app.push_screen(dialog)
    room.foresight.when_looked(show, is_new_crowd=True)


async def _let_go(room: BroadcastScreen, ready: Preview, people: int) -> None:
    """Off the loop, for they may be thousands; then to where one sees it go, or back with the trouble."""
    error = await asyncio.to_thread(_confirm, room.desk, ready, people)
    room.is_sending = False
    if error is not None:
        room.tell_error(error)
        room.foresight.look(is_new_crowd=True)
        return
    room.is_gone = room.is_sent = True
    room.go_on()


def _confirm(desk: Desk, ready: Preview, people: int) -> RiseError | None:
    """In a thread: the trouble that was to be expected, if there was one."""
    try:
        with gathering.uncollected():
            in_thread(lambda: broadcasting.confirm(desk, ready, people))
    except RiseError as error:
        return error
    return None


def _tell_below(room: BroadcastScreen, words: str) -> None:
    below = room.app.screen
    if isinstance(below, Room):
        below.tell(words, role="good", hint=say("z takes it back"))
