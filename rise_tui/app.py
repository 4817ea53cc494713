"""The terminal app: builds the room, starts sync, turns the store's bell into a signal; no rules."""

import gc
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual._callback import invoke
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import WorkerFailed

from rise_tui.casework import waiting
from rise_tui.casework.desk import Desk
from rise_tui.casework.ringing import Ringing
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.domain.veil import Veil
from rise_tui.reports import keep_report
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.masking import Masking
from rise_tui.screens.patience import patiently
from rise_tui.screens.room import Room
from rise_tui.screens.telling import Telling
from rise_tui.screens.touring import Touring
from rise_tui.store.changes import Bell
from rise_tui.store.stirring import Listening
from rise_tui.sync.loop import SyncThread
from rise_tui.terminal.driver import RiseDriver
from rise_tui.terminal.fitted_app import FittedApp
from rise_tui.terminal.key_queue import KeyQueue
from rise_tui.themes import THEMES

if TYPE_CHECKING:
    from rise_tui.casework.hearing_covers import HearingCovers
    from rise_tui.casework.hearing_no import HearingNo
    from rise_tui.casework.too_late import HearingPauses
    from rise_tui.screens.at_desk import Rise
    from rise_tui.terminal.easel import Easel


OF_ONE = ("inbox", "thread", "photo")
"""Topics whose changes name the one person whom they are about."""
QUIET = 1.0
"""Seconds after the first frame until what only later rooms need is read."""
DATES = 60.0
"""Seconds after which it is looked whether somebody's pause has ended by its date: nothing else tells of that."""
SETTLED = 5.0
"""Seconds after the first frame until all that stays for good is there, what sync imports too: a full collection of it
would hold up a key for 15 ms."""


def _clients() -> Screen[Any]:
    from rise_tui.screens.clients import ClientsScreen

    return ClientsScreen()


def _broadcasts() -> Screen[Any]:
    from rise_tui.screens.broadcasts import BroadcastsScreen

    return BroadcastsScreen()


