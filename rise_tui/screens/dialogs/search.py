"""Finding a person, a number or a word of any text, as one types."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Input
from textual.worker import get_current_worker

from rise_tui.casework import finding
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.typed_choice import TypedChoice
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Happening, StatusLine, edge
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine


@dataclass(frozen=True)
class Hit:
    """A person, one of their texts, or a text to many of `broadcast_id`, that was found; texts are already safe."""

    client_id: str
    message_id: str | None
    name: str
    when: str
    words: str
    broadcast_id: str = ""


class HitList(LineList[Hit]):
    """What was found, people first."""

    def key_of(self, row: Hit) -> str:
        """The text, or the person."""
        return row.message_id or row.client_id

    def draw(self, row: Hit, width: int, *, is_selected: bool) -> Strip:
        """Name, when, the words around the hit."""
        left = edge(width)
        name = row.name if row.broadcast_id else self.veil.name(row.name)
        parts = [
            Part(left, cut(name, 22), "title" if row.message_id is None else "text"),
            Part(left + 24, row.when.rjust(16), "dim"),
            Part(left + 43, cut(row.words, max(0, width - left - 45)), "text"),
        ]
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)


class SearchDialog(TypedChoice[Hit | None]):
    """Type; the arrows choose, Enter opens, Esc goes back."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="search.back", tooltip="Back to the list."),
    ]

    def compose(self) -> ComposeResult:
        """The words, the hits, what was found."""
        words = TypedLine(placeholder=say("a name, a number, words of a text"), id="words")
        with Vertical(id="search"):
            yield words
            yield HitList(id="hits")
            yield StatusLine(id="found")

    def __init__(self) -> None:
        super().__init__()
        self._sought = ""
        """the words that are looked for, or were last"""
        self._shown = ""
        """the words whose hits stand here"""
        self._is_wanted = False
        """whether the first hit of what is looked for is to be opened"""

    @property
    def is_on_the_move(self) -> bool:
        """Whether the hits of what is typed are still to come."""
        return self._sought != self._shown

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look with every key, in a thread: a key never waits for a question about a million texts."""
        self._sought = event.value
        self._want(is_wanted=False)
        if event.value.strip():
            self.run_worker(lambda: self._look(event.value), thread=True, group="search", exclusive=True)
        else:
            self._found(event.value, ())

    def _look(self, words: str) -> None:
        """In a thread: what has these words."""
        if words != self._sought:
            return  # typed on meanwhile: nobody will see it
        try:
            found = finding.find(self.desk, words)
        except RiseError:
            self.app.call_from_thread(self._want, is_wanted=False)
            raise
        rows = tuple(
            Hit(one.client_id, one.message_id, one.name, one.when, one.words, one.broadcast_id) for one in found
        )
        count = say("{count} found", count=len(rows))
        if finding.may_be_more(found):
            count = say("{count} or more found", count=len(rows))
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._found, words, rows, count)

    def _found(self, words: str, rows: tuple[Hit, ...], count: str = "") -> None:
        """Show the hits, unless others are looked for by now."""
        if words != self._sought or not self.is_mounted:
            return
        self._shown = words
        self.query_one(HitList).show(Rows(rows))
        told = "" if not words.strip() else count if rows else say("Nothing found.")
        self.query_one(StatusLine).happening = Happening(told, hint=say("Enter opens   Esc back"))
        if self._is_wanted:
            self._want(is_wanted=False)
            self.take()

    def _want(self, *, is_wanted: bool) -> None:
        """Whether the first hit is to be opened once it is there; what is typed until then is for where it leads."""
        if is_wanted or self._is_wanted:
            self._is_wanted, self.has_arrived = is_wanted, not is_wanted

    def take(self) -> None:
        """Open the chosen hit; while hits are still to come, the first of them."""
        if self.is_on_the_move:
            self._want(is_wanted=True)
        else:
            super().take()
