"""What every screen shares: header and footer, the keys of everywhere, which facts it hears, and errors in words."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen

from rise_tui.casework import undoing, who_one_is
from rise_tui.casework.undoing import Act
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.patience import before_telling
from rise_tui.screens.telling import Telling
from rise_tui.widgets.page_line import FLAT, NARROW, SHORT, Header, Line

if TYPE_CHECKING:
    from rise_tui.screens.dialogs.search import Hit


class Room(Telling, Screen[None]):
    """A screen arranges widgets, turns keys into casework, and re-reads when facts changed."""

    HEARS: ClassVar[frozenset[str]] = frozenset()
    """The bell's topics that make this room re-read."""
    place_id = "inbox"
    """Which of the three places it belongs to."""
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-flat"), (FLAT, "-short"), (SHORT, "-full")]  # noqa: RUF012 - Textual leaves it to each screen
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "go('inbox')", "Inbox", id="room.inbox", tooltip="The inbox."),
        Binding("2", "go('clients')", "Clients", id="room.clients", tooltip="All clients."),
        Binding("3", "go('broadcasts')", "Broadcast", id="room.broadcasts", tooltip="Group texts: one to many people."),
        Binding("slash", "search", "Search", id="room.search", tooltip="Search names, numbers and all texts."),
        Binding("H", "held", "Held texts", id="room.held", tooltip="The texts that are held: whose, why, until when."),
        Binding(
            "f7", "colleagues", "Colleagues", id="room.colleagues", tooltip="Who covers for whom; signed-in machines."
        ),
        Binding("f8", "away", "Away", id="room.away", tooltip="You are away: who writes meanwhile is told so."),
        Binding("E", "alerts", "Alerts", id="room.alerts", tooltip="How you are told while rise is closed."),
        Binding("z", "undo", "Undo", id="room.undo", tooltip="Take back the last act; a text, while it is held."),
        Binding("question_mark,f1", "help", "Help", id="room.help", tooltip="The keys that work here."),
        Binding(
            "colon,ctrl+p", "palette", "Commands", id="room.palette", tooltip="Every command, by typing its words."
        ),
        Binding(
            "ctrl+t", "veil", "Privacy", id="room.veil", tooltip="Mask names, numbers and photos; again shows them."
        ),
        Binding("ctrl+l", "redraw", "Redraw", id="room.redraw", tooltip="Paint everything again."),
        Binding("q,ctrl+q", "leave", "Quit", id="room.quit", tooltip="Leave; asks while something waits to go out."),
    ]
    has_arrived = False
    """Whether what is typed can be for this room: the focus is where it begins."""
    _told_trouble = 0
    _offered: Act | None = None
    """What `z` would have taken back when the status line was told to say so."""
    has_missed = False
    """Whether facts changed while another room was in front."""

    @property
    def is_in_front(self) -> bool:
        """Whether this is the room that one sees; a dialog may lie over it."""
        return next((one for one in reversed(self.app.screen_stack) if isinstance(one, Room)), None) is self

    def on_mount(self) -> None:
        """Listen to the bell, then arrive; what depends on the width stands as it will before anything is laid out."""
        self.set_class(self.app.size.width >= NARROW, "-wide")
        self.rise.bell_rang.subscribe(self, self._on_bell)
        self.query_one(Header).active = self.place_id
        self.show_who()
        self.enter()
        self.call_after_refresh(self._arrived)

    def show_who(self) -> None:
        """Who one is, for whom one covers, and that one is away, in the header."""
        header = self.query_one(Header)
        header.who, header.stands_in = self.desk.name, who_one_is.stands_in(self.desk)

    def _arrived(self) -> None:
        self.show()
        self.show_undo()
        self.has_arrived = True

    def _on_bell(self, topics: frozenset[str]) -> None:
        if not self.is_in_front:
            self.has_missed = self.has_missed or bool(topics & (self.HEARS | {"line", "outbox"}))
            return
        if topics & self.HEARS:
            self.hear()
            self.show_undo()
        if "line" in topics or "outbox" in topics:
            self.show_line()
        if "office" in topics:
            self.show_who()

    def on_screen_resume(self) -> None:
        """Back in front: show what has changed meanwhile."""
        if self.has_missed and self.has_arrived:
            self.has_missed = False
            self.show()
            self.show_line()

    def hear(self) -> None:
        """Facts have changed while this room is in front; `rise.concerns` knows whom they may be about."""
        self.show()

    def enter(self) -> None:
        """Once, on arrival: what the person was typing."""

    def show(self) -> None:
        """On every change of facts; never touches what is being typed."""

    def show_line(self) -> None:
        """How the line to the office is, in the header."""
        state = self.desk.line()
        self.query_one(Header).connection = Line(state.words, state.is_up, state.short)
        trouble = self.desk.sending_trouble()
        if trouble is None:
            if self._told_trouble:
                self._told_trouble = 0
                self.tell(say("Texts go out again."))
        elif trouble[0] != self._told_trouble:
            self._told_trouble = trouble[0]
            self.tell_error(trouble[1])

    # words in the status line

    def tell(self, words: str, *, role: str = "dim", hint: str = "", stays: bool = False) -> None:
        """What just happened, just above the footer; the next key takes it off, unless it `stays` or is a trouble."""
        self._offered = undoing.latest(self.desk)
        self.put_words(words, role, hint, stays=stays)
        self._put_undo(self._offered)

    def show_undo(self) -> None:
        """What `z` would take back, at the right of the status line; what was told offers it no longer once it is past.

        An act of another window comes before it, and some acts cannot be taken back once the office has them.
        """
        latest = undoing.latest(self.desk)
        if latest != self._offered and self.is_offering_undo:
            self.withdraw_hint()
        self._put_undo(latest)

    def _put_undo(self, latest: Act | None) -> None:
        """Where one types, z is a letter like any other, and nothing is said of it."""
        is_typing = self.focused is not None and self.focused.check_consume_key("z", "z")
        self.status_line.undo = "" if latest is None or is_typing else latest.label

    def on_descendant_focus(self) -> None:
        """Another place has the focus."""
        if self.has_arrived:
            self.show_undo()

    def tell_error(self, error: RiseError) -> None:
        """An expected trouble, for a glance: title and next step; that others write just now only after a while."""
        before_telling(error)
        self.tell(error.title + ".", role="bad", hint=" ".join(p for p in (error.detail, error.next_step) if p))

    def tell_dead_key(self, key: str) -> None:
        """A letter or a sign that does nothing here, with Ctrl too; keys without one (F12, Shift) stay silent."""
        sign = key_to_character(key.removeprefix("ctrl+"))
        if sign is not None and sign.isprintable():
            shown = say("Space") if sign == " " else sign
            shown = f"C-{shown}" if key.startswith("ctrl+") else shown
            is_typing = self.focused is not None and self.focused.check_consume_key("?", "?")
            hint = say("F1 shows the keys") if is_typing else say("? shows the keys")
            self.tell(say("{key} does nothing here.", key=shown), hint=hint)

    def tell_nothing_to_undo(self) -> None:
        """There is nothing left that could be taken back."""
        self.tell(say("Nothing to take back."))

    # keys of everywhere

    def open_client(self, client_id: str, *, hit: str | None = None, is_reply: bool = False) -> None:
        """Open somebody's conversation: at the text `hit`; with the cursor in the draft if `is_reply`."""
        from rise_tui.screens.client import ClientScreen

        self.app.push_screen(ClientScreen(client_id, hit=hit, is_reply=is_reply, place=self.place_id))

    def action_go(self, place: str) -> None:
        """To one of the three places."""
        self.rise.go(place)

    def close(self) -> None:
        """Away from here, to where one came from; what is written stays."""
        self.dismiss()

    def action_search(self) -> None:
        """Find a name, a number or a word of any text; open it where it stands."""
        from rise_tui.screens.dialogs.search import SearchDialog

        self.app.push_screen(SearchDialog(), self._found)

    def _found(self, hit: "Hit | None") -> None:
        if hit is None:
            return
        if hit.broadcast_id:
            from rise_tui.screens.sending import SendingScreen

            self.app.push_screen(SendingScreen(hit.broadcast_id))
        else:
            self.open_client(hit.client_id, hit=hit.message_id)

    def action_held(self) -> None:
        """All texts that wait."""
        from rise_tui.screens.acts.held import show_held

        show_held(self)

    def action_colleagues(self) -> None:
        """Who covers for whom, and the machines that are signed in."""
        from rise_tui.screens.acts.colleagues import show_colleagues

        show_colleagues(self)

    def action_alerts(self) -> None:
        """How one is told while no app of one's own is open."""
        from rise_tui.screens.acts.alerts import ask_alerts

        ask_alerts(self)

    def action_away(self) -> None:
        """From when until when one is away, and what is told to who writes meanwhile."""
        from rise_tui.screens.acts.away import ask_away

        ask_away(self)

    def action_undo(self) -> None:
        """Take back what was last done; what it was stands in the status line."""
        from rise_tui.screens.acts.undoing import take_back

        take_back(self)

    def undone(self, client_id: str | None) -> None:
        """Something about this person was taken back: a room may go to them."""
        self.show()

    def action_help(self) -> None:
        """The keys of the place that has the focus."""
        from rise_tui.screens.dialogs.help import HelpDialog

        place: list[DOMNode] = list((self.focused or self).ancestors_with_self)
        self.app.push_screen(HelpDialog(place, self.help_notes()))

    def help_notes(self) -> tuple[str, ...]:
        """What else to know in this room, a sentence each."""
        return ()

    def action_palette(self) -> None:
        """Every command of this place, found by typing its words."""
        from rise_tui.screens.acts.palette import open_palette

        open_palette(self)

    def action_veil(self) -> None:
        """Names, numbers and photos are masked, or shown again."""
        self.rise.turn_veil()

    def action_redraw(self) -> None:
        """Paint everything again."""
        self.rise.repaint()

    def action_leave(self) -> None:
        """Quit; while something waits to go out, ask."""
        waiting = self.desk.acts_waiting
        if waiting == 0:
            self.app.exit()
            return
        from rise_tui.screens.dialogs.quit import QuitDialog

        self.app.push_screen(QuitDialog(waiting), lambda is_leaving: self.app.exit() if is_leaving else None)
