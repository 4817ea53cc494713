"""What somebody else has sent to a client while one wrote: nobody is answered twice without its writer knowing."""

from dataclasses import dataclass, replace

from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import author_of
from rise_tui.casework.reading import Thread
from rise_tui.domain.ages import age
from rise_tui.domain.say import say
from rise_tui.store.threads import Message

JUST_NOW_MS = 60_000
"""A colleague's text so new may be overlooked although it stood there when one began."""


@dataclass(frozen=True)
class Begun:
    """What stood there when one began to write: up to which event, and which texts one knows of anyway."""

    through: int = 0
    known: frozenset[str] = frozenset()

    def on(self, thread: Thread) -> "Begun":
        """One has written nothing yet, and sees this much of the same conversation."""
        waiting = {text.message_id for text in thread.messages if not text.seq}
        return Begun(thread.through, self.known | waiting)


@dataclass(frozen=True)
class Sent:
    """A text that left meanwhile; `words` say when and by whom, safe for a terminal."""

    message_id: str
    words: str

    def told(self, begun: Begun) -> Begun:
        """The writer has been told of it, once."""
        return replace(begun, known=begun.known | {self.message_id})


def sent(desk: Desk, client_id: str, begun: Begun) -> Sent | None:
    """The newest text by somebody else, or by oneself elsewhere, that the writer may not know of; None: there is none.

    It came after they began, or it is a colleague's, less than a minute old, and nothing was said since. What the
    office sent to many or by itself answers nobody.
    """
    with desk.store.reading() as session:
        ours, last_inbound = desk.store.threads.newest_typed(session, client_id)
        for place, text in enumerate(ours):
            is_last = not place and text.position > last_inbound
            if text.message_id in begun.known or text.message_id in desk.written_here:
                continue
            if text.position > begun.through or (is_last and _is_just_by_another(desk, text)):
                return Sent(text.message_id, _words(desk, text.at, author_of(desk, session, text.caseworker_id)))
    return None


def _is_just_by_another(desk: Desk, text: Message) -> bool:
    return text.caseworker_id not in (None, desk.caseworker_id) and desk.now - text.at < JUST_NOW_MS


def _words(desk: Desk, at: int, by: str) -> str:
    seconds = max(0, desk.now - at) // 1000
    ago = say("{seconds} s", seconds=seconds) if seconds < 60 else age(at, desk.now)
    if not by:
        return say("Answered {ago} ago by you, in another place", ago=ago)
    return say("Answered {ago} ago by {name}", ago=ago, name=by)
