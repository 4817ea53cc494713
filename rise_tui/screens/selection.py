"""Who is selected in the inbox, and what of their texts had been seen when they were."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from rise_tui.domain.say import say_many

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList


class Selection:
    """People with the newest text of theirs that stood in the list when they were selected."""

    def __init__(self, room: "InboxList") -> None:
        self._room = room
        self.seen: dict[str, int] = {}
        self.is_being_decided = False
        """whether a worker is at it: then another key waits for nothing and does nothing to them"""

    def toggle(self, client_id: str, seen: int) -> None:
        """Select somebody, or no longer."""
        if self.seen.pop(client_id, None) is None:
            self.seen[client_id] = seen
        self._show()

    def take(self, seen: Mapping[str, int]) -> None:
        """These are selected from now on, and nobody else."""
        self.seen = dict(seen)
        self._show()

    def let_go(self, client_ids: Collection[str]) -> None:
        """These have been decided about."""
        self.seen = {one: through for one, through in self.seen.items() if one not in client_ids}

    def words(self) -> tuple[tuple[str, str], ...]:
        """How many are selected, in words with their role; nothing when nobody is."""
        count = len(self.seen)
        return ((say_many("{count} selected", "{count} selected", count), "key"),) if count else ()

    def _show(self) -> None:
        self._room.show_news()
        self._room.people.refresh()
        self._room.show_keys()
