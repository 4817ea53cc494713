"""What a person has before them when a text of ours comes, and the words that they find for it."""

import uuid
from dataclasses import dataclass, field
from functools import lru_cache

from rise_tui.demo import answering_errands as errands
from rise_tui.demo import answering_words as words
from rise_tui.demo.answering_asked import QUESTIONS, Ask, days_in, paper_in
from rise_tui.demo.answering_chance import Chance
from rise_tui.demo.answering_people import Somebody
from rise_tui.demo.answering_phrases import Asked
from rise_tui.demo.answering_words import Lines
from rise_tui.domain.marks import Mark, language_of, marks_of
from rise_tui.domain.wording import even

_PLAIN: dict[Asked, Lines] = {
    Asked.CALL: words.CALL,
    Asked.WHERE: words.WHERE,
    Asked.WAY: words.WAY,
    Asked.WHY: words.WHY,
    Asked.COMFORT: words.COMFORT,
    Asked.BAD_NEWS: words.BAD_NEWS,
    Asked.WILL_CALL: words.WILL_CALL,
    Asked.CALL_US: words.CALL_US,
    Asked.GREETING: words.GREETING,
    Asked.PRAISE: words.PRAISE,
    Asked.OFFER: words.OFFER,
    Asked.WELCOME: words.WELCOME,
    Asked.THANKS: {"en": words.EMOJI},
}
_BY_TOPIC: dict[Asked, dict[str, Lines]] = {
    Asked.WHEN: words.WHEN,
    Asked.HOW_MANY: words.HOW_MANY,
    Asked.HOW: words.HOW,
    Asked.OTHER: words.OTHER,
    Asked.BRING: words.BRING,
}
_MAY_OFFER_DAYS = frozenset({Asked.COME, Asked.WHEN, Asked.OTHER, Asked.YES_NO})


@dataclass(frozen=True)
class Earlier:
    """What a person wrote before: their last two texts, the newest first, and how many seconds ago the newest came."""

    words: tuple[str, ...] = ()
    ago: float | None = None


@dataclass(frozen=True)
class Said:
    """A text of ours: its id, its words, the phone that gets it, whose that is, and what they wrote before."""

    message_id: str
    body: str
    phone: str
    who: Somebody = field(default_factory=Somebody)
    earlier: Earlier = field(default_factory=Earlier)

    @property
    def language(self) -> str:
        """Theirs, or where nobody knows it that of the text."""
        return self.who.language or language_of(self.body) or "en"

    @property
    def is_broadcast(self) -> bool:
        """Was it one of a broadcast's? Theirs have ids made of the broadcast and the client (UUIDv5)."""
        try:
            return uuid.UUID(self.message_id).version == 5
        except ValueError:
            return False

    def is_after(self, mark: Mark) -> bool:
        """Has their last text that mark?"""
        return bool(self.earlier.words) and mark in _marks(self.earlier.words[0])

    @property
    def is_to_somebody_in_need(self) -> bool:
        """Was one of their last two texts urgent?"""
        return any(Mark.URGENT in _marks(body) for body in self.earlier.words)


@lru_cache(maxsize=4096)
def _marks(body: str) -> frozenset[Mark]:
    return frozenset(marks_of(body, False))


def line(said: Said, lines: Lines, chance: Chance, *, day: str = "") -> str:
    """One way to say it in their language, another one than they have used just now; of `day` if it names one."""
    ways = lines.get(said.language) or lines["en"]
    used = {even(body) for body in said.earlier.words}
    fresh = tuple(way for way in ways if even(way) not in used) or ways
    return chance.pick(fresh, ways[0]).format(first=said.who.first, day=day)


def in_need(said: Said, ask: Ask, chance: Chance) -> str:
    """What somebody in distress says: little, and to what was asked."""
    body = even(said.body)
    if any(word in body for word in ("safe", "a salvo", "segur", "peligro", "danger", "where", "donde")):
        return line(said, words.SAFE, chance)
    lines = {Asked.CALL: words.PLEASE_CALL, Asked.YES_NO: words.YES_THANK_YOU, Asked.COME: words.YES_THANK_YOU}
    return line(said, lines.get(ask.kind, words.STILL_HERE), chance)


def bodies(said: Said, ask: Ask, chance: Chance) -> list[str]:
    """The texts that come back from somebody who answers; an empty one is a photo without words."""
    if said.is_broadcast and chance.falls(0.012, "stop"):
        return [words.STOP]
    if ask.kind in _MAY_OFFER_DAYS and len(days := days_in(said.body)) > 1:
        return [line(said, words.THAT_DAY, chance, day=chance.pick(days, "day"))]
    if ask.kind is Asked.COME:
        return _about_court(said, chance) if ask.about else _about_coming(said, chance)
    if ask.kind is Asked.PAPER:
        return _about_paper(said, ask, chance)
    if ask.kind not in QUESTIONS and ask.kind is not Asked.THANKS and said.is_after(Mark.QUESTION):
        return [line(said, words.TOLD, chance)]
    if ask.kind is Asked.WHO:
        return [line(said, words.ITS_ME if said.who.first else words.ITS_SOMEBODY, chance)]
    if ask.kind is Asked.YES_NO:
        topics = words.IT_IS_SO if chance.falls(0.6, "yes") else words.IT_IS_NOT
    else:
        topics = _BY_TOPIC.get(ask.kind, {"": _PLAIN.get(ask.kind, words.TOLD)})
    return [line(said, topics.get(ask.about, topics[""]), chance)]


def _about_court(said: Said, chance: Chance) -> list[str]:
    way = chance.share("way")
    lines = errands.COURT_MAYBE if way < 0.3 else errands.COURT_NO if way < 0.4 else errands.COURT_YES
    return [line(said, lines, chance)]


def _about_coming(said: Said, chance: Chance) -> list[str]:
    way = chance.share("way")
    changes_mind = chance.falls(0.1, "mind")
    if way < 0.18:
        return [line(said, errands.MAYBE, chance)]
    if way < 0.40:
        return [line(said, errands.NO, chance), *([line(said, errands.AFTER_ALL, chance)] if changes_mind else [])]
    if way < 0.48:
        return [chance.pick(words.THUMBS)]
    yes = line(said, errands.YES, chance)
    if changes_mind:
        return [yes, line(said, errands.AFTER_ALL_NOT, chance)]
    return [yes, *([line(said, errands.BESIDES, chance)] if chance.falls(0.2, "more") else [])]


def paper_meant(said: Said, ask: Ask) -> str:
    """The kind of paper that is asked for: of *a photo of it* the one that they wrote about."""
    if ask.kind is not Asked.PAPER:
        return ""
    return ask.about or next((kind for body in (said.body, *said.earlier.words) if (kind := paper_in(body))), "")


def _about_paper(said: Said, ask: Ask, chance: Chance) -> list[str]:
    kind = paper_meant(said, ask)
    if not kind:
        return [line(said, errands.LATER[""] if said.earlier.words else errands.WHICH, chance)]
    way = chance.share("way") * (1 if ask.about else 0.9)  # who has written about it has it
    if way < 0.62:
        return ["" if chance.falls(0.45, "wordless") else line(said, errands.WITH_PHOTO, chance)]
    if way < 0.90:
        sends_it = chance.falls(0.6, "keeps word")
        return [line(said, errands.LATER.get(kind, errands.LATER[""]), chance), *([""] if sends_it else [])]
    return [line(said, errands.HAS_NONE.get(kind, errands.HAS_NONE[""]), chance)]
