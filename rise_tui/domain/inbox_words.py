"""How a line of the inbox is told, by the first picture and by the app alike; standard library only."""

from collections.abc import Callable, Mapping
from typing import Protocol

from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many

OLD = 24 * 3600_000
"""Milliseconds after which an unanswered text's age is told in the accent colour."""
FILTERS = ("needs_reply", "waiting", "snoozed", "unknown", "all")
"""The ways to look at the list, in their order."""
SEARCH_HINT = "/ search"
NAME_TO = 20
"""The column before which a name ends, so that it never touches the sign that stands one column further."""

SHORT_NAME = 12
"""Cells of a colleague's first name before their words."""


class Told(Protocol):
    """What of a conversation is told in its line; texts are already safe, but for the colleague's name."""

    @property
    def name(self) -> str: ...
    @property
    def mark(self) -> str | None: ...
    @property
    def is_flagged(self) -> bool: ...
    @property
    def is_urgent(self) -> bool: ...
    @property
    def state(self) -> str: ...
    @property
    def last_direction(self) -> str: ...
    @property
    def last_inbound_seq(self) -> int: ...
    @property
    def snippet(self) -> str: ...
    @property
    def has_photo(self) -> bool: ...
    @property
    def has_failed(self) -> bool: ...
    @property
    def has_draft(self) -> bool: ...
    @property
    def consent(self) -> str: ...
    @property
    def last_by(self) -> str: ...


