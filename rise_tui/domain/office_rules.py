"""What an office decides about texting: when, how often and in which words, each rule with a sensible beginning."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from rise_tui.domain.clock import from_wire
from rise_tui.domain.errors import BadInput

LEAST_RETENTION = 30
"""Days that an office keeps everything at least: a slip of the hand must not purge what came last week."""

MOST_URGENT_MINUTES = 24 * 60
"""So late the supervisors are told at most of what is urgent."""


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """An office's own rules. They travel as one JSON object; a field that this program does not know is left out."""

    answer_minutes: int = 120
    """How long after somebody wrote a text to them is an answer, which leaves at any hour."""
    daily_ceiling: int = 4
    """Group texts, reminders and automatic texts that one client gets at most on one day of theirs; 0: any number."""
    duplicate_minutes: int = 60
    """For so long the same words are not sent to the same client again, but by a person; 0: they are."""
    holidays: tuple[str, ...] = field(default=())
    """Days, as `2026-11-26`, on which nothing leaves but answers."""
    state_hours: bool = True
    """Do the stricter hours of some states' laws hold for who has a number from there?"""
    working_days: tuple[str, ...] = field(default=("mon", "tue", "wed", "thu", "fri"))
    """When somebody is at the office; a text that looks like an opt-out counts as one after a working day."""
    daily_segments: int = 0
    """So many texts, as the phone company counts them, leave in one day of the office at most; 0: any number."""
    sign_in_days: int = 30
    """A machine that was not used for so many days must sign in again; 0: never."""
    is_held: bool = False
    """Has somebody stopped all sending? Texts come in as ever; what is to leave waits with why `office_hold`."""
    held_because: str = ""
    """Why, in the words of whoever did it; everybody reads them."""

    on_call: str = ""
    """Who is told of what is urgent while nobody listens who sees the client: a caseworker's id; set in the app, or by
    `rise relay on-call`."""
    on_call_from: str = ""
    """From when they are, as on the wire (UTC); empty: they are already."""
    on_call_until: str = ""
    """Until when; empty: until told otherwise."""
    urgent_minutes: int = 15
    """An urgent text that nobody has answered for so long is told to the supervisors."""

    retention_days: int = 0
    """After so many days texts, notes and papers are purged, and clients closed for so long; 0: all is kept."""

    phone: str = ""
    """A number at which a person answers, as one reads it aloud; automatic texts give it."""
    introduces: bool = True
    """Does the information message go before the first text to anyone?"""
    information_en: str = ""
    """The information message in the office's own words; empty: in ours (domain/automatic)."""
    information_es: str = ""
    information_neutral_en: str = ""
    """The same for phones that others read: it names no office."""
    information_neutral_es: str = ""
    help_en: str = ""
    """What HELP and INFO are answered, in the office's own words; a missing phone, 911 and 988 are added."""
    help_es: str = ""
    help_neutral_en: str = ""
    help_neutral_es: str = ""
    help_daily: int = 3
    """So often in a day a number that asks for HELP is answered."""
    answers_after_hours: bool = False
    """Is who writes outside the office's hours told so, once a day?"""
    open_from: int = 9 * 60
    """From which minute of a working day somebody is at the office."""
    open_to: int = 17 * 60
    after_hours_en: str = ""
    """What they are told, in the office's own words; 911 and 988 are added where they are missing."""
    after_hours_es: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any] | None) -> Self:
        """The rules in a JSON object; what it does not say is as it is in the beginning.

        A value of another type than its rule's is left out too: it comes from a newer program.
        """
        plain = cls()
        known: dict[str, Any] = {}
        for each in fields(cls):
            value = (values or {}).get(each.name)
            if isinstance(value, list):
                value = tuple(value)
            if value is not None and _is_like(value, getattr(plain, each.name)):
                known[each.name] = value
        return cls(**known)

    def on_call_at(self, at: int) -> str:
        """Who is on call at that moment (milliseconds); empty: nobody."""
        has_begun = not self.on_call_from or from_wire(self.on_call_from) <= at
        is_over = bool(self.on_call_until) and from_wire(self.on_call_until) <= at
        return self.on_call if has_begun and not is_over else ""

    def values(self) -> dict[str, Any]:
        """As a JSON object, every rule with its value."""
        return asdict(self)

    def changed(self, name: str, value: Any) -> Self:
        """With one rule set. Raises BadInput for a rule that there is not, or a value that is none for it."""
        if name not in {each.name for each in fields(self)}:
            raise BadInput(f"There is no rule {name!r}", "", "See them all with: rise relay rules")
        if not _is_like(value, getattr(type(self)(), name)):
            raise BadInput(f"{value!r} is no value for {name}", "", "See what stands there with: rise relay rules")
        if name == "retention_days" and value != 0 and value < LEAST_RETENTION:
            raise BadInput(
                "That period is too short",
                "Everything older would be purged at once, on every machine, for ever.",
                f"Take {LEAST_RETENTION} days or more, or 0 to keep everything.",
            )
        if name == "urgent_minutes" and not 1 <= value <= MOST_URGENT_MINUTES:
            raise BadInput(
                "Supervisors are told after 1 to 1440 minutes",
                "What is urgent can wait for a day at most.",
                "Take a number from 1 to 1440, such as 15.",
            )
        return type(self).of({**self.values(), name: value})


def _is_like(value: Any, plain: Any) -> bool:
    return plain is None or type(value) is type(plain) or (isinstance(plain, tuple) and isinstance(value, list))
