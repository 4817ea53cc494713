"""The app's own source, as modules and as classes, for the laws that look through it."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from textual.dom import DOMNode

import rise_tui
import rise_tui.screens
import rise_tui.widgets

PACKAGE = Path(rise_tui.__file__).parent


def modules_of_the_app() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of screens and widgets, with its syntax tree."""
    for folder in ("screens", "widgets"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def classes_of_the_app() -> set[type[DOMNode]]:
    """Every widget and screen that is defined in screens and widgets."""
    found: set[type[DOMNode]] = set()
    for package in (rise_tui.screens, rise_tui.widgets):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            module = importlib.import_module(info.name)
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == info.name:
                    found.add(value)
    return found
