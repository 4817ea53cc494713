"""The texts that wait: whose, why and until when; each let go with a reason, or taken back."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.worker import Worker, WorkerState

from rise_tui.casework import held_texts, releasing, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.done_here import on_held_texts
from rise_tui.casework.held_texts import HeldLine, HeldLines
from rise_tui.casework.undoing import Act
from rise_tui.domain.errors import RiseError
from rise_tui.domain.held_words import now_reasons
from rise_tui.domain.policy import NowBecause
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.finds_people import FindsPeople
from rise_tui.screens.dialogs.over import PageOver
from rise_tui.screens.dialogs.taking_back import show_undo_here, take_back_here
from rise_tui.widgets.find_line import FindLine
from rise_tui.widgets.held_list import HeldList
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Footer, Key, StatusLine
from rise_tui.widgets.section_line import Section, SectionLine
from rise_tui.widgets.words_block import Block, WordsBlock

Look = Callable[[Desk], HeldLines]
"""Finds the texts; called in a thread, for there may be thousands."""


class HeldTextsDialog(PageOver[str | None], FindsPeople[str | None]):
    """Dismissed with the client whose conversation is to be opened, if one is."""

    CSS_PATH = "held_texts.tcss"
    HEARD: ClassVar[frozenset[str]] = frozenset({"thread", "inbox", "outbox", "broadcast"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "release", "Let go", id="held.release", tooltip="Let this text go now; asks why."),
        Binding("d", "drop", "Take back", id="held.drop", tooltip="Take this text back: it does not leave."),
        Binding("z", "undo", "Undo", id="held.undo", tooltip="Hold the text again that was last let go."),
        Binding("escape,q,H", "leave", "Back", id="held.back", tooltip="Back to where one was."),
    ]

    def __init__(self, look: Look = held_texts.held_texts, title: str = "", nobody: str = "") -> None:
        """`title`: which texts these are, `nobody`: what is said where there are none; safe for a terminal."""
        super().__init__()
        self._look, self._title_words = look, title or say("Held texts")
        self._nobody = nobody or say("No text is held.")
        self._looking: Worker[HeldLines] | None = None
        self._found: HeldLines | None = None
        self._offered: Act | None = None
        """what `z` would take back when the status line was told to say so"""
        self.has_arrived = False
        """What is typed before they stand there is for one of them."""

    @property
    def is_on_the_move(self) -> bool:
        """Whether the texts are still being looked for."""
        return self._looking is not None or super().is_on_the_move

    @property
    def list(self) -> HeldList:
        """The texts."""
        return self.query_one(HeldList)

    @property
    def row(self) -> HeldLine | None:
        """The selected one."""
        row = self.list.row
        return row if isinstance(row, HeldLine) else None

    def compose(self) -> ComposeResult:
        """How many; the texts; the words of the selected one; what happened; the keys."""
        with Vertical(id="held"):
            yield SectionLine(id="held-head")
            yield FindLine()
            yield HeldList(id="held-list")
            yield WordsBlock(id="held-words")
            yield StatusLine()
            yield Footer()

    def on_mount(self) -> None:
        """Listen, and look."""
        self.rise.bell_rang.subscribe(self, lambda topics: self.look() if topics & self.HEARD else None)
        self.query_one("#held-head", SectionLine).section = Section(self._title_words)
        self.look()

    def look(self) -> None:
        """Look again, in a thread."""
        desk = self.desk
        self._looking = self.run_worker(lambda: self._look(desk), thread=True, group="held", exclusive=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """They are found."""
        ended = event.state in (WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED)
        if event.worker is not self._looking or not ended:
            return
        self._looking = None
        if event.state is not WorkerState.SUCCESS:
            return
        is_first, self._found, self.has_arrived = self._found is None, event.worker.result, True
        self.show_people()
        if self.is_offering_undo and (latest := undoing.latest_here(self.desk, on_held_texts)) != self._offered:
            self._offered = latest
            self.withdraw_hint()
        show_undo_here(self, on_held_texts)
        if is_first:
            self.set_focus(self.list)

    def show_people(self) -> None:
        """All of them, or those to whom fits, and how many they are."""
        if self._found is None:
            return
        found = self._found if self.fitting is None else self._found.only(self.fitting)
        self.list.show(found)
        nobody = self._nobody if self.fitting is None else say("Nobody fits.")
        beside = ((found.words() or nobody, "dim"),)
        self.query_one("#held-head", SectionLine).section = Section(self._title_words, beside)
        self._show_row()

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another text: its words, and what can be done with it."""
        self._show_row()

    def _show_row(self) -> None:
        row = self.row
        self.query_one(WordsBlock).blocks = () if row is None else tuple(_blocks(row))
        self.query_one(Footer).keys = tuple(Key(*key) for key in _keys(row))

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Open their conversation."""
        event.stop()
        self.take()

    def take(self) -> None:
        """To the conversation with whom was found."""
        if self.row is not None:
            self.dismiss(self.row.client_id)

    def action_release(self) -> None:
        """Ask why it goes now, then let it go; what goes to many needs no reason, as its hour holds on."""
        row = self.row
        if row is None:
            return
        if row.group_text:
            self._act(lambda: releasing.release(self.desk, row.message_id, NowBecause.OTHER))
            return
        choices = [Choice(key, words, because.value) for key, because, words in now_reasons()]

        def chosen(because: str | None) -> None:
            if because is not None:
                self._act(lambda: releasing.release(self.desk, row.message_id, NowBecause(because)))

        title = say("Why does it go now? To {name}", name=self.rise.veil.name(row.name))
        self.app.push_screen(Choose(title, choices, says=row.words), chosen)

    def action_drop(self) -> None:
        """It does not leave; one's own words stand in the draft again."""
        row = self.row
        if row is not None:
            self._act(lambda: held_texts.drop(self.desk, row.message_id), is_undoable=False)

    def _act(self, act: Callable[[], str], *, is_undoable: bool = True) -> None:
        try:
            label = act()
        except RiseError as error:
            self.tell_error(error)
            return
        self._offered = undoing.latest_here(self.desk, on_held_texts)
        self.tell(label, "good", say("z takes it back") if is_undoable else "")
        self.look()

    def action_undo(self) -> None:
        """Hold the text again that was last let go; what was done elsewhere stays."""
        take_back_here(self, on_held_texts)
        self.look()

    def action_leave(self) -> None:
        """Everybody again, where one was looked for; else back."""
        if not self.stops_finding():
            self.dismiss(None)


def _blocks(row: HeldLine) -> Iterator[Block]:
    """The words of a text, and before them how the office introduces itself where it does."""
    if row.before:
        yield Block(say("Goes before it, and only with it: who we are"), row.before, role="dim")
    yield Block(_whose(row), row.body, row.note)


def _whose(row: HeldLine) -> str:
    return row.group_text or (say("Written by {name}", name=row.writer) if row.writer else say("Your text"))


def _keys(row: HeldLine | None) -> tuple[tuple[str, str], ...]:
    """The keys that fit the selected text."""
    if row is None:
        return (("Esc", say("back")),)
    go = (("l", say("let it go now")),) if row.may_go else ()
    drop = (("d", say("drop it") if row.group_text else say("take it back")),) if row.may_come_back else ()
    return (("Enter", say("open")), *go, *drop, ("/", say("find")), ("Esc", say("back")))
