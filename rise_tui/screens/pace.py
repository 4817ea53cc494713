"""How the conversation follows the selection: right after the row of one move, and where a held key comes to rest."""

from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList

HELD = 0.12
"""Seconds after a move in which another one is taken for a key that is held down."""
SHOWN = 0.005
"""Seconds that the thread at the terminal has for the selected row, before the loop takes up the conversation."""


class Pace:
    """Keeps the inbox's conversation at the selected person, however fast the selection moves."""

    def __init__(self, room: "InboxList") -> None:
        self._room = room
        self._held: Timer | None = None
        """runs while a key that moves the selection may be held down"""

    @property
    def is_on_the_move(self) -> bool:
        """Whether the conversation still has to follow."""
        return self._held is not None

    def moved(self) -> None:
        """Another row: it is drawn, then its conversation and its draft; of a held key those where it comes to rest."""
        if self._held is not None:
            self._held.reset()
            return
        held = self._held = self._room.set_timer(HELD, self.settle)

        def follow() -> None:
            if self._held is held:
                self._be_there()

        self._room.call_after_refresh(self._room.set_timer, SHOWN, follow)

    def settle(self, *, is_wanted: bool = False) -> None:
        """Be at the person whose row is selected: keys may come faster than the list can tell.

        Who is being read or answered stays, whatever becomes of their row; `is_wanted`: another one was asked for.
        """
        if self._held is not None:
            self._held.stop()
            self._held = None
        self._be_there(is_wanted=is_wanted)

    def _be_there(self, *, is_wanted: bool = False) -> None:
        room = self._room
        if room.pane.is_typed_in and not is_wanted:
            return
        row = room.people.row
        if room.pane.bring(None if row is None else row.client_id):
            room.show_keys()
            room.remember()
