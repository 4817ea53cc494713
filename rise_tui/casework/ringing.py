"""When the terminal's bell rings: something urgent came, or, where that is wanted, somebody more needs a reply."""

from dataclasses import dataclass, field

from rise_tui.casework import waiting
from rise_tui.casework.desk import Desk

LOOKED_AT = 20
"""Urgent ones stand on top: so many rows are looked at."""


@dataclass
class Ringing:
    """Whether to ring, asked after each change of the inbox. `wanted`: auto (urgent only), on (every reply), off."""

    wanted: str = "auto"
    _urgent: frozenset[tuple[str, int]] = field(default=frozenset())
    _needing: int = 0
    _has_looked: bool = False

    def rings(self, desk: Desk) -> bool:
        """Is there anything to ring for since the last time? Never for what was there before, or while catching up."""
        if self.wanted == "off":
            return False
        urgent, needing = self._urgent, self._needing
        rows = waiting.waiting_list(desk).page(0, LOOKED_AT)
        self._urgent = frozenset((row.client_id, row.last_inbound_seq) for row in rows if row.is_urgent)
        self._needing = waiting.counts(desk).needs_reply
        is_first, self._has_looked = not self._has_looked, True
        if is_first or not desk.is_up_to_date:
            return False
        return bool(self._urgent - urgent) or (self.wanted == "on" and self._needing > needing)
