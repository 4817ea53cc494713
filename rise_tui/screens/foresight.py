"""What would come of a text to many, looked at whenever it changes: of few people at once, of many off the loop."""

import asyncio
from collections.abc import Callable

from textual.timer import Timer

from rise_tui.casework import gathering, outlook, planning, previewing
from rise_tui.casework.desk import Desk
from rise_tui.casework.gathering import Crowd
from rise_tui.casework.outlook import Outlook
from rise_tui.casework.planning import Plan
from rise_tui.casework.previewing import Preview
from rise_tui.screens.room import Room

REST = 0.3
"""Seconds without a key after which what would come of many texts is looked at: at each key it would slow them."""
FEW = 200
"""People who are looked at within a key."""


class Foresight:
    """Looks, shows what it saw, and tells who waits for it; what changes meanwhile is looked at next."""

    def __init__(self, room: Room, plan: Callable[[], Plan], show: Callable[[Outlook], None]) -> None:
        """`plan` is asked for what is planned now; `show` is given what would come of it, in words."""
        self.ready: Preview | None = None
        """What would come of it, as last looked at."""
        self._room, self._plan, self._show = room, plan, show
        self._crowd: Crowd | None = None
        self._must_gather = True
        self._is_looking = False
        self._must_look_again = False
        self._resting: Timer | None = None
        self._waiting: Callable[[Preview], None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether what was shown is not yet what is."""
        return self._is_looking or self._resting is not None

    def look(self, *, is_new_crowd: bool = False) -> None:
        """Look now. `is_new_crowd`: the people may be others, or stand otherwise, than they did."""
        self._must_gather = self._must_gather or is_new_crowd
        if self._is_looking:
            self._must_look_again = True
            return
        known = None if self._must_gather else self._crowd
        self._must_gather, self._must_look_again = False, False
        if self._is_few:
            self._looked(*_look(self._room.desk, self._plan(), known))
            return
        self._is_looking = True
        self._room.run_worker(self._look_aside(known))

    def rewritten(self) -> None:
        """The words changed, the people have not: look at few now, at many once the hand rests."""
        if self._is_few:
            self.look()
            return
        self._rest_no_more()
        self._resting = self._room.set_timer(REST, self._rested)

    def when_looked(self, act: Callable[[Preview], None], *, is_new_crowd: bool = False) -> None:
        """Do something with what would come of it as it is now, as soon as that has been looked at."""
        if self.ready is not None and not self.is_busy and not is_new_crowd:
            act(self.ready)
            return
        self._rest_no_more()
        self._waiting = act
        self.look(is_new_crowd=is_new_crowd)

    @property
    def _is_few(self) -> bool:
        """Are those who were looked at last so few, and still those who are chosen?"""
        ready = self.ready
        return ready is not None and ready.audience == self._plan().audience and len(ready.crowd.people) <= FEW

    async def _look_aside(self, known: Crowd | None) -> None:
        self._looked(*await asyncio.to_thread(_look, self._room.desk, self._plan(), known))

    def _looked(self, ready: Preview, told: Outlook) -> None:
        """Show it, unless something has changed meanwhile."""
        self._is_looking, self._crowd = False, ready.crowd
        if self._must_look_again:
            self.look()
            return
        self.ready = ready
        self._show(told)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(ready)

    def _rested(self) -> None:
        self._resting = None
        self.look()

    def _rest_no_more(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None


def _look(desk: Desk, plan: Plan, crowd: Crowd | None) -> tuple[Preview, Outlook]:
    """In any thread: it reads, and touches no widget."""
    with gathering.uncollected():
        return _seen(desk, plan, crowd)


def _seen(desk: Desk, plan: Plan, crowd: Crowd | None) -> tuple[Preview, Outlook]:
    known = crowd if crowd is not None else gathering.gather(desk, plan.audience)
    ready = previewing.look(
        desk,
        plan.broadcast_id,
        known,
        planning.words(desk, plan.broadcast_id),
        audience=plan.audience,
        name=planning.name_of(desk, plan),
        not_before_at=plan.not_before_at,
    )
    return ready, outlook.outlook(desk, plan, ready)
