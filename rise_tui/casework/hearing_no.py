"""What the office has just not taken: told once, as soon as it is known here, also after rise was closed meanwhile."""

from contextlib import suppress

from rise_tui.casework import refusals
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Refused, RiseError
from rise_tui.domain.say import say
from rise_tui.store.notices import TOLD_NO


class HearingNo:
    """Remembers what was told, so that only what is new is. Texts are not among it: they come back as drafts."""

    def __init__(self, desk: Desk) -> None:
        with desk.store.reading() as session:
            notice = desk.store.notices.get(session, TOLD_NO)
        self._known = frozenset(map(str, notice.words["write_ids"])) if notice is not None else frozenset()

    def trouble(self, desk: Desk) -> Refused | None:
        """What was refused since the last time, safe for a terminal; None: nothing."""
        standing = refusals.refused(desk)
        news = [one for one in standing if one.write_id not in self._known and not one.is_behind_another]
        known = frozenset(one.write_id for one in standing)
        if known != self._known:
            self._known = known
            self._keep(desk)
        if not news:
            return None
        if len(news) > 1:
            return Refused(
                say("{count} acts were not taken", count=len(news)),
                news[-1].why,
                say("In the list of clients (2) ! stands beside whose card it is."),
            )
        (one,) = news
        about = say("{what}, {name}", what=one.what, name=one.name) if one.name else one.what
        return Refused(say("Not taken: {what}", what=about), one.why, "")

    def _keep(self, desk: Desk) -> None:
        """For the next start; where nothing can be written now it is told once more then."""
        with suppress(RiseError), desk.store.writing() as session:
            words = {"write_ids": sorted(self._known)}
            desk.store.notices.put(session, TOLD_NO, words, seq=0, at=desk.now)
