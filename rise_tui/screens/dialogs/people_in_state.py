"""The people in one state of a broadcast, by name, with the reason; below them the text that the selected one gets."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.worker import Worker, WorkerState

from rise_tui.casework.recipients import PersonLine
from rise_tui.domain.say import say, say_many
from rise_tui.screens.dialogs.finds_people import FindsPeople
from rise_tui.widgets.find_line import FindLine
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList, Source
from rise_tui.widgets.page_line import Happening, StatusLine, edge
from rise_tui.widgets.section_line import Section, SectionLine
from rise_tui.widgets.words_block import Block, WordsBlock


class StateRows(Source[PersonLine], Protocol):
    """The people in a state."""

    def only(self, fitting: Collection[str]) -> Source[PersonLine]: ...


@dataclass(frozen=True)
class Chosen:
    """Somebody of the list, and what is to be done."""

    client_id: str
    act: Literal["open", "again", "decide"]


class StatePeople(LineList[PersonLine]):
    """A line a person: the name, how their text fares."""

    def key_of(self, row: PersonLine) -> str:
        """The client."""
        return row.client_id

    def draw(self, row: PersonLine, width: int, *, is_selected: bool) -> Strip:
        """The name, then why or how."""
        left = edge(self.app.size.width)
        words_at = left + min(34, width // 2)
        parts = [
            Part(left, cut(self.veil.name(row.name), words_at - left - 2), "title" if is_selected else "text"),
            Part(words_at, cut(row.words, max(0, width - words_at - 2)), "dim"),
        ]
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)


class StatePeopleDialog(FindsPeople[Chosen | None]):
    """Over the whole screen, as the search is; Esc goes back."""

    CSS_PATH = "people_in_state.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "again", "Send again", id="state.send-again", tooltip="Send it again to this person."),
        Binding("escape,q", "leave", "Back", id="state.back", tooltip="Back to the group text."),
    ]

    def __init__(self, words: str, look: Callable[[], StateRows], *, is_in_doubt: bool = False) -> None:
        """`look` finds the people; it is called in a thread, for there may be thousands."""
        super().__init__()
        self.words, self.is_in_doubt = words, is_in_doubt
        self._look = look
        self._looking: Worker[StateRows] | None = None
        self._found: StateRows | None = None
        self.has_arrived = False
        """What is typed before they stand there is for one of them."""

    @property
    def is_on_the_move(self) -> bool:
        """Whether the people are still being found."""
        return not self.has_arrived or super().is_on_the_move

    @property
    def people(self) -> StatePeople:
        """The list."""
        return self.query_one(StatePeople)

    def compose(self) -> ComposeResult:
        """How many in which state; the people; the text of the selected one; the keys."""
        with Vertical(id="state-people"):
            yield SectionLine(id="state-head")
            yield FindLine()
            yield StatePeople(id="state-list")
            yield WordsBlock(id="state-words")
            yield StatusLine(id="state-keys")

    def on_mount(self) -> None:
        """Find them."""
        self.query_one("#state-head", SectionLine).section = Section(self.words)
        self._looking = self.run_worker(self._look, thread=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """They are found."""
        ended = event.state in (WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED)
        if event.worker is not self._looking or not ended:
            return
        self.has_arrived, self._found = True, event.worker.result
        self.set_focus(self.people)
        self.show_people()

    def show_people(self) -> None:
        """Everybody, or those who fit, and how many they are."""
        if self._found is None:
            return  # what the trouble was is told in front
        found = self._found if self.fitting is None else self._found.only(self.fitting)
        self.people.show(found)
        count = say_many("{count} person", "{count} people", found.count())
        self.query_one("#state-head", SectionLine).section = Section(count, ((self.words, "dim"),))
        self._show_row()

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another person: their text."""
        self._show_row()

    def _show_row(self) -> None:
        row = self.people.row
        words = "" if row is None else row.body
        self.query_one(WordsBlock).blocks = (Block("", words),) if words else ()
        hints = [say("Enter opens"), say("/ finds"), say("Esc back")]
        if row is not None and (row.may_retry or self.is_in_doubt):
            hints.insert(1, say("= sends it again") if row.may_retry else say("= decides"))
        told = "   ".join(hints)
        nobody = say("Nobody is here now.") if self.fitting is None else say("Nobody fits.")
        happening = Happening(nobody, hint=told) if row is None and not self.is_on_the_move else Happening(told)
        self.query_one(StatusLine).happening = happening

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Open their conversation."""
        self.take()

    def take(self) -> None:
        """To the conversation with whom was found."""
        row = self.people.row
        if row is not None:
            self.dismiss(Chosen(row.client_id, "open"))

    def action_again(self) -> None:
        """Send it to them again, or decide whether they have it."""
        row = self.people.row
        if row is not None and self.is_in_doubt:
            self.dismiss(Chosen(row.client_id, "decide"))
        elif row is not None and row.may_retry:
            self.dismiss(Chosen(row.client_id, "again"))

    def action_leave(self) -> None:
        """Everybody again, where one was looked for; else back."""
        if not self.stops_finding():
            self.dismiss(None)
