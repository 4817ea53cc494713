"""A client's card: at the right of the conversation, and as a page of its own."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize

from rise_tui.casework import card as cards
from rise_tui.casework import leaving
from rise_tui.casework.clashes import clashes
from rise_tui.casework.noting import notes
from rise_tui.casework.papers import papers
from rise_tui.domain import roll_words
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.screens.card_rows import MOST_NOTES, MOST_PAPERS, rows
from rise_tui.screens.looking_at import LookingAt
from rise_tui.screens.room import Room
from rise_tui.widgets.card_view import CardList
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Footer, Header, Key, StatusLine
from rise_tui.widgets.person_line import Person, PersonLine

if TYPE_CHECKING:
    from rise_tui.casework.card import Card


class CardPane(AtDesk, Vertical):
    """The card of whom it was brought to; Enter changes the field under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "number", "Number", id="card.add-number", tooltip="Another number of theirs."),
        Binding(
            "greater_than_sign",
            "export",
            "Export",
            id="card.export",
            tooltip="Their whole file into a folder: texts, photos, papers, notes apart.",
        ),
    ]
    DEFAULT_CSS = """
    CardPane { height: 1fr; background: $ink; }
    CardPane CardList { height: 1fr; background: $ink; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.client_id: str | None = None
        self.card: Card | None = None

    @property
    def lines(self) -> CardList:
        """The card's lines."""
        return self.query_one(CardList)

    @property
    def is_in_use(self) -> bool:
        """Whether the focus is in the card."""
        return self.screen.focused is self.lines

    def compose(self) -> ComposeResult:
        """The lines."""
        yield CardList(id="card-lines")

    def bring(self, client_id: str | None) -> None:
        """Show the card of this client (None, or a number that is nobody's: none)."""
        is_other, self.client_id = client_id != self.client_id, client_id
        self.card = None if client_id is None else cards.card(self.desk, client_id)
        if self.card is None or client_id is None:
            self.lines.show_rows(())
            return
        noted = notes(self.desk, client_id, MOST_NOTES)
        clashing = clashes(self.desk, client_id)
        filed = papers(self.desk, client_id, MOST_PAPERS)
        self.lines.show_rows(rows(self.desk, self.card, filed, noted, clashing, self.lines.size.width))
        if is_other:
            self.lines.action_top()

    def on_resize(self, event: Resize) -> None:
        """Lines wrap another way."""
        self.call_after_refresh(self._again)

    def _again(self) -> None:
        self.bring(self.client_id)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Change the field under the cursor."""
        from rise_tui.screens.acts.editing import edit

        event.stop()
        row = self.lines.row
        if row is not None and row.field and self.card is not None and isinstance(self.screen, Room):
            edit(self.screen, self, row.field)

    def action_number(self) -> None:
        """Another number of theirs."""
        from rise_tui.screens.acts.editing import edit

        if isinstance(self.screen, Room):
            self.lines.select_key("new-number")
            edit(self.screen, self, "new-number")

    def action_export(self) -> None:
        """Their whole file into a folder."""
        from rise_tui.screens.acts.keeping import export

        if isinstance(self.screen, Room) and self.card is not None:
            export(self.screen, str(self.card.client.client_id))


class CardScreen(Room):
    """The card as a page of its own."""

    HEARS = frozenset({"inbox", "thread", "documents", "groups", "office", "outbox"})
    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="card.back", tooltip="Back to where one came from."),
        Binding("r", "reply", "Text", id="card.text", tooltip="Write to this client."),
        Binding("at", "transfer", "Transfer", id="card.transfer", tooltip="Give them to a colleague."),
        Binding("m", "note", "Note", id="card.note", tooltip="A note, a call, a visit: the client does not see this."),
    ]

    def __init__(self, client_id: str, place: str = "inbox") -> None:
        super().__init__()
        self.client_id = client_id
        self.place_id = place
        self._looking = LookingAt(self)

    @property
    def pane(self) -> CardPane:
        """The card."""
        return self.query_one(CardPane)

    def compose(self) -> ComposeResult:
        """Header, who, card, status, keys."""
        yield Header()
        yield PersonLine(id="person")
        yield CardPane(id="card")
        yield StatusLine()
        yield Footer()

    def settle(self) -> None:
        """It is one person's all the time."""

    def enter(self) -> None:
        """Land in the card."""
        self._looking.turn_to(self.client_id)
        self.show_line()
        self.set_focus(self.pane.lines)

    def on_unmount(self) -> None:
        """The page is left."""
        self._looking.turn_to(None, is_last=True)

    def on_resize(self, event: Resize) -> None:
        """The margins follow the width."""
        self.set_class(event.size.width >= NARROW, "-wide")

    def show(self) -> None:
        """Re-read what is known of them; back to where one came from when they are gone."""
        self.pane.bring(self.client_id)
        self.show_line()
        card = self.pane.card
        if card is None:
            self._leave_gone()
            return
        self.query_one(PersonLine).person = Person(card.name, "")
        self.show_undo()
        may_text = not leaving.standing(self.desk, card.client.client_id).closed
        keys = roll_words.card_keys(is_page=True, may_text=may_text, may_undo=bool(self.status_line.undo))
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def undone(self, client_id: str | None) -> None:
        """It stands here as it was."""
        self.show()

    def _leave_gone(self) -> None:
        """They are gone: so is this page, as soon as no dialog lies over it, and whoever reads is told why."""
        if self.app.screen is not self:
            self.has_missed = True
            return
        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, Room):
            below.tell(say("They are not one of your clients any more."), role="bad")

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()

    def action_reply(self) -> None:
        """Into the draft to them."""
        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, Room):
            below.open_client(self.client_id, is_reply=True)

    def action_transfer(self) -> None:
        """They become a colleague's."""
        from rise_tui.screens.acts.transferring import transfer

        transfer(self, (self.client_id,))

    def action_note(self) -> None:
        """A note that they do not see."""
        from rise_tui.screens.acts.noting import note

        note(self)
