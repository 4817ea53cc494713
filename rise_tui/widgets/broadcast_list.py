"""The list of broadcasts, a line each: what it is called, how far it is, how many people, when."""

from dataclasses import dataclass

from textual.strip import Strip

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge


@dataclass(frozen=True)
class BroadcastRow:
    """A broadcast, or one that is still being written; all words are safe."""

    broadcast_id: str
    name: str
    phase: str
    phase_role: str
    people: str
    trouble: str = ""
    day: str = ""
    time: str = ""
    is_draft: bool = False


class BroadcastList(LineList[BroadcastRow]):
    """Columns that never move; when gives way first, then the people, never the name or how far it is."""

    def key_of(self, row: BroadcastRow) -> str:
        """The broadcast."""
        return row.broadcast_id

    def draw(self, row: BroadcastRow, width: int, *, is_selected: bool) -> Strip:
        """Name, phase, people, what failed, when."""
        left = edge(self.app.size.width)
        is_wide = self.app.size.width >= NARROW
        phase_at = left + (42 if is_wide else 30)
        people_at = phase_at + (14 if is_wide else 12)
        trouble_at = people_at + 18
        parts = [
            Part(left, cut(row.name, phase_at - left - 2), "title" if is_selected else "text"),
            Part(phase_at, row.phase, row.phase_role),
        ]
        when = (f"{row.day} {row.time}" if is_wide else row.day or row.time).strip()
        end = width - 3
        if width >= 70:
            parts.append(Part(-3, when, "dim"))
            end -= len(when) + 2
        parts.append(Part(people_at, cut(row.people, max(0, end - people_at)), "dim"))
        if is_wide:
            parts.append(Part(trouble_at, cut(row.trouble, max(0, end - trouble_at)), "bad"))
        elif row.trouble:
            after = people_at + len(row.people) + 2
            parts.append(Part(after, cut(row.trouble, max(0, end - after)), "bad"))
        if is_selected:
            parts += self.bar(left - 2)
        return self.line(width, parts, is_selected=is_selected)
