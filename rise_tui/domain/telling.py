"""Which of somebody's unanswered texts their line of the inbox tells, and how much of them one act has dealt with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.domain.mark_words import AGREED
from rise_tui.domain.marks import Mark, urgent_words
from rise_tui.domain.wording import END, words_of

LEAD_IN = 16
"""Characters shown before the words that made a text urgent."""

_GRAVE = (Mark.URGENT, Mark.STOP_LIKE)
_POLITE = frozenset({Mark.THANKS, Mark.OTHER_LANGUAGE})
_AUTOMATIC = re.compile(
    r"""
    (liked|loved|disliked|emphasized|questioned|laughed\ at|removed\ an?\ [\w ]+\ from)\ [“"'«].*
    | (le\ gust[oó]|le\ encant[oó]|se\ ri[oó]\ de|no\ le\ gust[oó]|destac[oó]|cuestion[oó])\ [“"'«].*
    | (reacted\ |reaccion[oó]\ )?\W{1,4}\s*(to|con|a)\ [“"'«].*
    | .{0,40}\bi['’]?m\ driving\b.{0,120} | .{0,40}\bestoy\ (conduciendo|manejando)\b.{0,120}
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""What a phone writes by itself: a reaction to a text of ours, or that its owner drives."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A text of theirs that nobody has answered; `marks` without those that a person has decided about."""

    position: int
    body: str
    marks: tuple[str, ...] = ()


def says_something(text: Unanswered) -> bool:
    """Does it ask anything of a caseworker?

    Not: bare thanks, a bare *ok* or thumb, nothing at all, or what a phone writes by itself.
    """
    marks = set(text.marks)
    if marks & {Mark.URGENT, Mark.STOP_LIKE, Mark.PHOTO, Mark.CONFIRMS_NUMBER}:
        return True
    body = text.body.strip()
    is_polite = Mark.THANKS in marks and marks <= _POLITE
    is_nod = all(word.text in AGREED or word.text == END for word in words_of(body)) and "?" not in body
    return not is_nod and not is_polite and _AUTOMATIC.fullmatch(body) is None


def told(texts: Sequence[Unanswered]) -> Unanswered | None:
    """The text that the line tells, of all that are unanswered in their order: what must not be overlooked first.

    An urgent one, else one that sounds like STOP, whatever came after it; else the oldest that says something: it has
    waited longest, and a later *ok* hides no question. Where none says anything, a nod, else the newest.
    """
    for grave in _GRAVE:
        found = next((text for text in texts if grave in text.marks), None)
        if found is not None:
            return found
    found = next((text for text in texts if says_something(text)), None)
    found = found or next((text for text in texts if Mark.YES in text.marks), None)
    return found or (texts[-1] if texts else None)


def dealt_with_through(texts: Sequence[Unanswered], one: Unanswered) -> int:
    """Up to which position everything is dealt with once `one` is: up to the next text that says something.

    0 when an earlier text still waits: then nothing is.
    """
    if any(text.position < one.position and says_something(text) for text in texts):
        return 0
    later = (text for text in texts if text.position > one.position)
    through = one.position
    for text in later:
        if says_something(text):
            break
        through = text.position
    return through


def first_words(text: Unanswered) -> str:
    """Its words as the line begins them; of an urgent text those that made it so, with a little before them."""
    if Mark.URGENT not in text.marks:
        return text.body
    words = next(iter(urgent_words(text.body, text.marks)), "")
    at = " ".join(text.body.split()).find(words)
    plain = " ".join(text.body.split())
    return plain if at <= LEAD_IN else "…" + plain[at - LEAD_IN :].lstrip()
