"""The inbox as one looks at it: the list as it was taken in, the conversation beside it, and who stands there."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize

from rise_tui.casework import places, taken_over
from rise_tui.domain.clock import now_ms
from rise_tui.domain.errors import RiseError
from rise_tui.domain.inbox_words import FILTERS
from rise_tui.screens.around_list import AroundList
from rise_tui.screens.arriving import arrive
from rise_tui.screens.coming_back import ComingBack
from rise_tui.screens.conversation import ConversationPane
from rise_tui.screens.first_line import FirstLine
from rise_tui.screens.pace import Pace
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.selection import Selection
from rise_tui.screens.standing_list import TakenIn
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.conversation_list import ConversationList
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, FilterLine, Footer, Header, StatusLine


class InboxList(PersonRoom):
    """Who waits for an answer, longest first; on wide terminals the conversation and the draft beside it."""

    HEARS = frozenset({"inbox", "thread", "photo", "outbox", "drafts"})
    CSS_PATH = "inbox.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.filter_id = FILTERS[0]
        self.is_filling = False
        """whether this machine gets the office's conversations for the first time: one begins with the first of them"""
        self.taken_in = TakenIn(self)
        self.first_line = FirstLine(self)
        self.selection = Selection(self)
        self.around = AroundList(self)
        self.pace = Pace(self)
        self.coming_back = ComingBack(self)

    @property
    def is_on_the_move(self) -> bool:
        """Whether the conversation still has to follow a selection that moves fast."""
        return self.pace.is_on_the_move

    @property
    def is_wide(self) -> bool:
        """Whether the conversation stands beside the list."""
        return self.has_class("-wide")

    @property
    def people(self) -> ConversationList:
        """The list."""
        return self.query_one(ConversationList)

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
        self.pane.view.can_focus = False  # beside the list it is looked at; to go through it one opens it
        self.set_class(self.app.size.width >= NARROW, "-wide")
        self.is_filling = self.desk.is_new_here
        self.people.back_in_words = self.coming_back.in_words
        arrive(self)
        self.coming_back.begin()
        self.show_undo()
        self.first_line.say()

    def show_who(self) -> None:
        """In the header; and while one sees to colleagues' clients, each row says whose they are."""
        super().show_who()
        sees_others, was_told = taken_over.sees_others(self.desk), self.people.whose is not None
        self.people.whose = taken_over.whose_once(self.desk) if sees_others else None
        if sees_others or was_told:
            self.people.refresh()

    def on_resize(self, event: Resize) -> None:
        """Wide: the conversation stands beside the list; narrow: what is being typed goes on in a room of its own."""
        self.set_class(event.size.width >= NARROW, "-wide")
        if not self.is_wide and self.pane.is_typed_in and self.client_id is not None:
            self.set_focus(self.people)
            self.open_client(self.client_id, is_reply=True)

    # what is shown

    def show(self) -> None:
        """Re-read the list, the counts and the open conversation: rows stay where they are, new ones wait."""
        self.taken_in.hear()
        self._draw()
        self.first_line.hear()

    def hear(self) -> None:
        """As `show`, but for a conversation that none of it is about, and for the line, which is heard apart."""
        self.taken_in.hear()
        self.show_list()
        if self.pane.client_id is None or self.rise.concerns(self.pane.client_id):
            self._draw_conversation()
        self._draw_rest()
        self.first_line.hear()

    def show_list(self) -> None:
        """The rows as of now, in the order in which they were taken in; the counts; what waits to be taken in."""
        self.people.now = now_ms(self.desk.clock)
        self.people.gone = self.taken_in.gone
        if self.people.whose is not None:
            self.people.whose = taken_over.whose_once(self.desk)
        before = self.people.row
        self.people.show(self.taken_in.source())
        if before is not None and (holder := self.taken_in.by_name(before.client_id)) != before.client_id:
            self.people.select_key(holder)
        self._begin_at_the_top()
        self.around.show_counts()
        self.around.show_nobody()

    def show_news(self) -> None:
        """How many are selected, or how many are new."""
        self.around.show_news()

    def _draw(self) -> None:
        self.show_list()
        self._draw_conversation()
        self.show_line()
        self._draw_rest()

    def _draw_conversation(self) -> None:
        self.pane.show()
        self.pane.hear_drafts()

    def _draw_rest(self) -> None:
        self.show_keys()
        self.holding.show()
        self.holding.tell_answers()

    def _begin_at_the_top(self) -> None:
        """While the list is filled for the first time, be at its first row, unless somebody has chosen another."""
        if self.is_filling:
            self.is_filling = self.desk.is_new_here
            if not self.people.is_chosen and not self.pane.is_typed_in:
                self.people.selected = 0

    def show_line(self) -> None:
        """How the line is; an empty page may say something else with it."""
        super().show_line()
        if self.has_class("-empty"):
            self.around.show_nobody()

    def show_keys(self) -> None:
        """The footer belongs to the place that has the focus."""
        self.show_undo()
        self.around.show_keys()

    # which person

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another row: the conversation follows."""
        self.pace.moved()

    def settle(self) -> None:
        """Be at the person whose row is selected."""
        self.pace.settle()

    def be_at(self, client_id: str) -> None:
        """Select this person, under *All* if they are not in the list that is shown."""
        if self.has_here(client_id):
            return
        self.look_again(FILTERS[-1])
        self.people.select_key(client_id)

    def has_here(self, client_id: str) -> bool:
        """Select this person; False where they do not stand in the list that is shown."""
        return client_id not in self.taken_in.gone and self.people.select_key(client_id)

    def look_again(self, filter_id: str) -> None:
        """Look at the list in this way, as it is now."""
        self.filter_id = filter_id
        self.taken_in.take_in()
        self._draw()

    def remember(self) -> None:
        """Keep where one stands for the next start; where it cannot be kept now, the next move keeps it."""
        focus = "draft" if self.pane.is_typed_in else "list"
        try:
            places.remember(self.desk, "inbox", self.filter_id, self.pane.client_id, focus)
        except RiseError:
            return

    def on_descendant_focus(self) -> None:
        """The footer belongs to the place that has the focus."""
        if self.is_on_the_move:
            self.settle()
        self.show_keys()
        self.remember()

    def see_to(self, client_id: str) -> None:
        """Their row goes when the page is closed, and is not counted as gone by somebody else's hand."""
        self.taken_in.see_to(client_id)
