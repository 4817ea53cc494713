"""Plainer text: look-alikes of GSM-7 characters put in place of what makes a text cost three times as much.

Nothing here is applied in silence: a screen shows the changes first.
"""

import unicodedata
from typing import NamedTuple

from rise_tui.domain.segments import GSM_7, weigh

_QUOTES = dict.fromkeys("‘’‚‛′ʼʻ`´‹›＇", "'") | dict.fromkeys("“”„‟″«»＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_SPACES = dict.fromkeys("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
_MORE_SPACES = dict.fromkeys("\u2028\u2029", "\n") | dict.fromkeys("\u202f\u205f\u3000", " ")
_NOTHING = dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
_OTHERS = {"•": "*", "·": "*", "∙": "*", "‣": "*", "×": "x", "⁄": "/", "∕": "/", "¸": ","}
LOOK_ALIKES = _QUOTES | _DASHES | _SPACES | _MORE_SPACES | _NOTHING | _OTHERS
"""One character to at most one of GSM-7's basic table, so that no text grows."""
ELLIPSIS = "…"


class Change(NamedTuple):
    """At `place` of the text, `old` would become `new`."""

    place: int
    old: str
    new: str


def plainer(text: str, language: str = "en") -> str:
    """The text with every look-alike replaced; it never needs more segments than before. See `plainer_changes`."""
    return _apply(text, plainer_changes(text, language))


def plainer_changes(text: str, language: str = "en") -> list[Change]:
    """What would be replaced, in order of its place in the text.

    - Quotes, dashes, odd spaces and bullets become their plain look-alike, wherever they stand; what is invisible goes.
    - A letter with its accent written apart becomes one character.
    - `…` becomes `...`, all or none of them: only when the text then needs no more segments than it does now.
    - Accents outside GSM-7 (á í ó ú) go only where the client's language is English; in other languages they are
      spelling and stay.
    """
    changes: list[Change] = []
    keeps_accents = language.lower().partition("-")[0].partition("_")[0] != "en"
    index = 0
    while index < len(text):
        old = _cluster(text, index)
        new = _plain(old, keeps_accents)
        if new != old:
            changes.append(Change(index, old, new))
        index += len(old)
    if ELLIPSIS in text:
        dots = [Change(place, ELLIPSIS, "...") for place, character in enumerate(text) if character == ELLIPSIS]
        with_dots = sorted(changes + dots)
        if weigh(_apply(text, with_dots)).segments <= weigh(text).segments:
            return with_dots
    return changes


def _cluster(text: str, index: int) -> str:
    """The character there, with the accents that follow it where they compose to one character."""
    for end in (index + 3, index + 2):
        part = text[index:end]
        if (
            len(part) == end - index
            and unicodedata.combining(part[-1])
            and len(unicodedata.normalize("NFC", part)) == 1
        ):
            return part
    return text[index]


def _plain(old: str, keeps_accents: bool) -> str:
    composed = unicodedata.normalize("NFC", old) if len(old) > 1 else old
    if composed in GSM_7:
        return composed
    replaced = LOOK_ALIKES.get(composed)
    if replaced is not None:
        return replaced
    if keeps_accents:
        return composed
    letter = unicodedata.normalize("NFD", composed)[0]
    return letter if letter.isascii() and letter.isalpha() else composed


def _apply(text: str, changes: list[Change]) -> str:
    pieces: list[str] = []
    end = 0
    for change in changes:
        pieces += (text[end : change.place], change.new)
        end = change.place + len(change.old)
    return "".join((*pieces, text[end:]))
