"""Every trouble that somebody can be told, found in the code: its title, why, and what to do; for the guide."""

import ast
import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from rise_tui.sync.once import SIGNED_OUT
from tests.law.guide_calls import Scope, calls, kinds, sources
from tests.law.guide_meanings import INSTEAD, LINES, LOG, MEANINGS, SECTIONS

ELSEWHERE = "Elsewhere in the app"
AS_TOLD = "The words after it say more."
"""Said where only the running program knows why."""
_PLACE = re.compile(r"\{+(\w+)[^}]*\}+")
_COUNTS = frozenset({"count", "people", "most", "over", "size", "len", "least"})
_CALLED = {
    "join": "NAMES",
    "partition": "ADDRESS",
    "PREFIX": "RISE_RELAY_",
    "upper": "...",
    "crash_code": "CODE",
    "binding": "NAME",
    "__name__": "KIND",
    "w": "WORDS",
    "wall": "TIME",
}
"""What a place is called on the page, where the code's own word says little."""
_SAYS_NOTHING = re.compile(r"[^a-z]*")
_MARK = re.compile(r"%[-.\d]*[sdr]")


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
    """An item a title, by the alphabet. Raises LookupError for one that nothing is said about."""
    items = []
    for title, told in sorted(found.items(), key=lambda pair: pair[0].casefold().lstrip("“‘")):
        if not (told or title in MEANINGS or title in INSTEAD):
            raise LookupError(f"tests/law/guide_meanings.py: say in MEANINGS what it means: {title!r}")
        if title in MEANINGS:
            told = [MEANINGS[title], *(part for part in told if part != AS_TOLD)]
        items.append(_item(title, INSTEAD.get(title) or " ".join(told)))
    return items


def _item(title: str, words: str) -> str:
    """An item, no sentence twice, in lines of the page."""
    sentences = dict.fromkeys(re.split(r"(?<=[.?]) (?=[A-Z])", words))
    told = f"- **{title.rstrip('.')}{'' if title.endswith('?') else '.'}** {' '.join(sentences)}"
    return textwrap.fill(told, 120, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def relay_log() -> str:
    """An item for each line of the relay's log. Raises KeyError for one that nothing is said about: say it in LOG."""
    found = set()
    for module, text in sources().items():
        for node in ast.walk(ast.parse(text)) if module.startswith("relay/") and "log." in text else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log.") and node.args:
                words = iter([_kind(argument) for argument in node.args[1:]])
                found.add(_MARK.sub(lambda _, words=words: next(words), ast.literal_eval(node.args[0])))  # type: ignore[misc]
    return "\n".join(_item(line, LOG[line]) for line in sorted(found, key=str.casefold))


def _kind(argument: ast.expr) -> str:
    """What fills a place of a line of the log."""
    said = ast.unparse(argument)
    kinds = {"type(error)": "KIND", "where(": "WHERE", "path": "WHERE", "why": "WHY", "strerror": "WHY", "id": "ID"}
    kinds |= {"code": "CODE", "word": "WORD", "count": "N", "found": "N", "what": "WHAT", "error": "WHY"}
    return next(kinds[part] for part in ("strerror", *kinds) if part in said)


def section_of(module: str) -> str:
    """In which part of the page a module's messages stand: by its path, or by its folder's."""
    known = (SECTIONS[path] for path in (module, f"{module.rpartition('/')[0]}/") if path in SECTIONS)
    return next(known, ELSEWHERE)


def raised() -> list[Message]:
    """Every trouble of the program, in the order of its modules."""
    found = [Message("sync/once", *words) for words in SIGNED_OUT.values()]
    found += [Message("casework/wishing", "The office did not take it", "", "")]
    for module, name, node, scope in calls():
        if name in LINES:
            at = 1 if name == "Question" else 0
            found += _told(module, [*node.args[at : at + 1], ast.Constant(LINES[name])], scope)
        elif name in kinds() and node.args and not isinstance(node.args[0], ast.Starred):
            found += _told(module, node.args, scope)
    return found


def refused() -> list[Message]:
    """Every way in which the relay refuses what it is asked."""
    found: list[Message] = []
    for module, name, node, scope in calls():
        named = {word.arg: word.value for word in node.keywords}
        words: list[ast.expr] = []
        if name == "Refusal":
            words = [*node.args[2:], *([named["next_step"]] if "next_step" in named else [])]
        elif name == "invalid" and len(node.args) > 2:
            words = [node.args[2], node.args[1], *node.args[3:]]
        elif name == "_signed_out":
            words = node.args[1:]
        elif name == "Problem" and module.startswith("sync/"):
            words = [named.get(part, ast.Constant("")) for part in ("title", "detail", "next_step")]
        found += _told(module, words, scope) if words else ()
    return found


def passed_on() -> set[tuple[str, str]]:
    """Where a title is not known in the code: module and what stands there; it passes on another's words."""
    told = ((call.module, call.node.args[0], call.scope) for call in calls() if call.name in kinds() and call.node.args)
    return {(module, ast.unparse(title)) for module, title, scope in told if not _texts(title, scope)}


def _told(module: str, words: list[ast.expr], scope: Scope) -> Iterator[Message]:
    """A title with why and what to do; where the code chooses between words, each of them."""
    each = [_texts(word, scope) for word in words[:3]]
    for at, title in enumerate(each[0]):
        rest = [texts[at] if len(texts) == len(each[0]) else " ".join(texts) for texts in each[1:]]
        rest = ["" if _SAYS_NOTHING.fullmatch(words) else words for words in rest]
        is_told_then = not any(rest) and any(ast.unparse(word) not in ("''", "None") for word in words[1:])
        yield Message(module, title, *([AS_TOLD, ""] if is_told_then else [*rest, "", ""][:2]))


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
    return "N" if name in _COUNTS else _CALLED.get(name, name.upper().replace("_", " "))
