"""How a client's language, zone and status are told, in the list and in the card alike."""

from rise_tui.domain.say import say

PAUSED, CLOSED = "‖", "■"


def language_words(language: str) -> str:
    """A language as one says it."""
    return {"en": say("English"), "es": say("Spanish")}.get(language, language)


def zone_words(zone: str | None) -> str:
    """A time zone as one says it: `New York`; empty for none."""
    return "" if zone is None else zone.rsplit("/", 1)[-1].replace("_", " ")


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
    return with_reason.get((status, reason or "")) or plain.get(status, status)


def status_short(status: str, reason: str | None) -> str:
    """A status in as few words as tell it: `in custody`."""
    words = status_words(status, reason)
    return words.partition(", ")[2] or words


def status_mark(status: str) -> tuple[str, str]:
    """A status in a glyph and its role; an open one needs neither."""
    return {"paused": (PAUSED, "accent"), "closed": (CLOSED, "dim")}.get(status, ("", "text"))
