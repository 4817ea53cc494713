"""Which file to take in: a path that is typed; how far the reading is, or what is wrong with it, is said below."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState, get_current_worker

from rise_tui.casework.sheets import Sheet, path_typed, read_sheet
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.screens.dialogs.at_field import AtField, sentence
from rise_tui.widgets.typed_line import TypedLine

LOOK = 0.25
"""Seconds between two looks at how far it has come."""


class _LeftError(Exception):
    """Somebody has stopped it while it was read."""


class ListPath(AtField[Sheet | None]):
    """Dismissed with what was read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="path.back", tooltip="Stop reading; take in nothing."),
        Binding("tab", "complete", "Complete", id="path.complete", tooltip="The rest of the name.", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__(None)
        self._reading: Worker[Sheet | RiseError | None] | None = None
        self._lines = 0

    @property
    def is_on_the_move(self) -> bool:
        """Whether the file is being read."""
        return self._reading is not None

    def compose(self) -> ComposeResult:
        """The path, the sentence below it, the keys."""
        typed = TypedLine(placeholder="~/class-3.xlsx", id="typed")
        with Vertical(id="field"):
            yield Static(Content(say("Take in a list of clients")), classes="-title")
            yield typed
            hint = say(
                "An .xlsx or CSV file: a name and a phone in each line; group, language, id, consent if you have them."
            )
            yield Static(Content(hint), classes="-says", id="says")
            yield Static(Content(say("Enter shows it   Tab completes   Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Look now and then how far it has come."""
        super().on_mount()
        self.set_interval(LOOK, self.show_progress)

    def action_complete(self) -> None:
        """The rest of a name that only one file or folder has; of several, as far as they agree."""
        typed = self.query_one("#typed", Input)
        try:
            begun = path_typed(typed.value)
            folder, start = (begun, "") if typed.value.endswith("/") else (begun.parent, begun.name)
            found = sorted(each for each in folder.iterdir() if each.name.startswith(start))[:200]
            end = "/" if len(found) == 1 and found[0].is_dir() else ""
        except (OSError, ValueError, RiseError):
            return
        if found:
            name = _common([each.name for each in found])
            typed.value = str(folder / name) + end
            typed.cursor_position = len(typed.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read it, in a worker."""
        if event.value.strip() and self._reading is None:
            self._lines = 0
            self._reading = self.run_worker(lambda: self._read(event.value), thread=True)

    def _read(self, written: str) -> Sheet | RiseError | None:
        """In the worker: what was read, or what is wrong with it; None when somebody stopped it."""

        def told(lines: int) -> None:
            if get_current_worker().is_cancelled:
                raise _LeftError
            self._lines = lines

        try:
            return read_sheet(path_typed(written), told)
        except RiseError as error:
            return error
        except _LeftError:
            return None

    def show_progress(self) -> None:
        """How far it has come, once it takes longer than a moment."""
        if self._reading is not None:
            lines = say_many("{count} line so far", "{count} lines so far", self._lines)
            self._say(say("Reading it: {lines}. Esc stops it.", lines=lines))

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        says = self.query_one("#says", Static)
        says.set_class(is_bad, "-bad")
        says.update(Content(words))
        self.call_after_refresh(self.place)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """On with what was read, or say why it was not."""
        if event.worker is not self._reading or event.state is not WorkerState.SUCCESS:
            return
        self._reading = None
        result = event.worker.result
        if isinstance(result, RiseError):
            self._say(sentence(result), is_bad=True)
        else:
            self.dismiss(result)

    def action_leave(self) -> None:
        """Stop the reading and stay; else back. Nothing is taken in either way."""
        if self._reading is None:
            self.dismiss(None)
            return
        self._reading.cancel()
        self._reading = None
        self._say(say("Stopped. Nothing was taken in."))


def _common(names: list[str]) -> str:
    first, last = min(names), max(names)
    same = next((index for index, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), None)
    return first[:same] if same is not None else min(first, last, key=len)
