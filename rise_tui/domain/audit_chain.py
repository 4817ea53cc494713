"""A chain of entries about who did what: each carries the hash of the one before, so that no change goes unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rise_tui.domain.say import say

BEGINNING = "0" * 64
"""What the first entry carries in place of a hash before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, when (milliseconds), about whom; `facts` has ids and small facts, never words or numbers."""

    n: int
    at: int
    who: str
    act: str
    client_id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    previous_hash: str = BEGINNING
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry as it was at a moment: what leaves the machine, so that the chain can be held against it."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken first, and how, in words."""

    n: int
    words: str


def hash_of(
    office_id: str,
    previous_hash: str,
    n: int,
    at: int,
    who: str,
    act: str,
    client_id: str | None,
    facts: Mapping[str, Any],
) -> str:
    """SHA-256, hex, over the entry as canonical JSON: no spaces, sorted names, ASCII."""
    whole = [office_id, previous_hash, n, at, who, act, client_id, facts]
    written = json.dumps(whole, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def first_fault(office_id: str, entries: Iterable[Entry], heads: Iterable[Head] = ()) -> Fault | None:
    """The first place where entries, in the order of their numbers, are no whole chain; None: all is well.

    `heads`: what left the machine earlier; an entry that is gone from the end is only found by them.
    """
    known = {head.n: head.hash for head in heads}
    last = Entry(0, 0, "", "", hash=BEGINNING)
    for entry in entries:
        if entry.n != last.n + 1:
            return Fault(last.n + 1, say("entry {n} is missing or out of its place", n=last.n + 1))
        if entry.previous_hash != last.hash:
            return Fault(entry.n, say("entry {n} does not follow the one before it", n=entry.n))
        if entry.hash != hash_of(
            office_id, entry.previous_hash, entry.n, entry.at, entry.who, entry.act, entry.client_id, entry.facts
        ):
            return Fault(entry.n, say("entry {n} was changed", n=entry.n))
        if known.get(entry.n, entry.hash) != entry.hash:
            return Fault(entry.n, say("entry {n} is not the one whose hash left this machine", n=entry.n))
        last = entry
    beyond = sorted(n for n in known if n > last.n)
    if beyond:
        return Fault(last.n + 1, say("entries from {n} on were cut off", n=last.n + 1))
    return None
