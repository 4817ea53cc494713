"""What a text should not hold by mistake: somebody else's name, a number that belongs in no text, a place not filled.

A guard only asks: the hand is stopped once, and the person decides. So it is quiet about what is usual.

- Social Security numbers as the SSA gives them out (area 001–665 or 667–899, no group 00, no serial 0000).
- Payment cards: 13–19 digits that begin as the networks' do and pass Luhn's check (ISO/IEC 7812-1).
- Dockets of Pennsylvania's courts: `CP-51-CR-0001234-2026`, `MC-51-…`, `MJ-12345-…`, and `1234 EDA 2026` on appeal.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from rise_tui.domain.clients import fold


class Sensitive(StrEnum):
    """A kind of number that is no business of the phone company's."""

    SOCIAL_SECURITY = "social_security"
    CARD = "card"
    DOCKET = "docket"


_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}([ .–-])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])")
_BARE_SSN = re.compile(r"(?<!\d)(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}(?!\d)")
_SAYS_SSN = re.compile(r"\bssn?\b|\bsocial\b|\bseguro social\b|\bitin\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d+])[2-6](?:[ -]?\d){12,18}(?!\d)")
_DASH = "[ –-]"
_DOCKET = re.compile(
    rf"\b(?:(?:CP|MC){_DASH}?\d{{2}}|MJ{_DASH}?\d{{5}}){_DASH}?[A-Z]{{2}}{_DASH}?\d{{5,7}}{_DASH}?(?:19|20)\d{{2}}\b"
    r"|\b\d{1,5} (?:EDA|MDA|WDA|EAL|MAL|WAL|EAP|MAP|WAP|EM|MM|WM) (?:19|20)\d{2}\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\{\{?\s*([^\W\d][\w \-]{0,40}?)\s*\}?\}")

_GREETINGS = (
    *("hi", "hey", "hello", "dear", "good morning", "good afternoon", "good evening", "morning", "thanks", "thank you"),
    *("thx", "ok", "okay", "sorry", "yes", "no", "bye", "welcome", "congrats", "congratulations"),
    *("hola", "buenos dias", "buenas tardes", "buenas noches", "buenas", "estimado", "estimada", "querido", "querida"),
    *("gracias", "muchas gracias", "perdon", "disculpe", "adios", "felicidades", "si"),
)
_TITLES = r"(?:(?:mr|mrs|ms|miss|sir|sr|sra|srta|señor|señora|señorita|senor|senora|don|doña|dona)\.? )?"
_NAME = r"([^\W\d_]+(?:['’-][^\W\d_]+)*)"
_GREETED = re.compile(rf"(?:^|[.!?\n¡¿,]) *(?:{'|'.join(_GREETINGS)})[ ,]+{_TITLES}{_NAME}(?: {_NAME})?([^\w'’]|$)")
_CALLED = re.compile(rf"(?:^|\n) *{_TITLES}{_NAME}( ?[,:!]| ?[–—-] )")
_NAMED_LAST = re.compile(rf", {_TITLES}{_NAME} ?([.!?\n]|$)")
_FIRST_WORD = re.compile(r"\w")
_STOPS = ".!?\n,"
_LOOKED_BACK = 300
"""Characters before a name at the end that are looked through for the sentence it ends."""

COMMON_WORDS = frozenset(
    (
        *("may", "will", "mark", "grace", "hope", "faith", "joy", "rose", "angel", "chance", "price", "rich", "bill"),
        *("art", "bob", "pat", "sue", "drew", "rob", "jack", "frank", "earnest", "dean", "major", "prince", "king"),
        *(
            "young",
            "long",
            "short",
            "black",
            "white",
            "brown",
            "green",
            "gray",
            "bell",
            "banks",
            "hall",
            "mills",
            "lane",
        ),
        *("walker", "hunter", "page", "summer", "april", "june", "august", "star", "sky", "dawn", "eve", "dusty"),
        *("sunny", "honey", "baby", "love", "sir", "all", "everyone", "there", "again", "team", "you", "your", "we"),
        *("no", "so", "an", "do", "see", "said", "day", "don", "kay", "case", "best", "bless", "christian", "justice"),
        *("sol", "luz", "mar", "paz", "cruz", "rosa", "flor", "linda", "dulce", "salud", "domingo", "santos", "leal"),
        *("campos", "rey", "reyes", "pleasant", "wise", "good", "early", "church", "street", "parks", "woods", "field"),
    )
)
"""Words that are names too: they count as one only with a capital and a comma or an end behind them."""


