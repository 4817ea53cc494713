"""A broadcast that is being written: its plan and its words are kept at every step, and found again after any end."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from rise_tui.casework import audience as audiences
from rise_tui.casework import drafting
from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.domain.broadcasts import VERSIONS, Version, Words
from rise_tui.domain.errors import Conflict, NotFound
from rise_tui.domain.ids import BroadcastId, new_id
from rise_tui.domain.names import LONGEST_NAME
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole

Late = Mapping[Version, Draft | None]
"""What of each version is not on the disk yet."""
BRING_BACK = "bring_back_broadcast"
_NAME_CELLS = 60


@dataclass(frozen=True)
class Plan:
    """What is planned for a broadcast beside its words. `name` empty: it is called after its people.

    `not_before_at`: when it is to leave, in milliseconds; None: as soon as it is confirmed.
    """

    broadcast_id: BroadcastId
    name: str = ""
    audience: Audience = field(default_factory=Audience)
    not_before_at: int | None = None


@dataclass(frozen=True)
class Unfinished:
    """A broadcast that was not confirmed yet, as a list shows it; safe for a terminal. `at`: when it was begun, ms."""

    broadcast_id: str
    name: str
    people: str
    words: str
    at: int


def draft_key(broadcast_id: str, version: Version) -> str:
    """Under which key the words of a version are kept among the drafts; the first one's is the broadcast's own."""
    key = f"broadcast:{broadcast_id}"
    if version == VERSIONS[0]:
        return key
    return f"{key}:{version.language}:neutral" if version.is_neutral else f"{key}:{version.language}"


def begin(desk: Desk, audience: Audience | None = None) -> Plan:
    """A new broadcast, to these people if they are chosen already. One without people or words leaves no trace."""
    plan = Plan(BroadcastId(new_id()), audience=audience or Audience())
    if not plan.audience.is_empty:
        keep(desk, plan)
    return plan


def keep(desk: Desk, plan: Plan) -> None:
    """Keep the plan as it is now. Raises Conflict when it was confirmed meanwhile, in another room or window."""
    with desk.store.writing(Change("broadcast", plan.broadcast_id)) as session:
        _must_be_open(desk, session, plan.broadcast_id)
        _put(desk, session, plan)


def is_confirmed(desk: Desk, broadcast_id: str) -> bool:
    """Has it left the desk, from here or from another room or window?"""
    with desk.store.reading() as session:
        kept = desk.store.compositions.get(session, broadcast_id)
    return kept is not None and kept.is_confirmed


def _must_be_open(desk: Desk, session: Session, broadcast_id: str) -> None:
    kept = desk.store.compositions.get(session, broadcast_id)
    if kept is not None and kept.is_confirmed:
        raise Conflict(
            say("This group text has been sent already"), say("Nothing was changed."), say("3 shows how it stands.")
        )


def resume(desk: Desk, broadcast_id: str) -> Plan:
    """The plan of a broadcast that was begun. Raises NotFound when it is not there any more, or was confirmed."""
    with desk.store.reading() as session:
        kept = desk.store.compositions.get(session, broadcast_id)
        is_typed = kept is None and broadcast_id in _typed_only(
            desk, session, desk.store.drafts.of_broadcasts(session), ()
        )
    if is_typed:
        return Plan(BroadcastId(broadcast_id))
    if kept is None or kept.is_confirmed:
        raise NotFound(say("This group text is not being written any more"), "", say("Begin a new one."))
    return _plan(broadcast_id, kept.plan)


def words(desk: Desk, broadcast_id: str) -> Words:
    """All that is written of it, also what is not on the disk yet."""
    return Words({v: drafting.recall(desk, draft_key(broadcast_id, v)).body for v in VERSIONS})


def must_say(desk: Desk, session: Session, broadcast_id: str, looked_at: Words, late: Late) -> None:
    """What is written of it is what was looked at, so that nothing typed since is lost. Raises Conflict.

    `late`: what of it is not on the disk yet. One of which nothing is written here was never typed here.
    """
    drafts = {v: drafting.present(desk, session, draft_key(broadcast_id, v), late[v]) for v in VERSIONS}
    typed = Words({v: whole(draft.body) for v, draft in drafts.items() if draft is not None}).written
    if typed and typed != looked_at.written:
        raise Conflict(
            say("The text has changed while you looked"), say("Nothing was sent."), say("Look at it again, then send.")
        )


def write(desk: Desk, plan: Plan, version: Version, body: str) -> None:
    """Put these words in a version's draft, in place of what stood there."""
    drafting.keep(desk, draft_key(plan.broadcast_id, version), body, len(body))


def name_of(desk: Desk, plan: Plan) -> str:
    """What it is called afterwards: its own name, else its people's."""
    return plan.name or audiences.described(desk, plan.audience)[:LONGEST_NAME]


