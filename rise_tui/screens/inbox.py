"""The inbox: who needs a reply, what they wrote, and the answer."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.events import Resize
from textual.timer import Timer

from rise_tui.casework import places, texting, triage, undoing
from rise_tui.domain import inbox_words
from rise_tui.domain.clock import now_ms
from rise_tui.domain.errors import RiseError
from rise_tui.domain.inbox_words import FILTERS, SEARCH_HINT
from rise_tui.domain.say import say
from rise_tui.screens.conversation import ConversationPane
from rise_tui.screens.dialogs.help import HelpDialog
from rise_tui.screens.dialogs.quit import QuitDialog
from rise_tui.screens.dialogs.search import Hit, SearchDialog
from rise_tui.screens.holding import Holding
from rise_tui.screens.room import Room
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.conversation_list import ConversationList
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Filter, FilterLine, Footer, Header, Key, StatusLine

HELD = 0.12
"""Seconds after a move in which another one is taken for a key that is held down."""
REACH = 2000
"""Rows that `n` looks through for one that needs a reply."""


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
        self.filter_id = FILTERS[0]
        self.holding = Holding(self)
        self._is_filling = False
        """whether this machine gets the office's conversations for the first time: one begins with the first of them"""
        self._held: Timer | None = None
        """runs while a key that moves the selection may be held down"""

    @property
    def is_on_the_move(self) -> bool:
        """Whether the conversation still has to follow a selection that moves fast."""
        return self._held is not None

    @property
    def people(self) -> ConversationList:
        """The list."""
        return self.query_one(ConversationList)

    @property
    def pane(self) -> ConversationPane:
        """The conversation beside it, or over it."""
        return self.query_one(ConversationPane)

    def compose(self) -> ComposeResult:
        """Header, filters, list, conversation and draft, status, keys."""
        yield Header()
        yield FilterLine(id="filters")
        with Horizontal(id="work"):
            yield BlankPage(id="nobody")
            yield ConversationList(id="list")
            yield ConversationPane(id="conversation")
        yield StatusLine()
        yield Footer()

    def enter(self) -> None:
        """Put the cursor back where it was: the same person, the same words."""
        header = self.query_one(Header)
        header.rooms, header.active, header.who = (say("Inbox"),), say("Inbox"), self.desk.name
        place = places.where(self.desk)
        if place.filter_id in FILTERS:
            self.filter_id = place.filter_id
        self._is_filling = self.desk.is_new_here
        self.show()
        if place.client_id is not None:
            self._select(place.client_id)
        row = self.people.row
        self.pane.bring(row.client_id if row is not None else None)
        if row is not None:
            self.set_focus(self.people)
        if place.focus == "draft" and self.pane.client_id == place.client_id:
            self.action_reply()
        self.set_interval(30, self._tick)

    def on_resize(self, event: Resize) -> None:
        """Wide: the conversation stands beside the list; narrow: it opens over it."""
        self.set_class(event.size.width >= NARROW, "-wide")

    def _tick(self) -> None:
        """Ages grow."""
        self.people.now = now_ms(self.desk.clock)
        self.people.refresh()

    # what is shown

    def show(self) -> None:
        """Re-read the list, the counts and the open conversation."""
        self.people.now = now_ms(self.desk.clock)
        self.people.show(triage.waiting_list(self.desk, self.filter_id))
        self._begin_at_the_top()
        counted = inbox_words.filters(triage.counts(self.desk))
        line = self.query_one(FilterLine)
        line.filters = tuple(Filter(*one) for one in counted)
        line.active, line.hint = self.filter_id, say(SEARCH_HINT)
        self._show_nobody()
        self.pane.show()
        self.pane.hear_drafts()
        self.show_line()
        self._show_keys()
        self.holding.show()
        self.holding.tell_answers()

    def _begin_at_the_top(self) -> None:
        """While the list is filled for the first time, be at its first row, unless somebody has chosen another."""
        if self._is_filling:
            self._is_filling = self.desk.is_new_here
            if not self.people.is_chosen and not self.pane.is_in_use:
                self.people.selected = 0

    def show_line(self) -> None:
        """How the line is; an empty page may say something else with it."""
        super().show_line()
        if self.has_class("-empty"):
            self._show_nobody()

    def _show_nobody(self) -> None:
        """An empty list is a page of its own, unless somebody is still being answered."""
        is_empty = self.people.row is None and not self.pane.is_in_use
        nobody = self.query_one(BlankPage)
        if is_empty and self.desk.is_new_here:
            nobody.title, nobody.hints = inbox_words.nothing_yet(is_up=self.desk.line().is_up), ()
        else:
            nobody.title, nobody.hints = inbox_words.nobody(self.filter_id), inbox_words.next_steps()
        self.set_class(is_empty, "-empty")
        if is_empty and self.focused is not nobody:
            self.remove_class("-open")
            self.set_focus(nobody)
        elif not is_empty and self.focused is nobody:
            self.set_focus(self.people)

    def _show_keys(self) -> None:
        if self.pane.is_typed_in:
            keys = inbox_words.draft_keys()
        elif self.focused is self.query_one(BlankPage):
            keys = inbox_words.empty_keys()
        elif self.focused is self.pane.view:
            keys = inbox_words.thread_keys()
        else:
            keys = inbox_words.list_keys()
        if not self.pane.is_typed_in and undoing.latest(self.desk) is not None:
            keys = (*keys, ("z", say("undo")))
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    # which person

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another row: its conversation and its draft; while a key is held, those of the row where it comes to rest."""
        if self._held is not None:
            self._held.reset()
            return
        self._settle()
        self._held = self.set_timer(HELD, self._settle)

    def _settle(self, *, is_wanted: bool = False) -> None:
        """Be at the person whose row is selected: keys may come faster than the list can tell.

        Who is being read or answered stays, whatever becomes of their row; `is_wanted`: another one was asked for.
        """
        if self._held is not None:
            self._held.stop()
            self._held = None
        if self.pane.is_in_use and not is_wanted:
            return
        row = self.people.row
        if self.pane.bring(None if row is None else row.client_id):
            self._remember()

    def _select(self, client_id: str) -> None:
        """Select this person, under *All* if they are not in the list that is shown."""
        if self.people.select_key(client_id):
            return
        self.filter_id = FILTERS[-1]
        self.show()
        self.people.select_key(client_id)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Into the conversation."""
        self._settle()
        if self.pane.client_id is not None:
            self._open()
            self._mark_read()

    def _open(self) -> None:
        self.add_class("-open")
        self.set_focus(self.pane.view)

    def _mark_read(self) -> None:
        """What stands on the screen was read; where that cannot be kept now, it is when they are next looked at."""
        if self.pane.client_id is not None:
            try:
                triage.mark_read(self.desk, self.pane.client_id, through=self.pane.seen_through)
            except RiseError:
                return

    def _remember(self) -> None:
        """Keep where one stands for the next start; where it cannot be kept now, the next move keeps it."""
        focus = "draft" if self.pane.is_typed_in else "list"
        try:
            places.remember(self.desk, "inbox", self.filter_id, self.pane.client_id, focus)
        except RiseError:
            return

    def on_descendant_focus(self) -> None:
        """The footer belongs to the place that has the focus."""
        if self._held is not None:
            self._settle()
        self._show_keys()
        self._remember()

    # typing and sending

    def on_conversation_pane_troubled(self, event: ConversationPane.Troubled) -> None:
        """What is typed stands on the screen only: say so."""
        self.tell_error(event.error)

    def on_draft_area_unsure(self, event: DraftArea.Unsure) -> None:
        """Nothing was sent; once more, and it is."""
        if event.typed.body.strip():
            self.tell(say("Not sent yet."), role="accent", hint=say("C-d once more sends it"))

    def on_draft_area_sent(self, event: DraftArea.Sent) -> None:
        """Send it; from the list on to the next one, from the conversation back into it."""
        if not event.to or not self._is_done(
            lambda: texting.send(self.desk, event.to, event.typed.body, seen_through=self.pane.seen_through)
        ):
            return
        self.pane.clear()
        if self.has_class("-open") and not self.has_class("-wide"):
            self.set_focus(self.pane.view)
            self.show()
        else:
            self._go_to_list()
            self.show()
            self._settle()
        if self.pane.client_id == event.to:
            self.pane.view.action_scroll_bottom()

    def _is_done(self, act: Callable[[], object]) -> bool:
        """Do it; a trouble that was to be expected is told, and nothing is changed."""
        try:
            act()
        except RiseError as error:
            self.tell_error(error)
            return False
        return True

    # keys

    def action_reply(self) -> None:
        """Into the draft."""
        self._settle()
        if self.pane.client_id is None:
            return
        self.add_class("-open")
        self._mark_read()
        self._is_done(self.pane.begin_typing)

    def action_back(self) -> None:
        """Draft, conversation, list: one step; never out of the app."""
        if self.pane.is_typed_in and not self.has_class("-wide"):
            self._open()
            return
        self._go_to_list()
        if self.pane.client_id is not None:
            self.people.select_key(self.pane.client_id)
        self._show_nobody()
        self._settle()

    def _go_to_list(self) -> None:
        self.remove_class("-open")
        self.set_focus(self.people)

    def action_mark_done(self) -> None:
        """No answer needed; the next one is selected."""
        self._settle()
        self._judge(lambda client_id: triage.done(self.desk, client_id, seen_through=self.pane.seen_through))

    def action_need_reply(self) -> None:
        """It needs a reply after all."""
        self._settle()
        self._judge(lambda client_id: triage.need_reply(self.desk, client_id))

    def _judge(self, act: Callable[[str], str]) -> None:
        """Decide about the person who stands here; if that takes them off the list, go on to who comes next."""
        client_id = self.pane.client_id
        if client_id is None or not self._is_done(lambda: act(client_id)):
            return
        self.people.select_key(client_id)
        self.show()
        self._settle(is_wanted=True)
        self._show_nobody()
        latest = undoing.latest(self.desk)
        if latest is not None:
            self.tell(latest.label, role="good", hint=say("z takes it back"))

    def action_next(self, step: int) -> None:
        """The next one that needs a reply, below or above."""
        people = self.people
        for index in range(people.selected + step, people.selected + step * REACH, step):
            row = people.row_at(index)
            if row is None:
                break
            if row.needs_reply_since_at is not None:
                people.is_chosen = True
                people.selected = index
                self._settle(is_wanted=True)
                return
        self.tell(say("Nobody else in this list needs a reply."))

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
        self.show()
        if undone.client_id is not None and self.people.select_key(undone.client_id):
            self._settle(is_wanted=True)
        if undone.client_id == self.pane.client_id:
            self.pane.show_draft()
        self.holding.undone(undone)

    def action_filter(self) -> None:
        """The next way to look at the list."""
        self.filter_id = FILTERS[(FILTERS.index(self.filter_id) + 1) % len(FILTERS)]
        self._go_to_list()
        self.show()
        self._settle()
        self._remember()

    def action_search(self) -> None:
        """Find a name, a number or a word of any text; open it where it stands."""
        self.app.push_screen(SearchDialog(), self._found)

    def _found(self, hit: Hit | None) -> None:
        if hit is None:
            return
        self._select(hit.client_id)
        self.pane.bring(hit.client_id, hit=hit.message_id)
        self._open()
        self._mark_read()

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
