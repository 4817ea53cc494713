"""A conversation: day lines, what they wrote, what we wrote and how it went, and what happened beside it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rise_tui.widgets.ink import INKS, Inked, Part
from rise_tui.widgets.said_lines import MEASURE, Drawn, Said, lines_of

PLAIN_DAY = Drawn(())


class ThreadView(ScrollView, Inked, can_focus=True):
    """The texts of one conversation, the newest at the bottom: right above where one answers it.

    One of them is chosen: the keys about a text are about that one.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", id="thread.down", tooltip="The next text; a long one line by line."),
        Binding("k,up", "move(-1)", "Up", id="thread.up", tooltip="The text before; a long one line by line."),
        Binding("g,home", "scroll_top", "Top", id="thread.top", tooltip="To the oldest text shown; again for older."),
        Binding("G,end", "scroll_bottom", "Bottom", id="thread.bottom", tooltip="To the newest text."),
        Binding("pagedown", "leaf(1)", "Page down", id="thread.page-down", tooltip="A screen down."),
        Binding("pageup", "leaf(-1)", "Page up", id="thread.page-up", tooltip="A screen up."),
    ]
    DEFAULT_CSS = "ThreadView { scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }"

    class EarlierWanted(Message):
        """Somebody is at the oldest text that is loaded, and wants to go further up."""

    class LaterWanted(Message):
        """Somebody is at the newest text that is loaded, which is not the newest there is."""

    class NewestWanted(Message):
        """Somebody wants to be at the newest text, which is not loaded."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chosen = ""
        """The id of the text that the keys are about; empty where nothing was said."""
        self._said: Sequence[Said] = ()
        self._lines: list[Drawn] = []
        self._owners: list[int] = []
        """for each line, the place of its text; -1: a day"""
        self._spans: list[tuple[int, int]] = []
        """for each text, its first line and the line after its last"""
        self._index: dict[str, int] = {}
        self._drawn: dict[tuple[Said, bool], tuple[Drawn, ...]] = {}
        """what was laid out at this width, to be used again when facts have changed"""
        self._drawn_width = 0
        self._hit: str | None = None
        self._has_more = False
        self._has_later = False
        self._owed = 0
        """the step that was asked for where nothing was loaded yet"""
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
        was_at_end = is_other or (self.scroll_offset.y >= self.max_scroll_y and not self._has_later)
        kept = self._top_text()
        stood_here = frozenset(self._index) if not is_other else frozenset[str]()
        self._said, self._hit, self._has_more, self._has_later = said, hit, has_more, has_later
        self._new = frozenset(one.message_id for one in said if one.is_unread) - stood_here
        self._is_unplaced = self._is_unplaced or not self.size.height
        self._lay_out()
        if is_other or self.chosen not in self._index:
            self._choose_first()
        if hit is not None and is_other:
            self._go(self._line_of(hit) - self.size.height // 2)
        elif was_at_end and not self._owed:
            self._go(self._first_in_view())
        else:
            self._keep_on_top(kept)
        self.refresh()
        self._pay()

    def _choose_first(self) -> None:
        """Where one arrives: the text that was searched for, the first unread one, or the newest."""
        unread = next((one.message_id for one in self._said if one.is_unread), None)
        last = self._said[-1].message_id if self._said else ""
        self.chosen = self._hit if self._hit in self._index and self._hit is not None else unread or last

    def _pay(self) -> None:
        """Go the step that waited for more texts."""
        step, self._owed = self._owed, 0
        if step:
            self.action_move(step)

    def _top_text(self) -> tuple[str, int]:
        """The text at the top of the view, and how far the view's first line is below its own."""
        top = self.scroll_offset.y
        for place, (first, end) in enumerate(self._spans):
            if end > top:
                return self._said[place].message_id, top - first
        return "", 0

    def _keep_on_top(self, kept: tuple[str, int]) -> None:
        message_id, below = kept
        if message_id in self._index:
            self._go(self._line_of(message_id) + below)

    def _first_in_view(self) -> int:
        """The end, or further up so that nothing unread that has just come is above the view."""
        end = len(self._lines) - self.size.height
        first = min((self._line_of(message_id) for message_id in self._new), default=end + 1)
        return min(end, max(0, first - 1))

    def _line_of(self, message_id: str) -> int:
        place = self._index.get(message_id)
        if place is None or place >= len(self._spans):
            return len(self._lines)
        return self._spans[place][0]

    def _go(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, force=True, immediate=True)

    # how it is laid out

    def _lay_out(self) -> None:
        self._lines, self._owners, self._spans = [], [], []
        self._index = {one.message_id: place for place, one in enumerate(self._said)}
        width = self.size.width
        if width <= 0:
            return
        known = self._drawn if self._drawn_width == width else {}
        self._drawn, self._drawn_width = {}, width
        day = ""
        for place, said in enumerate(self._said):
            if said.day != day:
                day = said.day
                above = [PLAIN_DAY] if self._lines else []
                self._lines += [*above, Drawn((Part(2, day, "faint"),))]
                self._owners += [-1] * (len(above) + 1)
            key = (said, said.message_id == self._hit)
            drawn = known.get(key) or lines_of(said, width, is_hit=key[1])
            self._drawn[key] = drawn
            self._spans.append((len(self._lines), len(self._lines) + len(drawn)))
            self._lines += drawn
            self._owners += [place] * len(drawn)
        self.set_reactive(ThreadView.virtual_size, Size(width, len(self._lines)))  # no bars: nothing to lay out anew

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again."""
        is_first, self._is_unplaced = self._is_unplaced, False
        at_end = is_first or self.scroll_offset.y >= self.max_scroll_y
        kept = self._top_text()
        self._lay_out()
        if is_first and self._hit is not None:
            self._go(self._line_of(self._hit) - self.size.height // 2)
        elif at_end:
            self._go(self._first_in_view())
        else:
            self._keep_on_top(kept)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line at that height; the chosen text has a bar in the gutter while one is here."""
        width = self.size.width
        index = y + self.scroll_offset.y - self._above
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, self.rich_style)
        drawn = self._lines[index]
        place = self._owners[index]
        parts = drawn.parts
        if self.has_focus and place >= 0 and self._said[place].message_id == self.chosen:
            parts = (Part(0, "▌", "accent"), *(part for part in parts if part.column > 0 or part.column < 0))
        if not drawn.is_private:
            return self.line(width, parts)
        own_ground = min(width, MEASURE + 4)
        return Strip.join([self.line(own_ground, parts, is_selected=True), self.line(width - own_ground, ())])

    @property
    def _above(self) -> int:
        """Empty lines above a conversation that is shorter than the view: it stands right above the draft."""
        return max(0, self.size.height - len(self._lines))

    # which text

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the chosen text."""
        x, y = self.region.offset
        line = self._line_of(self.chosen) - self.scroll_offset.y + self._above
        return Offset(x, y + min(max(0, line), max(0, self.size.height - 1)))

    def on_focus(self) -> None:
        """The chosen text is marked; where one comes back, it is in view."""
        self._refresh_text(self.chosen)

    def on_blur(self) -> None:
        """No text is marked while one is elsewhere."""
        self._refresh_text(self.chosen)

    def choose(self, message_id: str) -> None:
        """Let the keys be about this text, and bring it into view."""
        if message_id not in self._index:
            return
        before, self.chosen = self.chosen, message_id
        if self._bring_into_view(self._index[message_id]):
            self.refresh()
            return
        self._refresh_text(before)
        self._refresh_text(message_id)

    def _refresh_text(self, message_id: str) -> None:
        place = self._index.get(message_id)
        if place is None or place >= len(self._spans):
            return
        shift = self._above - self.scroll_offset.y
        first, end = (min(max(0, line + shift), self.size.height) for line in self._spans[place])
        if end > first:
            self.refresh(Region(0, first, self.size.width, end - first))

    def _bring_into_view(self, place: int) -> bool:
        """Scroll as little as need be; of a text that is longer than the view, to its beginning."""
        if place >= len(self._spans):
            return False
        first, end = self._spans[place]
        top, height = self.scroll_offset.y, self.size.height
        if first >= top and end <= top + height:
            return False
        if place == 0 or self._owners[max(0, first - 1)] < 0:
            first = max(0, first - 1)  # the day that it stands under
        wanted = first if first < top or end - first > height else end - height
        if wanted == top:
            return False
        self._go(wanted)
        return True

    # keys

    def action_move(self, step: int) -> None:
        """The next text in that direction; one that is longer than the view is read to its end first."""
        place = self._index.get(self.chosen)
        if place is None or not self._spans:
            return
        top, height = self.scroll_offset.y, self.size.height
        first, end = self._spans[place]
        if step > 0 and first < top + height < end:
            self._scroll(min(end - height - top, max(1, height // 2)))
        elif step < 0 and first < top < end:
            self._scroll(-min(top - first, max(1, height // 2)))
        elif 0 <= place + step < len(self._said):
            self.choose(self._said[place + step].message_id)
        elif self._has_more if step < 0 else self._has_later:
            self._owed = step
            self.post_message(self.EarlierWanted() if step < 0 else self.LaterWanted())
        else:
            self._go(0 if step < 0 else len(self._lines))
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
        top = self.scroll_offset.y
        seen = [place for place in self._owners[top : top + self.size.height] if place >= 0]
        if seen:
            before, self.chosen = self.chosen, self._said[seen[-1 if is_last else 0]].message_id
            self._refresh_text(before)
            self._refresh_text(self.chosen)

    def action_scroll_top(self) -> None:
        """To the oldest text that is loaded; once more asks for earlier ones."""
        if self._has_more and self.scroll_offset.y == 0 and self.chosen == self._said[0].message_id:
            self.post_message(self.EarlierWanted())
        self._go(0)
        self._choose_in_view(is_last=False)
        self.refresh()

    def action_scroll_bottom(self) -> None:
        """To the newest text."""
        if self._has_later:
            self.post_message(self.NewestWanted())
            return
        self._go(len(self._lines))
        self._choose_in_view(is_last=True)
        self.refresh()
