"""What comes from outside is drawn as it is: never read as markup, never given to a widget that reads markup."""

import ast
from collections.abc import Iterator

from tests.law.tree import PACKAGE, modules_of_the_app

READS_MARKUP = frozenset(
    {"Static", "Label", "Button", "Tab", "Tree", "OptionList", "Option", "Select", "Markdown", "RichLog", "Log"}
)
"""Widgets of Textual that read a `str` as markup unless they are told not to."""
TOLD = frozenset({"notify", "update"})
"""Methods that do the same with what they are told."""
TITLES = frozenset({"border_title", "border_subtitle", "title", "sub_title", "tooltip"})
"""Attributes that do the same; `title` of our own page widgets is drawn by parts."""
SAFE = frozenset({"Content", "assemble", "from_text"})


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_safe(node: ast.expr) -> bool:
    """Something that cannot be read as markup: a Content, or nothing at all."""
    if isinstance(node, ast.Constant):
        return node.value == "" or node.value is None
    return isinstance(node, ast.Call) and (
        _name(node.func) in SAFE or (isinstance(node.func, ast.Attribute) and _name(node.func.value) in SAFE)
    )


def _is_plain(call: ast.Call) -> bool:
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )


def offences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The lines where a `str` is given to what reads markup."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            is_method = isinstance(node.func, ast.Attribute) and name in TOLD
            if (name in READS_MARKUP or is_method) and node.args and not _is_plain(node) and not _is_safe(node.args[0]):
                yield node.lineno, ast.unparse(node)
            if name in ("from_markup", "escape", "render_markup"):
                yield node.lineno, ast.unparse(node)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                is_app = isinstance(target, ast.Attribute) and _name(target.value) in ("self", "app")
                if is_app and isinstance(target, ast.Attribute) and target.attr in TITLES and not _is_safe(node.value):
                    yield node.lineno, ast.unparse(node)


def test_no_screen_and_no_widget_gives_words_to_what_reads_markup() -> None:
    found: list[tuple[str, int, str]] = []
    for path, tree in modules_of_the_app():
        found += [(str(path.relative_to(PACKAGE)), line, what) for line, what in offences(tree)]
    assert found == []


def test_the_law_sees_what_it_forbids() -> None:
    wrong = """
Static(name)
self.notify(body)
self.border_title = who
Label(f"[b]{name}[/b]")
Content.from_markup(body)
"""
    assert sorted(line for line, _ in offences(ast.parse(wrong))) == [2, 3, 4, 5, 6]
    right = """
Static(Content(name))
Static(say("Hello"), markup=False)
Static(Content.assemble((name, "$amber")))
"""
    assert list(offences(ast.parse(right))) == []
