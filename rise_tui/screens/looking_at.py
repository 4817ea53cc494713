"""Whose file stands on the screen, told to the office when somebody else's takes its place or one looks away."""

from functools import partial
from typing import TYPE_CHECKING

from rise_tui.casework.looked_at import Look, Looks, tell
from rise_tui.domain.errors import RiseError

if TYPE_CHECKING:
    from rise_tui.screens.card import CardScreen
    from rise_tui.screens.conversation import ConversationPane


class LookingAt:
    """Notes who stands in a pane, and for how long; what is not told now is told with the next look."""

    def __init__(self, pane: "ConversationPane | CardScreen") -> None:
        self._pane = pane
        self._looks = Looks()
        self._untold: list[Look] = []

    def turn_to(self, client_id: str | None, *, is_last: bool = False) -> None:
        """This one stands there from now on (None: nobody). `is_last`: the pane goes, so it is told at once."""
        look = self._looks.turn_to(client_id, self._pane.desk.now)
        if look is not None:
            self._untold.append(look)
        if self._untold and is_last:
            self._tell()
        elif self._untold:
            self._pane.run_worker(partial(self._tell), thread=True, group="looks")

    def _tell(self) -> None:
        """A look that cannot be kept now waits: nobody is disturbed for it."""
        untold, self._untold = self._untold, []  # a worker and the pane's end may tell at the same time
        for place, look in enumerate(untold):
            try:
                tell(self._pane.desk, look)
            except RiseError:
                self._untold = untold[place:] + self._untold
                return