def unfinished(desk: Desk) -> tuple[Unfinished, ...]:
    """Every broadcast that was begun and not confirmed, the last changed first."""
    with desk.store.reading() as session:
        kept = desk.store.compositions.unfinished(session)
        drafts = desk.store.drafts.of_broadcasts(session)
        typed = _typed_only(desk, session, drafts, {each.broadcast_id for each in kept})
    begun = [(_plan(each.broadcast_id, each.plan), each.at) for each in kept]
    begun += [(Plan(BroadcastId(broadcast_id)), at) for broadcast_id, at in typed.items()]
    bodies = {draft.key: draft.body for draft in drafts}
    return tuple(_unfinished(desk, plan, at, bodies) for plan, at in sorted(begun, key=lambda one: -one[1]))


def _typed_only(desk: Desk, session: Session, drafts: Iterable[Draft], planned: Collection[str]) -> dict[str, int]:
    """Broadcasts of which there is nothing but words yet, with when they were last typed in."""
    found: dict[str, int] = {}
    for draft in drafts:
        broadcast_id = draft.key.split(":")[1]
        if broadcast_id not in planned and draft.body.strip():
            found[broadcast_id] = max(draft.at, found.get(broadcast_id, 0))
    return {
        broadcast_id: at
        for broadcast_id, at in found.items()
        if desk.store.compositions.get(session, broadcast_id) is None
        and desk.store.broadcasts.get(session, broadcast_id) is None
    }


def _unfinished(desk: Desk, plan: Plan, at: int, bodies: Mapping[str, str]) -> Unfinished:
    """`bodies`: what stands on the disk, by its key."""
    keys = {version: draft_key(plan.broadcast_id, version) for version in VERSIONS}
    late = {version: drafting.not_kept_yet(desk, key) for version, key in keys.items()}
    written = Words({v: bodies.get(key, "") if (typed := late[v]) is None else typed for v, key in keys.items()})
    people = audiences.described(desk, plan.audience)
    return Unfinished(
        plan.broadcast_id,
        one_line(plan.name, _NAME_CELLS) or people or say("Nobody is chosen yet"),
        people,
        one_line(written.main, 160),
        at,
    )


def leave(desk: Desk, plan: Plan) -> None:
    """Go away from it: one with neither people nor words is forgotten, and one that has words stands in the list."""
    is_written = bool(words(desk, plan.broadcast_id).written)
    with desk.store.reading() as session:
        kept = desk.store.compositions.get(session, plan.broadcast_id)
    if kept is None and is_written:
        keep(desk, plan)
    elif kept is not None and not kept.is_confirmed and plan == Plan(plan.broadcast_id) and not is_written:
        with desk.store.writing(Change("broadcast", plan.broadcast_id)) as session:
            desk.store.compositions.remove(session, plan.broadcast_id)


def throw_away(desk: Desk, plan: Plan) -> str:
    """Forget what was planned and written. Returns what was done, in words; it can be taken back.

    Raises Conflict when it was confirmed meanwhile: then it goes out.
    """
    label = say("Thrown away: {name}", name=one_line(name_of(desk, plan), _NAME_CELLS) or say("a group text"))
    written = words(desk, plan.broadcast_id)
    changes = (Change("broadcast", plan.broadcast_id), Change("drafts"))
    with settled(desk, plan.broadcast_id), desk.store.writing(*changes) as session:
        _must_be_open(desk, session, plan.broadcast_id)
        desk.store.compositions.remove(session, plan.broadcast_id)
        _remove_words(desk, session, plan.broadcast_id)
        inverse = {"act": BRING_BACK, "broadcast_id": plan.broadcast_id, "plan": _told(plan, written)}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def bring_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """It is being written again, as it was when it was thrown away."""
    broadcast_id = inverse["broadcast_id"]
    plan = _plan(broadcast_id, inverse["plan"])
    desk.store.ring(session, Change("broadcast", broadcast_id), Change("drafts"))
    _put(desk, session, plan)
    _put_words(desk, session, broadcast_id, _words(inverse["plan"]))
    return say("It is back: {name}", name=one_line(plan.name, _NAME_CELLS) or say("a group text"))


