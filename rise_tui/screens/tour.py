"""A tour of the app: the strip below everything, which says what to press and goes on once it was done."""

from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App
from textual.screen import Screen

from rise_tui.domain.say import say
from rise_tui.screens.at_desk import Rise
from rise_tui.screens.room import Room
from rise_tui.screens.tour_sight import Sight
from rise_tui.screens.tour_stops import UNDER_STRIP, Step, TourStop, stops
from rise_tui.widgets.tour_strip import Stop, TourStrip, tour_keys


class Tour:
    """Looks after each key and whenever facts changed; says the step one is at, and never does anything itself."""

    def __init__(self, app: App[Any], rise: Rise) -> None:
        self._app, self._rise = app, rise
        self._sight = Sight(app, rise.desk)
        self._stops: tuple[TourStop, ...] = stops()
        self._at, self._step = 0, 0
        self._strips: WeakKeyDictionary[Screen[Any], TourStrip] = WeakKeyDictionary()
        self._was_at: tuple[int, int] | None = None
        self._is_met = True
        """whether there is somebody whom the stop may lead to"""
        self.is_left = False

    def begin(self) -> None:
        """Show the first stop, and look again whenever facts change or another room comes to the front."""
        self._rise.bell_rang.subscribe(self._app, self._heard)
        self._app.screen_change_signal.subscribe(self._app, self._changed)
        self.look()

    def leave(self) -> None:
        """Take the strip away everywhere."""
        self.is_left = True
        self._rise.bell_rang.unsubscribe(self._app)
        self._app.screen_change_signal.unsubscribe(self._app)
        for strip in list(self._strips.values()):
            if strip.is_attached:
                strip.remove()
        self._strips.clear()

    def skip(self) -> bool:
        """On to the next stop; False when there was none, and the tour is over."""
        if self._at >= len(self._stops):
            return False
        self._at, self._step = self._at + 1, 0
        self.look()
        return True

    def look_soon(self) -> None:
        """Look once what a key does has been done."""
        self._app.call_later(self.look)

    def _heard(self, topics: frozenset[str]) -> None:
        self.look_soon()

    def _changed(self, screen: Screen[Any]) -> None:
        """The other room builds itself first."""
        screen.call_later(self.look_soon)

    # where one is

    def look(self) -> None:
        """See which step one is at now, and say it in front; below a dialog it says nothing, as the footer does."""
        if self.is_left or not self._app.is_running:
            return
        self._sight.note_whom()
        while (step := self._present) is not None and self._is_ready(step) and step.is_done(self._sight):
            self._go_on()
        told = self._told(step)
        for screen in self._app.screen_stack:
            strip = self._strip_in(screen)
            if strip is not None:
                strip.stop, strip.is_covered = told, screen is not self._app.screen

    @property
    def _present(self) -> Step | None:
        return None if self._at >= len(self._stops) else self._stops[self._at].steps[self._step]

    def _go_on(self) -> None:
        self._step += 1
        if self._step >= len(self._stops[self._at].steps):
            self._at, self._step = self._at + 1, 0

    def _is_ready(self, step: Step) -> bool:
        """Whether there is somebody to lead to; how things stand is kept as the step begins."""
        stop = self._stops[self._at]
        self._is_met = self._sight.is_met(stop.whom, may_change=stop.is_first)
        if self._was_at != (self._at, self._step):
            self._was_at = self._at, self._step
            self._sight.remember()
        return self._is_met

    # what is said

    def _told(self, step: Step | None) -> Stop:
        if step is None:
            words = say(
                "`?` shows the keys of any place, `:` finds a command by its words, `q` leaves;"
                " rise guide tells the rest. Nobody here is real: try whatever you like."
            )
            return Stop(say("The tour"), say("That was all of it"), words, tour_keys(is_over=True))
        place = say("{place} of {count}", place=self._at + 1, count=len(self._stops))
        return Stop(place, self._stops[self._at].title, self._words(step), tour_keys(), self._sight.memory.names)

    def _words(self, step: Step) -> str:
        if not self._is_met:
            if self._sight.desk.is_new_here:
                return say("One moment: the texts are just coming in.")
            return say("Nobody waits here with what this stop needs. `C-n` goes on; rise demo --reset begins anew.")
        return step.words(self._sight) if step.is_here(self._sight) else step.way(self._sight)

    def _strip_in(self, screen: Screen[Any]) -> TourStrip | None:
        """The strip in this room or dialog; most dialogs have none, for no step is done in them."""
        known = self._strips.get(screen)
        if known is not None:
            return known
        if not screen.is_mounted or not isinstance(screen, (Room, *UNDER_STRIP)):
            return None
        strip = self._strips[screen] = TourStrip()
        screen.mount(strip)
        screen.watch(screen, "focused", self.look_soon, init=False)  # the mouse leads there without a key
        return strip
