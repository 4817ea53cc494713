"""Help for the place one is in: its keys, made from its bindings, and what the signs mean."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.key_names import beside_typing, bindings_of, key_words, reached
from rise_tui.widgets.pages import Page, Told

BESIDE = 8
"""Lines of the dialog that are not the page's: its edges, the title, the keys."""
MOVING = frozenset({"up", "down", "top", "bottom", "page-up", "page-down"})
"""What bindings are called that only move."""


class HelpDialog(AtDesk, ModalScreen[None]):
    """Every key that does something here, with what it does: here, everywhere, and for moving."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,f1", "leave", "Close", id="help.close", tooltip="Back to work."),
        Binding("t", "tour", "Tour", id="help.tour", tooltip="In the demo: a short tour; again leaves it."),
    ]

    def __init__(self, place: list[DOMNode], notes: Iterable[str] = ()) -> None:
        """`place`: what has the focus, and all that it stands in; `notes`: what else to know, a sentence each."""
        super().__init__()
        bindings = reached(bindings_of(place))
        if isinstance(place[0], TextArea):
            bindings = [beside_typing(binding) for binding in bindings]
        self.sections = _sections(binding for binding in bindings if binding.tooltip and binding.key)
        self.notes = tuple(notes)

    has_arrived = False
    """Whether its lines are laid out: what is typed ahead waits for them, so that a page is a page."""

    def on_mount(self) -> None:
        """Once all has its place, the keys are heard."""
        self.call_after_refresh(self._arrived)

    def _arrived(self) -> None:
        self.has_arrived = True

    def compose(self) -> ComposeResult:
        """A line a key."""
        with Vertical(id="help"):
            yield Static(Content(say("Keys that work here")), classes="-title")
            yield Page(self._paragraphs(), id="keys")
            yield Static(Content(self._keys()), classes="-keys")

    def on_resize(self, event: Resize) -> None:
        """The keys that lead out of here stay in view."""
        self.query_one(Page).styles.max_height = max(3, event.size.height - BESIDE)

    def _paragraphs(self) -> list[Told]:
        told: list[Told] = []
        for title, lines in self.sections:
            told += [Told(), Told(title, "dim")] if title else []
            told += [Told(words, key=keys) for keys, words in lines]
        elsewhere = () if self.rise.has_tour else (_tour(),)
        for note in (*self.notes, *elsewhere, _guide()):
            told += [Told(), Told(note, "dim")]
        return told

    def _keys(self) -> str:
        if not self.rise.has_tour:
            return say("Esc closes this     ↑ ↓ move")
        if self.rise.tour is not None:
            return say("Esc closes this     ↑ ↓ move     t leaves the tour")
        return say("Esc closes this     ↑ ↓ move     t takes the tour")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A tour is taken among invented people only: texts are sent on it."""
        return action != "tour" or self.rise.has_tour

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_tour(self) -> None:
        """Take the tour, or leave the one under way."""
        self.dismiss(None)
        if self.rise.tour is None:
            self.rise.begin_tour()
        else:
            self.rise.end_tour()


def _guide() -> str:
    return say("More to read, in the shell: rise guide has a day's work, all keys, and what every message means.")


def _tour() -> str:
    return say("Among invented people everything can be tried, and a tour leads through it: rise demo --tour")


Lines = list[tuple[str, str]]


def _sections(bindings: Iterable[Binding]) -> list[tuple[str, Lines]]:
    """What one does here, then what works everywhere, then what only moves; without those that are empty."""
    here: Lines = []
    everywhere: Lines = []
    moving: Lines = []
    for binding in bindings:
        room, _, act = (binding.id or "").partition(".")
        lines = moving if act in MOVING else everywhere if room in ("room", "app") else here
        lines.append((key_words(binding.key), binding.tooltip))
    sections = (("", here), (say("Everywhere"), everywhere), (say("Moving"), moving))
    return [section for section in sections if section[1]]
