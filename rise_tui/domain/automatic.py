"""What the office says by itself: its introduction, its answers to HELP and STOP, that nobody is there, one question.

Every text is in the client's language. To somebody whose phone others read it names no office; what an office words
itself is kept, and completed where it lacks what such a text must say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.day_names import DAYS
from rise_tui.domain.office_rules import OfficeRules

ES = "es"


class Automatic(StrEnum):
    """What an automatic text is for."""

    INFORMATION = "information"
    HELP = "help"
    STOP = "stop"
    START = "start"
    AWAY = "away"
    QUESTION = "question"


MAY_BE_DROPPED = frozenset({Automatic.AWAY, Automatic.QUESTION})
"""Automatic texts that a person may take back while they wait: nobody has asked for them, and nothing follows them.

HELP, STOP and START are answered because somebody wrote the word; an introduction shares the fate of what it precedes.
"""


@dataclass(frozen=True)
class Wording:
    """A sentence in both languages. `neutral`: what is said where others read the phone; None: the same."""

    en: str
    es: str
    neutral: "Wording | None" = None

    def to(self, language: str, *, is_discreet: bool = False, **named: str) -> str:
        """As it is said to somebody; `named` stands in place of `{office}`, `{phone}`, `{day}`, `{name}`."""
        said = self.neutral if is_discreet and self.neutral is not None else self
        words = said.es if language == ES else said.en
        for name, value in named.items():
            words = words.replace(f"{{{name}}}", value)
        return words


_CRISIS = Wording(
    "In danger call 911. In a crisis call or text 988, any hour.",
    "En peligro llame al 911. En una crisis llame al 988 y oprima 2, o mande AYUDA por texto al 988.",
)
"""988: the Suicide and Crisis Lifeline; in Spanish press 2, or text AYUDA (988lifeline.org)."""
_HOW_TO_STOP = Wording("Reply STOP to end, HELP for help.", "Responda STOP para terminar, HELP para ayuda.")
_RATES = Wording("Msg & data rates may apply.", "Pueden aplicarse tarifas de mensajes y datos.")
_ABOUT = Wording(
    "{office}: we text you about your appointments, classes and papers, a few times a month.",
    "{office}: le escribimos sobre sus citas, clases y papeles, algunas veces al mes.",
    Wording(
        "Hello. This number sends you reminders, a few times a month.",
        "Hola. Por este medio le llegan recordatorios, algunas veces al mes.",
    ),
)
_WHO = Wording(
    "{office}: we text about appointments, classes and papers.",
    "{office}: escribimos sobre citas, clases y papeles.",
    Wording("This number sends reminders.", "Este medio manda recordatorios."),
)
_PERSON = Wording("A person answers at {phone}.", "Una persona contesta en el {phone}.")
_STOPPED = Wording(
    "{office}: you get no more texts from us. Reply START to get them again.",
    "{office}: ya no recibe textos de nosotros. Responda START para recibirlos de nuevo.",
    Wording(
        "You get no more texts from this number. Reply START to get them again.",
        "Ya no recibe textos por este medio. Responda START para recibirlos de nuevo.",
    ),
)
_STARTED = Wording(
    "{office}: you get our texts again.",
    "{office}: recibe de nuevo nuestros textos.",
    Wording("You get texts from this number again.", "Recibe de nuevo textos por este medio."),
)
_AWAY = Wording(
    "I am away and will read your text when I am back on {day}.",
    "No estoy ahora y leeré su texto cuando vuelva, el {day}.",
)
_CLOSED = Wording(
    "Nobody is at the office now. We will read your text on the next working day.",
    "Ahora no hay nadie en la oficina. Leeremos su texto en horas de trabajo.",
)
_SOONER = Wording("If you need someone sooner, call {phone}.", "Si necesita a alguien antes, llame al {phone}.")
_QUESTION = Wording(
    "Is this {name}'s new number? Reply YES or NO.", "¿Es este el nuevo celular de {name}? Responda SI o NO."
)
_QUESTION_NAMELESS = Wording(
    "Did you give us this as your new number? Reply YES or NO.",
    "¿Nos dio este como su nuevo celular? Responda SI o NO.",
)
_MONTHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
        "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    }
)


def information(rules: OfficeRules, office: str, language: str, *, is_discreet: bool) -> str:
    """Before the first text: who writes, what for, how often, that it may cost, and how to stop (CTIA)."""
    own = _own(rules, "information", language, is_discreet=is_discreet)
    if own:
        return own if "STOP" in own.upper() else f"{own} {_HOW_TO_STOP.to(language)}"
    about = _ABOUT.to(language, is_discreet=is_discreet, office=office)
    return " ".join((about, _RATES.to(language), _HOW_TO_STOP.to(language)))


def help_answer(rules: OfficeRules, office: str, language: str, *, is_discreet: bool) -> str:
    """To HELP or INFO: who we are, a phone that a person answers, 911 and 988, how to stop."""
    own = _own(rules, "help", language, is_discreet=is_discreet)
    if own:
        return with_crisis(_and_phone(rules, own, language, _PERSON), language)
    who = _WHO.to(language, is_discreet=is_discreet, office=office)
    person = _PERSON.to(language, phone=rules.phone) if rules.phone else ""
    parts = (who, person, _CRISIS.to(language), _HOW_TO_STOP.to(language).partition(",")[0] + ".")
    return " ".join(part for part in parts if part)


def stop_answer(office: str, language: str, *, is_discreet: bool) -> str:
    """The one confirmation of a STOP that the law allows (47 CFR 64.1200(a)(12)): it sells nothing."""
    return _STOPPED.to(language, is_discreet=is_discreet, office=office)


def start_answer(office: str, language: str, *, is_discreet: bool) -> str:
    """To START: that texts come again, and how to stop them."""
    started = _STARTED.to(language, is_discreet=is_discreet, office=office)
    return f"{started} {_HOW_TO_STOP.to(language)}"


def away_answer(rules: OfficeRules, own: str, back_at: datetime, language: str) -> str:
    """That a caseworker is away until then (their local time), in their own words or ours, always with 911 and 988."""
    words = own.strip() or _AWAY.to(language, day=day_words(back_at, language))
    return with_crisis(_and_phone(rules, words, language), language)


def closed_answer(rules: OfficeRules, language: str) -> str:
    """That nobody is at the office at this hour, in the office's words or ours, always with 911 and 988."""
    own = rules.after_hours_es if language == ES else rules.after_hours_en
    return with_crisis(_and_phone(rules, own.strip() or _CLOSED.to(language), language), language)


