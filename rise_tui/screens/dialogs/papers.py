"""A client's papers: what is there and what is missing; checked, filed again, opened, written into a folder."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from rise_tui.casework import papers, unfiled
from rise_tui.casework.papers import Paper, Papers
from rise_tui.domain.errors import RiseError
from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say, say_many
from rise_tui.screens.dialogs.file_photo import Filed, FilePhotoDialog
from rise_tui.screens.dialogs.over import PageOver
from rise_tui.screens.dialogs.taking_back import take_back_paper
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Footer, Key, StatusLine
from rise_tui.widgets.paper_list import PaperLine, PaperList
from rise_tui.widgets.photo_title import Headline, PhotoTitle
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.typed_line import TypedLine


class PapersDialog(PageOver[None]):
    """The office's list first, then all else that is in the file."""

    CSS_PATH = "papers.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "check", "Checked", id="papers.check", tooltip="You looked: it is what it should be. Again: not."),
        Binding("f", "file", "File again", id="papers.file", tooltip="File it as something else; or the next photo."),
        Binding("x", "remove", "Not a paper", id="papers.remove", tooltip="Not a paper after all: out of the file."),
        Binding(
            "greater_than_sign", "export", "To a folder", id="papers.export", tooltip="Write this paper to a folder."
        ),
        Binding("z", "undo", "Undo", id="papers.undo", tooltip="Take the last act back."),
        Binding("escape", "back", "Back", id="papers.back", tooltip="One step back."),
    ]

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id
        self._acts: list[str] = []
        """the papers on which something was done here, act by act"""
        self._papers: dict[str, Paper] = {}
        self._may_file = False
        """whether a photo waits that nobody has filed"""

    @property
    def list(self) -> PaperList:
        """The papers."""
        return self.query_one(PaperList)

    @property
    def folder(self) -> Input:
        """Where a paper is written."""
        return self.query_one(Input)

    def compose(self) -> ComposeResult:
        """Whose they are, the papers, a folder when one is wanted, what happened, the keys."""
        with Vertical(id="papers"):
            yield PhotoTitle()
            yield PaperList(id="list")
            folder = TypedLine(id="folder", placeholder=say("a folder, like ~/papers; Enter writes it there"))
            yield folder
            yield StatusLine()
            yield Footer()

    def on_mount(self) -> None:
        """Listen, and show."""
        heard = {"documents", "photo", "thread"}
        self.rise.bell_rang.subscribe(self, lambda topics: self.show() if topics & heard else None)
        self.show()
        self.set_focus(self.list)

    def show(self) -> None:
        """Re-read the papers."""
        found = papers.papers(self.desk, self.client_id)
        self.query_one(PhotoTitle).headline = Headline(found.name, say("papers"), _sum(found))
        self.list.show(Rows(tuple(map(_line, found.lines))))
        self._papers = {_key(paper): paper for paper in found.lines}
        self._may_file = self._next_photo() is not None
        self.show_keys()

    def show_keys(self) -> None:
        """The keys that fit the selected paper; what is missing can only be filed, where there is a photo."""
        paper, back = self.paper, ("Esc", say("back"))
        if self.focused is self.folder:
            keys = [("Enter", say("write")), back]
        elif paper is None or paper.is_missing:
            keys = [("f", say("file the next photo")), back] if self._may_file else [back]
        else:
            keys = [("Enter", say("open")), ("y", say("checked")), ("f", say("file again")), ("x", say("not a paper"))]
            keys += [(">", say("to a folder")), back]
        self.query_one(Footer).keys = tuple(Key(*key) for key in keys)

    def _next_photo(self) -> unfiled.ToFile | None:
        """The next one that nobody has filed."""
        found = unfiled.first(self.desk, self.client_id)
        return None if found is None or found.document_id else found

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another paper has other keys."""
        event.stop()
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """So has where one types."""
        self.show_keys()

    @property
    def paper(self) -> Paper | None:
        """The selected one."""
        row = self.list.row
        return None if row is None else self._papers.get(row.key)

    def _filed(self) -> Paper | None:
        """The selected one if it is in the file; what is missing says so."""
        paper = self.paper
        if paper is not None and paper.is_missing:
            self.tell(say("Nobody has filed one."), hint=say("f files the next photo") if self._may_file else "")
            return None
        return paper

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """The paper, large."""
        event.stop()
        paper = self._filed()
        if paper is None:
            return
        if paper.photo is None:
            self.tell(say("Its photo is not here."))
            return
        from rise_tui.screens.dialogs.photo import PhotoDialog

        self.app.push_screen(PhotoDialog((paper.photo,), 0), lambda _: self.show())

    def action_check(self) -> None:
        """It was looked at, and is what it should be."""
        paper = self._filed()
        if paper is not None:
            self._act(paper, lambda: papers.verify(self.desk, self.client_id, paper.document_id, paper.seq))

    def action_remove(self) -> None:
        """It is no paper."""
        paper = self._filed()
        if paper is not None:
            self._act(paper, lambda: papers.remove(self.desk, self.client_id, paper.document_id, paper.seq))

    def _act(self, paper: Paper, act: Callable[[], str]) -> None:
        try:
            label = act()
        except RiseError as error:
            self.tell_error(error)
            return
        self._acts.append(paper.document_id)
        self.show()
        self.tell(f"✓ {label}", "good", say("z takes it back"))

    def action_file(self) -> None:
        """File the selected one again, or the next photo where one is missing."""
        paper = self.paper
        try:
            if paper is not None and paper.photo is not None:
                one: unfiled.ToFile | None = unfiled.about(self.desk, paper.photo)
            else:
                one = self._next_photo()
        except RiseError as error:
            self.tell_error(error)
            return
        if one is None:
            self.tell(say("There is no photo to file."))
        else:
            self.app.push_screen(FilePhotoDialog(one), self._again)

    def _again(self, done: Filed | None) -> None:
        self.show()
        if done is not None and done.papers:
            self._acts += done.papers
            self.tell(f"✓ {done.label}", "good", say("z takes it back"))

    def action_export(self) -> None:
        """Ask for the folder."""
        if self._filed() is not None:
            self.add_class("-asking")
            self.set_focus(self.folder)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the paper there."""
        event.stop()
        paper = self.paper
        if paper is None:
            return
        try:
            path = papers.export_paper(self.desk, self.client_id, paper.document_id, event.value)
        except RiseError as error:
            self.tell_error(error)
            return
        self._no_folder()
        self.tell("✓ " + say("Written: {path}", path=safe_text(path.as_posix(), keep_newlines=False)), "good")

    def _no_folder(self) -> None:
        self.remove_class("-asking")
        self.set_focus(self.list)

    def action_undo(self) -> None:
        """Take back what was done here."""
        if take_back_paper(self, self._acts):
            self.show()

    def action_back(self) -> None:
        """Out of the folder; then out of here."""
        if self.focused is self.folder:
            self._no_folder()
        else:
            self.dismiss(None)


def _key(paper: Paper) -> str:
    return paper.document_id or paper.kind.value


def _line(paper: Paper) -> PaperLine:
    glyph, standing, role = paper.standing
    checked = "" if paper.is_missing else say("checked") if paper.is_verified else say("not checked yet")
    return PaperLine(_key(paper), glyph, paper.words, standing, role, checked, paper.note)


def _sum(found: Papers) -> str:
    missing = len(found.missing)
    here = say_many("{count} in the file", "{count} in the file", len(found.filed))
    return f"{here}, " + say_many("{count} missing", "{count} missing", missing) if missing else here
