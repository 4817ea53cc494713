"""What the app keeps for rooms, dialogs and panes alike: the desk, the veil, the bell, how photos are drawn."""

from typing import TYPE_CHECKING, Protocol, cast

from textual.message_pump import MessagePump

from rise_tui.casework.desk import Desk

if TYPE_CHECKING:
    from textual.signal import Signal

    from rise_tui.domain.veil import Veil
    from rise_tui.terminal.easel import Easel
    from rise_tui.terminal.key_queue import KeyQueue


class Rise(Protocol):
    """The app, as what is shown in it knows it: importing it would be a cycle."""

    desk: Desk
    bell_rang: "Signal[frozenset[str]]"
    veil: "Veil"
    typed: "KeyQueue"
    editor: str

    @property
    def easel(self) -> "Easel": ...
    def go(self, place: str) -> None: ...
    def turn_veil(self) -> None: ...
    def repaint(self) -> None: ...


class AtDesk(MessagePump):
    """Something in which casework is done."""

    @property
    def rise(self) -> Rise:
        """The app it is shown in."""
        return cast("Rise", self.app)

    @property
    def desk(self) -> Desk:
        """What casework is done at."""
        return self.rise.desk
