"""What plain rules see in a text, in English and Spanish. A mark proposes, a person decides.

The phrases are in `mark_words`, to be seen and argued with: what they get wrong is one key for a caseworker, never an
act of the program.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from rise_tui.domain.consent import meant, sounds_like_stop
from rise_tui.domain.mark_words import (
    AGREED,
    BEFORE_AN_ANSWER,
    ENGLISH,
    GREETINGS,
    NO_ALONE,
    NO_FIRST,
    NO_IS_NO_NO,
    NO_SIGNS,
    SMALL_WORDS,
    SPANISH,
    TITLES,
    YES_ALONE,
    YES_FIRST,
    YES_SIGNS,
    questions,
)
from rise_tui.domain.office_words import NONE, OfficeWords
from rise_tui.domain.wording import END, Found, texts_of, words_of


class Mark(StrEnum):
    """What a text seems to be, the weightiest first."""

    URGENT = "urgent"
    STOP_LIKE = "stop_like"
    WRONG_PERSON = "wrong_person"
    CONFIRMS_NUMBER = "confirms_number"
    """a yes from a number that was asked whose it is; who knows whose number it is says so, not the words"""
    NEW_NUMBER = "new_number"
    PHOTO = "photo"
    YES = "yes"
    NO = "no"
    QUESTION = "question"
    OTHER_LANGUAGE = "other_language"
    THANKS = "thanks"


_PLACE = re.compile(r"urgent:([0-9]{1,6})-([0-9]{1,6})")
"""Where a word stands that the office's own list has, among the marks of a text."""
_IF = re.compile(r"\W*si\s+(?!(?:a|que|qué|cual|cuál|donde|dónde|cuando|cuándo|y|pero)\b)\w[^?]*\?", re.IGNORECASE)
"""*Si falto, puedo ir otro día?* asks what happens if; *si, a que hora?* and *sí* say yes."""
_NO_AND = re.compile(r"\W*no\s*,", re.IGNORECASE)
"""*No, me cambiaron el turno* is a no; *no me llegó* is none."""
_SAYS_NOTHING = SMALL_WORDS | {END}
_FOREIGN_LETTERS = re.compile("[\u0250-\u02af\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufaff]")
"""Letters of other scripts than Latin."""


def marks_of(body: str, has_media: bool, language: str = "en", office: OfficeWords = NONE) -> tuple[Mark, ...]:
    """What the rules see in a text of a client who speaks `language`; the first is the one to show.

    `office`: the office's own urgent words, beside those that every office has.
    """
    words = texts_of(body)
    found = meant(words)
    rules = {each.rule for each in found}
    plain = [word for word in words if word != END] if END in words else words
    said = _answering(plain)
    is_no = _is_no(body, said, rules)
    seen: list[Mark] = []
    if "urgent" in rules or office.places_in(body):
        seen.append(Mark.URGENT)
    if sounds_like_stop(body, words, rules):
        seen.append(Mark.STOP_LIKE)
    if "wrong_person" in rules:
        seen.append(Mark.WRONG_PERSON)
    if "new_number" in rules:
        seen.append(Mark.NEW_NUMBER)
    if has_media:
        seen.append(Mark.PHOTO)
    if not is_no and _is_yes(body, said, rules):
        seen.append(Mark.YES)
    if is_no:
        seen.append(Mark.NO)
    if "?" in body or "¿" in body or _begins_a_question(words):
        seen.append(Mark.QUESTION)
    if _is_other_language(body, plain, language):
        seen.append(Mark.OTHER_LANGUAGE)
    if "thanks" in rules and "?" not in body and _is_thanks(words, found):
        seen.append(Mark.THANKS)
    return tuple(seen)


