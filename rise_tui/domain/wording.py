"""Finding phrases in what people write: a text becomes plain words, and one walk through a tree finds every rule."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "‘’ʼ`´′＇"
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?;:¿¡]")
_ENDS = frozenset(".!?;:¿¡")
_SENTENCE = re.compile(r"[.!?;:\n¿¡]+")
END = "."
"""The word that stands for the end of a sentence; no phrase goes over it."""
_ASCII = map(chr, range(128))
_PLAIN = "".join(END if each in _ENDS else each if each.isalnum() else " " for each in _ASCII).encode().ljust(256)
"""What stands for a byte of plain text: a letter or digit for itself, an end of a sentence, else a space."""
_STOP = ord(END)
FILLERS = frozenset(
    (
        *("all", "with", "the", "these", "those", "this", "that", "your", "my", "any", "ever", "more", "anymore", "so"),
        *("many", "of", "to", "me", "us", "get", "getting", "receive", "receiving", "have", "be", "being", "send"),
        *("sending", "just", "no", "other", "los", "las", "sus", "mis", "estos", "esos", "tantos", "mas", "recibir"),
        *("de", "por", "favor"),
    )
)
"""Words that `~` in a phrase steps over, any number of them."""


class Word(NamedTuple):
    """One word of a text, made even: lower case, no accents, no apostrophe; where it stands in the text."""

    text: str
    start: int
    end: int


def even(body: str) -> str:
    """The text in lower case, without accents and with plain apostrophes; character i stays at place i.

    So that what a rule finds can be shown as the person wrote it.
    """
    return body.lower() if body.isascii() else "".join(map(_even, body))


def words_of(body: str) -> list[Word]:
    """The words of a text in order, with END for every end of a sentence."""
    text = even(body)
    return [
        Word(text[start:end].replace("'", "") if text[start].isalnum() else END, start, end)
        for start, end in (match.span() for match in _TOKEN.finditer(text))
    ]


def texts_of(body: str) -> list[str]:
    """The same words without their places: many times as fast, and all that a rule looks at."""
    text = even(body)
    if text.isascii() and "''" not in text:
        plain = text.encode().translate(_PLAIN, b"'")
        return (plain.replace(b".", b" . ") if _STOP in plain else plain).decode().split()
    texts = [END if token in _ENDS else token for token in _TOKEN.findall(text)]
    return [each.replace("'", "") for each in texts] if "'" in text else texts


def sentences_of(body: str) -> Iterator[set[str]]:
    """The words of each sentence; a line is one too, though a phrase may go on in the next line."""
    return (set(texts_of(sentence)) for sentence in _SENTENCE.split(body))


def word_set(*words: str) -> frozenset[str]:
    """The words of one or more strings."""
    return frozenset(word for text in words for word in text.split())


MANY_WORDS = 4096
"""Words of which it is kept where a phrase goes on that begins with them: people use few, and all begin anew."""


class Found(NamedTuple):
    """A phrase of `rule` is in the words from `first` to before `past`."""

    rule: str
    first: int
    past: int


@dataclass(slots=True)
class _Node:
    """A place in the tree: the rules that are complete here, and where the next word leads."""

    rules: set[str] = field(default_factory=set)
    after: dict[str, "_Node"] = field(default_factory=dict)
    begins: dict[str, "_Node"] = field(default_factory=dict)
    filler: "_Node | None" = None
    is_open: bool = False
    """a phrase is complete here, or one goes on otherwise than with a word in `after`"""


class _Known(dict[str, tuple[_Node, ...]]):
    """Where each word leads, kept for the words of which it was asked: looked up at every word of every text."""

    def __init__(self, leads: Callable[[str], tuple[_Node, ...]]) -> None:
        super().__init__()
        self._leads = leads

    def __missing__(self, word: str) -> tuple[_Node, ...]:
        nodes = self._leads(word)
        if len(self) >= MANY_WORDS:
            self.clear()
        self[word] = nodes
        return nodes


class Phrasebook:
    """The phrases of several rules, as one tree of words.

    Phrases stand between semicolons: `(a|b)` is either, `x?` or `(x )?` is perhaps, `word*` any word that begins so,
    `~` any number of FILLERS, but not at the beginning. Apostrophes do not count.
    """

    def __init__(self, rules: Mapping[str, Sequence[str]]) -> None:
        self._root = _Node()
        for rule, texts in rules.items():
            for phrase in ";".join(texts).split(";"):
                for spelled in _expand(phrase.strip().replace("'", "")):
                    self._add(rule, spelled.split())
        self._shortest = min(map(len, self._root.begins), default=0)
        self._heads = frozenset(beginning[: self._shortest] for beginning in self._root.begins)
        self._led = _Known(self._leads)

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every phrase that is in the words (`texts_of`), also those within others."""
        found: list[Found] = []
        led = self._led
        for past, word in enumerate(words, 1):
            for node in led[word]:
                if node.is_open or (past < len(words) and words[past] in node.after):
                    self._walk(node, words, past - 1, past, found)
        return found

    def is_at(self, words: Sequence[str], place: int) -> bool:
        """Does a phrase begin at that word?"""
        nodes = self._led[words[place]]
        if not nodes:
            return False
        found: list[Found] = []
        for node in nodes:
            self._walk(node, words, place, place + 1, found)
        return bool(found)

    def _add(self, rule: str, words: list[str]) -> None:
        if words[:1] == ["~"]:
            raise ValueError(f"nothing before the fillers in {' '.join(words)!r}")
        node = self._root
        for word in words:
            if word == "~":
                node.is_open = True
                node.filler = node = node.filler or _Node()
            elif word.endswith("*"):
                node.is_open = True
                node = node.begins.setdefault(word[:-1], _Node())
            else:
                node = node.after.setdefault(word, _Node())
        if words:
            node.is_open = True
            node.rules.add(rule)

    def _leads(self, word: str) -> tuple[_Node, ...]:
        """Where a phrase goes on that begins with this word; nowhere, for most words."""
        whole = self._root.after.get(word)
        nodes = [] if whole is None else [whole]
        if word[: self._shortest] in self._heads:
            nodes += [node for beginning, node in self._root.begins.items() if word.startswith(beginning)]
        return tuple(nodes)

    def _walk(self, node: _Node, words: Sequence[str], first: int, at: int, found: list[Found]) -> None:
        while True:
            if node.rules:
                found.extend([Found(rule, first, at) for rule in node.rules])
            if node.filler is not None:
                past = at
                self._walk(node.filler, words, first, past, found)
                while past < len(words) and words[past] in FILLERS:
                    past += 1
                    self._walk(node.filler, words, first, past, found)
            if at == len(words):
                return
            text = words[at]
            at += 1
            for beginning, following in node.begins.items():
                if text.startswith(beginning):
                    self._walk(following, words, first, at, found)
            if text not in node.after:
                return
            node = node.after[text]


def _expand(phrase: str) -> list[str]:
    """Every spelling of a phrase with its alternatives written out."""
    spellings, rest = _expand_until(phrase, 0)
    if rest != len(phrase):
        raise ValueError(f"a bracket too many in {phrase!r}")
    return spellings


def _expand_until(phrase: str, at: int) -> tuple[list[str], int]:
    """The spellings from there to the bracket that closes, and where that is."""
    done: list[str] = []
    here = [""]
    while at < len(phrase) and phrase[at] != ")":
        character = phrase[at]
        if character == "|":
            done, here, at = done + here, [""], at + 1
            continue
        if character == "(":
            piece, at = _expand_until(phrase, at + 1)
        else:
            piece = [character]
        at += 1
        if phrase[at : at + 1] == "?":
            piece, at = [*piece, ""], at + 1
        here = [before + after for before in here for after in piece]
    return done + here, at


@lru_cache(maxsize=4096)
def _even(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return bare if len(bare) == 1 else character
