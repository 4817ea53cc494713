"""A photo or PDF for the next text: type its path; what may go out is said before."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from rise_tui.casework import attaching, drafting
from rise_tui.domain import attachments
from rise_tui.domain.attachments import Attachment
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.patience import before_telling
from rise_tui.widgets.typed_line import TypedLine


class AttachDialog(AtDesk, ModalScreen[bool]):
    """Dismissed with whether anything was attached or taken off."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+k", "take_off", "Take off", id="attach.take-off", tooltip="Take the last one off.", priority=True
        ),
        Binding("escape", "leave", "Back", id="attach.back", tooltip="Back to the draft."),
    ]

    def __init__(self, client_id: str, name: str) -> None:
        """`name`: to whom it goes, safe for a terminal."""
        super().__init__()
        self.client_id = client_id
        self._to = name
        self._is_changed = False
        self._reading: Worker[Attachment] | None = None

    def compose(self) -> ComposeResult:
        """To whom, what may go out, the path, what is attached, the keys."""
        words = TypedLine(placeholder=say("the path of a photo or PDF, such as ~/letter.pdf"), id="path")
        with Vertical(id="writing-dialog"):
            yield Static(Content(say("A photo or PDF for {name}", name=self._to)), classes="-title")
            yield words
            yield Static(id="told", classes="-told")
            yield Static(id="attached", classes="-label")
            yield Static(id="keys", classes="-keys")

    def on_mount(self) -> None:
        """Say what may go out, and what is attached."""
        self._tell(attachments.limits(), "")
        self._show()

    def _show(self) -> None:
        attached = attaching.attached(self.desk, drafting.recall(self.desk, self.client_id).media)
        shown = self.query_one("#attached", Static)
        shown.display = bool(attached)
        shown.update(Content("\n".join(f"▣ {one.words}" for one in attached)))
        keys = say("Enter attaches it     C-k takes the last one off     Esc back")
        self.query_one("#keys", Static).update(Content(keys if attached else say("Enter attaches it     Esc back")))

    def _tell(self, words: str, state: str) -> None:
        told = self.query_one("#told", Static)
        told.set_classes(f"-told {state}".strip())
        told.update(Content(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read the file, off the screen's thread: it may stand on a slow disk."""
        if self._reading is not None and self._reading.is_running:
            return
        path = event.value
        self._tell(say("Reading it …"), "")
        self._reading = self.run_worker(
            lambda: attaching.take_in(self.desk, path), thread=True, exit_on_error=False, group="attach"
        )

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """It is here, or it cannot be."""
        if event.worker is not self._reading or event.worker.is_running:
            return
        if event.state is WorkerState.SUCCESS and event.worker.result is not None:
            self._keep(event.worker.result)
        elif isinstance(event.worker.error, RiseError):
            self._tell(str(event.worker.error), "-bad")
        elif event.worker.error is not None:
            raise event.worker.error

    def _keep(self, one: Attachment) -> None:
        try:
            attaching.attach(self.desk, self.client_id, one)
        except RiseError as error:
            before_telling(error)
            self._tell(str(error), "-bad")
            return
        self.dismiss(True)

    def action_take_off(self) -> None:
        """Take the last one off."""
        try:
            is_off = attaching.take_off(self.desk, self.client_id)
        except RiseError as error:
            before_telling(error)
            self._tell(str(error), "-bad")
            return
        if is_off:
            self._is_changed = True
            self._tell(say("Taken off."), "-good")
        self._show()

    def action_leave(self) -> None:
        """Back to the draft."""
        self.dismiss(self._is_changed)
