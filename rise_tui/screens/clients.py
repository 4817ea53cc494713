"""All clients: found as one types, filtered, selected, added, taken in from a list."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import Worker

from rise_tui.casework.clients import FILTERS, Roll
from rise_tui.domain import roll_words
from rise_tui.domain.clock import now_ms
from rise_tui.domain.say import say, say_many
from rise_tui.screens.looking import Looking
from rise_tui.screens.room import Room
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.client_list import ClientList
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Filter, FilterLine, Footer, Header, Key, StatusLine
from rise_tui.widgets.typed_line import TypedLine

ROOM_FOR_ALL = 116
"""Columns from which on all filters stand in a line."""


class ClientsScreen(Room):
    """Everybody under a filter; what one types narrows it, Enter opens the conversation."""

    HEARS = frozenset({"inbox", "groups", "office", "outbox"})
    CSS_PATH = "clients.tcss"
    place_id = "clients"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", id="clients.find", tooltip="Find a client by name, number or id."),
        Binding("backslash", "filter", "Filter", id="clients.filter", tooltip="The next way to look at the list."),
        Binding("r", "reply", "Text", id="clients.text", tooltip="Write to this client."),
        Binding("i", "card", "Card", id="clients.card", tooltip="Details, consent, papers, appointments."),
        Binding("c", "write_to", "New text", id="clients.write-to", tooltip="A new text to someone."),
        Binding("plus", "add", "Add", id="clients.add", tooltip="Add a client."),
        Binding("I", "import", "Import", id="clients.import", tooltip="Take in a list from a file; shown before."),
        Binding("space", "choose", "Select", id="clients.select", tooltip="Select this client, or no longer."),
        Binding("V", "choose_all", "Select all", id="clients.select-all", tooltip="Select all shown; again: none."),
        Binding("b", "broadcast", "Group text", id="clients.broadcast", tooltip="A group text to the selected ones."),
        Binding(
            "x", "group", "Group", id="clients.group", tooltip="Put the selected ones into a group, or take them out."
        ),
        Binding("at", "transfer", "Transfer", id="clients.transfer", tooltip="Give them to a colleague."),
        Binding("number_sign", "groups", "Groups", id="clients.groups", tooltip="Groups, and who is in them."),
        Binding("escape", "back", "Back", id="clients.back", tooltip="Everybody again; nobody selected."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.filter_id = FILTERS[0]
        self.words = ""
        self.roll: Roll | None = None
        self._wanted: str | None = None
        """whom to select when the list has been looked through anew"""
        self.looking = Looking(self)

    @property
    def people(self) -> ClientList:
        """The list."""
        return self.query_one(ClientList)

    @property
    def client_id(self) -> str | None:
        """Whom the keys are about."""
        row = self.people.row
        return None if row is None else row.client_id

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected clients: those who are shown in the order of the list, then those whom a filter hides."""
        chosen = self.people.chosen
        shown = () if self.roll is None or not chosen else self.roll.ids
        return tuple(dict.fromkeys((*(each for each in shown if each in chosen), *sorted(chosen))))

    @property
    def is_on_the_move(self) -> bool:
        """Whether the list still has to become what was asked for."""
        return self.looking.is_under_way or self.roll is None

    def compose(self) -> ComposeResult:
        """Header, filters, what one types, list, status, keys."""
        yield Header()
        yield FilterLine(id="filters")
        words = TypedLine(placeholder=say("a name, a number, an id"), id="find")
        yield words
        yield BlankPage(id="nobody")
        yield ClientList(id="list")
        yield StatusLine()
        yield Footer()

    def _arrived(self) -> None:
        """What is typed is for this room once it is known who is in it."""
        self.look()

    def enter(self) -> None:
        """Everybody."""
        self.show_line()
        self.set_focus(self.people)
        self.set_interval(30, self._tick)

    def on_resize(self, event: events.Resize) -> None:
        """The margins follow the width."""
        self.set_class(event.size.width >= NARROW, "-wide")
        self._show_filters()

    def _tick(self) -> None:
        """Ages grow."""
        self.people.now = now_ms(self.desk.clock)
        self.people.refresh()

    # what is shown

    def show(self) -> None:
        """Look through everybody again, in a worker; while facts keep coming, once a second."""
        self.show_line()
        self.looking.hear()

    def look(self, wanted: str | None = None) -> None:
        """Look through everybody now; then select `wanted`, if given."""
        self._wanted = wanted or self._wanted
        self.looking.begin()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A look through everybody has come on."""
        self.looking.heard(event)

    def show_roll(self, roll: Roll) -> None:
        """Whom it found."""
        self.roll = roll
        self.people.now = now_ms(self.desk.clock)
        if roll.is_everybody:  # who is no client any more is selected no longer
            self.people.chosen &= frozenset(roll.ids)
        self.people.show(roll)
        if self._wanted is not None and self._wanted in roll.ids:
            self.people.selected = roll.ids.index(self._wanted)
        self._wanted = None
        self._show_nobody()
        self._show_filters()
        self.show_undo()
        self.show_keys()

    def show_everybody(self, wanted: str) -> None:
        """The whole list, at this client."""
        self.filter_id, self.words = FILTERS[0], ""
        self.remove_class("-finding")
        self.query_one("#find", Input).value = ""
        self.look(wanted)

    def _show_nobody(self) -> None:
        is_empty = self.roll is not None and not self.roll.ids
        nobody = self.query_one(BlankPage)
        nobody.title = roll_words.nobody(self.filter_id, self.words)
        nobody.hints = roll_words.next_steps(self.filter_id, self.words)
        self.set_class(is_empty, "-empty")
        if is_empty and self.focused is self.people:
            self.set_focus(nobody)
        elif not is_empty and self.focused is nobody:
            self.set_focus(self.people)

    def _show_filters(self) -> None:
        """All filters that fit; on a narrow screen those that stand round the active one."""
        line = self.query_one(FilterLine)
        every = self._filters()
        first = 0
        if self.size.width < ROOM_FOR_ALL:
            first = max(0, [one.filter_id for one in every].index(self.filter_id) - 3)
        line.filters, line.active = every[first:], self.filter_id
        chosen = len(self.people.chosen)
        line.hint = say_many("{count} selected", "{count} selected", chosen) if chosen else ""

    def _filters(self) -> tuple[Filter, ...]:
        """The ways to look at the list with their counts; *not taken* only where there is something or one is there."""
        counts = {} if self.roll is None else self.roll.counts
        every = roll_words.filters(counts, is_refused_shown=self.filter_id == "not_taken")
        return tuple(Filter(*one) for one in every)

    def show_keys(self) -> None:
        """The footer belongs to the place that has the focus."""
        keys = roll_words.list_keys(is_choosing=bool(self.people.chosen), is_found=bool(self.words))
        if self.focused is self.query_one("#find"):
            keys = roll_words.find_keys(is_nobody=self.has_class("-empty") and bool(self.words))
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def on_descendant_focus(self) -> None:
        """Another place has the focus."""
        self.show_keys()

    def undone(self, client_id: str | None) -> None:
        """Something was taken back: look again, and go to whom it was about."""
        self.look(client_id)

    # finding

    def action_find(self) -> None:
        """Type whom to find."""
        self.add_class("-finding")
        self.set_focus(self.query_one("#find", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list narrows with every key."""
        if event.value.strip() != self.words:
            self.words = event.value.strip()
            self.people.selected = 0
            self.look()

    def on_input_submitted(self) -> None:
        """Open whom was found; where nobody fits, add them."""
        self.looking.when_found(self._open_found)

    def _open_found(self) -> None:
        if self.roll is not None and self.words and not self.roll.ids:
            self.action_add()
        else:
            self._open()

    def on_key(self, event: events.Key) -> None:
        """While one types, the arrows choose in the list, and Tab goes there."""
        if self.focused is not self.query_one("#find") or event.key not in ("up", "down", "tab"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "tab" and not self.has_class("-empty"):
            self.set_focus(self.people)
        elif event.key != "tab":
            self.people.action_move(1 if event.key == "down" else -1)

    # keys

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Into the conversation."""
        self.looking.when_found(self._open)

    def _open(self, *, is_reply: bool = False) -> None:
        if self.client_id is not None:
            self.open_client(self.client_id, is_reply=is_reply)

    def action_reply(self) -> None:
        """Into the draft to this client."""
        self.looking.when_found(lambda: self._open(is_reply=True))

    def action_card(self) -> None:
        """Who they are."""
        from rise_tui.screens.acts.card import show_card

        def show() -> None:
            if self.client_id is not None:
                show_card(self, self.client_id)

        self.looking.when_found(show)

    def action_write_to(self) -> None:
        """A new text to someone."""
        from rise_tui.screens.acts.texting_new import write_to

        write_to(self)

    def action_filter(self) -> None:
        """The next way to look at the list."""
        every = [one.filter_id for one in self._filters()]
        self.filter_id = every[(every.index(self.filter_id) + 1) % len(every)]
        self._show_filters()
        self.look()

    def action_add(self) -> None:
        """Somebody new."""
        from rise_tui.screens.acts.adding import add_client

        add_client(self, self.words)

    def action_import(self) -> None:
        """People from a file."""
        from rise_tui.screens.acts.importing import take_in

        take_in(self)

    def action_groups(self) -> None:
        """Groups and who is in them."""
        from rise_tui.screens.groups import GroupsScreen

        self.app.push_screen(GroupsScreen(place=self.place_id))

    def action_back(self) -> None:
        """One step: nobody selected, then everybody again."""
        if self.people.chosen and self.focused is self.people:
            self._choose(frozenset())
            return
        if self.words or self.has_class("-finding"):
            self.remove_class("-finding")
            self.query_one("#find", Input).value = ""
            self.set_focus(self.people)

    # selecting

    def action_choose(self) -> None:
        """This one too, or no more; then the next."""
        self.looking.when_found(self._choose_this)

    def _choose_this(self) -> None:
        if self.client_id is not None:
            self._choose(self.people.chosen ^ {self.client_id})
            self.people.action_move(1)

    def action_choose_all(self) -> None:
        """All that are shown; if they are, none."""
        self.looking.when_found(self._choose_shown)

    def _choose_shown(self) -> None:
        shown = frozenset(() if self.roll is None else self.roll.ids)
        self._choose(frozenset() if shown <= self.people.chosen else self.people.chosen | shown)

    def _choose(self, chosen: frozenset[str]) -> None:
        self.people.chosen = chosen
        self.people.refresh()
        self._show_filters()
        self.show_keys()

    def action_broadcast(self) -> None:
        """A text to the selected ones, or to many."""
        from rise_tui.screens.acts.broadcasting import begin

        self.looking.when_found(lambda: begin(self))

    def action_transfer(self) -> None:
        """The selected ones, or this one, become a colleague's."""
        self.looking.when_found(self._transfer)

    def _transfer(self) -> None:
        from rise_tui.screens.acts.transferring import transfer

        wanted = self.chosen or ((self.client_id,) if self.client_id is not None else ())
        transfer(self, wanted, lambda: self._choose(self.people.chosen.difference(wanted)))

    def action_group(self) -> None:
        """The selected ones, or this one, into a group or out of it."""
        self.looking.when_found(self._join)

    def _join(self) -> None:
        from rise_tui.screens.acts.joining import join

        wanted = self.chosen or ((self.client_id,) if self.client_id is not None else ())
        if wanted:
            join(self, wanted, lambda: self._choose(self.people.chosen.difference(wanted)))
