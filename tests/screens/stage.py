"""The real app over the gallery's office, without a terminal: open it, press keys, look at lines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from rise_tui.app import RiseApp
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from rise_tui.screens.conversation import ConversationPane
from rise_tui.screens.held_key import HELD
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.widgets.page_line import StatusLine
from tests.gallery.lives import LIVES
from tests.gallery.office import client_id_of, open_desk
from tests.screens.quick import draw, quicken

quicken()

CALM = 3
"""Looks in a row at which nothing is to be laid out or painted."""
TURNS = 10_000
"""Turns of the event loop after which something hangs; a key takes some dozen."""


def life(name: str) -> str:
    """The client's id of that first name."""
    return next(client_id_of(one) for one in LIVES if one.first == name)


@dataclass
class Opened:
    """An app that is open, and its desk."""

    app: RiseApp
    pilot: Pilot[int]
    desk: Desk

    @property
    def inbox(self) -> InboxScreen:
        """The inbox, whatever lies over it."""
        return next(screen for screen in self.app._screen_stacks["inbox"] if isinstance(screen, InboxScreen))

    @property
    def room(self) -> PersonRoom:
        """The room in front, where a person stands."""
        found = next(one for one in reversed(self.app.screen_stack) if isinstance(one, Room))
        assert isinstance(found, PersonRoom)
        return found

    @property
    def pane(self) -> ConversationPane:
        """The conversation that one sees."""
        return self.room.pane

    @property
    def status(self) -> str:
        """What is told just above the footer; its lines in one."""
        region = self.app.screen.query_one(StatusLine).region
        return " ".join(self.lines[region.y : region.bottom])

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines)

    async def hold(self, key: str, times: int = 30) -> None:
        """Hold a key of one letter down: the terminal repeats it that often."""
        for _ in range(times):
            event = events.Key(key, key)
            event.set_sender(self.app)
            self.app.post_message(event)
        await self.rest()

    async def press(self, *keys: str) -> None:
        """Press keys, by Textual's names or as words, all at once; come back when each has done what it does."""
        for key in keys:
            for one in [key] if key in NAMED or key.startswith(("ctrl+", "shift+")) else key:
                name = one if len(one) > 1 or one.isalnum() else _character_to_key(one)
                if key == "z":
                    await self._let_go()
                event = events.Key(name, one if len(one) == 1 else None)
                event.set_sender(self.app)
                self.app.post_message(event)
        await self.rest()

    async def _let_go(self) -> None:
        """Press it deliberately, after one has seen what came of the keys before: held down it does nothing."""
        await self.rest()
        assert isinstance(self.desk.clock, FrozenClock)
        self.desk.clock.ticks += 2 * HELD

    async def rest(self) -> None:
        """Until everything that was typed or heard is shown."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
            if self.app.typed.is_idle and self.app._message_queue.empty():
                break
        self.app.listen()
        await self.pilot.pause(0)
        for _ in range(2):  # what was waited for may open another room
            while self._is_on_the_move():
                if self.inbox.pace.is_on_the_move:  # the keys are let go: no need to wait until that is noticed
                    self.inbox.call_later(self.inbox.pace.settle)
                await asyncio.sleep(0.005)  # a timer or a worker of the room says when; nothing else can
            await self.pilot.pause(0)
        calm = 0
        while calm < CALM:  # one thing that is laid out or drawn may ask for the next
            await asyncio.sleep(0.002)
            if self._is_on_the_move() or self._has_words_under_way():
                calm = 0
            elif self._is_unpainted():
                calm = 0
                self.app.screen._on_timer_update()
            else:
                calm += 1
                draw(self.app.screen)

    def _is_unpainted(self) -> bool:
        """Whether something of what one sees is still to be laid out or painted."""
        screen = self.app.screen
        return bool(
            screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets
        )

    def _has_words_under_way(self) -> bool:
        """Whether a widget in front has still to hear of something: a slow machine may be between any two turns."""
        nodes = (self.app, *self.app.screen.walk_children(with_self=True))
        return any(not node._message_queue.empty() or node._next_callbacks for node in nodes if node._running)

    def _is_on_the_move(self) -> bool:
        """Whether a room still follows a key that was pressed: it says so itself."""
        return any(getattr(one, "is_on_the_move", False) for one in (self.inbox, *self.app.screen_stack))

    def wait(self, seconds: float) -> None:
        """Let time pass by the app's clock."""
        assert isinstance(self.desk.clock, FrozenClock)
        self.desk.clock.go(seconds)


NAMED = frozenset(
    {
        "enter",
        "escape",
        "tab",
        "backspace",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "f1",
        "f7",
        "f8",
        "f2",
        "f4",
        "f9",
    }
)


@asynccontextmanager
async def opened(
    folder: Path,
    size: tuple[int, int] = (120, 40),
    *,
    theme: str = "dark",
    is_empty: bool = False,
    is_offline: bool = False,
    is_new: bool = False,
    desk: Desk | None = None,
    keys: dict[str, str] | None = None,
    tour: bool | None = None,
) -> AsyncIterator[Opened]:
    """The app in that folder; `desk`, if given, is one that was opened there before (its store stays open)."""
    own = desk if desk is not None else open_desk(folder, is_empty=is_empty, is_offline=is_offline, is_new=is_new)
    bell = own.store.bell()
    try:
        app = RiseApp(own, bell, theme=theme, keys=keys, tour=tour)
        async with app.run_test(size=size) as pilot:
            found = Opened(app, pilot, own)
            await found.rest()
            yield found
    finally:
        bell.close()
        if desk is None:
            own.store.close()
