"""Sending what was typed to the person who stands in a room, now or at a time; after a last look at it and at them."""

from collections.abc import Callable

from rise_tui.casework import forecasting, guarding, meanwhile, texting
from rise_tui.casework.scheduling import Scheduled
from rise_tui.domain.held_words import now_reasons
from rise_tui.domain.policy import NowBecause, WhyHeld
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.widgets.draft_area import Typed
from rise_tui.widgets.page_line import StatusLine


def send(room: PersonRoom, to: str, body: str) -> None:
    """Send these words to them; then the room goes on as it sees fit.

    What strikes in them is told first, once, and so is who has answered them meanwhile.
    """
    if not to:
        return
    if _is_looked_at(room, to, body, "C-d"):
        _let_go(room, to, body)


def _is_looked_at(room: PersonRoom, to: str, body: str, key: str) -> bool:
    """Whether nothing strikes, or it was shown already; else it is shown, and `key` again sends it."""
    writing = room.pane.writing
    answered = answered_meanwhile(room, to)
    seen = guarding.seen(room.desk, to, body)
    if not answered and (not seen or writing.is_warned(to, body)):
        return True
    seen = ". ".join(filter(None, (answered, seen)))
    writing.warn(to, body, say("{seen}: {key} again sends it", seen=seen, key=key))
    room.tell(say("Not sent yet."), role="accent", hint=say("{key} again sends it", key=key))
    return False


def answered_meanwhile(room: PersonRoom, to: str) -> str:
    """Who has answered them since one began, in words; told once. Empty: nobody."""
    pane = room.pane
    found = meanwhile.sent(room.desk, to, pane.begun) if to == pane.client_id else None
    if found is None:
        return ""
    pane.begun = found.told(pane.begun)
    return found.words


def send_now(room: PersonRoom, to: str, typed: Typed) -> None:
    """Send it now although it would be held: a reason first, by a letter. What would leave at once anyway is sent."""
    if not to or (not typed.body.strip() and not room.pane.writing.has_attached):
        room.tell(say("There is nothing to send."), hint=say("Write something first"))
        return
    if not _is_looked_at(room, to, typed.body, "C-y"):
        return
    kept = forecasting.kept(room.desk, to)
    if kept is None:
        _let_go(room, to, typed.body)
        return
    if kept.why is WhyHeld.INTRODUCTION:
        room.tell(say("The text before it is undecided."), role="bad", hint=say("= decides about it first"))
        return
    if kept.why is WhyHeld.OFFICE_HOLD:
        room.tell(say("The office has stopped all texts."), role="bad", hint=say("C-d: it waits until they go again"))
        return

    def chosen(because: NowBecause | None) -> None:
        if because is not None:
            _let_go(room, to, typed.body, now_because=because)

    ask_why(room, say("Why does it go now?"), kept.before(room.pane.writing.name_of_client), chosen)


def ask_why(room: Room, title: str, says: str, then: Callable[[NowBecause | None], None]) -> None:
    """Why a text goes whatever the hour: a letter takes a reason; Esc: None."""
    choices = [Choice(key, words, because.value) for key, because, words in now_reasons()]

    def chosen(value: str | None) -> None:
        then(None if value is None else NowBecause(value))

    room.app.push_screen(Choose(title, choices, says=says), chosen)


def send_later(room: PersonRoom, to: str, typed: Typed) -> None:
    """Ask when, and let it leave then."""
    from rise_tui.screens.dialogs.later import LaterDialog

    writing = room.pane.writing
    if not to or (not typed.body.strip() and not writing.has_attached):
        room.tell(say("There is nothing to send."), hint=say("Write something first"))
        return

    def chosen(at: Scheduled | None) -> None:
        if at is not None and _let_go(room, to, typed.body, at=at.at):
            room.tell(say("Leaves {time}: {name}", time=at.words, name=name), role="good", hint=say("z takes it back"))

    name = writing.name_of_client
    warning = ". ".join(filter(None, (answered_meanwhile(room, to), guarding.seen(room.desk, to, typed.body))))
    veil = room.query_one(StatusLine).veil
    title = say("When does it leave? To {name}", name=veil.name(name))
    room.app.push_screen(LaterDialog(title, client_id=to, warning=veil.words(warning)), chosen)


def _let_go(
    room: PersonRoom, to: str, body: str, *, at: int | None = None, now_because: NowBecause | None = None
) -> bool:
    pane = room.pane
    seen = pane.seen_through
    if not room.is_done(
        lambda: texting.send(room.desk, to, body, seen_through=seen, not_before_at=at, now_because=now_because)
    ):
        return False
    pane.clear()
    room.sent(to)
    if pane.client_id == to:
        pane.view.action_scroll_bottom()
    return True
