"""What the app does about its terminal: its size, where the terminal's own cursor stands, painting anew."""

from typing import Any

from textual import events
from textual.app import App, ScreenError
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from rise_tui.terminal.driver import RiseDriver

SIZED = 0.2
"""Seconds without another size after which the terminal has come to rest."""


def _cursor_of(place: Widget) -> Offset:
    """Where the terminal's own cursor belongs: where one types, the selected row, else where the place begins."""
    cursor = getattr(place, "cursor_screen_offset", None)
    if not isinstance(cursor, Offset):
        return place.content_region.offset
    is_behind = getattr(place, "cursor_at_end", False)  # Textual's Input counts one cell more at its end
    return cursor - (1, 0) if is_behind else cursor


class FittedApp(App[int]):
    """Part of the app."""

    _sized: Size | None = None
    _sizing: Timer | None = None

    def on_resize(self, event: events.Resize) -> None:
        """Another size: once no other has come for a moment, see that it has got to its room.

        At the start Textual tells the size twice: nothing has changed by that, and nothing is painted again.
        """
        if self._sized not in (None, event.size):
            if self._sizing is not None:
                self._sizing.stop()
            self._sizing = self.set_timer(SIZED, self._settle_size)
        self._sized = event.size

    def _settle_size(self) -> None:
        """What the terminal showed is lost with each size; of many in a row one may also have missed its room."""
        self._sizing = None
        try:
            room = self.screen
        except ScreenError:
            return  # on the way out
        size = Size(*self.console.size) if isinstance(self._driver, RiseDriver) else self.size
        if room.size != size:
            room.post_message(events.Resize(size, size))
        self.call_later(self.repaint)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Every frame ends with the terminal's own cursor on the selected row, or where one types."""
        place = self.focused or next(iter(screen.children), None)
        if self._running and place is not None:
            self.cursor_position = _cursor_of(place)
        super()._display(screen, renderable)

    def repaint(self) -> None:
        """Paint everything again, whatever the terminal shows now."""
        if isinstance(self._driver, RiseDriver):
            self._driver.forget()
        self.refresh(layout=True)
        self.screen.refresh()  # all of it, also where nothing has changed
