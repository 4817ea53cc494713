"""The line of keys of the inbox and of a conversation: those that do something for who stands there."""

from typing import NamedTuple

from rise_tui.domain.inbox_words import Line
from rise_tui.domain.say import say

Keys = tuple[tuple[str, str], ...]
"""Keys, each with what it does in a word or two."""


class Possible(NamedTuple):
    """What can be done about who stands there."""

    is_here: bool = True
    """one of one's clients, or a number that is nobody's: about who has gone nothing is decided"""
    may_text: bool = True
    """whether a text may go to them"""
    is_number: bool = False
    """a number that is nobody's yet: it has no card and no notes"""
    is_taken: bool = False
    """another window of one's own has the draft open"""
    is_seen_to: bool = False
    """they have left the list by somebody else's hand, and their row still stands there"""


ANYBODY = Possible()
"""What can be done about a client to whom nothing special applies."""


def possible(row: Line, *, is_seen_to: bool = False) -> Possible:
    """What can be done about who stands in that row of the list."""
    return Possible(
        is_here=bool(row.snippet or row.last_at or row.last_inbound_seq),
        may_text=bool(row.phone_end) and row.consent != "opted_out",
        is_number=row.client_id.startswith("tel:"),
        is_seen_to=is_seen_to,
    )


def list_keys(proposal: str = "", can: Possible = ANYBODY) -> Keys:
    """The keys of the list; `proposal`: what `y` would do about the selected row, in words."""
    around = (("/", say("search")), ("\\", say("filter")))
    if not can.is_here:
        return (("a", say("let it go")), ("n", say("next")), *around)
    first: Keys = (("y", proposal),) if proposal else ()
    if proposal == say("opt out"):
        first = (*first, _less_than_all(can))
    a = ("a", say("let it go") if can.is_seen_to else say("done"))
    acts = (*_reply(can), a, *_template(can), ("s", say("snooze")))
    if not can.may_text:
        acts = (*acts, *_beside(can))
    opened = () if proposal else (("Enter", say("open")),)
    return (*first, *acts, *opened, *around)


def selection_keys() -> Keys:
    """The keys while people are selected."""
    acts = (("a", say("done")), ("s", say("snooze")), ("x", say("group")), ("b", say("group text")))
    return (*acts, ("Space", say("select")), ("V", say("all, none")))


def thread_keys(
    proposal: str = "",
    can: Possible = ANYBODY,
    *,
    has_failed: bool = False,
    has_photo: bool = False,
    has_held: bool = False,
    has_ours: bool = True,
) -> Keys:
    """The keys of the open conversation; `proposal`: what `y` would do; `has_failed`: a text did not arrive.

    `has_photo`: a photo or paper stands in it; `has_held`: a text of one's own is held; `has_ours`: one stands there.
    """
    if not can.is_here:
        return (("Esc", say("back")), ("n", say("next")), ("/", say("search")))
    first: Keys = (("y", proposal),) if proposal else (("Esc", say("back")),)
    if proposal == say("opt out"):
        first = (*first, _less_than_all(can))
    again = (("=", say("send again")),) if has_failed and can.may_text else ()
    held = (("l", say("let it go now")),) if has_held else ()
    note, card = _beside(can)[:-1], _beside(can)[-1:]
    file = (("f", say("file")),) if has_photo and not can.is_number else ()
    history = (("h", say("history")),) if has_ours else ()
    return (*first, *again, *held, *_reply(can), ("a", say("done")), *_template(can), *note, *file, *history, *card)


def draft_keys(can: Possible = ANYBODY) -> Keys:
    """The keys of the place where one types; to whom no text may go any more, nothing is sent."""
    if not can.may_text:
        return (("Esc", say("back")),)
    return (
        ("C-d", say("send")),
        ("C-o", say("later")),
        ("C-r", say("template")),
        ("C-f", say("photo")),
        ("Esc", say("back")),
    )


def empty_keys() -> Keys:
    """The keys where a list is empty."""
    return (("\\", say("filter")), ("/", say("search")), ("q", say("quit")))


def _reply(can: Possible) -> Keys:
    """Into the draft, where a text may go; one that another window has open is taken over."""
    if not can.may_text:
        return ()
    return (("r", say("take over") if can.is_taken else say("reply")),)


def _less_than_all(can: Possible) -> tuple[str, str]:
    """What else a text that sounds like STOP may mean; who is nobody's gets no reminders that could end."""
    return ("-", say("not a stop") if can.is_number else say("not a stop, or answers only"))


def _template(can: Possible) -> Keys:
    """Into a draft that another window has open nothing is put."""
    return (("t", say("template")),) if can.may_text and not can.is_taken else ()


def _beside(can: Possible) -> Keys:
    """What is written down about them; a number that is nobody's is first said to be somebody's."""
    return (("i", say("whose it is")),) if can.is_number else (("m", say("note")), ("i", say("card")))
