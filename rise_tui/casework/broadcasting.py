"""One text to many: looked at first, then let go to exactly the people who stood there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.casework import audience, gathering, planning, previewing, steering
from rise_tui.casework.desk import Desk
from rise_tui.casework.gathering import Crowd
from rise_tui.casework.planning import Plan
from rise_tui.casework.previewing import IN_TIME_MS, Preview
from rise_tui.casework.wishing import wish
from rise_tui.domain.broadcasts import Recipient, Words, in_english, split_people
from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused
from rise_tui.domain.ids import BroadcastId, new_id
from rise_tui.domain.names import LONGEST_NAME
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

PREVIEW_LIFE_MS = 10 * 60_000
"""A preview older than this is made again."""
RECALL = "recall_broadcast"


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


def preview(
    desk: Desk,
    group_names: Sequence[str],
    body: str | Words,
    *,
    name: str = "",
    without: Sequence[str] = (),
    not_before_at: int | None = None,
) -> Preview:
    """What would go to the members of these groups, but not to those of the groups in `without`. Writes nothing.

    Raises NotFound for a group that is not there, BadInput or BadMerge for a text that cannot go to anybody; where
    everybody is left out, the preview says why.
    """
    chosen = audience.of_groups(desk, group_names, without)
    words = in_english(body) if isinstance(body, str) else body
    called = name or one_line(", ".join(group_names), LONGEST_NAME)[:LONGEST_NAME]
    broadcast_id = BroadcastId(new_id())
    with gathering.uncollected():
        crowd = gathering.gather(desk, chosen)
        ready = previewing.look(
            desk, broadcast_id, crowd, words, audience=chosen, name=called, not_before_at=not_before_at
        )
    if ready.trouble is not None and ready.recipients:
        raise ready.trouble
    return ready


def confirm(desk: Desk, ready: Preview, people: int) -> BroadcastId:
    """Put a previewed broadcast in the outbox; from here on it will be sent, to exactly these people.

    `people` is how many the caseworker has typed that it goes to. Confirming the same preview again is nothing. Raises
    Conflict for a preview that is too old, when somebody has said STOP or another fact has changed the list since, when
    the words have changed, or when another one went out under its id; BadInput for another number of people, a time
    that is past, or when nobody is left to get it.
    """
    _check(desk, ready, people)
    store = desk.store
    changes = (Change("broadcast", ready.broadcast_id), Change("outbox"))
    plan = Plan(ready.broadcast_id, ready.name, ready.audience, ready.not_before_at)
    with planning.settled(desk, ready.broadcast_id) as late, store.writing(*changes, is_durable=True) as session:
        if store.broadcasts.get(session, ready.broadcast_id) is not None:
            planning.must_be_that(desk, session, plan, ready.words)
            return ready.broadcast_id
        planning.must_say(desk, session, ready.broadcast_id, ready.words, late)
        if not gathering.is_still(session, ready.crowd):
            _must_still_hold(ready, gathering.gather_in(desk, session, ready.audience))
        _put(desk, session, ready)
        planning.confirmed(desk, session, plan, ready.words)
        label = say_many("Group text to {count} person", "Group text to {count} people", people)
        inverse = {"act": RECALL, "broadcast_id": ready.broadcast_id}
        store.undo.add(session, label, inverse, at=desk.now, parts=people)
    return ready.broadcast_id


def recall(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a broadcast back that has not left this machine: it is being written again. Raises Conflict if it has."""
    broadcast_id, store = inverse["broadcast_id"], desk.store
    entry = store.outbox.making(session, broadcast_id)
    if entry is None or not store.outbox.withdraw(session, entry.wish.write_id):
        raise Conflict(say("It is on its way already"), "", say("Open it: d drops what has not left."))
    steering.unpause(desk, session, broadcast_id)
    store.pending.refuse(session, entry.wish.write_id)
    store.broadcasts.set_recipients(session, broadcast_id, [])
    planning.reopen(desk, session, broadcast_id)
    store.ring(session, Change("broadcast", broadcast_id), Change("outbox"))
    return say("Not sent: it is being written again")


