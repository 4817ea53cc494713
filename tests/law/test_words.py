"""One word for one thing: what a person reads on screens, in commands, in the guide and in the README keeps to it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rise_tui.demo.founding import TEMPLATES
from rise_tui.domain.crisis import crisis_text
from rise_tui.guide.pages import contents
from tests.law.guide_calls import OTHERS, kinds, sources

ROOT = Path(__file__).parents[2]
_SPOKEN = frozenset(
    (
        *("say", "say_many", "Binding", "ok", "look", "wrong"),
        *("add_argument", "add_parser", "add_extra", "add_command", "add_family"),
    )
)
"""What takes sentences that a person reads, beside everything that tells of a trouble."""
_NO_SENTENCE = frozenset({"id", "action", "key", "dest", "choices", "type", "default", "kind", "nargs"})
"""What those calls take beside sentences."""
_NAME = re.compile(r"[a-z._-]+")
"""A command, a kind of trouble: what programs read."""
_CODE = re.compile(
    r"```.*?```|<!-- key-ids,.*?<!-- end -->|`[^`]*`|\]\([^)]*\)|^### Measured.*?^## ", re.DOTALL | re.MULTILINE
)
_FOR_ADMINISTRATORS = ("relay/", "commands/relay", "doctor/", "domain/office_words")

EVERYWHERE = {
    r"texts? to many": "a group text",
    r"saved texts?": "a template",
    r"put(?:s|ting)? (?:it|them|her|him|somebody|\{who\}) away|(?:is|are) put away": "snoozed",
    r"the footer": "the line of keys",
    r"local store|the store": "the copy on this machine",
    r"outbox|payloads?|replicas?|workers?|wishes|upstream|endpoints?": "plain speech; these are ours, within the code",
    r"undo(?:es|ne)|undid": "taken back; `Undo` is the name of the key alone",
    r"offenders?|convicts?|cases? load|tickets?|assets?": "people: a client, a caseworker",
    r"contacts? list|a contact|your contacts": "a client",
    r"documents? (?:is|was|of theirs)": "a paper",
    r"reject(?:s|ed)?|denied|illegal|invalid|fatal|aborted|tampered": "not taken, and why; nobody is accused",
    r"owes?": "nobody owes a reply",
    r"(?<!rise )(?<!relay )(?-i:[Dd]evices?)": "a machine; `device` is the name of the commands alone",
    r"giv(?:e|es|ing) (?:them|her|him|clients?) away": "transferred: given to a colleague",
    r"resumes? (?:them|her|him)|(?:is|are) resumed": "set to open; a group text goes on",
}
"""Words that stand in nothing a person reads, each with what is said instead."""

TO_CASEWORKERS = {
    r"(?<!rise )broadcasts?": "a group text; `Broadcast` is the name of the place alone",
    r"segments?": "texts: how many it will be",
    r"carriers?": "the phone company",
    r"webhooks?|cursor \d|database": "the administrator's",
    r"SMS|MMS": "a text, a photo",
    r"legal holds?": "kept, whatever is purged; only a text is held",
    r"(?<!device )revok(?:e|es|ed|ing)": "locked; `revoke` is the name of the command alone",
}
"""Words that only an administrator meets, or nobody."""


@cache
def spoken() -> tuple[tuple[str, str], ...]:
    """Every sentence that the program has for a person, with the module it stands in."""
    found: list[tuple[str, str]] = []
    names = _SPOKEN | kinds() | OTHERS
    for module, text in sources().items():
        if module.startswith("demo/"):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _called(node) in names:
                found += ((module, sentence) for sentence in _sentences(node))
    return tuple(dict.fromkeys(found))


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _sentences(node: ast.Call) -> Iterator[str]:
    """The string constants among what is given to it, those of f-strings too."""
    is_name = _NAME.fullmatch if _called(node) not in ("say", "say_many") else lambda _: None
    told = [*node.args, *(word.value for word in node.keywords if word.arg not in _NO_SENTENCE)]
    if _called(node) == "Binding":
        told = told[2:]
    for part in told:
        for leaf in ast.walk(part):
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) and not is_name(leaf.value):
                yield leaf.value


@cache
def written() -> tuple[tuple[str, str], ...]:
    """The prose of the README, the changelog and each page of the guide: without what one types, and the figures."""
    pages = [(name, (ROOT / name).read_text("utf-8")) for name in ("README.md", "CHANGELOG.md")]
    pages += [(page.name, page.text) for page in contents()]
    return tuple((name, _CODE.sub(" ", text)) for name, text in pages)


@pytest.mark.parametrize("words", EVERYWHERE, ids=EVERYWHERE.get)
def test_a_second_word_for_a_thing_stands_nowhere(words: str) -> None:
    said = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    assert [(place, text) for place, text in spoken() if said.search(text)] == [], EVERYWHERE[words]
    assert [(name, found[0]) for name, text in written() if (found := said.search(text))] == [], EVERYWHERE[words]


@pytest.mark.parametrize("words", TO_CASEWORKERS, ids=TO_CASEWORKERS.get)
def test_a_caseworker_meets_no_word_of_the_phone_companys_trade(words: str) -> None:
    said = re.compile(rf"\b(?:{words})\b")
    theirs = [(place, text) for place, text in spoken() if not place.startswith(_FOR_ADMINISTRATORS)]
    assert [(place, text) for place, text in theirs if said.search(text)] == [], TO_CASEWORKERS[words]
    day = [(name, text) for name, text in written() if name in ("caseworker", "keys")]
    assert [(name, found[0]) for name, text in day if (found := said.search(text))] == [], TO_CASEWORKERS[words]


def test_spanish_to_a_client_says_usted() -> None:
    """One who is called by a caseworker is never a `tú`, least of all in a crisis."""
    said = " ".join([crisis_text("es", ""), *(str(template) for template in TEMPLATES)])
    assert "Hola, leí su mensaje" in said
    assert "talones de pago" in said
    assert (
        re.findall(r"\b(?:tu|tú|tus|ti|tuyo|contigo|estás|eres|puedes|tienes|vienes|traes)\b", said, re.IGNORECASE)
        == []
    )


def test_the_sentences_are_found() -> None:
    sentences = {sentence for _, sentence in spoken()}
    assert {
        "A group text",
        "Snooze",
        "The filled texts, the longest first.",
        "the office's address, as you were given it",
    } <= (sentences)
    assert len(sentences) > 1500
