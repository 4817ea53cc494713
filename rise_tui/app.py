"""The terminal app: builds the room, starts sync, turns the store's bell into a signal; no rules."""

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Offset
from textual.screen import Screen
from textual.signal import Signal

from rise_tui.casework import triage
from rise_tui.casework.desk import Desk
from rise_tui.domain.say import say
from rise_tui.reports import keep_report
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.keys import strangers
from rise_tui.screens.room import Room
from rise_tui.store.changes import Bell
from rise_tui.sync.loop import SyncThread
from rise_tui.terminal.driver import RiseDriver
from rise_tui.terminal.key_queue import KeyQueue
from rise_tui.themes import THEMES

LISTEN = 0.1
"""Seconds between looks at the bell; a look that finds nothing costs some 20 µs."""


class RiseApp(App[int]):
    """rise, in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+z", "suspend_process", "Suspend", id="app.suspend", tooltip="To the shell and back.", priority=True
        ),
        Binding("ctrl+c", "stay", "Stay", id="app.ctrl-c", tooltip="C-c never quits.", show=False),
    ]

    def __init__(
        self,
        desk: Desk,
        bell: Bell,
        sync: SyncThread | None = None,
        *,
        theme: str = "dark",
        reports: Path | None = None,
        driver_class: type[Driver] | None = None,
        keys: Mapping[str, str] | None = None,
        has_title: bool = False,
    ) -> None:
        """`keys`: other keys by the bindings' ids; `has_title`: name the window by how many need a reply."""
        super().__init__(driver_class=driver_class, ansi_color=theme in ("ansi", "none"))
        self.desk = desk
        self.ears = bell
        self.sync = sync
        self.reports = reports
        self.has_title = has_title
        self.crash_code = ""
        """Names the report of the unexpected error that ended the app; empty if none did."""
        self.bell_rang: Signal[frozenset[str]] = Signal(self, "bell")
        self.is_signed_out = False
        """The office took the sign-in back, and nothing of its clients may be shown any more."""
        self.typed = KeyQueue(self, super().on_event, desk.clock.monotonic)
        self._strange_keys = strangers(keys or {}, type(self))
        self.set_keymap({binding: key for binding, key in (keys or {}).items() if binding not in self._strange_keys})
        for one in THEMES.values():
            self.register_theme(one)
        self.theme = f"rise-{theme}"

    def on_mount(self) -> None:
        """Begin with the inbox; then sync, so that nothing it imports delays the first key."""
        room = InboxScreen()
        self.push_screen(room)
        self.set_interval(LISTEN, self.listen)
        self.call_after_refresh(self._start_sync)
        self._show_title()
        if self._strange_keys:
            words = say("No key is called {id} in the settings.", id=", ".join(self._strange_keys))
            room.call_after_refresh(room.tell, words, role="bad")

    def _start_sync(self) -> None:
        """The first frame stands: what was made for it stays for good, and no later collection need look at it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if self.sync is not None:
            self.sync.start()

    def listen(self) -> None:
        """Tell the rooms what has changed since the last time."""
        topics = frozenset(change.topic for change in self.ears.heard())
        if not topics:
            return
        self.bell_rang.publish(topics)
        if self.sync is not None and "outbox" in topics:
            self.sync.poke()
        if "inbox" in topics:
            self._show_title()
        if "line" in topics and self.desk.is_taken_back:
            self.is_signed_out = True
            self.exit()

    def _show_title(self) -> None:
        """The window's name says how many need a reply: a number only, never a word from outside."""
        if self.has_title and isinstance(self._driver, RiseDriver):
            self._driver.title(triage.counts(self.desk).needs_reply)

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pastes strictly one after the other; everything else as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.typed.take(event)
        else:
            await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Let the key act; one that does nothing in a room says so."""
        has_acted = await super()._check_bindings(key, priority)
        if not has_acted and not priority and isinstance(self.screen, Room):
            self.screen.tell_dead_key(key)
        return has_acted

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Every frame ends with the terminal's own cursor on the selected row, or where one types."""
        place = getattr(self.focused, "cursor_screen_offset", None) if self._running else None
        if isinstance(place, Offset):
            self.cursor_position = place
        super()._display(screen, renderable)

    def action_stay(self) -> None:
        """A key that is kept from doing what terminals expect."""

    def repaint(self) -> None:
        """Paint everything again, whatever the terminal shows now."""
        if isinstance(self._driver, RiseDriver):
            self._driver.forget()
        self.refresh(layout=True)

    def _handle_exception(self, error: Exception) -> None:
        """End with a short code instead of Textual's traceback, which would show texts and numbers."""
        if self.reports is None:
            super()._handle_exception(error)
            return
        self.crash_code = self.crash_code or keep_report(error, self.reports)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
