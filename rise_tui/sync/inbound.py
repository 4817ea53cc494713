"""From the log into the replica: an event changes the rows it tells of, once, whatever came before or comes again."""

from collections.abc import Iterable

from sqlmodel import Session

from rise_tui.store.store import Store
from rise_tui.sync import facts_people, facts_texts
from rise_tui.sync.taking import Puts, Reader, Taking
from rise_tui.wire.codec import fact_of
from rise_tui.wire.events import Event

PUTS: Puts = {**facts_people.PUTS, **facts_texts.PUTS}
"""What each type of event does to the replica. Who gains or loses a client, and what is purged, is not here: it needs
the relay or takes rows away, and stands in `replica`."""


def apply(session: Session, store: Store, event: Event, me: Reader, now_ms: int) -> None:
    """Put one event into the replica, with the lines of the inbox and the bell, in the session's transaction.

    A repeated or older event changes nothing; a type that this version does not know is stepped over.
    """
    apply_all(session, store, (event,), me, now_ms)


def apply_all(session: Session, store: Store, events: Iterable[Event], me: Reader, now_ms: int) -> None:
    """Put events into the replica, in the order of the log."""
    taking = Taking(session, store, me, now_ms)
    for event in events:
        take(taking, event)
    taking.close()


def take(taking: Taking, event: Event) -> None:
    """Put one event's rows; lines and bell follow when the taking is closed."""
    put = PUTS.get(event.type)
    if put is None:
        return
    try:
        fact = fact_of(event)
    except ValueError:
        return  # a shape of a version to come: what cannot be read is stepped over like an unknown type
    if fact is not None:
        put(taking, event, fact)
