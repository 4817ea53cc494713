"""Groups: made, renamed, deleted; beside the list, or over it, who is in the selected one."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.worker import Worker

from rise_tui.casework import grouping, shared_clashes
from rise_tui.casework.audience import Audience
from rise_tui.casework.clashes import Clash
from rise_tui.domain import group_words
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.screens.following import Following
from rise_tui.screens.room import Room
from rise_tui.widgets.group_list import GroupList, GroupRow
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.member_list import MemberList
from rise_tui.widgets.page_line import NARROW, Footer, Header, Key, StatusLine
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.section_line import Section, SectionLine

FEW = 200
"""People up to whom a group is read at once."""
COUNT_REST = 5.0
"""Seconds between two counts of everybody."""


class GroupsScreen(Room):
    """Two places: the groups, and the people of the one that is selected."""

    HEARS = frozenset({"groups", "inbox"})
    CSS_PATH = "groups.tcss"
    place_id = "broadcasts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "Add", id="groups.add", tooltip="A new group; among its people: somebody more."),
        Binding("e", "rename", "Rename", id="groups.rename", tooltip="Call this group something else."),
        Binding("d", "drop", "Delete", id="groups.drop", tooltip="Delete the group; its people: take them out of it."),
        Binding(
            "b", "begin", "Group text", id="groups.begin", tooltip="Write a group text to everybody in this group."
        ),
        Binding("space", "choose", "Select", id="groups.select", tooltip="Select this person, or no longer."),
        Binding("V", "choose_all", "Select all", id="groups.select-all", tooltip="Select all; again: none."),
        Binding("escape", "back", "Back", id="groups.back", tooltip="One step back."),
    ]

    def __init__(self, group_id: str | None = None, place: str = "broadcasts") -> None:
        """`group_id`: where to begin; `place`: from which of the three places one came."""
        super().__init__()
        self.place_id = place
        self._wanted = group_id
        self._counted: dict[str, int] = {}
        """how many are in the groups that find their people themselves"""
        self.refused: dict[str, Clash] = {}
        """what of them the office did not take"""
        self._gathered: grouping.Gathered | None = None
        self._shown_id = self._asked_id = ""
        """whose people are shown, and whose were last asked for"""
        self._counting = Following(self, lambda: grouping.count_computed(self.desk), self._show_counts, COUNT_REST)
        self._gathering = Following(self, self._gather, self._show_gathered)

    @property
    def is_on_the_move(self) -> bool:
        """Whether something newer than what is shown is on its way."""
        return not self._counted or self._gathering.is_busy

    @property
    def groups(self) -> GroupList:
        """The groups."""
        return self.query_one(GroupList)

    @property
    def people(self) -> MemberList:
        """The people of the selected one."""
        return self.query_one(MemberList)

    @property
    def is_among_people(self) -> bool:
        """Whether the keys are about the people."""
        return self.focused is self.people

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected people; the one under the cursor, if none is."""
        if self.people.chosen:
            return tuple(sorted(self.people.chosen))
        row = self.people.row
        return () if row is None else (str(row.client_id),)

    def compose(self) -> ComposeResult:
        """Header, title; the groups, and the people of one; status, keys."""
        yield Header()
        yield SectionLine(id="groups-title")
        with Horizontal(id="groups-work"):
            yield GroupList(id="groups-groups")
            with Vertical(id="groups-inside"):
                yield SectionLine(id="groups-who")
                yield MemberList(id="groups-people")
        yield StatusLine()
        yield Footer()

    def enter(self) -> None:
        """Begin at the first group, or at the one that was asked for."""
        self.show_line()
        self.look()
        if self._wanted is not None:
            self.groups.select_key(self._wanted)
        self.set_focus(self.groups)
        self._show_people()

    def on_resize(self, event: Resize) -> None:
        """Wide: the people stand beside the groups; narrow: they open over them."""
        self.set_class(event.size.width >= NARROW, "-wide")

    # what is shown

    def show(self) -> None:
        """Re-read the groups and the people of the selected one; whoever must be counted is, in a thread."""
        self.look()
        self._show_people()
        self._counting.want()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Something was read."""
        self._counting.heard(event)
        self._gathering.heard(event)

    def _show_counts(self, counted: dict[str, int]) -> None:
        self._counted = counted
        self.look()

    def look(self) -> None:
        """Read the groups: a few statements, however many people are in them."""
        found = grouping.groups(self.desk, self._counted)
        self.refused = shared_clashes.clashes(self.desk, shared_clashes.GROUP)
        rows = [
            GroupRow(one.group_id, one.name, one.count, one.is_computed, one.group_id in self.refused) for one in found
        ]
        self.groups.show(Rows(rows))
        made = sum(1 for one in found if not one.is_computed)
        told = say_many("{count} group", "{count} groups", made) if made else say("no group has been made yet")
        lost = [one for group_id, one in self.refused.items() if group_id not in {row.group_id for row in rows}]
        words = [(say("{name} was not taken: {why}", name=one.name, why=one.why), "bad") for one in lost[:1]]
        hint = say("rise refused shows it") if lost else ""
        self.query_one("#groups-title", SectionLine).section = Section(say("Groups"), ((told, "dim"), *words), hint)

    def _show_people(self) -> None:
        """Those of the selected group: at once if they are few, else in a thread, and nobody until then."""
        row = self.groups.row
        if row is None:
            return
        if 0 <= row.count <= FEW:
            self._show_gathered((row.group_id, grouping.gather(self.desk, row.group_id)))
            return
        if self._shown_id != row.group_id:
            self.people.show(Rows())
            self._show_who(row)
        self._asked_id = row.group_id
        self._gathering.want()

    def _gather(self) -> tuple[str, grouping.Gathered]:
        """In a thread: who is in the group that was asked for."""
        group_id = self._asked_id
        return group_id, grouping.gather(self.desk, group_id)

    def _show_gathered(self, found: tuple[str, grouping.Gathered]) -> None:
        row = self.groups.row
        if row is None or row.group_id != found[0]:
            return
        self._shown_id, self._gathered = found
        self.people.show(self._gathered)
        self._show_who(row)

    def _show_who(self, row: GroupRow) -> None:
        told = say_many("{count} person", "{count} people", self.people.length)
        if self.people.chosen:
            told = say_many("{count} selected", "{count} selected", len(self.people.chosen))
        is_nobody = not self.people.length and self._shown_id == row.group_id
        hint = say("+ puts people in") if is_nobody and not row.is_computed else ""
        section = Section(row.name, ((say("nobody yet") if is_nobody else told, "dim"),), hint)
        self.query_one("#groups-who", SectionLine).section = section
        self.show_keys()

    def show_keys(self) -> None:
        """The footer belongs to the place that has the focus."""
        row = self.groups.row
        is_computed = row is not None and row.is_computed
        is_refused = row is not None and row.is_refused
        keys = (
            group_words.people_keys(is_computed=is_computed, is_empty=not self.people.length)
            if self.is_among_people
            else group_words.group_keys(is_computed=is_computed, is_refused=is_refused)
        )
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    def on_descendant_focus(self) -> None:
        """Another place has the focus."""
        self.show_keys()

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another group: its people."""
        if event.sender is self.groups:
            self.people.chosen = frozenset()
            self.people.show(Rows())
            self._show_people()

    # keys

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Among the people of the group; from there into a conversation."""
        if event.sender is self.groups:
            self.add_class("-open")
            self.set_focus(self.people)
            return
        row = self.people.row
        if row is not None:
            self.open_client(str(row.client_id))

    def action_back(self) -> None:
        """Nobody selected, then the groups, then where one came from."""
        if self.is_among_people and self.people.chosen:
            self._choose(frozenset())
        elif self.is_among_people:
            self.remove_class("-open")
            self.set_focus(self.groups)
        else:
            self.app.pop_screen()

    def action_add(self) -> None:
        """A new group; among the people, somebody more."""
        from rise_tui.screens.acts.grouping import add_people, make_group

        if self.is_among_people:
            add_people(self)
        else:
            make_group(self)

    def action_rename(self) -> None:
        """Another name for this group."""
        from rise_tui.screens.acts.grouping import rename_group

        rename_group(self)

    def action_drop(self) -> None:
        """Take people out; among the groups, delete this one. Both can be taken back."""
        row = self.groups.row
        if row is None:
            return
        if self.is_among_people:
            chosen = self.chosen
            if chosen and self.is_done(lambda: grouping.take_out(self.desk, row.group_id, chosen)):
                self._choose(frozenset())
        else:
            self.is_done(lambda: grouping.delete(self.desk, row.group_id))

    def action_begin(self) -> None:
        """A text to everybody in it."""
        from rise_tui.screens.acts.broadcasting import begin_to

        row = self.groups.row
        begin_to(self, Audience(groups=(row.group_id,)) if row is not None else None)

    def action_choose(self) -> None:
        """This one too, or no more; then the next."""
        row = self.people.row
        if self.is_among_people and row is not None:
            self._choose(self.people.chosen ^ {str(row.client_id)})
            self.people.action_move(1)

    def action_choose_all(self) -> None:
        """Everybody in it; if they are all selected, nobody."""
        row = self.groups.row
        if self.is_among_people and row is not None and self._gathered is not None and self._shown_id == row.group_id:
            everybody = frozenset(self._gathered.client_ids)
            self._choose(frozenset() if everybody == self.people.chosen else everybody)

    def _choose(self, chosen: frozenset[str]) -> None:
        self.people.chosen = chosen
        self._show_people()

    def is_done(self, act: Callable[[], str]) -> bool:
        """Do it, say what was done and how to take it back; a trouble that was to be expected is told."""
        try:
            label = act()
        except RiseError as error:
            self.tell_error(error)
            return False
        self.done(label)
        return True

    def done(self, label: str) -> None:
        """Something was done that can be taken back."""
        self.tell(label, role="good", hint=say("z takes it back"))
        self.show()

    def go_to(self, group_id: str) -> None:
        """Select that group."""
        self.look()
        self.groups.select_key(group_id)
        self._show_people()
