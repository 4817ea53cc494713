"""Which of a client's numbers a text goes to, and from which of ours."""

from dataclasses import dataclass, field

from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json

_STILL_OURS = (
    "FROM message m CROSS JOIN number n ON n.office_id = m.office_id AND n.e164 = m.sender AND n.is_active = 1"
    " WHERE m.office_id = :office_id"
)


@dataclass(frozen=True, slots=True)
class Way:
    """To this number, from that one of ours."""

    e164: str = field(repr=False)
    sender: str


def way_to(tx: Tx, office_id: str, client_id: str, at: int) -> Way | None:
    """The way to a client, or to an unknown number (`tel:+1…`); None: they have no number that may be texted.

    It is the open, confirmed number that the client last wrote from, else their newest confirmed one; from the sender
    last used with it, else the office's first. `at` is milliseconds.
    """
    ways = ways_to(tx, office_id, [client_id], at)
    return ways.get(client_id)


def ways_to(tx: Tx, office_id: str, clients: list[str], at: int) -> dict[str, Way]:
    """The ways to many at once, by client; who has none is not in it."""
    rows = tx.all(
        "SELECT v.value AS client_id, COALESCE("
        " (SELECT h.e164 FROM conversation c JOIN holding h ON h.office_id = c.office_id AND h.client_id = c.id"
        "  AND h.e164 = c.last_e164 AND h.is_confirmed = 1 WHERE c.office_id = :office_id AND c.id = v.value"
        "  AND h.from_at <= :at AND (h.until_at IS NULL OR h.until_at > :at)),"
        " (SELECT h.e164 FROM holding h WHERE h.office_id = :office_id AND h.client_id = v.value AND h.is_confirmed = 1"
        "  AND h.from_at <= :at AND (h.until_at IS NULL OR h.until_at > :at) ORDER BY h.from_at DESC, h.e164 LIMIT 1),"
        " CASE WHEN v.value GLOB 'tel:[+0-9]*' THEN substr(v.value, 5) END) AS e164"
        " FROM json_each(:clients) v",
        office_id=office_id,
        clients=to_json(clients),
        at=at,
    )
    numbers = {row["client_id"]: row["e164"] for row in rows if row["e164"] is not None}
    senders = _senders(tx, office_id, numbers)
    return {client: Way(e164, senders[client]) for client, e164 in numbers.items() if client in senders}


def _senders(tx: Tx, office_id: str, numbers: dict[str, str]) -> dict[str, str]:
    """For each client the one of ours that was last used with them on that number and still is ours.

    Else the one that anybody on that number was last texted from, else the office's first; {} without any.
    """
    rows = tx.all(
        "WITH ours AS MATERIALIZED (SELECT v.key AS client_id, v.value AS e164, COALESCE("
        f" (SELECT m.seq {_STILL_OURS} AND m.direction = 'outbound' AND m.conversation_id = v.key"
        "  AND m.e164 = v.value ORDER BY m.seq DESC LIMIT 1), 0) AS seq FROM json_each(:numbers) v)"
        " SELECT o.client_id, COALESCE("
        f" (SELECT m.sender {_STILL_OURS} AND m.e164 = o.e164"  # what they wrote since; most often nothing
        f"  AND m.seq IN {received_in('o.client_id', after='o.seq')} ORDER BY m.seq DESC LIMIT 1),"
        " (SELECT m.sender FROM message m WHERE m.office_id = :office_id AND m.seq = o.seq),"
        f" (SELECT m.sender {_STILL_OURS} AND m.direction = 'outbound' AND m.e164 = o.e164"
        "  ORDER BY m.seq DESC LIMIT 1),"
        " (SELECT n.e164 FROM number n WHERE n.office_id = :office_id AND n.is_active = 1 ORDER BY n.rowid LIMIT 1)"
        ") AS sender FROM ours o",
        office_id=office_id,
        numbers=to_json(numbers),
    )
    return {row["client_id"]: row["sender"] for row in rows if row["sender"] is not None}
