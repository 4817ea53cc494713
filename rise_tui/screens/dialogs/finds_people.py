"""A dialog over a list of people in which one of them is found as one types, as in the list of clients."""

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from rise_tui.casework import clients
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.find_line import FindLine
from rise_tui.widgets.line_list import LineList

R = TypeVar("R")


class FindsPeople(AtDesk, ModalScreen[R], Generic[R]):
    """Its dialogs have a FindLine and a LineList; the arrows choose while one types, Enter takes, Esc has all again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", id="among.find", tooltip="Find somebody here by name, number or id."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.fitting: frozenset[str] | None = None
        """The clients who fit what is typed; None: nobody is looked for."""
        self.has_arrived = True
        """What is typed while somebody is looked for is for whom that finds."""
        self._seeking: Worker[frozenset[str]] | None = None
        self._then: Callable[[], None] | None = None

    @property
    def is_on_the_move(self) -> bool:
        """Whether the list still has to become what was asked for."""
        return self._seeking is not None

    def show_people(self) -> None:
        """Show who fits, or everybody."""
        raise NotImplementedError

    def take(self) -> None:
        """Enter, while one types: to the one who was found."""
        self.set_focus(self.query_one(LineList))

    def action_find(self) -> None:
        """Type whom to find."""
        self.query_one(FindLine).open()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list narrows with every key; in a thread, for it looks through everybody."""
        if not isinstance(event.input, FindLine):
            return
        words, desk = event.value.strip(), self.desk
        if words:
            self._seeking = self.run_worker(lambda: clients.fitting(desk, words), thread=True, group="fitting")
        elif self.fitting is not None or self._seeking is not None:
            self._show_fitting(None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """They are found."""
        ended = event.state in (WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED)
        if event.worker is self._seeking and ended:
            self._show_fitting(event.worker.result)

    def _show_fitting(self, fitting: frozenset[str] | None) -> None:
        self._seeking, self.fitting = None, fitting
        self.query_one(LineList).selected = 0
        self.show_people()
        then, self._then, self.has_arrived = self._then, None, True
        if then is not None:
            then()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the one who was found."""
        self._when_found(self.take)

    def _when_found(self, act: Callable[[], None]) -> None:
        """Do it; while somebody is still looked for, once they are found, and no key before that."""
        if self._seeking is None:
            act()
        else:
            self._then, self.has_arrived = act, False

    def on_key(self, event: events.Key) -> None:
        """While one types, the arrows choose in the list, and Tab goes there."""
        if not isinstance(self.focused, FindLine) or event.key not in ("up", "down", "tab"):
            return
        event.stop()
        event.prevent_default()
        people = self.query_one(LineList)
        if event.key == "tab":
            self._when_found(lambda: self.set_focus(people))
        else:
            self._when_found(lambda: people.action_move(1 if event.key == "down" else -1))

    def stops_finding(self) -> bool:
        """One step back: everybody again. False: nobody was looked for."""
        find = self.query_one(FindLine)
        if not find.is_open:
            return False
        find.close()
        self.set_focus(self.query_one(LineList))
        return True
