"""A list of one-line rows over a source that gives them in pages: a key repaints two lines, whatever the length."""

from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from rise_tui.domain.half_screens import first_in_view
from rise_tui.widgets.ink import Inked, Part

R = TypeVar("R")
Given = TypeVar("Given", covariant=True)
PAGE = 60
"""Rows fetched at a time."""


class Source(Protocol[Given]):
    """Rows by their place in an order; it may be long, so it is asked for pages."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def page(self, offset: int, limit: int) -> Sequence[Given]:
        """The rows from `offset` on, at most `limit`."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A source that knows where somebody stands without giving all its rows."""

    def place(self, key: str) -> int | None:
        """The place of the row of that key, from 0; None if it is not there."""
        ...


class NoRows(Generic[R]):
    """An empty source."""

    def count(self) -> int:
        """None."""
        return 0

    def page(self, offset: int, limit: int) -> Sequence[R]:
        """Nothing."""
        return ()


class LineList(ScrollView, Inked, Generic[R], can_focus=True):
    """Rows, one selected. Subclasses say what a row looks like and what tells it from others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", id="list.down", tooltip="To the next row.", show=False),
        Binding("k,up", "move(-1)", "Up", id="list.up", tooltip="To the row above.", show=False),
        Binding("g,home", "top", "Top", id="list.top", tooltip="To the first row.", show=False),
        Binding("G,end", "bottom", "Bottom", id="list.bottom", tooltip="To the last row.", show=False),
        Binding("pagedown", "leaf(1)", "Page down", id="list.page-down", tooltip="A screen down.", show=False),
        Binding("pageup", "leaf(-1)", "Page up", id="list.page-up", tooltip="A screen up.", show=False),
        Binding("enter,o", "open", "Open", id="list.open", tooltip="Open what is selected.", show=False),
    ]
    DEFAULT_CSS = """
    LineList { scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }
    """

    selected: reactive[int] = reactive(0, repaint=False)

    class Selected(Message):
        """Another row is selected."""

        def __init__(self, sender: Widget, row: object | None) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> Widget:
            """The list."""
            return self.sender

        def can_replace(self, message: Message) -> bool:
            """Only the newest selection counts."""
            return isinstance(message, LineList.Selected) and message.sender is self.sender

    class Opened(Selected):
        """A row was opened."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._source: Source[R] = NoRows()
        self._pages: dict[int, Sequence[R]] = {}
        self._length = 0
        self._drawn: dict[int, tuple[int, object]] = {}
        """of each line of the view: the place of the row that it shows, and the face that the row had"""
        self.is_chosen = False
        """whether a row was chosen by hand; until then the list may still be filling"""

    def key_of(self, row: R) -> str:
        """What tells a row from others, so that the selection follows it."""
        raise NotImplementedError

    def draw(self, row: R, width: int, *, is_selected: bool) -> Strip:
        """The row's line."""
        raise NotImplementedError

    def face(self, row: R) -> object:
        """What of a row can be seen in its line: while it is equal, the line is not drawn again. None: it always is."""
        return None

    @property
    def length(self) -> int:
        """How many rows there are."""
        return self._length

    @property
    def row(self) -> R | None:
        """The selected row."""
        return self.row_at(self.selected) if self._length else None

    def row_at(self, index: int) -> R | None:
        """The row at that place, fetched with its page; None beyond the end."""
        if not 0 <= index < self._length:
            return None
        start = index - index % PAGE
        if start not in self._pages:
            self._pages[start] = self._source.page(start, PAGE)
        page = self._pages[start]
        return page[index - start] if index - start < len(page) else None

    def show(self, source: Source[R]) -> None:
        """Show this source; the selection stays on the same row if it is still near.

        Where that row has gone, whoever came next to it is selected: nobody is stepped over.
        """
        kept = self.row
        key = None if kept is None else self.key_of(kept)
        following = self._following()
        before, length, top_before = self.selected, self._length, self.scroll_offset.y
        self._source, self._pages, self._length = source, {}, source.count()
        self.virtual_size = Size(self.size.width, self._length)
        place = min(before, max(0, self._length - 1))
        if key is not None:
            place = self._find(key, *following, near=place)
        self.set_reactive(LineList.selected, place)
        top = self.scroll_offset.y
        if place < before and top:  # rows above are gone: the selected one stays where it is on the screen
            self.scroll_to(y=max(0, top - (before - place)), animate=False, force=True, immediate=True)
        self._keep_in_view()
        if (self._length, self.scroll_offset.y) == (length, top_before):
            self.redraw_changed(before)
        else:
            self.refresh()
        now = self.row
        if (None if now is None else self.key_of(now)) != key:
            self.post_message(self.Selected(self, now))

    def select_key(self, key: str) -> bool:
        """Select the row of that key, if there is one; a source that knows places is asked for it."""
        place = self._source.place(key) if isinstance(self._source, Placed) else self._find(key, near=-1)
        if place is None or place < 0:
            return False
        self.selected = place
        return True

    def _following(self) -> list[str]:
        """The keys of the rows below the selected one, as far as they were read."""
        start = self.selected - self.selected % PAGE
        read = (*self._pages.get(start, ())[self.selected - start + 1 :], *self._pages.get(start + PAGE, ()))
        return [self.key_of(row) for row in read]

    def _find(self, key: str, *following: str, near: int) -> int:
        """The place of that row near a place; without it that of the first of the following ones; else `near`."""
        reach = range(max(0, near - PAGE), min(self._length, near + PAGE)) if near >= 0 else range(self._length)
        places: dict[str, int] = {}
        for index in sorted(reach, key=lambda place: abs(place - near)):
            row = self.row_at(index)
            if row is not None and self.key_of(row) == key:
                return index
            if row is not None:
                places[self.key_of(row)] = index
        return next((places[other] for other in following if other in places), near)

    def watch_selected(self, before: int, now: int) -> None:
        """Repaint the two lines that changed."""
        if self._keep_in_view():
            self.refresh()
        else:
            self._refresh_row(before)
            self._refresh_row(now)
        self.post_message(self.Selected(self, self.row))

    def redraw_changed(self, was_selected: int | None = None) -> None:
        """Draw the lines anew whose rows have another face than they were drawn with, or are selected or no longer."""
        top = self.scroll_offset.y
        for y in range(self.size.height):
            row = self.row_at(top + y)
            face = None if row is None else self.face(row)
            drawn = self._drawn.get(y)
            if (row is not None or drawn is not None) and (face is None or drawn != (top + y, face)):
                self._refresh_row(top + y)
        if was_selected not in (None, self.selected):
            self._refresh_row(was_selected)
            self._refresh_row(self.selected)

    def _refresh_row(self, index: int) -> None:
        y = index - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _keep_in_view(self) -> bool:
        """Bring the selected row into view, by half screens."""
        top, height = self.scroll_offset.y, self.size.height
        if not height or top <= self.selected < top + height:
            return False
        wanted = first_in_view(top, self.selected, height, self._length)
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return True

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the selected row."""
        x, y = self.region.offset
        return Offset(x, y + max(0, self.selected - self.scroll_offset.y))

    def bar(self, column: int) -> list[Part]:
        """What stands before the selected row: amber where the focus is, dim beside it, nothing under a dialog."""
        if not self.is_open_to_keys:
            return []
        return [Part(column, "▌", "accent" if self.has_focus else "dim")]

    def redraw_bar(self) -> None:
        """A dialog lies over the room, or no longer."""
        self._refresh_row(self.selected)

    def on_focus(self) -> None:
        """The selection is drawn as active."""
        self._refresh_row(self.selected)

    def on_blur(self) -> None:
        """The selection is drawn as not active."""
        self._refresh_row(self.selected)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the selected row in view."""
        self.virtual_size = Size(event.size.width, self._length)
        self._keep_in_view()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line at that height."""
        width = self.size.width
        index = y + self.scroll_offset.y
        row = self.row_at(index)
        if row is None:
            self._drawn.pop(y, None)
            return Strip.blank(width, self.rich_style)
        self._drawn[y] = (index, self.face(row))
        return self.draw(row, width, is_selected=index == self.selected)

    def action_move(self, step: int) -> None:
        """Select the row `step` below."""
        self.is_chosen = True
        if self._length:
            self.selected = min(max(0, self.selected + step), self._length - 1)

    def action_top(self) -> None:
        """Select the first row."""
        self.is_chosen = True
        self.selected = 0

    def action_bottom(self) -> None:
        """Select the last row."""
        self.is_chosen = True
        self.selected = max(0, self._length - 1)

    def action_leaf(self, step: int) -> None:
        """Select a row one screen away."""
        self.action_move(step * max(1, self.size.height - 1))

    def action_open(self) -> None:
        """Open the selected row."""
        row = self.row
        if row is not None:
            self.post_message(self.Opened(self, row))