class RiseApp(Touring, Masking, FittedApp):
    """rise, in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "inbox": InboxScreen,
        "clients": _clients,
        "broadcasts": _broadcasts,
    }
    """The three places; each keeps what was opened in it. The second and third are read when they are first wanted."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+z", "suspend_process", "Suspend", id="app.suspend", tooltip="To the shell and back.", priority=True
        ),
        Binding("ctrl+c", "stay", "Stay", id="app.ctrl-c", tooltip="C-c never quits.", show=False),
        Binding(
            "ctrl+n",
            "skip_stop",
            "Skip",
            id="app.skip-stop",
            tooltip="In the demo: the next stop of its tour.",
            priority=True,
        ),
        Binding(
            "f9", "leave_tour", "Leave tour", id="app.leave-tour", tooltip="In the demo: leave its tour.", priority=True
        ),
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
        rings: str = "auto",
        editor: str = "",
        images: str = "auto",
        tour: bool | None = None,
    ) -> None:
        """`keys`: other keys by the bindings' ids; `has_title`: name the window by how many need a reply.

        `rings`: the setting that says when the terminal's bell rings.
        `editor`: the command that a draft may be written in, empty for none, `off` where none is allowed.
        `images`: the setting that says how photos are shown.
        `tour`: whether a tour begins at once; None: there is none, for texts are sent on it.
        """
        super().__init__(driver_class=driver_class, ansi_color=theme in ("ansi", "none"))
        self.desk = desk
        self.ears = bell
        self._listening: Listening | None = None
        self.sync = sync
        self.reports = reports
        self.has_title = has_title
        self.ringing = Ringing(rings)
        self.editor = editor
        self.images = images
        self.has_tour, self._begins_tour = tour is not None, bool(tour)
        self.crash_code = ""
        """Names the report of the unexpected error that ended the app; empty if none did."""
        self.bell_rang: Signal[frozenset[str]] = Signal(self, "bell")
        self.signed_out = ""
        """How the office took the sign-in back (`desk.taken_back`): nothing of its clients may be shown any more."""
        self._hearing_no: HearingNo | None = None
        self._hearing_covers: HearingCovers | None = None
        self._hearing_pauses: HearingPauses | None = None
        self.veil = Veil()
        """Masks names, numbers and photos while somebody else can see the screen."""
        self.typed = KeyQueue(self, super().on_event, desk.clock.monotonic)
        self._strange_keys = self._set_keys(keys) if keys else []
        for one in THEMES.values():
            self.register_theme(one)
        self.theme = f"rise-{theme}"

    def _set_keys(self, keys: Mapping[str, str]) -> list[str]:
        """Change the keys of bindings by their ids; returns the ids that no binding has."""
        from rise_tui.screens.keys import strangers

        strange = strangers(keys, type(self))
        self.set_keymap({binding: key for binding, key in keys.items() if binding not in strange})
        return strange

    def on_mount(self) -> None:
        """Begin with the inbox; then sync, so that nothing it imports delays the first key."""
        self.switch_mode("inbox")
        self._listening = Listening(self.desk.store.folder, lambda: self.call_later(self.listen))
        self.call_after_refresh(self._start_sync)
        self._show_title()
        if self._begins_tour:
            self.call_after_refresh(self.begin_tour)
        if self._strange_keys:
            words = say("No key is called {id} in the settings.", id=", ".join(self._strange_keys))
            self.call_after_refresh(self._tell, words)

    def on_unmount(self) -> None:
        """Hear nothing more."""
        if self._listening is not None:
            self._listening.end()

    def _tell(self, words: str) -> None:
        """Say it in the room that one sees."""
        if isinstance(self.screen, Room):
            self.screen.tell(words, role="bad")

    def go(self, place: str) -> None:
        """To the inbox, the clients or the broadcasts; what was opened there stands as it was left.

        Where one is there already, back to its list.
        """
        if place != self.current_mode:
            self.switch_mode(place)
            return
        depth = len(self.screen_stack)
        if depth > 1 and isinstance(self.screen, Room):
            self.screen.close()
            if len(self.screen_stack) < depth:
                self.call_later(self.go, place)

    def _start_sync(self) -> None:
        """The first frame stands: what was made for it stays for good, and no later collection need look at it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
            self.set_timer(SETTLED, gc.freeze)
        from rise_tui.casework.hearing_covers import HearingCovers
        from rise_tui.casework.hearing_no import HearingNo
        from rise_tui.casework.too_late import HearingPauses

        self._hearing_no, self._hearing_covers = HearingNo(self.desk), HearingCovers(self.desk)
        self._hearing_pauses = HearingPauses(self.desk)
        self.set_interval(DATES, self._tell_open_again)
        self._tell_no()
        if self.sync is not None:
            self.sync.start()
        self.set_timer(QUIET, self._read_styles)

    def _read_styles(self) -> None:
        """Read the style sheets of all rooms at once: otherwise each would be read, and all read again, with its first
        opening, while somebody waits for it."""
        for path in sorted(Path(__file__).parent.joinpath("screens").rglob("*.tcss")):
            if not self.stylesheet.has_source(str(path), ""):
                self.stylesheet.read(path)
        self.stylesheet.reparse()
        self._read_names()

    def listen(self) -> None:
        """Tell the rooms what has changed since the last time."""
        topics = self.ears.topics()
        if not topics:
            return
        self._go_first()
        self.bell_rang.publish(topics)
        if self.sync is not None and "outbox" in topics:
            self.sync.poke()
        if "outbox" in topics:
            self._tell_no()
        if "office" in topics:
            self._tell_cover()
        if "thread" in topics:
            self._tell_open_again()
        if "inbox" in topics:
            self._show_title()
            if self.ringing.rings(self.desk):
                self.bell()
        if "line" in topics and (taken_back := self.desk.taken_back):
            self.signed_out = taken_back
            self.exit()

    def concerns(self, client_id: str) -> bool:
        """Whether what was heard last may change what stands in this person's conversation."""
        return self.ears.was_about(client_id, OF_ONE)

    def _show_title(self) -> None:
        """The window's name says how many need a reply: a number only, never a word from outside."""
        if self.has_title and isinstance(self._driver, RiseDriver):
            self._driver.title(waiting.counts(self.desk).needs_reply)

    def _go_first(self) -> None:
        """What is on its way to the screen goes before what sync writes."""
        if self.sync is not None:
            self.sync.give_way()

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pastes strictly one after the other; everything else as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._go_first()
            self.typed.take(event)
        else:
            await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Let the key act; what was told of the one before goes, and one that does nothing in a room says so."""
        if priority and isinstance(self.screen, Telling):
            self.screen.let_go_of_words()
        has_acted = await super()._check_bindings(key, priority)
        if not has_acted and not priority and isinstance(self.screen, Room):
            self.screen.tell_dead_key(key)
        return has_acted

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        """Do what a key does; where somebody else is writing just now, a moment later."""
        done = super()._dispatch_action
        has_acted = await patiently(lambda: done(namespace, action_name, params), self.desk.clock, self.typed)
        if self.tour is not None:
            self.tour.look_soon()
        return has_acted

    def push_screen(self, screen: Any, callback: Any = None, *rest: Any, **named: Any) -> Any:
        """Open it; what is done with its answer waits in the same way where somebody else is writing."""
        answered = None if callback is None else partial(self._answered, callback)
        return super().push_screen(screen, answered, *rest, **named)

    async def _answered(self, callback: Callable[..., Any], answer: object) -> None:
        await patiently(lambda: invoke(callback, answer), self.desk.clock, self.typed)

    def action_stay(self) -> None:
        """A key that is kept from doing what terminals expect."""

    @cached_property
    def easel(self) -> "Easel":
        """How photos get to the terminal; made when the first one is looked at."""
        from rise_tui.terminal.easel import Easel

        return Easel(self, self.images)

    def _handle_exception(self, error: Exception) -> None:
        """End with a short code instead of Textual's traceback, which would show texts and numbers.

        A trouble that was to be expected (a full disk, a store that is locked) ends nothing where only a worker met it.
        """
        if isinstance(error, WorkerFailed) and isinstance(error.error, RiseError):
            self._tell_trouble(error.error)
            return
        if self.reports is None:
            super()._handle_exception(error)
            return
        self.crash_code = self.crash_code or keep_report(error, self.reports)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _tell_no(self) -> None:
        """What the office has not taken since the last time."""
        trouble = None if self._hearing_no is None else self._hearing_no.trouble(self.desk)
        if trouble is not None:
            self._tell_trouble(trouble)

    def _tell_cover(self) -> None:
        """That a cover of one's own has ended since the last time."""
        over = "" if self._hearing_covers is None else self._hearing_covers.ended(self.desk)
        if over:
            self._tell_in_front(over, "accent", say("F7 says what came"))

    def _tell_open_again(self) -> None:
        """That somebody's pause has ended by its date since the last time, and what it kept waits."""
        over = "" if self._hearing_pauses is None else self._hearing_pauses.ended(self.desk)
        if over:
            self._tell_in_front(over, "accent", "")

    def _tell_trouble(self, trouble: RiseError) -> None:
        """In front, whatever the worker was of."""
        hint = " ".join(part for part in (trouble.detail, trouble.next_step) if part)
        self._tell_in_front(trouble.title + ".", "bad", hint)

    def _tell_in_front(self, words: str, role: str, hint: str) -> None:
        """In the room or page that one sees; it stays until something else is told."""
        front = next((one for one in reversed(self.screen_stack) if isinstance(one, Telling) and one.is_running), None)
        if front is not None:
            front.put_words(words, role, hint, stays=True)


if TYPE_CHECKING:
    _what_rooms_ask_is_there: type[Rise] = RiseApp
