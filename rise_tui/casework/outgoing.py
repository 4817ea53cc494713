"""A text as it leaves: what it is made of, its row in the conversation, its wish, and what would take it back."""

from dataclasses import dataclass
from typing import Any

from rise_tui.casework import attaching
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.taking_back import TAKE_BACK, forget_past
from rise_tui.casework.wishing import client_names, wish
from rise_tui.domain.clock import from_ms, to_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadInput
from rise_tui.domain.hours import echo
from rise_tui.domain.messages import MAX_CHARS, Media, MediaState
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.domain.triage import ConversationState
from rise_tui.store.engine import Session
from rise_tui.store.lines import Line
from rise_tui.store.threads import Message

IN_TIME_MS = 2 * 3600_000
"""By when a one-to-one text must have reached the relay after it was sent (or after it was to leave)."""


LONGEST_KEPT_MS = 7 * 24 * 3600_000
"""For how long a text may wait that its writer was told would wait."""


@dataclass(frozen=True)
class Outgoing:
    """One text on its way. `hold_s`: how long the relay keeps it back; times in milliseconds; `media` are SHA-256.

    `now_because`: why it goes whatever the hour (domain/policy.NowBecause), if somebody said so; `kept_until_at`: until
    when it would be held, which its writer was told.
    """

    message_id: str
    write_id: str
    client_id: str
    body: str
    hold_s: float
    now: int
    not_before_at: int | None = None
    media: tuple[str, ...] = ()
    template_id: str | None = None
    now_because: str | None = None
    kept_until_at: int | None = None

    @property
    def expires_at(self) -> int:
        """By when the relay must have it; of one that is to wait over a holiday, not before it may leave at all."""
        kept = self.kept_until_at or 0
        return max(self.now, self.not_before_at or 0, min(kept, self.now + LONGEST_KEPT_MS)) + IN_TIME_MS


def check(body: str, media: tuple[str, ...] = ()) -> None:
    """Can these words go out? Raises BadInput for none (and nothing with them), and for too many."""
    if not body.strip() and not media:
        raise BadInput(say("There is nothing to send"), "", say("Write something first."))
    if len(body) > MAX_CHARS:
        over = len(body) - MAX_CHARS
        raise BadInput(
            say("The text is too long"),
            say("It has {over} characters more than the {most} that a text may have.", over=over, most=MAX_CHARS),
            say("Send it in two."),
        )


def show(desk: Desk, session: Session, text: Outgoing, line: Line, number: str, seen: int) -> None:
    """The text stands in the conversation, which now waits for them; what it was before comes back if it is refused."""
    store = desk.store
    store.threads.put_local(session, _message(desk, text, number))
    desk.written_here.add(text.message_id)
    changed = {
        "state": ConversationState.WAITING.value,
        "seen_through": max(line.seen_through, seen),
        "read_through": max(line.read_through, seen),
    }
    store.pending.shelve(session, "conversation", line.client_id, text.write_id, changed)
    forget_past(desk, session)
    name = name_of(desk, session, line.client_id)
    inverse = {
        "act": TAKE_BACK,
        "message_id": text.message_id,
        "name": name,
        "client_id": line.client_id,
        "before": {"state": line.state},
        "seen_through": min(line.seen_through, line.last_inbound_seq),
    }
    label = say("Text to {name}", name=name)
    if text.not_before_at is not None:
        leaves = echo(from_ms(text.not_before_at), desk.zone, desk.clock.now())
        label = say("Text to {name}, {time}", name=name, time=leaves)
    store.undo.add(session, label=label, client_id=line.client_id, inverse=inverse, at=desk.now)


def _message(desk: Desk, text: Outgoing, number: str) -> Message:
    weight = weigh(text.body)
    media = tuple(
        Media(index, one.sha256, one.type, MediaState.STORED, one.bytes)
        for index, one in enumerate(attaching.attached(desk, text.media))
    )
    return Message(
        message_id=text.message_id,
        client_id=text.client_id,
        direction="outbound",
        body=text.body,
        status=Status.HELD,
        at=desk.now,
        e164=number,
        caseworker_id=desk.caseworker_id,
        segments=weight.segments,
        encoding=weight.alphabet,
        not_before_at=text.not_before_at,
        expires_at=text.expires_at,
        held_until_at=max(desk.now + round(text.hold_s * 1000), text.not_before_at or 0),
        now_because=text.now_because,
        media=media,
    )


def wish_for(desk: Desk, session: Session, text: Outgoing, seen_through: int, *, is_new: bool = True) -> None:
    """Wish that it leaves, and first that the relay has what it carries, unless that went out before (`is_new`)."""
    if is_new:
        attaching.hand_over(desk, session, text.media)
    fields: dict[str, Any] = {
        "client_id": text.client_id,
        "body": text.body,
        "seen_through": seen_through,
        "hold_s": text.hold_s,
        "expires_at": to_wire(text.expires_at),
    }
    if text.media:
        fields["media"] = list(text.media)
    if text.template_id is not None:
        fields["template_id"] = text.template_id
    if text.not_before_at is not None:
        fields["not_before"] = to_wire(text.not_before_at)
    if text.now_because is not None:
        fields["now_because"] = text.now_because
    wish(
        desk,
        session,
        "message",
        lane=text.client_id,
        ids={"message_id": text.message_id},
        body=fields,
        names=(*client_names(text.client_id), *text.media),
        makes=text.message_id,
        write_id=text.write_id,
    )
