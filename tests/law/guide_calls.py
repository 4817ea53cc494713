"""Finds in the program where somebody is told of a trouble: the calls of some names, with what stands around each."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import rise_tui

PACKAGE = Path(rise_tui.__file__).parent
NOT_OURS = ("simulator/", "relay/carriers/")
"""Where a word like `Refused` is a phone company's, not a trouble that a person is told."""
OTHERS = frozenset({"BadRow", "Question", "Refusal", "invalid", "_signed_out", "Problem"})
"""What else tells of a trouble, beside every kind of RiseError."""
_CLASS = re.compile(r"^class (\w+)\((\w+)[,)]", re.MULTILINE)

Scope = dict[str, list[ast.expr]]
"""What is assigned to each name in a function."""


class Call(NamedTuple):
    """One call: in which module, of what, with what, and what stands under each name in the function around it."""

    module: str
    name: str
    node: ast.Call
    scope: Scope


@cache
def kinds() -> frozenset[str]:
    """The names of RiseError and of whatever is made from it."""
    classes = [found for text in sources().values() for found in _CLASS.findall(text)]
    known = {"RiseError"}
    while more := {name for name, base in classes if base in known} - known:
        known |= more
    return frozenset(known)


@cache
def sources() -> dict[str, str]:
    """Every module's text, by its path without the ending, in their order."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
    texts = {path.relative_to(PACKAGE).with_suffix("").as_posix(): path.read_text("utf-8") for path in files}
    return {module: text for module, text in texts.items() if not module.startswith(NOT_OURS)}


@cache
def calls() -> tuple[Call, ...]:
    """Every call that tells of a trouble, in the order of modules and lines."""
    names = kinds() | OTHERS
    named = re.compile(rf"\b({'|'.join(sorted(names))})\(")
    found: list[Call] = []
    for module, text in sources().items():
        lines = {text.count("\n", 0, match.start()) + 1 for match in named.finditer(text)}
        for function in _functions(ast.parse(text)) if lines else ():
            if any(function.lineno <= line <= (function.end_lineno or 0) for line in lines):
                found += _calls_in(module, function, names)
    return tuple(found)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module and of its classes; those within a function belong to it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef | ast.If):
            yield from _functions(node)


def _calls_in(module: str, function: ast.AST, names: frozenset[str]) -> Iterator[Call]:
    nodes = list(ast.walk(function))
    scope = _assigned(nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield Call(module, node.func.id, node, scope)


def _assigned(nodes: list[ast.AST]) -> Scope:
    scope: Scope = {}
    for node in nodes:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.setdefault(target.id, []).append(node.value)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for name, value in zip(target.elts, node.value.elts, strict=True):
                    scope.setdefault(getattr(name, "id", ""), []).append(value)
    return scope
