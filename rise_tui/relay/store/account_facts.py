"""What the database knows of the carrier's account: our numbers, the offices' phones, whether it keeps STOP itself."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import rules_of


class AccountFacts(NamedTuple):
    """Of all offices: the numbers that texts leave from, and by name the phone at which a person answers.

    `has_refused`: the carrier has refused a text to somebody for their STOP.
    """

    numbers: Sequence[str]
    phones: Mapping[str, str]
    has_refused: bool


def account_facts(tx: Tx) -> AccountFacts:
    """Read them."""
    offices = tx.all("SELECT name, rules FROM office ORDER BY rowid")
    numbers = tx.all("SELECT e164 FROM number WHERE is_active = 1 ORDER BY rowid")
    refused = tx.one(
        "SELECT 1 FROM consent WHERE how = 'carrier' AND state = 'opted_out'"
        " UNION ALL SELECT 1 FROM message WHERE automatic = 'stop' AND reason = 'opted_out' LIMIT 1"
    )
    phones = {row["name"]: rules_of(row["rules"]).phone for row in offices}
    return AccountFacts([row["e164"] for row in numbers], phones, refused is not None)
