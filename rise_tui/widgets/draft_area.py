"""Where one types: every key is told at once, and C-d sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from rise_tui.domain.safe_text import editable


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
        Binding(
            "ctrl+o", "ask('later')", "Send later", id="draft.send-later", tooltip="Send it at a time that one types."
        ),
        Binding(
            "ctrl+y",
            "ask('now')",
            "Send now",
            id="draft.send-now",
            tooltip="Send it now although it would be held; asks why.",
        ),
        Binding("ctrl+r", "ask('template')", "Template", id="draft.pick-template", tooltip="A template at the cursor."),
        Binding(
            "ctrl+g",
            "ask('plainer')",
            "Plainer",
            id="draft.make-plainer",
            tooltip="Plain quotes and dashes, which may save a text; shown first.",
        ),
        Binding(
            "ctrl+f", "ask('attach')", "Attach", id="draft.attach-file", tooltip="A photo or PDF that goes with it."
        ),
        Binding(
            "ctrl+x", "ask('editor')", "Editor", id="draft.open-editor", tooltip="Write it in the external editor."
        ),
        Binding("ctrl+underscore", "undo", "Undo", id="draft.undo", tooltip="Undo the last change of the words."),
        Binding("tab", "ask('send place')", "To Send", id="draft.to-send", tooltip="To Send, which Enter presses."),
    ]
    ASKS: ClassVar[frozenset[str]] = frozenset(
        {"later", "now", "template", "plainer", "attach", "editor", "send place"}
    )
    """What can be asked for here; other places to type have less."""
    SETTLE = 0.5
    """Seconds in which C-d is deaf after the draft came to another client."""
    MOST = 16_000
    """Characters that stand here at most: ten times what a text may have, and every key is still kept at once."""
    PASTED = 0.05
    """Seconds in which C-d is deaf after a paste."""

    class Edited(Message):
        """The draft `to` somebody is another, and is kept."""

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

    class Asked(Edited):
        """A key that does something with the whole draft: `act` is one of ASKS."""

        def __init__(self, area: "DraftArea", to: str, typed: Typed, act: str) -> None:
            super().__init__(area, to, typed)
            self.act = act

    class Cut(Edited):
        """More was pasted than is taken; `lost` characters were left out."""

        def __init__(self, area: "DraftArea", to: str, typed: Typed, lost: int) -> None:
            super().__init__(area, to, typed)
            self.lost = lost

    def __init__(
        self, ticks: Callable[[], float], keep: Callable[[str, Typed], None], *, id: str | None = None
    ) -> None:
        """`ticks` are seconds that never go back. `keep` is called with whose draft it is and what stands in it.

        It is called within the key itself: a message would come after the picture, and what was seen would be lost.
        """
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)
        self.cursor_blink = False
        self.to = ""
        """Whose draft stands here."""
        self.is_closed = False
        """Whether nobody may write here any more; whoever was writing reads on, and no key of theirs does anything."""
        self._ticks = ticks
        self._keep = keep
        self._kept: tuple[str, Typed] | None = None
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
            if editable(typed.body) == self.text:
                self.history.clear()  # what was undone here was said to somebody else
            else:
                self.load_text(typed.body)
            self.selection = Selection(self._location(typed.anchor), self._location(typed.cursor))
        self._kept = (to, self.typed)

    def load_text(self, text: str) -> None:
        """Put these words here instead of all that stood here, as they may be shown."""
        super().load_text(editable(text))

    def edit(self, edit: Edit) -> EditResult:
        """Every change of the words comes through here; what a template or a colleague put in is made safe."""
        edit.text = editable(edit.text)
        result = super().edit(edit)
        self._tell()
        return result

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs; counted anew, for another width wraps the words another way."""
        self._cursor_offset = self.wrapped_document.location_to_offset(self.cursor_location)
        return super().cursor_screen_offset

    def _tell(self) -> None:
        """Keep what stands here if it is not kept yet, and say so."""
        now = (self.to, self.typed)
        if now != self._kept:
            self._kept = now
            self._keep(*now)
            self.post_message(self.Edited(self, *now))

    def _offset(self, location: tuple[int, int]) -> int:
        row, column = location
        return sum(len(self.document.get_line(above)) + 1 for above in range(row)) + column

    def _location(self, offset: int) -> tuple[int, int]:
        before = self.text[: max(0, offset)]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What changed in another way (undone, done again) is kept too."""
        event.stop()
        self._tell()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """So is where the cursor went."""
        event.stop()
        self._tell()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """What would be written here is no act of a list, also where nothing is taken any more."""
        return super().check_consume_key(key, character) or (self.is_closed and _writes(key, character))

    async def _on_key(self, event: events.Key) -> None:
        """Remember when something was typed: keys that follow each other faster than a hand can are a paste."""
        if event.is_printable or event.key == "enter":
            self._keys_at = (self._keys_at[1], self._ticks())
        if self.is_closed and _writes(event.key, event.character):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted words once, without control characters; keys that leak from a paste send nothing.

        Terminals send a pasted line end as a carriage return.
        """
        event.prevent_default()  # Textual would call the base class by itself, too, and paste twice
        words = event.text.replace("\r\n", "\n").replace("\r", "\n")
        taken = "".join(char for char in words if char.isprintable() or char in "\n\t")
        room = max(0, self.MOST - len(self.text) + len(self.selected_text))
        event.text = taken[:room]
        self.deafen(self.PASTED)
        await super()._on_paste(event)
        if len(taken) > room:
            self.post_message(self.Cut(self, self.to, self.typed, len(taken) - room))

    def action_send(self) -> None:
        """Ask for it to be sent, unless the hand cannot have meant this draft."""
        if self.read_only:
            return
        now = self._ticks()
        is_pasted = now - self._keys_at[1] < self.PASTED and now - self._keys_at[0] < self.PASTED
        is_deaf = now < self._deaf_until or is_pasted
        self.post_message((self.Unsure if is_deaf else self.Sent)(self, self.to, self.typed))

    def deafen(self, seconds: float) -> None:
        """For so many seconds nothing sends this draft: no hand can have meant it."""
        self._deaf_until = max(self._deaf_until, self._ticks() + seconds)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that cannot do anything here is none, and no draft that is only shown is sent."""
        if self.read_only and action in ("send", "ask", "undo"):
            return False
        return action != "ask" or bool(self.ASKS.intersection(map(str, parameters)))

    def action_ask(self, act: str) -> None:
        """Ask for something to be done with the draft."""
        if not self.read_only:
            self.post_message(self.Asked(self, self.to, self.typed, act))

    def put(self, words: str) -> None:
        """Put words at the cursor, over what is selected, as one change that can be undone."""
        self.replace(words, *self.selection, maintain_selection_offset=False)
        self._tell()

    def write_over(self, words: str) -> None:
        """Put these words in the place of all that stands here, as one change that can be undone."""
        if words != self.text:
            self.replace(words, (0, 0), self.document.end, maintain_selection_offset=False)
            self._tell()


def _writes(key: str, character: str | None) -> bool:
    """Does this key write something where one may write?"""
    return key == "enter" or (character is not None and character.isprintable())
