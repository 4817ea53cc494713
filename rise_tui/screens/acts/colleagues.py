"""Acts on colleagues: covers planned and ended, what is open gone through, words dropped, machines locked and wiped."""

from collections.abc import Callable

from rise_tui.casework import colleagues, covering, grouping, left_behind, refusals, signed_in_devices
from rise_tui.casework.colleagues import Colleague
from rise_tui.domain.clock import to_ms
from rise_tui.domain.errors import RiseError
from rise_tui.domain.hours import echo, when
from rise_tui.domain.say import say, say_many
from rise_tui.screens.acts.picking import pick_colleague
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.colleagues import ColleaguesDialog
from rise_tui.screens.dialogs.cover import CoverDialog, Planned, Whom
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.dialogs.note import NoteDialog
from rise_tui.screens.room import Room

LETTERS = "abcdefghijklmnoprstuvwxy"
"""With which one of those who wait is chosen."""
MOST = 15
"""So many of them have room on a small screen; all stand in the inbox, where they need a reply."""


def show_colleagues(room: Room) -> None:
    """Who covers for whom, and the machines that are signed in."""

    def opened(client_id: str | None) -> None:
        if client_id is not None:
            room.open_client(client_id)

    room.app.push_screen(ColleaguesDialog(), opened)


def keep(page: ColleaguesDialog, act: Callable[[], str]) -> None:
    """Do it and say so; a trouble that was to be expected is told, and nothing is changed."""
    try:
        label = act()
    except RiseError as error:
        page.tell_error(error)
        return
    page.tell_done(label)


def plan(page: ColleaguesDialog) -> None:
    """Ask for whom (a supervisor), who covers, and from when until when."""
    desk = page.desk
    if colleagues.is_administrator(desk):
        page.tell(say("Whoever sees to clients plans who covers."))
        return
    with desk.store.reading() as session:
        may_all = colleagues.is_supervisor(desk, session)
    everybody = colleagues.colleagues(desk, with_me=True)
    me = next((one for one in everybody if one.is_me), None)

    def of_chosen(of: Colleague | None) -> None:
        if of is None:
            return
        title = say("Who covers for you?") if of.is_me else say("Who covers for {name}?", name=of.name)
        others = [one for one in everybody if one.caseworker_id != of.caseworker_id]
        pick_colleague(page.app, title, others, lambda by: _when(page, of, by))

    if may_all or me is None:
        pick_colleague(page.app, say("Who is to be covered?"), everybody, of_chosen)
    else:
        of_chosen(me)


def _when(page: ColleaguesDialog, of: Colleague, by: Colleague | None) -> None:
    if by is None:
        return
    desk = page.desk
    every = say("All clients of yours") if of.is_me else say("All clients of {name}", name=of.name)
    groups = [Whom(one.group_id, say("Of {group} only", group=one.name)) for one in grouping.groups(desk)]
    who = say("You cover for {of}", of=of.name) if by.is_me else say("{by} covers for {of}", by=by.name, of=of.name)
    if of.is_me:
        who = say("{by} covers for you", by=by.name)

    def planned(one: Planned) -> str:
        return covering.plan(
            desk,
            by.caseworker_id,
            one.until_at,
            of_caseworker_id=of.caseworker_id,
            from_at=one.from_at,
            group_id=one.group_id,
            note=one.note,
        )

    page.app.push_screen(CoverDialog(who, [Whom(None, every), *groups], planned), page.tell_done)


def set_end(page: ColleaguesDialog, cover_id: str) -> None:
    """Type when it is to end."""
    desk = page.desk

    def kept(typed: str) -> str:
        return covering.set_end(desk, cover_id, to_ms(when(typed, desk.clock.now(), desk.zone)))

    def told(typed: str) -> str:
        now = desk.clock.now()
        return echo(when(typed, now, desk.zone), desk.zone, now)

    hint = say("fri 17:00, 2 dec 9, in 3 days")
    page.app.push_screen(EditField(say("Until when?"), "", kept, hint=hint, echo=told), page.tell_done)


def go_through(page: ColleaguesDialog, cover_id: str) -> None:
    """Who still waits since that cover: a letter opens the conversation. It is read with that."""
    summary = next((one for one in covering.summaries(page.desk) if one.cover_id == cover_id), None)
    if summary is None:
        return
    covering.mark_read(page.desk, cover_id)
    page.show()
    if not summary.waiting:
        page.tell(say("Nobody waited when {name}'s cover ended.", name=summary.by_name))
        return
    waiting = zip(LETTERS, summary.waiting[:MOST], strict=False)
    choices = [Choice(letter, page.rise.veil.name(one.name), one.client_id) for letter, one in waiting]
    more = len(summary.waiting) - len(choices)
    says = say_many("{count} more waits: see the inbox", "{count} more wait: see the inbox", more) if more else ""

    def chosen(client_id: str | None) -> None:
        if client_id is not None:
            page.dismiss(client_id)

    page.app.push_screen(Choose(say("Who waited when it ended"), choices, says=says), chosen)


def lock(page: ColleaguesDialog, device_id: str) -> None:
    """Ask, then lock the machine."""
    told = say("Nothing can be read there until somebody signs in anew. What waits there to go out stays.")
    _ask(page, device_id, lambda name: say("Lock {name}?", name=name), say("lock it"), told, is_wiped=False)


def wipe(page: ColleaguesDialog, device_id: str) -> None:
    """Ask, then let the machine delete everything."""
    told = say("All of the office's is deleted there, also what waits there to go out. It cannot be brought back.")

    def question(name: str) -> str:
        return say("Delete everything on {name}?", name=name)

    _ask(page, device_id, question, say("delete everything there"), told, is_wiped=True)


def _ask(
    page: ColleaguesDialog, device_id: str, question: Callable[[str], str], yes: str, told: str, *, is_wiped: bool
) -> None:
    machine = page.machine(device_id)
    if machine is None:
        return
    name = machine.name or say("this machine")
    if machine.is_this:
        told = say("It is the one at which you sit. {told}", told=told)
    choices = [Choice("n", say("leave it"), ""), Choice("y", yes, "yes")]

    def chosen(answer: str | None) -> None:
        if answer:
            keep(page, lambda: signed_in_devices.take_back(page.desk, device_id, is_wiped=is_wiped))

    page.app.push_screen(Choose(question(name), choices, says=told), chosen)


def drop(page: ColleaguesDialog, key: str) -> None:
    """What was half written to somebody who went, or about them, is not wanted any more."""
    keep(page, lambda: left_behind.drop(page.desk, key))


def read_note(page: ColleaguesDialog, client_id: str) -> None:
    """All of a note that was half written about somebody who went."""
    page.app.push_screen(NoteDialog(client_id, say("somebody who has gone"), has_gone=True))


def drop_note(page: ColleaguesDialog, write_id: str) -> None:
    """Ask, then forget a note that the office did not take."""
    choices = [Choice("n", say("leave it"), ""), Choice("y", say("forget it"), "yes")]

    def forget() -> str:
        refusals.drop(page.desk, write_id)
        return say("The note is forgotten")

    def chosen(answer: str | None) -> None:
        if answer:
            keep(page, forget)

    told = say("It stands nowhere else, and cannot be brought back.")
    page.app.push_screen(Choose(say("Forget this note?"), choices, says=told), chosen)
