"""What the office has just not taken: told once, as soon as it is known here."""

from rise_tui.casework import refusals
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Refused
from rise_tui.domain.say import say


class HearingNo:
    """Remembers what was refused before, so that only what is new is told. Texts are not among it: they come back."""

    def __init__(self, desk: Desk) -> None:
        self._known = frozenset(one.write_id for one in refusals.refused(desk))

    def trouble(self, desk: Desk) -> Refused | None:
        """What was refused since the last time, safe for a terminal; None: nothing."""
        standing = refusals.refused(desk)
        news = [one for one in standing if one.write_id not in self._known and not one.is_behind_another]
        self._known = frozenset(one.write_id for one in standing)
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
