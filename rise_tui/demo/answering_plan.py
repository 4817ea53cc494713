"""What one person answers to one text, and after how long: the same for the same seed and text, every time."""

import hashlib
from dataclasses import dataclass

from rise_tui.demo import answering_errands as errands
from rise_tui.demo import answering_words as words
from rise_tui.demo.answering_asked import QUESTIONS, Ask, asked_by
from rise_tui.demo.answering_chance import Chance
from rise_tui.demo.answering_phrases import Asked
from rise_tui.demo.answering_said import Said, bodies, in_need, line, paper_meant
from rise_tui.domain.marks import Mark

MINUTE, HOUR = 60.0, 3600.0
LIVE = 20 * MINUTE
"""Who wrote less than this before has the phone in the hand."""

_ANSWERED = {
    Asked.WHO: 0.7,
    Asked.PAPER: 0.5,
    Asked.COME: 0.38,
    Asked.WAY: 0.5,
    Asked.CALL: 0.6,
    Asked.WHEN: 0.6,
    Asked.WHERE: 0.6,
    Asked.HOW_MANY: 0.6,
    Asked.WHY: 0.55,
    Asked.HOW: 0.55,
    Asked.YES_NO: 0.6,
    Asked.OTHER: 0.5,
    Asked.BRING: 0.3,
    Asked.MEETS: 0.22,
    Asked.COMFORT: 0.5,
    Asked.BAD_NEWS: 0.35,
    Asked.WILL_CALL: 0.3,
    Asked.CALL_US: 0.5,
    Asked.PRAISE: 0.35,
    Asked.OFFER: 0.15,
    Asked.WELCOME: 0.35,
    Asked.THANKS: 0.05,
    Asked.TOLD: 0.18,
    Asked.GREETING: 0.4,
}
"""How many of a hundred answer, by what was asked: over a caseworker's day about a third (uptrust.co/what-we-do)."""
_SECOND_THOUGHTS = frozenset(
    way for lines in (errands.AFTER_ALL, errands.AFTER_ALL_NOT) for ways in lines.values() for way in ways
)
_WITH_PAPER = frozenset(("", *(way for ways in errands.WITH_PHOTO.values() for way in ways)))


@dataclass(frozen=True)
class Answer:
    """One text of theirs: `after` seconds from ours; `paper` names a photographed paper, `sid` is the carrier's id."""

    sid: str
    after: float
    body: str
    paper: str = ""


def answers_to(said: Said, seed: int) -> tuple[Answer, ...]:
    """What comes back, in order; nothing for about two of three. The same seed and text, the same answer."""
    chance, person = Chance(f"{seed} {said.message_id}"), Chance(f"{seed} {said.phone}")
    ask = asked_by(said.body)
    if ask.kind is Asked.FAREWELL or said.is_after(Mark.STOP_LIKE):
        return ()
    if said.is_after(Mark.WRONG_PERSON):
        is_asked = ask.kind in QUESTIONS and not said.is_broadcast
        texts = [line(said, words.WRONG, chance)] if is_asked and chance.falls(0.4, "answers") else []
    elif said.is_to_somebody_in_need:
        is_met = not said.is_broadcast and (said.is_after(Mark.URGENT) or chance.falls(0.8, "answers"))
        texts = [in_need(said, ask, chance)] if is_met else []
    else:
        texts = bodies(said, ask, chance) if chance.falls(_readiness(said, ask, person), "answers") else []
    times = _times(said, texts, chance)
    paper = paper_meant(said, ask)
    papers = [paper if text in _WITH_PAPER else "" for text in texts]
    return tuple(
        Answer(_sid(chance, place, bool(paper)), after, _thumbed(text, person), paper)
        for place, (text, after, paper) in enumerate(zip(texts, times, papers, strict=True))
    )


def _readiness(said: Said, ask: Ask, person: Chance) -> float:
    """How probable an answer is: some people answer nearly always, some hardly ever."""
    share = _ANSWERED[ask.kind]
    if said.is_after(Mark.QUESTION) and ask.kind not in QUESTIONS and ask.kind is not Asked.THANKS:
        share = 0.3  # they have asked, and this tells them
    if said.is_broadcast:
        share *= 0.9 if ask.kind is Asked.COME else 0.7
    return min(0.95, share * (0.6 + 0.8 * person.share("habit")))


def _times(said: Said, texts: list[str], chance: Chance) -> list[float]:
    """Seconds from ours to each: many within minutes, some after hours; a broadcast's are spread wider."""
    soonest, latest = 12.0, 1.5 * HOUR
    if said.is_to_somebody_in_need:
        soonest, latest = 15.0, 1.5 * MINUTE
    elif said.is_broadcast:
        soonest, latest = 15.0, 3 * HOUR
    elif said.earlier.ago is not None and said.earlier.ago < LIVE:
        soonest, latest = 10.0, 4 * MINUTE
    times = [float(soonest * (latest / soonest) ** chance.share("time"))]
    for place, text in enumerate(texts[1:], 1):
        share = chance.share("time", place)
        comes_late = not text or text in _SECOND_THOUGHTS
        times.append(times[-1] + (HOUR * (0.7 + 3 * share) if comes_late else 8 + 50 * share))
    return times[: len(texts)]


def _thumbed(text: str, person: Chance) -> str:
    """As this person types: half of them without capitals, apostrophes and full stops."""
    if text == words.STOP or person.falls(0.5, "thumb"):
        return text
    return text.lower().replace("'", "").replace("¿", "").replace("¡", "").removesuffix("!").removesuffix(".")


def _sid(chance: Chance, place: int, has_photo: bool) -> str:
    """The carrier's id of an answer: always the same, so that it is told once, however often it is told."""
    return ("MM" if has_photo else "SM") + hashlib.sha256(f"{chance.about} {place}".encode()).hexdigest()[:32]
