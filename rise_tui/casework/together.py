"""Several acts as one: decided about many people at a time, or in steps about one; one key takes the whole back."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rise_tui.casework import triage
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import is_here
from rise_tui.domain.errors import Conflict, NotFound, Refused
from rise_tui.domain.say import say, say_many
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

SEVERAL = "several"


@dataclass(frozen=True)
class Together:
    """What was done with many at a time, in words; `left`: the urgent ones, which only one by one are decided about.

    `new`: those who have written since, where that keeps them.
    """

    label: str
    count: int
    left: int
    new: int = 0

    @property
    def words(self) -> str:
        """`14 done; 1 urgent left for you`."""
        told = self.label
        if self.left:
            told = say("{label}; {left}", label=told, left=left_words(self.left))
        if self.new:
            new = say_many("{count} has written meanwhile", "{count} have written meanwhile", self.new)
            told = say("{label}; {left}", label=told, left=new)
        return told


def left_words(left: int) -> str:
    """How many urgent ones an act with many has left; empty: none."""
    return say_many("{count} urgent left for you", "{count} urgent left for you", left) if left else ""


def only_urgent() -> Refused:
    """Why an act with many is none, where all of them are urgent."""
    return Refused(say("Urgent ones are decided about one by one"), "", say("Open each, and see to it."))


def done(desk: Desk, seen: Mapping[str, int]) -> Together:
    """No answer needed by any of these people, having seen their texts up to those seqs; urgent ones are left.

    One act that can be taken back. Raises Refused when only urgent ones were meant, NotFound when all have gone.
    """

    def one(session: Session, client_id: str) -> dict[str, Any]:
        return triage.judge_in(desk, session, client_id, ConversationState.DONE, seen[client_id])

    return _each(desk, seen, one, lambda who: say("Done: {who}", who=who))


def snooze(desk: Desk, seen: Mapping[str, int], until_at: int) -> Together:
    """Put these people away until then (milliseconds, or UNTIL_THEY_REPLY), having seen their texts up to those seqs.

    Urgent ones are left, and who has written since. One act that can be taken back. Raises Refused when only urgent
    ones were meant, Conflict when all others have written since, NotFound when they have gone.
    """

    def one(session: Session, client_id: str) -> dict[str, Any] | None:
        return triage.snooze_in(desk, session, client_id, until_at, seen[client_id])

    return _each(desk, seen, one, lambda who: triage.snoozed_words(desk, until_at, who))


def without_urgent(desk: Desk, client_ids: Collection[str]) -> tuple[list[str], int]:
    """Those of these people about whom one may decide together, and how many are urgent and so left."""
    with desk.store.reading() as session:
        lines = desk.store.conversations.of(session, list(client_ids))
    calm = [one for one in client_ids if one not in lines or not lines[one].is_urgent]
    return calm, len(client_ids) - len(calm)


def _each(
    desk: Desk,
    client_ids: Collection[str],
    act: Callable[[Session, str], dict[str, Any] | None],
    label_of: Callable[[str], str],
) -> Together:
    """`act` decides about one person; None: about them it decides nothing. Who has gone meanwhile is left out."""
    calm, left = without_urgent(desk, client_ids)
    if not calm:
        raise only_urgent()
    changes = [Change("inbox", client_id) for client_id in calm]
    with desk.store.writing(*changes, Change("outbox"), is_durable=True) as session:
        here = [client_id for client_id in calm if is_here(desk, session, client_id)]
        if not here:
            raise NotFound(say("They are not your clients any more"), "", say("Ask a supervisor who has them now."))
        acts = [inverse for client_id in here if (inverse := act(session, client_id)) is not None]
        if not acts:
            raise Conflict(say("They have written meanwhile"), "", say("Read it first."))
        one = acts[0]["client_id"] if len(acts) == 1 else None
        who = say_many("{count} person", "{count} people", len(acts)) if one is None else name_of(desk, session, one)
        label = label_of(who)
        desk.store.undo.add(session, label, {"act": SEVERAL, "acts": acts}, client_id=one, at=desk.now)
    return Together(label, len(acts), left, len(here) - len(acts))


@contextmanager
def as_one(desk: Desk, client_id: str, label: str, *changes: Change) -> Iterator[Session]:
    """What is done inside, in the session that it is given, is one act of that label: done and taken back as a whole.

    One transaction: whatever ends it half-way leaves nothing of it.
    """
    with desk.store.writing(*changes, is_durable=True) as session:
        newest = desk.store.undo.heads(session, 1)
        yield session
        before = newest[0].undo_id if newest else 0
        parts = [act for act in desk.store.undo.list(session) if act.undo_id > before]
        if not parts:
            return
        for part in parts:
            desk.store.undo.remove(session, part.undo_id)
        inverse = {"act": SEVERAL, "acts": [part.inverse for part in parts]}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
