"""What would become of a text to one person before it is sent: the relay's own rules, over what is known here."""

from dataclasses import dataclass
from datetime import datetime

from rise_tui.casework.desk import Desk
from rise_tui.casework.near_times import soon
from rise_tui.domain.clients import Client
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadTime
from rise_tui.domain.held_words import held_words, will_be_held
from rise_tui.domain.marks import Mark
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import Facts, Hold, WhyHeld, forecast
from rise_tui.domain.waiting_hours import Hours
from rise_tui.store.engine import Session
from rise_tui.store.office import Office
from rise_tui.store.threads import Message

LOOKED_BACK = 50
"""Texts before one of ours among which that is looked for which it answers."""


@dataclass(frozen=True)
class Kept:
    """It would be held: why, until when (milliseconds; None: until somebody decides), and that time in words."""

    why: WhyHeld
    until_at: int | None
    until: str

    @property
    def words(self) -> str:
        """`held until Tue 8:00: quiet hours`."""
        return held_words(self.why, self.until)

    def before(self, name: str) -> str:
        """What is said before it is sent: `Ana is asleep until Tue 8:00`."""
        return will_be_held(name, self.why, self.until)


@dataclass(frozen=True)
class Around:
    """What is known here of the office and of somebody, read once; `number`: the one that a text would go to."""

    office: Office | None
    client: Client | None
    number: str | None


def around(desk: Desk, session: Session, client_id: str) -> Around:
    """Read it."""
    store = desk.store
    office, client = store.office.get(session), store.clients.get(session, client_id)
    return Around(office, client, store.numbers.to_text(session, client_id))


def kept(desk: Desk, client_id: str, *, at: int | None = None) -> Kept | None:
    """Whether a text to them would be held that is sent now, or leaves at a time (milliseconds). None: it leaves."""
    with desk.store.reading() as session:
        return kept_in(desk, session, client_id, at=at)


def kept_in(
    desk: Desk,
    session: Session,
    client_id: str,
    *,
    at: int | None = None,
    known: Around | None = None,
    is_to_urgent: bool | None = None,
) -> Kept | None:
    """The same in the caller's transaction; `known`: what was read of them already.

    `is_to_urgent`: whether it answers something urgent; None: as the conversation stands, if it leaves now.
    """
    hours = _hours(known or around(desk, session, client_id))
    if hours is None:
        return None
    store = desk.store
    wrote_at = store.threads.newest_inbound_at(session, client_id)
    if wrote_at is None and store.held_texts.is_introduction_unknown(session, client_id):
        return Kept(WhyHeld.INTRODUCTION, None, "")
    if is_to_urgent is None:
        line = None if at is not None else store.conversations.get(session, client_id)
        is_to_urgent = line is not None and line.is_urgent
    now = from_ms(max(desk.now, at or 0))
    facts = Facts(
        "one_to_one",
        now,
        hours,
        consent=ConsentState.UNKNOWN,  # who said STOP is told so before any hour
        wrote_at=None if wrote_at is None else from_ms(wrote_at),
        is_to_urgent=is_to_urgent,
    )
    try:
        decision = forecast(facts)
    except BadTime:  # an office's zone that this machine does not know
        return None
    return _kept(desk, decision) if isinstance(decision, Hold) else None


def kept_now(desk: Desk, message_id: str) -> Kept | None:
    """What keeps a text of ours that the office has, as far as is heard by now; None: nothing that is known.

    The office may have said why it holds it; or it has stopped all texts since the text was written.
    """
    with desk.store.reading() as session:
        message, office = desk.store.threads.get(session, message_id), desk.store.office.get(session)
    if message is None or message.status not in (Status.HELD, Status.QUEUED):
        return None
    if message.status == Status.HELD and message.held_why in set(WhyHeld):
        until_at = message.kept_until_at
        return Kept(WhyHeld(message.held_why), until_at, "" if until_at is None else soon(desk, until_at))
    is_stopped = office is not None and OfficeRules.of(office.rules).is_held
    return Kept(WhyHeld.OFFICE_HOLD, None, "") if is_stopped else None


def will_wait(desk: Desk, session: Session, message_id: str) -> str:
    """Of a text of one's own that is on its way: what keeps it, in words, where the relay has not said so yet."""
    message = desk.store.threads.get(session, message_id)
    if message is None or message.now_because is not None:
        return ""
    if message.broadcast_id is not None or message.automatic is not None:
        return ""
    is_to_urgent = message.not_before_at is None and _is_to_urgent(desk, session, message)
    held = kept_in(desk, session, message.client_id, at=message.held_until_at, is_to_urgent=is_to_urgent)
    return "" if held is None else held.words


def _is_to_urgent(desk: Desk, session: Session, message: Message) -> bool:
    """Was something urgent among what they had written since somebody wrote to them? The conversation waits by now."""
    before = desk.store.threads.window(session, message.client_id, before=message.position, limit=LOOKED_BACK)
    for text in reversed(before):
        if text.direction == "inbound" and Mark.URGENT in text.marks:
            return True
        if text.direction == "outbound" and text.broadcast_id is None and text.automatic is None:
            return False
    return False


def hours_in(desk: Desk, session: Session, client_id: str) -> Hours | None:
    """What rules the hour of a text to them; None while the office's own hours are not here yet."""
    return _hours(around(desk, session, client_id))


def _hours(known: Around) -> Hours | None:
    office, client = known.office, known.client
    if office is None:
        return None
    return Hours(
        office.zone,
        office.quiet_from,
        office.quiet_to,
        None if client is None else client.zone,
        known.number,
        None if client is None else client.safe_from,
        None if client is None else client.safe_to,
        OfficeRules.of(office.rules),
    )


def _kept(desk: Desk, hold: Hold) -> Kept:
    until_at = None if hold.until is None else to_ms(hold.until)
    return Kept(hold.why, until_at, "" if until_at is None else soon(desk, until_at))


def counts_as_stop_at(desk: Desk, session: Session, message_id: str, wrote_at: int) -> datetime | None:
    """When that text (of that time, milliseconds) that sounds like STOP counts as one, if nobody decides about it."""
    from rise_tui.domain.waiting_hours import decide_by

    office = desk.store.office.get(session)
    if office is None:
        return None
    return decide_by(message_id, wrote_at, office.zone, OfficeRules.of(office.rules))
