"""The app's SQL stands in its store; the relay's goes through `relay.store.engine.Tx`, the simulator's to its file."""

import ast
import re

from tests.law.tree import PACKAGE

STATEMENT = re.compile(r"\s*(SELECT|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA)\b")
AT_HOME = ("store/", "relay/", "simulator/")


def statements_in(source: str) -> list[str]:
    """The strings in this source that begin as SQL does."""
    strings = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [text for text in strings if isinstance(text, str) and STATEMENT.match(text)]


def test_no_statement_of_the_app_stands_outside_its_store() -> None:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(AT_HOME) and (statements := statements_in(path.read_text("utf-8"))):
            found[place] = statements
    assert found == {}


def test_a_statement_is_recognised() -> None:
    assert statements_in('run(f"SELECT {columns} FROM message")') == ["SELECT "]
    assert statements_in('say("Select a row first")') == []
