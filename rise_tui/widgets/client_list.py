"""The list of clients: name, number, language, groups, where they stand, the last contact; columns that never move."""

from typing import Protocol

from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.ages import age
from rise_tui.domain.client_words import language_words, status_mark, status_short, status_words
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge


class ClientLine(Protocol):
    """What a row shows; texts are already safe."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def phone_end(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def status_reason(self) -> str | None: ...
    @property
    def caseworker(self) -> str: ...
    @property
    def groups(self) -> str: ...
    @property
    def is_textable(self) -> bool: ...
    @property
    def last_at(self) -> int: ...
    @property
    def has_refused(self) -> bool: ...


class ClientList(LineList[ClientLine]):
    """One line a client."""

    now: reactive[int] = reactive(0, repaint=False)
    """The time that ages are counted from, in milliseconds; set by the screen."""
    chosen: reactive[frozenset[str]] = reactive(frozenset())
    """Who is selected; set by the screen."""

    def key_of(self, row: ClientLine) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: ClientLine, width: int, *, is_selected: bool) -> Strip:
        """The client's line; below 100 columns the language gives way, below 70 the groups."""
        left = edge(width)
        is_closed = row.status == "closed"
        parts = self.bar(left - 2) if is_selected else []
        if row.client_id in self.chosen:
            parts.append(Part(left - 3, "✓", "accent"))
        name_role = "faint" if is_closed else "bright" if is_selected else "text"
        parts.append(Part(left, cut(self.veil.name(row.name), 22), name_role))
        parts.append(Part(left + 24, f"··{row.phone_end}" if row.phone_end else "", "dim"))
        column = left + 32
        if width >= NARROW:
            parts.append(Part(column, language_words(row.language), "dim"))
            column += 10
        words, role = stands(row, is_short=width < NARROW)
        state_at = width - 34 if width >= NARROW else width - 28
        if width < 70:
            state_at = column
        else:
            parts.append(Part(column, cut(row.groups, max(0, state_at - column - 2)), "dim"))
        parts.append(Part(state_at, cut(words, max(0, width - 10 - state_at)), role))
        if row.last_at:
            parts.append(Part(-3, age(row.last_at, self.now), "dim"))
        return self.line(width, parts, is_selected=is_selected)


def stands(row: ClientLine, *, is_short: bool) -> tuple[str, str]:
    """Where a client stands, in words with their glyph, and the role they are drawn in."""
    glyph, role = status_mark(row.status)
    told = []
    if row.has_refused:
        told.append(say("! not taken"))
    if glyph:
        told.append(f"{glyph} {(status_short if is_short else status_words)(row.status, row.status_reason)}")
    if not row.is_textable:
        told.append(say("✕ said STOP"))
        role = "bad" if row.status != "closed" else role
    if not row.phone_end and row.status != "closed":
        told.append(say("? no number"))
        role = "accent"
    if row.caseworker:
        told.append(say("with {name}", name=row.caseworker))
        role = role if len(told) > 1 else "dim"
    return " · ".join(told), "bad" if row.has_refused else role