def _check(desk: Desk, ready: Preview, people: int) -> None:
    if not 0 <= desk.now - ready.made_at <= PREVIEW_LIFE_MS:
        raise Conflict(say("This preview is old"), say("Someone may have replied STOP."), say("Look at it again."))
    if ready.trouble is not None:
        raise ready.trouble
    if ready.not_before_at is not None and ready.not_before_at <= desk.now:
        raise BadInput(say("The time to send it is past"), "", say("Choose a time that is still ahead, or now."))
    if people != len(ready.recipients):
        raise BadInput(
            say("{count} people would get it, not {people}", count=len(ready.recipients), people=people),
            say("Nothing was sent."),
            say("Look at it again, and type the number that stands there now."),
        )


def _must_still_hold(ready: Preview, crowd: Crowd) -> None:
    """The list that was looked at is the list that goes out, to the letter. Raises Conflict, with who has changed."""
    if crowd == ready.crowd:
        return
    now = split_people(ready.broadcast_id, ready.words, crowd.people).recipients
    if now == ready.recipients:
        return
    before, after = set(ready.recipients), set(now)
    gone = [one.client_id for one in ready.recipients if one not in after]
    come = [one.client_id for one in now if one not in before]
    who = ready.names_of(dict.fromkeys((*gone, *(each for each in come if each in ready.crowd.by_id))))
    raise Conflict(
        say("The list has changed while you looked"),
        say("It is another one for {names}. Nothing was sent.", names=who) if who else say("Nothing was sent."),
        say("Look at it again, and type the number that stands there now."),
    )


def _put(desk: Desk, session: Session, ready: Preview) -> None:
    """The broadcast's row, its people, and its wish."""
    store, write_id = desk.store, new_id()
    left_out = [{"client_id": str(p.client_id), "reason": p.reason.value} for p in ready.left_out]
    expires_at = max(desk.now, ready.not_before_at or 0) + IN_TIME_MS
    fields = {
        "name": ready.name,
        "body": ready.body,
        "left_out": left_out,
        "caseworker_id": desk.caseworker_id,
        "not_before_at": ready.not_before_at,
        "expires_at": expires_at,
        "state": "here",
        "at": desk.now,
    }
    store.pending.shelve(session, "broadcast", ready.broadcast_id, write_id, fields)
    store.broadcasts.add_recipients(
        session, ready.broadcast_id, [(str(r.client_id), str(r.message_id)) for r in ready.recipients]
    )
    body: dict[str, Any] = {
        "name": ready.name,
        "body": ready.body,
        "recipients": [_on_the_wire(recipient) for recipient in ready.recipients],
        "left_out": left_out,
        "expires_at": to_wire(expires_at),
    }
    if ready.not_before_at is not None:
        body["not_before"] = to_wire(ready.not_before_at)
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


def _on_the_wire(recipient: Recipient) -> dict[str, Any]:
    told = {"client_id": recipient.client_id, "message_id": recipient.message_id, "body": recipient.body}
    return {**told, "is_neutral": True} if recipient.version.is_neutral else told


def _still_to_be_made(desk: Desk, session: Session, client_ids: Iterable[str]) -> tuple[str, ...]:
    """The people whom the relay is about to get. Whom it refused to add it leaves out: nobody waits for that."""
    on_their_way = desk.store.outbox.being_made(session)
    return tuple(client_id for client_id in client_ids if client_id in on_their_way)


def tally(desk: Desk, broadcast_id: str) -> Tally:
    """How it stands now. Raises NotFound."""
    shelf = desk.store.broadcasts
    with desk.store.reading() as session:
        found = shelf.get(session, broadcast_id)
        if found is None:
            raise NotFound(say("There is no such group text"))
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
    raise Refused(say("The group text was not sent"), why, say("Look at it again."))
