"""What the list of clients is called under each filter, what it says when it is empty, and its keys in the footer."""

from collections.abc import Mapping

from rise_tui.domain.say import say


def filters(counts: Mapping[str, int], *, is_refused_shown: bool = False) -> tuple[tuple[str, str, int | None], ...]:
    """The ways to look at the list: id, words, and how many it has (None: not counted yet).

    What was not taken has one only where there is something, or where `is_refused_shown`.
    """
    words = (
        ("all", say("All")),
        ("open", say("Open")),
        ("paused", say("Paused")),
        ("closed", say("Closed")),
        ("not_textable", say("Said STOP")),
        ("no_number", say("No number")),
        ("out_of_touch", say("Silent 14 days")),
    )
    told = tuple((filter_id, each, counts.get(filter_id)) for filter_id, each in words)
    refused = counts.get("not_taken")
    return (*told, ("not_taken", say("Not taken"), refused)) if refused or is_refused_shown else told


def nobody(filter_id: str, words: str) -> str:
    """What an empty list says."""
    if words:
        return say("Nobody fits “{words}”.", words=words)
    return {
        "all": say("There are no clients yet."),
        "open": say("Nobody is open."),
        "paused": say("Nobody is paused."),
        "closed": say("Nobody is closed."),
        "not_textable": say("Nobody has said STOP."),
        "no_number": say("Everybody has a number."),
        "out_of_touch": say("Everybody has written in the last 14 days."),
        "not_taken": say("The office has taken everything."),
    }[filter_id]


def next_steps(filter_id: str, words: str) -> tuple[tuple[str, str], ...]:
    """What one could do where the list is empty: a key and what it does."""
    if words:
        return (("Enter", say("add them as a client")), ("Esc", say("show everybody again")))
    add = (("+", say("add a client")), ("I", say("take in a list from a file")))
    other = ("\\", say("the next list"))
    return (*add, other) if filter_id == "all" else (other, add[0])


def list_keys(*, is_choosing: bool, is_found: bool) -> tuple[tuple[str, str], ...]:
    """The keys of the list; while some are selected, what can be done with them."""
    if is_choosing:
        return (("b", say("group text")), ("x", say("group")), ("Space", say("select")), ("Esc", say("none")))
    first = (("Esc", say("everybody")),) if is_found else ()
    acts = (("Enter", say("open")), ("i", say("card")), ("/", say("find")), ("\\", say("filter")))
    return (*first, *acts, ("+", say("add")), ("I", say("import")), ("Space", say("select")), ("q", say("quit")))


def find_keys(*, is_nobody: bool) -> tuple[tuple[str, str], ...]:
    """The keys while one types whom to find."""
    if is_nobody:
        return (("Enter", say("add")), ("Esc", say("everybody")))
    return (("Enter", say("open")), ("↑ ↓", say("choose")), ("Tab", say("to the list")), ("Esc", say("everybody")))


def card_keys(*, is_page: bool = False, may_text: bool = True, may_undo: bool = False) -> tuple[tuple[str, str], ...]:
    """The keys of a card; `may_text`: a text may go to them; `may_undo`: there is something that `z` takes back."""
    keys = [("Enter", say("change")), ("+", say("number")), ("m", say("note"))]
    keys += [("r", say("text"))] if is_page and may_text else []
    keys += [("z", say("undo"))] if may_undo else []
    return (*keys, ("Esc", say("back")))
