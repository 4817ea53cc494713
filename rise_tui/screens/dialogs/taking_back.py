"""Taking back, in a page over a room, what was done there: with papers while it is open, or acts of that place."""

from typing import Any

from rise_tui.casework import undoing
from rise_tui.casework.undoing import IsHere
from rise_tui.domain.errors import RiseError, TooLate
from rise_tui.domain.say import say
from rise_tui.screens import held_key
from rise_tui.screens.dialogs.over import PageOver


def show_undo_here(page: PageOver[Any], is_here: IsHere) -> None:
    """What `z` would take back there, at the right of its status line."""
    latest = undoing.latest_here(page.desk, is_here)
    page.status_line.undo = "" if latest is None else latest.label


def take_back_here(page: PageOver[Any], is_here: IsHere) -> None:
    """Take back what was last done there, and say so; where nothing was, what `z` would take back elsewhere.

    Of a key that is held down the first press alone counts.
    """
    if held_key.is_held(page):
        words, hint = held_key.held_words()
        page.tell(words, hint=hint)
        return
    held_key.pressed(page)
    chosen = undoing.latest_here(page.desk, is_here)
    if chosen is None:
        elsewhere = undoing.latest(page.desk)
        hint = "" if elsewhere is None else say("elsewhere z takes back: {act}", act=elsewhere.label)
        page.tell(say("Nothing to take back here."), hint=hint)
        return
    try:
        undone = undoing.undo(page.desk, chosen)
    except RiseError as error:
        page.tell_error(error)
        return
    if undone is None:
        page.tell(say("That was taken back already, in another window."))
    else:
        page.tell(undone.label, "good")


def take_back_paper(page: PageOver[Any], papers: list[str]) -> bool:
    """Take back what was last done with the last of these papers, and say so on the page; whether it was.

    What is taken back comes off the list, and so does what cannot be any more: the one before is next. Of a key that is
    held down the first press alone counts.
    """
    if held_key.is_held(page):
        words, hint = held_key.held_words()
        page.tell(words, hint=hint)
        return False
    if not papers:
        page.tell(say("Nothing to take back."))
        return False
    try:
        undone = undoing.undo_paper(page.desk, papers[-1])
    except RiseError as error:
        page.tell_error(error)
        held_key.pressed(page)
        if isinstance(error, TooLate):
            papers.pop()
        return False
    held_key.pressed(page)
    papers.pop()
    if undone is not None:
        page.tell(undone.label)
    return True
