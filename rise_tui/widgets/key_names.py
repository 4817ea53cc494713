"""How keys are called on a screen, and which key a binding has once the settings have had their say."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode

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
    "at": "@",
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
"""How keys are called, where it is not their own letter."""
WRITTEN = frozenset({"enter", "space"})
"""Keys with names that are words where one types."""


def key_words(keys: str) -> str:
    """A binding's keys as a person reads them: `C-d`, `/`, `Enter o`."""
    return " ".join(key_name(key) for key in keys.split(","))


def key_name(key: str) -> str:
    """One key, by Textual's name for it, as a person reads it."""
    bare = key.removeprefix("ctrl+")
    return NAMES.get(bare, bare) if bare == key else f"C-{NAMES.get(bare, bare)}"


def bindings_of(place: Iterable[DOMNode]) -> list[Binding]:
    """The bindings of a place, nearest first; each act once, with all its keys: those of the settings, if they say."""
    by_act: dict[tuple[str, str], Binding] = {}
    for node in place:
        for binding in _bound(node):
            act = (binding.id or "", binding.action)
            known = by_act.get(act)
            by_act[act] = binding if known is None else _joined(known, binding)
    return list(by_act.values())


def _bound(node: DOMNode) -> Iterator[Binding]:
    """What has an id and a key at this node, and can be done now, as Textual asks it when a key comes."""
    bindings = node._bindings.copy()
    bindings.apply_keymap(node.app._keymap)
    for key, bound in bindings.key_to_bindings.items():
        for binding in bound:
            if binding.id and node.check_action(*parse(binding.action)[1:]):
                yield replace(binding, key=key)


def _joined(known: Binding, other: Binding) -> Binding:
    keys = dict.fromkeys([*known.key.split(","), *other.key.split(",")])
    return replace(known, key=",".join(keys))


def changed(place: Iterable[DOMNode]) -> dict[str, str]:
    """What keys are called that the settings have changed at this place: by the usual name, the one to press."""
    found: dict[str, str] = {}
    for node in place:
        keymap = node.app._keymap
        if not keymap:
            break
        for key, bound in node._bindings.key_to_bindings.items():
            for binding in bound:
                keys = keymap.get(binding.id or "")
                if keys:
                    found.setdefault(key_name(key), key_words(keys.partition(",")[0]))
    return found


def reached(bindings: Iterable[Binding]) -> list[Binding]:
    """The bindings, nearest first, each with the keys that nothing nearer takes; those may be none."""
    taken: set[str] = set()
    found = []
    for binding in bindings:
        keys = [key for key in binding.key.split(",") if key not in taken]
        taken |= {*keys}
        found.append(replace(binding, key=",".join(keys)))
    return found


def beside_typing(binding: Binding) -> Binding:
    """The binding with the keys that act where one types: a letter, a sign, a blank or a new line is written there."""
    keys = [key for key in binding.key.split(",") if key not in WRITTEN]
    return replace(binding, key=",".join(key for key in keys if len(key_name(key)) > 1 or not key_name(key).isascii()))
