"""Every trouble that somebody can be told, found in the code: its title, why, and what to do; for the guide."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import rise_tui
from rise_tui.sync.once import SIGNED_OUT
from tests.law.guide_meanings import MEANINGS, SECTIONS

PACKAGE = Path(rise_tui.__file__).parent
ELSEWHERE = "Elsewhere in the app"
NOT_OURS = ("simulator/", "relay/carriers/")
"""Where a word like `Refused` is a phone company's, not a trouble that a person is told."""
_PLACE = re.compile(r"\{+(\w+)[^}]*\}+")
_COUNTS = frozenset({"count", "people", "most", "over", "size"})


class Message(NamedTuple):
    """One trouble as it is told; what stands in capitals is filled in when it happens."""

    module: str
    title: str
    detail: str
    next_step: str


def messages() -> str:
    """A heading a part of the work, an item a message."""
    found: dict[str, dict[str, list[str]]] = {}
    for message in raised():
        told = found.setdefault(section_of(message.module), {}).setdefault(message.title, [])
        told += [part for part in (message.detail, message.next_step) if part and part not in told]
    lines: list[str] = []
    for section in [*dict.fromkeys(SECTIONS.values()), ELSEWHERE]:
        if section in found:
            lines += [f"### {section}", "", *_items(found[section]), ""]
    return "\n".join(lines).rstrip()


def relay_answers() -> str:
    """An item for each reason for which the relay does not take something."""
    found: dict[str, list[str]] = {}
    for message in refused():
        told = found.setdefault(message.title, [])
        told += [part for part in (message.detail, message.next_step) if part and part not in told]
    return "\n".join(_items(found))


def _items(found: dict[str, list[str]]) -> list[str]:
    return [
        f"- **{title.rstrip('.?')}{'?' if title.endswith('?') else '.'}** "
        + " ".join([part for part in (MEANINGS.get(title, ""),) if part] or told)
        for title, told in sorted(found.items(), key=lambda pair: pair[0].casefold().lstrip("“‘"))
    ]


def section_of(module: str) -> str:
    """In which part of the page a module's messages stand: by its path, or by its folder's."""
    known = (SECTIONS[path] for path in (module, f"{module.rpartition('/')[0]}/") if path in SECTIONS)
    return next(known, ELSEWHERE)


def raised() -> list[Message]:
    """Every RiseError of the program, in the order of its files."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    kinds = _kinds(trees.values())
    found = [Message("sync/once", *words) for words in SIGNED_OUT.values()]
    for path, tree in trees.items():
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if not module.startswith(NOT_OURS):
            for call, scope in _calls(tree, kinds):
                if call.args and not isinstance(call.args[0], ast.Starred):
                    found += _told(module, call.args, scope)
    return found


def refused() -> list[Message]:
    """Every way in which the relay refuses what it is asked."""
    found: list[Message] = []
    for path in sorted((PACKAGE / "relay").rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for call, scope in _calls(ast.parse(path.read_text("utf-8")), {"Refusal"}):
            words = [*call.args[2:], *(word.value for word in call.keywords if word.arg == "next_step")]
            found += _told(module, words, scope)
        for call, scope in _calls(ast.parse(path.read_text("utf-8")), {"invalid"}):
            if len(call.args) > 2:
                found += _told(module, [call.args[2], call.args[1], *call.args[3:]], scope)
    return found


def passed_on() -> set[tuple[str, str]]:
    """Where a title is not known in the code: module and what stands there; it passes on another's words."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    kinds = _kinds(trees.values())
    found = set()
    for path, tree in trees.items():
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for call, scope in () if module.startswith(NOT_OURS) else _calls(tree, kinds):
            if call.args and not _texts(call.args[0], scope):
                found.add((module, ast.unparse(call.args[0])))
    return found


def _kinds(trees: Iterable[ast.Module]) -> set[str]:
    """The names of RiseError and of whatever is made from it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    kinds = {"RiseError"}
    while True:
        more = {node.name for node in classes if {getattr(base, "id", "") for base in node.bases} & kinds}
        if more <= kinds:
            return kinds
        kinds |= more


Scope = dict[str, list[ast.expr]]


def _calls(tree: ast.Module, names: set[str]) -> Iterator[tuple[ast.Call, Scope]]:
    """Every call of these names, with what stands under each name in the function around it."""
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    seen: set[int] = set()
    for function in reversed(scopes):
        scope = _assigned(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and id(node) not in seen:
                seen.add(id(node))
                yield node, scope


def _assigned(function: ast.AST) -> Scope:
    scope: Scope = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.setdefault(target.id, []).append(node.value)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for name, value in zip(target.elts, node.value.elts, strict=True):
                    scope.setdefault(getattr(name, "id", ""), []).append(value)
    return scope


def _told(module: str, words: list[ast.expr], scope: Scope) -> Iterator[Message]:
    """A title with why and what to do; where the code chooses between words, each of them."""
    each = [_texts(word, scope) for word in words[:3]]
    for at, title in enumerate(each[0]):
        rest = [texts[at] if len(texts) == len(each[0]) else " ".join(texts) for texts in each[1:]]
        yield Message(module, title, *[*rest, "", ""][:2])


def _texts(node: ast.expr, scope: Scope) -> list[str]:
    """What may stand there, with places in capitals; nothing where only the running program knows."""
    match node:
        case ast.Constant(value=str(text)) if text:
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(_part(part) for part in parts)]
        case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(text)), *_]):
            return [_PLACE.sub(lambda found: _capital(found[1]), text)]
        case ast.IfExp(body=one, orelse=other):
            return [*_texts(one, scope), *_texts(other, scope)]
        case ast.BoolOp(values=values):
            return [text for value in values for text in _texts(value, scope)]
        case ast.Name(id=name):
            return [text for value in scope.get(name, ()) for text in _texts(value, {})]
        case _:
            return []


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    names = [node for node in ast.walk(part) if isinstance(node, ast.Name | ast.Attribute)]
    last = names[0] if names else None
    return _capital(last.attr if isinstance(last, ast.Attribute) else last.id if last else "name")


def _capital(name: str) -> str:
    return "N" if name in _COUNTS else name.upper().replace("_", " ")
