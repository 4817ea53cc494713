"""The inbox's list: who needs a reply, for how long, and the first words of what they wrote."""

from collections.abc import Callable
from typing import Protocol

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.ages import age
from rise_tui.domain.inbox_words import NAME_TO, OLD, Line, glyph, gone_words, last_words, mark_words
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge


class ConversationLine(Line, Protocol):
    """What a row shows; texts are already safe."""

    @property
    def last_at(self) -> int: ...
    @property
    def snoozed_until_at(self) -> int | None: ...


class ConversationList(LineList[ConversationLine]):
    """One line a person: name, glyph, age, words, mark; columns that never move."""

    now: reactive[int] = reactive(0, repaint=False)
    """The time that ages are counted from, in milliseconds; set by the screen."""
    chosen: reactive[frozenset[str]] = reactive(frozenset())
    """Who is selected; set by the screen."""
    gone: reactive[frozenset[str]] = reactive(frozenset())
    """Who has left the list, by somebody else's hand, and still has a row; set by the screen."""
    back_in_words: Callable[[int], str] | None = None
    """Says when somebody who is put away comes back (given in milliseconds); set by the screen that has a calendar."""

    whose: Callable[[str], str] | None = None
    """Says in initials whose client it is, where that is a colleague's; set by the screen while one sees to others'."""

    def key_of(self, row: ConversationLine) -> str:
        """The client."""
        return row.client_id

    def face(self, row: ConversationLine) -> object:
        """The row, whose client it is, and what the time makes of it."""
        since = _since(row)
        is_late = row.needs_reply_since_at is not None and self.now - since >= OLD
        whose = self.whose(row.client_id) if self.whose is not None else ""
        return row, age(since, self.now), is_late, self._back_in_words(row), whose

    def grow_older(self, now: int) -> None:
        """It is so late now (milliseconds): lines are drawn anew whose ages have grown."""
        self.now = now
        self.redraw_changed()

    def _back_in_words(self, row: ConversationLine) -> str:
        """When somebody who is put away comes back; empty for others."""
        until_at = row.snoozed_until_at or 0
        return self.back_in_words(until_at) if self.back_in_words is not None and until_at > self.now else ""

    def draw(self, row: ConversationLine, width: int, *, is_selected: bool) -> Strip:
        """The person's line; below 70 columns the mark's word gives way, below 56 the age."""
        left = edge(self.app.size.width)
        if row.client_id in self.gone:
            return self._draw_gone(row, width, left, is_selected=is_selected)
        sign, sign_role = glyph(row)
        word, role = mark_words(row)
        word_role = role
        if back := self._back_in_words(row):
            word, word_role = back, "dim"
        since = _since(row)
        is_new = row.unread_count > 0
        parts = []
        if is_selected:
            parts += self.bar(left - 2)
        if row.client_id in self.chosen:
            parts.append(Part(left - 3, "✓", "accent"))
        whose = self.whose(row.client_id) if self.whose is not None else ""
        name_room = NAME_TO - left - (cell_len(whose) + 1 if whose else 0)
        parts.append(Part(left, cut(self.veil.name(row.name), name_room), "title" if is_new else "text"))
        if whose:
            parts.append(Part(NAME_TO - cell_len(whose), whose, "dim"))
        parts.append(Part(NAME_TO + 1, sign, sign_role))
        text_at = left + 26
        if width >= 56:
            told = age(since, self.now).rjust(5)
            is_late = row.needs_reply_since_at is not None and self.now - since >= OLD
            parts.append(Part(left + 19, told, "accent" if is_late else "dim"))
        else:
            text_at = left + 20
        word_room = cell_len(word) + 3 if word and width >= 66 else 0
        parts.append(Part(text_at, cut(last_words(row), max(0, width - text_at - max(2, word_room))), role))
        if word_room:
            parts.append(Part(-3, word, word_role))
        return self.line(width, parts, is_selected=is_selected)

    def _draw_gone(self, row: ConversationLine, width: int, left: int, *, is_selected: bool) -> Strip:
        """Somebody who has left the list: it says how they stand, where their words stood."""
        parts = self.bar(left - 2) if is_selected else []
        parts.append(Part(left, cut(self.veil.name(row.name) or "–", NAME_TO - left), "dim"))
        text_at = left + (26 if width >= 56 else 20)
        words = gone_words(row, is_away=(row.snoozed_until_at or 0) > self.now)
        parts.append(Part(text_at, cut(words, max(0, width - text_at - 2)), "dim"))
        return self.line(width, parts, is_selected=is_selected)


def _since(row: ConversationLine) -> int:
    """When what waits for an answer came, in milliseconds; where nothing does, the last text."""
    return row.needs_reply_since_at if row.needs_reply_since_at is not None else row.last_at
