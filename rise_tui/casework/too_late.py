"""What was held for somebody until it was too late to send it, and pauses that have ended by their date."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.policy import WhyHeld
from rise_tui.domain.say import say, say_many
from rise_tui.store.engine import Session

MOST = 200
"""Texts to one client that are looked for."""
EVERY_S = 50.0
"""Seconds after which it is looked again whose pause has ended: facts may come many times a second."""
_LOOKED_BACK = 2
"""Changes of state: somebody may be open again by now."""


def of_pause(desk: Desk, session: Session, client_id: str) -> tuple[str, ...]:
    """The texts that came too late since somebody was paused, the newest first."""
    changes = desk.store.happenings.of_kind(session, client_id, "status", _LOOKED_BACK)
    since = next((one.at for one in changes if one.words.get("status") == ClientStatus.PAUSED), 0)
    return desk.store.held_texts.too_late(session, client_id, WhyHeld.PAUSED, since, MOST)


def of_stop_like(desk: Desk, client_id: str) -> int:
    """How many texts came too late while nobody had decided whether what they wrote means STOP."""
    with desk.store.reading() as session:
        undecided = desk.store.held_texts.standing(session, client_id).undecided
        if undecided is None:
            return 0
        return len(desk.store.held_texts.too_late(session, client_id, WhyHeld.STOP_LIKE, undecided[1], MOST))


def stop_like_words(count: int) -> str:
    """How many, in words; empty: none."""
    if not count:
        return ""
    return say_many("{count} held text came too late", "{count} held texts came too late", count)


@dataclass(frozen=True)
class OpenAgain:
    """Somebody whose pause has ended, and how many texts it kept that wait for a person. Safe for a terminal.

    `by_date`: the day that was said has come; else somebody has opened them.
    """

    client_id: str
    name: str
    count: int
    by_date: bool


def open_again(desk: Desk) -> list[OpenAgain]:
    """Those who are open by now and for whom something waits that was held while they were paused."""
    now = desk.clock.now()
    found = []
    with desk.store.reading() as session:
        for client_id, count in desk.store.held_texts.kept(session, WhyHeld.PAUSED).items():
            client = desk.store.clients.get(session, client_id)
            if client is not None and client.status_at(now) is ClientStatus.OPEN:
                by_date = client.status is ClientStatus.PAUSED
                found.append(OpenAgain(client_id, name_of(desk, session, client_id), count, by_date))
    return found


def open_again_words(found: list[OpenAgain]) -> str:
    """Who they are, or how many, and where the texts stand; empty: nobody."""
    if not found:
        return ""
    if len(found) > 1:
        return say("{count} people are open again: H has what was held", count=len(found))
    name, count = found[0].name, found[0].count
    return say_many(
        "{name} is open again: H has {count} text", "{name} is open again: H has {count} texts", count, name=name
    )


class HearingPauses:
    """Remembers who is known to be open again; who was so before is told by the first line of the day."""

    def __init__(self, desk: Desk) -> None:
        self._known = frozenset(one.client_id for one in open_again(desk))
        self._looked_at = desk.clock.monotonic()

    def ended(self, desk: Desk) -> str:
        """Whose pause is over by its date since the last time, safe for a terminal; empty: nobody's.

        Whoever opens somebody by hand is shown what was held in that moment. Looks no more often than `EVERY_S`.
        """
        now = desk.clock.monotonic()
        if now - self._looked_at < EVERY_S:
            return ""
        self._looked_at = now
        found = open_again(desk)
        new = [one for one in found if one.by_date and one.client_id not in self._known]
        self._known = frozenset(one.client_id for one in found)
        return open_again_words(new)
