"""What pages over a room share: the desk, what just happened, the veil, help; with a photo, how it is looked at."""

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from rise_tui.domain.errors import RiseError
from rise_tui.screens.patience import before_telling
from rise_tui.screens.photo_pane import PhotoPane
from rise_tui.screens.telling import Telling

Outcome = TypeVar("Outcome")


class PageOver(Telling, ModalScreen[Outcome], Generic[Outcome]):
    """A page with a status line and a footer of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "veil", "Privacy", id="over.veil", tooltip="Mask names, numbers and photos."),
        Binding("question_mark,f1", "help", "Help", id="over.help", tooltip="The keys that work here."),
    ]

    def tell(self, words: str, role: str = "dim", hint: str = "") -> None:
        """What just happened; the next key takes it off, unless it is a trouble."""
        self.put_words(words, role, hint, stays=False)

    def tell_error(self, error: RiseError) -> None:
        """An expected trouble: what it is and what to do; that others write just now only after a while."""
        before_telling(error)
        self.tell(f"{error.title}.", "bad", " ".join(part for part in (error.detail, error.next_step) if part))

    def action_veil(self) -> None:
        """Mask everything, or show it again."""
        self.rise.turn_veil()

    def action_help(self) -> None:
        """The keys of this place."""
        from rise_tui.screens.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog([self]))


class PhotoOver(PageOver[Outcome], Generic[Outcome]):
    """A page with a photo on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "turn(-1)", "Turn left", id="photo.turn-left", tooltip="Turn the photo left."),
        Binding("right_square_bracket", "turn(1)", "Turn right", id="photo.turn-right", tooltip="Turn it right."),
        Binding("plus,equals_sign", "near(1)", "Nearer", id="photo.nearer", tooltip="Look nearer."),
        Binding("minus", "near(-1)", "Further", id="photo.further", tooltip="Look from further away."),
    ]

    @property
    def pane(self) -> PhotoPane:
        """The photo."""
        return self.query_one(PhotoPane)

    @property
    def is_on_the_move(self) -> bool:
        """Whether the photo is still being drawn."""
        return self.pane.is_drawing

    def action_turn(self, quarters: int) -> None:
        """Turn the photo."""
        self.pane.look_at(self.pane.photo, self.pane.look.turned(quarters))

    def action_near(self, steps: int) -> None:
        """Go nearer or further away."""
        self.pane.look_at(self.pane.photo, self.pane.look.nearer(steps))
