"""How one text fared, step by step; and what to do about one of which nobody can tell whether it left."""

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.casework.faring import History
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say


class HistoryDialog(ModalScreen[str | None]):
    """Every state with its time; dismissed with what to do about the text: again, sent, back; or nothing."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialog.tcss", "history.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "choose('again')", "Again", id="history.again", tooltip="Send it again."),
        Binding("m", "choose('sent')", "Sent", id="history.sent", tooltip="It did leave: count it as sent."),
        Binding("z", "choose('back')", "Take back", id="history.take-back", tooltip="Take it back into the draft."),
        Binding("escape,h,enter,q", "leave", "Back", id="history.back", tooltip="Back."),
    ]

    def __init__(self, history: History) -> None:
        super().__init__()
        self.history = history

    def compose(self) -> ComposeResult:
        """Its first words, the steps, the keys."""
        width = max((len(step.when) for step in self.history.steps), default=0) + 2
        with VerticalScroll(id="history"):
            yield Static(Content(one_line(self.history.body, 60) or say("a photo, no words")), classes="-title")
            for words in (
                self.history.author and say("written by {who}", who=self.history.author),
                self.history.group_text,
            ):
                if words:
                    yield Static(Content(words), classes="-note")
            for step in self.history.steps:
                yield Static(Content.assemble((f"{step.when:<{width}}", "$dim"), Content(step.words)))
            if self.history.is_unknown:
                words = say("Nobody can tell whether it left. Ask them before you decide.")
                yield Static(Content(words), classes="-told")
            yield Static(Content(self._keys()), classes="-keys")

    def _keys(self) -> str:
        if self.history.is_unknown:
            return say("= send it again     m it did leave     Esc back")
        if self.history.may_go_again:
            return say("= send it again     Esc back")
        if self.history.may_come_back:
            return say("z takes it back     Esc back")
        return say("Esc back")

    def action_choose(self, what: str) -> None:
        """Close with what is to be done about it, where that can be."""
        may = {"again": self.history.may_go_again, "back": self.history.may_come_back}
        if may.get(what, False) or (self.history.is_unknown and what != "back"):
            self.dismiss(what)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
