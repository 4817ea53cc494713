"""Who came to one from a colleague, for whom one covers, what a cover of one's own left: told at the start."""

from collections.abc import Callable
from dataclasses import dataclass

from rise_tui.casework import covering, left_behind
from rise_tui.casework.colleagues import initials, is_supervisor, name_of_colleague
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.domain.clock import from_ms
from rise_tui.domain.hours import echo
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many

DAY_MS = 24 * 3600 * 1000
LISTED_MS = 14 * DAY_MS
"""How long those who came to one stand among one's colleagues."""
MOST = 200
OTHERS = ("cover", "claim", "undone")
"""Why somebody may have come for another reason than that they were given to one."""


@dataclass(frozen=True)
class TakenOver:
    """A client who was given to one: by whom and with which note, all safe for a terminal. `at`: milliseconds."""

    client_id: str
    name: str
    from_name: str
    note: str
    at: int


def came_to_me(desk: Desk, within_ms: int = LISTED_MS) -> list[TakenOver]:
    """Those who were given to one in that time and still are here, the newest first."""
    told: list[TakenOver] = []
    me = str(desk.caseworker_id)
    with desk.store.reading() as session:
        for one in desk.store.happenings.moves(session, desk.now - within_ms, MOST):
            words = one.words
            if words.get("to_caseworker_id") != me or words.get("why") in OTHERS or one.actor == me:
                continue
            client = desk.store.clients.get(session, one.client_id)
            if client is None or client.caseworker_id != me or any(each.client_id == one.client_id for each in told):
                continue
            before = words.get("from_caseworker_id")
            from_name = name_of_colleague(desk, session, None if before is None else str(before))
            note = one_line(str(words.get("note") or ""), 200)
            told.append(TakenOver(one.client_id, name_of(desk, session, one.client_id), from_name, note, one.at))
    return told


def sees_others(desk: Desk) -> bool:
    """Does one see to colleagues' clients now: as a supervisor, or because one covers?"""
    with desk.store.reading() as session:
        is_all = is_supervisor(desk, session)
    return is_all or bool(covering.now_by_me(desk))


def whose(desk: Desk, client_id: str) -> str:
    """The initials of the colleague whose client it is, safe for a terminal; empty for one's own and for nobody's."""
    with desk.store.reading() as session:
        client = desk.store.clients.get(session, client_id)
        if client is None or client.caseworker_id in (None, desk.caseworker_id):
            return ""
        name = name_of_colleague(desk, session, str(client.caseworker_id))
    return initials(name)


def whose_once(desk: Desk) -> Callable[[str], str]:
    """As `whose`, asked once for each client: to be made anew when something has changed."""
    told: dict[str, str] = {}

    def asked(client_id: str) -> str:
        if client_id not in told:
            told[client_id] = whose(desk, client_id)
        return told[client_id]

    return asked


def covers_until(desk: Desk) -> tuple[str, ...]:
    """For whom one covers now and until when, a part each."""
    now = desk.clock.now()
    told = ((one.of_name, echo(from_ms(one.until_at), desk.zone, now)) for one in covering.now_by_me(desk))
    return tuple(say("you cover for {name} until {until}", name=name, until=until) for name, until in told)


def at_the_start(desk: Desk) -> tuple[str, ...]:
    """What the first line of the day says of colleagues, a part each; nothing where there is nothing to say."""
    parts = []
    if lost := left_behind.not_sent(desk, DAY_MS):
        parts.append(say_many("{count} text was not sent: F7", "{count} texts were not sent: F7", lost))
    if came := len(came_to_me(desk, DAY_MS)):
        parts.append(say_many("{count} came to you", "{count} came to you", came))
    ended = covering.unread_summary(desk)
    if ended is not None:
        parts.append(say("F7: what came while {name} covered", name=ended.by_name))
    return tuple(parts)
