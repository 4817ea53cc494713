"""People by a pasted list: every line of it is somebody, somebody twice, one of several, or nobody."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static, TextArea
from textual.worker import Worker, WorkerState

from rise_tui.casework import picking
from rise_tui.casework.picking import PickedLine, Verdict
from rise_tui.domain.say import say, say_many
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.rows import Rows

MOST_CANDIDATES = 9
"""People of one name that a digit can choose from."""
_ROLE = {Verdict.FOUND: "good", Verdict.TWICE: "dim", Verdict.SEVERAL: "accent", Verdict.NOBODY: "bad"}


def verdict_words(verdict: Verdict) -> str:
    """What a line turned out to be."""
    match verdict:
        case Verdict.FOUND:
            return say("found")
        case Verdict.TWICE:
            return say("twice")
        case Verdict.SEVERAL:
            return say("several")
        case Verdict.NOBODY:
            return say("nobody")


class FoundLines(LineList[PickedLine]):
    """A line of the list, what it turned out to be, and whom it means."""

    def key_of(self, row: PickedLine) -> str:
        """The number of the line."""
        return str(row.line)

    def draw(self, row: PickedLine, width: int, *, is_selected: bool) -> Strip:
        """One line; who several people are stands below the list."""
        parts = [
            Part(2, cut(self.veil.words(row.words), 24), "bright" if is_selected else "text"),
            Part(28, verdict_words(row.verdict), _ROLE[row.verdict]),
            Part(37, cut(self._whom(row), max(0, width - 39)), "dim"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        return self.line(width, parts)

    def _whom(self, row: PickedLine) -> str:
        if row.verdict is Verdict.SEVERAL:
            return say_many("{count} person", "{count} people", len(row.candidates))
        return self.veil.name(row.candidates[0].name) if row.candidates else ""


class ListArea(TextArea):
    """Where a list is pasted."""

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted lines once, without control characters; terminals send a line end as a carriage return."""
        event.prevent_default()  # Textual would call the base class by itself, too, and paste twice
        lines = event.text.replace("\r\n", "\n").replace("\r", "\n")
        event.text = "".join(char for char in lines if char.isprintable() or char in "\n\t")
        await super()._on_paste(event)


class PastePeopleDialog(AtDesk, ModalScreen[tuple[str, ...] | None]):
    """Paste, C-d reads it, digits decide between people of one name, Enter takes those who were found."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "read", "Read", id="paste.read", tooltip="Read the list.", priority=True),
        Binding("escape", "leave", "Back", id="paste.leave", tooltip="Back without anybody.", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[PickedLine, ...] = ()
        self.is_on_the_move = False
        """Whether the list is being read."""

    def compose(self) -> ComposeResult:
        """The list, then every line of it."""
        with Vertical(id="paste"):
            yield Static(Content(say("Paste names, numbers or ids, a line each")), classes="-title")
            area = ListArea(id="list", compact=True, soft_wrap=False, tab_behavior="indent", show_line_numbers=False)
            area.cursor_blink = False
            yield area
            yield Static(id="counted")
            yield FoundLines(id="lines")
            yield Static(id="which")
            yield Static(Content(say("C-d reads it   Esc back")), id="keys", classes="-keys")

    def on_mount(self) -> None:
        """Begin where one pastes."""
        self.set_focus(self.query_one(ListArea))

    def action_read(self) -> None:
        """Read the list, off the loop: it may have thousands of lines."""
        text = self.query_one(ListArea).text
        self.is_on_the_move = True
        self.run_worker(lambda: picking.read_list(self.desk, text), name="reading", exclusive=True, thread=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """It was read: show every line, those that are to be decided first."""
        if event.state is WorkerState.SUCCESS and event.worker.name == "reading":
            self.found = event.worker.result or ()
            self.is_on_the_move = False
            self._show()
            if self.found:
                self.set_focus(self.query_one(FoundLines))

    def _show(self) -> None:
        self.query_one("#paste").set_class(bool(self.found), "-read")
        order = {Verdict.SEVERAL: 0, Verdict.NOBODY: 1, Verdict.TWICE: 2, Verdict.FOUND: 3}
        listed = self.query_one(FoundLines)
        listed.styles.height = max(1, min(len(self.found), 10))
        listed.show(Rows(sorted(self.found, key=lambda one: (order[one.verdict], one.line))))
        counts = picking.counted(self.found)
        words = " · ".join(f"{count} {verdict_words(verdict)}" for verdict, count in counts.items() if count)
        self.query_one("#counted", Static).update(Content(words or say("There is no line in it.")))
        keys = say("C-d reads it   Esc back")
        if self.found:
            keys = say("1 2 3 chooses one of several   Enter takes those found   Esc back")
        self.query_one("#keys", Static).update(Content(keys))

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Of several people each is told with the digit that chooses them."""
        event.stop()
        listed = self.query_one(FoundLines)
        several = listed.row.candidates if listed.row is not None and listed.row.verdict is Verdict.SEVERAL else ()
        told = [
            f"{digit}  {listed.veil.name(one.name)}, {one.about}"
            for digit, one in enumerate(several[:MOST_CANDIDATES], 1)
        ]
        self.query_one("#which", Static).update(Content("\n".join(told)))

    def on_key(self, event: events.Key) -> None:
        """A digit decides between people of one name."""
        listed = self.query_one(FoundLines)
        row = listed.row
        if self.focused is not listed or row is None or not (event.character or "").isdigit():
            return
        event.stop()
        place = int(event.character or "0") - 1
        if row.verdict is Verdict.SEVERAL and 0 <= place < len(row.candidates):
            self.found = picking.chosen(self.found, row.line, row.candidates[place].client_id)
            self._show()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Those who were found are picked."""
        event.stop()
        self.dismiss(picking.picked(self.found))

    def action_leave(self) -> None:
        """Back without anybody."""
        self.dismiss(None)
