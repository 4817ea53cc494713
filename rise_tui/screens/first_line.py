"""The first line of the day in the status line: how many need a reply, and what their texts seem to be."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.worker import get_current_worker

from rise_tui.casework import taken_over, too_late, waiting
from rise_tui.screens.standing_list import FEW
from rise_tui.widgets.page_line import StatusLine, edge

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList


class FirstLine:
    """Said on arrival; as long as nothing else is told it stands there, and is true."""

    def __init__(self, room: "InboxList") -> None:
        self._room = room
        self._words = ""
        self._may_be_open_again = True
        """whether to look whose pause has left texts that wait: where it had left none, the app tells of the next"""

    def say(self) -> None:
        """Count and tell it, unless something else is told; many people are counted by a worker."""
        if self._room.query_one(StatusLine).happening is not None and not self._is_told:
            return
        if self._room.taken_in.needing <= FEW:
            self._tell(self._morning())
        else:
            self._room.run_worker(self._count, thread=True, group="first line", exclusive=True)

    def hear(self) -> None:
        """Facts have changed: where it still stands there, it is counted anew."""
        if self._is_told or self._is_awaited:
            self.say()

    @property
    def _is_awaited(self) -> bool:
        """Whether there was nobody to count yet, and nothing else has been told."""
        return not self._words and self._room.query_one(StatusLine).happening is None

    @property
    def _is_told(self) -> bool:
        told = self._room.query_one(StatusLine).happening
        return bool(self._words) and told is not None and told.words == self._words

    def _count(self) -> None:
        words = self._morning()
        if not get_current_worker().is_cancelled:
            self._room.app.call_from_thread(self._tell, words)

    def _tell(self, words: str) -> None:
        was_told = self._is_told
        if was_told or self._room.query_one(StatusLine).happening is None:
            self._words = fitting(words, self._room.size.width - edge(self._room.size.width) - 2)
            if words or was_told:
                self._room.tell(self._words, role="text", stays=True)

    def _morning(self) -> str:
        """Who needs one, what there is to know of colleagues, and whose pause has left texts that wait."""
        desk, open_again = self._room.desk, ""
        if self._may_be_open_again:
            open_again = too_late.open_again_words(too_late.open_again(desk))
            self._may_be_open_again = bool(open_again)
        counted = ", ".join(part for part in (waiting.morning(desk), *taken_over.covers_until(desk)) if part)
        return "; ".join(part for part in (*taken_over.at_the_start(desk), open_again, counted) if part)


def fitting(words: str, room: int) -> str:
    """The words up to the last part that has room in so many cells: where they were cut it says so."""
    parts, more = words.split(", "), ["…"]
    if cell_len(words) <= room:
        return words
    while len(parts) > 1 and cell_len(", ".join([*parts, *more])) > room:
        parts.pop()
    return ", ".join([*parts, *more])
