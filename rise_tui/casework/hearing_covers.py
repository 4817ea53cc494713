"""A cover of one's own that has just ended: told once, as soon as it is known here."""

from rise_tui.casework import covering
from rise_tui.casework.desk import Desk
from rise_tui.domain.say import say, say_many


class HearingCovers:
    """Remembers whose end is known; what had ended before is said by the first line of the day."""

    def __init__(self, desk: Desk) -> None:
        self._known = self._all(desk)

    def ended(self, desk: Desk) -> str:
        """Whose cover is over since the last time, and who waits, safe for a terminal; empty: nobody's."""
        new = self._all(desk) - self._known
        if not new:
            return ""
        self._known |= new
        summary = next((one for one in covering.summaries(desk) if one.cover_id in new and not one.is_read), None)
        if summary is None:
            return ""
        if not summary.waiting:
            return say("{name}'s cover for you is over: nobody waits.", name=summary.by_name)
        return say_many(
            "{name}'s cover for you is over: {count} waits.",
            "{name}'s cover for you is over: {count} wait.",
            len(summary.waiting),
            name=summary.by_name,
        )

    def _all(self, desk: Desk) -> set[str]:
        with desk.store.reading() as session:
            ended = desk.store.covers.ended(session, desk.caseworker_id, desk.now - covering.SUMMARY_MS)
        return {one.cover_id for one in ended}
