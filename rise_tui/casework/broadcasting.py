"""One text to many: who gets it, what it costs, and letting it go."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish
from rise_tui.domain.broadcasts import LeftOutPerson, Person, Recipient, split_people
from rise_tui.domain.clients import Client
from rise_tui.domain.clock import from_ms, to_wire
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadInput, Conflict, NotFound
from rise_tui.domain.ids import BroadcastId, new_id
from rise_tui.domain.merge import fields_of
from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.phone import Phone
from rise_tui.domain.pricing import price_micros, seconds_to_finish
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.store.changes import Change

PREVIEW_LIFE_MS = 10 * 60_000
"""A preview older than this is made again: somebody may have replied STOP."""
IN_TIME_MS = 30 * 60_000
"""By when a broadcast must have reached the relay after it was confirmed (or after it was to leave)."""


@dataclass(frozen=True)
class Preview:
    """A broadcast as it would go out now: each person's own text, and who is left out, and why."""

    broadcast_id: BroadcastId
    name: str
    body: str
    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOutPerson, ...]
    segments: int
    price_micros: int
    seconds: float
    made_at: int


@dataclass(frozen=True)
class Tally:
    """How a broadcast stands: how many texts at each status; `here`: not with the relay yet."""

    name: str
    counts: dict[str, int]
    left_out: int
    is_paused: bool


def preview(desk: Desk, group_names: Sequence[str], body: str, *, name: str = "") -> Preview:
    """What would go to the members of these groups. Writes nothing.

    Raises NotFound for a group that is not there, BadInput or BadMerge for a text that cannot go to anybody.
    """
    if not body.strip():
        raise BadInput(say("There is nothing to send"), "", say("Write something first."))
    fields_of(body)
    broadcast_id = BroadcastId(new_id())
    with desk.store.reading() as session:
        clients = _members(desk, session, group_names)
        office = desk.store.office.get(session)
        people = [_person(desk, session, client, office.name if office else desk.office) for client in clients]
    split = split_people(broadcast_id, body, people)
    weights = [weigh(recipient.body) for recipient in split.recipients]
    too_long = sum(1 for weight in weights if weight.chars > MAX_CHARS)
    if too_long:
        raise BadInput(
            say("The text is too long"),
            say("For {count} people it has more than {most} characters.", count=too_long, most=MAX_CHARS),
            say("Shorten it."),
        )
    segments = sum(weight.segments for weight in weights)
    return Preview(
        broadcast_id,
        name or ", ".join(group_names),
        body,
        split.recipients,
        split.left_out,
        segments,
        price_micros(segments, office.price_micros if office else 0),
        seconds_to_finish(segments, office.segments_per_second if office else 1.0),
        desk.now,
    )


def _members(desk: Desk, session: Session, group_names: Iterable[str]) -> list[Client]:
    clients: dict[str, Client] = {}
    for name in group_names:
        groups = desk.store.groups.named(session, name)
        by_id = desk.store.groups.get(session, name)
        found = [by_id] if by_id is not None else list(groups)
        if len(found) != 1:
            known = ", ".join(group.name for group in desk.store.groups.list(session)[:12])
            title = (
                say("There is no group {name}", name=name) if not found else say("{name} is several groups", name=name)
            )
            raise NotFound(title, say("There are: {known}.", known=known) if known else "", say("Give one of them."))
        clients.update(
            (str(client.client_id), client) for client in desk.store.groups.members(session, found[0].group_id)
        )
    return list(clients.values())


def _person(desk: Desk, session: Session, client: Client, office: str) -> Person:
    store = desk.store
    number = store.numbers.to_text(session, client.client_id)
    consent = ConsentState.UNKNOWN
    if number is not None:
        consent = store.consents.state(session, client.client_id, number, Purpose.GROUP_NEWS)
    return Person(
        client.client_id,
        Phone(number) if number is not None else None,
        consent,
        client.status_at(from_ms(desk.now)),
        client.is_discreet,
        number is not None and store.numbers.is_landline(session, number),
        {
            "first_name": client.first_name,
            "last_name": client.last_name,
            "name": client.name,
            "caseworker": desk.name,
            "office": office,
        },
    )


def confirm(desk: Desk, ready: Preview, *, not_before_at: int | None = None) -> BroadcastId:
    """Put a previewed broadcast in the outbox; from here on it will be sent, to exactly these people.

    Raises Conflict for a preview that is too old, BadInput when nobody is left to get it.
    """
    if ready.made_at < desk.now - PREVIEW_LIFE_MS:
        raise Conflict(say("This preview is old"), say("Someone may have replied STOP."), say("Preview it again."))
    if not ready.recipients:
        raise BadInput(
            say("Nobody would get this"), say("Everybody is left out."), say("Look at who is left out and why.")
        )
    store, write_id = desk.store, new_id()
    left_out = [{"client_id": str(p.client_id), "reason": p.reason.value} for p in ready.left_out]
    expires_at = max(desk.now, not_before_at or 0) + IN_TIME_MS
    with store.writing(Change("broadcast", ready.broadcast_id), Change("outbox"), is_durable=True) as session:
        fields = {
            "name": ready.name,
            "body": ready.body,
            "left_out": left_out,
            "caseworker_id": desk.caseworker_id,
            "not_before_at": not_before_at,
            "expires_at": expires_at,
            "state": "here",
            "at": desk.now,
        }
        store.pending.shelve(session, "broadcast", ready.broadcast_id, write_id, fields)
        store.broadcasts.set_recipients(
            session, ready.broadcast_id, ((r.client_id, r.message_id) for r in ready.recipients)
        )
        body = {
            "name": ready.name,
            "body": ready.body,
            "recipients": [
                {"client_id": r.client_id, "message_id": r.message_id, "body": r.body} for r in ready.recipients
            ],
            "left_out": left_out,
            "expires_at": to_wire(expires_at),
        }
        if not_before_at is not None:
            body["not_before"] = to_wire(not_before_at)
        wish(
            desk,
            session,
            "broadcast",
            lane=f"broadcast:{ready.broadcast_id}",
            ids={"broadcast_id": ready.broadcast_id},
            body=body,
            names=tuple(str(r.client_id) for r in ready.recipients),
            makes=ready.broadcast_id,
            write_id=write_id,
        )
    return ready.broadcast_id


def tally(desk: Desk, broadcast_id: str) -> Tally:
    """How it stands now. Raises NotFound."""
    with desk.store.reading() as session:
        found = desk.store.broadcasts.get(session, broadcast_id)
        if found is None:
            raise NotFound(say("There is no such broadcast"))
        counts = Counter(desk.store.broadcasts.tally(session, broadcast_id))
    return Tally(found.name, dict(counts), len(found.left_out), found.is_paused)
