"""A cover of one's own that has just ended: told once, as soon as it is known here."""

from rise_tui.casework import covering
from rise_tui.casework.desk import Desk
from rise_tui.domain.say import say, say_many


class HearingCovers:
    """Remembers which end was told; what had ended before is said by the first line of the day."""

    def __init__(self, desk: Desk) -> None:
        self._known = self._newest(desk)

    def ended(self, desk: Desk) -> str:
        """Whose cover is over since the last time, and who waits, safe for a terminal; empty: nobody's."""
        before, self._known = self._known, self._newest(desk)
        summary = covering.unread_summary(desk) if self._known != before else None
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

    def _newest(self, desk: Desk) -> str:
        with desk.store.reading() as session:
            ended = desk.store.covers.ended(session, desk.caseworker_id, desk.now - covering.SUMMARY_MS)
        return next((one.cover_id for one in ended if not one.is_read), "")
