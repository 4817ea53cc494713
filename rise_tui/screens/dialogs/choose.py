"""A choice at a field: a letter takes it, or the arrows and Enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import Static

from rise_tui.domain.say import say
from rise_tui.screens.dialogs.at_field import AtField
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.rows import Rows


@dataclass(frozen=True)
class Choice:
    """A letter, what it stands for, and the value that is chosen; words are already safe."""

    key: str
    words: str
    value: str
    is_now: bool = False


class ChoiceList(LineList[Choice]):
    """A line a choice; the one that stands now is marked."""

    def key_of(self, row: Choice) -> str:
        """Its letter."""
        return row.key

    def draw(self, row: Choice, width: int, *, is_selected: bool) -> Strip:
        """The letter, the words, and whether it stands now."""
        parts = [
            Part(2, row.key, "key"),
            Part(5, cut(row.words, max(0, width - 8)), "bright" if is_selected else "text"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        if row.is_now:
            parts.append(Part(-2, "●", "dim"))
        return self.line(width, parts)


class Choose(AtField[str | None]):
    """Dismissed with the value of what was chosen; None: nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="choose.back", tooltip="Leave it as it is."),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], *, says: str = "", at: Offset | None = None) -> None:
        super().__init__(at)
        self.title_words, self.says = title, says
        self.choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The title, a line a choice, the keys."""
        with Vertical(id="field"):
            yield Static(Content(self.veiled(self.title_words)), classes="-title")
            if self.says:
                yield Static(Content(self.veiled(self.says)), classes="-says")
            listed = ChoiceList(id="choices")
            listed.styles.height = len(self.choices)
            yield listed
            yield Static(Content(say("a letter takes it   Esc leaves it")), classes="-keys")

    def on_mount(self) -> None:
        """Begin at what stands now."""
        super().on_mount()
        listed = self.query_one(ChoiceList)
        listed.show(Rows(self.choices))
        listed.selected = next((index for index, one in enumerate(self.choices) if one.is_now), 0)
        self.set_focus(listed)

    def on_key(self, event: events.Key) -> None:
        """A letter takes its choice."""
        found = next((one for one in self.choices if one.key == event.character), None)
        if found is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(found.value)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Enter takes the selected one."""
        event.stop()
        row = self.query_one(ChoiceList).row
        if row is not None:
            self.dismiss(row.value)

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)
