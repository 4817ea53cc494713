"""What a text says about a new number: who writes from it, or which it is; only to fill in what a person checks."""

import re

from rise_tui.domain.errors import BadPhone
from rise_tui.domain.phone import Phone, parse

_LETTERS = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAME = re.compile(
    rf"\b(this is|it is|it['’]?s|i am|i['’]?m|soy|habla|de parte de)\s+({_LETTERS}(?:\s+{_LETTERS})?)", re.IGNORECASE
)
_OF_ONESELF = ("i am", "im", "i'm", "i’m")
"""What more often begins another sentence: only a capital letter makes it a name."""
_NO_NAME = re.compile(
    r"an?|the|my|your|his|her|our|new|not?|so|on|in|at|here|from|calling|texting|now|just|still|number|phone|cell"
    r"|yo|mi|el|la|una?|nuev[ao]|desde|con|tu|su|n[uú]mero|tel[eé]fono",
    re.IGNORECASE,
)
"""Words that come after these beginnings and are nobody's name."""
_NUMBER = re.compile(r"\+?\d[\d\s().\-]{8,18}\d")


def name_said(body: str) -> str:
    """Who somebody says they are (`new number this is Rob`): one name or two; empty when they do not say."""
    for found in _NAME.finditer(" ".join(body.split())):
        words = found[2].split()
        if _NO_NAME.fullmatch(words[0]) or (found[1].lower() in _OF_ONESELF and not words[0][:1].isupper()):
            continue
        if len(words) > 1 and (_NO_NAME.fullmatch(words[1]) or not words[1][:1].isupper()):
            words = words[:1]
        return " ".join(words)
    return ""


def number_said(body: str) -> Phone | None:
    """The first number in a text that can be somebody's phone; None when there is none."""
    for found in _NUMBER.finditer(body):
        try:
            return parse(found[0])
        except BadPhone:
            continue
    return None
