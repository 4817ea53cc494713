"""One conversation and its draft: who, what was said, and what one is about to say."""

from typing import cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from rise_tui.casework import drafting, triage
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.screens.reading_aloud import said
from rise_tui.widgets.draft_area import DraftArea, Typed
from rise_tui.widgets.person_line import DraftNote, DraftTitle, Person, PersonLine
from rise_tui.widgets.segment_meter import SegmentMeter
from rise_tui.widgets.thread_view import ThreadView


class ConversationPane(Vertical):
    """Shows the person whom it was brought to; what is typed is kept under their name, whatever else changes."""

    class Troubled(Message):
        """Something typed here could not be kept."""

        def __init__(self, error: RiseError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.client_id: str | None = None
        self.seen_through = 0
        """The seq of the newest of their texts that stands here."""
        self._hit: str | None = None
        self._earlier = 0
        self._read_through = 0
        """what had been read when one came to this person: later texts are marked as new while one is here"""
        self._draft_id = ""
        """the id of the draft that stands here; empty while nothing is typed"""
        self._is_refused = False
        """whether the draft on disk is another one than what was typed last, and is to be shown"""

    @property
    def desk(self) -> Desk:
        """What casework is done at."""
        return cast("Desk", self.app.desk)  # type: ignore[attr-defined]  # RiseApp; importing it would be a cycle

    @property
    def area(self) -> DraftArea:
        """Where one types."""
        return self.query_one(DraftArea)

    @property
    def view(self) -> ThreadView:
        """What was said."""
        return self.query_one(ThreadView)

    @property
    def is_typed_in(self) -> bool:
        """Whether the focus is in the draft."""
        return self.screen.focused is self.area

    @property
    def is_in_use(self) -> bool:
        """Whether somebody reads or types here: then nobody else's conversation takes its place by itself."""
        return self.screen.focused in (self.area, self.view)

    def compose(self) -> ComposeResult:
        """Who, what was said, to whom one writes, what, and how many texts that is."""
        yield PersonLine(id="person")
        yield ThreadView(id="thread")
        yield DraftTitle(id="to")
        yield DraftNote(id="note")
        yield DraftArea(self.desk.clock.monotonic, self.keep, id="draft")
        yield SegmentMeter(id="meter")

    def bring(self, client_id: str | None, *, hit: str | None = None) -> bool:
        """Show this person (None: nobody), with their draft as it was left; `hit` is the text that was searched for.

        False when they stand here already.
        """
        if client_id == self.client_id and hit is None:
            return False
        self.client_id, self._hit, self._earlier = client_id, hit, 0
        self._read_through = 0 if client_id is None else triage.read_through(self.desk, client_id)
        self.show(is_other=True)
        self.show_draft()
        return True

    def show(self, *, is_other: bool = False) -> None:
        """Re-read what was said; never what is being typed."""
        if self.client_id is None:
            self.query_one(PersonLine).person = None
            self.query_one(DraftTitle).to = ""
            self.view.show((), is_other=True)
            self.seen_through = 0
            return
        thread = triage.open_thread(self.desk, self.client_id, self._earlier, self._hit, self._read_through)
        self.seen_through = max((text.seq for text in thread.messages if text.is_theirs), default=0)
        self.query_one(PersonLine).person = Person(thread.name, thread.about, thread.language.upper())
        self.query_one(DraftTitle).to = thread.name
        self.query_one(SegmentMeter).leaves = thread.closed or say("C-d send")
        self.view.show(said(thread.messages, self.desk), hit=self._hit, is_other=is_other)

    def show_draft(self) -> None:
        """Put the draft here as it was last typed, with the cursor where it was."""
        if self.client_id is None:
            self._draft_id = ""
            self.area.restore("", Typed("", 0, 0))
            self._weigh("")
            return
        draft = drafting.recall(self.desk, self.client_id)
        self._draft_id = draft.message_id if draft.body else ""
        self.area.read_only = draft.is_elsewhere
        self.area.restore(self.client_id, Typed(draft.body, draft.cursor, draft.anchor))
        self._note(draft)
        self._weigh(draft.body)

    def hear_drafts(self) -> None:
        """A draft was written, here or elsewhere: one that came back stands here; one that is being typed stays."""
        if self.client_id is None:
            return
        draft = drafting.recall(self.desk, self.client_id)
        came_back = bool(draft.body) and draft.message_id != self._draft_id
        if self.area.read_only or draft.is_elsewhere or (came_back and (self._draft_id or not self.area.text)):
            self.show_draft()

    def begin_typing(self) -> None:
        """Into the draft; one that another window has open is taken over."""
        if self.client_id is None:
            return
        if self.area.read_only:
            drafting.take_over(self.desk, self.client_id)
            self.show_draft()
        self.screen.set_focus(self.area)

    def clear(self) -> None:
        """What was typed is sent."""
        self._draft_id = ""
        self.area.restore(self.client_id or "", Typed("", 0, 0))
        self._note(None)
        self._weigh("")

    def keep(self, to: str, typed: Typed) -> None:
        """Every key is on disk before it is seen, under the name of whom it was typed to."""
        if not to:
            return
        try:
            shown = self._draft_id if to == self.client_id else None
            is_kept = drafting.keep(self.desk, to, typed.body, typed.cursor, typed.anchor, shown=shown)
        except RiseError as error:
            self.post_message(self.Troubled(error))
            return
        self._is_refused = not is_kept
        if is_kept and shown == "" and typed.body:
            self._draft_id = drafting.recall(self.desk, to).message_id

    def on_draft_area_edited(self, event: DraftArea.Edited) -> None:
        """Say what the words weigh; where another window writes in this draft, or words came back, show that one."""
        event.stop()
        if event.to != self.client_id or not event.to:
            return
        if self._is_refused:
            self._is_refused = False
            self.show_draft()
            return
        if not event.typed.body:
            self._note(None)
        self._weigh(event.typed.body)

    def on_thread_view_earlier_wanted(self) -> None:
        """Load what was said before."""
        self._earlier += 1
        self.show()

    def _note(self, draft: drafting.Draft | None) -> None:
        """What is to be known about this draft, above it."""
        note = self.query_one(DraftNote)
        if draft is not None and draft.is_elsewhere:
            note.note = (say("Open in another window: r takes it over"), "accent")
        elif draft is not None and draft.problem:
            note.note = (draft.problem, "bad")
        else:
            note.note = None

    def _weigh(self, body: str) -> None:
        self.query_one(SegmentMeter).weight = weigh(body) if body else None
