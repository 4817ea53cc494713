"""A tour of the app: the strip below everything, which says what to press and goes on once it was done."""

from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App
from textual.screen import Screen

from rise_tui.casework import touring
from rise_tui.casework.desk import Desk
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
        self.is_left = False

    @property
    def _desk(self) -> Desk:
        return self._sight.desk

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
        """See which step one is at now, and say it in front and in the room below."""
        if self.is_left or not self._app.is_running:
            return
        while (step := self._present) is not None and self._is_ready(step) and step.is_done(self._sight):
            self._go_on()
        told = self._told(step)
        for screen in self._app.screen_stack:
            strip = self._strip_in(screen)
            if strip is not None:
                strip.stop = told

    @property
    def _present(self) -> Step | None:
        return None if self._at >= len(self._stops) else self._stops[self._at].steps[self._step]

    def _go_on(self) -> None:
        self._step += 1
        if self._step >= len(self._stops[self._at].steps):
            self._at, self._step = self._at + 1, 0

    def _is_ready(self, step: Step) -> bool:
        """Whether there is somebody to lead to; how things stand is kept as the step begins."""
        self._choose()
        if self._was_at != (self._at, self._step):
            self._was_at = self._at, self._step
            self._sight.remember()
        return not self._is_nobody_there

    def _choose(self) -> None:
        """Somebody else where the one it led to has been seen to meanwhile, before their stop began."""
        memory, is_filling = self._sight.memory, self._desk.is_new_here
        plain, paper = memory.plain, memory.paper
        if self._at == 0 and (is_filling or plain is None or not touring.needs_reply(self._desk, plain.client_id)):
            memory.plain = touring.plain(self._desk, beside=self._sight.client_id)
        is_gone = self._at == _FIND and paper is not None and not touring.unfiled_of(self._desk, paper.client_id)
        if _FIND <= self._at < _MANY and (is_filling or paper is None or is_gone):
            beside = [one.client_id for one in (memory.plain, memory.written_to) if one is not None]
            memory.paper = touring.with_paper(self._desk, beside=beside)

    @property
    def _is_nobody_there(self) -> bool:
        memory = self._sight.memory
        return (self._at < _ANSWER and memory.plain is None) or (_FIND <= self._at < _MANY and memory.paper is None)

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
        if self._is_nobody_there:
            if self._desk.is_new_here:
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
        return strip


_ANSWER, _FIND, _MANY = 2, 3, 5
"""The stops from which on nobody whose word is plain is needed; from which to which somebody with a photo is."""
