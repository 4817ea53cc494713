"""The parts of the guide that are made from the code; `python -m tests.law.guide_parts` writes them anew."""

import ast
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.rule_words import ABOUT, rule_in_words
from rise_tui.guide.pages import FOLDER, NAMES
from rise_tui.relay import settings as relay_settings
from tests.law.guide_keys import key_card, key_names
from tests.law.guide_messages import messages, relay_answers, relay_log

COMMAND = "python -m tests.law.guide_parts"
_PART = re.compile(rf"(<!-- ([a-z-]+), made by {COMMAND} -->\n).*?(<!-- end -->)", re.DOTALL)


def relay_settings_list() -> str:
    """An item a setting: its variable, what it is for, what it is where nothing is said."""
    said = attribute_docstrings(Path(relay_settings.__file__), "Settings")
    items = []
    for name, field in relay_settings.Settings.model_fields.items():
        usual = _shown(field.get_default(call_default_factory=True))
        words = f"{said[name]} Usually {usual}." if usual else said[name]
        items.append(f"- `{relay_settings.PREFIX}{name.upper()}`: {words}")
    return "\n".join(items)


def office_rules() -> str:
    """An item a rule of an office: its name, what it means, what it is where nothing was set."""
    plain = OfficeRules().values()
    return "\n".join(
        f"- `{name}`: {about} Usually {rule_in_words(name, plain[name])}." for name, about in ABOUT.items()
    )


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value in ("", PydanticUndefined):
        return ""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def attribute_docstrings(path: Path, class_name: str) -> dict[str, str]:
    """What stands below each field of a class, as one line. Raises KeyError where a field says nothing."""
    tree = ast.parse(path.read_text("utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    found: dict[str, str] = {}
    for node, below in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(below, ast.Expr):
            found[node.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    return found


PARTS: dict[str, Callable[[], str]] = {
    "relay-settings": relay_settings_list,
    "office-rules": office_rules,
    "key-card": key_card,
    "key-names": key_names,
    "messages": messages,
    "relay-answers": relay_answers,
    "relay-log": relay_log,
}


def with_parts(text: str) -> str:
    """The page with every part that is made as it is now. Raises KeyError for a part that nobody makes."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n\n{found[3]}", text)


def write() -> None:
    """Write every page anew whose parts have changed."""
    for name in NAMES:
        page = FOLDER / f"{name}.md"
        text = page.read_text("utf-8")
        if (now := with_parts(text)) != text:
            page.write_text(now, "utf-8")


if __name__ == "__main__":
    write()
