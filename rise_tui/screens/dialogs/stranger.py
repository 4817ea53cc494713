"""A stranger answers on somebody's number: what they were sent, what would be taken off, and one key that stops it."""

from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.casework.strangers import Stranger
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.sent_list import SentLine, SentList

AROUND = 16
"""Lines of the screen that the list does not take."""
_WORDS_CELLS = 200


class Went(Protocol):
    """A text that went there, or waits to."""

    @property
    def message_id(self) -> str: ...
    @property
    def at(self) -> int: ...
    @property
    def body(self) -> str: ...


class StrangerDialog(AtDesk, ModalScreen[bool]):
    """Dismissed with whether nothing is to go to that number any more."""

    CSS_PATH = "stranger.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "stop", "Stop it", id="stranger.stop", tooltip="Nothing goes to this number for them any more."),
        Binding("escape,q,n", "leave", "Back", id="stranger.back", tooltip="Back; nothing is decided."),
    ]

    def __init__(self, found: Stranger) -> None:
        super().__init__()
        self.found = found

    def compose(self) -> ComposeResult:
        """Whose number it was, what the stranger wrote, what they were sent, what would be taken off, the keys."""
        found, veil = self.found, self.rise.veil
        with Vertical(id="stranger"):
            number = veil.words(pretty(found.e164))
            title = say("Stop texting {number} for {name}?", number=number, name=veil.name(found.name))
            yield Static(Content(title), classes="-title")
            wrote = say("Whoever has it now wrote “{words}”", words=one_line(found.words, _WORDS_CELLS))
            yield Static(Content(veil.words(wrote)))
            yield Static(Content(_sent_words(len(found.sent))), classes="-below")
            if found.sent or found.waiting:
                yield SentList(id="sent")
            yield Static(Content(_off_words(len(found.waiting))), classes="-below")
            yield Static(Content(say("y stops it, and the number is theirs no more     Esc back")), classes="-keys")

    def on_mount(self) -> None:
        """Show the texts, the newest in view."""
        rows = (*(self._line(one) for one in self.found.sent), *(self._line(one, True) for one in self.found.waiting))
        if rows:
            listed = self.query_one(SentList)
            listed.styles.height = max(1, min(len(rows), self.size.height - AROUND))
            listed.show(Rows(rows))
            self.set_focus(listed)
            listed.action_bottom()

    def _line(self, text: Went, is_off: bool = False) -> SentLine:
        when = say("waits") if is_off else " ".join(self.desk.day_and_time(text.at))
        return SentLine(text.message_id, when, one_line(text.body, _WORDS_CELLS), is_off)

    def action_stop(self) -> None:
        """It is decided."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Nothing is decided."""
        self.dismiss(False)


def _sent_words(count: int) -> str:
    if not count:
        return say("They were sent nothing since your client last wrote from it.")
    return say_many(
        "They were sent {count} text since your client last surely wrote from it:",
        "They were sent {count} texts since your client last surely wrote from it:",
        count,
    )


def _off_words(count: int) -> str:
    if not count:
        return say("Nothing waits to go there.")
    return say_many(
        "{count} text that waits to go there is taken off.", "{count} texts that wait to go there are taken off.", count
    )
