"""Who works here beside oneself: to whom a client may go, who may cover for whom, and what one is oneself."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.office import Caseworker

ADMINISTRATOR, SUPERVISOR = "administrator", "supervisor"


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here; the name is safe for a terminal. `is_me`: it is oneself."""

    caseworker_id: str
    name: str
    role: str = "caseworker"
    is_me: bool = False


def colleagues(desk: Desk, *, with_me: bool = False) -> list[Colleague]:
    """Everybody who can be given clients, by name; oneself too, if asked for."""
    with desk.store.reading() as session:
        found = [_told(desk, one) for one in desk.store.office.caseworkers(session) if one.role != ADMINISTRATOR]
    return [one for one in found if with_me or not one.is_me]


def everybody(desk: Desk) -> list[Colleague]:
    """Who works here, by name: oneself too, and who keeps the people and sees to no clients."""
    with desk.store.reading() as session:
        return [_told(desk, one) for one in desk.store.office.caseworkers(session)]


def named(desk: Desk, words: str, *, with_me: bool = False) -> Colleague:
    """The one colleague whose name that is, or begins so, case aside. Raises NotFound where none fits, or several."""
    wanted = " ".join(words.split()).casefold()
    everybody = colleagues(desk, with_me=with_me)
    exact = [one for one in everybody if wanted in (one.name.casefold(), one.caseworker_id)]
    begun = [one for one in everybody if any(part.startswith(wanted) for part in _ways_to_say(one.name.casefold()))]
    fitting = exact or (begun if wanted else [])
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(one.name for one in fitting or everybody) or say("nobody")
    title = say("That fits several colleagues") if fitting else say("Nobody here is called that")
    raise NotFound(title, say("There are: {names}.", names=listed), say("Give the whole name."))


def is_supervisor(desk: Desk, session: Session) -> bool:
    """Does one see everybody's clients oneself?"""
    me = desk.store.office.caseworker(session, desk.caseworker_id)
    return me is not None and me.role == SUPERVISOR


def is_administrator(desk: Desk) -> bool:
    """Does one keep people, numbers and rules, and read no texts?"""
    with desk.store.reading() as session:
        me = desk.store.office.caseworker(session, desk.caseworker_id)
    return me is not None and me.role == ADMINISTRATOR


def keeps_people(desk: Desk, session: Session) -> bool:
    """Does one see to who signs in here: a supervisor or an administrator?"""
    me = desk.store.office.caseworker(session, desk.caseworker_id)
    return me is not None and me.role in (SUPERVISOR, ADMINISTRATOR)


def name_of_colleague(desk: Desk, session: Session, caseworker_id: str | None) -> str:
    """What one calls them, safe for a terminal; `you` for oneself."""
    if caseworker_id is None:
        return say("nobody")
    if caseworker_id == desk.caseworker_id:
        return say("you")
    found = desk.store.office.caseworker(session, caseworker_id)
    return say("a colleague") if found is None else one_line(found.name, 40)


def initials(name: str) -> str:
    """`PS` for Priya Shah."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _told(desk: Desk, one: Caseworker) -> Colleague:
    is_me = one.caseworker_id == desk.caseworker_id
    return Colleague(one.caseworker_id, one_line(one.name, 40), one.role, is_me)


def _ways_to_say(name: str) -> list[str]:
    """A name from each of its words on: `dana ortiz`, `ortiz`."""
    words = name.split()
    return [" ".join(words[start:]) for start in range(len(words))]
