"""One person: what was said, what arrived, what you are about to say; their card beside it."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize

from rise_tui.casework import places, walking
from rise_tui.casework.claiming import became
from rise_tui.casework.proposing import proposed
from rise_tui.domain import inbox_keys, roll_words
from rise_tui.domain.errors import RiseError
from rise_tui.domain.proposals import Proposal, proposal_words
from rise_tui.domain.say import say
from rise_tui.screens.card import CardPane
from rise_tui.screens.conversation import ConversationPane
from rise_tui.screens.person_room import PersonRoom
from rise_tui.widgets.page_line import NARROW, Footer, Header, Key, StatusLine
from rise_tui.widgets.person_line import PersonLine


class ClientScreen(PersonRoom):
    """The conversation at full width; on wide terminals the card at its right."""

    HEARS = frozenset({"inbox", "thread", "photo", "documents", "outbox", "drafts", "groups", "office"})
    CSS_PATH = "client.tcss"

    def __init__(self, client_id: str, *, hit: str | None = None, is_reply: bool = False, place: str = "inbox") -> None:
        """`hit`: the text to open at; `is_reply`: begin in the draft, and go back once it is sent."""
        super().__init__()
        self.place_id = place
        self._first = (client_id, hit)
        self.is_reply = is_reply
        self.left_at: str | None = client_id
        """who stands here, or stood here when this room was left"""

    def compose(self) -> ComposeResult:
        """Header, conversation and draft, status, keys."""
        yield Header()
        with Horizontal(id="work"):
            yield ConversationPane(id="conversation")
            yield CardPane(id="card")
        yield StatusLine()
        yield Footer()

    @property
    def is_on_the_move(self) -> bool:
        """Whether the room is still being opened, or photos are being drawn."""
        return not self.has_arrived or self.pane.is_on_the_move

    def enter(self) -> None:
        """Bring the person; land in the conversation, or in the draft."""
        client_id, hit = self._first
        self.pane.show_previews()
        self.pane.bring(client_id, hit=hit)
        self.show_line()
        self.set_focus(self.pane.view)
        if self.is_reply:
            self.begin_typing()
        self.mark_read()

    def on_resize(self, event: Resize) -> None:
        """Wide: the card stands beside the conversation; narrow: nobody stays in a card that is not there."""
        self.set_class(event.size.width >= NARROW, "-wide")
        if self.has_arrived:
            self.show_card()
            if self.card.is_in_use and not self.has_class("-wide"):
                self.set_focus(self.pane.view)

    def show(self) -> None:
        """Re-read what was said and where they stand; a number that has become somebody's leads to them."""
        holder = None if self.client_id is None or self.pane.is_typed_in else became(self.desk, self.client_id)
        if holder is not None:
            self.open_client(holder)
            return
        self.pane.show()
        self.pane.hear_drafts()
        self._show_place()
        self.show_card()
        self.show_line()
        self.show_keys()
        self.holding.show()
        self.holding.tell_answers()

    def _show_place(self) -> None:
        """Which one of those who need a reply this is."""
        now = None if self.client_id is None else walking.standing(self.desk, self.client_id)
        words = ""
        if now is not None and now.place is not None:
            words = say("{place} of {count} that need a reply", place=now.place + 1, count=now.count)
        self.query_one(PersonLine).place = words

    @property
    def card(self) -> CardPane:
        """The card beside the conversation; on a narrow terminal it is a page of its own."""
        return self.query_one(CardPane)

    def show_card(self) -> None:
        """The card of who stands here, where there is room for it."""
        if self.has_class("-wide"):
            self.card.bring(self.pane.client_id)
            self.card.set_class(self.card.card is None, "-none")

    def show_keys(self) -> None:
        """The footer belongs to the place that has the focus."""
        keys = inbox_keys.draft_keys(self.pane.possible) if self.pane.is_typed_in else self._thread_keys()
        if self.card.is_in_use:
            self.show_undo()
            keys = roll_words.card_keys(may_undo=bool(self.status_line.undo))
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def _thread_keys(self) -> inbox_keys.Keys:
        """What fits this person now: what their words propose, and sending again what did not arrive."""
        proposal = None if self.client_id is None else proposed(self.desk, self.client_id)
        words = "" if proposal is None else proposal_words(proposal)
        has_failed = self.pane.has_failed and proposal is not Proposal.SEND_AGAIN
        pane = self.pane
        return inbox_keys.thread_keys(
            words,
            pane.possible,
            has_failed=has_failed,
            has_photo=pane.has_photo,
            has_held=pane.has_held,
            has_ours=pane.has_ours,
        )

    def on_descendant_focus(self) -> None:
        """Another place has the focus."""
        self.show_keys()
        self._remember()

    def open_client(self, client_id: str, *, hit: str | None = None, is_reply: bool = False) -> None:
        """Show somebody else in this room."""
        self.pane.bring(client_id, hit=hit)
        self.left_at, self.is_reply = client_id, False
        self.set_focus(self.pane.view)
        if is_reply:
            self.begin_typing()
        self.mark_read()
        self.show()
        self._remember()

    def stepping(self, client_id: str) -> Callable[[], None]:
        """On to who stood next among those who need a reply; back to the list when nobody is left."""
        where = walking.standing(self.desk, client_id)

        def leave() -> None:
            now = walking.standing(self.desk, client_id)
            if now.place is not None:
                self.show()
                return
            place = where.place or 0
            following = walking.at(self.desk, place) or walking.at(self.desk, place - 1)
            if following is None:
                self.dismiss()
            else:
                self.open_client(following)

        return leave

    def sent(self, to: str) -> None:
        """Back to the list if one came to answer, else back into the conversation."""
        if self.is_reply:
            self.dismiss()
            return
        self.set_focus(self.pane.view)
        self.show()

    def undone(self, client_id: str | None) -> None:
        """Go to whom it was about."""
        if client_id is not None and client_id != self.pane.client_id:
            self.open_client(client_id)
        else:
            self.show()
            self.pane.show_draft()

    def _remember(self) -> None:
        """Keep where one stands for the next start; where it cannot be kept now, the next move keeps it."""
        focus = "draft" if self.pane.is_typed_in else "list"
        try:
            places.remember(self.desk, "client", "needs_reply", self.pane.client_id, focus)
        except RiseError:
            return

    # keys

    def action_reply(self) -> None:
        """Into the draft."""
        self.mark_read()
        self.begin_typing()

    def action_back(self) -> None:
        """Draft, conversation, list: one step."""
        if self.pane.is_typed_in:
            self.is_reply = False
            self.set_focus(self.pane.view)
        elif self.card.is_in_use:
            self.set_focus(self.pane.view)
        else:
            self.dismiss()

    def action_next(self, step: int) -> None:
        """The next one that needs a reply, or the one before."""
        following = None if self.client_id is None else walking.beside(self.desk, self.client_id, step)
        if following is None:
            self.tell(say("Nobody else needs a reply."))
        else:
            self.open_client(following)
