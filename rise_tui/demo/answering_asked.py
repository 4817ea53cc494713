"""What a caseworker's text asks of whoever gets it, by plain rules over English and Spanish: enough to answer it."""

import re
from dataclasses import dataclass

from rise_tui.demo import answering_phrases as phrases
from rise_tui.demo.answering_phrases import Asked
from rise_tui.domain.wording import even

QUESTIONS = frozenset(
    {
        Asked.WHO,
        Asked.PAPER,
        Asked.COME,
        Asked.WAY,
        Asked.CALL,
        Asked.WHEN,
        Asked.WHERE,
        Asked.HOW_MANY,
        Asked.WHY,
        Asked.HOW,
        Asked.YES_NO,
        Asked.OTHER,
    }
)
"""What waits for an answer."""


@dataclass(frozen=True)
class Ask:
    """What a text wants, and what it is about: a paper's kind, `work`, `did`, `can` … or nothing more."""

    kind: Asked
    about: str = ""


_FOOTER = re.compile(r"\b(reply|text|send|responda|envie|conteste)( with)? (stop|alto|help)\b")
_NOT_WORD = re.compile(r"[^a-z0-9:]+")
_ENDS = re.compile(r"(?<=[.!?\n])(?![0-9])")
_DAY = re.compile(
    r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miércoles|miercoles|jueves|viernes|sábado"
    r"|sabado|domingo)\b"
)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


_PAPER = {kind: _whole(words) for kind, words in phrases.PAPERS.items()}
_ASKS_PHOTO = re.compile(phrases.PHOTO)
_SENDS, _IS_OURS, _HAS_EVENT, _HAS_TIME, _ASKS_COMING = map(
    _whole, (phrases.SEND, phrases.OURS, phrases.EVENT, phrases.TIME, phrases.COMING)
)
_COURT = _whole("court|hearing|judge|corte|juzgado|audiencia|juez")
_BRINGS = _whole(r"bring|with you|traiga|trae|traer")
_SEES = _whole(r"see you|meet|nos vemos|la veo|lo veo|le veo")
_FIRST_RULES = [(kind, re.compile(words)) for kind, words in phrases.FIRST]
_THEN_RULES = [(kind, re.compile(words)) for kind, words in phrases.THEN]
_STATED_RULES = [(kind, re.compile(words)) for kind, words in phrases.STATED]
_ABOUT_RULES = {kind: [(about, re.compile(words)) for about, words in rules] for kind, rules in phrases.ABOUT.items()}
_WEIGHT = {kind: place for place, kind in enumerate(Asked)}


def asked_by(body: str) -> Ask:
    """What the text wants of whoever gets it; a text that only tells something is `TOLD`."""
    asks = [_of_sentence(*sentence) for sentence in _sentences(body)]
    ask = min(asks, key=lambda ask: _WEIGHT[ask.kind], default=Ask(Asked.TOLD))
    return Ask(Asked.COME, "court") if ask.kind is Asked.COME and _COURT.search(even(body)) else ask


def _sentences(body: str) -> list[tuple[str, bool]]:
    """Each sentence as plain words, and whether it is a question; what only tells how to stop is left out."""
    sentences = []
    for part in _ENDS.split(even(body)):
        words = _NOT_WORD.sub(" ", part.replace("'", "").replace("’", "")).strip()
        if words and not _FOOTER.search(words):
            sentences.append((words, "?" in part or "¿" in part))
    return sentences


def _of_sentence(words: str, is_question: bool) -> Ask:
    for kind, rule in _FIRST_RULES:
        if rule.search(words) and (is_question or kind is Asked.FAREWELL):
            return Ask(kind)
    paper = next((kind for kind, rule in _PAPER.items() if rule.search(words)), "")
    if ((paper and _SENDS.search(words)) or _ASKS_PHOTO.search(words)) and not _IS_OURS.search(words):
        return Ask(Asked.PAPER, paper)
    if is_question or words.startswith(("how ", "when ", "where ", "what time")):
        for kind, rule in _THEN_RULES:
            if rule.search(words):
                return Ask(kind, _about(kind, words))
    if _ASKS_COMING.search(words) and (is_question or not _IS_OURS.search(words)):
        return Ask(Asked.COME)
    if is_question:
        return _other_question(words, paper)
    if paper and _BRINGS.search(words):
        return Ask(Asked.BRING, paper)
    if (_HAS_EVENT.search(words) or _SEES.search(words)) and _HAS_TIME.search(words):
        return Ask(Asked.MEETS)
    return Ask(next((kind for kind, rule in _STATED_RULES if rule.search(words)), Asked.TOLD))


def _other_question(words: str, paper: str) -> Ask:
    if _HAS_EVENT.search(words) and _HAS_TIME.search(words):
        return Ask(Asked.COME)
    if paper and re.search(r"\b(have|got|tiene|ya)\b", words):
        return Ask(Asked.PAPER, paper)
    if re.search(r"\b(what|which|who|whose|que|cual|quien|quienes)\b", words):
        return Ask(Asked.OTHER, _about(Asked.OTHER, words))
    return Ask(Asked.YES_NO, _about(Asked.YES_NO, words))


def _about(kind: Asked, words: str) -> str:
    return next((about for about, rule in _ABOUT_RULES.get(kind, ()) if rule.search(words)), "")


def days_in(body: str) -> list[str]:
    """The days of the week that a question of the text names, to choose from."""
    asked = " ".join(part for part in _ENDS.split(body) if "?" in part).lower()
    return list(dict.fromkeys(match.group().capitalize() for match in _DAY.finditer(asked)))


def paper_in(body: str) -> str:
    """The kind of paper that a text names first, or nothing: what *a photo of it* means."""
    words = _NOT_WORD.sub(" ", even(body).replace("'", "").replace("’", ""))
    found = ((match.start(), kind) for kind, rule in _PAPER.items() if (match := rule.search(words)))
    return min(found, default=(0, ""))[1]
