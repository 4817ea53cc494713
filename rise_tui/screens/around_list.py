"""What stands around the inbox's list: its counts, what waits to be taken in, the page where it is empty, the keys."""

from typing import TYPE_CHECKING

from rise_tui.casework import colleagues
from rise_tui.domain import inbox_keys, inbox_words
from rise_tui.domain.inbox_words import SEARCH_HINT
from rise_tui.domain.proposals import Proposal, proposal_words, propose
from rise_tui.domain.say import say
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.page_line import Filter, FilterLine, Footer, Key, StatusLine

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList


class AroundList:
    """Shows it as the list is now, and as the place is that has the focus."""

    def __init__(self, room: "InboxList") -> None:
        self._room = room

    def show_counts(self) -> None:
        """The ways to look at the list, and how many it has in each."""
        line = self._room.query_one(FilterLine)
        line.filters = tuple(Filter(*one) for one in inbox_words.filters(self._room.taken_in.counts()))
        line.active, line.hint = self._room.filter_id, say(SEARCH_HINT)
        self.show_news()

    def show_news(self) -> None:
        """How many are selected, or how many are new."""
        room = self._room
        news, selected = room.taken_in.news(), room.selection.words()
        room.query_one(FilterLine).news = (*selected, *news[:1]) if selected else news
        room.people.chosen = frozenset(room.selection.seen)

    def show_nobody(self) -> None:
        """An empty list is a page of its own, unless somebody is still being answered."""
        room = self._room
        is_empty = room.people.row is None and not room.pane.is_typed_in
        nobody = room.query_one(BlankPage)
        if is_empty:
            nobody.title, nobody.hints = self._nobody()
        room.set_class(is_empty, "-empty")
        if is_empty and room.focused is not nobody:
            room.set_focus(nobody)
        elif not is_empty and room.focused is nobody:
            room.set_focus(room.people)

    def _nobody(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Why the list is empty, and what one could do."""
        room = self._room
        if room.desk.is_new_here:
            return inbox_words.nothing_yet(is_up=room.desk.line().is_up), ()
        if colleagues.is_administrator(room.desk):
            return inbox_words.no_texts_here()
        return inbox_words.nobody(room.filter_id), inbox_words.next_steps()

    def show_keys(self) -> None:
        """The footer belongs to the place that has the focus; `z` stands in it where the status line says what for."""
        keys = self._keys()
        if not self._room.pane.is_typed_in and self._room.query_one(StatusLine).undo:
            keys = (*keys, ("z", say("undo")))
        self._room.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def _keys(self) -> inbox_keys.Keys:
        room = self._room
        if room.pane.is_typed_in:
            return inbox_keys.draft_keys(room.pane.possible)
        row = room.people.row
        if row is None or room.focused is room.query_one(BlankPage):
            return inbox_keys.empty_keys()
        if room.chosen:
            return inbox_keys.selection_keys()
        can = inbox_keys.possible(row, is_seen_to=row.client_id in room.taken_in.gone)
        if room.pane.client_id == row.client_id:
            can = can._replace(is_taken=room.pane.possible.is_taken)
        proposal = self._proposal()
        return inbox_keys.list_keys("" if proposal is None else proposal_words(proposal), can)

    def _proposal(self) -> Proposal | None:
        """What `y` does about the selected row; whose a number is may be said already."""
        row = self._room.people.row
        if row is None or row.client_id in self._room.taken_in.gone:
            return None
        found = propose(row, row.client_id)
        if found is not Proposal.NEW_NUMBER:
            return found
        from rise_tui.casework.proposing import proposed

        return proposed(self._room.desk, row.client_id)