class Line(Told, Protocol):
    """One conversation in the list: whose it is, since when, and what is told of it."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def phone_end(self) -> str: ...
    @property
    def needs_reply_since_at(self) -> int | None: ...
    @property
    def last_at(self) -> int | None: ...
    @property
    def unread_count(self) -> int: ...


class Counted(Protocol):
    """How many conversations stand where."""

    @property
    def needs_reply(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    @property
    def snoozed(self) -> int: ...
    @property
    def unknown(self) -> int: ...


_MARKS: dict[str, tuple[Callable[[], str], str]] = {
    "urgent": (lambda: say("urgent"), "bad"),
    "stop_like": (lambda: say("stop?"), "bad"),
    "photo": (lambda: say("photo"), "photo"),
    "yes": (lambda: say("yes"), "good"),
    "no": (lambda: say("no"), "accent"),
    "thanks": (lambda: say("thanks"), "faint"),
    "new_number": (lambda: say("number"), "accent"),
    "wrong_person": (lambda: say("wrong?"), "bad"),
    "confirms_number": (lambda: say("theirs?"), "good"),
    "other_language": (lambda: say("language"), "accent"),
    "failed": (lambda: say("failed"), "bad"),
    "draft": (lambda: say("draft"), "accent"),
    "stopped": (lambda: say("stop"), "bad"),
}
_SIGNS = {
    "stop_like": "■",
    "wrong_person": "≠",
    "new_number": "#",
    "confirms_number": "#",
    "yes": "✓",
    "no": "–",
    "other_language": "~",
    "thanks": "·",
}
"""The sign of a mark where nothing weightier has one: it stays where a narrow line has no room for the word."""
_TALLY: dict[str, Callable[[int], str]] = {
    "urgent": lambda n: say("{count} urgent", count=n),
    "stop_like": lambda n: say("{count} stop", count=n),
    "failed": lambda n: say("{count} failed", count=n),
    "photo": lambda n: say_many("{count} photo", "{count} photos", n),
    "yes": lambda n: say("{count} yes", count=n),
    "no": lambda n: say("{count} no", count=n),
    "thanks": lambda n: say("{count} thanks", count=n),
    "question": lambda n: say_many("{count} question", "{count} questions", n),
    "new_number": lambda n: say_many("{count} new number", "{count} new numbers", n),
    "wrong_person": lambda n: say_many("{count} wrong person", "{count} wrong people", n),
    "confirms_number": lambda n: say_many("{count} number to confirm", "{count} numbers to confirm", n),
}
"""How the first line of the day counts, the weightiest first."""
_NOBODY: dict[str, Callable[[], str]] = {
    "needs_reply": lambda: say("Nobody is waiting for you."),
    "waiting": lambda: say("You are waiting for nobody."),
    "snoozed": lambda: say("Nobody is snoozed."),
    "unknown": lambda: say("No new number has written."),
    "all": lambda: say("Nobody is here yet. People come by `rise import`, or from the office."),
}


def mark_words(row: Told) -> tuple[str, str]:
    """What a rule saw in these words, in one word (or none), and the role in which the words are drawn."""
    mark = row.mark or ("draft" if row.has_draft else "")
    if row.consent == "opted_out" and row.mark != "urgent":
        mark = "stopped"
    elif row.has_failed and not row.mark:
        mark = "failed"
    found = _MARKS.get(mark)
    return ("", "text") if found is None else (found[0](), found[1])


def glyph(row: Told) -> tuple[str, str]:
    """The sign between name and age, and its role; beside it a flag or a draft that it would hide."""
    sign, role = _first_sign(row)
    own = [one for one, is_there in (("⚑", row.is_flagged), ("✎", row.has_draft)) if is_there]
    return sign + next((one for one in own if one != sign), ""), role


def _first_sign(row: Told) -> tuple[str, str]:
    """What weighs most of all that there is to see."""
    if row.is_urgent:
        return "!", "bad"
    if row.has_failed:
        return "✕", "bad"
    if row.has_photo:
        return "▣", "photo"
    if row.is_flagged:
        return "⚑", "accent"
    if row.has_draft:
        return "✎", "accent"
    sign = _SIGNS.get(row.mark or "", "")
    return sign, mark_words(row)[1] if sign else "dim"


def last_words(row: Told) -> str:
    """The words that the line tells: theirs that wait for an answer, else the last ones, and whose they are."""
    words = row.snippet or (say("a photo, no words") if row.has_photo else say("no words"))
    are_theirs = row.state == "needs_reply" and row.last_inbound_seq > 0
    is_ours = row.last_direction == "outbound" and not row.has_failed and not are_theirs
    if is_ours and (colleague := row.last_by.split()):
        return say("{name}: {words}", name=one_line(colleague[0], SHORT_NAME), words=words)
    return say("you: {words}", words=words) if is_ours else words


def gone_words(row: Told, *, is_away: bool) -> str:
    """How somebody stands whose row is still there although they have left the list; `is_away`: they are put away.

    A number whose conversation is no longer there has become somebody's: what it said stands with them.
    """
    if not row.snippet and not row.last_inbound_seq:
        return say("somebody's by now") if row.name else say("not here any more")
    if is_away:
        return say("snoozed by now")
    if row.state == "needs_reply":
        return say("has written by now")
    return say("answered by now") if row.state == "waiting" else say("done by now")


def nobody(filter_id: str) -> str:
    """What an empty list says."""
    return _NOBODY[filter_id]()


def nothing_yet(*, is_up: bool) -> str:
    """What the page says on a machine where nothing has arrived yet."""
    return say("Fetching your conversations …") if is_up else say("Nothing is here yet: the office is not reached.")


def no_texts_here() -> tuple[str, tuple[tuple[str, str], ...]]:
    """An administrator's inbox: why it is empty, and what there is for them."""
    title = say("You keep people, numbers and rules. Texts are for caseworkers alone.")
    return title, (("F7", say("colleagues and their machines")), ("?", say("the keys")), ("q", say("quit")))


def next_steps() -> tuple[tuple[str, str], ...]:
    """What one could do where a list is empty: a key and what it does."""
    return (
        ("\\", say("the next list")),
        ("/", say("search names, numbers and all texts")),
        ("c", say("a new text to someone")),
        ("3", say("group texts: one to many people")),
    )


def filters(counts: Counted) -> tuple[tuple[str, str, int | None], ...]:
    """The ways to look at the list: id, words, and how many it has (None: not counted)."""
    return (
        ("needs_reply", say("Needs reply"), counts.needs_reply),
        ("waiting", say("Waiting for them"), counts.waiting),
        ("snoozed", say("Snoozed"), counts.snoozed),
        ("unknown", say("New numbers"), counts.unknown),
        ("all", say("All"), None),
    )


def first_line(marks: Mapping[str, int]) -> str:
    """The first line of the day: *24 need you: 1 urgent, 4 photos, 6 yes, 8 thanks*; empty when nobody does.

    `marks`: how many have which mark; those with none are in the sum alone.
    """
    total = sum(marks.values())
    if total == 0:
        return ""
    told = [words(marks[mark]) for mark, words in _TALLY.items() if marks.get(mark)]
    whole = say_many("{count} needs you", "{count} need you", total)
    return say("{whole}: {each}", whole=whole, each=", ".join(told)) if told else whole
