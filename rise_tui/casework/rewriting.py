"""Writing a broadcast again: one that has not left this machine, one that was refused, or what went out before."""

from rise_tui.casework import broadcasting, planning, tallying
from rise_tui.casework.desk import Desk
from rise_tui.casework.planning import Plan
from rise_tui.domain.errors import Conflict
from rise_tui.domain.say import say
from rise_tui.domain.tallies import Phase


def write_again(desk: Desk, broadcast_id: str) -> Plan:
    """The same text and people, being written: the very one if it has not left this machine, else a new one.

    Raises Conflict while any of it is still to leave at the office, NotFound.
    """
    found = tallying.overview(desk, broadcast_id)
    if found.phase is Phase.HERE:
        with desk.store.writing(is_durable=True) as session:
            broadcasting.recall(desk, session, {"broadcast_id": broadcast_id})
        return planning.resume(desk, broadcast_id)
    if found.tally.to_come:
        raise Conflict(say("It goes out as it is"), "", say("d drops what has not left; then e writes it again."))
    return planning.write_on(desk, broadcast_id)
