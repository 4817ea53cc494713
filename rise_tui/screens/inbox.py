"""The inbox: who needs a reply, what they wrote, and the answer."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from rise_tui.casework import waiting
from rise_tui.domain.inbox_words import FILTERS
from rise_tui.domain.say import say
from rise_tui.screens.inbox_list import InboxList
from rise_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from rise_tui.screens.dialogs.search import Hit


class InboxScreen(InboxList):
    """The list, and what its keys do: opening, answering, deciding about one or about several."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backslash", "filter", "Filter", id="inbox.filter", tooltip="The next way to look at the list."),
        Binding("f2", "look('needs_reply')", "Needs reply", id="inbox.needs-reply", tooltip="Who needs a reply."),
        Binding("f3", "look('waiting')", "Waiting", id="inbox.waiting", tooltip="Whose answer we wait for."),
        Binding("f4", "look('snoozed')", "Snoozed", id="inbox.snoozed", tooltip="Who is snoozed, and until when."),
        Binding("f5", "look('unknown')", "New numbers", id="inbox.unknown", tooltip="Numbers that are nobody's yet."),
        Binding("f6", "look('all')", "All", id="inbox.all", tooltip="Everybody, the newest first."),
        Binding("full_stop", "take_in", "Take in", id="inbox.take-in", tooltip="Take in what is new."),
        Binding("space", "choose", "Select", id="inbox.select", tooltip="Select this one, or no longer."),
        Binding("V", "choose_all", "All shown", id="inbox.select-all", tooltip="Select all shown; again: none."),
        Binding(
            "x", "group", "Group", id="inbox.group", tooltip="Into a group, or out of it: this one, or the selected."
        ),
    ]

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Into the conversation."""
        self.settle()
        if self.client_id is not None:
            self.open_client(self.client_id)

    def open_client(self, client_id: str, *, hit: str | None = None, is_reply: bool = False) -> None:
        """Open somebody's conversation over the list; back here, be at whom one was with last."""
        from rise_tui.screens.client import ClientScreen

        room = ClientScreen(client_id, hit=hit, is_reply=is_reply, place=self.place_id)
        self.app.push_screen(room, lambda _: self._came_back(client_id, room.left_at))

    def _came_back(self, opened: str, client_id: str | None) -> None:
        """Whom one answered there has gone by one's own hand, whether or not that has been heard yet."""
        self.decided([opened])
        self.show_list()
        if client_id is not None:
            self.people.select_key(client_id)
        self.settle()

    def on_screen_resume(self) -> None:
        """Back from a conversation: the draft may be another one, and who has gone meanwhile is gone."""
        if seen_to := self.taken_in.seen_to():
            self.decided(seen_to)
            self.show_list()
        if self.has_missed and self.has_arrived:
            self.taken_in.let_go()
        super().on_screen_resume()
        if self.has_arrived and not self.pane.is_typed_in:
            self.pane.show_draft()
            self.remember()

    # going on after an act

    def stepping(self, client_id: str) -> Callable[[], None]:
        """The list closes over who went, and who stands there then is next."""

        def leave() -> None:
            self.people.select_key(client_id)
            self.acted([client_id])

        return leave

    def acted(self, client_ids: Collection[str], gone: Collection[str] | None = None) -> None:
        """Something was decided about these: who is not in the list any more goes, and who is next is selected.

        `gone`: who of them that is, where they are too many to ask about within a key.
        """
        self.selection.let_go(client_ids)
        self.taken_in.close_over(waiting.no_longer(self.desk, self.filter_id, client_ids) if gone is None else gone)
        self.show()
        self.pace.settle(is_wanted=True)
        self.around.show_nobody()

    def decided(self, client_ids: Collection[str]) -> None:
        """Who of them is not in the list any more goes."""
        self.taken_in.close_over(waiting.no_longer(self.desk, self.filter_id, client_ids))

    def sent(self, to: str) -> None:
        """On to the next one."""
        self.set_focus(self.people)
        self.decided([to])
        self.show()
        self.settle()

    def undone(self, client_id: str | None) -> None:
        """Go to whom it was about, if they are in this list; who came meanwhile is taken in with them."""
        self.taken_in.take_in()
        self._draw()
        if client_id is not None and self.people.select_key(client_id):
            self.pace.settle(is_wanted=True)
        if client_id == self.pane.client_id:
            self.pane.show_draft()

    # keys

    def action_reply(self) -> None:
        """Into the draft: beside the list, or over it."""
        self.settle()
        if self.client_id is None:
            return
        if not self.is_wide:
            self.open_client(self.client_id, is_reply=True)
            return
        self.mark_read()
        self.begin_typing()

    def action_back(self) -> None:
        """From the draft to the list; there, nobody is selected any more. Never out of the app."""
        if self.chosen and not self.pane.is_typed_in:
            self.selection.take({})
            return
        if self.taken_in.gone and not self.pane.is_typed_in:
            self.taken_in.let_go()
            self.show()
        self.set_focus(self.people)
        if self.pane.client_id is not None:
            self.people.select_key(self.pane.client_id)
        self.around.show_nobody()
        self.settle()

    def action_next(self, step: int) -> None:
        """The next one that needs a reply, below or above."""
        place = self.taken_in.beside(self.people.selected, step)
        if place is None:
            self.tell(say("Nobody else in this list needs a reply."))
            return
        self.people.is_chosen = True
        self.people.selected = place
        self.pace.settle(is_wanted=True)

    def action_mark_done(self) -> None:
        """No answer needed; whom somebody else has seen to meanwhile only leaves the list."""
        from rise_tui.screens.acts.meanwhile import let_go

        if not let_go(self):
            super().action_mark_done()

    def action_propose(self) -> None:
        """What the mark proposes; of whom somebody else has seen to meanwhile it is only said how they stand."""
        from rise_tui.screens.acts.meanwhile import tell

        if not tell(self):
            super().action_propose()

    def action_filter(self) -> None:
        """The next way to look at the list."""
        self.action_look(FILTERS[(FILTERS.index(self.filter_id) + 1) % len(FILTERS)])

    def action_look(self, filter_id: str) -> None:
        """Look at the list in one of its ways, as it is now; the selection is let go."""
        self.filter_id = filter_id
        self.selection.take({})
        self.set_focus(self.people)
        self.taken_in.take_in()
        self._draw()
        self.settle()
        self.remember()

    def action_take_in(self) -> None:
        """The list as it is now; who is selected stays."""
        if not self.taken_in.news():
            self.tell(say("Nothing new has come."))
        self.taken_in.take_in()
        self._draw()

    # selecting

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected people."""
        return tuple(self.selection.seen)

    def action_choose(self) -> None:
        """Select the row, or no longer; on to the next one."""
        self.settle()
        row = self.people.row
        if row is None:
            return
        if row.client_id not in self.taken_in.gone:
            self.selection.toggle(row.client_id, row.last_inbound_seq)
        self.people.action_move(1)

    def action_choose_all(self) -> None:
        """Select all shown; when all of them are, none."""
        from rise_tui.screens.acts.selecting import choose_all

        choose_all(self)

    def action_broadcast(self) -> None:
        """To the selected; the urgent ones among them are let go first: who is in danger gets no group text."""
        from rise_tui.screens.acts.selecting import broadcast

        broadcast(self)

    def action_group(self) -> None:
        """Into a group, or out of it."""
        from rise_tui.screens.acts.selecting import group

        group(self)

    def _found(self, hit: "Hit | None") -> None:
        """Open who was found at the hit; in a list that has them they are selected, any other stays as it was."""
        if hit is not None and not hit.broadcast_id and self.has_here(hit.client_id):
            self.settle()
        super()._found(hit)
