"""What every screen shares: its header and footer, which facts it listens to, and errors told in words."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.keys import key_to_character
from textual.screen import Screen

from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.widgets.page_line import Happening, Header, Line, StatusLine

if TYPE_CHECKING:
    from textual.signal import Signal


class Room(Screen[None]):
    """A screen arranges widgets, turns keys into casework, and re-reads when facts changed."""

    HEARS: ClassVar[frozenset[str]] = frozenset()
    """The bell's topics that make this room re-read."""
    has_arrived = False
    """Whether what is typed can be for this room: the focus is where it begins."""

    @property
    def desk(self) -> Desk:
        """What casework is done at."""
        return cast("Desk", self.app.desk)  # type: ignore[attr-defined]  # RiseApp; importing it would be a cycle

    def on_mount(self) -> None:
        """Listen to the bell, then arrive."""
        bell = cast("Signal[frozenset[str]]", self.app.bell_rang)  # type: ignore[attr-defined]  # as above
        bell.subscribe(self, self._on_bell)
        self.enter()
        self.call_after_refresh(self._arrived)

    def _arrived(self) -> None:
        self.show()
        self.has_arrived = True

    def _on_bell(self, topics: frozenset[str]) -> None:
        if topics & self.HEARS:
            self.show()
        if "line" in topics or "outbox" in topics:
            self.show_line()

    def enter(self) -> None:
        """Once, on arrival: what the person was typing."""

    def show(self) -> None:
        """On every change of facts; never touches what is being typed."""

    def show_line(self) -> None:
        """How the line to the office is, in the header."""
        state = self.desk.line()
        self.query_one(Header).connection = Line(state.words, state.is_up)

    def tell(self, words: str, *, role: str = "dim", hint: str = "") -> None:
        """What just happened, just above the footer."""
        self.query_one(StatusLine).happening = Happening(words, role, hint)

    def tell_error(self, error: RiseError) -> None:
        """An expected trouble, for a glance: title and next step."""
        self.tell(error.title + ".", role="bad", hint=" ".join(p for p in (error.detail, error.next_step) if p))

    def action_redraw(self) -> None:
        """Paint everything again."""
        self.app.repaint()  # type: ignore[attr-defined]  # RiseApp; importing it would be a cycle

    def tell_dead_key(self, key: str) -> None:
        """A letter or a sign that does nothing here; keys without one (F12, Shift) stay silent."""
        sign = key_to_character(key)
        if sign is not None and sign.isprintable():
            shown = say("Space") if sign == " " else sign
            self.tell(say("{key} does nothing here.", key=shown), hint=say("? shows the keys"))

    def tell_nothing_to_undo(self) -> None:
        """There is nothing left that could be taken back."""
        self.tell(say("Nothing to take back."))
