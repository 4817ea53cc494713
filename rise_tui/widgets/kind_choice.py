"""What a paper is, by one letter."""

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.documents import LETTERS, DocumentKind, kind_words
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part

FIELD = 10
"""The column at which fields begin; what they are called stands before it."""
KINDS = tuple(LETTERS.items())


class KindChoice(Inked, can_focus=True):
    """The kinds of papers, each with its letter; one is chosen."""

    DEFAULT_CSS = "KindChoice { height: 6; }"

    chosen: reactive[DocumentKind] = reactive(DocumentKind.PAYSTUB)

    class Chosen(Message):
        """A kind was chosen by hand."""

        def __init__(self, kind: DocumentKind) -> None:
            super().__init__()
            self.kind = kind

    def on_key(self, event: events.Key) -> None:
        """A letter chooses its kind, the arrows the one beside."""
        kind = LETTERS.get(event.character or "")
        if event.key in ("down", "up"):
            place = self._place + (1 if event.key == "down" else -1)
            kind = KINDS[min(max(0, place), len(KINDS) - 1)][1]
        if kind is not None:
            event.stop()
            event.prevent_default()
            self.chosen = kind
            self.post_message(self.Chosen(kind))

    @property
    def _place(self) -> int:
        return [kind for _, kind in KINDS].index(self.chosen)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the chosen kind."""
        x, y = self.region.offset
        return Offset(x + FIELD, y + self._place)

    def render_line(self, y: int) -> Strip:
        """A kind: its letter, its name, and a mark if it is chosen."""
        if y >= len(KINDS):
            return self.line(self.size.width, ())
        letter, kind = KINDS[y]
        is_chosen = kind is self.chosen
        parts = [
            Part(0, say("file as") if y == 0 else "", "dim"),
            Part(FIELD, letter, "key"),
            Part(FIELD + 2, kind_words(kind), "title" if is_chosen else "dim"),
        ]
        if is_chosen:
            parts.append(Part(FIELD - 2, "▌", "accent" if self.has_focus else "dim"))
        return self.line(self.size.width, parts)

    def on_focus(self) -> None:
        """The mark is lit."""
        self.refresh()

    def on_blur(self) -> None:
        """The mark is dim."""
        self.refresh()
