"""Finding one person as one types, by name, number or id; or a name that nobody has, for somebody new."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input, Static

from rise_tui.casework import clients
from rise_tui.casework.clients import Person
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.typed_choice import TypedChoice
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Happening, StatusLine, edge
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine

NEW = ""
"""The id of somebody who is not here yet; the name is what was typed."""


class PersonList(LineList[Person]):
    """A line a person: the name, and what tells them from others."""

    def key_of(self, row: Person) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: Person, width: int, *, is_selected: bool) -> Strip:
        """The name, then the number and where they stand."""
        left = edge(width)
        role = "accent" if row.client_id == NEW else "title" if is_selected else "text"
        parts = [Part(left, cut(self.veil.name(row.name), 28), role)]
        parts.append(Part(left + 30, cut(row.words, max(0, width - left - 32)), "dim"))
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)


class FindPerson(TypedChoice[Person | None]):
    """Type; the arrows choose, Enter takes, Esc goes back. Dismissed with whom; an empty id is somebody new."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="person.back", tooltip="Back to work."),
    ]

    def __init__(self, title: str, *, new: str, words: str = "", without: str = "") -> None:
        """`new`: what a name that nobody has stands for; `words`: what is typed at first; `without`: whom not."""
        super().__init__()
        self.title_words, self.new, self.words, self.without = title, new, words, without

    def compose(self) -> ComposeResult:
        """What for, the words, who was found."""
        words = TypedLine(self.words, placeholder=say("a name, a number, an id"), id="words")
        with Vertical(id="search"):
            veil = self.rise.veil
            yield Static(Content(veil.words(self.title_words)), id="what-for")
            yield words
            yield PersonList(id="hits")
            yield StatusLine(id="found")

    def on_mount(self) -> None:
        """Show who fits what is typed already."""
        self._look(self.words)

    def on_resize(self, event: events.Resize) -> None:
        """The margins follow the width."""
        self.set_class(event.size.width >= NARROW, "-wide")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look with every key."""
        self._look(event.value)

    def _look(self, words: str) -> None:
        found = tuple(one for one in clients.find_people(self.desk, words) if one.client_id != self.without)
        if words.strip() and self.new:
            found = (*found, Person(NEW, one_line(words.strip(), 60), self.new))
        people = self.query_one(PersonList)
        people.show(Rows(found))
        people.selected = 0
        told = say("Nobody fits.") if words.strip() and not found else ""
        self.query_one(StatusLine).happening = Happening(told, hint=say("Enter takes it   Esc back"))
