"""Reading what people write: text made even for word rules, in the same places as before."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "‘’ʼ`´′＇"


@lru_cache(maxsize=4096)
def _even(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return bare if len(bare) == 1 else character


def even(body: str) -> str:
    """The text in lower case, without accents and with plain apostrophes; character i stays at place i.

    So that what a rule finds can be shown as the person wrote it.
    """
    return body.lower() if body.isascii() else "".join(map(_even, body))


def found(patterns: re.Pattern[str], body: str) -> tuple[str, ...]:
    """What a rule over `even` text finds, as the person wrote it, each once, in order."""
    return tuple(dict.fromkeys(" ".join(body[m.start() : m.end()].split()) for m in patterns.finditer(even(body))))


def rule(*phrases: str) -> re.Pattern[str]:
    """A pattern that finds any of these whole phrases; a space in a phrase stands for any white space.

    An argument may hold many phrases with `;` between them.
    """
    each = (phrase.strip().replace(" ", r"\s+") for text in phrases for phrase in text.split(";") if phrase.strip())
    return re.compile(r"(?<!\w)(?:" + "|".join(each) + r")(?!\w)")


def word_set(*words: str) -> frozenset[str]:
    """The words of one or more strings."""
    return frozenset(word for text in words for word in text.split())
