"""A last look at a text before it goes: does it speak to somebody else, or hold what belongs in no text?"""

from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.domain.guards import Sensitive, is_own_name, names_called, place_in, sensitive_in
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.rows import whole

SHOWN = 30
"""Cells of what is quoted from the text."""


def seen(desk: Desk, client_id: str, body: str) -> str:
    """All that one should look at again before this goes to that person, in sentences; empty if nothing strikes."""
    body = whole(body)
    found = []
    place = place_in(body)
    if place:
        found.append(say("This still has {place} in it", place=one_line(place, SHOWN)))
    name = _somebody_else(desk, client_id, body)
    if name:
        with desk.store.reading() as session:
            to = name_of(desk, session, client_id)
        found.append(say("This says “{name}”, and goes to {to}", name=one_line(name, SHOWN), to=to))
    return ". ".join([*found, *map(_holds, sensitive_in(body))])


def seen_by_many(desk: Desk, body: str) -> str:
    """What one should look at again before this goes to many, as a sentence; places for names are filled for each."""
    body = whole(body)
    kinds = sensitive_in(body)
    if kinds:
        return _holds(kinds[0])
    with desk.store.reading() as session:
        for word in names_called(body):
            if not is_own_name(word, [desk.name]) and desk.store.clients.has_named_part(session, word, but=""):
                return say("This says “{name}”, and goes to many", name=one_line(word, SHOWN))
    return ""


def _holds(kind: Sensitive) -> str:
    if kind is Sensitive.SOCIAL_SECURITY:
        return say("This holds what looks like a Social Security number")
    if kind is Sensitive.CARD:
        return say("This holds what looks like the number of a payment card")
    return say("This holds what looks like a docket number")


def _somebody_else(desk: Desk, client_id: str, body: str) -> str:
    """The name of another client that the text speaks to; one's own is everybody's to sign with."""
    called = names_called(body)
    if not called:
        return ""
    with desk.store.reading() as session:
        client = desk.store.clients.get(session, client_id)
        own = [desk.name, client.name if client is not None else ""]
        for word in called:
            if not is_own_name(word, own) and desk.store.clients.has_named_part(session, word, but=client_id):
                return word
    return ""
