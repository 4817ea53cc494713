"""What the database knows of the carrier's account: our numbers, how offices speak, whether it keeps STOP itself."""

from collections.abc import Sequence
from typing import NamedTuple

from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import rules_of


class OfficeFacts(NamedTuple):
    """An office's name, its rules, and whether others read the phone of any client of it."""

    name: str
    rules: OfficeRules
    has_discreet: bool


class AccountFacts(NamedTuple):
    """Of all offices: the numbers that texts leave from, and how each of them speaks.

    `has_refused`: the carrier has refused a text to somebody for their STOP.
    """

    numbers: Sequence[str]
    offices: Sequence[OfficeFacts]
    has_refused: bool


def account_facts(tx: Tx) -> AccountFacts:
    """Read them."""
    offices = tx.all(
        "SELECT o.name, o.rules, EXISTS ("
        "  SELECT 1 FROM client c WHERE c.office_id = o.office_id AND c.is_discreet = 1) AS has_discreet"
        " FROM office o ORDER BY o.rowid"
    )
    numbers = tx.all("SELECT e164 FROM number WHERE is_active = 1 ORDER BY rowid")
    refused = tx.one(
        "SELECT 1 FROM consent WHERE how = 'carrier' AND state = 'opted_out'"
        " UNION ALL SELECT 1 FROM message WHERE automatic = 'stop' AND reason = 'opted_out' LIMIT 1"
    )
    spoken = [OfficeFacts(row["name"], rules_of(row["rules"]), bool(row["has_discreet"])) for row in offices]
    return AccountFacts([row["e164"] for row in numbers], spoken, refused is not None)
