"""Who the conversation is with, above it; and who the draft goes to, above what one types."""

import textwrap
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part, cut
from rise_tui.widgets.page_line import PageLine

MEASURE = 72
"""Lines of words stop after so many cells, however wide the terminal is."""


@dataclass(frozen=True)
class Person:
    """Who they are: a name, what to know in one line (number, language, groups), whether they may be texted.

    `state` is what stands out: paused, closed, others read this phone. All words are safe already.
    """

    name: str
    about: str
    consent: str = ""
    consent_role: str = "dim"
    state: str = ""


class PersonLine(PageLine):
    """The name and whether they may be texted; what to know; and in a third line what stands out."""

    DEFAULT_CSS = "PersonLine { height: 2; } PersonLine.-stands-out { height: 3; }"

    person: reactive[Person | None] = reactive(None)
    place: reactive[str] = reactive("")
    """Where they stand among those who need a reply, in words."""

    def watch_person(self, person: Person | None) -> None:
        """Where nothing stands out there is no third line."""
        self.set_class(person is not None and bool(person.state), "-stands-out")

    def parts(self, width: int) -> list[Part]:
        """The name, and at the right whether they may be texted; the name gives way last."""
        if self.person is None:
            return []
        name = cut(self.veil.name(self.person.name), max(8, width - 6))
        parts = [Part(2, name, "title")]
        if width - cell_len(name) - 8 >= cell_len(self.person.consent):
            parts.append(Part(-3, self.person.consent, self.person.consent_role))
        return parts

    def render_line(self, y: int) -> Strip:
        """The name, then what to know."""
        if y == 0 or self.person is None:
            return super().render_line(y)
        width = self.size.width
        if y > 1:
            return self.line(width, [Part(2, cut(self.person.state, max(0, width - 4)), "accent")])
        about = cut(self.person.about, max(0, width - 4))
        has_room = cell_len(about) + cell_len(self.place) + 8 <= width
        return self.line(width, [Part(2, about, "dim"), Part(-3, self.place if has_room else "", "dim")])


class DraftTitle(PageLine):
    """The rule above the place where one types, with the name it goes to, at every width."""

    to: reactive[str] = reactive("")
    below: reactive[str] = reactive("")
    """That new texts stand further down than what is shown, in words."""

    def parts(self, width: int) -> list[Part]:
        """`To NAME ──── 2 new below`."""
        words = say("To {name}", name=self.veil.name(self.to)) if self.to else ""
        left = cell_len(words) + 3 if words else 2
        right = cell_len(self.below) + 1 if self.below else 0
        rule = Part(left, "─" * max(0, width - left - right - 2), "line")
        return [Part(2, words, "accent"), rule, Part(-3, self.below, "accent")]


class DraftNote(Inked):
    """Below that rule, where there is something to know about the draft: why it came back, or why it is closed."""

    DEFAULT_CSS = "DraftNote { display: none; height: auto; } DraftNote.-told { display: block; }"

    note: reactive[tuple[str, str] | None] = reactive(None, layout=True)
    """The words and their role."""
    to: reactive[str] = reactive("")
    """Who is named in them, safe for a terminal."""

    def watch_note(self, note: tuple[str, str] | None) -> None:
        """Without a note there is no line."""
        self.set_class(note is not None, "-told")

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words need."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        return [] if self.note is None else textwrap.wrap(self.note[0], max(8, min(MEASURE, width - 4))) or [""]

    def render_line(self, y: int) -> Strip:
        """One line of the words."""
        width = self.size.width
        lines = self._lines(width)
        role = self.note[1] if self.note is not None else "dim"
        return self.line(width, [Part(2, lines[y], role)] if y < len(lines) else [])
