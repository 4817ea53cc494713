"""One text to many: who gets it, what it costs, and letting it go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish
from rise_tui.domain.broadcasts import LeftOutPerson, Person, Recipient, split_people
from rise_tui.domain.clients import Client, fold
from rise_tui.domain.clock import from_ms, to_wire
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused
from rise_tui.domain.ids import BroadcastId, new_id
from rise_tui.domain.merge import fields_of, values_for
from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.phone import Phone
from rise_tui.domain.pricing import price_micros, seconds_to_finish
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.store.changes import Change
from rise_tui.store.groups import Group
from rise_tui.store.rows import whole

PREVIEW_LIFE_MS = 10 * 60_000
"""A preview older than this is made again: somebody may have replied STOP."""
IN_TIME_MS = 30 * 60_000
"""By when a broadcast must have reached the relay after it was confirmed (or after it was to leave)."""
LONGEST_NAME = 200
"""Characters of a broadcast's name."""


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
    """How a broadcast stands: how many texts at each status; `here`: not with the relay yet.

    `left_out`: who gets nothing, as the relay says once it has the broadcast; `replied`: who has written since.
    `state`: here, accepted, refused, cancelled.
    """

    name: str
    state: str
    counts: dict[str, int]
    left_out: int
    replied: int
    is_paused: bool

    @property
    def failed(self) -> int:
        """How many texts will not arrive."""
        return sum(self.counts.get(status, 0) for status in (Status.FAILED, Status.UNDELIVERED, Status.EXPIRED))


def preview(desk: Desk, group_names: Sequence[str], body: str, *, name: str = "") -> Preview:
    """What would go to the members of these groups. Writes nothing.

    Raises NotFound for a group that is not there, BadInput or BadMerge for a text that cannot go to anybody.
    """
    if not body.strip():
        raise BadInput(say("There is nothing to send"), "", say("Write something first."))
    body = whole(body)
    fields_of(body)
    broadcast_id = BroadcastId(new_id())
    if len(name) > LONGEST_NAME:
        raise BadInput(say("The name is too long"), "", say("Give it one of at most 200 characters."))
    with desk.store.reading() as session:
        clients = _members(desk, session, group_names)
        office = desk.store.office.get(session)
        people = [_person(desk, session, client, office.name if office else desk.office) for client in clients]
    split = split_people(broadcast_id, body, people)
    _check_length(body, split.recipients)
    segments = sum(weigh(recipient.body).segments for recipient in split.recipients)
    return Preview(
        broadcast_id,
        name or one_line(", ".join(group_names), LONGEST_NAME)[:LONGEST_NAME],
        body,
        split.recipients,
        split.left_out,
        segments,
        price_micros(segments, office.price_micros if office else 0),
        seconds_to_finish(segments, office.segments_per_second if office else 1.0),
        desk.now,
    )


def _check_length(body: str, recipients: Iterable[Recipient]) -> None:
    too_long = sum(1 for recipient in recipients if len(recipient.body) > MAX_CHARS)
    if too_long or len(body) > MAX_CHARS:
        raise BadInput(
            say("The text is too long"),
            say("For {count} people it has more than {most} characters.", count=too_long, most=MAX_CHARS)
            if too_long
            else say("It has more than {most} characters.", most=MAX_CHARS),
            say("Shorten it."),
        )


def _members(desk: Desk, session: Session, group_names: Iterable[str]) -> list[Client]:
    clients: dict[str, Client] = {}
    for name in group_names:
        group = _group(desk, session, name)
        for client in desk.store.groups.members(session, group.group_id):
            clients.setdefault(str(client.client_id), client)
    return list(clients.values())


def _group(desk: Desk, session: Session, name: str) -> Group:
    """The group of that id or name, accents and case aside."""
    by_id = desk.store.groups.get(session, name)
    if by_id is not None:
        return by_id
    every = desk.store.groups.list(session)
    found = [group for group in every if fold(group.name.strip()) == fold(name.strip())]
    if len(found) == 1:
        return found[0]
    shown = one_line(name, 60)
    if found:
        ids = ", ".join(group.group_id for group in found)
        raise NotFound(
            say("{name} is several groups", name=shown), say("They are: {ids}.", ids=ids), say("Give an id.")
        )
    known = ", ".join(one_line(group.name, 40) for group in every[:12])
    detail = say("There are: {known}.", known=known) if known else say("There are no groups yet.")
    raise NotFound(say("There is no group {name}", name=shown), detail, say("Give the name of one."))


