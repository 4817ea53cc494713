"""The inbox: who needs a reply, what they wrote, and the answer."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.dom import DOMNode
from textual.events import Resize
from textual.timer import Timer

from rise_tui.casework import drafting, places, texting, triage, undoing
from rise_tui.domain.clock import now_ms
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.screens.dialogs.help import HelpDialog
from rise_tui.screens.dialogs.quit import QuitDialog
from rise_tui.screens.dialogs.search import Hit, SearchDialog
from rise_tui.screens.reading_aloud import said
from rise_tui.screens.room import Room
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.conversation_list import ConversationLine, ConversationList
from rise_tui.widgets.draft_area import DraftArea, Typed
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Filter, FilterLine, Footer, Header, Key, StatusLine
from rise_tui.widgets.person_line import DraftTitle, Person, PersonLine
from rise_tui.widgets.segment_meter import SegmentMeter
from rise_tui.widgets.thread_view import ThreadView

FILTERS = ("needs_reply", "waiting", "snoozed", "unknown", "all")
HELD = 0.12
"""Seconds after a move in which another one is taken for a key that is held down."""
NOBODY: dict[str, Callable[[], str]] = {
    "needs_reply": lambda: say("Nobody is waiting for you."),
    "waiting": lambda: say("You are waiting for nobody."),
    "snoozed": lambda: say("Nobody is snoozed."),
    "unknown": lambda: say("No new number has written."),
    "all": lambda: say("Nobody is here yet. People come by `rise import`, or from the office."),
}
"""What an empty list says."""


class InboxScreen(Room):
    """Who waits for an answer, longest first; the conversation and the draft beside it, or over it."""

    HEARS = frozenset({"inbox", "thread", "photo", "outbox", "drafts"})
    CSS_PATH = "inbox.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,tab", "reply", "Reply", id="inbox.reply", tooltip="Answer, without leaving the list."),
        Binding("a", "mark_done", "Done", id="inbox.mark-done", tooltip="No answer needed; to the next one."),
        Binding("u", "need_reply", "Needs reply", id="inbox.need-reply", tooltip="This needs a reply again."),
        Binding("n", "next(1)", "Next", id="inbox.next", tooltip="The next one that needs a reply."),
        Binding("N", "next(-1)", "Previous", id="inbox.previous", tooltip="The one above that needs a reply."),
        Binding("z", "undo", "Undo", id="inbox.undo", tooltip="Take back the held text, else undo the last act."),
        Binding("slash", "search", "Search", id="inbox.search", tooltip="Names, numbers, all texts."),
        Binding("backslash", "filter", "Filter", id="inbox.filter", tooltip="The next way to look at the list."),
        Binding("escape", "back", "Back", id="inbox.back", tooltip="One step back."),
        Binding("question_mark,f1", "help", "Help", id="inbox.help", tooltip="The keys that work here."),
        Binding("ctrl+l", "redraw", "Redraw", id="inbox.redraw", tooltip="Paint everything again."),
        Binding("q,ctrl+q", "leave", "Quit", id="inbox.quit", tooltip="Leave; asks while something waits to go out."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.filter_id = "needs_reply"
        self.client_id: str | None = None
        self._hit: str | None = None
        self._earlier = 0
        self._read_through = 0
        """what had been read when one came to this person: later texts are marked as new while one is here"""
        self._hold_timer: Timer | None = None
        self._held: Timer | None = None
        """runs while a key that moves the selection may be held down"""

    def compose(self) -> ComposeResult:
        """Header, filters, list, conversation and draft, status, keys."""
        yield Header()
        yield FilterLine(id="filters")
        with Horizontal(id="work"):
            yield BlankPage(id="nobody")
            yield ConversationList(id="list")
            with Vertical(id="conversation"):
                yield PersonLine(id="person")
                yield ThreadView(id="thread")
                yield DraftTitle(id="to")
                yield DraftArea(self.desk.clock.monotonic, id="draft")
                yield SegmentMeter(id="meter")
        yield StatusLine()
        yield Footer()

    def enter(self) -> None:
        """Put the cursor back where it was: the same person, the same words."""
        header = self.query_one(Header)
        header.rooms, header.active, header.who = (say("Inbox"),), say("Inbox"), self.desk.name
        place = places.where(self.desk)
        if place.filter_id in FILTERS:
            self.filter_id = place.filter_id
        self.show()
        people = self.query_one(ConversationList)
        if place.client_id is not None and not people.select_key(place.client_id):
            self.filter_id = "all"
            self.show()
            people.select_key(place.client_id)
        row = people.row
        self._arrive(row.client_id if row is not None else None)
        self.set_focus(people)
        if place.focus == "draft" and self.client_id == place.client_id:
            self.action_reply()
        self.set_interval(30, self._tick)

    def on_resize(self, event: Resize) -> None:
        """Wide: the conversation stands beside the list; narrow: it opens over it."""
        self.set_class(event.size.width >= NARROW, "-wide")

    def _tick(self) -> None:
        """Ages grow."""
        people = self.query_one(ConversationList)
        people.now = now_ms(self.desk.clock)
        people.refresh()

    # what is shown

    def show(self) -> None:
        """Re-read the list, the counts and the open conversation."""
        people = self.query_one(ConversationList)
        people.now = now_ms(self.desk.clock)
        people.show(triage.waiting_list(self.desk, self.filter_id))
        self._show_filters()
        self._show_thread()
        self.show_line()
        self._show_keys()
        self._show_hold()

    def _show_filters(self) -> None:
        counts = triage.counts(self.desk)
        line = self.query_one(FilterLine)
        line.filters = (
            Filter("needs_reply", say("Needs reply"), counts.needs_reply),
            Filter("waiting", say("Waiting for them"), counts.waiting),
            Filter("snoozed", say("Snoozed"), counts.snoozed),
            Filter("unknown", say("New numbers"), counts.unknown),
            Filter("all", say("All"), None),
        )
        line.active, line.hint = self.filter_id, say("/ search")
        self._show_nobody()

    def _show_nobody(self) -> None:
        """An empty list is a page of its own."""
        is_empty = self.query_one(ConversationList).row is None
        self.set_class(is_empty, "-empty")
        nobody = self.query_one(BlankPage)
        nobody.title = NOBODY[self.filter_id]()
        nobody.hints = (("\\", say("the next list")), ("/", say("search names, numbers and all texts")))
        if is_empty and not nobody.has_focus:
            self.set_focus(nobody)
        elif not is_empty and nobody.has_focus:
            self.set_focus(self.query_one(ConversationList))

    def _show_thread(self, *, is_other: bool = False) -> None:
        person, view = self.query_one(PersonLine), self.query_one(ThreadView)
        if self.client_id is None:
            person.person = None
            view.show((), is_other=True)
            return
        thread = triage.open_thread(self.desk, self.client_id, self._earlier, self._hit, self._read_through)
        person.person = Person(thread.name, thread.about, thread.language.upper())
        self.query_one(DraftTitle).to = thread.name
        self.query_one(SegmentMeter).leaves = thread.closed or say("C-d send")
        view.show(said(thread.messages, self.desk), hit=self._hit, is_other=is_other)

    def _show_keys(self) -> None:
        footer = self.query_one(Footer)
        if self.query_one(DraftArea).has_focus:
            footer.keys = (Key("C-d", say("send")), Key("Esc", say("back")))
            return
        undo = (Key("z", say("undo")),) if undoing.latest(self.desk) is not None else ()
        if self.query_one(BlankPage).has_focus:
            footer.keys = (*undo, Key("\\", say("filter")), Key("/", say("search")), Key("q", say("quit")))
            return
        is_reading = self.query_one(ThreadView).has_focus
        first = Key("Esc", say("back")) if is_reading else Key("Enter", say("open"))
        acts = (Key("r", say("reply")), Key("a", say("done")), Key("n", say("next")))
        footer.keys = (first, *acts, *undo, Key("/", say("search")), Key("\\", say("filter")), Key("q", say("quit")))

    def _show_hold(self) -> None:
        """While a text is held: who it goes to, in how many seconds, and the key that takes it back."""
        held = undoing.held(self.desk)
        if held is None:
            if self._hold_timer is not None:
                self._stop_hold_timer()
                self.tell("")
            return
        words = say("✓ To {name} in {seconds} s", name=held.name, seconds=held.seconds)
        self.tell(words, role="good", hint=say("z takes it back"))
        if self._hold_timer is None:
            self._hold_timer = self.set_interval(1, self._show_hold)

    def _stop_hold_timer(self) -> None:
        if self._hold_timer is not None:
            self._hold_timer.stop()
            self._hold_timer = None

    # which person

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another row: its conversation and its draft; while a key is held, those of the row where it comes to rest."""
        if self._held is not None:
            self._held.reset()
            return
        self._settle()
        self._held = self.set_timer(HELD, self._settle)

    def _settle(self) -> None:
        """Be at the person whose row is selected: keys may come faster than the list can tell."""
        row = self.query_one(ConversationList).row
        self._arrive(None if row is None else row.client_id)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Into the conversation."""
        self._settle()
        if self.client_id is not None:
            self.add_class("-open")
            self.set_focus(self.query_one(ThreadView))
            triage.mark_read(self.desk, self.client_id)

    def _arrive(self, client_id: str | None, *, hit: str | None = None) -> None:
        if self._held is not None:
            self._held.stop()
            self._held = None
        if client_id == self.client_id and hit is None:
            return
        self.client_id, self._hit, self._earlier = client_id, hit, 0
        self._read_through = 0 if client_id is None else triage.read_through(self.desk, client_id)
        self._show_thread(is_other=True)
        area = self.query_one(DraftArea)
        if client_id is None:
            area.restore(Typed("", 0, 0))
            return
        draft = drafting.recall(self.desk, client_id)
        area.restore(Typed(draft.body, draft.cursor, draft.anchor))
        area.read_only = draft.is_elsewhere
        self._weigh(draft.body)
        if draft.is_elsewhere:
            self.tell(say("This draft is open in another window."), role="accent", hint=say("r takes it over"))
        elif draft.problem:
            self.tell(draft.problem, role="bad")
        self._remember()

    def _remember(self) -> None:
        focus = "draft" if self.query_one(DraftArea).has_focus else "list"
        places.remember(self.desk, "inbox", self.filter_id, self.client_id, focus)

    def on_thread_view_earlier_wanted(self) -> None:
        """Load what was said before."""
        self._earlier += 1
        self._show_thread()

    # typing and sending

    def on_draft_area_edited(self, event: DraftArea.Edited) -> None:
        """Every key is on disk before the next."""
        if self.client_id is None or event.area.read_only:
            return
        try:
            drafting.keep(self.desk, self.client_id, event.typed.body, event.typed.cursor, event.typed.anchor)
        except RiseError as error:
            self.tell_error(error)
        self._weigh(event.typed.body)

    def _weigh(self, body: str) -> None:
        self.query_one(SegmentMeter).weight = weigh(body) if body else None

    def on_draft_area_sent(self, event: DraftArea.Sent) -> None:
        """Send it; then to the next one that needs a reply."""
        if self.client_id is None or event.area.read_only:
            return
        try:
            texting.send(self.desk, self.client_id, event.typed.body)
        except RiseError as error:
            self.tell_error(error)
            return
        self._leave_draft()
        is_over = self.has_class("-open") and not self.has_class("-wide")
        self.set_focus(self.query_one(ThreadView if is_over else ConversationList))

    def _leave_draft(self) -> None:
        self.query_one(DraftArea).restore(Typed("", 0, 0))
        self._weigh("")
        self.show()

    # keys

    def action_reply(self) -> None:
        """Into the draft."""
        self._settle()
        if self.client_id is None:
            return
        area = self.query_one(DraftArea)
        if area.read_only:
            draft = drafting.take_over(self.desk, self.client_id)
            area.read_only = False
            area.restore(Typed(draft.body, draft.cursor, draft.anchor))
        self.add_class("-open")
        triage.mark_read(self.desk, self.client_id)
        self.set_focus(area)

    def on_descendant_focus(self) -> None:
        """The footer belongs to the place that has the focus."""
        if self._held is not None:
            self._settle()
        self._show_keys()
        self._remember()

    def action_back(self) -> None:
        """Draft, conversation, list: one step; never out of the app."""
        if self.query_one(DraftArea).has_focus and not self.has_class("-wide"):
            self.set_focus(self.query_one(ThreadView))
            return
        self.remove_class("-open")
        self.set_focus(self.query_one(ConversationList))

    def action_mark_done(self) -> None:
        """No answer needed; the next one is selected."""
        self._settle()
        if self.client_id is None:
            return
        triage.done(self.desk, self.client_id)
        self._acted()

    def action_need_reply(self) -> None:
        """It needs a reply after all."""
        self._settle()
        if self.client_id is None:
            return
        triage.need_reply(self.desk, self.client_id)
        self._acted()

    def _acted(self) -> None:
        act = undoing.latest(self.desk)
        self.show()
        if act is not None:
            self.tell(act.label, role="good", hint=say("z takes it back"))

    def action_next(self, step: int) -> None:
        """The next one that needs a reply; in this list they stand one below the other."""
        people = self.query_one(ConversationList)
        people.action_move(step)

    def action_undo(self) -> None:
        """Take back what was last done; what it was stands in the status line."""
        try:
            undone = undoing.undo(self.desk)
        except RiseError as error:
            self.tell_error(error)
            return
        if undone is None:
            self.tell_nothing_to_undo()
            return
        self._stop_hold_timer()
        self.show()
        people = self.query_one(ConversationList)
        if undone.client_id is not None:
            people.select_key(undone.client_id)
            if undone.client_id == self.client_id:
                draft = drafting.recall(self.desk, undone.client_id)
                self.query_one(DraftArea).restore(Typed(draft.body, draft.cursor, draft.anchor))
                self._weigh(draft.body)
        self.tell(undone.label, role="good")

    def action_filter(self) -> None:
        """The next way to look at the list."""
        self.filter_id = FILTERS[(FILTERS.index(self.filter_id) + 1) % len(FILTERS)]
        self.show()
        self._remember()

    def action_search(self) -> None:
        """Find a name, a number or a word of any text; open it where it stands."""
        self.app.push_screen(SearchDialog(), self._found)

    def _found(self, hit: Hit | None) -> None:
        if hit is None:
            return
        people = self.query_one(ConversationList)
        if not people.select_key(hit.client_id):
            self.filter_id = "all"
            self.show()
            people.select_key(hit.client_id)
        self._arrive(hit.client_id, hit=hit.message_id)
        self.add_class("-open")
        self.set_focus(self.query_one(ThreadView))

    def action_help(self) -> None:
        """The keys of the place that has the focus."""
        place: list[DOMNode] = list((self.focused or self).ancestors_with_self)
        self.app.push_screen(HelpDialog(place))

    def action_leave(self) -> None:
        """Quit; while something waits to go out, ask."""
        waiting = texting.waits_here(self.desk)
        if waiting == 0:
            self.app.exit()
            return
        self.app.push_screen(QuitDialog(waiting), lambda is_leaving: self.app.exit() if is_leaving else None)

    def row_of(self) -> ConversationLine | None:
        """The selected row."""
        return self.query_one(ConversationList).row
