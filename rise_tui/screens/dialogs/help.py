"""Help for the place one is in: its keys, made from its bindings."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from rise_tui.domain.say import say

NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "slash": "/",
    "backslash": "\\",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "home": "Home",
    "end": "End",
    "f1": "F1",
}
"""How keys are called on a screen, where it is not their own letter."""


def key_words(keys: str) -> str:
    """A binding's keys as a person reads them: `C-d`, `/`, `Enter o`."""
    return " ".join(_key(key) for key in keys.split(","))


def _key(key: str) -> str:
    return f"C-{key.removeprefix('ctrl+')}" if key.startswith("ctrl+") else NAMES.get(key, key)


class HelpDialog(ModalScreen[None]):
    """Every key that does something here, with what it does."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,f1", "leave", "Close", id="help.close", tooltip="Back to work."),
    ]

    def __init__(self, place: list[DOMNode]) -> None:
        super().__init__()
        bindings = [binding for binding in bindings_of(place) if binding.tooltip]
        if isinstance(place[0], TextArea):
            bindings = [_beside_typing(binding) for binding in bindings]
        self.lines = [(key_words(binding.key), binding.tooltip) for binding in bindings if binding.key]

    def compose(self) -> ComposeResult:
        """A line a key."""
        with VerticalScroll(id="help"):
            yield Static(Content(say("Keys that work here")), classes="-title")
            for keys, words in self.lines:
                yield Static(Content.assemble((f"{keys:<12}", "$amber"), Content(words)))
            yield Static(Content(say("Esc closes this     ↑ ↓ move")), classes="-keys")

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


def _beside_typing(binding: Binding) -> Binding:
    """The binding with the keys that act where one types: a letter or a sign is written there."""
    acting = [key for key in binding.key.split(",") if len(_key(key)) > 1 or not _key(key).isascii()]
    return replace(binding, key=",".join(acting))


def bindings_of(place: list[DOMNode]) -> list[Binding]:
    """The bindings of a place, nearest first; each act once, with all its keys."""
    by_act: dict[tuple[str, str], Binding] = {}
    for node in place:
        for keys in node._bindings.key_to_bindings.values():
            for binding in keys:
                if not binding.id:
                    continue
                act = (binding.id, binding.action)
                known = by_act.get(act)
                by_act[act] = binding if known is None else _joined(known, binding)
    return list(by_act.values())


def _joined(known: Binding, other: Binding) -> Binding:
    keys = dict.fromkeys([*known.key.split(","), *other.key.split(",")])
    return Binding(",".join(keys), known.action, known.description, id=known.id, tooltip=known.tooltip)
