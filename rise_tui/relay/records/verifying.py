"""Goes through an office's audit log and holds it against every hash that left this machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.domain.audit_chain import Fault, Head, first_fault
from rise_tui.relay.records.heads import heads_in_file
from rise_tui.relay.store.audit import entries_of, head_of, kept_heads
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.log_reading import epoch_of


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: the first fault, if there is one; the newest entry; and how many kept hashes from before a
    restore name entries that it took away: whether there was one is for who reads this to know."""

    fault: Fault | None
    head: Head | None
    before_restore: int = 0


def verify(tx: Tx, office_id: str, kept_in: str = "", given: Sequence[Head] = ()) -> Verified:
    """Check the whole chain. `kept_in`: the file that the hashes go to, if it is one; `given`: others."""
    epoch = epoch_of(tx)
    in_file = heads_in_file(kept_in, office_id)
    binding = [*kept_heads(tx, office_id), *(head for one, head in in_file if one == epoch), *given]
    fault = first_fault(office_id, entries_of(tx, office_id), binding)
    earlier = {head for one, head in in_file if one != epoch}
    standing = {Head(entry.n, entry.hash) for entry in entries_of(tx, office_id)} if earlier else set()
    return Verified(fault, head_of(tx, office_id), len(earlier - standing))
