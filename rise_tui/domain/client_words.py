"""How a client's language, zone and status are told, in the list and in the card alike."""

from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

CELLS = 24
"""Of a word that another version of rise may have sent: it is made safe for a terminal."""
PAUSED, CLOSED = "‖", "■"


def language_words(language: str) -> str:
    """A language as one says it."""
    return {"en": say("English"), "es": say("Spanish")}.get(language) or one_line(language, CELLS)


def zone_words(zone: str | None) -> str:
    """A time zone as one says it: `New York`; empty for none."""
    return "" if zone is None else one_line(zone.rsplit("/", 1)[-1].replace("_", " "), CELLS)


def status_words(status: str, reason: str | None) -> str:
    """A status with its reason: `paused, in custody`."""
    with_reason = {
        ("paused", "custody"): say("paused, in custody"),
        ("paused", "hospital"): say("paused, in hospital"),
        ("closed", "finished"): say("closed, finished"),
        ("closed", "moved"): say("closed, moved away"),
        ("closed", "transferred"): say("closed, transferred"),
        ("closed", "died"): say("closed, died"),
    }
    plain = {"open": say("open"), "paused": say("paused"), "closed": say("closed")}
    return with_reason.get((status, reason or "")) or plain.get(status) or one_line(status, CELLS)


def status_short(status: str, reason: str | None) -> str:
    """A status in as few words as tell it: `in custody`."""
    words = status_words(status, reason)
    return words.partition(", ")[2] or words


def status_mark(status: str) -> tuple[str, str]:
    """A status in a glyph and its role; an open one needs neither."""
    return {"paused": (PAUSED, "accent"), "closed": (CLOSED, "dim")}.get(status, ("", "text"))