def question(first_name: str, language: str) -> str:
    """Whether a number that came by text is theirs: one neutral question that says nothing of the office."""
    name = first_name.strip()
    return _QUESTION.to(language, name=name) if name else _QUESTION_NAMELESS.to(language)


def with_crisis(words: str, language: str) -> str:
    """The words, with whom to call in danger, unless they say so already."""
    return words if "911" in words and "988" in words else f"{words} {_CRISIS.to(language)}"


def day_words(at: datetime, language: str) -> str:
    """A day as one writes it in a text: `Monday, Nov 30`, `lunes 30 de nov`."""
    day, month = _in_many(DAYS, language)[at.weekday()], _in_many(_MONTHS, language)[at.month - 1]
    return f"{day} {at.day} de {month}" if language == ES else f"{day}, {month} {at.day}"


def _own(rules: OfficeRules, noun: str, language: str, *, is_discreet: bool) -> str:
    """The office's own words for it; empty where it has none."""
    tongue = ES if language == ES else "en"
    found: str = getattr(rules, f"{noun}_{'neutral_' if is_discreet else ''}{tongue}")
    return found.strip()


def _and_phone(rules: OfficeRules, words: str, language: str, said: Wording = _SOONER) -> str:
    """The words, with the office's phone, unless it stands in them already, written in whatever way."""
    digits = _digits(rules.phone)
    if not rules.phone or rules.phone in words or (digits and digits in _digits(words)):
        return words
    return f"{words} {said.to(language, phone=rules.phone)}"


def _digits(words: str) -> str:
    return "".join(each for each in words if each.isdecimal())


def _in_many(words: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return words[ES if language == ES else "en"]
