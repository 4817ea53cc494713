"""What plain rules see in a text, in English and Spanish. A mark proposes, a person decides.

Every rule is a list of phrases that one can read, found in text made even (lower case, no accents). They are meant to
be seen and argued with: what they get wrong is one key for a caseworker, never an act of the program.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.consent import looks_like_stop
from rise_tui.domain.mark_words import (
    AGREED,
    ENGLISH,
    NEW_NUMBER,
    NO,
    NO_FIRST,
    NO_IS_NO_NO,
    NOT_URGENT,
    QUESTION,
    SMALL_WORDS,
    SPANISH,
    THANKFUL,
    URGENT,
    WRONG_PERSON,
    YES,
    YES_FIRST,
)
from rise_tui.domain.say import say
from rise_tui.domain.wording import even, found


class Mark(StrEnum):
    """What a text seems to be, the weightiest first."""

    URGENT = "urgent"
    STOP_LIKE = "stop_like"
    WRONG_PERSON = "wrong_person"
    NEW_NUMBER = "new_number"
    PHOTO = "photo"
    YES = "yes"
    NO = "no"
    QUESTION = "question"
    OTHER_LANGUAGE = "other_language"
    THANKS = "thanks"


_QUESTION_STARTS = 24
"""A question without its sign is looked for in so many first characters only: *I know what time it is* is none."""


def marks_of(body: str, has_media: bool, language: str = "en") -> tuple[Mark, ...]:
    """What the rules see in a text of a client who speaks `language`; the first is the one to show."""
    text = even(body)
    seen = {
        Mark.URGENT: bool(urgent_words(body)),
        Mark.STOP_LIKE: looks_like_stop(body),
        Mark.WRONG_PERSON: bool(WRONG_PERSON.search(text)),
        Mark.NEW_NUMBER: bool(NEW_NUMBER.search(text)),
        Mark.PHOTO: has_media,
        Mark.YES: _is_yes(text),
        Mark.NO: _is_no(text),
        Mark.QUESTION: _is_question(text),
        Mark.OTHER_LANGUAGE: _is_other_language(text, language),
        Mark.THANKS: _is_thanks(text),
    }
    return tuple(mark for mark in Mark if seen[mark])


def urgent_words(body: str) -> tuple[str, ...]:
    """The words that made a text urgent, as the person wrote them, so that everyone can see why."""
    text = even(body)
    spared = [match.span() for match in NOT_URGENT.finditer(text)]
    if not spared:
        return found(URGENT, body)
    kept = list(body)
    for start, end in spared:
        kept[start:end] = " " * (end - start)
    return found(URGENT, "".join(kept))


_PROPOSALS: Mapping[Mark, str] = MappingProxyType(
    {
        Mark.URGENT: "what to do now",
        Mark.STOP_LIKE: "opt out",
        Mark.WRONG_PERSON: "wrong person",
        Mark.NEW_NUMBER: "new number",
        Mark.PHOTO: "file paystub",
        Mark.YES: "come: yes",
        Mark.NO: "come: no",
        Mark.QUESTION: "answer",
        Mark.OTHER_LANGUAGE: "other language",
        Mark.THANKS: "done, no answer needed",
    }
)


def proposal(mark: Mark) -> str:
    """What one key would do about a mark, in the footer's words."""
    return say(_PROPOSALS[mark])


def _words(text: str) -> list[str]:
    return [word.strip("'") for word in "".join(c if c.isalnum() or c == "'" else " " for c in text).split()]


def _is_thanks(text: str) -> bool:
    """Thanks and politeness, nothing else: a text that needs no answer."""
    rest = THANKFUL.sub(" ", text)
    return rest != text and "?" not in text and all(word in SMALL_WORDS for word in _words(rest))


def _is_yes(text: str) -> bool:
    """It begins with a yes, or says that they will come; a bare thumb counts. `Ok thank you` is only thanks."""
    words = _words(text)
    if not words:
        return "\N{THUMBS UP SIGN}" in text
    if words[0] in AGREED:
        return len(words) == 1 or bool(YES.search(text))
    return (words[0] in YES_FIRST or bool(YES.search(text))) and not _is_no(text)


def _is_no(text: str) -> bool:
    """It begins with a no that is an answer, or says that they cannot come. `No problem` is no no."""
    words = _words(text)
    if not words:
        return False
    is_answer = words[0] in NO_FIRST and not (len(words) > 1 and words[1] in NO_IS_NO_NO)
    return is_answer or bool(NO.search(text))


def _is_question(text: str) -> bool:
    return "?" in text or "¿" in text or bool(QUESTION.search(text, 0, min(len(text), _QUESTION_STARTS)))


def _is_other_language(text: str, language: str) -> bool:
    """Written mostly in a script, or with the small words, of another language than the client's."""
    letters = [character for character in text if character.isalpha()]
    is_latin = sum(character < "\u0250" for character in letters) * 2 >= len(letters)
    speaks = language.lower().partition("-")[0]
    if speaks not in ("en", "es"):
        return False
    if not is_latin:
        return True
    words = _words(text)
    english, spanish = (sum(word in small for word in words) for small in (ENGLISH, SPANISH))
    own, other = (english, spanish) if speaks == "en" else (spanish, english)
    return other >= 2 and other > own * 2
