"""Where one types: every key is told at once, and C-d sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection


@dataclass(frozen=True)
class Typed:
    """What stands in the draft, and where the cursor is: offsets in characters."""

    body: str
    cursor: int
    anchor: int


class DraftArea(TextArea):
    """The draft to one person."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "send", "Send", id="draft.send", tooltip="Send this text.", priority=True),
    ]
    SETTLE = 0.5
    """Seconds in which C-d is deaf after the draft came to another client."""
    PASTED = 0.05
    """Seconds in which C-d is deaf after a paste."""

    class Edited(Message):
        """The draft `to` somebody is another; to be kept at once."""

        def __init__(self, area: "DraftArea", to: str, typed: Typed) -> None:
            super().__init__()
            self.area = area
            self.to = to
            self.typed = typed

        @property
        def control(self) -> "DraftArea":
            """The draft area."""
            return self.area

    class Sent(Edited):
        """C-d: this is to be sent."""

    class Unsure(Edited):
        """C-d came so soon that the hand cannot have meant this draft, or with pasted keys: nothing was done."""

    def __init__(self, ticks: Callable[[], float], *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)
        self.cursor_blink = False
        self.to = ""
        """Whose draft stands here."""
        self._ticks = ticks
        self._deaf_until = 0.0
        self._keys_at = (float("-inf"), float("-inf"))
        """when the last two keys that write something came"""

    @property
    def typed(self) -> Typed:
        """What stands here now."""
        start, end = self.selection
        return Typed(self.text, self._offset(end), self._offset(start))

    def restore(self, to: str, typed: Typed) -> None:
        """Put back what was being typed to somebody, with the cursor where it was; tells nobody."""
        self.to = to
        self._deaf_until = self._ticks() + self.SETTLE
        with self.prevent(TextArea.Changed, TextArea.SelectionChanged):
            if typed.body == self.text:
                self.history.clear()  # what was undone here was said to somebody else
            else:
                self.load_text(typed.body)
            self.selection = Selection(self._location(typed.anchor), self._location(typed.cursor))

    def _offset(self, location: tuple[int, int]) -> int:
        row, column = location
        return sum(len(self.document.get_line(above)) + 1 for above in range(row)) + column

    def _location(self, offset: int) -> tuple[int, int]:
        before = self.text[: max(0, offset)]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell what was typed."""
        event.stop()
        self.post_message(self.Edited(self, self.to, self.typed))

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Tell where the cursor went."""
        event.stop()
        self.post_message(self.Edited(self, self.to, self.typed))

    async def _on_key(self, event: events.Key) -> None:
        """Remember when something was typed: keys that follow each other faster than a hand can are a paste."""
        if event.is_printable or event.key == "enter":
            self._keys_at = (self._keys_at[1], self._ticks())
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted words without control characters; keys that leak from a paste send nothing."""
        event.text = "".join(char for char in event.text if char.isprintable() or char in "\n\t")
        self._deaf_until = max(self._deaf_until, self._ticks() + self.PASTED)
        await super()._on_paste(event)

    def action_send(self) -> None:
        """Ask for it to be sent, unless the hand cannot have meant this draft."""
        if self.read_only:
            return
        now = self._ticks()
        is_pasted = now - self._keys_at[1] < self.PASTED and now - self._keys_at[0] < self.PASTED
        is_deaf = now < self._deaf_until or is_pasted
        self.post_message((self.Unsure if is_deaf else self.Sent)(self, self.to, self.typed))