def _person(desk: Desk, session: Session, client: Client, office: str) -> Person:
    store = desk.store
    number = store.numbers.to_text(session, client.client_id)
    consent = ConsentState.UNKNOWN
    if number is not None:
        consent = store.consents.state(session, client.client_id, number, Purpose.GROUP_NEWS)
        if store.numbers.is_blocked(session, number):
            consent = ConsentState.OPTED_OUT
    return Person(
        client.client_id,
        Phone(number) if number is not None else None,
        consent,
        client.status_at(from_ms(desk.now)),
        client.is_discreet,
        number is not None and store.numbers.is_landline(session, number),
        values_for(client.first_name, client.last_name, desk.name, office),
    )


def confirm(desk: Desk, ready: Preview, people: int, *, not_before_at: int | None = None) -> BroadcastId:
    """Put a previewed broadcast in the outbox; from here on it will be sent, to exactly these people.

    `people` is how many the caseworker has typed that it goes to. Confirming the same preview again is nothing. Raises
    Conflict for a preview that is too old, BadInput for another number of people or when nobody is left to get it.
    """
    if not 0 <= desk.now - ready.made_at <= PREVIEW_LIFE_MS:
        raise Conflict(say("This preview is old"), say("Someone may have replied STOP."), say("Preview it again."))
    if not ready.recipients:
        raise BadInput(
            say("Nobody would get this"), say("Everybody is left out."), say("Look at who is left out and why.")
        )
    if people != len(ready.recipients):
        raise BadInput(
            say("{count} people would get it, not {people}", count=len(ready.recipients), people=people),
            say("Nothing was sent."),
            say("Preview it again, and type the number that stands there."),
        )
    store = desk.store
    changes = (Change("broadcast", ready.broadcast_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        if store.broadcasts.get(session, ready.broadcast_id) is not None:
            return ready.broadcast_id
        _put(desk, session, ready, not_before_at)
    return ready.broadcast_id


def _put(desk: Desk, session: Session, ready: Preview, not_before_at: int | None) -> None:
    """The broadcast's row, its people, and its wish."""
    store, write_id = desk.store, new_id()
    left_out = [{"client_id": str(p.client_id), "reason": p.reason.value} for p in ready.left_out]
    expires_at = max(desk.now, not_before_at or 0) + IN_TIME_MS
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
    people = [(r.client_id, r.message_id) for r in ready.recipients]
    store.broadcasts.set_recipients(session, ready.broadcast_id, people)
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
        names=_still_to_be_made(desk, session, (str(r.client_id) for r in ready.recipients)),
        makes=ready.broadcast_id,
        write_id=write_id,
    )


def _still_to_be_made(desk: Desk, session: Session, client_ids: Iterable[str]) -> tuple[str, ...]:
    """The people whom the relay is about to get. Whom it refused to add it leaves out: nobody waits for that."""
    on_their_way = {e.wish.makes for e in desk.store.outbox.list(session) if e.wish.makes and e.state != "parked"}
    return tuple(client_id for client_id in client_ids if client_id in on_their_way)


def tally(desk: Desk, broadcast_id: str) -> Tally:
    """How it stands now. Raises NotFound."""
    shelf = desk.store.broadcasts
    with desk.store.reading() as session:
        found = shelf.get(session, broadcast_id)
        if found is None:
            raise NotFound(say("There is no such broadcast"))
        counts = dict(shelf.tally(session, broadcast_id))
        replied = len(shelf.replies(session, broadcast_id))
    return Tally(found.name, found.state, counts, len(found.left_out), replied, found.is_paused)


def has_arrived(desk: Desk, broadcast_id: str) -> bool:
    """Does the relay have it? False: it waits here. Raises Refused, with the reason, when it came back."""
    state = tally(desk, broadcast_id).state
    if state != "refused":
        return state != "here"
    with desk.store.reading() as session:
        draft = desk.store.drafts.get(session, f"broadcast:{broadcast_id}")
    why = draft.problem if draft is not None and draft.problem else ""
    raise Refused(say("The broadcast was not sent"), why, say("Preview it again."))
