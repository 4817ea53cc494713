"""What a list would do, every line of it; questions are answered here, and nothing is written before Enter."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from rise_tui.casework.deciding import Choice
from rise_tui.casework.importing import Outcome, Told, import_sheet
from rise_tui.casework.sheets import Sheet
from rise_tui.domain.errors import RiseError
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.import_lines import ImportLines
from rise_tui.widgets.ink import cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Filter, FilterLine, Footer, Happening, Key, StatusLine
from rise_tui.widgets.rows import Rows

FIRST = ("question", "bad", "changed", "added", "left_out", "unchanged")
"""In which order the kinds of lines stand: what needs a person first."""
TAB = 24
"""Cells that the name of a sheet has at most."""
LOOK = 0.25
"""Seconds between two looks at how far it has come."""


class _LeftError(Exception):
    """Somebody has left while it was looked at."""


class ImportScreen(AtDesk, ModalScreen[Outcome | None]):
    """Dismissed with what was done; None: nothing was."""

    CSS_PATH = "import_list.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_question", "Next question", id="import.next", tooltip="To the next line that asks."),
        Binding("question_mark,f1", "help", "Help", id="import.help", tooltip="The keys that work here."),
        Binding("escape", "leave", "Back", id="import.back", tooltip="Take in nothing."),
    ]

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.outcome: Outcome | None = None
        self.answers: dict[tuple[int, str], Choice] = {}
        self._working: Worker[Outcome | RiseError | None] | None = None
        self._is_writing = False
        self._done = 0
        self._has_tried = False

    @property
    def lines(self) -> ImportLines:
        """The lines of the file."""
        return self.query_one(ImportLines)

    @property
    def is_on_the_move(self) -> bool:
        """Whether it is being looked at, or goes in."""
        return self._working is not None or not self._has_tried

    def compose(self) -> ComposeResult:
        """How many of each, the lines, what the selected one asks, the keys."""
        yield FilterLine(id="counts")
        yield ImportLines(id="lines")
        yield Static(id="asked")
        yield StatusLine()
        yield Footer()

    def on_mount(self) -> None:
        """Try it."""
        self.set_focus(self.lines)
        self.query_one(Footer).keys = (Key("Esc", say("take in nothing")),)
        self._work(is_dry_run=True)
        self.set_interval(LOOK, self.show_progress)

    def on_resize(self, event: events.Resize) -> None:
        """The margins follow the width."""
        self.set_class(event.size.width >= NARROW, "-wide")

    def _work(self, *, is_dry_run: bool) -> None:
        desk, sheet, answers = self.desk, self.sheet, dict(self.answers)
        self._done, self._is_writing = 0, not is_dry_run

        def done(rows: int) -> None:
            if is_dry_run and get_current_worker().is_cancelled:
                raise _LeftError
            self._done = rows

        def work() -> Outcome | RiseError | None:
            try:
                return import_sheet(desk, sheet, is_dry_run=is_dry_run, answers=answers, told=done)
            except RiseError as error:
                return error
            except _LeftError:
                return None

        self._working = self.run_worker(work, thread=True, exclusive=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what it would do; or it is done."""
        if event.worker is not self._working or event.state is not WorkerState.SUCCESS:
            return
        self._working = None
        self._has_tried = True
        result = event.worker.result
        if isinstance(result, RiseError):
            self._is_writing = False
            self._say(f"{result.title}.", "bad", " ".join(each for each in (result.detail, result.next_step) if each))
        elif result is not None and self._is_writing:
            self.dismiss(result)
        elif result is not None:
            self._show(result)

    # what is shown

    def _show(self, outcome: Outcome) -> None:
        is_first = self.outcome is None
        self.outcome = outcome
        place = self.lines.selected
        rows = sorted(outcome.lines, key=lambda one: (FIRST.index(one.what), one.line))
        self.lines.show(Rows(tuple(rows)))
        self.lines.selected = 0 if is_first else min(place, max(0, len(rows) - 1))
        counts = (
            ("added", say("New"), outcome.added),
            ("changed", say("Changed"), outcome.changed),
            ("unchanged", say("As they are"), outcome.unchanged),
            ("question", say("Questions"), len(outcome.questions)),
            ("bad", say("Cannot go in"), len(outcome.bad)),
            ("left_out", say("Left out"), outcome.left_out),
        )
        line = self.query_one(FilterLine)
        line.filters = tuple(Filter(*each) for each in counts if each[2] or each[0] in ("added", "changed"))
        line.hint = say_many("{count} line", "{count} lines", outcome.rows)
        line.active = "question" if outcome.questions else "added"
        self._show_line()

    def _show_line(self) -> None:
        """What the selected line asks, or what Enter does; and the keys."""
        if self.outcome is None:
            return
        asked = self._asked
        going_in = self.outcome.added + self.outcome.changed
        take = say_many("take in {count} person", "take in {count} people", going_in)
        keys = [("n", say("next question"))] if self.outcome.questions else []
        self._show_whole(asked)
        if asked is not None:
            self._say("", "dim", "")
        else:
            words = say("There is nothing to take in.")
            if not going_in and self.outcome.unchanged == self.outcome.rows:
                words = say("Everybody on it is here already, just as it says.")
            if going_in:
                words = say("Nothing is written yet; later it cannot be taken back.")
            name = cut(self.outcome.tab, TAB)
            self._say(say("{words} Sheet {name}.", name=name, words=words) if name else words, "dim", self._left_alone)
        enter = [("Enter", take)] if going_in else []
        if asked is not None:
            enter = [(_KEYS[each], _words(each)) for each in asked.choices]
            keys = [*keys, ("G", say("to the end, to take in"))] if going_in else keys
        self.query_one(Footer).keys = tuple(Key(*each) for each in (*enter, *keys, ("Esc", say("take in nothing"))))

    def _show_whole(self, asked: Told | None) -> None:
        """The question of the selected line, or what is wrong with it, as long as it is."""
        row = self.lines.row
        words = say("{question} Unanswered, the line stays out.", question=asked.reason) if asked is not None else ""
        is_bad = row is not None and row.what == "bad"
        if row is not None and is_bad:
            words = row.words
        self.query_one("#asked", Static).update(Content(words))
        self.set_class(asked is not None, "-asks")
        self.set_class(is_bad, "-bad")

    @property
    def _left_alone(self) -> str:
        """Which columns nobody understood, where there is room to say so."""
        ignored = [one_line(each, 20) for each in (self.outcome.ignored_columns if self.outcome is not None else ())]
        is_room = ignored and self.size.width >= NARROW
        return say("columns left alone: {names}", names=", ".join(ignored)) if is_room else ""

    @property
    def _asked(self) -> Told | None:
        row = self.lines.row
        if self.outcome is None or row is None or row.what != "question":
            return None
        return next((each for each in self.outcome.questions if each.line == row.line), None)

    def show_progress(self) -> None:
        """How far it has come, once it takes longer than a moment."""
        if self._working is None or not self._done:
            return
        count, of = f"{self._done:,}", f"{len(self.sheet.rows):,}"
        doing = say("Taking in …") if self._is_writing else say("Looking at it …")
        self._say(doing, "accent", say("{count} of {of} lines", count=count, of=of))

    def _say(self, words: str, role: str, hint: str) -> None:
        self.query_one(StatusLine).happening = Happening(words, role, hint)

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another line: another question."""
        self._show_line()

    # keys

    def on_key(self, event: events.Key) -> None:
        """A letter answers the question of the selected line."""
        asked = self._asked
        if asked is None or self._working is not None:
            return
        found = next((each for each in asked.choices if _KEYS[each] == event.character), None)
        if found is not None:
            event.stop()
            event.prevent_default()
            self.answers[asked.line, asked.kind] = found
            self._work(is_dry_run=True)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Enter: take it in; on a line that asks it does nothing, for it is an answer that is wanted there."""
        event.stop()
        if (
            self._asked is None
            and self._working is None
            and self.outcome is not None
            and self.outcome.added + self.outcome.changed
        ):
            self._work(is_dry_run=False)

    def action_next_question(self) -> None:
        """To the next line that asks; they stand at the top."""
        row = self.lines.row_at(self.lines.selected + 1)
        self.lines.selected = self.lines.selected + 1 if row is not None and row.what == "question" else 0

    def action_help(self) -> None:
        """The keys of this place."""
        from rise_tui.screens.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(list((self.focused or self).ancestors_with_self)))

    def action_leave(self) -> None:
        """Nothing is taken in; what goes in already is not stopped halfway."""
        if not self._is_writing:
            self.dismiss(None)


_KEYS: dict[Choice, str] = {
    Choice.SAME: "s",
    Choice.OTHER: "d",
    Choice.MOVED: "h",
    Choice.SHARED: "b",
    Choice.AGAIN: "a",
    Choice.WITHOUT: "w",
    Choice.SKIP: "x",
}


def _words(choice: Choice) -> str:
    return {
        Choice.SAME: say("same person"),
        Choice.OTHER: say("another one"),
        Choice.MOVED: say("new holder"),
        Choice.SHARED: say("both"),
        Choice.AGAIN: say("again theirs"),
        Choice.WITHOUT: say("without that"),
        Choice.SKIP: say("leave out"),
    }[choice]
