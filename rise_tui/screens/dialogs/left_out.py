"""Who does not get a text to many, and why."""

from collections.abc import Collection
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from rise_tui.domain.say import say
from rise_tui.screens.dialogs.finds_people import FindsPeople
from rise_tui.widgets.find_line import FindLine
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList, Source

AROUND = 10
"""Lines of the screen that the list does not take."""


class LeftOutRow(Protocol):
    """Somebody, and why; already safe."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...


class LeftOutPeople(Source[LeftOutRow], Protocol):
    """Those who get nothing."""

    def only(self, fitting: Collection[str]) -> Source[LeftOutRow]: ...


class LeftOutList(LineList[LeftOutRow]):
    """A line a person."""

    def key_of(self, row: LeftOutRow) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: LeftOutRow, width: int, *, is_selected: bool) -> Strip:
        """The name, then why."""
        parts = [
            Part(2, cut(self.veil.name(row.name), 26), "bright" if is_selected else "text"),
            Part(30, cut(row.why, max(0, width - 32)), "accent"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        return self.line(width, parts)


class LeftOutDialog(FindsPeople[str | None]):
    """Everybody who gets nothing, reason by reason; dismissed with the client who was opened, if one was."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "leave", "Back", id="left-out.leave", tooltip="Back."),
    ]

    def __init__(self, people: LeftOutPeople, reasons: str) -> None:
        super().__init__()
        self.people, self.reasons = people, reasons

    def compose(self) -> ComposeResult:
        """How many for which reason, then who."""
        with Vertical(id="left-out"):
            yield Static(Content(say("Left out {count}", count=self.people.count())), classes="-title")
            yield Static(Content(self.reasons), id="reasons")
            yield FindLine()
            yield LeftOutList(id="who")
            yield Static(Content(say("Enter opens their conversation   / finds   Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Show them."""
        listed = self.query_one(LeftOutList)
        listed.styles.height = max(1, min(self.people.count(), self.size.height - AROUND))
        self.show_people()
        self.set_focus(listed)

    def show_people(self) -> None:
        """Everybody, or those who fit."""
        listed = self.query_one(LeftOutList)
        listed.show(self.people if self.fitting is None else self.people.only(self.fitting))
        self.query_one("#reasons", Static).update(Content(self.reasons if listed.length else say("Nobody fits.")))

    def take(self) -> None:
        """To the conversation with whom was found."""
        row = self.query_one(LeftOutList).row
        if row is not None:
            self.dismiss(row.client_id)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """To their conversation."""
        event.stop()
        self.take()

    def action_leave(self) -> None:
        """Everybody again, where one was looked for; else back."""
        if not self.stops_finding():
            self.dismiss(None)
