"""What the app does about somebody who looks over one's shoulder: names, numbers and photos are masked."""

from typing import TYPE_CHECKING

from textual.app import App
from textual.widget import Widget

from rise_tui.casework.desk import Desk
from rise_tui.domain.say import say
from rise_tui.domain.veil import Veil
from rise_tui.screens.room import Room

if TYPE_CHECKING:
    from rise_tui.casework.called import Called


class Masking(App[int]):
    """Part of the app."""

    desk: Desk
    veil: Veil
    _called: "Called | None" = None
    """how very many people are called, once that was read"""

    def _read_names(self) -> None:
        """Read how very many people are called before somebody wants them masked at once."""
        from rise_tui.casework import called

        def read() -> None:
            self._called = called.read(self.desk)

        if called.are_many(self.desk):
            self.run_worker(read, thread=True, group="names")

    def turn_veil(self) -> None:
        """Mask names, numbers and photos on every screen, or show them again."""
        is_down = not self.veil.is_down
        if is_down:
            from rise_tui.casework import called

            self.veil.drop(called.now(self.desk, self._called))
        else:
            self.veil.lift()
        for screen in self.screen_stack:
            for node in screen.walk_children(Widget, with_self=True):
                node.refresh()
        if isinstance(self.screen, Room):
            self.screen.show()
            words = say("Names, numbers and photos are masked.") if is_down else say("Everything is shown again.")
            self.screen.tell(words, hint=say("C-t changes it"))
