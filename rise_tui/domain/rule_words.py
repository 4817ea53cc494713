"""An office's rules as an administrator types and reads them: each with what it means."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from rise_tui.domain.errors import BadInput
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.waiting_hours import DAYS

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "answer_minutes": "So many minutes after somebody wrote a text to them is an answer and leaves at any hour.",
        "daily_ceiling": "Group texts, reminders and automatic texts that a client gets in a day; 0: any number.",
        "duplicate_minutes": "For so long a client does not get the same group or automatic text twice; 0: they do.",
        "holidays": "Days such as 2026-11-26, separated by commas, on which nothing leaves but answers.",
        "state_hours": "Do the stricter hours of CT, FL, MD, MS, NJ, OK, RI, TX and WA hold for numbers from there?",
        "working_days": "When somebody is there. What looks like STOP counts as one after a working day undecided.",
        "daily_segments": "Texts the phone company takes from the office in a day, as it counts them; 0: any number.",
        "sign_in_days": "A machine that was not used for so many days must sign in again; 0: never.",
        "is_held": "Is all sending stopped? Set it with: rise relay hold --all, and rise relay release.",
        "held_because": "Why it is stopped, as everybody reads it.",
        "on_call": "Who is told of what is urgent while nobody has rise open. Set it with: rise relay on-call.",
        "on_call_from": "From when they are on call; none: they are already. Set in the app, with E.",
        "on_call_until": "Until when; none: until told otherwise. Set in the app, with E.",
        "urgent_minutes": "An urgent text that nobody has answered for so long is told to the supervisors.",
        "retention_days": "After so many days texts, notes and papers are purged; 0: all is kept.",
        "phone": "A number at which a person answers, as one reads it aloud; automatic texts give it.",
        "introduces": "Does a text that says who you are go before the first text to anyone?",
        "information_en": "That text in your own words; none: in ours.",
        "information_es": "The same in Spanish.",
        "information_neutral_en": "The same for phones that others read: it should name no office.",
        "information_neutral_es": "The same in Spanish.",
        "help_en": "What HELP and INFO are answered, in your own words; none: in ours. Phone, 911, 988 are added.",
        "help_es": "The same in Spanish.",
        "help_neutral_en": "The same for phones that others read: it should name no office.",
        "help_neutral_es": "The same in Spanish.",
        "help_daily": "So often in a day a number that asks for HELP is answered.",
        "answers_after_hours": "Is who writes outside the office's hours told so, once a day?",
        "open_from": "From when on a working day somebody is there, such as 9:00.",
        "open_to": "Until when, such as 17:00.",
        "after_hours_en": "What they are told, in your own words; none: in ours. 911 and 988 are always in it.",
        "after_hours_es": "The same in Spanish.",
    }
)
"""What each rule means; a law holds that none is missing."""

_CLOCK = frozenset({"open_from", "open_to"})
_BY_COMMAND: Mapping[str, str] = MappingProxyType(
    {
        "is_held": "Use rise relay hold --all, and rise relay release.",
        "held_because": "Use rise relay hold --all --because TEXT.",
        "on_call": "Use rise relay on-call.",
        "on_call_from": "Use rise relay on-call.",
        "on_call_until": "Use rise relay on-call.",
    }
)
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_YES = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_MOST = 100_000
"""No rule counts higher."""


def rule_in_words(name: str, value: Any) -> str:
    """A rule's value as it is typed: `yes`, `2026-11-26, 2026-12-25`, `9:00`, `none`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in _CLOCK:
        return f"{value // 60}:{value % 60:02d}"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value) or "none"


def read_rule(rules: OfficeRules, name: str, typed: str) -> OfficeRules:
    """The rules with one of them as typed. Raises BadInput for a rule that there is not, or a value that is none."""
    if name not in ABOUT:
        raise BadInput(f"There is no rule {name!r}", "", "See them all with: rise relay rules")
    if name in _BY_COMMAND:
        raise BadInput("That has a command of its own", "", _BY_COMMAND[name])
    plain = getattr(rules, name)
    text = "" if typed.strip().lower() == "none" else typed.strip()
    if isinstance(plain, bool):
        return rules.changed(name, _read_yes(name, text))
    if isinstance(plain, tuple):
        return rules.changed(name, _read_days(name, text))
    if isinstance(plain, int):
        return rules.changed(name, _read_time(name, text) if name in _CLOCK else _read_count(name, text))
    return rules.changed(name, text)


def _read_yes(name: str, text: str) -> bool:
    if text.lower() not in _YES:
        raise _bad(name, text, "Write yes or no.")
    return _YES[text.lower()]


def _read_count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST):
        raise _bad(name, text, "Write a whole number, such as 0 or 60.")
    return int(text)


def _read_time(name: str, text: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _bad(name, text, "Write a time such as 9:00 or 17:30.")
    return int(match[1]) * 60 + int(match[2])


def _read_days(name: str, text: str) -> tuple[str, ...]:
    """Dates, or days of the week, in their order and each once."""
    parts = [part.lower() for part in re.split(r"[\s,]+", text) if part]
    if name == "working_days":
        days = [part[:3] for part in parts]
        if not days or not set(days) <= set(DAYS):
            raise _bad(name, text, "Write them like: mon, tue, wed, thu, fri")
        return tuple(day for day in DAYS if day in days)
    try:
        return tuple(sorted({date.fromisoformat(part).isoformat() for part in parts}))
    except ValueError:
        raise _bad(name, text, "Write them like: 2026-11-26, 2026-12-25") from None


def _bad(name: str, text: str, next_step: str) -> BadInput:
    return BadInput(f"{text!r} is no value for {name}", "", next_step)
