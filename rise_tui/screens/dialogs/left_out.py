"""Who does not get a text to many, and why."""

from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList, Source


class LeftOutRow(Protocol):
    """Somebody, and why; already safe."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...


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


class LeftOutDialog(ModalScreen[str | None]):
    """Everybody who gets nothing, reason by reason; dismissed with the client who was opened, if one was."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "leave", "Back", id="left-out.leave", tooltip="Back."),
    ]

    def __init__(self, people: Source[LeftOutRow], reasons: str) -> None:
        super().__init__()
        self.people, self.reasons = people, reasons

    def compose(self) -> ComposeResult:
        """How many for which reason, then who."""
        with Vertical(id="left-out"):
            yield Static(Content(say("Left out {count}", count=self.people.count())), classes="-title")
            yield Static(Content(self.reasons), id="reasons")
            yield LeftOutList(id="who")
            yield Static(Content(say("Enter opens their conversation   Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Show them."""
        listed = self.query_one(LeftOutList)
        listed.styles.height = max(1, min(self.people.count(), self.size.height - 10))
        listed.show(self.people)
        self.set_focus(listed)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """To their conversation."""
        event.stop()
        row = self.query_one(LeftOutList).row
        self.dismiss(row.client_id if row is not None else None)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)
