"""Saved texts: a letter puts one in the draft, the same letter as a capital sends it; made and changed here too."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from rise_tui.casework import forecasting, guarding, shared_clashes, templating
from rise_tui.casework.clashes import Clash
from rise_tui.casework.templating import Offer
from rise_tui.domain.errors import RiseError
from rise_tui.domain.safe_text import one_line, safe_text
from rise_tui.domain.say import say, say_many
from rise_tui.domain.segments import weigh
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Happening, StatusLine, edge
from rise_tui.widgets.rows import Rows

NAMES = 22
"""Cells of a template's name."""


class OfferList(LineList[Offer], inherit_bindings=False):
    """A line a template: its letter, its name, its first words. Letters pick, so none of them moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", id="templates.down", tooltip="The next template.", show=False),
        Binding("up", "move(-1)", "Up", id="templates.up", tooltip="The template above.", show=False),
        Binding("enter", "open", "Into the draft", id="templates.put", tooltip="The chosen one into the draft."),
    ]

    refused: frozenset[str] = frozenset()
    """Those of which a change was not taken."""

    def key_of(self, row: Offer) -> str:
        """Its id."""
        return row.template_id

    def draw(self, row: Offer, width: int, *, is_selected: bool) -> Strip:
        """Letter, name, words; or what cannot be filled in."""
        left = edge(self.app.size.width)
        column = left + 4 + NAMES
        words, role = (row.problem, "bad") if row.problem else (one_line(row.body, max(0, width - column - 3)), "text")
        parts = [
            Part(left, row.letter, "key"),
            Part(left + 1, "!" if row.template_id in self.refused else "", "bad"),
            Part(left + 3, cut(row.name, NAMES), "title" if is_selected else "bright"),
            Part(column, cut(words, max(0, width - column - 3)), role),
        ]
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)


@dataclass(frozen=True)
class Picked:
    """A template that was picked, as it goes to the client; `is_sent`: at once, not into the draft."""

    template_id: str
    body: str
    is_sent: bool


class TemplatesDialog(AtDesk, ModalScreen[Picked | None]):
    """Dismissed with what was picked; None: nothing."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "make", "New", id="templates.make", tooltip="A new template, for the whole office."),
        Binding("equals_sign", "change", "Change", id="templates.change", tooltip="Change the chosen one."),
        Binding("minus", "delete", "Delete", id="templates.delete", tooltip="Delete the chosen one; z brings it back."),
        Binding("escape", "leave", "Back", id="templates.back", tooltip="Back without one."),
    ]

    def __init__(self, client_id: str, name: str) -> None:
        """`name`: to whom it goes, safe for a terminal."""
        super().__init__()
        self.client_id = client_id
        self._to = name
        self._refused: dict[str, Clash] = {}
        self._warned = ""
        """the letter whose text is to be looked at again before it is sent"""

    @property
    def offers(self) -> OfferList:
        """The list."""
        return self.query_one(OfferList)

    def compose(self) -> ComposeResult:
        """To whom, the templates, the chosen one in full, what happened, the keys."""
        with Vertical(id="templates"):
            yield StatusLine(id="title")
            yield OfferList(id="offers")
            yield Static(id="preview")
            yield StatusLine(id="told")
            yield StatusLine(id="keys")

    def on_mount(self) -> None:
        """Begin at the first one."""
        self.query_one("#templates").set_class(self.app.size.width >= NARROW, "-wide")
        self.query_one("#title", StatusLine).happening = Happening(
            say("Templates to {name}", name=self._to), "title", self._what_keys_do()
        )
        self._show()
        self.set_focus(self.offers)

    def _what_keys_do(self) -> str:
        """That a capital sends; or that what it sends is held, before it is pressed."""
        kept = forecasting.kept(self.desk, self.client_id)
        if kept is None:
            return say("a letter: draft · a capital: sent")
        if not kept.until:
            return say("a letter: draft · a capital: held")
        return say("a letter: draft · a capital: held until {time}", time=kept.until)

    def _show(self) -> None:
        rows = templating.offers(self.desk, self.client_id)
        self._refused = shared_clashes.clashes(self.desk, shared_clashes.TEMPLATE)
        self.offers.refused = frozenset(self._refused)
        self.offers.show(Rows(rows))
        keys = say("+ new   = change   - delete")
        self.query_one("#keys", StatusLine).happening = Happening(say("Esc back"), "accent", keys if rows else "")
        if not rows:
            self._tell(say("There is no template yet."), "bright", say("+ makes the first one, for the whole office."))
        count = len(self._refused.keys() & {row.template_id for row in rows})
        if count:
            words = say_many("{count} change was not taken (!).", "{count} changes were not taken (!).", count)
            self._tell(words, "bad", say("= there shows mine and theirs"))
        self._preview(self.offers.row)

    def _tell(self, words: str, role: str = "dim", hint: str = "") -> None:
        self.query_one("#told", StatusLine).happening = Happening(words, role, hint)

    def _preview(self, row: Offer | None) -> None:
        """The chosen one as it would go, and what it weighs."""
        preview = self.query_one("#preview", Static)
        if row is None:
            preview.update(Content(""))
            return
        weight = weigh(row.body)
        told = say("1 text") if weight.segments == 1 else say("{count} texts", count=weight.segments)
        if not row.is_translated:
            told += " · " + say("not in their language")
        preview.update(Content.assemble((safe_text(row.body), ""), "\n", (told, "$dim")))

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Another one is chosen."""
        event.stop()
        self._preview(self.offers.row)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Into the draft."""
        event.stop()
        if self.offers.row is not None:
            self._pick(self.offers.row, is_sent=False)

    def on_key(self, event: events.Key) -> None:
        """A letter picks; a capital picks and sends."""
        letter = event.character or ""
        if len(letter) != 1 or letter.lower() not in templating.LETTERS:
            return
        event.stop()
        event.prevent_default()
        row = next((one for one in templating.offers(self.desk, self.client_id) if one.letter == letter.lower()), None)
        if row is None:
            self._tell(say("No template has the letter {letter}.", letter=letter.lower()), "accent")
            return
        self.offers.select_key(row.template_id)
        self._pick(row, is_sent=letter.isupper())

    def _pick(self, row: Offer, *, is_sent: bool) -> None:
        """Take it, unless it is to be looked at first."""
        if is_sent:
            seen = row.problem or guarding.seen(self.desk, self.client_id, row.body)
            if row.problem:
                self._tell(say("Not sent: {why}.", why=seen), "bad", say("A small letter puts it in the draft."))
                return
            if seen and self._warned != row.template_id:
                self._warned = row.template_id
                self._tell(
                    say("{seen}.", seen=seen), "accent", say("{letter} again sends it", letter=row.letter.upper())
                )
                return
        self.dismiss(Picked(row.template_id, row.body, is_sent))

    def action_make(self) -> None:
        """Write a new one."""
        self._write("")

    def action_change(self) -> None:
        """Change the chosen one; where a change was not taken, show first what stands there."""
        row = self.offers.row
        if row is None:
            return
        clash = self._refused.get(row.template_id)
        if clash is None:
            self._write(row.template_id)
            return
        from rise_tui.screens.acts.shared_clashing import settle

        def failed(error: RiseError) -> None:
            self._tell(f"{error.title}.", "bad", error.next_step)

        settle(self, clash, done=self._written, failed=failed, again=lambda: self._write(row.template_id))

    def _write(self, template_id: str) -> None:
        from rise_tui.screens.dialogs.template import TemplateDialog

        try:
            was = templating.written(self.desk, template_id) if template_id else None
        except RiseError as error:
            self._tell(f"{error.title}.", "bad")
            return
        self.app.push_screen(TemplateDialog(was), self._written)

    def _written(self, label: str | None) -> None:
        self._show()
        if label is not None:
            self._tell(label, "good", say("z takes it back"))

    def action_delete(self) -> None:
        """Delete the chosen one."""
        row = self.offers.row
        if row is None:
            return
        try:
            label = templating.delete(self.desk, row.template_id)
        except RiseError as error:
            self._tell(f"{error.title}.", "bad")
            return
        self._written(label)

    def action_leave(self) -> None:
        """Close without one."""
        self.dismiss(None)
