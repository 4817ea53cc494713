"""What people answered to a broadcast, a line each: who, as what it counts, their words."""

from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from rise_tui.domain.replies import Sort, sort_words
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge

ROLES = {Sort.YES: "good", Sort.NO: "accent", Sort.OTHER: "text"}


class ReplyLine(Protocol):
    """What a row shows; texts are already safe."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def sort(self) -> Sort: ...
    @property
    def words(self) -> str: ...
    @property
    def is_by_hand(self) -> bool: ...


class ReplyList(LineList[ReplyLine]):
    """One key says what a reply means, where the rule got it wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "sort('yes')", "Yes", id="replies.yes", tooltip="This reply means yes."),
        Binding("n", "sort('no')", "No", id="replies.no", tooltip="This reply means no."),
        Binding("o", "sort('other')", "Other", id="replies.other", tooltip="This reply is neither yes nor no."),
    ]

    class Resorted(Message):
        """A person says what a reply means."""

        def __init__(self, row: ReplyLine, sort: Sort) -> None:
            super().__init__()
            self.row = row
            self.sort = sort

    def key_of(self, row: ReplyLine) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: ReplyLine, width: int, *, is_selected: bool) -> Strip:
        """Name, what it counts as, the words; on a wide terminal also that a person said so."""
        left = edge(self.app.size.width)
        is_wide = self.app.size.width >= NARROW
        sort_at = left + (22 if is_wide else 20)
        words_at = sort_at + (8 if is_wide else 7)
        by_hand = say("you sorted it") if row.is_by_hand and is_wide else ""
        parts = [
            Part(left, cut(self.veil.name(row.name), sort_at - left - 2), "title" if is_selected else "text"),
            Part(sort_at, sort_words(row.sort), ROLES[row.sort]),
            Part(words_at, cut(row.words, max(0, width - words_at - (len(by_hand) + 6 if by_hand else 2))), "text"),
            Part(-4, by_hand, "faint"),
        ]
        if is_selected:
            parts += self.bar(left - 2)
        return self.line(width, parts, is_selected=is_selected and self.has_focus)

    def action_sort(self, sort: str) -> None:
        """Say what the selected reply means."""
        row = self.row
        if row is not None:
            self.post_message(self.Resorted(row, Sort(sort)))
