"""Whom a tour leads to: somebody whose word is plain, somebody who sent a paper; and what has become of them since."""

from collections.abc import Collection
from dataclasses import dataclass

from rise_tui.casework import planning, unfiled, waiting
from rise_tui.casework.desk import Desk
from rise_tui.casework.planning import Plan
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.proposals import Proposal, proposal_words, propose
from rise_tui.domain.triage import ConversationState

LOOKED_THROUGH = 60
"""People from the top of the list among whom a tour finds whom it leads to: nobody is sent far down."""
PAPERS = 10
"""Photos that are looked at for a paystub."""
PLAIN = frozenset({Proposal.DONE, Proposal.COME_YES, Proposal.COME_NO})
"""What one key does at once and is easily understood."""


@dataclass(frozen=True)
class Led:
    """Somebody a tour leads to: who, their name (safe), and what their word proposes, as the line of keys says it."""

    client_id: str
    name: str
    proposal: str = ""


def plain(desk: Desk, *, beside: str | None = None) -> Led | None:
    """The first from the top, other than `beside`, for whom one key does all there is to do; None: nobody."""
    for line in waiting.waiting_list(desk).page(0, LOOKED_THROUGH):
        proposal = propose(line, line.client_id)
        if proposal in PLAIN and line.client_id != beside and not line.is_urgent and line.consent != "opted_out":
            return Led(line.client_id, line.name, proposal_words(proposal))
    return None


def with_paper(desk: Desk, *, beside: Collection[str] = ()) -> Led | None:
    """Somebody other than those whose photo nobody has filed, a paystub if there is one; None: nobody."""
    with desk.store.reading() as session:
        waiting_ids = desk.store.photos.unfiled_clients(session, desk.now, PAPERS)
        lines = desk.store.conversations.of(session, waiting_ids)
    ids = [one for one in waiting_ids if one not in beside and not lines[one].is_urgent]
    kinds = {one: found.kind for one in ids if (found := unfiled.first(desk, one)) is not None}
    chosen = next((one for one in kinds if kinds[one] is DocumentKind.PAYSTUB), next(iter(kinds), None))
    return None if chosen is None else Led(chosen, lines[chosen].name)


def needs_reply(desk: Desk, client_id: str) -> bool:
    """Whether they stand in the list of those who need a reply."""
    return not waiting.no_longer(desk, "needs_reply", [client_id])


def is_written_to(desk: Desk, client_id: str) -> bool:
    """Whether our word is the last: what was sent to them was not taken back."""
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
    return line is not None and line.state == ConversationState.WAITING and not needs_reply(desk, client_id)


def unfiled_of(desk: Desk, client_id: str) -> int:
    """How many of their photos nobody has filed or put aside."""
    with desk.store.reading() as session:
        return len(desk.store.photos.unfiled(session, client_id))


def has_words(desk: Desk, plan: Plan) -> bool:
    """Whether anything is written of this text to many."""
    return bool(planning.words(desk, plan.broadcast_id).written)
