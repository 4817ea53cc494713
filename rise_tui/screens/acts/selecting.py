"""Deciding about everybody who is selected, as one act."""

from collections.abc import Callable, Collection

from rise_tui.casework import together, waiting
from rise_tui.casework.together import Together
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.screens.acts.at_length import at_length
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.screens.standing_list import FEW


def choose_all(room: InboxScreen) -> None:
    """Select all shown; when all of them are selected, none."""
    if room.people.length <= FEW:
        _chose(room, waiting.seen_through(room.desk, room.taken_in.client_ids()))
        return

    def look() -> None:
        seen = waiting.seen_through(room.desk, room.taken_in.client_ids())
        room.app.call_from_thread(_chose, room, seen)

    room.run_worker(look, thread=True, group="choose", exclusive=True)


def _chose(room: InboxScreen, seen: dict[str, int]) -> None:
    is_all = bool(seen) and seen.keys() <= set(room.chosen)
    room.selection.take({} if is_all else seen)


def mark_done(room: PersonRoom) -> None:
    """No answer needed by any of the selected."""
    if isinstance(room, InboxScreen) and (seen := to_decide(room)):
        together_in(room, lambda: together.done(room.desk, seen), list(seen))


def to_decide(room: InboxScreen) -> dict[str, int]:
    """Whom of the selected one still decides about, and what of their texts had been seen; empty: nobody, as is told.

    Whom somebody else has seen to meanwhile stays as they have left it.
    """
    if room.selection.is_being_decided:
        return {}  # the same key again: it is under way
    seen = {one: through for one, through in room.selection.seen.items() if one not in room.taken_in.gone}
    if not seen:
        room.selection.take({})
        room.tell(say("Somebody else has seen to them."))
    return seen


def broadcast(room: InboxScreen) -> None:
    """A text to the selected; the urgent ones among them are let go first, and the room one is in then says so."""
    from rise_tui.screens.acts.broadcasting import begin

    def tell(words: str) -> None:
        front = room.app.screen
        if isinstance(front, Room):
            front.call_after_refresh(front.tell, words, role="accent")

    def spared(left: int) -> None:
        begin(room)
        if left:
            words = say_many("{count} urgent one gets no group text.", "{count} urgent ones get no group text.", left)
            room.app.call_later(tell, words)

    _spare_urgent(room, spared)


def _spare_urgent(room: InboxScreen, then: Callable[[int], None]) -> None:
    """Let the urgent ones among the selected go; `then` is told how many that were."""
    seen = dict(room.selection.seen)

    def spared(calm: list[str], left: int) -> None:
        if room.app.screen is not room:
            return  # something else was begun while the worker looked
        if left:
            room.selection.take({one: seen[one] for one in calm})
        then(left)

    if len(seen) <= FEW:
        spared(*together.without_urgent(room.desk, seen))
        return

    def look() -> None:
        calm, left = together.without_urgent(room.desk, seen)
        room.app.call_from_thread(spared, calm, left)

    room.run_worker(look, thread=True, group="choose", exclusive=True)


def group(room: InboxScreen) -> None:
    """Into a group or out of it: the selected without the urgent ones among them, or this one, urgent or not."""
    room.settle()
    if room.chosen:
        _spare_urgent(room, lambda left: _group(room, room.chosen, left))
    elif room.client_id is not None:
        _group(room, (room.client_id,), 0)


def _group(room: InboxScreen, people: Collection[str], left: int) -> None:
    from rise_tui.screens.acts.joining import join

    clients = [client_id for client_id in people if not client_id.startswith("tel:")]
    if clients:
        join(room, clients, left=together.left_words(left))
    elif left and not people:
        room.tell_error(together.only_urgent())
    else:
        room.tell(say("A new number is nobody's yet."), role="bad", hint=say("i says whose it is"))


def together_in(room: InboxScreen, act: Callable[[], Together], client_ids: list[str]) -> None:
    """Do it with many people, in a worker if they are very many; then say what was done and whom it left."""

    def told(worked: Together, gone: list[str] | None = None) -> None:
        room.selection.is_being_decided = False
        room.selection.take({})
        room.acted(client_ids, gone)
        room.tell(worked.words, role="good", hint=say("z takes it back"))

    if len(client_ids) <= FEW // 4:
        try:
            worked = act()
        except RiseError as error:
            room.tell_error(error)
            return
        told(worked)
        return

    def failed(error: RiseError) -> None:
        room.selection.is_being_decided = False
        room.tell_error(error)

    def work() -> tuple[Together, list[str] | None]:
        worked = act()
        try:
            return worked, waiting.no_longer(room.desk, filter_id, client_ids)
        except RiseError:
            return worked, None  # it is done, and never tried again: the room asks by itself

    filter_id = room.filter_id
    room.selection.is_being_decided = True
    at_length(room, len(client_ids), work, lambda both: told(*both), failed)
