"""Each person's text as it will arrive, the heaviest first."""

from collections.abc import Collection
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from rise_tui.domain.say import say, say_many
from rise_tui.screens.dialogs.finds_people import FindsPeople
from rise_tui.widgets.find_line import FindLine
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList, Source
from rise_tui.widgets.plan_list import Example

WIDTH, MARGINS = 76, 8
"""Cells of the dialog, and of what stands at its sides."""
AROUND = 10
"""Lines of the dialog beside the list and the text."""
SHORT = 6
"""Lines that a text takes at least, so that the list seldom changes its size."""


class FilledRow(Protocol):
    """One person's text; already safe."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def segments(self) -> int: ...
    @property
    def culprit(self) -> str: ...


class FilledRows(Source[FilledRow], Protocol):
    """Texts, the heaviest first."""

    def only(self, fitting: Collection[str]) -> Source[FilledRow]: ...


class FilledList(LineList[FilledRow]):
    """Whose text, how many texts it costs and why, and its first words."""

    def key_of(self, row: FilledRow) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: FilledRow, width: int, *, is_selected: bool) -> Strip:
        """One person's line."""
        texts = say_many("{count} text", "{count} texts", row.segments)
        parts = [
            Part(2, cut(self.veil.name(row.name), 22), "bright" if is_selected else "text"),
            Part(26, texts, "accent" if row.segments > 1 else "dim"),
            Part(35, cut(self.veil.words(row.body.replace("\n", " ")), max(0, width - 37)), "dim"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        return self.line(width, parts)


class FilledTextsDialog(FindsPeople[None]):
    """A list above, the selected text in full below it."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,v,q", "leave", "Back", id="texts.leave", tooltip="Back."),
    ]

    def __init__(self, texts: FilledRows) -> None:
        super().__init__()
        self.texts = texts

    def compose(self) -> ComposeResult:
        """The list, whose text is selected, the text, the keys."""
        with Vertical(id="texts"):
            yield Static(Content(say("The texts as they will arrive, the longest first")), classes="-title")
            yield FindLine()
            yield FilledList(id="list")
            yield Example(2, id="text")
            yield Static(Content(say("j k PgDn turn the pages   / finds   Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Begin with the heaviest."""
        listed = self.query_one(FilledList)
        self.show_people()
        self.set_focus(listed)

    def show_people(self) -> None:
        """Everybody's text, or those of the people who fit."""
        listed = self.query_one(FilledList)
        listed.show(self.texts if self.fitting is None else self.texts.only(self.fitting))
        self._show_text()

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another one is to be read."""
        event.stop()
        self._show_text()

    def _show_text(self) -> None:
        listed = self.query_one(FilledList)
        row, text = listed.row, self.query_one(Example)
        if row is None:
            text.title, text.whose, text.words = say("Nobody fits."), "", ""
            return
        place = say("{place} of {count}", place=listed.selected + 1, count=listed.length)
        why = say("because of “{char}”", char=row.culprit) if row.culprit else ""
        text.title = " · ".join(part for part in (place, row.name, row.version, why) if part)
        text.whose, text.words = row.name, row.body
        self._share_room()

    def _share_room(self) -> None:
        """The text has the room that it needs, the list the rest."""
        listed, text = self.query_one(FilledList), self.query_one(Example)
        room = self.size.height - AROUND
        height = max(SHORT, min(text.height_for(min(WIDTH, self.size.width) - MARGINS), room - 1))
        text.styles.height = height
        listed.styles.height = max(1, min(self.texts.count(), room - height))

    def on_resize(self) -> None:
        """Another size: another share."""
        self._share_room()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """There is nothing behind a text."""
        event.stop()

    def action_leave(self) -> None:
        """Every text again, where one was looked for; else back."""
        if not self.stops_finding():
            self.dismiss(None)
