"""Choosing a group, by its letters: to put people in, or to take them out; a name that none has makes a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from rise_tui.casework.grouping import GroupLine
from rise_tui.domain.clients import fold
from rise_tui.domain.say import say, say_many
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine


@dataclass(frozen=True)
class PickedGroup:
    """What was chosen: a group, or (`group_id` None) the name of a new one; `is_out`: out of it, not into it."""

    group_id: str | None
    name: str
    is_out: bool = False


class PickedList(LineList[GroupLine]):
    """A line a group: its name and how many are in it."""

    def key_of(self, row: GroupLine) -> str:
        """The group."""
        return row.group_id

    def draw(self, row: GroupLine, width: int, *, is_selected: bool) -> Strip:
        """The name, the number of people at the right."""
        parts = [Part(0, "▌", "accent")] if is_selected else []
        count = say_many("{count} person", "{count} people", row.count)
        parts.append(Part(2, cut(row.name, max(0, width - 16)), "title" if is_selected else "text"))
        parts.append(Part(-1, count, "dim"))
        return self.line(width, parts, is_selected=is_selected)


class PickGroupDialog(ModalScreen[PickedGroup | None]):
    """Type letters of its name; Enter puts them in, C-o takes them out."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", id="group.down", tooltip="The next group.", priority=True),
        Binding("up", "move(-1)", "Up", id="group.up", tooltip="The group above.", priority=True),
        Binding("ctrl+o", "take_out", "Out", id="group.out", tooltip="Take them out of this group.", priority=True),
        Binding("escape", "leave", "Back", id="group.back", tooltip="Back; nobody is moved."),
    ]

    def __init__(self, groups: Sequence[GroupLine], count: int) -> None:
        """`count`: how many people it is about."""
        super().__init__()
        self._groups = tuple(group for group in groups if not group.is_computed)
        self._count = count

    def compose(self) -> ComposeResult:
        """Whom it is about, the letters, the groups, the keys."""
        title = say_many("Put {count} person into a group", "Put {count} people into a group", self._count)
        with Vertical(id="dialog"):
            yield Static(Content(title), classes="-title")
            field = TypedLine(placeholder=say("letters of its name, or a new name"), id="typed")
            yield field
            yield PickedList(id="groups")
            yield Static("", id="echo", markup=False)
            yield Static(say("Enter puts in     C-o takes out     Esc back"), classes="-keys", markup=False)

    def on_mount(self) -> None:
        """Begin with all of them."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those whose name has the letters."""
        self._show(event.value)

    def _show(self, letters: str) -> None:
        wanted = fold(letters)
        rows = tuple(group for group in self._groups if wanted in fold(group.name))
        groups = self.query_one(PickedList)
        groups.show(Rows(rows))
        groups.selected = 0
        groups.styles.height = max(1, min(8, len(rows)))
        words = ""
        if not rows:
            name = letters.strip()
            words = (
                say("Enter makes the group “{name}”.", name=name)
                if name
                else say("There is no group yet: type a name.")
            )
        self.query_one("#echo", Static).update(Content(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Into the chosen group, or into a new one of that name."""
        row = self.query_one(PickedList).row
        if row is not None:
            self.dismiss(PickedGroup(row.group_id, row.name))
        elif event.value.strip():
            self.dismiss(PickedGroup(None, event.value.strip()))

    def action_take_out(self) -> None:
        """Out of the chosen group."""
        row = self.query_one(PickedList).row
        if row is not None:
            self.dismiss(PickedGroup(row.group_id, row.name, is_out=True))

    def action_move(self, step: int) -> None:
        """Choose another group."""
        self.query_one(PickedList).action_move(step)

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
