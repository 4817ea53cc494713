"""What this relay has heard of what came to its numbers: which texts it knows, and up to when it has listed them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json


@dataclass(frozen=True)
class OurNumber:
    """A number of an office, at which texts come in."""

    office_id: str
    e164: str = field(repr=False)


def numbers(tx: Tx) -> list[OurNumber]:
    """All numbers that texts may come to, also those that nothing is sent from any more."""
    return [OurNumber(row["office_id"], row["e164"]) for row in tx.all("SELECT office_id, e164 FROM number")]


def heard_until(tx: Tx, number: OurNumber, now: int) -> int:
    """Up to when (milliseconds) everything that came to this number is here.

    Of a number that was never listed: its newest text, else now; what came before there was an office is nobody's.
    """
    row = tx.one(
        "SELECT COALESCE(n.heard_until_at, (SELECT max(at) FROM message m WHERE m.office_id = n.office_id"
        " AND m.sender = n.e164 AND m.direction = 'inbound')) AS at"
        " FROM number n WHERE n.office_id = :office_id AND n.e164 = :e164",
        office_id=number.office_id,
        e164=number.e164,
    )
    return now if row is None or row["at"] is None else int(row["at"])


def heard(tx: Tx, number: OurNumber, at: int) -> None:
    """Everything that came to this number before `at` (milliseconds) is here now."""
    tx.update("number", {"office_id": number.office_id, "e164": number.e164}, heard_until_at=at)


def is_deaf(tx: Tx, restored_since: int) -> bool:
    """Was this database put back from a backup, after that moment (milliseconds), and some number not listed since?

    Then nobody here knows what was said to it after the backup, a STOP for instance.
    """
    row = tx.one(
        "SELECT 1 FROM instance i JOIN number n ON COALESCE(n.heard_until_at, 0) < i.restored_at"
        " WHERE i.restored_at > :restored_since LIMIT 1",
        restored_since=restored_since,
    )
    return row is not None


def known(tx: Tx, office_id: str, carrier: str, carrier_ids: Sequence[str]) -> frozenset[str]:
    """Those of the carrier's ids whose texts are here, or were and have been purged."""
    rows = tx.all(
        "SELECT carrier_id FROM message WHERE office_id = :office_id AND carrier = :carrier"
        " AND carrier_id IN (SELECT value FROM json_each(:ids))"
        " UNION ALL SELECT carrier_id FROM purged_text WHERE office_id = :office_id AND carrier = :carrier"
        " AND carrier_id IN (SELECT value FROM json_each(:ids))",
        office_id=office_id,
        carrier=carrier,
        ids=to_json(list(carrier_ids)),
    )
    return frozenset(row["carrier_id"] for row in rows)
