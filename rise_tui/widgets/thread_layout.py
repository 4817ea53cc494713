"""Where each text of a conversation stands, in lines: what has not changed is laid out once."""

from collections.abc import Sequence

from rise_tui.widgets.ink import Part
from rise_tui.widgets.said_lines import Drawn, Said, lines_of

_BLANK = Drawn(())


class ThreadLayout:
    """The lines of a conversation at a width, and whose each of them is."""

    def __init__(self) -> None:
        self.said: Sequence[Said] = ()
        self.lines: list[Drawn] = []
        self._owners: list[int] = []
        """for each line, the place of its text; -1: a day"""
        self._spans: list[tuple[int, int]] = []
        """for each text, its first line and the line after its last"""
        self._places: dict[str, int] = {}
        self._drawn: dict[tuple[Said, bool], tuple[Drawn, ...]] = {}
        self._width = 0

    def lay_out(self, said: Sequence[Said], width: int, hit: str | None = None) -> None:
        """Lay these texts out, a line of their day above those of each day; nothing while there is no width yet."""
        self.said, self.lines, self._owners, self._spans = said, [], [], []
        self._places = {one.message_id: place for place, one in enumerate(said)}
        if width <= 0:
            return
        known = self._drawn if self._width == width else {}
        self._drawn, self._width = {}, width
        day = ""
        for place, one in enumerate(said):
            if one.day != day:
                day = one.day
                self._add([_BLANK] if self.lines else [], -1)
                self._add([Drawn((Part(2, day, "faint"),))], -1)
            key = (one, one.message_id == hit)
            drawn = self._drawn[key] = known.get(key) or lines_of(one, width, is_hit=key[1])
            self._spans.append((len(self.lines), len(self.lines) + len(drawn)))
            self._add(drawn, place)

    def _add(self, lines: Sequence[Drawn], owner: int) -> None:
        self.lines += lines
        self._owners += [owner] * len(lines)

    def __contains__(self, message_id: object) -> bool:
        """Is that text among these?"""
        return message_id in self._places

    def ids(self) -> frozenset[str]:
        """The ids of all texts here."""
        return frozenset(self._places)

    def span(self, message_id: str) -> tuple[int, int] | None:
        """The first line of a text and the line after its last; None where it has not been laid out."""
        place = self._places.get(message_id, -1)
        return self._spans[place] if 0 <= place < len(self._spans) else None

    def line_of(self, message_id: str) -> int:
        """The first line of a text; the end, where it is not here."""
        span = self.span(message_id)
        return len(self.lines) if span is None else span[0]

    def with_day(self, line: int) -> int:
        """That first line of a text, or the line of the day just above it."""
        return line - 1 if 0 < line <= len(self._owners) and self._owners[line - 1] < 0 else line

    def owner(self, line: int) -> str:
        """Whose line it is; empty for a day."""
        place = self._owners[line]
        return self.said[place].message_id if place >= 0 else ""

    def owners(self, top: int, height: int) -> list[str]:
        """The texts of these lines, in order, each line's."""
        return [self.said[place].message_id for place in self._owners[top : top + height] if place >= 0]

    def beside(self, message_id: str, step: int) -> str | None:
        """The text so many places further; None where there is none."""
        place = self._places.get(message_id)
        if place is None or not 0 <= place + step < len(self.said):
            return None
        return self.said[place + step].message_id

    def first_from(self, line: int) -> tuple[str, int]:
        """The first text that ends below that line, and how far the line is below its first; none: an empty id."""
        for place, (first, end) in enumerate(self._spans):
            if end > line:
                return self.said[place].message_id, line - first
        return "", 0
