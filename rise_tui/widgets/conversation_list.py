"""The inbox's list: who needs a reply, for how long, and the first words of what they wrote."""

from typing import Protocol

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.hours import age
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge

OLD = 24 * 3600_000
"""Milliseconds after which an unanswered text's age is told in the accent colour."""


class ConversationLine(Protocol):
    """What a row shows; texts are already safe."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def is_flagged(self) -> bool: ...
    @property
    def is_urgent(self) -> bool: ...
    @property
    def needs_reply_since_at(self) -> int | None: ...
    @property
    def last_at(self) -> int: ...
    @property
    def last_direction(self) -> str: ...
    @property
    def snippet(self) -> str: ...
    @property
    def unread_count(self) -> int: ...
    @property
    def has_photo(self) -> bool: ...
    @property
    def has_failed(self) -> bool: ...
    @property
    def has_draft(self) -> bool: ...
    @property
    def consent(self) -> str: ...


def mark_words(mark: str) -> tuple[str, str]:
    """How a mark is said in the list, and the role of its row's words."""
    return {
        "urgent": (say("urgent"), "bad"),
        "stop_like": (say("stop?"), "bad"),
        "photo": (say("photo"), "photo"),
        "yes": (say("yes"), "good"),
        "no": (say("no"), "accent"),
        "thanks": (say("thanks"), "faint"),
        "new_number": (say("number"), "accent"),
        "wrong_person": (say("wrong?"), "bad"),
        "other_language": (say("language"), "accent"),
        "failed": (say("failed"), "bad"),
        "draft": (say("draft"), "accent"),
        "stopped": (say("stop"), "bad"),
    }.get(mark, ("", "text"))


class ConversationList(LineList[ConversationLine]):
    """One line a person: name, glyph, age, words, mark; columns that never move."""

    now: reactive[int] = reactive(0, repaint=False)
    """The time that ages are counted from, in milliseconds; set by the screen."""

    def key_of(self, row: ConversationLine) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: ConversationLine, width: int, *, is_selected: bool) -> Strip:
        """The person's line; below 70 columns the mark's word gives way, below 56 the age."""
        left = edge(self.app.size.width)
        glyph, glyph_role = _glyph(row)
        word, role = mark_words(_mark(row))
        since = row.needs_reply_since_at if row.needs_reply_since_at is not None else row.last_at
        is_new = row.unread_count > 0
        parts = []
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent" if self.has_focus else "dim"))
        parts.append(Part(left, cut(row.name, 17), "title" if is_new else "text"))
        parts.append(Part(21, glyph, glyph_role))
        text_at = left + 26
        if width >= 56:
            told = age(since, self.now).rjust(5)
            is_late = row.needs_reply_since_at is not None and self.now - since >= OLD
            parts.append(Part(left + 19, told, "accent" if is_late else "dim"))
        else:
            text_at = left + 20
        word_room = cell_len(word) + 3 if word and width >= 66 else 0
        parts.append(Part(text_at, cut(_words(row), max(0, width - text_at - max(2, word_room))), role))
        if word_room:
            parts.append(Part(-3, word, role))
        return self.line(width, parts, is_selected=is_selected)


def _mark(row: ConversationLine) -> str:
    if row.consent == "opted_out":
        return "stopped"
    if row.has_failed:
        return "failed"
    return row.mark or ("draft" if row.has_draft else "")


def _glyph(row: ConversationLine) -> tuple[str, str]:
    if row.is_urgent:
        return "!", "bad"
    if row.has_failed:
        return "✕", "bad"
    if row.has_photo:
        return "▣", "photo"
    if row.is_flagged:
        return "⚑", "accent"
    if row.has_draft:
        return "✎", "accent"
    return "", "dim"


def _words(row: ConversationLine) -> str:
    words = row.snippet or (say("a photo, no words") if row.has_photo else say("no words"))
    return say("you: {words}", words=words) if row.last_direction == "outbound" and not row.has_failed else words
