"""The six stops of the tour: what each says, step by step, and by what it is seen that the step was done."""

from collections.abc import Callable
from dataclasses import dataclass

from rise_tui.casework import touring, undoing
from rise_tui.casework.touring import Led
from rise_tui.domain.say import say
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.broadcasts import BroadcastsScreen
from rise_tui.screens.clients import ClientsScreen
from rise_tui.screens.dialogs.file_photo import FilePhotoDialog
from rise_tui.screens.dialogs.people import AudienceDialog
from rise_tui.screens.dialogs.saved_texts import SavedTextsDialog
from rise_tui.screens.dialogs.search import SearchDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.sending import SendingScreen
from rise_tui.screens.tour_sight import Sight, Whom
from rise_tui.widgets.tour_strip import MARK

UNDER_STRIP = (SearchDialog, FilePhotoDialog, AudienceDialog, SavedTextsDialog)
"""Dialogs in which a step is done: the strip stands in them too."""


@dataclass(frozen=True)
class Step:
    """One thing to do: the words, whether it was done, and whether it can be done where one is, else the `way` there.

    What is to be pressed stands between backquotes.
    """

    words: Callable[[Sight], str]
    is_done: Callable[[Sight], bool]
    is_here: Callable[[Sight], bool]
    way: Callable[[Sight], str] = Sight.way_back


@dataclass(frozen=True)
class TourStop:
    """A title and its steps, whom it leads to, and whether it is here that they are looked for."""

    title: str
    steps: tuple[Step, ...]
    whom: Whom | None = None
    is_first: bool = False


def stops() -> tuple[TourStop, ...]:
    """The six stops, in the language that is spoken."""
    return (
        TourStop(say("Who waits"), (_MOVE,), Whom.PLAIN, is_first=True),
        TourStop(say("One key"), (_PROPOSE, _TAKE_BACK), Whom.PLAIN),
        TourStop(say("Answer"), (_REPLY, _SEND, _HELD)),
        TourStop(say("Find"), (_SEARCH, _FOUND), Whom.WITH_PAPER, is_first=True),
        TourStop(say("File a photo"), (_FILE, _FILED), Whom.WITH_PAPER),
        TourStop(say("A group text"), (_BEGIN, _CHOOSE, _PEOPLE, _WRITE, _LOOK)),
    )


def _name(led: Led | None) -> str:
    """Without the sign that stands around keys: whoever has it in their name is no key."""
    return "" if led is None else led.name.replace(MARK, "'")


# who waits


def _move(sight: Sight) -> str:
    return say(
        "Urgent ones stand first, then who has waited longest. `j` goes down, `k` up: go to {name}."
        " The mark on a line says what its text seems to be.",
        name=_name(sight.memory.plain),
    )


_MOVE = Step(_move, lambda sight: sight.is_at(sight.memory.plain), lambda sight: sight.is_in_inbox)


# one key for what is plain


def _plain_way(sight: Sight) -> str:
    if sight.is_in_inbox:
        return say("Go back to {name}: `j` down, `k` up.", name=_name(sight.memory.plain))
    return sight.way_back()


def _propose(sight: Sight) -> str:
    led = sight.memory.plain
    return say(
        "`y` does what the mark proposes; the line of keys says what that is: here “{act}”. Press `y`.",
        act="" if led is None else led.proposal,
    )


def _is_settled(sight: Sight) -> bool:
    led = sight.memory.plain
    return led is not None and not touring.needs_reply(sight.desk, led.client_id)


_PROPOSE = Step(_propose, _is_settled, lambda sight: sight.is_at(sight.memory.plain), _plain_way)


def _take_back(sight: Sight) -> str:
    return say(
        "{name} is off the list: that was all there was to do. `z` takes back what you did last. Press `z`.",
        name=_name(sight.memory.plain),
    )


_TAKE_BACK = Step(_take_back, lambda sight: not _is_settled(sight), lambda sight: sight.is_free)


# answer


def _is_at_somebody(sight: Sight) -> bool:
    return sight.is_free and sight.client_id is not None


def _is_writing(sight: Sight) -> bool:
    room = sight.room
    return isinstance(room, PersonRoom) and room.pane.is_typed_in


_REPLY = Step(
    lambda sight: say("`r` answers: the cursor goes below what was said."),
    _is_writing,
    _is_at_somebody,
)


def _send(sight: Sight) -> str:
    return say(
        "Write a line to {name}. Every letter is kept at once, also if the line drops. `C-d`, Ctrl and d, sends it.",
        name=_name(sight.memory.written_to),
    )


def _is_sent(sight: Sight) -> bool:
    led = sight.memory.written_to
    return led is not None and not _is_writing(sight) and touring.is_written_to(sight.desk, led.client_id)


_SEND = Step(
    _send,
    _is_sent,
    _is_writing,
    lambda sight: say("`r` leads back into the text.") if _is_at_somebody(sight) else sight.way_back(),
)


