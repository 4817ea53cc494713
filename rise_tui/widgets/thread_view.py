"""A conversation: day lines, what they wrote, what we wrote and how it went, and what happened beside it."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rise_tui.domain.pictures import Picture
from rise_tui.widgets.ink import Inked, Part
from rise_tui.widgets.picture_view import row_of
from rise_tui.widgets.said_lines import MEASURE, THEIRS, Said
from rise_tui.widgets.thread_layout import ThreadLayout


class ThreadView(ScrollView, Inked, can_focus=True):
    """The texts of one conversation, the newest at the bottom: right above where one answers it.

    One of them is chosen: the keys about a text are about that one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", id="thread.down", tooltip="The next text.", show=False),
        Binding("k,up", "move(-1)", "Up", id="thread.up", tooltip="The text before.", show=False),
        Binding(
            "g,home", "scroll_top", "Top", id="thread.top", tooltip="To the oldest text; again for older.", show=False
        ),
        Binding("G,end", "scroll_bottom", "Bottom", id="thread.bottom", tooltip="To the newest text.", show=False),
        Binding("pagedown", "leaf(1)", "Page down", id="thread.page-down", tooltip="A screen down.", show=False),
        Binding("pageup", "leaf(-1)", "Page up", id="thread.page-up", tooltip="A screen up.", show=False),
    ]
    DEFAULT_CSS = "ThreadView { scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }"

    class EarlierWanted(Message):
        """Somebody is at the oldest text that is loaded, and wants to go further up."""

    class LaterWanted(Message):
        """Somebody is at the newest text that is loaded, which is not the newest there is."""

    class NewestWanted(Message):
        """Somebody wants to be at the newest text, which is not loaded."""

    class NewBelow(Message):
        """How many unread texts stand further down than what is shown; 0: none. `has_more`: there may be others."""

        def __init__(self, count: int, *, has_more: bool) -> None:
            super().__init__()
            self.count = count
            self.has_more = has_more

        def can_replace(self, message: Message) -> bool:
            """The newest count is the one that holds."""
            return isinstance(message, ThreadView.NewBelow)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chosen = ""
        """The id of the text that the keys are about; empty where nothing was said."""
        self._texts = ThreadLayout()
        self._hit: str | None = None
        self._has_more = False
        self._has_later = False
        self._below = 0
        self._owed = 0
        """the step that was asked for where nothing was loaded yet"""
        self._is_at_end = True
        """whether the last line is in view: it stays there when the place where one types grows"""
        self._is_unplaced = False
        """whether something was shown before it was known how much of it can be seen"""
        self._new = frozenset[str]()
        """the unread texts that had not been laid out here before"""

    # what is shown

    def show(
        self,
        said: Sequence[Said],
        *,
        hit: str | None = None,
        is_other: bool = False,
        has_more: bool = False,
        has_later: bool = False,
    ) -> None:
        """Show these texts. The place stays unless it was the end, or `is_other` (another conversation), or a `hit`.

        `hit` is the message that was searched for: it is marked, and on arrival brought into view. `has_more` and
        `has_later`: older and newer texts are there that are not among these.
        """
        was_at_end = is_other or (self._is_at_end and not self._has_later)
        kept = self._texts.first_from(self.scroll_offset.y)
        stood_here = self._texts.ids() if not is_other else frozenset[str]()
        self._hit, self._has_more, self._has_later = hit, has_more, has_later
        self._new = frozenset(one.message_id for one in said if one.is_unread) - stood_here
        self._is_unplaced = self._is_unplaced or not self.size.height
        self._lay_out(said)
        if is_other or self.chosen not in self._texts:
            self.chosen = self._arrival(said)
        if hit is not None and is_other:
            self._go(self._texts.line_of(hit) - self.size.height // 2)
        elif was_at_end and not self._owed:
            self._go(self._first_in_view())
        else:
            self._keep_on_top(*kept)
        self.refresh()
        self._look_around()
        step, self._owed = self._owed, 0
        if step:
            self.action_move(step)

    def _arrival(self, said: Sequence[Said]) -> str:
        """Where one arrives: the text that was searched for, the first unread one, or the newest."""
        if self._hit is not None and self._hit in self._texts:
            return self._hit
        unread = next((one.message_id for one in said if one.is_unread), None)
        return unread or (said[-1].message_id if said else "")

    def _keep_on_top(self, message_id: str, below: int) -> None:
        if message_id in self._texts:
            self._go(self._texts.line_of(message_id) + below)

    def _first_in_view(self) -> int:
        """The end, or further up so that nothing unread that has just come is above the view."""
        end = len(self._texts.lines) - self.size.height
        first = min((self._texts.line_of(message_id) for message_id in self._new), default=end + 1)
        return min(end, max(0, first - 1))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other texts are in view."""
        super().watch_scroll_y(old_value, new_value)
        self._look_around()

    def _look_around(self) -> None:
        """Remember whether this is the end, and tell when another number of unread texts stands below the view."""
        bottom = self.scroll_offset.y + self.size.height
        self._is_at_end = bottom >= len(self._texts.lines)
        unread = (one.message_id for one in self._texts.said if one.is_unread)
        below = sum(self._texts.line_of(message_id) >= bottom for message_id in unread) if self.size.height else 0
        if below != self._below:
            self._below = below
            self.post_message(self.NewBelow(below, has_more=self._has_later))

    def _go(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, force=True, immediate=True)

    def _lay_out(self, said: Sequence[Said]) -> None:
        self._texts.lay_out(said, self.size.width, self._hit)
        size = Size(self.size.width, len(self._texts.lines))
        self.set_reactive(ThreadView.virtual_size, size)  # no bars: nothing to lay out anew

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again."""
        is_first, self._is_unplaced = self._is_unplaced, False
        is_at_end = self._is_at_end
        kept = self._texts.first_from(self.scroll_offset.y)
        self._lay_out(self._texts.said)
        if is_first and self._hit is not None:
            self._go(self._texts.line_of(self._hit) - self.size.height // 2)
        elif is_first:
            self._go(self._first_in_view())
        elif is_at_end:
            self._go(len(self._texts.lines))
        else:
            self._keep_on_top(*kept)
        self.refresh()
        self._look_around()

    def render_line(self, y: int) -> Strip:
        """The line at that height; the chosen text has a bar in the gutter while one is here."""
        width = self.size.width
        index = y + self.scroll_offset.y - self._above
        if not 0 <= index < len(self._texts.lines):
            return Strip.blank(width, self.rich_style)
        drawn = self._texts.lines[index]
        parts = drawn.parts
        if self.has_focus and self.is_open_to_keys and self.chosen and self._texts.owner(index) == self.chosen:
            parts = (Part(0, "▌", "accent"), *(part for part in parts if part.column != 0))
        if drawn.picture is not None:
            return self._with_picture(parts, *drawn.picture)
        if not drawn.is_private:
            return self.line(width, parts)
        own_ground = min(width, MEASURE + 4)
        return Strip.join([self.line(own_ground, parts, is_selected=True), self.line(width - own_ground, ())])

    def _with_picture(self, parts: Iterable[Part], picture: Picture, row: int) -> Strip:
        """A row of a small photo, after whatever stands in the gutter; under the veil nothing of it."""
        width = self.size.width
        if self.veil.is_down or width < THEIRS + picture.columns:
            return self.line(width, parts)
        rest = self.line(width - THEIRS - picture.columns, ())
        return Strip([*self.line(THEIRS, parts), *row_of(self, picture, row), *rest], width)

    @property
    def _above(self) -> int:
        """Empty lines above a conversation that is shorter than the view: it stands right above the draft."""
        return max(0, self.size.height - len(self._texts.lines))

    # which text

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the chosen text."""
        x, y = self.region.offset
        line = self._texts.line_of(self.chosen) - self.scroll_offset.y + self._above
        return Offset(x, y + min(max(0, line), max(0, self.size.height - 1)))

    def on_focus(self) -> None:
        """The chosen text is marked; where one comes back, it is in view."""
        self._refresh_text(self.chosen)

    def on_blur(self) -> None:
        """No text is marked while one is elsewhere."""
        self._refresh_text(self.chosen)

    def choose(self, message_id: str) -> None:
        """Let the keys be about this text, and bring it into view."""
        if message_id not in self._texts:
            return
        before, self.chosen = self.chosen, message_id
        if self._bring_into_view(message_id):
            self.refresh()
            return
        self._refresh_text(before)
        self._refresh_text(message_id)

    def _refresh_text(self, message_id: str) -> None:
        span = self._texts.span(message_id)
        if span is None:
            return
        shift = self._above - self.scroll_offset.y
        first, end = (min(max(0, line + shift), self.size.height) for line in span)
        if end > first:
            self.refresh(Region(0, first, self.size.width, end - first))

    def _bring_into_view(self, message_id: str) -> bool:
        """Scroll as little as need be; of a text that is longer than the view, to its beginning."""
        first, end = self._texts.span(message_id) or (0, 0)
        top, height = self.scroll_offset.y, self.size.height
        if first >= top and end <= top + height:
            return False
        first = self._texts.with_day(first)
        wanted = first if first < top or end - first > height else end - height
        if wanted == top:
            return False
        self._go(wanted)
        return True

    # keys

    def action_move(self, step: int) -> None:
        """The next text in that direction; one that is longer than the view is read to its end first."""
        span = self._texts.span(self.chosen)
        if span is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        first, end = span
        following = self._texts.beside(self.chosen, step)
        if step > 0 and first < top + height < end:
            self._scroll(min(end - height - top, max(1, height // 2)))
        elif step < 0 and first < top < end:
            self._scroll(-min(top - first, max(1, height // 2)))
        elif following is not None:
            self.choose(following)
        elif self._has_more if step < 0 else self._has_later:
            self._owed = step
            self.post_message(self.EarlierWanted() if step < 0 else self.LaterWanted())
        else:
            self._go(0 if step < 0 else len(self._texts.lines))
            self.refresh()

    def _scroll(self, lines: int) -> None:
        if lines:
            self._go(self.scroll_offset.y + lines)
            self.refresh()

    def action_leaf(self, step: int) -> None:
        """Move a screen, and choose the text at its edge; at the end of what is loaded, more is asked for."""
        before = self.scroll_offset.y
        self._scroll(step * max(1, self.size.height - 1))
        if self.scroll_offset.y == before:
            if step < 0 and self._has_more:
                self.post_message(self.EarlierWanted())
            elif step > 0 and self._has_later:
                self.post_message(self.LaterWanted())
        self._choose_in_view(is_last=step > 0)

    def _choose_in_view(self, *, is_last: bool) -> None:
        seen = self._texts.owners(self.scroll_offset.y, self.size.height)
        if seen:
            before, self.chosen = self.chosen, seen[-1 if is_last else 0]
            self._refresh_text(before)
            self._refresh_text(self.chosen)

    def action_scroll_top(self) -> None:
        """To the oldest text that is loaded; once more asks for earlier ones."""
        if self._has_more and self.scroll_offset.y == 0 and self._texts.beside(self.chosen, -1) is None:
            self.post_message(self.EarlierWanted())
        self._go(0)
        self._choose_in_view(is_last=False)
        self.refresh()

    def action_scroll_bottom(self) -> None:
        """To the newest text."""
        if self._has_later:
            self.post_message(self.NewestWanted())
            return
        self._go(len(self._texts.lines))
        self._choose_in_view(is_last=True)
        self.refresh()
