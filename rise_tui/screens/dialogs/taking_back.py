"""Taking back, in a page about papers, what was done with them while it is open."""

from typing import Any

from rise_tui.casework import undoing
from rise_tui.domain.errors import RiseError, TooLate
from rise_tui.domain.say import say
from rise_tui.screens import held_key
from rise_tui.screens.dialogs.over import PageOver


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
