"""The place for notes, on a ground of its own: the client does not see what is written here."""

from pathlib import PurePath
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.casework import drafting, noting
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.patience import before_telling
from rise_tui.widgets.draft_area import DraftArea, Typed

CHOICES = "1234"
"""Each notes a call or a visit while nothing is written; any other key begins to write."""


class NoteArea(DraftArea):
    """Where a note is typed: kept at every key, like a draft."""

    ASKS = frozenset()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "send", "Save", id="note.save", tooltip="Save this note.", priority=True),
    ]

    class Unsaid(Message):
        """Enter, and nothing is written yet."""

    async def _on_key(self, event: events.Key) -> None:
        """Enter begins no note: there would be an empty line, and the numbers gone."""
        if event.key == "enter" and not self.text and not self.read_only:
            event.stop()
            event.prevent_default()
            self.post_message(self.Unsaid())
            return
        await super()._on_key(event)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Is the key typed here?"""
        if not self.text and character is not None and character in CHOICES:
            return False
        return super().check_consume_key(key, character)


class NoteDialog(AtDesk, ModalScreen[str | None]):
    """A number notes a call or a visit, words are a note. Dismissed with what was saved, in words; or nothing."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialog.tcss", "note.tcss"]
    AUTO_FOCUS = "NoteArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "save('call', 0)", "Called", id="note.call", tooltip="Called, no answer.", priority=True),
        Binding("2", "save('call', 1)", "Talked", id="note.talk", tooltip="Talked on the phone.", priority=True),
        Binding("3", "save('visit', 2)", "Visited", id="note.visit", tooltip="Visited, and saw them.", priority=True),
        Binding(
            "4", "save('visit', 3)", "Not home", id="note.not-home", tooltip="Visited, nobody home.", priority=True
        ),
        Binding(
            "enter", "take_over", "Go on here", id="note.take-over", tooltip="Go on here, not in the other window."
        ),
        Binding("escape", "leave", "Back", id="note.back", tooltip="Back; what is typed is kept."),
    ]

    def __init__(self, client_id: str, name: str, *, has_gone: bool = False) -> None:
        """`name`: whom it is about, safe for a terminal; `has_gone`: a note about them can only be read."""
        super().__init__()
        self._has_gone = has_gone
        self.client_id = client_id
        self.who = name
        self._trouble = ""
        self._is_taken_over = False
        """whether another window writes in this note now, and what is typed here is kept no longer"""

    @property
    def area(self) -> NoteArea:
        """Where one types."""
        return self.query_one(NoteArea)

    def compose(self) -> ComposeResult:
        """About whom, that it is private, what can be noted in a letter, the words, the keys."""
        with Vertical(id="noting"):
            about = Content(say("About {name}", name=self.who))
            private = Content(say("the client does not see this")).stylize("$amber not bold")
            yield Static(Content.assemble(about, "   ", private), classes="-title")
            yield Static(Content.assemble(_choices()), id="choices")
            yield NoteArea(self.desk.clock.monotonic, self.keep, id="note-words")
            yield Static(id="keys", classes="-keys")

    def on_mount(self) -> None:
        """A note that is half written goes on where it was."""
        self._restore()
        self._show_keys()

    def _restore(self) -> None:
        key = noting.draft_key(self.client_id)
        draft = drafting.recall(self.desk, key)
        self.area.read_only = draft.is_elsewhere or self._has_gone
        self.area.restore(key, Typed(draft.body, draft.cursor, draft.anchor))
        if self._has_gone:
            self._trouble = say("It can only be read: they are not your client.     Esc back")
            return
        elsewhere = say("Another window has this note open. Enter goes on with it here.")
        self._trouble = elsewhere if draft.is_elsewhere else ""

    def _show_keys(self) -> None:
        is_written = bool(self.area.text)
        self.set_class(is_written, "-writing")
        words = say("C-d saves it     Esc back, the words are kept") if is_written else say("Esc back")
        self.query_one("#keys", Static).update(Content(self._trouble or words))

    def keep(self, key: str, typed: Typed) -> None:
        """Every key is on disk before it is seen."""
        try:
            self._is_taken_over = not drafting.keep(self.desk, key, typed.body, typed.cursor, typed.anchor)
        except RiseError as error:
            self._tell(error)

    def _tell(self, error: RiseError) -> None:
        self._trouble = str(error)
        self._show_keys()

    def on_draft_area_sent(self, event: DraftArea.Sent) -> None:
        """Save what was written."""
        event.stop()
        self._save(event.typed.body, "note")

    def on_draft_area_unsure(self, event: DraftArea.Unsure) -> None:
        """Keys came so fast that they may have been pasted: once more, and it is saved."""
        event.stop()
        self._trouble = say("Not saved yet: C-d once more saves it")
        self._show_keys()

    def on_note_area_unsaid(self, event: NoteArea.Unsaid) -> None:
        """Say what can be typed."""
        event.stop()
        self._trouble = say("Type 1, 2, 3 or 4, or write a note.     Esc back")
        self._show_keys()

    def on_draft_area_edited(self, event: DraftArea.Edited) -> None:
        """What was wrong before may be right now."""
        event.stop()
        if self._is_taken_over:
            self._is_taken_over = False
            self._restore()
        else:
            self._trouble = ""
        self._show_keys()

    def _save(self, body: str, kind: str) -> None:
        try:
            label = noting.write(self.desk, self.client_id, body, kind)
        except RiseError as error:
            before_telling(error)
            self._tell(error)
            return
        self.dismiss(label)

    def action_save(self, kind: str, which: int) -> None:
        """Note a call or a visit as of now."""
        if not self.area.text:
            self._save(_said()[which], kind)

    def action_take_over(self) -> None:
        """Go on here with a note that is open in another window."""
        if not self.area.read_only or self._has_gone:
            return
        try:
            drafting.take_over(self.desk, noting.draft_key(self.client_id))
        except RiseError as error:
            before_telling(error)
            self._tell(error)
            return
        self._restore()
        self._show_keys()

    def action_leave(self) -> None:
        """Close; what is typed is on disk."""
        self.dismiss(None)


def _said() -> tuple[str, str, str, str]:
    """What is noted with one letter."""
    return (
        say("Called, no answer."),
        say("Talked on the phone."),
        say("Visited and saw them."),
        say("Visited, nobody home."),
    )


def _choices() -> Content:
    """The numbers, one below the other."""
    lines = zip(CHOICES, (words.rstrip(".").lower() for words in _said()), strict=True)
    numbered = [Content.assemble((f"{key}  ", "$amber bold"), Content(words)) for key, words in lines]
    return Content("\n").join([*numbered, Content(say("or write a note")).stylize("$dim")])
