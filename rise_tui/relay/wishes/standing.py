"""How a conversation stands on the relay: read, changed and told in one place."""

from dataclasses import dataclass, replace

from rise_tui.domain.triage import ConversationState, judge
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes.wished import Wished


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation's row; one that has none yet is done and empty. Times are milliseconds."""

    id: str
    state: ConversationState = ConversationState.DONE
    snoozed_until_at: int | None = None
    is_flagged: bool = False
    seen_through: int = 0
    last_inbound_seq: int = 0
    seq: int = 0
    is_there: bool = False


def standing_of(tx: Tx, office_id: str, conversation_id: str) -> Standing:
    """How the conversation stands."""
    row = tx.one(
        "SELECT state, snoozed_until_at, is_flagged, seen_through, last_inbound_seq, seq FROM conversation"
        " WHERE office_id = :office_id AND id = :id",
        office_id=office_id,
        id=conversation_id,
    )
    if row is None:
        return Standing(conversation_id)
    return Standing(
        conversation_id,
        ConversationState(row["state"]),
        row["snoozed_until_at"],
        bool(row["is_flagged"]),
        row["seen_through"],
        row["last_inbound_seq"],
        row["seq"],
        is_there=True,
    )


def judged(old: Standing, wished: ConversationState, seen_through: int) -> Standing:
    """The conversation after somebody wished for a state who had seen texts up to `seen_through`.

    A wish covers no text that came later: how that one was judged, or that it needs a reply, stands.
    """
    state = judge(wished, seen_through, old.last_inbound_seq)
    is_stale = state is not wished
    return replace(old, state=old.state if is_stale else state, seen_through=max(old.seen_through, seen_through))


def tell_standing(tx: Tx, wish: Wished, new: Standing, *, audience: str | None = None) -> int:
    """Put a ConversationChanged into the log; returns its number. `audience`: the one caseworker it is for."""
    return wish.tell(
        tx,
        "ConversationChanged",
        client_id=new.id,
        ref_id=new.id,
        audience=audience,
        state=str(new.state),
        snoozed_until_at=new.snoozed_until_at,
        is_flagged=new.is_flagged,
        seen_through=new.seen_through,
    )


def settle(tx: Tx, wish: Wished, new: Standing) -> Standing:
    """Store how it stands now, and tell everybody who sees it; returns it with its event's number."""
    told = replace(new, seq=tell_standing(tx, wish, new), is_there=True)
    keep(tx, wish.office_id, told)
    return told


def keep(tx: Tx, office_id: str, new: Standing) -> None:
    """Write the row; what else it holds (numbers, the hold) stays."""
    tx.run(
        "INSERT INTO conversation (office_id, id, state, snoozed_until_at, is_flagged, seen_through, last_inbound_seq,"
        " last_at, seq) VALUES (:office_id, :id, :state, :snoozed, :flagged, :seen, :inbound, 0, :seq)"
        " ON CONFLICT (office_id, id) DO UPDATE SET state = excluded.state,"
        " snoozed_until_at = excluded.snoozed_until_at, is_flagged = excluded.is_flagged,"
        " seen_through = excluded.seen_through, last_inbound_seq = excluded.last_inbound_seq, seq = excluded.seq",
        office_id=office_id,
        id=new.id,
        state=str(new.state),
        snoozed=new.snoozed_until_at,
        flagged=int(new.is_flagged),
        seen=new.seen_through,
        inbound=new.last_inbound_seq,
        seq=new.seq,
    )