def sensitive_in(body: str) -> tuple[Sensitive, ...]:
    """The kinds of numbers that the text seems to hold, each once."""
    found = []
    if _SSN.search(body) or (_SAYS_SSN.search(body) and _BARE_SSN.search(body)):
        found.append(Sensitive.SOCIAL_SECURITY)
    if any(_is_card(match.group()) for match in _CARD.finditer(body)):
        found.append(Sensitive.CARD)
    if _DOCKET.search(body):
        found.append(Sensitive.DOCKET)
    return tuple(found)


def is_luhn(digits: str) -> bool:
    """Does the last digit check the others (ISO/IEC 7812-1, annex B)?"""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _is_card(written: str) -> bool:
    digits = re.sub(r"[ -]", "", written)
    return is_luhn(digits) and len(set(digits)) > 1


def place_in(body: str) -> str:
    """The first place for a name that nobody filled, as it is written (`{first_name}`); empty if there is none."""
    found = _PLACE.search(body)
    return "" if found is None else found.group()


def names_called(body: str) -> tuple[str, ...]:
    """The words of a text that are spoken to as a name, as they are written: `Hi Marcus`, `Marcus, …`, `…, Marcus.`

    They may be names or not: `Hi there` has *there*. A word that is a common one counts only with a capital letter
    and where something ends behind it.
    """
    found = (word for word, is_end in _called(body) if _may_be_name(word, is_end))
    return tuple(dict.fromkeys(found))


def _called(body: str) -> Iterator[tuple[str, bool]]:
    """Each word that is spoken to, and whether something ends behind it."""
    lower = _even(body)
    for match in _GREETED.finditer(lower):
        is_end = match.group(3) != " "
        yield _as_written(body, match, 1), is_end and match.group(2) is None
        if match.group(2) is not None:
            yield _as_written(body, match, 2), is_end
    for match in _CALLED.finditer(lower):
        yield _as_written(body, match, 1), True
    for match in _NAMED_LAST.finditer(lower):
        if _ends_a_sentence(lower[max(0, match.start() - _LOOKED_BACK) : match.start()]):
            yield _as_written(body, match, 1), True


def _ends_a_sentence(before: str) -> bool:
    """Whether some words, and no list of them, stand before a comma. Not one expression: that took cubic time."""
    stop = max(before.rfind(sign) for sign in _STOPS)
    first = _FIRST_WORD.search(before, stop + 1)
    return before[stop : stop + 1] != "," and first is not None and " " in before[first.end() :]


def _as_written(body: str, match: re.Match[str], group: int) -> str:
    return body[match.start(group) : match.end(group)]


def _even(body: str) -> str:
    """Lower case, and the accents of greetings away; character i stays at place i."""
    return "".join(folded if len(folded := fold(char)) == 1 and char not in "ñÑ" else char.lower()[:1] for char in body)


def _may_be_name(word: str, is_end: bool) -> bool:
    folded = fold(word)
    if len(word) < 2 or folded in _GREETINGS:
        return False
    return folded not in COMMON_WORDS or (is_end and word[:1].isupper())


def is_own_name(word: str, own: Iterable[str]) -> bool:
    """Is the word one of these names, or a short form of one (*Rob* of Robert, three letters or more)?"""
    folded = fold(word)
    names = [part for name in own for part in re.split(r"[^\w'’]+", fold(name)) if part]
    short = min(3, len(folded))
    return any(
        name == folded or (len(name) >= 3 and short == 3 and (name.startswith(folded) or folded.startswith(name)))
        for name in names
    )
