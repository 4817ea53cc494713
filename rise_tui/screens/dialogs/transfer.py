"""Giving clients to a colleague: a note for the colleague and, for one client, words that tell them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rise_tui.casework.transferring import From
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.dialogs.at_field import sentence
from rise_tui.widgets.typed_line import TypedLine


@dataclass(frozen=True)
class Telling:
    """What is said with a transfer: a note for the colleague, a text for the client (empty: none) and in whose name."""

    note: str = ""
    text: str = ""
    text_from: From = "new"


Give = Callable[[Telling], str]
"""Does it; returns what was done, in words."""
Suggest = Callable[[From], str]
"""Words for the client to begin with, in that one's name."""


class TransferDialog(AtDesk, ModalScreen[str | None]):
    """Enter goes from the note to the text, then transfers. Dismissed with what was done; None: nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+e", "turn", "Whose words", id="transfer.from", tooltip="In whose name, or no text.", priority=True
        ),
        Binding("escape", "leave", "Back", id="transfer.back", tooltip="Back; nobody is transferred."),
    ]

    def __init__(
        self, title: str, colleague: str, give: Give, *, suggest: Suggest | None, why_no_text: str = ""
    ) -> None:
        """`title` and `colleague` are safe for a terminal; `suggest` None: no text goes out, `why_no_text` says why."""
        super().__init__()
        self._title_words, self._colleague = title, colleague
        self._give, self._suggest, self._why_no_text = give, suggest, why_no_text
        self._from: From | None = None
        self._suggested = ""

    def compose(self) -> ComposeResult:
        """To whom, the note, the text and how it reads, the keys."""
        note = TypedLine(placeholder=say("what they should know; the client does not see it"), id="note")
        text = TypedLine(id="text", max_length=1600)
        text.select_on_focus = False
        with Vertical(id="dialog", classes="-transfer"):
            yield Static(Content(self.rise.veil.words(self._title_words)), classes="-title")
            yield Static(Content(say("A note for {name}", name=self._colleague)), classes="-label")
            yield note
            yield Static(id="whose", classes="-label")
            yield text
            yield Static(id="reads")
            yield Static(id="says")
            yield Static(id="keys", classes="-keys")

    def on_mount(self) -> None:
        """Without a text at first: one key proposes one."""
        self._show()
        self.set_focus(self.query_one("#note", Input))

    def _show(self) -> None:
        words = {
            None: say("No text to the client"),
            "new": say("A text to the client, in the name of {name}", name=self._colleague),
            "old": say("A text to the client, in your name"),
        }[self._from]
        if self._suggest is None:
            words = self._why_no_text
        self.query_one("#whose", Static).update(Content(words))
        text = self.query_one("#text", Input)
        text.display = self._from is not None
        self.query_one("#reads", Static).display = self._from is not None
        turn = say("C-e text them") if self._from is None else say("C-e whose words")
        enter = say("Enter transfers") if self._from is None else say("Enter goes on, then transfers")
        keys = [enter, *([turn] if self._suggest is not None else []), say("Esc back")]
        self.query_one("#keys", Static).update(Content("   ".join(keys)))

    def action_turn(self) -> None:
        """In the colleague's name, in one's own, or no text; what was typed stays."""
        if self._suggest is None:
            return
        text = self.query_one("#text", Input)
        was_typed = bool(text.value) and text.value != self._suggested
        following: dict[From | None, From | None] = {None: "new", "new": "old", "old": None}
        self._from = following[self._from]
        if self._from is not None and not was_typed:
            self._suggested = self._suggest(self._from)
            text.value = self._suggested
            text.cursor_position = len(text.value)
        self._show()
        self.set_focus(text if self._from is not None else self.query_one("#note", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """As it will be read; what was wrong before may be right now."""
        if event.input.id == "text":
            self.query_one("#reads", Static).update(Content(self.rise.veil.words(event.value)))
        self._say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the note to the text; from the last one: transfer."""
        text = self.query_one("#text", Input)
        if event.input is not text and self._from is not None:
            self.set_focus(text)
            return
        words = text.value if self._from is not None else ""
        telling = Telling(self.query_one("#note", Input).value, words, self._from or "new")
        try:
            label = self._give(telling)
        except RiseError as error:
            self._say(sentence(error))
            return
        self.dismiss(label)

    def _say(self, words: str) -> None:
        self.query_one("#says", Static).update(Content(words))

    def action_leave(self) -> None:
        """Nobody is transferred."""
        self.dismiss(None)
