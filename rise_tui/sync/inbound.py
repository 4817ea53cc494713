"""From the log into the replica: an event changes the rows it tells of, once, whatever came before or comes again."""

from collections.abc import Iterable

from rise_tui.store.engine import Session
from rise_tui.store.store import Store
from rise_tui.sync import facts_people, facts_texts
from rise_tui.sync.taking import Puts, Reader, Taking
from rise_tui.wire.codec import fact_of
from rise_tui.wire.events import Event
from rise_tui.wire.shapes import Fact

PUTS: Puts = {**facts_people.PUTS, **facts_texts.PUTS}
"""What each type of event does to the replica. Who gains or loses a client, and what is purged, is not here: it needs
the relay or takes rows away, and stands in `replica`."""


def apply(session: Session, store: Store, event: Event, me: Reader, now_ms: int) -> None:
    """Put one event into the replica, with the lines of the inbox and the bell, in the session's transaction.

    A repeated or older event changes nothing; what this version cannot read is stepped over.
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
    fact = readable(event)
    if fact is None:
        taking.step_over(event, "its type or its shape")
        return
    put = PUTS.get(event.type)
    if put is not None:
        with taking.one(event):
            put(taking, event, fact)


def readable(event: Event) -> Fact | None:
    """The event's data in its shape; None for a type or a shape of a version to come."""
    try:
        return fact_of(event)
    except ValueError:
        return None
