"""The people a text to many is for, by name: one of them is left out by a key, and is back by the same."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from rise_tui.casework import audience as audiences
from rise_tui.casework.audience import TAKEN_OUT, Audience, Meant, MeantLine
from rise_tui.domain.say import say, say_many
from rise_tui.screens.dialogs.finds_people import FindsPeople
from rise_tui.widgets.find_line import FindLine
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList

AROUND = 11
"""Lines of the screen that the list does not take."""


class MeantPeople(LineList[MeantLine]):
    """A line a person; a sign and a word for who is left out."""

    def key_of(self, row: MeantLine) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: MeantLine, width: int, *, is_selected: bool) -> Strip:
        """The sign, the name, and that they are left out."""
        name_role = "dim" if row.is_spared else "bright" if is_selected else "text"
        parts = [
            Part(2, TAKEN_OUT if row.is_spared else "", "bad"),
            Part(5, cut(self.veil.name(row.name), max(0, width - 18)), name_role),
            Part(-2, say("left out") if row.is_spared else "", "bad"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        return self.line(width, parts)


class OneByOneDialog(FindsPeople[Audience | None]):
    """Dismissed with who is chosen then."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("minus,space", "spare", "Leave out", id="one.leave-out", tooltip="Leave them out; again: back in."),
        Binding("z", "undo", "Undo", id="one.undo", tooltip="The last one as it was."),
        Binding("escape,q", "leave", "Done", id="one.leave", tooltip="Back, with what is chosen."),
    ]

    def __init__(self, audience: Audience) -> None:
        super().__init__()
        self.audience = audience
        self._was: list[Audience] = []
        self._meant: Meant | None = None

    @property
    def is_on_the_move(self) -> bool:
        """Whether they are still being found."""
        return self._meant is None or super().is_on_the_move

    @property
    def people(self) -> MeantPeople:
        """The list."""
        return self.query_one(MeantPeople)

    def compose(self) -> ComposeResult:
        """How many, who, the keys."""
        with Vertical(id="people"):
            yield Static(Content(say("Who gets it, one by one")), id="title", classes="-title")
            yield FindLine()
            yield MeantPeople(id="who")
            yield Static(id="formula")
            keys = say("- leaves out, again brings back   / finds   z undo   Enter done")
            yield Static(Content(keys), classes="-keys")

    def on_mount(self) -> None:
        """Find them, off the loop: they may be thousands."""
        self.set_focus(self.people)
        self.run_worker(lambda: audiences.meant(self.desk, self.audience), name="finding", thread=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """They are found: show them."""
        if event.state is WorkerState.SUCCESS and event.worker.name == "finding":
            self._meant = event.worker.result
            self.show_people()

    def show_people(self) -> None:
        """Who is meant, or those of them who fit; the dialog keeps its size while one types."""
        if self._meant is None:
            return
        shown = Meant(self.desk, self._meant.ids, frozenset(self.audience.spared))
        self.people.styles.height = max(1, min(shown.count(), self.size.height - AROUND))
        self.people.show(shown if self.fitting is None else shown.only(self.fitting))
        left_out = len(shown.spared.intersection(shown.ids))
        words = say_many("{count} person", "{count} people", shown.count() - left_out)
        if left_out:
            words = say("{people} · {count} left out", people=words, count=left_out)
        if not self.people.length and self.fitting is not None:
            words = say("Nobody fits.")
        self.query_one("#formula", Static).update(Content(words))

    def action_spare(self) -> None:
        """Leave them out, or have them back."""
        row = self.people.row
        if row is not None:
            self._was.append(self.audience)
            self.audience = self.audience.sparing(row.client_id)
            self.show_people()

    def action_undo(self) -> None:
        """The last one as it was."""
        if self._was:
            self.audience = self._was.pop()
            self.show_people()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Enter: done."""
        event.stop()
        self.dismiss(self.audience)

    def action_leave(self) -> None:
        """Everybody again, where one was looked for; else back, with what is chosen."""
        if not self.stops_finding():
            self.dismiss(self.audience)
