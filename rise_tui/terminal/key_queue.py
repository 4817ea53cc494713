"""Typed keys, one after the other: the next one is passed on only when the one before has done all that it does."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PASTED = 0.05
"""Seconds in which keys do nothing after a paste that no place to type took: rests of it may come as keys."""
HUSHED = 0.5
"""Seconds without a letter after which a hand that typed where nothing can be typed has seen it."""
LOST = 2.0
"""Seconds after which a key that never came back (its widget went away under it) is waited for no longer."""
NOT_YET = 0.005
"""Seconds until a room that is not there yet is looked at again."""

Typed = events.Key | events.Paste


class KeyQueue:
    """Holds what is typed ahead, on a slow line or while a room opens.

    Textual passes keys on at once, but what they do travels through queues: of `j r H i` that come in one piece, `H i`
    would still act on the list, and `r` on the row before. Here each waits for its turn.
    """

    def __init__(self, app: App[Any], deliver: Callable[[Typed], Awaitable[None]], ticks: Callable[[], float]) -> None:
        """`deliver` passes one on to who has the focus; `ticks` are seconds that never go back."""
        self._app, self._deliver, self._ticks = app, deliver, ticks
        self._waiting: deque[Typed] = deque()
        self._is_busy = False
        self._holds = 0
        self._since = 0.0
        self._deaf_until = 0.0
        self._hushed_until = 0.0

    @property
    def is_idle(self) -> bool:
        """Whether everything typed has done what it does."""
        return not self._waiting and not self._is_busy and not self._holds

    @contextmanager
    def held(self) -> Iterator[None]:
        """While an act waits for its turn to be done: what is typed meanwhile comes after it."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    def hush(self, seconds: float = HUSHED) -> None:
        """Somebody began to type where nothing can be typed: the letters that follow at once act on nothing.

        `seconds`: within which the first of them comes.
        """
        self._hushed_until = self._ticks() + seconds

    def _is_hushed(self, event: Typed) -> bool:
        """A letter or a sign of that: the hand goes on until it has seen that nothing is written."""
        if not isinstance(event, events.Key) or not event.is_printable or self._ticks() >= self._hushed_until:
            return False
        self._hushed_until = self._ticks() + HUSHED
        return True

    def take(self, event: Typed) -> None:
        """One more was typed."""
        self._waiting.append(event)
        if not self._is_busy or self._ticks() - self._since > LOST:
            self._is_busy = True
            self._turn()

    def _turn(self) -> None:
        """Let the next one have its turn after all that is in the app's queue now (a change of focus)."""
        self._since = self._ticks()
        self._app.call_later(self._next)

    async def _next(self) -> None:
        if not self._waiting:
            self._is_busy = False
            return
        if self._holds or not _is_ready(self._app):
            self._app.set_timer(NOT_YET, self._turn)
            return
        event = self._waiting.popleft()
        if self._is_rest_of_paste(event) or self._is_hushed(event):
            self._turn()
            return
        target: MessagePump = self._app.focused or self._app.screen
        await self._deliver(event)
        if event.is_forwarded:
            self._follow(target, lambda: event._stop_propagation, lambda: self._settle(target), begins=True)
        else:
            self._settle(target)

    def _settle(self, target: MessagePump) -> None:
        """What it did may be a message that is still on its way up (*sent*, *opened*): the next one comes after it."""
        self._follow(target, lambda: False, self._turn)

    def _follow(
        self, node: MessagePump, is_over: Callable[[], bool], then: Callable[[], None], *, begins: bool = False
    ) -> None:
        """Go through the queues from a widget up to the app behind what is in them now; then do that.

        `is_over`: whether it was taken on the way, so that those above are not asked. What the widget itself took
        (`begins`) was typed into it; taken above, it was a key that acts, and what it does may still be on its way.
        """

        def went_through() -> None:
            above = node._parent
            if is_over():
                if begins:
                    self._turn()
                else:
                    then()
            elif node is self._app or above is None:
                then()
            else:
                self._follow(above, is_over, then)

        if not node.call_later(went_through):
            self._turn()

    def _is_rest_of_paste(self, event: Typed) -> bool:
        """A paste into no place to type does nothing, and neither do keys that leak from it."""
        focused = self._app.focused
        if focused is not None and focused.check_consume_key("a", "a"):
            return False
        if isinstance(event, events.Paste):
            self._deaf_until = self._ticks() + PASTED
            return True
        return self._ticks() < self._deaf_until


def _is_ready(app: App[Any]) -> bool:
    """Whether the room on top has arrived: what is typed is for it and for nobody before it."""
    screen = app.screen
    if not screen.is_mounted or not screen.is_current:
        return False
    if not getattr(screen, "has_arrived", True):
        return False
    return screen.focused is not None or not screen.focus_chain
