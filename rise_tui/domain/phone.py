"""Telephone numbers: read as people write them, kept as E.164, shown as a caseworker says them.

`phonenumbers` is imported where it is needed: showing a number must not cost its 20 ms at start.
"""

import re
import unicodedata
from typing import NewType

from rise_tui.domain.errors import BadPhone
from rise_tui.domain.say import say

Phone = NewType("Phone", str)
"""A number in E.164: `+12155550142`."""

_WORD = (
    r"(?:cell(?:\s*phone|ular)?|cel|celular|mobile|m[oó]vil|home|casa|work|trabajo|phone|tel[eé]fono|tel|text|c|m|h|w)"
)
_TRAILING_WORD = re.compile(rf"[\s,;:/-]*[(\[]?\b{_WORD}\b\.?[)\]]?[\s.:]*$", re.IGNORECASE)
_LEADING_WORD = re.compile(rf"^\s*[(\[]?\b{_WORD}\b[)\]]?\s*[.:#-]*\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;(]*(?:\b(?:ext(?:ension)?|x)\.?|(?<=\d)x|#)\s*:?\s*\d{1,6}\)?\s*$", re.IGNORECASE)
_FLOAT = re.compile(r"^\+?\d{7,15}\.0+$")
_SCIENTIFIC = re.compile(r"^\+?\d(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
_NORTH_AMERICAN = re.compile(r"^\+1(?!.11)[2-9]\d{2}[2-9]\d{6}$")
_E164 = re.compile(r"^\+[1-9]\d{6,14}$")


def parse(text: str, region: str = "US") -> Phone:
    """The number that somebody typed, or that stands in a spreadsheet; `region` is read where no country is written.

    Words such as *cell* or *(mobile)* and an extension are dropped, `2156860123.0` is what Excel made of a number,
    `00…` is `+…`. Raises BadPhone for what cannot be a mobile number: letters, seven digits, toll-free and pay
    numbers, area codes that cannot exist. A number need only be possible, not known to be in use: 555-01xx parses.
    """
    import phonenumbers

    written = _without_words(text)
    if any(character.isalpha() for character in written):
        raise _bad(say("There are letters in it."))
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        raise _bad(say("It is not a telephone number.")) from error
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise _bad(say("It has too few or too many digits; write the area code too."))
    unwanted = {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.VOICEMAIL,
    }
    if phonenumbers.number_type(number) in unwanted:
        raise _bad(say("It is a toll-free or pay number, nobody's own phone."))
    if number.country_code == 1 and not _NORTH_AMERICAN.match(e164):
        raise _bad(say("No such area code or exchange can exist."))
    if number.country_code != 1 and not phonenumbers.is_valid_number(number):
        raise _bad(say("No such number can exist in that country."))
    return Phone(e164)


def is_e164(text: str) -> bool:
    """Is this written as we keep numbers: `+`, a country, at most fifteen digits?"""
    return _E164.match(text) is not None


def pretty(phone: str, is_private: bool = False) -> str:
    """The number as it is said: `(215) 555-0142`; in private mode `(215) 555-01••`. What is no E.164 stays as it is."""
    if phone.startswith("+1") and len(phone) == 12 and phone[1:].isdigit():
        shown = f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}"
    elif is_e164(phone):
        import phonenumbers

        shown = phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    else:
        shown = phone
    return f"{shown[:-2]}••" if is_private else shown


def end(phone: str) -> str:
    """The last four digits, by which people tell numbers apart without showing them."""
    return phone[-4:]


def _without_words(text: str) -> str:
    """The digits and signs of a number, without what people write around them."""
    written = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf").strip()
    if _SCIENTIFIC.match(written):
        raise _bad(say("A spreadsheet has rounded it."), say("Make the column text and enter it again."))
    if _FLOAT.match(written):
        written = written.partition(".")[0]
    written = _LEADING_WORD.sub("", written)
    before = ""
    while before != written:
        before, written = written, _EXTENSION.sub("", _TRAILING_WORD.sub("", written))
    return f"+{written[2:].lstrip()}" if written.startswith("00") else written


def _bad(detail: str, next_step: str = "") -> BadPhone:
    """The error, without the number: errors end up in logs and reports."""
    return BadPhone(
        say("That number cannot be texted"),
        detail,
        next_step or say("Write a mobile number with its area code, like (215) 555-0142."),
    )
