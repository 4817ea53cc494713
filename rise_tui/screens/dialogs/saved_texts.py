"""Choosing a saved text for a text to many: by its letter, or with the arrows and Enter."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from rise_tui.casework.wording import SavedText
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.rows import Rows


class SavedTextList(LineList[SavedText], inherit_bindings=False):
    """Letter, name, first words, languages; letters pick, so none of them moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", id="saved.down", tooltip="The next one.", show=False),
        Binding("up", "move(-1)", "Up", id="saved.up", tooltip="The one above.", show=False),
        Binding("enter", "open", "Take it", id="saved.take", tooltip="Take the chosen one.", show=False),
    ]

    def key_of(self, row: SavedText) -> str:
        """The template."""
        return row.template_id

    def draw(self, row: SavedText, width: int, *, is_selected: bool) -> Strip:
        """One template."""
        languages = " ".join(language.upper() for language in row.languages)
        parts = [
            Part(2, row.letter, "key"),
            Part(5, cut(row.name, 20), "bright" if is_selected else "text"),
            Part(27, cut(row.words, max(0, width - 30 - len(languages))), "dim"),
            Part(-2, languages, "faint"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        return self.line(width, parts)


class SavedTextsDialog(ModalScreen[str | None]):
    """Dismissed with the id of the template that was picked; None: none was."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="saved.leave", tooltip="Back without one."),
    ]

    def __init__(self, rows: Sequence[SavedText]) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        """The templates, the keys."""
        with Vertical(id="texts"):
            yield Static(Content(say("Templates")), classes="-title")
            yield SavedTextList(id="list")
            yield Static(Content(say("a letter takes it, in each language   Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Show them."""
        listed = self.query_one(SavedTextList)
        listed.styles.height = max(1, min(len(self.rows), self.size.height - 10))
        listed.show(Rows(self.rows))
        self.set_focus(listed)

    def on_key(self, event: events.Key) -> None:
        """A letter takes its text."""
        found = next((row for row in self.rows if row.letter and row.letter == event.character), None)
        if found is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(found.template_id)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Enter takes the selected one."""
        event.stop()
        row = self.query_one(SavedTextList).row
        self.dismiss(row.template_id if row is not None else None)

    def action_leave(self) -> None:
        """Back without one."""
        self.dismiss(None)
