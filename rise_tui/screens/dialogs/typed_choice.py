"""What dialogs share in which one types and chooses from the list below: the arrows and pages, Enter, Esc."""

from typing import Any, ClassVar, Generic, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.line_list import LineList

Outcome = TypeVar("Outcome")


class TypedChoice(AtDesk, ModalScreen[Outcome], Generic[Outcome]):
    """Its dialogs have a line to type in and a LineList; the focus stays where one types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", id="below.down", tooltip="The next one below.", priority=True),
        Binding("up", "move(-1)", "Up", id="below.up", tooltip="The one above.", priority=True),
        Binding("pagedown", "leaf(1)", "Page down", id="below.page-down", tooltip="A screen down.", priority=True),
        Binding("pageup", "leaf(-1)", "Page up", id="below.page-up", tooltip="A screen up.", priority=True),
    ]

    has_arrived = False
    """Whether its lines are laid out: what is typed ahead waits for them, so that a page is a page."""

    def on_mount(self) -> None:
        """Once all has its place, the keys are heard."""
        self.call_after_refresh(self._arrived)

    def _arrived(self) -> None:
        self.has_arrived = True

    @property
    def listed(self) -> LineList[Any]:
        """The list."""
        return self.query_one(LineList)

    def take(self) -> None:
        """Enter: the chosen one, if there is one."""
        row = self.listed.row
        if row is not None:
            self.dismiss(cast("Outcome", row))

    def on_input_submitted(self) -> None:
        """Enter, where one types."""
        self.take()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """As Enter in the words."""
        event.stop()
        self.take()

    def action_move(self, step: int) -> None:
        """Choose another one."""
        self.listed.action_move(step)

    def action_leaf(self, step: int) -> None:
        """Choose one a screen away."""
        self.listed.action_leaf(step)

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
