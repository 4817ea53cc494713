"""Words to somebody who is no client of one's any more: they stay here, and are found until one drops them."""

from dataclasses import dataclass

from rise_tui.casework import refusals
from rise_tui.casework.desk import Desk
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session

MOST = 50
_WORDS_CELLS = 200


@dataclass(frozen=True)
class LeftBehind:
    """A draft to somebody who is not here. `why`: what kept it from leaving, if it was sent; safe for a terminal.

    `at`: when it was last typed or came back, in milliseconds.
    """

    client_id: str
    words: str
    why: str
    at: int


def left_behind(desk: Desk) -> list[LeftBehind]:
    """Those there are, the last written first; none while the clients themselves are still being read."""
    with desk.store.reading() as session:
        if desk.store.cursor.get(session).snapshot_page is not None:
            return []
        found = [one for one in desk.store.drafts.list(session) if _is_left(desk, session, one)]
    return [_told(one) for one in found[:MOST]]


def not_taken(desk: Desk) -> list[LeftBehind]:
    """The notes about them that the office refused, the oldest first: `rise refused` offers or drops them."""
    with desk.store.reading() as session:
        gone = [one for one in refusals.refused_notes(desk, session) if desk.store.clients.get(session, one[0]) is None]
    return [
        LeftBehind(client_id, say("{what}: {words}", what=one.what, words=one.words), one.why, one.at)
        for client_id, one in gone
        if one.words
    ][:MOST]


def not_sent(desk: Desk, within_ms: int) -> int:
    """How many texts came back in that time to which nobody else leads: whoever they are to is not here."""
    return sum(bool(one.why) and one.at > desk.now - within_ms for one in left_behind(desk))


def _is_left(desk: Desk, session: Session, draft: Draft) -> bool:
    """Is it a text to a client, with something in it, whom this machine does not have?"""
    if ":" in draft.key or not (draft.body.strip() or draft.media):
        return False
    return desk.store.clients.get(session, draft.key) is None


def _told(draft: Draft) -> LeftBehind:
    words = one_line(draft.body, _WORDS_CELLS).strip() or say("a photo")
    return LeftBehind(draft.key, words, one_line(draft.problem or "", _WORDS_CELLS), draft.at)
