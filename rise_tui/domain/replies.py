"""What people answered to a broadcast: yes, no or other, by a plain rule that a person can correct.

The rule. What somebody writes after the text has left for them, and before the conversation moves on (our next text to
them, or seven days), is their reply. Of these texts the last one that says yes or no decides: who writes *yes* and then
*no I have work* does not come. What says both, or sounds like STOP, or is urgent, says neither. When no text
decides, the reply is *other*. What a person has sorted by hand stays, until a later text says yes or no.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rise_tui.domain.marks import Mark
from rise_tui.domain.say import say

LISTENS = timedelta(days=7)
"""For how long after it left a broadcast takes what somebody writes for a reply."""
_GRAVE = frozenset({Mark.URGENT, Mark.STOP_LIKE, Mark.WRONG_PERSON})
"""What is no answer, whatever else it says: a person must look at it."""


class Sort(StrEnum):
    """What a reply says."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """One text of theirs after the broadcast's: its place in the conversation, and what the rules saw in it."""

    position: int
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByHand:
    """As what a person sorted it, having seen texts up to `through`."""

    sort: Sort
    through: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """As what a reply counts, which of its texts (by index) says so, and whether a person said it."""

    sort: Sort
    index: int
    is_by_hand: bool = False


def answer_of(marks: Iterable[str]) -> Sort | None:
    """What one text says to the question; None: neither yes nor no."""
    said = set(marks)
    if said & _GRAVE or {Mark.YES, Mark.NO} <= said:
        return None
    return Sort.YES if Mark.YES in said else Sort.NO if Mark.NO in said else None


def sort_reply(texts: Sequence[Said], by_hand: ByHand | None = None) -> Sorted:
    """As what a reply counts, by the rule above. `texts` in the order in which they were written, at least one."""
    for index in range(len(texts) - 1, -1, -1):
        if by_hand is not None and texts[index].position <= by_hand.through:
            return Sorted(by_hand.sort, index, is_by_hand=True)
        answer = answer_of(texts[index].marks)
        if answer is not None:
            return Sorted(answer, index)
    if by_hand is not None:
        return Sorted(by_hand.sort, _telling(texts), is_by_hand=True)
    return Sorted(Sort.OTHER, _telling(texts))


def _telling(texts: Sequence[Said]) -> int:
    """The text that stands for a reply that says neither: the last grave one, else the last that is no mere thanks."""
    last = len(texts) - 1
    for is_telling in (_GRAVE.intersection, lambda marks: Mark.THANKS not in marks):
        found = [index for index, text in enumerate(texts) if is_telling(text.marks)]
        if found:
            return found[-1]
    return last


def sort_words(sort: Sort) -> str:
    """The word that stands beside a reply."""
    match sort:
        case Sort.YES:
            return say("yes")
        case Sort.NO:
            return say("no")
        case Sort.OTHER:
            return say("other")
