"""A broadcast as the relay tells of it: taken, each text under way, and what people wrote back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import from_ms
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.domain.marks import marks_of
from rise_tui.sync.inbound import apply_all
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event

BODY = "Hi {first_name}, Class 3 meets Monday at 9. Can you come? Reply YES or NO."


@dataclass
class GroupText:
    """A broadcast of this desk, and how its log goes on from the number `seq`."""

    desk: Desk
    broadcast_id: str
    seq: int = 1000

    def tells(self, type: str, whose: str | None = None, actor: str = "relay", at: int = 0, /, **data: Any) -> None:
        """The relay tells of something, and sync takes it in."""
        self.takes_in(self.event(type, whose, actor, at, **data))

    def event(self, type: str, whose: str | None = None, actor: str = "relay", at: int = 0, /, **data: Any) -> Event:
        """The next event of the log."""
        self.seq += 1
        values = {"seq": self.seq, "at": at or self.desk.now, "type": type, "actor": actor, "client_id": whose}
        return Event.model_validate({**values, "data": data})

    def takes_in(self, *events: Event) -> None:
        """Sync takes these in, in one transaction."""
        with self.desk.store.writing() as session:
            apply_all(session, self.desk.store, events, Reader(self.desk.caseworker_id), self.desk.now)

    def fares(self, client_id: str, status: str, reason: str | None = None) -> None:
        """How somebody's text fares."""
        with self.desk.store.reading() as session:
            [message_id] = [
                one.message_id
                for one in self.desk.store.broadcasts.recipients(session, self.broadcast_id)
                if one.client_id == client_id
            ]
        self.tells("MessageStatusChanged", client_id, message_id=message_id, status=status, reason=reason)

    def writes(
        self, client_id: str, body: str, *, at: int = 0, language: str = "en", e164: str = "+12155550142"
    ) -> None:
        """Somebody writes; marked as the relay marks it."""
        marks = [str(mark) for mark in marks_of(body, False, language)]
        ids = {"message_id": new_id(), "client_id": client_id, "e164": e164, "to_e164": "+12155550100"}
        self.tells("MessageReceived", client_id, "client", at, **ids, body=body, marks=marks)

    def answers(self, client_id: str, body: str) -> None:
        """A colleague, or this desk from elsewhere, texts them."""
        ids = {"message_id": new_id(), "client_id": client_id, "caseworker_id": self.desk.caseworker_id}
        self.tells("MessageAccepted", client_id, self.desk.caseworker_id, **ids, body=body)


def first_name(desk: Desk, client_id: str) -> str:
    """What a client is called."""
    with desk.store.reading() as session:
        client = desk.store.clients.get(session, client_id)
    return client.first_name if client is not None else ""


def on_the_relay(
    desk: Desk,
    client_ids: Sequence[str],
    *,
    name: str = "Reminder, Class 3 on Monday",
    left_out: Sequence[Mapping[str, str]] = (),
    not_before_at: int | None = None,
    segments: int = 1,
    broadcast_id: str | None = None,
    seq: int = 1000,
) -> GroupText:
    """A broadcast to these people that the relay has taken, with everybody's text in line."""
    text = GroupText(desk, broadcast_id or new_id(), seq)
    ids = {client_id: str(broadcast_message_id(text.broadcast_id, client_id)) for client_id in client_ids}
    when = {} if not_before_at is None else {"not_before": from_ms(not_before_at).isoformat()}
    text.tells(
        "BroadcastAccepted",
        broadcast_id=text.broadcast_id,
        name=name,
        body=BODY,
        recipients=[{"client_id": client_id, "message_id": message_id} for client_id, message_id in ids.items()],
        left_out=list(left_out),
        caseworker_id=desk.caseworker_id,
        **when,
    )
    accepted = [
        text.event(
            "MessageAccepted",
            client_id,
            desk.caseworker_id,
            message_id=message_id,
            client_id=client_id,
            body=BODY.format(first_name=first_name(desk, client_id)),
            caseworker_id=desk.caseworker_id,
            broadcast_id=text.broadcast_id,
            segments=segments,
            **when,
        )
        for client_id, message_id in ids.items()
    ]
    text.takes_in(*accepted)
    return text
