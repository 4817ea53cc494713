"""What a look at the relay found: one thing, in words, and what to do where it is not well."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in words; what to do where it is not well."""

    name: str
    is_well: bool
    words: str
    next_step: str = ""
