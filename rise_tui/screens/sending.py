"""One broadcast while it goes out and after: how it stands, who answered what, and the keys that steer it."""

import asyncio
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.worker import Worker

from rise_tui.casework import replies, tallying
from rise_tui.casework.replies import Replies, Reply
from rise_tui.casework.tallying import Overview
from rise_tui.domain import broadcast_words
from rise_tui.domain.errors import NotFound, RiseError
from rise_tui.domain.say import say
from rise_tui.domain.tallies import Standing, standing_words
from rise_tui.screens.following import Following
from rise_tui.screens.patience import in_thread
from rise_tui.screens.room import Room
from rise_tui.screens.sending_view import SendingView
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Footer, Header, Key, StatusLine
from rise_tui.widgets.reply_list import ReplyList
from rise_tui.widgets.tally_list import TallyList

T = TypeVar("T")
REPLIES_REST = 1.0
"""Seconds between two gatherings of the replies: each looks at what thousands may have written."""


class SendingScreen(Room):
    """The tally above, the replies below; Tab goes from one to the other."""

    HEARS = frozenset({"broadcast", "inbox", "office"})
    CSS_PATH = "sending.tcss"
    place_id = "broadcasts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pause", "Pause", id="sending.pause", tooltip="Pause it, or let it go on."),
        Binding("d", "drop", "Drop", id="sending.drop", tooltip="Drop what has not left; asks first."),
        Binding("w", "left_out", "Left out", id="sending.left-out", tooltip="Who is left out, and why."),
        Binding("v", "texts", "Texts", id="sending.texts", tooltip="The filled texts, the longest first."),
        Binding("equals_sign", "send_again", "Send again", id="sending.send-again", tooltip="Send again what failed."),
        Binding("r", "answer", "Answer", id="sending.answer", tooltip="Answer this reply."),
        Binding("e", "edit", "Edit", id="sending.edit", tooltip="Edit text and people; what has left, as a new one."),
        Binding(
            "greater_than_sign",
            "export",
            "Export",
            id="sending.export",
            tooltip="The tally and the replies as a table, in a file.",
        ),
        Binding("b", "begin", "New", id="sending.begin", tooltip="Write a new group text."),
        Binding("escape", "back", "Back", id="sending.back", tooltip="Back to the list."),
    ]

    def __init__(self, broadcast_id: str) -> None:
        super().__init__()
        self.broadcast_id = broadcast_id
        self.overview: Overview | None = None
        self.replies = Replies()
        self._standing = Following(self, self._look, self._show_standing)
        self._answers = Following(self, self._gather, self._show_replies, REPLIES_REST)
        self._finding = 0
        """how many looks at thousands of people are under way"""

    @property
    def is_on_the_move(self) -> bool:
        """Whether something newer than what is shown is on its way."""
        return not self.has_arrived or self._standing.is_busy or self._answers.is_busy or self._finding > 0

    def now(self) -> Overview | None:
        """How it stands, for a key that comes before it could be shown; None: it is not here any more."""
        return self.overview or self._look()

    def find(self, look: Callable[[], T], show: Callable[[T], None]) -> None:
        """Look at what may be thousands of people, or act on them, in a thread; then show what came of it."""

        async def looking() -> None:
            try:
                show(await asyncio.to_thread(in_thread, look))
            except RiseError as error:
                self.tell_error(error)
            finally:
                self._finding -= 1

        self._finding += 1
        self.run_worker(looking())

    @property
    def view(self) -> SendingView:
        """How it stands, and what was answered."""
        return self.query_one(SendingView)

    @property
    def states(self) -> TallyList:
        """The states of its texts."""
        return self.view.states

    @property
    def answers(self) -> ReplyList:
        """What people answered."""
        return self.view.answers

    def compose(self) -> ComposeResult:
        """Header, how it stands and what was answered, status, keys."""
        yield Header()
        yield SendingView()
        yield StatusLine()
        yield Footer()

    def enter(self) -> None:
        """Begin at the states; the replies, once there are some, are a Tab away."""
        self.set_focus(self.states)
        self.show_line()

    def on_resize(self, event: Resize) -> None:
        """Wide: more air; tall: also the text itself."""
        self.view.fit(event.size)

    # what is shown

    def show(self) -> None:
        """Read it again, in a worker, as often as a person can follow."""
        self._standing.want()
        self._answers.want()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Something was read."""
        self._standing.heard(event)
        self._answers.heard(event)

    def _look(self) -> Overview | None:
        """In a thread: how it stands; None: it is not here any more."""
        try:
            return tallying.overview(self.desk, self.broadcast_id)
        except NotFound:
            return None

    def _gather(self) -> Replies:
        """In a thread: who answered what."""
        return replies.gather(self.desk, self.broadcast_id)

    def _show_standing(self, found: Overview | None) -> None:
        before, self.overview = self.overview, found
        if before is not None and before.is_dropping and found is not None and not found.is_dropping:
            self.tell(broadcast_words.dropped(found.cancelled, found.too_late), role="good")
        self.view.show(found)
        if found is None:
            self._go_on_writing()
        self.show_keys()

    def _go_on_writing(self) -> None:
        """It was taken back before it left: to where it is being written again."""
        from rise_tui.screens.acts.group_writing import go_back

        if self.app.screen is self:
            go_back(self)
        else:
            self.has_missed = True  # a dialog lies over it: when that is gone

    def _show_replies(self, found: Replies) -> None:
        self.replies = found
        self.view.show_replies(found)
        self.show_keys()

    def show_keys(self) -> None:
        """The footer belongs to the place that has the focus."""
        found = self.overview
        if found is None:
            return
        row = self.states.row
        keys = broadcast_words.room_keys(
            found.phase,
            found.tally,
            is_at_replies=self.focused is self.answers and bool(self.replies.every),
            has_replies=bool(self.replies.every),
            standing=None if row is None or self.focused is not self.states else row.standing,
            is_left_out=bool(found.left_out),
        )
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def help_notes(self) -> tuple[str, ...]:
        """How replies are sorted, and what becomes of it all without this window."""
        return broadcast_words.notes()

    def on_descendant_focus(self) -> None:
        """Another place has the focus."""
        self.show_keys()

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another line: other keys may fit."""
        self.show_keys()

    # keys

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """The people in a state; or the conversation, with the cursor in the draft."""
        if event.sender is self.answers:
            self.action_answer()
            return
        row = self.states.row
        if row is not None:
            from rise_tui.screens.acts.group_people import show_state

            words = standing_words(row.standing) if row.standing is Standing.HELD else row.words
            show_state(self, row.standing, words)

    def on_reply_list_resorted(self, event: ReplyList.Resorted) -> None:
        """A person says what a reply means."""
        if not isinstance(event.row, Reply):
            return
        try:
            label = replies.sort_as(self.desk, self.broadcast_id, event.row, event.sort)
        except RiseError as error:
            self.tell_error(error)
            return
        self.tell(label, role="good", hint=say("z takes it back"))
        self._answers.want()

    def action_answer(self) -> None:
        """Into the conversation with who answered, the cursor in the draft."""
        row = self.answers.row
        if row is not None:
            self.open_client(row.client_id, is_reply=True)

    def action_pause(self) -> None:
        """Pause it, or let it go on."""
        from rise_tui.screens.acts.steering import pause

        pause(self)

    def action_drop(self) -> None:
        """Drop what has not left, once that is confirmed."""
        from rise_tui.screens.acts.steering import ask_to_drop

        ask_to_drop(self)

    def action_send_again(self) -> None:
        """Try again what failed, or decide about what was perhaps sent."""
        from rise_tui.screens.acts.steering import send_again

        send_again(self)

    def action_left_out(self) -> None:
        """Who gets nothing, and why."""
        from rise_tui.screens.acts.group_people import show_left_out

        show_left_out(self)

    def action_texts(self) -> None:
        """The texts as they are filled."""
        from rise_tui.screens.acts.group_people import show_texts

        show_texts(self)

    def action_export(self) -> None:
        """A table in a file."""
        from rise_tui.screens.acts.exporting import export_tally

        export_tally(self)

    def action_edit(self) -> None:
        """Back to writing, while nothing of it has left."""
        from rise_tui.screens.acts.group_writing import edit

        edit(self)

    def action_begin(self) -> None:
        """A new text to many."""
        from rise_tui.screens.acts.broadcasting import begin_to

        begin_to(self)

    def action_back(self) -> None:
        """From the replies to the states, from there to the list."""
        if self.focused is self.answers:
            self.set_focus(self.states)
        else:
            self.app.pop_screen()