def _is_out(sight: Sight) -> bool:
    """Taken back, or no longer held."""
    led = sight.memory.written_to
    return led is None or not touring.is_written_to(sight.desk, led.client_id) or undoing.held(sight.desk) is None


_HELD = Step(
    lambda sight: say(
        "It is held for some seconds: `z` takes it back, and the text is a draft again. Press `z`, or let it go out."
    ),
    _is_out,
    lambda sight: sight.is_free,
)


# find


_SEARCH = Step(
    lambda sight: say("`/` looks through names, numbers and every text of eight months. Press `/`."),
    lambda sight: isinstance(sight.screen, SearchDialog),
    lambda sight: sight.is_free and not isinstance(sight.room, ClientsScreen),
)


def _found(sight: Sight) -> str:
    return say(
        "{name} has sent a photo. Type the name, some letters are enough; `↓` chooses, `Enter` opens the conversation.",
        name=_name(sight.memory.paper),
    )


def _is_found(sight: Sight) -> bool:
    return sight.is_at(sight.memory.paper) and not sight.is_in_inbox


_FOUND = Step(
    _found,
    _is_found,
    lambda sight: isinstance(sight.screen, SearchDialog),
    lambda sight: (
        say("`/` once more, then type {name}.", name=_name(sight.memory.paper)) if sight.is_free else sight.way_back()
    ),
)


# a photo into the file


def _is_filed(sight: Sight) -> bool:
    led = sight.memory.paper
    return led is not None and touring.unfiled_of(sight.desk, led.client_id) < sight.memory.unfiled


_FILE = Step(
    lambda sight: say(
        "The photo that {name} sent is not in the file yet. `f` files it.", name=_name(sight.memory.paper)
    ),
    lambda sight: isinstance(sight.screen, FilePhotoDialog) or _is_filed(sight),
    lambda sight: sight.is_at(sight.memory.paper),
    lambda sight: (
        say("Go back to {name}: `/` and the name.", name=_name(sight.memory.paper))
        if sight.is_free
        else sight.way_back()
    ),
)
_FILED = Step(
    lambda sight: say("What it is, and for when, was guessed: a letter or `Tab` changes it. `Enter` files it."),
    _is_filed,
    lambda sight: isinstance(sight.screen, FilePhotoDialog),
    lambda sight: say("`f` opens it again.") if sight.is_at(sight.memory.paper) else sight.way_back(),
)


# a text to many


_BEGIN = Step(
    lambda sight: say("A text to a whole class at once: `b` begins it. Nothing goes out before you say so."),
    lambda sight: sight.is_written_to_many,
    lambda sight: sight.is_free and isinstance(sight.room, PersonRoom),
    lambda sight: (
        say("It is in the file, and the next photo is here already: file it too, or `Esc` leaves it for later.")
        if isinstance(sight.screen, FilePhotoDialog)
        else sight.way_back()
    ),
)


def _again(sight: Sight) -> str:
    return say("`b` begins it again.") if sight.is_free else sight.way_back()


def _kept(sight: Sight) -> str:
    if isinstance(sight.screen, BroadcastsScreen):
        return say("What you began stands here: `Enter` opens it again.")
    return say("What you began is kept under `3`.") if sight.is_free else sight.way_back()


def _has_people(sight: Sight) -> bool:
    return isinstance(sight.screen, BroadcastScreen) and not sight.screen.plan.audience.is_empty


def _has_words(sight: Sight) -> bool:
    return isinstance(sight.screen, BroadcastScreen) and touring.has_words(sight.desk, sight.screen.plan)


_CHOOSE = Step(
    lambda sight: say("The first line says who gets it. `Enter` chooses them."),
    lambda sight: isinstance(sight.screen, AudienceDialog) or _has_people(sight),
    lambda sight: sight.is_written_to_many,
    _again,
)
_PEOPLE = Step(
    lambda sight: say(
        "`j` to a class, `Space` adds everybody in it, `-` leaves a group out. `Enter` when it is right."
    ),
    _has_people,
    lambda sight: isinstance(sight.screen, AudienceDialog),
    lambda sight: say("`Enter` chooses who gets it.") if sight.is_written_to_many else _again(sight),
)
_WRITE = Step(
    lambda sight: say(
        "`t` takes a template, `r` writes the text: {field} in it becomes each one's own name.", field="{first_name}"
    ),
    _has_words,
    lambda sight: sight.is_written_to_many or isinstance(sight.screen, SavedTextsDialog),
    _kept,
)


def _look(sight: Sight) -> str:
    if sight.is_typing:
        return say("Write what you like; below it stands what would come of it. `Esc` when it is written.")
    return say(
        "Below the text: who gets it, who is left out, what it costs. `C-d` would first ask for the number of people."
        " `Esc` leaves it; it is kept under `3`."
    )


_LOOK = Step(
    _look,
    lambda sight: sight.room is not None and not sight.is_written_to_many,
    lambda sight: sight.is_written_to_many or isinstance(sight.screen, SendingScreen),
)