def whose_marks(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of a text from a number that was asked whose it is: yes and no answer that."""
    seen = set(marks)
    if Mark.NO in seen:
        seen = seen - {Mark.NO} | {Mark.WRONG_PERSON}
    elif Mark.YES in seen and Mark.WRONG_PERSON not in seen:
        seen = seen - {Mark.YES} | {Mark.CONFIRMS_NUMBER}
    return tuple(mark for mark in Mark if mark in seen)


def places_of(body: str, office: OfficeWords) -> tuple[str, ...]:
    """Where the office's own urgent words stand in a text, to be kept behind its marks: `urgent:12-18`.

    Only the relay has the office's list; who reads the text is to see why all the same. No word of it is repeated.
    """
    return tuple([f"{Mark.URGENT}:{start}-{end}" for start, end in office.places_in(body)])


def urgent_words(body: str, marks: Iterable[str] = ()) -> tuple[str, ...]:
    """The words that made a text urgent, as the person wrote them, so that everyone can see why.

    `marks`: those of the text, with the places of the office's own words among them.
    """
    words = words_of(body)
    rules = meant([word.text for word in words])
    found = [(words[one.first].start, words[one.past - 1].end) for one in rules if one.rule == "urgent"]
    found += [(int(place[1]), int(place[2])) for place in map(_PLACE.fullmatch, marks) if place is not None]
    shown: dict[str, None] = {}
    reached = 0
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if reached < end <= len(body):  # else it is within the one before
            reached = end
            shown[" ".join(body[start:end].split())] = None
    return tuple(each for each in shown if each)


def _is_thanks(words: list[str], found: list[Found]) -> bool:
    """Thanks and politeness, nothing else: a text that needs no answer."""
    thanked: set[int] = set()
    for each in found:
        if each.rule == "thanks":
            thanked.update(range(each.first, each.past))
    for place, word in enumerate(words):
        if word in _SAYS_NOTHING or place in thanked:
            continue
        if place == 0 or words[place - 1] not in TITLES:  # *thank you Ms Dana*
            return False
    return True


def _answering(words: list[str]) -> list[str]:
    """The words from the one on that can answer: *sorry* and a greeting say nothing yet."""
    for place, word in enumerate(words):
        if word not in BEFORE_AN_ANSWER:
            return words[place:] if place else words
    return words


def _is_yes(body: str, said: list[str], rules: set[str]) -> bool:
    """It begins with a yes, or says that they will come; a bare thumb counts. `Ok thank you` is only thanks.

    `said`: its words, from the one on that can answer.
    """
    if not said:
        return any(sign in body for sign in YES_SIGNS)
    is_first = said[0] in YES_FIRST and said[1:2] != ["or"] and not _IF.match(body)
    agreed = said[1:] if said[0] in AGREED else said
    return is_first or not agreed or " ".join(agreed) in YES_ALONE or "yes" in rules


def _is_no(body: str, said: list[str], rules: set[str]) -> bool:
    """It begins with a no that is an answer, or says that they cannot come. `No problem` is no no."""
    if not said:
        return any(sign in body for sign in NO_SIGNS)
    is_first = said[0] in NO_FIRST and not (len(said) > 1 and said[1] in NO_IS_NO_NO and not _NO_AND.match(body))
    return is_first or " ".join(said) in NO_ALONE or "no" in rules


def _begins_a_question(words: list[str]) -> bool:
    """Does a sentence begin as questions do, perhaps after a greeting? *I know what time it is* does not."""
    place = 0
    while place < len(words):
        if questions().is_at(words, place):
            return True
        if words[place] != END and words[place] not in GREETINGS:
            if END not in words[place:]:
                return False
            place = words.index(END, place)
        place += 1
    return False


def _is_other_language(body: str, words: list[str], language: str) -> bool:
    """Written mostly in a script, or with the small words, of another language than the client's."""
    speaks = language.lower().partition("-")[0]
    if speaks not in ("en", "es"):
        return False
    if not body.isascii() and len(_FOREIGN_LETTERS.findall(body)) * 2 > sum(map(str.isalpha, body)):
        return True
    if (SPANISH if speaks == "en" else ENGLISH).isdisjoint(words):
        return False
    english, spanish = _small_words(words)
    own, other = (english, spanish) if speaks == "en" else (spanish, english)
    return other >= 2 and other > own * 2


def language_of(body: str) -> str | None:
    """`en` or `es`, by the small words of a text; None where they do not say it clearly."""
    english, spanish = _small_words(texts_of(body))
    if spanish >= 2 and spanish > english * 2:
        return "es"
    return "en" if english >= 2 and english > spanish * 2 else None


def _small_words(words: list[str]) -> tuple[int, int]:
    """How many of them are small words of English, and of Spanish."""
    return len([word for word in words if word in ENGLISH]), len([word for word in words if word in SPANISH])
