"""One conversation and its draft: who, what was said, and what one is about to say."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.worker import Worker

from rise_tui.casework import meanwhile, reading
from rise_tui.casework.asides import Aside
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import MAY_GO_AGAIN
from rise_tui.casework.reading import Stretch, Text, Thread
from rise_tui.domain.delivery import Status
from rise_tui.domain.inbox_keys import Possible
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.looking_at import LookingAt
from rise_tui.screens.reading_aloud import id_of, introduced, said
from rise_tui.screens.writing import WritingPlace
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.person_line import DraftTitle, PersonLine
from rise_tui.widgets.thread_view import ThreadView

if TYPE_CHECKING:
    from rise_tui.screens.previews import Previews


class ConversationPane(AtDesk, Vertical):
    """Shows the person whom it was brought to; what is typed is kept under their name, whatever else changes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.client_id: str | None = None
        self.seen_through = 0
        """The seq of the newest of their texts that stands here."""
        self.begun = meanwhile.Begun()
        """What stood here when the words in the draft were begun."""
        self._hit: str | None = None
        self._stretch: Stretch | None = None
        self._thread: Thread | None = None
        self._previews: Previews | None = None
        self._looking = LookingAt(self)
        self._read_before: int | None = None
        """what had been read when one came to this person: later texts are marked as new while one is here"""

    @property
    def writing(self) -> WritingPlace:
        """The draft, and what becomes of it."""
        return self.query_one(WritingPlace)

    @property
    def area(self) -> DraftArea:
        """Where one types."""
        return self.writing.area

    @property
    def view(self) -> ThreadView:
        """What was said."""
        return self.query_one(ThreadView)

    @property
    def is_typed_in(self) -> bool:
        """Whether the focus is in the draft."""
        focused = self.screen.focused
        return focused is not None and self.writing in focused.ancestors

    @property
    def is_in_use(self) -> bool:
        """Whether somebody reads or types here: then nobody else's conversation takes its place by itself."""
        return self.is_typed_in or self.screen.focused is self.view

    def compose(self) -> ComposeResult:
        """Who, what was said, to whom one writes, what, and how many texts that is."""
        yield PersonLine(id="person")
        yield ThreadView(id="thread")
        yield WritingPlace(id="writing")

    def bring(self, client_id: str | None, *, hit: str | None = None) -> bool:
        """Show this person (None: nobody), with their draft as it was left; `hit` is the text that was searched for.

        False when they stand here already.
        """
        if client_id == self.client_id and hit is None:
            return False
        self.client_id, self._hit, self._stretch = client_id, hit, None
        self._looking.turn_to(client_id)
        self._read_before = None
        self.show(is_other=True)
        self.writing.bring(client_id)
        return True

    def look(self) -> None:
        """One sees this pane again."""
        self._looking.turn_to(self.client_id)

    def look_away(self) -> None:
        """Something else stands before it."""
        self._looking.turn_to(None)

    def on_unmount(self) -> None:
        """The room is left."""
        self._looking.turn_to(None, is_last=True)

    def show(self, *, is_other: bool = False) -> None:
        """Re-read what was said; never what is being typed."""
        if not self.is_staying:
            return
        if self.client_id is None:
            self.query_one(PersonLine).person = None
            self.view.show((), is_other=True)
            self.seen_through, self._thread = 0, None
            return
        thread = reading.open_thread(self.desk, self.client_id, self._stretch, self._hit, self._read_before)
        self._thread, self._stretch, self._read_before = thread, thread.stretch, thread.read_before
        on_screen = max((text.seq for text in thread.messages if text.is_theirs), default=0)
        self.seen_through = on_screen if is_other else max(self.seen_through, on_screen)
        if is_other:
            self.begun = meanwhile.Begun()
        if is_other or not self.writing.is_begun:
            self.begun = self.begun.on(thread)
        self.query_one(PersonLine).person = introduced(thread.person)
        if not is_other:
            self.writing.show()
        self.view.show(
            said(thread.items, self.desk, self._previews),
            hit=self._hit,
            is_other=is_other,
            has_more=thread.has_more,
            has_later=thread.has_later,
        )
        if self._previews is not None:
            self._previews.want(self.client_id, thread.messages)

    def show_previews(self) -> None:
        """From here on, show the photos of whom one comes to, small."""
        if getattr(self.app, "images", "auto") != "off":
            from rise_tui.screens.previews import Previews

            self._previews = Previews(self, self.desk, self.show)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Pictures are drawn."""
        event.stop()
        if self._previews is not None:
            self._previews.heard(event)

    @property
    def is_on_the_move(self) -> bool:
        """Whether pictures are being drawn."""
        return self._previews is not None and self._previews.is_drawing

    @property
    def chosen(self) -> Text | Aside | None:
        """The text (or note, or happening) that the keys about a text are about; None where nothing was said."""
        items = () if self._thread is None else self._thread.items
        return next((item for item in items if id_of(item) == self.view.chosen), None)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts that are loaded, in order."""
        return () if self._thread is None else self._thread.messages

    @property
    def has_failed(self) -> bool:
        """Whether a text of ours that is loaded did not arrive, or perhaps did not leave."""
        return any(not text.is_theirs and text.status in (*MAY_GO_AGAIN, Status.UNKNOWN) for text in self.texts)

    @property
    def has_held(self) -> bool:
        """Whether a text to this person alone that is loaded is held by the office."""
        return any(text.fares is not None and text.fares.is_held and not text.group_text for text in self.texts)

    @property
    def has_ours(self) -> bool:
        """Whether a text of ours is loaded."""
        return any(not text.is_theirs for text in self.texts)

    @property
    def possible(self) -> Possible:
        """What can be done about who stands here."""
        writing = self.writing
        return Possible(
            is_here=not writing.is_gone,
            may_text=not writing.is_closed,
            is_number=(self.client_id or "").startswith("tel:"),
            is_taken=writing.area.read_only and not writing.is_closed,
        )

    @property
    def has_photo(self) -> bool:
        """Whether a text of theirs that is loaded came with a photo or a paper."""
        return any(text.is_theirs and text.media for text in self.texts)

    def choose(self, message_id: str) -> None:
        """Let the keys be about this text."""
        self.view.choose(message_id)

    def show_draft(self) -> None:
        """Put the draft here as it was last typed, with the cursor where it was."""
        self.writing.show_draft()

    def hear_drafts(self) -> None:
        """A draft was written, here or elsewhere: one that came back stands here; one that is being typed stays."""
        self.writing.hear_drafts()

    def begin_typing(self) -> None:
        """Into the draft; one that another window has open is taken over. Raises Refused where no text may go."""
        self.writing.begin_typing()
        if self._thread is not None:
            self.begun = self.begun.on(self._thread)

    def clear(self) -> None:
        """What was typed is sent."""
        self.writing.clear()

    def on_thread_view_earlier_wanted(self) -> None:
        """Load what was said before."""
        self._go_on(reading.earlier)

    def on_thread_view_later_wanted(self) -> None:
        """Load what was said after."""
        self._go_on(reading.later)

    def on_thread_view_newest_wanted(self) -> None:
        """Load the newest texts, and be there."""
        self._go_on(lambda desk, client_id, _: reading.newest(desk, client_id))
        self.view.action_scroll_bottom()

    def on_thread_view_new_below(self, event: ThreadView.NewBelow) -> None:
        """Say above the draft that there is more to read."""
        count = f"{event.count}+" if event.has_more else str(event.count)
        words = say("{count} new below", count=count) if event.count else ""
        self.query_one(DraftTitle).below = words

    def _go_on(self, to: Callable[[Desk, str, Stretch], Stretch]) -> None:
        if self.client_id is not None and self._stretch is not None:
            self._stretch = to(self.desk, self.client_id, self._stretch)
            self.show()
