"""Words to or about somebody who is no client of one's any more: they stay, and are found until one drops them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rise_tui.casework import drafting, noting, refusals
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Conflict, NotFound, TooLate
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session

LEFT_BACK = "left_back"
MOST = 50
_WORDS_CELLS = 200


@dataclass(frozen=True)
class LeftBehind:
    """A draft to somebody who is not here. `why`: what kept it from leaving, if it was sent; safe for a terminal.

    `at`: when it was last typed or came back, in milliseconds; `key`: which draft it is; `is_note`: a note about them,
    half written; `write_id`: of a note that was refused.
    """

    client_id: str
    words: str
    why: str
    at: int
    write_id: str = ""
    key: str = ""
    is_note: bool = False


def left_behind(desk: Desk) -> list[LeftBehind]:
    """Those there are, the last written first; none while the clients themselves are still being read."""
    with desk.store.reading() as session:
        if desk.store.cursor.get(session).snapshot_page is not None:
            return []
        found = [one for one in desk.store.drafts.list(session) if _is_left(desk, session, one)]
    return [_told(one) for one in found[:MOST]]


def not_taken(desk: Desk) -> list[LeftBehind]:
    """The notes about them that the office refused, the oldest first."""
    with desk.store.reading() as session:
        gone = [one for one in refusals.refused_notes(desk, session) if desk.store.clients.get(session, one[0]) is None]
    return [
        LeftBehind(client_id, say("{what}: {words}", what=one.what, words=one.words), one.why, one.at, one.write_id)
        for client_id, one in gone
        if one.words
    ][:MOST]


def not_sent(desk: Desk, within_ms: int) -> int:
    """How many texts came back in that time to which nobody else leads: whoever they are to is not here."""
    return sum(bool(one.why) and one.at > desk.now - within_ms for one in left_behind(desk))


def drop(desk: Desk, key: str) -> str:
    """What was half written to somebody who is not here, or about them, is not wanted any more; it can be taken back.

    Returns what was done, in words. Raises NotFound when there is nothing, Conflict while another window writes in it.
    """
    label = say("Dropped: what was half written")
    with desk.store.writing(Change("drafts"), Change("office"), is_durable=True) as session:
        draft = desk.store.drafts.get(session, key)
        if draft is None or not _is_left(desk, session, draft):
            raise NotFound(say("This is dropped already"), "", say("Another window did it."))
        if drafting.is_elsewhere(desk, draft):
            raise Conflict(say("It is open in another window"), "", say("Close it there."))
        desk.store.drafts.remove(session, key)
        desk.store.undo.add(session, label, {"act": LEFT_BACK, "draft": asdict(draft)}, at=desk.now)
    return label


def left_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """What was dropped stands there again. Raises TooLate where something else stands there by now."""
    desk.store.ring(session, Change("drafts"), Change("office"))
    draft = Draft(**{**inverse["draft"], "media": tuple(inverse["draft"]["media"]), "owner": None})
    if desk.store.drafts.get(session, draft.key) is not None:
        raise TooLate(say("Something else is written to them by now"), "", say("Send that or drop it first."))
    desk.store.drafts.put(session, draft)
    return say("Taken back: it stands there again")


def _is_left(desk: Desk, session: Session, draft: Draft) -> bool:
    """Is it a text to a client, or a note, with something in it, whom this machine does not have?"""
    client_id = noting.about_whom(draft.key) or draft.key
    if ":" in client_id or not (draft.body.strip() or draft.media):
        return False
    return desk.store.clients.get(session, client_id) is None


def _told(draft: Draft) -> LeftBehind:
    words = one_line(draft.body, _WORDS_CELLS).strip() or say("a photo")
    whom = noting.about_whom(draft.key)
    if whom is not None:
        words = say("a half-written note: {words}", words=words)
    why = one_line(draft.problem or "", _WORDS_CELLS)
    return LeftBehind(whom or draft.key, words, why, draft.at, key=draft.key, is_note=whom is not None)
