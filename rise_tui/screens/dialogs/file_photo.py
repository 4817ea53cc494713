"""Filing: the photo at the left, what it is at the right; Enter files it and brings the next one."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Input, Static

from rise_tui.casework import filing, papers, unfiled
from rise_tui.casework.unfiled import ToFile
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.errors import BadInput, RiseError, Unchanged
from rise_tui.domain.periods import period_words, read_period
from rise_tui.domain.safe_text import as_kept
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.over import PhotoOver
from rise_tui.screens.dialogs.taking_back import take_back_paper
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.photo_pane import PhotoPane
from rise_tui.widgets.kind_choice import KindChoice
from rise_tui.widgets.page_line import NARROW, Footer, Key, StatusLine
from rise_tui.widgets.photo_title import Headline, PhotoTitle, PhotoWords
from rise_tui.widgets.typed_line import TypedLine

TIGHT = 76
"""Columns below which the photo takes less than half."""


@dataclass(frozen=True)
class Filed:
    """What was done while the dialog was open: the ids of the papers, act by act, whose they are, and the last act."""

    papers: tuple[str, ...]
    client_ids: frozenset[str] = frozenset()
    label: str = ""


class FilePhotoDialog(PhotoOver[Filed]):
    """One letter says what it is, the period is guessed, Enter files it; then the next one that nobody has filed."""

    CSS_PATH = "file_photo.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "file", "File", id="filing.file", tooltip="File it as this; then the next one."),
        Binding("x", "dismiss_photo", "Not a paper", id="filing.dismiss", tooltip="Not a paper: do not ask again."),
        Binding("n", "skip", "Next", id="filing.skip", tooltip="Leave this one; the next one that is not filed."),
        Binding("z", "undo", "Undo", id="filing.undo", tooltip="Take the last filing back."),
        Binding("escape", "back", "Back", id="filing.back", tooltip="One step back; what is filed stays filed."),
    ]

    def __init__(self, one: ToFile) -> None:
        super().__init__()
        self.one = one
        self._acts: list[tuple[ToFile, str]] = []
        """what was filed, and as which paper"""
        self._skipped: set[tuple[str, int]] = set()
        self._labels: list[str] = []
        """what was done then, in words"""
        self._is_period_typed = False

    @property
    def kinds(self) -> KindChoice:
        """What it is."""
        return self.query_one(KindChoice)

    def compose(self) -> ComposeResult:
        """Whose it is, the photo and the fields, what happened, the keys."""
        with Vertical(id="filing"):
            yield PhotoTitle()
            yield PhotoWords()
            with Horizontal(id="desk"):
                yield PhotoPane(id="photo")
                with Vertical(id="fields"):
                    yield KindChoice()
                    with Horizontal(classes="-field -first"):
                        yield Static(say("period"), classes="-label", markup=False)
                        yield _input("period")
                    with Horizontal(classes="-field"):
                        yield Static(say("note"), classes="-label", markup=False)
                        yield _input("note")
                    yield Static(say("Enter files it, then the next one"), id="hint", markup=False)
            yield StatusLine()
            yield Footer()

    def on_mount(self) -> None:
        """Begin with the one that was asked for."""
        self.show(self.one)
        self.set_focus(self.kinds)

    def on_resize(self, event: Resize) -> None:
        """The photo leaves room for the fields."""
        self.set_class(event.size.width < NARROW, "-small")
        self.set_class(event.size.width < TIGHT, "-narrow")

    def show(self, one: ToFile) -> None:
        """Let this one be filed."""
        self.one, self._is_period_typed = one, False
        place = "" if one.count < 2 else say("{place} of {count}", place=one.place, count=one.count)
        if one.document_id:
            place = say("in the file")
        self.query_one(PhotoTitle).headline = Headline(one.name, f"{one.when}   {one.photo.words}", place)
        self.query_one(PhotoWords).words = one.words
        self.kinds.chosen = one.kind
        self._propose(one.kind)
        self.query_one("#note", Input).value = one.note
        self.pane.look_at(one.photo)
        self.query_one(Footer).keys = tuple(Key(*key) for key in self._keys())

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("Enter", say("file")), ("Tab", say("period, note")), ("x", say("not a paper"))]
        if not self.one.document_id:
            keys.append(("n", say("next")))
        return [*keys, ("[ ]", say("turn")), ("+ -", say("nearer")), ("Esc", say("back"))]

    def _propose(self, kind: DocumentKind) -> None:
        if not self._is_period_typed:
            self.query_one("#period", Input).value = period_words(self.one.periods.get(kind))

    def on_kind_choice_chosen(self, event: KindChoice.Chosen) -> None:
        """Each kind has a time of its own."""
        event.stop()
        self._propose(event.kind)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was typed is not guessed again."""
        event.stop()
        if event.input.id == "period" and event.input.has_focus:
            self._is_period_typed = True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter files from wherever one is."""
        event.stop()
        self.action_file()

    def on_descendant_focus(self) -> None:
        """In a field the keys are letters."""
        is_typing = isinstance(self.focused, Input)
        keys = [("Enter", say("file")), ("Tab", say("next field")), ("Esc", say("back"))] if is_typing else self._keys()
        self.query_one(Footer).keys = tuple(Key(*key) for key in keys)

    # what is done

    def _period(self) -> str | None:
        """The period that stands in the field. Raises BadInput when it is none."""
        typed = self.query_one("#period", Input).value.strip()
        if not typed:
            return None
        period = read_period(typed, papers.today(self.desk))
        if period is None:
            raise BadInput(say("That is no period"), "", say("Write 8-21 nov, 11/8-11/21 or nov 2026; or nothing."))
        return period

    def action_file(self) -> None:
        """File it, then the next one."""
        one, kind = self.one, self.kinds.chosen
        typed = self.query_one("#note", Input).value
        note = one.kept_note if as_kept(typed, one.note, keep_newlines=False) == one.note else typed.strip() or None
        photo = one.photo
        try:
            period = self._period()
            if one.document_id:
                label = papers.refile(
                    self.desk, photo.client_id, one.document_id, kind, period=period, note=note, seen=one.seq
                )
            else:
                label = filing.file_photo(
                    self.desk, photo.client_id, photo.message_id, photo.index, kind, period=period, note=note
                ).label
        except Unchanged:
            self.dismiss(self._filed())
            return
        except RiseError as error:
            self.tell_error(error)
            return
        self._acted(f"{label}: {one.name}")

    def action_dismiss_photo(self) -> None:
        """It is no paper."""
        one = self.one
        try:
            if one.document_id:
                label = papers.remove(self.desk, one.photo.client_id, one.document_id, one.seq)
            else:
                label = unfiled.dismiss(self.desk, one.photo)
        except RiseError as error:
            self.tell_error(error)
            return
        self._acted(label)

    def _acted(self, label: str) -> None:
        was_filed = bool(self.one.document_id)
        self._acts.append((self.one, self.one.document_id or unfiled.paper_of(self.desk, self.one.photo)))
        self._labels.append(label)
        for room in self.app.screen_stack:
            if isinstance(room, PersonRoom):
                room.see_to(self.one.photo.client_id)
        following = None if was_filed else unfiled.following(self.desk, self.one.photo.client_id, self._skipped)
        if following is None:
            self.dismiss(self._filed())
            return
        self.tell(f"✓ {label}", "good", say("z takes it back"))
        self.show(following)
        self.set_focus(self.kinds)

    def action_skip(self) -> None:
        """Leave this one as it is."""
        self._skipped.add(self.one.key)
        following = unfiled.following(self.desk, self.one.photo.client_id, self._skipped)
        if following is None:
            self.tell(say("There is no other one."))
            self._skipped.clear()
        else:
            self.show(following)

    def action_undo(self) -> None:
        """Take the last filing of this sitting back, and stand at that photo again."""
        papers = [document_id for _, document_id in self._acts]
        is_back = take_back_paper(self, papers)
        gone = self._acts[len(papers) :]
        del self._acts[len(papers) :], self._labels[len(papers) :]
        if is_back:
            was, _ = gone[0]
            again = unfiled.first(self.desk, was.photo.client_id, message_id=was.photo.message_id)
            self.show(again or was)

    def action_back(self) -> None:
        """Out of a field; then out of here."""
        if isinstance(self.focused, Input):
            self.set_focus(self.kinds)
        else:
            self.dismiss(self._filed())

    def _filed(self) -> Filed:
        whose = frozenset(one.photo.client_id for one, _ in self._acts)
        last = self._labels[-1] if self._labels else ""
        return Filed(tuple(document_id for _, document_id in self._acts), whose, last)


def _input(name: str) -> Input:
    field = TypedLine(id=name, placeholder="—")
    return field
