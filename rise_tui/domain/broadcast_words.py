"""What is said of a broadcast on the screens: how far it is, what becomes of it without you, which keys fit."""

from rise_tui.domain.broadcasts import Version
from rise_tui.domain.client_words import language_words
from rise_tui.domain.say import say, say_many
from rise_tui.domain.tallies import Phase, Standing, Tally

Keys = tuple[tuple[str, str], ...]
"""A key and what it does, in a word or two."""


def version_words(version: Version) -> str:
    """What a version of the text is called: `English`; `Neutral, es` for phones that others read."""
    language = language_words(version.language)
    return say("Neutral, {language}", language=version.language) if version.is_neutral else language


def phase_words(phase: Phase, tally: Tally, leaves: str = "") -> tuple[str, str]:
    """How far it is, and the role in which that is drawn."""
    match phase:
        case Phase.HERE:
            return say("on this machine only"), "accent"
        case Phase.SCHEDULED:
            return say("leaves {time}", time=leaves), "accent"
        case Phase.GOING:
            return say("going out · {left} of {people}", left=tally.left, people=tally.people), "accent"
        case Phase.HELD:
            if not tally.left:
                return say("held"), "accent"
            return say("the rest is held · {left} of {people} left", left=tally.left, people=tally.people), "accent"
        case Phase.PAUSED:
            return say("paused · {left} of {people}", left=tally.left, people=tally.people), "accent"
        case Phase.DROPPED:
            return say("dropped · {left} of {people} had left", left=tally.left, people=tally.people), "dim"
        case Phase.DONE:
            have = tally.of(Standing.DELIVERED) + tally.of(Standing.SENT)
            if have < tally.people:
                return say("done · {have} of {people} have it", have=have, people=tally.people), "accent"
            return say_many("done · {count} person", "done · {count} people", tally.people), "good"
        case Phase.REFUSED:
            return say("not sent"), "bad"


def short_phase(phase: Phase) -> tuple[str, str]:
    """How far it is in a word or two, for a line of the list, and its role."""
    match phase:
        case Phase.HERE:
            return say("here only"), "accent"
        case Phase.SCHEDULED:
            return say("scheduled"), "text"
        case Phase.GOING:
            return say("going out"), "accent"
        case Phase.HELD:
            return say("held"), "accent"
        case Phase.PAUSED:
            return say("paused"), "accent"
        case Phase.DROPPED:
            return say("dropped"), "dim"
        case Phase.DONE:
            return say("done"), "good"
        case Phase.REFUSED:
            return say("not sent"), "bad"


def without_you(phase: Phase) -> str:
    """What becomes of it when one closes the window; empty when nothing more will."""
    match phase:
        case Phase.HERE:
            return say("Only here. If you leave, it goes to the office within 15 minutes, if the line is there.")
        case Phase.SCHEDULED:
            return say("You can close this window: it leaves without you.")
        case Phase.GOING:
            return say("You can close this window: it goes on without you.")
        case Phase.HELD:
            return say("You can close this window: what is held leaves when it may, without you.")
        case Phase.PAUSED:
            return say("You can close this window: it stays paused until you let it go on.")
        case Phase.DROPPED | Phase.DONE | Phase.REFUSED:
            return ""


def drop_question(tally: Tally) -> tuple[str, str]:
    """What is asked before what has not left is dropped: a title and a sentence."""
    title = say_many("Drop {count} text that has not left?", "Drop {count} texts that have not left?", tally.to_come)
    if not tally.left:
        return title, say("Nobody gets anything. This cannot be taken back.")
    words = say_many(
        "{count} person has it already and keeps it. This cannot be taken back.",
        "{count} people have it already and keep it. This cannot be taken back.",
        tally.left,
    )
    return title, words


def dropped(cancelled: int, too_late: int) -> str:
    """What the office answered to dropping: how many were caught, and how many were not."""
    caught = say_many("Dropped: {count} text never left", "Dropped: {count} texts never left", cancelled)
    if not too_late:
        return f"{caught}."
    return caught + say_many("; {count} had left already.", "; {count} had left already.", too_late)


def room_keys(
    phase: Phase,
    tally: Tally,
    *,
    is_at_replies: bool,
    has_replies: bool,
    standing: Standing | None,
    is_left_out: bool,
) -> Keys:
    """The keys that fit now in the room of one broadcast; `standing`: the state whose line is selected."""
    keys: list[tuple[str, str]] = []
    if phase is Phase.REFUSED:
        return (("e", say("edit and send it")), ("b", say("write another")))
    if is_at_replies:
        keys += [("Enter", say("answer")), ("y", say("yes")), ("n", say("no")), ("o", say("other"))]
    else:
        keys.append(("Enter", say("people")))
    if has_replies and not is_at_replies:
        keys.append(("Tab", say("replies")))
    if tally.to_come:
        rest = say("drop the rest") if tally.left else say("drop it")
        keys += [("p", say("go on") if phase is Phase.PAUSED else say("pause")), ("d", rest)]
    if tally.of(Standing.UNKNOWN) and standing is Standing.UNKNOWN:
        keys.append(("=", say("decide")))
    elif tally.may_retry and (standing is Standing.FAILED or not tally.to_come):
        keys.append(("=", say("send again")))
    if is_left_out:
        keys.append(("w", say("left out")))
    if not tally.to_come:
        keys.append(("e", say("write it again")))
    keys += [("v", say("texts")), (">", say("export"))]
    return tuple(keys)


def notes() -> tuple[str, ...]:
    """What else to know beside the keys, a sentence each."""
    return (
        say(
            "A reply is what somebody writes after this text reached them, until our next text to them, for seven days."
            " Its last yes or no counts; what says both, sounds like STOP or is urgent is other. y n o correct it."
        ),
        say(
            "What you sort is kept on this machine; everything else is at the office, and goes on without this window."
        ),
    )


def list_keys(*, is_draft: bool) -> Keys:
    """The keys that fit in the list of broadcasts."""
    opened = say("go on writing") if is_draft else say("open")
    return (("Enter", opened), ("b", say("new")), ("#", say("groups")))


def writing_keys(*, is_typing: bool) -> Keys:
    """The keys that fit while a text to many is written: in the text, or at what there is to decide."""
    if is_typing:
        words = (("C-d", say("send")), ("C-r", say("template")), ("C-o", say("later")), ("C-g", say("plainer")))
        return (*words, ("Esc", say("back")))
    steps = (("e", say("change")), ("r", say("write")), ("v", say("texts")), ("w", say("left out")))
    sends = (("C-d", say("send")), ("t", say("template")), ("C-o", say("later")), ("d", say("throw away")))
    return (*steps, *sends)


def empty_list() -> tuple[str, Keys]:
    """What stands where no broadcast has ever gone out, and what one can do."""
    return say("No text has gone to many yet."), (("b", say("write one")), ("#", say("make a group first")))
