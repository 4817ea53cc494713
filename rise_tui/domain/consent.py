"""May this number be texted: the words that close and open it, what sounds like STOP, and which consent stands."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rise_tui.domain.wording import even, rule


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


@dataclass(frozen=True, slots=True)
class ConsentFact:
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
HELP_WORDS = frozenset(("help", "info"))

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def opt_word(body: str, opt_out_type: str | None = None) -> OptWord | None:
    """The word that the whole text is, in any case; `opt_out_type` is what the carrier itself took it for.

    White space around it never counts. STOP and HELP also count with quotes, punctuation or a picture around them. The
    words that open a number count only as the carrier counts them, bare: who said STOP is not opened by `Yes!`.
    """
    bare = " ".join("".join(c for c in even(unicodedata.normalize("NFKC", body)) if _is_seen(c)).split())
    word = _EDGES.sub("", bare)
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


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cf", "Cs")


_TEXTING = r"(?:text|txt|messag|msg|contact|sending|writ|bother|harass|call|spam)\w*"
_TEXTS = r"(?:texts?|txts?|texting|messages?|msgs?|messaging|sms|reminders?|alerts?)"
_NOT_MEANT = (
    r"(?<!don't\s)(?<!dont\s)(?<!do\snot\s)(?<!can't\s)(?<!cant\s)(?<!cannot\s)(?<!never\s)(?<!to\snot\s)(?<!didn't\s)"
)
_STOP_LIKE = rule(
    # English: an order to stop texting
    rf"{_NOT_MEANT}(?:stop|quit|cease|discontinue) (?:all |with |the |these |those |this |your |my |any )*"
    rf"(?:{_TEXTING}|{_TEXTS})(?! (?:by|back))",
    r"(?<!they\s)(?<!he\s)(?<!she\s)(?<!you\s)(?<!why\s)(?:don'?t|do not|never|no longer|not to)"
    r" (?:ever |you ever |be )?(?:text|txt|message|msg|contact|write|spam)(?:ing)? (?:to )?"
    r"(?:me|us|this number|my (?:phone|number|cell))(?! back)",
    rf"no more (?:of )?(?:these |your |the )?{_TEXTS}",
    rf"(?:don'?t|do not|no longer|didn'?t) (?:want|wish|need|like) (?:you )?(?:to (?:get|receive|have|be) )?"
    rf"(?:(?:any|anymore|more|these|those|your|the|all|so many|of) )*(?:{_TEXTS}|texted|contacted|texting)",
    r"(?:take|remove|delete|drop|erase|get) (?:me|us|my (?:name|number|phone)|this number) (?:off|from|out)",
    r"(?:remove|delete|lose|erase|forget) (?:my|this) (?:number|phone)",
    r"unsubscribe(?: me)?",
    r"opt(?:ing|ed)?(?: me| us)?[ -]out",
    r"optout",
    r"leave (?:me|us) alone",
    rf"(?:cancel|end) (?:my |the |these |all |your )*(?:{_TEXTS}|subscription)",
    r"revoke (?:my )?consent",
    # Spanish, without accents
    r"no (?:me|nos|le) (?:vuelvan? a |vuelvas a )?(?:escrib(?:an?|as|ir)|mand(?:en?|es|ar)|envi(?:en?|es|ar)"
    r"|texte(?:en?|es|ar)|contact(?:en?|es|ar)|molest(?:en?|es|ar)|llam(?:en?|es|ar))(?:me)?",
    r"(?:deja|deje|dejen|dejar|para|pare|paren|parar) (?:ya )?de (?:escribir|mandar|enviar|textear|molestar|contactar)"
    r"(?:me|nos)?",
    r"(?:no mas|basta de|alto a los|paren? los|no mas de) (?:mensajes?|textos?|recordatorios?)",
    r"(?:ya )?no (?:quiero|deseo) (?:recibir |que me (?:escriban|manden|envien|contacten|llamen)|mas |sus |estos |los )"
    r"(?:mas |sus |estos |los )*(?:mensajes?|textos?)?",
    r"(?:quit|saqu|borr|elimin|remuev)(?:e|a|en|an)?(?:me|nos) de",
    r"(?:quite|quiten|borre|borren|elimine|eliminen) (?:mi|este) (?:numero|telefono)",
    r"(?:dejame|dejeme|dejenme) en paz",
    r"dar(?:me)? de baja",
    r"cancel(?:ar|e|en) (?:los |sus |mis |estos )?(?:mensajes|textos)",
)
_POLITE = (
    r"(?:(?:please|pls|plz|ok|okay|hi|hello|just|can you|could you|would you|will you|i said|i told you to"
    r"|i want you to"
    r"|you need to|wrong (?:number|person)|it|this|that|now|already|thanks|thank you|por favor|porfavor|ya|hola|gracias"
    r"|for good|right now|everything|asap|me)\s+)*"
)
_BARE_STOP = re.compile(rf"{_POLITE}(?:stop|stopall|quit|optout|alto|basta|parar|paren|pare)\s+{_POLITE}")
_SENTENCE = re.compile(r"[.!?;:\n]+")


def looks_like_stop(body: str) -> bool:
    """Would a reasonable person read it as a wish for no more texts (47 CFR 64.1200(a)(10)), in English or Spanish?

    Three plain rules: the whole text is a STOP word; it has a phrase that tells us to stop texting, writing, sending;
    or one of its sentences is nothing but *stop* and politeness (`Ok please stop now`). `I'll stop by` is none of them.
    """
    if opt_word(body) is OptWord.STOP or _STOP_LIKE.search(even(body)):
        return True
    sentences = _SENTENCE.split(even(body).replace(",", " "))
    return any(_BARE_STOP.fullmatch(f"{' '.join(sentence.split())} ") for sentence in sentences)


def effective(states: Iterable[ConsentFact], purpose: Purpose) -> ConsentState:
    """What stands for a purpose: the latest by `seq` among what was said of `all` and of that purpose; else unknown."""
    latest = max((fact for fact in states if fact.purpose in (Purpose.ALL, purpose)), key=_seq, default=None)
    return latest.state if latest is not None else ConsentState.UNKNOWN


def _seq(fact: ConsentFact) -> int:
    return fact.seq
