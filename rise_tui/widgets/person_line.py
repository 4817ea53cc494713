"""Who the conversation is with, above it; and who the draft goes to, above what one types."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.page_line import PageLine


@dataclass(frozen=True)
class Person:
    """A name, what to know in one line (number, groups, consent), the language; already safe."""

    name: str
    about: str
    language: str


class PersonLine(PageLine):
    """Two lines: the name, then what to know."""

    DEFAULT_CSS = "PersonLine { height: 2; }"

    person: reactive[Person | None] = reactive(None)

    def parts(self, width: int) -> list[Part]:
        """The name, and the language at the right."""
        if self.person is None:
            return []
        return [Part(2, self.person.name, "title"), Part(-3, self.person.language, "dim")]

    def render_line(self, y: int) -> Strip:
        """The name, then what to know."""
        if y == 0 or self.person is None:
            return super().render_line(y)
        return self.line(self.size.width, [Part(2, self.person.about, "dim")])


class DraftTitle(PageLine):
    """The rule above the place where one types, with the name it goes to, at every width."""

    to: reactive[str] = reactive("")

    def parts(self, width: int) -> list[Part]:
        """`To NAME ────`."""
        if not self.to:
            return [Part(2, "─" * max(0, width - 4), "line")]
        words = say("To {name}", name=self.to)
        return [Part(2, words, "accent"), Part(cell_len(words) + 3, "─" * max(0, width - cell_len(words) - 5), "line")]


class DraftNote(PageLine):
    """Below that rule, where there is something to know about the draft: why it came back, who else has it open."""

    DEFAULT_CSS = "DraftNote { display: none; } DraftNote.-told { display: block; }"

    note: reactive[tuple[str, str] | None] = reactive(None)
    """The words and their role."""

    def watch_note(self, note: tuple[str, str] | None) -> None:
        """Without a note there is no line."""
        self.set_class(note is not None, "-told")

    def parts(self, width: int) -> list[Part]:
        """The words, cut where the line ends."""
        return [] if self.note is None else [Part(2, cut(self.note[0], max(0, width - 4)), self.note[1])]
