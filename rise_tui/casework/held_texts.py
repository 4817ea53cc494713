"""The texts that wait: to whom, why and until when, over all clients or of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from rise_tui.casework import too_late
from rise_tui.casework.colleagues import name_of_colleague
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import not_typed
from rise_tui.casework.finding import name_of
from rise_tui.casework.near_times import soon
from rise_tui.casework.releasing import is_released, may_release
from rise_tui.casework.taking_back import drop_in, is_asked, is_kept, may_take_back
from rise_tui.domain.automatic import MAY_BE_DROPPED, Automatic
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.domain.errors import Conflict, Refused
from rise_tui.domain.held_words import held_words
from rise_tui.domain.policy import WhyHeld
from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say, say_many
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.held_texts import HeldText
from rise_tui.store.threads import Message


@dataclass(frozen=True)
class HeldLine:
    """A text that waits: whose, why and until when in words, its own words; safe for a terminal, lines kept.

    `group_text`: that it goes to many, and which it is; or what the office itself sends it for. `writer`: the
    colleague who wrote it; empty for one's own. `before`: how the office introduces itself first, which leaves with it
    or not at all. `note`: what taking it back means, or why nobody does.
    """

    message_id: str
    client_id: str
    name: str
    words: str
    body: str
    group_text: str = ""
    may_go: bool = False
    may_come_back: bool = False
    writer: str = ""
    before: str = ""
    note: str = ""


@dataclass(frozen=True)
class HeldLines:
    """Those that waited when they were looked for, page by page as they stand now; then those that came `late`."""

    desk: Desk
    ids: tuple[str, ...] = field(repr=False)
    late: frozenset[str] = frozenset()

    def words(self) -> str:
        """How many wait, and how many came too late; empty: there are none."""
        late = sum(one in self.late for one in self.ids)
        waits = len(self.ids) - late
        parts = (
            say_many("{count} text", "{count} texts", waits) if waits else "",
            say_many("{count} came too late", "{count} came too late", late) if late else "",
        )
        return " · ".join(part for part in parts if part)

    def count(self) -> int:
        """How many."""
        return len(self.ids)

    def only(self, fitting: Collection[str]) -> "HeldLines":
        """Those that go to one of these clients."""
        store = self.desk.store
        with store.reading() as session:
            texts = [store.held_texts.get(session, self.ids[at : at + 500]) for at in range(0, len(self.ids), 500)]
        whose = {message_id: text.client_id for some in texts for message_id, text in some.items()}
        return replace(self, ids=tuple(one for one in self.ids if whose.get(one) in fitting))

    def page(self, offset: int, limit: int) -> Sequence[HeldLine]:
        """A stretch of them."""
        wanted = self.ids[offset : offset + limit]
        with self.desk.store.reading() as session:
            found = self.desk.store.held_texts.get(session, wanted)
            return [_line(self.desk, session, found[one]) for one in wanted if one in found]


def held_texts(desk: Desk, client_id: str | None = None) -> HeldLines:
    """All that waits, or what waits for one client. Reads an id for each: for thousands, off the loop for keys."""
    with desk.store.reading() as session:
        return HeldLines(desk, desk.store.held_texts.ids(session, desk.now, client_id))


def kept_by_pause(desk: Desk, client_id: str) -> HeldLines:
    """What was held because that client was paused, and is held still; then what came too late meanwhile."""
    with desk.store.reading() as session:
        ids = desk.store.held_texts.ids(session, desk.now, client_id)
        found = desk.store.held_texts.get(session, ids[:500])
        late = too_late.of_pause(desk, session, client_id)
    kept = tuple(one for one in ids if one in found and found[one].held_why == WhyHeld.PAUSED)
    return HeldLines(desk, (*kept, *late), frozenset(late))


def waits_words(count: int) -> str:
    """How many texts to somebody are held, in words; empty: none is."""
    return say_many("{count} text held: H shows it", "{count} texts held: H shows them", count) if count else ""


def drop(desk: Desk, message_id: str) -> str:
    """A held text is not to leave at all: one of one's own stands in the draft again, one to many goes to them no more.

    Returns what was done, in words. Raises Conflict where it is on its way, Refused for an answer that they asked for.
    """
    with desk.store.writing(is_durable=True) as session:
        message = desk.store.threads.get(session, message_id)
        if message is None or not may_take_back(desk, session, message_id):
            if message is not None and message.automatic is not None and is_kept(desk, session, message_id):
                raise Refused(say("This answer is not taken back"), _note(message, may_come_back=False))
            raise Conflict(say("This text is not held any more"), "", say("h shows how it fared."))
        desk.store.ring(session, Change("thread", message.client_id), Change("inbox", message.client_id))
        return drop_in(desk, session, message)


def is_settled(desk: Desk, message_id: str) -> bool:
    """Has the office heard what was decided here about that text?"""
    with desk.store.reading() as session:
        return not is_released(desk, session, message_id) and not is_asked(desk, session, message_id)


def _line(desk: Desk, session: Session, text: HeldText) -> HeldLine:
    broadcast = None if text.broadcast_id is None else desk.store.broadcasts.get(session, text.broadcast_id)
    message = desk.store.threads.get(session, text.message_id)
    may_come_back = message is not None and may_take_back(desk, session, text.message_id)
    is_late = text.status == Status.EXPIRED
    return HeldLine(
        text.message_id,
        text.client_id,
        name_of(desk, session, text.client_id),
        _words(desk, session, text),
        safe_text(text.body),
        "" if message is None else not_typed(message, broadcast),
        message is not None and may_release(desk, session, message) and not is_asked(desk, session, text.message_id),
        may_come_back,
        _colleague(desk, session, message),
        "" if message is None or is_late else _before(desk, session, message),
        _too_late_note() if is_late else "" if message is None else _note(message, may_come_back=may_come_back),
    )


def _too_late_note() -> str:
    return say("Not sent: held until its time was over. Enter, then r, writes anew.")


def _before(desk: Desk, session: Session, message: Message) -> str:
    if message.automatic is not None:
        return ""
    words = desk.store.held_texts.introduction(session, message.client_id, message.position, message.e164)
    return safe_text(words)


def _note(message: Message, *, may_come_back: bool) -> str:
    """What it means to take back a text that nobody typed and that goes to one person."""
    if message.automatic is None:
        return ""
    if message.automatic not in MAY_BE_DROPPED:
        is_known = message.automatic in set(Automatic)
        return say("They wrote the word for it: it leaves by itself.") if is_known else say("It leaves by itself.")
    if may_come_back and message.automatic == Automatic.QUESTION:
        return say("If you drop it, say on the card, i, how you know whose number it is.")
    return ""


def _colleague(desk: Desk, session: Session, message: Message | None) -> str:
    if message is None or message.caseworker_id in (None, desk.caseworker_id):
        return ""
    return name_of_colleague(desk, session, message.caseworker_id)


def _words(desk: Desk, session: Session, text: HeldText) -> str:
    if text.status == Status.EXPIRED:
        return words(Status.EXPIRED, Reason.EXPIRED)
    if is_released(desk, session, text.message_id):
        return say("you let it go")
    if is_asked(desk, session, text.message_id):
        return say("you take it back")
    if text.held_why is None:
        at = text.not_before_at
        if at is None:
            return ""
        message = desk.store.threads.get(session, text.message_id)
        is_mine = not _colleague(desk, session, message)
        return (
            say("leaves {time}, as you said", time=soon(desk, at))
            if is_mine
            else say("leaves {time}", time=soon(desk, at))
        )
    return held_words(text.held_why, "" if text.kept_until_at is None else soon(desk, text.kept_until_at))
