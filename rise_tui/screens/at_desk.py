"""What the app keeps for rooms, dialogs and panes alike: the desk, the veil, the bell, how photos are drawn."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual._callback import invoke
from textual.events import Event
from textual.message import Message
from textual.message_pump import MessagePump

from rise_tui.casework.desk import Desk
from rise_tui.screens.patience import patiently

if TYPE_CHECKING:
    from textual.signal import Signal

    from rise_tui.domain.veil import Veil
    from rise_tui.screens.tour import Tour
    from rise_tui.terminal.easel import Easel
    from rise_tui.terminal.key_queue import KeyQueue


class Rise(Protocol):
    """The app, as what is shown in it knows it: importing it would be a cycle."""

    desk: Desk
    bell_rang: "Signal[frozenset[str]]"
    veil: "Veil"
    typed: "KeyQueue"
    editor: str
    has_tour: bool
    tour: "Tour | None"

    @property
    def easel(self) -> "Easel": ...
    def go(self, place: str) -> None: ...
    def turn_veil(self) -> None: ...
    def concerns(self, client_id: str) -> bool: ...
    def repaint(self) -> None: ...
    def begin_tour(self) -> None: ...
    def end_tour(self) -> None: ...


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

    @property
    def is_staying(self) -> bool:
        """Whether it is in the app and is to stay there: what is taken down loses its parts before it goes itself."""
        return self.is_attached and not getattr(self, "_pruning", False)

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **named: Any) -> bool:
        """Call it once all is drawn; by then what asked for it may be on its way out, and nothing is called."""
        return super().call_after_refresh(self._while_staying, partial(callback, *args, **named))

    async def _while_staying(self, act: Callable[[], Any]) -> None:
        if self.is_staying:
            await invoke(act)

    def _get_dispatch_methods(
        self, method_name: str, message: Message
    ) -> Iterable[tuple[type, Callable[[Message], Awaitable[Any]]]]:
        """What is done on hearing that something was chosen, typed or sent is tried again where others write now."""
        for cls, method in super()._get_dispatch_methods(method_name, message):
            yield cls, method if isinstance(message, Event) else partial(self._heard, method)

    async def _heard(self, method: Callable[[Message], Awaitable[Any]], message: Message) -> None:
        await patiently(lambda: invoke(method, message), self.desk.clock, self.rise.typed)
