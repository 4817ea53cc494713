"""A place to type where a digit alone means one of the choices above it, and anything else what it says."""

from textual.content import Content
from textual.widgets import Static

from rise_tui.widgets.typed_line import TypedLine


class NumberedChoice(Static):
    """One of a few choices: its number, its words, what it comes to; marked while its number stands typed."""

    def __init__(self, number: int, words: Content) -> None:
        """`words`: safe for a terminal."""
        super().__init__()
        self._number, self._words = number, words
        self.mark(number=0)

    def mark(self, number: int) -> None:
        """Mark it if it is the one of that number."""
        is_chosen = number == self._number
        sign = ("▌ ", "$amber") if is_chosen else "  "
        words = self._words.stylize("$bright bold") if is_chosen else self._words
        self.update(Content.assemble(sign, (f"{self._number}  ", "$amber"), words))


class ChoosingInput(TypedLine):
    """Nothing is chosen by a key alone: `10am` begins with a 1, and Enter says that it is all. Its cursor is still."""

    def __init__(self, choices: int, *, placeholder: str = "", id: str | None = None) -> None:
        """`choices`: how many there are, at most nine."""
        super().__init__(placeholder=placeholder, id=id)
        self._choices = choices

    @property
    def choice(self) -> int:
        """Whose number stands typed and nothing else, from 1; 0: nobody's."""
        typed = self.value.strip()
        return int(typed) if len(typed) == 1 and typed in "123456789"[: self._choices] else 0
