"""Help for the place one is in: its keys, made from its bindings, and what the signs mean."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from rise_tui.domain.say import say
from rise_tui.widgets.pages import Page, Told

NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "slash": "/",
    "backslash": "\\",
    "question_mark": "?",
    "exclamation_mark": "!",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "number_sign": "#",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "greater_than_sign": ">",
    "comma": ",",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "asterisk": "*",
    "underscore": "_",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
"""How keys are called on a screen, where it is not their own letter."""
BESIDE = 8
"""Lines of the dialog that are not the page's: its edges, the title, the keys."""
WRITTEN = frozenset({"enter", "space"})
"""Keys with names that are words where one types."""
MOVING = frozenset({"up", "down", "top", "bottom", "page-up", "page-down"})
"""What bindings are called that only move."""


def key_words(keys: str) -> str:
    """A binding's keys as a person reads them: `C-d`, `/`, `Enter o`."""
    return " ".join(_key(key) for key in keys.split(","))


def _key(key: str) -> str:
    bare = key.removeprefix("ctrl+")
    return NAMES.get(bare, bare) if bare == key else f"C-{NAMES.get(bare, bare)}"


class HelpDialog(ModalScreen[None]):
    """Every key that does something here, with what it does: here, everywhere, and for moving."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,f1", "leave", "Close", id="help.close", tooltip="Back to work."),
    ]

    def __init__(self, place: list[DOMNode], notes: Iterable[str] = ()) -> None:
        """`place`: what has the focus, and all that it stands in; `notes`: what else to know, a sentence each."""
        super().__init__()
        bindings = reached(bindings_of(place))
        if isinstance(place[0], TextArea):
            bindings = [_beside_typing(binding) for binding in bindings]
        self.sections = _sections(binding for binding in bindings if binding.tooltip and binding.key)
        self.notes = tuple(notes)

    def compose(self) -> ComposeResult:
        """A line a key."""
        with Vertical(id="help"):
            yield Static(Content(say("Keys that work here")), classes="-title")
            yield Page(self._paragraphs(), id="keys")
            yield Static(Content(say("Esc closes this     ↑ ↓ move")), classes="-keys")

    def on_resize(self, event: Resize) -> None:
        """The keys that lead out of here stay in view."""
        self.query_one(Page).styles.max_height = max(3, event.size.height - BESIDE)

    def _paragraphs(self) -> list[Told]:
        told: list[Told] = []
        for title, lines in self.sections:
            told += [Told(), Told(title, "dim")] if title else []
            told += [Told(words, key=keys) for keys, words in lines]
        for note in self.notes:
            told += [Told(), Told(note, "dim")]
        return told

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


Lines = list[tuple[str, str]]


def _sections(bindings: Iterable[Binding]) -> list[tuple[str, Lines]]:
    """What one does here, then what works everywhere, then what only moves; without those that are empty."""
    here: Lines = []
    everywhere: Lines = []
    moving: Lines = []
    for binding in bindings:
        room, _, act = (binding.id or "").partition(".")
        lines = moving if act in MOVING else everywhere if room in ("room", "app") else here
        lines.append((key_words(binding.key), binding.tooltip))
    sections = (("", here), (say("Everywhere"), everywhere), (say("Moving"), moving))
    return [section for section in sections if section[1]]


def reached(bindings: Iterable[Binding]) -> list[Binding]:
    """The bindings, nearest first, each with the keys that nothing nearer takes; those may be none."""
    taken: set[str] = set()
    reached = []
    for binding in bindings:
        keys = [key for key in binding.key.split(",") if key not in taken]
        taken |= set(keys)
        reached.append(replace(binding, key=",".join(keys)))
    return reached


def _beside_typing(binding: Binding) -> Binding:
    """The binding with the keys that act where one types: a letter, a sign, a blank or a new line is written there."""
    keys = [key for key in binding.key.split(",") if key not in WRITTEN]
    acting = [key for key in keys if len(_key(key)) > 1 or not _key(key).isascii()]
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
