"""Choosing a colleague, by the letters of the name."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from rise_tui.casework.colleagues import SUPERVISOR, Colleague
from rise_tui.domain.clients import fold
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine

MOST = 10
"""Rows that are shown at a time."""


class ColleagueList(LineList[Colleague]):
    """A line a colleague: the name, and what they are if it is more than a caseworker."""

    def key_of(self, row: Colleague) -> str:
        """The colleague."""
        return row.caseworker_id

    def draw(self, row: Colleague, width: int, *, is_selected: bool) -> Strip:
        """The name; at the right *you* or *supervisor*."""
        tail = say("you") if row.is_me else say("supervisor") if row.role == SUPERVISOR else ""
        parts = [Part(0, "▌", "accent")] if is_selected else []
        parts.append(Part(2, cut(row.name, max(0, width - 16)), "title" if is_selected else "text"))
        parts.append(Part(-1, tail, "dim"))
        return self.line(width, parts, is_selected=is_selected)


class PickColleague(AtDesk, ModalScreen[Colleague | None]):
    """Type letters of the name; Enter takes who is selected. Dismissed with them; None: with nobody."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", id="colleague.down", tooltip="The next colleague.", priority=True),
        Binding("up", "move(-1)", "Up", id="colleague.up", tooltip="The colleague above.", priority=True),
        Binding("escape", "leave", "Back", id="colleague.back", tooltip="Back; nothing is changed."),
    ]

    def __init__(self, title: str, colleagues: Sequence[Colleague]) -> None:
        """`title`: what they are chosen for, safe for a terminal."""
        super().__init__()
        self._title_words, self._colleagues = title, tuple(colleagues)

    def compose(self) -> ComposeResult:
        """What for, the letters, the colleagues, the keys."""
        with Vertical(id="dialog"):
            yield Static(Content(self.rise.veil.words(self._title_words)), classes="-title")
            yield TypedLine(placeholder=say("letters of the name"), id="typed")
            yield ColleagueList(id="groups")
            yield Static("", id="echo", markup=False)
            yield Static(say("Enter takes them     Esc back"), classes="-keys", markup=False)

    def on_mount(self) -> None:
        """Begin with all of them."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those whose name has the letters."""
        self._show(event.value)

    def _show(self, letters: str) -> None:
        wanted = fold(letters)
        rows = tuple(one for one in self._colleagues if wanted in fold(one.name))
        listed = self.query_one(ColleagueList)
        listed.show(Rows(rows))
        listed.selected = 0
        listed.styles.height = max(1, min(MOST, len(rows)))
        nobody = say("Nobody here is called that.") if self._colleagues else say("There is no colleague here yet.")
        self.query_one("#echo", Static).update(Content("" if rows else nobody))

    def on_input_submitted(self) -> None:
        """Who is selected."""
        row = self.query_one(ColleagueList).row
        if row is not None:
            self.dismiss(row)

    def action_move(self, step: int) -> None:
        """Choose another one."""
        self.query_one(ColleagueList).action_move(step)

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