def write_on(desk: Desk, broadcast_id: str) -> Plan:
    """What was confirmed and refused, or came back too late, as a new one that is being written. Raises NotFound."""
    with desk.store.reading() as session:
        kept = desk.store.compositions.get(session, broadcast_id)
        known = desk.store.broadcasts.get(session, broadcast_id)
        people = [person["client_id"] for person in known.left_out] if known is not None else []
        people += [person.client_id for person in desk.store.broadcasts.recipients(session, broadcast_id)]
        came_back = desk.store.drafts.get(session, draft_key(broadcast_id, VERSIONS[0]))
    if kept is not None and not kept.is_confirmed:
        return _plan(broadcast_id, kept.plan)
    if kept is None and known is None:
        raise NotFound(say("There is no such group text"))
    again = BroadcastId(new_id())
    if kept is not None:
        plan, written = replace(_plan(broadcast_id, kept.plan), broadcast_id=again), _words(kept.plan)
    else:
        body = known.body if known is not None else ""
        plan = Plan(again, known.name if known is not None else "", Audience().joined(people))
        written = Words({VERSIONS[0]: body or (came_back.body if came_back is not None else "")})
    if plan.not_before_at is not None and plan.not_before_at <= desk.now:
        plan = replace(plan, not_before_at=None)
    with desk.store.writing(Change("broadcast", again), Change("drafts")) as session:
        _put(desk, session, plan)
        _put_words(desk, session, again, written)
        desk.store.drafts.remove(session, draft_key(broadcast_id, VERSIONS[0]))
    return plan


def sent_words(desk: Desk, session: Session, broadcast_id: str) -> Words:
    """What was confirmed, in all its versions; none where another machine sent it."""
    kept = desk.store.compositions.get(session, broadcast_id)
    return _words(kept.plan) if kept is not None else Words({})


def must_be_that(desk: Desk, session: Session, plan: Plan, written: Words) -> None:
    """What was confirmed under that id is this plan with these words. Raises Conflict when it is another one."""
    kept = desk.store.compositions.get(session, plan.broadcast_id)
    if kept is not None and kept.plan != _told(replace(plan, name=kept.plan.get("name", "")), written):
        _must_be_open(desk, session, plan.broadcast_id)


def confirmed(desk: Desk, session: Session, plan: Plan, written: Words) -> None:
    """It has left the desk: its words are no drafts any more, and are kept with the plan in case it comes back.

    One that was called after its people is called after those whom it then has.
    """
    kept = desk.store.compositions.get(session, plan.broadcast_id)
    name = plan.name if kept is None else kept.plan.get("name", "")
    told = _told(replace(plan, name=name), written)
    desk.store.compositions.put(session, plan.broadcast_id, told, at=desk.now, is_confirmed=True)
    _remove_words(desk, session, plan.broadcast_id)
    desk.store.ring(session, Change("drafts"))


def reopen(desk: Desk, session: Session, broadcast_id: str) -> None:
    """What was confirmed did not leave: it is being written again, as it was."""
    kept = desk.store.compositions.get(session, broadcast_id)
    if kept is not None:
        _put(desk, session, _plan(broadcast_id, kept.plan))
        _put_words(desk, session, broadcast_id, _words(kept.plan))
        desk.store.ring(session, Change("drafts"))


@contextmanager
def settled(desk: Desk, broadcast_id: str) -> Iterator[Late]:
    """Meanwhile no key that is not on the disk yet is written among the words of that broadcast: what those are."""
    with ExitStack() as stack:
        yield {v: stack.enter_context(drafting.late(desk, draft_key(broadcast_id, v))) for v in VERSIONS}


def _put(desk: Desk, session: Session, plan: Plan) -> None:
    desk.store.compositions.put(session, plan.broadcast_id, _told(plan), at=desk.now)


def _put_words(desk: Desk, session: Session, broadcast_id: str, written: Words) -> None:
    for version, body in written.written.items():
        key = draft_key(broadcast_id, version)
        draft = Draft(key, new_id(), body, len(body), len(body), owner=desk.window or None, at=desk.now)
        desk.store.drafts.put(session, draft)


def _remove_words(desk: Desk, session: Session, broadcast_id: str) -> None:
    for version in VERSIONS:
        desk.store.drafts.remove(session, draft_key(broadcast_id, version))


def _told(plan: Plan, written: Words | None = None) -> dict[str, Any]:
    """The plan as it is kept: JSON."""
    told: dict[str, Any] = {
        "name": whole(plan.name),
        "groups": list(plan.audience.groups),
        "without": list(plan.audience.without),
        "picked": list(plan.audience.picked),
        "not_before_at": plan.not_before_at,
    }
    if plan.audience.spared:
        told["spared"] = list(plan.audience.spared)
    if written is not None:
        told["words"] = [[v.language, v.is_neutral, body] for v, body in written.written.items()]
    return told


def _plan(broadcast_id: str, told: Mapping[str, Any]) -> Plan:
    chosen = Audience(*(tuple(told.get(part, ())) for part in ("groups", "without", "picked", "spared")))
    return Plan(BroadcastId(broadcast_id), told.get("name", ""), chosen, told.get("not_before_at"))


def _words(told: Mapping[str, Any]) -> Words:
    return Words({Version(language, is_neutral): body for language, is_neutral, body in told.get("words", ())})
