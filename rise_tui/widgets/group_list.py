"""The list of groups, a line each: the name, how many are in it, whether it finds its people itself."""

from dataclasses import dataclass

from textual.strip import Strip

from rise_tui.domain.say import say, say_many
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge


@dataclass(frozen=True)
class GroupRow:
    """A group; its name is safe. `count` below 0: not known yet; `is_refused`: a change of it was not taken."""

    group_id: str
    name: str
    count: int
    is_computed: bool = False
    is_refused: bool = False


class GroupList(LineList[GroupRow]):
    """Names at the left, counts right-aligned under each other."""

    def key_of(self, row: GroupRow) -> str:
        """The group."""
        return row.group_id

    def draw(self, row: GroupRow, width: int, *, is_selected: bool) -> Strip:
        """The name, then how many."""
        left = edge(self.app.size.width)
        count = say_many("{count} person", "{count} people", row.count) if row.count >= 0 else "…"
        count_at = min(left + 40, width - 13)
        parts = [
            Part(left, cut(row.name, count_at - left - 2), "title" if is_selected else "text"),
            Part(count_at + max(0, 11 - len(count)), count, "dim" if row.count > 0 else "faint"),
        ]
        note_at = count_at + 14
        note, role = (say("finds its people itself"), "faint") if row.is_computed else ("", "faint")
        if row.is_refused:
            note, role = say("! not taken"), "bad"
        if note_at + len(note) + 2 <= width:
            parts.append(Part(note_at, note, role))
        elif row.is_refused:
            parts.append(Part(count_at - 2, "!", role))
        if is_selected:
            parts += self.bar(left - 2)
        return self.line(width, parts, is_selected=is_selected)
