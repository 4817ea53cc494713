"""Choosing a group or a colleague by letters of the name; a name that none has may make a new one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input, Static

from rise_tui.domain.clients import fold
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.typed_choice import TypedChoice
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine

MOST = 10
"""Rows that are shown at a time."""


@dataclass(frozen=True)
class Named:
    """Something with a name; `tail`: what is said of it at the right. Both are safe for a terminal."""

    named_id: str
    name: str
    tail: str = ""


@dataclass(frozen=True)
class Picked:
    """What was chosen, or (`named_id` None) the name of a new one; `is_out`: out of it, not into it."""

    named_id: str | None
    name: str
    is_out: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked for: the title, what can be typed, the keys.

    `nothing`: what is said where nothing has the letters that are typed; `makes_new`: such a name makes a new one;
    `takes_out`: C-o chooses to leave it.
    """

    title: str
    letters: str
    keys: str
    nothing: Callable[[str], str]
    makes_new: bool = False
    takes_out: bool = False


class NamedList(LineList[Named]):
    """A line each: the name, and at the right what is said of it."""

    def key_of(self, row: Named) -> str:
        """The id."""
        return row.named_id

    def draw(self, row: Named, width: int, *, is_selected: bool) -> Strip:
        """The name, the tail."""
        parts = [Part(0, "▌", "accent")] if is_selected else []
        parts.append(Part(2, cut(row.name, max(0, width - 16)), "title" if is_selected else "text"))
        parts.append(Part(-1, row.tail, "dim"))
        return self.line(width, parts, is_selected=is_selected)


class PickByName(TypedChoice[Picked | None]):
    """Type letters of the name; Enter takes what is selected. None: nothing was."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "take_out", "Out", id="pick.out", tooltip="Take them out of this group.", priority=True),
        Binding("escape", "leave", "Back", id="pick.back", tooltip="Back; nothing is changed."),
    ]

    def __init__(self, asked: Asked, rows: Sequence[Named]) -> None:
        super().__init__()
        self._asked, self._rows = asked, tuple(rows)

    def compose(self) -> ComposeResult:
        """What for, the letters, the names, the keys."""
        with Vertical(id="dialog"):
            yield Static(Content(self.rise.veil.words(self._asked.title)), classes="-title")
            yield TypedLine(placeholder=self._asked.letters, id="typed")
            yield NamedList(id="groups")
            yield Static("", id="echo", markup=False)
            yield Static(id="keys", classes="-keys", markup=False)

    def on_mount(self) -> None:
        """Begin with all of them."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those whose name has the letters."""
        self._show(event.value)

    def _show(self, letters: str) -> None:
        wanted = fold(letters)
        rows = tuple(one for one in self._rows if wanted in fold(one.name))
        self.listed.show(Rows(rows))
        self.listed.selected = 0
        self.listed.styles.height = min(MOST, len(rows))
        self.listed.display = bool(rows)
        keys = self._asked.keys if rows or self._asked.makes_new else say("Esc back")
        self.query_one("#keys", Static).update(Content(keys))
        words = "" if rows else self._asked.nothing(letters.strip())
        self.query_one("#echo", Static).update(Content(words))

    def take(self) -> None:
        """What is selected, or a new one of the name that is typed."""
        row = self.listed.row
        typed = self.query_one(TypedLine).value.strip()
        if row is not None:
            self.dismiss(Picked(row.named_id, row.name))
        elif typed and self._asked.makes_new:
            self.dismiss(Picked(None, typed))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Out of it only where one may be in it."""
        return action != "take_out" or self._asked.takes_out

    def action_take_out(self) -> None:
        """Out of the chosen group."""
        row = self.listed.row
        if row is not None:
            self.dismiss(Picked(row.named_id, row.name, is_out=True))
