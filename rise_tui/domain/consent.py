"""May this number be texted: the words that close and open it, what sounds like STOP, and which consent stands."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from rise_tui.domain.mark_words import BARE_STOP, POLITE, phrasebook
from rise_tui.domain.wording import END, Found, even, sentences_of, texts_of


class ConsentState(StrEnum):
    """What somebody has said about being texted."""

    UNKNOWN = "unknown"
    OPTED_IN = "opted_in"
    OPTED_OUT = "opted_out"


class Purpose(StrEnum):
    """What a consent is about; `all` covers the others."""

    ALL = "all"
    CONVERSATION = "conversation"
    REMINDERS = "reminders"
    GROUP_NEWS = "group_news"


class OptWord(StrEnum):
    """A whole text that is one of the carrier's words, or one of ours."""

    STOP = "stop"
    START = "start"
    YES = "yes"
    HELP = "help"


class ConsentFact(NamedTuple):
    """One consent as the log has it: at `seq`, for `purpose`, the state was this."""

    seq: int
    purpose: Purpose
    state: ConsentState


_CARRIER_STOP_WORDS = ("stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout", "cancel")
"""The carrier's defaults; with *opt out* they hold all words of 47 CFR 64.1200(a)(10)."""
_OUR_STOP_WORDS = ("opt out", "opt-out", "stop all", "alto", "parar", "basta", "cancelar")
STOP_WORDS = frozenset((*_CARRIER_STOP_WORDS, *_OUR_STOP_WORDS))
START_WORDS = frozenset(("start", "unstop"))
YES_WORDS = frozenset(("yes",))
_CARRIER_HELP_WORDS = ("help", "info")
HELP_WORDS = frozenset((*_CARRIER_HELP_WORDS, "ayuda"))
_SPANISH_WORDS = frozenset(("alto", "parar", "basta", "cancelar", "ayuda"))
_BEGINNINGS = frozenset(word[:2] for word in (*STOP_WORDS, *START_WORDS, *YES_WORDS, *HELP_WORDS))

_LONGEST = 64
"""No text of more characters is only a word, whatever stands round it."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def opt_word(body: str, opt_out_type: str | None = None) -> OptWord | None:
    """The word that the whole text is, in any case; `opt_out_type` is what the carrier itself took it for.

    White space around it never counts. STOP and HELP also count with quotes, punctuation or a picture around them. The
    words that open a number count only as the carrier counts them, bare: who said STOP is not opened by `Yes!`.
    """
    bare = _bare(body) if len(body) <= _LONGEST and _may_begin_a_word(body) else ""
    word = bare if bare[:1].isalnum() and bare[-1].isalnum() else _EDGES.sub("", bare)
    if word in STOP_WORDS:
        return OptWord.STOP
    carrier = (opt_out_type or "").strip().upper()
    if carrier == "STOP":
        return OptWord.STOP
    if bare in YES_WORDS:
        return OptWord.YES
    if bare in START_WORDS or carrier == "START":
        return OptWord.START
    return OptWord.HELP if word in HELP_WORDS or carrier == "HELP" else None


def _may_begin_a_word(body: str) -> bool:
    """Can the text be a word, by its first two characters? Where both are plain letters, few words begin so."""
    two = body[:2]
    return not (two.isascii() and two.isalpha()) or two.lower() in _BEGINNINGS


def is_carriers_word(body: str, opt_out_type: str | None = None) -> bool:
    """Does the carrier itself answer this text, where it answers such words? Only to its own words, and only bare."""
    known = (*_CARRIER_STOP_WORDS, *START_WORDS, *YES_WORDS, *_CARRIER_HELP_WORDS)
    return bool((opt_out_type or "").strip()) or (len(body) <= _LONGEST and body.strip().lower() in known)


def is_spanish_word(body: str) -> bool:
    """Is the whole text one of the words in Spanish?"""
    return len(body) <= _LONGEST and _EDGES.sub("", _bare(body)) in _SPANISH_WORDS


def _bare(body: str) -> str:
    """The text in lower case with single spaces, without what cannot be seen."""
    if body.isascii():
        return " ".join(body.lower().split())
    seen = (c for c in even(unicodedata.normalize("NFKC", body)) if unicodedata.category(c) not in ("Cf", "Cs"))
    return " ".join("".join(seen).split())


def looks_like_stop(body: str) -> bool:
    """Would a reasonable person read it as a wish for no more texts (47 CFR 64.1200(a)(10)), in English or Spanish?

    Three plain rules: the whole text is a STOP word; it has a phrase that tells us to stop texting, writing, sending;
    or one of its sentences is nothing but *stop* and politeness (`Ok please stop now`). `I'll stop by` is none of them.
    """
    words = texts_of(body)
    return sounds_like_stop(body, words, {each.rule for each in meant(words)})


def meant(words: list[str]) -> list[Found]:
    """The phrases of all rules in a text, without those within a phrase that only sounds like one (`can't stop`)."""
    found = phrasebook().find(words)
    spared = [each for each in found if each.rule == "not_meant"]
    if spared:
        kept = list(words)
        for each in spared:
            kept[each.first : each.past] = [END] * (each.past - each.first)
        found = phrasebook().find(kept)
    return found


def sounds_like_stop(body: str, words: list[str], rules: set[str]) -> bool:
    """`looks_like_stop`, for who has the words and the rules found in them already."""
    if "stop_like" in rules or (_may_be_a_word(body, words) and opt_word(body) is OptWord.STOP):
        return True
    if BARE_STOP.isdisjoint(words):
        return False
    return any(sentence & BARE_STOP and sentence <= BARE_STOP | POLITE for sentence in sentences_of(body))


def _may_be_a_word(body: str, words: list[str]) -> bool:
    """Can the whole text be one of STOP_WORDS? In plain letters those of more than two words cannot."""
    return len(words) - words.count(END) <= 2 or not body.isascii()


def effective(states: Iterable[ConsentFact], purpose: Purpose) -> ConsentState:
    """What stands for a purpose: the latest by `seq` among what was said of `all` and of that purpose; else unknown."""
    latest: ConsentFact | None = None
    for fact in states:
        if fact.purpose in (Purpose.ALL, purpose) and (latest is None or fact.seq > latest.seq):
            latest = fact
    return latest.state if latest is not None else ConsentState.UNKNOWN


def effective_on(
    own: Sequence[ConsentFact], number: Sequence[ConsentFact], elsewhere: Sequence[ConsentFact], purpose: Purpose
) -> ConsentState:
    """What stands for somebody on a number: the number itself and the person on it (`own`) each close it alone.

    `elsewhere`: the person's STOPs on other numbers; they close until something is said of this one since.
    """
    if ConsentState.OPTED_OUT in (effective(own, purpose), effective(number, purpose)):
        return ConsentState.OPTED_OUT
    return effective([*own, *number, *elsewhere], purpose)
