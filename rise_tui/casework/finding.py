"""Finding a person, a number or a text; and the one person whom a command means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import BadInput, BadPhone, NotFound
from rise_tui.domain.phone import parse, pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole
from rise_tui.store.search import MOST_PEOPLE, MOST_TEXTS, FoundPerson, FoundText

AROUND = 24
"""Characters shown before a hit."""


@dataclass(frozen=True)
class Found:
    """A person, or a text of theirs; words are safe for a terminal. `when` is a day and a time.

    Of a group text that can be looked at here and that several were sent it is one, with its `broadcast_id`; the name
    then says how many. `is_all`: those are all, as far as is known here.
    """

    client_id: str
    message_id: str | None
    name: str
    when: str
    words: str
    broadcast_id: str = ""
    is_all: bool = True


def find(desk: Desk, words: str) -> list[Found]:
    """People first, then the newest texts that have all the words, a group text once. Nothing for nothing."""
    if not words.strip():
        return []
    people, texts = search(desk, words, is_folded=True)
    with desk.store.reading() as session:
        numbers = desk.store.search.numbers(session, [person.client_id for person in people])
    found = [Found(one.client_id, None, one_line(one.name, 60), "", _number(one.client_id, numbers)) for one in people]
    for text in texts:
        day, time = desk.day_and_time(text.at)
        start = max(0, (text.matches[0][0] if text.matches else 0) - AROUND)
        shown = one_line(text.body[start:], 159 if start else 160)  # with … in it, it would be looked at sign by sign
        name, broadcast_id = one_line(text.name, 60), ""
        if text.broadcast_id is not None and text.people > 1:
            broadcast_id, name = text.broadcast_id, say("to {count} people", count=text.people)
            if not text.is_all:
                name = say("to {count} people or more", count=text.people)
        words = f"…{shown}" if start else shown
        found.append(
            Found(text.client_id, text.message_id, name, f"{day} {time}", words, broadcast_id, is_all=text.is_all)
        )
    return found


def may_be_more(found: Sequence[Found]) -> bool:
    """Whether there may be others than these: as many people, or texts, as are looked for."""
    texts = sum(one.message_id is not None for one in found)
    if not all(one.is_all for one in found):
        return True
    return texts >= MOST_TEXTS or len(found) - texts >= MOST_PEOPLE


def search(desk: Desk, words: str, *, is_folded: bool = False) -> tuple[list[FoundPerson], list[FoundText]]:
    """The people and the texts that have these words. `is_folded`: a group text once, with how many were sent it."""
    words = whole(words)
    with desk.store.reading() as session:
        return desk.store.search.people(session, words), desk.store.search.texts(session, words, is_folded=is_folded)


def _number(client_id: str, numbers: Mapping[str, str]) -> str:
    """How their number is written; an unknown number is its own."""
    number = client_id.removeprefix("tel:") if client_id.startswith("tel:") else numbers.get(client_id)
    return pretty(number) if number else ""


def name_of(desk: Desk, session: Session, client_id: str) -> str:
    """What one calls them: the client's name, or the number of somebody unknown; safe for a terminal.

    Of somebody who is no client here any more the name has gone with all else.
    """
    if client_id.startswith("tel:"):
        return pretty(client_id.removeprefix("tel:"))
    client = desk.store.clients.get(session, client_id)
    return one_line(client.name, 80) if client is not None else say("somebody who has gone")


def the_client(desk: Desk, words: str) -> str:
    """The one conversation that is meant: an id, an external id, a number, or a name that fits one person.

    Raises NotFound when nobody fits, or several do, with who they are.
    """
    words = whole(words)
    with desk.store.reading() as session:
        return _exact(desk, session, words) or _by_name(desk, session, words)


def _exact(desk: Desk, session: Session, words: str) -> str | None:
    store = desk.store
    if store.clients.get(session, words) is not None:
        return words
    if words.startswith("tel:") and store.conversations.get(session, words) is not None:
        return words
    by_external_id = store.clients.of_external_id(session, words)
    if len(by_external_id) == 1:
        return str(by_external_id[0].client_id)
    try:
        e164 = parse(words)
    except BadPhone:
        return None
    holders = [str(holding.client_id) for holding in store.numbers.holders(session, e164)]
    known = [holder for holder in holders if store.clients.get(session, holder) is not None]
    if len(known) > 1:
        raise _several([f"{name_of(desk, session, one)} ({one})" for one in known])
    if known:
        return known[0]
    if store.conversations.get(session, f"tel:{e164}") is not None:
        return f"tel:{e164}"
    raise NotFound(say("Nobody here has this number"), "", say("Check it, or add it to a client."))


def _by_name(desk: Desk, session: Session, words: str) -> str:
    store = desk.store
    if not words.strip():
        raise BadInput(say("No client was named"), "", say("Give a name, a number or an id."))
    named = store.clients.named(session, words)
    found = [(str(client.client_id), client.name) for client in named]
    if not found:
        people = store.search.people(session, words)
        found = [(person.client_id, person.name) for person in people if person.client is not None]
    if len(found) == 1:
        return found[0][0]
    if not found:
        shown = one_line(words, 60)
        raise NotFound(say("Nobody here is called “{words}”", words=shown), "", say("Try: rise search {w}", w=shown))
    raise _several([f"{name} ({client_id})" for client_id, name in found])


def _several(names: list[str]) -> NotFound:
    listed = ", ".join(one_line(name, 90) for name in names[:10])
    return NotFound(
        say("That fits several people"), say("{listed}.", listed=listed), say("Give the id of one of them.")
    )
