"""The terminal app: builds the room, starts sync, turns the store's bell into a signal; no rules."""

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.signal import Signal

from rise_tui.casework.desk import Desk
from rise_tui.screens.inbox import InboxScreen
from rise_tui.store.changes import Bell
from rise_tui.sync.loop import SyncThread
from rise_tui.themes import THEMES

LISTEN = 0.25
"""Seconds between looks at the bell; what our own sync commits is heard at once."""


class RiseApp(App[int]):
    """rise, in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+z", "suspend_process", "Suspend", id="app.suspend", tooltip="To the shell and back.", priority=True
        ),
        Binding("ctrl+c", "nothing", "", id="app.ctrl-c", tooltip="C-c never quits.", show=False),
    ]

    def __init__(
        self,
        desk: Desk,
        bell: Bell,
        sync: SyncThread | None = None,
        *,
        theme: str = "dark",
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class, ansi_color=theme in ("ansi", "none"))
        self.desk = desk
        self.bell = bell
        self.sync = sync
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
            self.sync.on_change = lambda: self.call_from_anywhere(self.listen)
            self.sync.start()

    def listen(self) -> None:
        """Tell the rooms what has changed since the last time."""
        topics = frozenset(change.topic for change in self.bell.heard())
        if topics:
            self.bell_rang.publish(topics)

    def action_nothing(self) -> None:
        """A key that is kept from doing what terminals expect."""
