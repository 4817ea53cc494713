"""The command palette: every command of the place one is in, found by typing words of what it does."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.strip import Strip
from textual.widgets import Input

from rise_tui.domain.say import say
from rise_tui.screens.dialogs.typed_choice import TypedChoice
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.key_names import bindings_of, key_words, reached
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Happening, StatusLine, edge
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine

MOVES = ("list.", "thread.", "below.")
"""Bindings that only move are no commands."""


@dataclass(frozen=True)
class Command:
    """What it is called, what it does in a sentence, the key that does it too; the act, and whose act it is."""

    command_id: str
    name: str
    sentence: str
    key: str
    act: str
    node: DOMNode


class CommandList(LineList[Command]):
    """A line a command: its key, its name, what it does."""

    def key_of(self, row: Command) -> str:
        """The binding and its act."""
        return f"{row.command_id} {row.key}"

    def draw(self, row: Command, width: int, *, is_selected: bool) -> Strip:
        """The key at the left, as it would be typed."""
        left = edge(self.app.size.width)
        parts = [
            Part(left, cut(row.key, 9), "key"),
            Part(left + 10, cut(row.name, 18), "title" if is_selected else "text"),
            Part(left + 30, cut(row.sentence, max(0, width - left - 32)), "dim"),
        ]
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)


class PaletteDialog(TypedChoice[Command | None]):
    """Type; the arrows choose, Enter does it, Esc goes back."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="palette.back", tooltip="Back to work."),
    ]

    def __init__(self, place: list[DOMNode], left_out: tuple[str, ...] = ()) -> None:
        """`place`: what has the focus, and all that it stands in; `left_out`: how ids begin that are not offered."""
        super().__init__()
        self.commands = tuple(one for one in _commands(place) if not one.command_id.startswith(left_out))

    def compose(self) -> ComposeResult:
        """The words, the commands, how many fit."""
        words = TypedLine(placeholder=say("what do you want to do?"), id="words")
        with Vertical(id="search"):
            yield words
            yield CommandList(id="hits")
            yield StatusLine(id="found")

    def on_mount(self) -> None:
        """Begin with all of them."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those that have every word."""
        self._show(event.value)

    def _show(self, words: str) -> None:
        wanted = words.casefold().split()
        rows = tuple(one for one in self.commands if all(word in _told(one) for word in wanted))
        commands = self.query_one(CommandList)
        commands.show(Rows(rows))
        commands.selected = 0
        told = say("Nothing is called that.") if not rows else ""
        self.query_one(StatusLine).happening = Happening(told, hint=say("Enter does it   Esc back"))


def _told(command: Command) -> str:
    return f"{command.name} {command.sentence} {command.key}".casefold()


def _commands(place: list[DOMNode]) -> list[Command]:
    """The commands of a place, nearest first, without those that only move or that lead here."""
    found = []
    for node, binding in acts_of(place):
        if not binding.tooltip or (binding.id or "").startswith(MOVES) or binding.action in ("palette", "stay"):
            continue
        words = binding.description, binding.tooltip, key_words(binding.key)
        found.append(Command(binding.id or "", *words, binding.action, node))
    return found


def acts_of(place: list[DOMNode]) -> list[tuple[DOMNode, Binding]]:
    """The bindings of a place, each with the node whose act it is."""
    owners: dict[tuple[str | None, str], DOMNode] = {}
    for node in place:
        for keys in node._bindings.key_to_bindings.values():
            for binding in keys:
                owners.setdefault((binding.id, binding.action), node)
    return [(owners[binding.id, binding.action], binding) for binding in reached(bindings_of(place))]
