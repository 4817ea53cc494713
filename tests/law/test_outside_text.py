"""What comes from outside is drawn as it is: never read as markup, never given to a widget that reads markup."""

import ast
from collections.abc import Iterator

from textual.app import App

from rise_tui.domain.safe_text import editable
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.typed_line import TypedLine
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

TYPED_IN = frozenset({"Input", "TextArea", "MaskedInput"})
"""Widgets of Textual that draw what is loaded into them as it is."""
MADE_SAFE = {"widgets/typed_line.py": "TypedLine", "widgets/draft_area.py": "DraftArea"}
"""Our own, by their files: what comes into them is made safe on the way, each in one place."""
PASTED_ONLY = {"screens/dialogs/paste_people.py": "ListArea"}
"""Nothing is ever loaded into it; a paste is filtered."""


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


def makes_unsafe_places(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The lines where something in which one types is made or derived of Textual's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TYPED_IN:
            yield node.lineno, node.func.id
        if isinstance(node, ast.ClassDef) and TYPED_IN.intersection(map(_name, node.bases)):
            yield node.lineno, node.name


async def test_all_that_is_loaded_where_one_types_is_made_safe_in_one_place() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), what)
        for path, tree in modules_of_the_app()
        for _, what in makes_unsafe_places(tree)
    }
    assert found == {*MADE_SAFE.items(), *PASTED_ONLY.items()}
    raw = "to \x1b]52;c;eA==\x07\r\n\u202eabc\x9b2J\te\u0301 \U0001f468\u200d\U0001f467"
    app = App[None]()
    async with app.run_test():
        line = TypedLine(raw)
        area = DraftArea(lambda: 0.0, lambda _to, _typed: None)
        await app.mount(line, area)
        assert line.value == editable(raw, keep_newlines=False)
        line.insert_text_at_cursor(raw)
        assert line.value == editable(raw, keep_newlines=False) * 2
        area.load_text(raw)
        area.insert(raw)
        assert area.text == editable(raw) * 2
    assert not {"\x1b", "\x9b", "\r", "\u202e"} & {*line.value, *area.text}


def test_the_law_sees_what_it_forbids() -> None:
    assert list(makes_unsafe_places(ast.parse("Input(name)"))) == [(1, "Input")]
    assert list(makes_unsafe_places(ast.parse("class Mine(TextArea): pass"))) == [(1, "Mine")]
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
