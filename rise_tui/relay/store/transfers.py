"""A client goes from one caseworker to another: the marker in the conversation, the client's row, the access."""

from dataclasses import asdict, dataclass

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.people import Deed, hand_over
from rise_tui.wire.codec import from_json


@dataclass(frozen=True, slots=True)
class Transfer:
    """From whom to whom. `message_id`: the text that the client gets; `undoes`: the transfer that it takes back."""

    id: str
    client_id: str
    from_caseworker_id: str | None
    to_caseworker_id: str | None
    note: str = ""
    message_id: str | None = None
    text_left_out: str | None = None
    undoes: str | None = None


def make(tx: Tx, deed: Deed, new: Transfer) -> int:
    """Give the client to the other one; returns the number of the marker's event."""
    seq = mark(tx, deed, new)
    changed = deed.tell(tx, "ClientChanged", client_id=new.client_id, ref_id=new.client_id)
    key = {"office_id": deed.office_id, "id": new.client_id}
    row = tx.one("SELECT field_seqs FROM client WHERE office_id = :office_id AND id = :id", **key)
    seqs = {**({} if row is None else from_json(row["field_seqs"])), "caseworker_id": changed}
    tx.update("client", key, caseworker_id=new.to_caseworker_id, seq=changed, field_seqs=seqs)
    hand_over(tx, deed, new.client_id, new.from_caseworker_id, new.to_caseworker_id, new.id)
    return seq


def mark(tx: Tx, deed: Deed, new: Transfer) -> int:
    """Keep that it was done, where whoever sees the client reads it; returns the number of its event."""
    seq = deed.tell(tx, "ClientTransferred", client_id=new.client_id, ref_id=new.id)
    tx.insert("transfer", office_id=deed.office_id, **asdict(new), actor=deed.actor, at=deed.at, seq=seq)
    return seq
