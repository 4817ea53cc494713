"""The terminal app: builds the room, starts sync, turns the store's bell into a signal; no rules."""

from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.signal import Signal

from rise_tui.casework.desk import Desk
from rise_tui.reports import keep_report
from rise_tui.screens.inbox import InboxScreen
from rise_tui.store.changes import Bell
from rise_tui.sync.loop import SyncThread
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
        Binding("ctrl+c", "stay", "", id="app.ctrl-c", tooltip="C-c never quits.", show=False),
        Binding("ctrl+q", "stay", "", id="app.ctrl-q", tooltip="The room asks before it quits.", show=False),
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
    ) -> None:
        super().__init__(driver_class=driver_class, ansi_color=theme in ("ansi", "none"))
        self.desk = desk
        self.ears = bell
        self.sync = sync
        self.reports = reports
        self.crash_code = ""
        """Names the report of the unexpected error that ended the app; empty if none did."""
        self.bell_rang: Signal[frozenset[str]] = Signal(self, "bell")
        for one in THEMES.values():
            self.register_theme(one)
        self.theme = f"rise-{theme}"

    def on_mount(self) -> None:
        """Begin with the inbox; then sync, so that nothing it imports delays the first key."""
        self.push_screen(InboxScreen())
        self.set_interval(LISTEN, self.listen)
        self.call_after_refresh(self._start_sync)

    def _start_sync(self) -> None:
        if self.sync is not None:
            self.sync.start()

    def listen(self) -> None:
        """Tell the rooms what has changed since the last time."""
        topics = frozenset(change.topic for change in self.ears.heard())
        if topics:
            self.bell_rang.publish(topics)
            if self.sync is not None and "outbox" in topics:
                self.sync.poke()

    def action_stay(self) -> None:
        """A key that is kept from doing what terminals expect."""

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
