"""What the terminal answers when it is asked whether it shows pictures, taken out of what is typed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from textual._xterm_parser import XTermParser
from textual.message import Message

from rise_tui.domain.pictures import Form

KITTY_QUESTION = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""The kitty protocol's own: a picture of one pixel, asked about and not shown."""
CELL_QUESTION = "\x1b[16t"
FENCE = "\x1b[c"
"""Every terminal answers this, and after the others: what has not come before it does not come."""
PATIENCE = 0.05
"""Seconds after which the beginning of an answer was a key after all."""
_SIXEL = "4"
"""The attribute that says sixel, in the answer to `FENCE`."""
_ANSWER = re.compile(
    r"\x1b_G(?P<kitty>[^\x1b\x07]{0,200})\x1b\\|\x1b\[\?(?P<fence>[0-9;]{1,60})c|\x1b\[6;(?P<high>\d{1,4});(?P<wide>\d{1,4})t"
)
_BEGUN = re.compile(r"\x1b(?:_(?:G[^\x1b\x07]{0,200}\x1b?)?|\[(?:\?[0-9;]{0,60}|6(?:;[0-9;]{0,10})?)?)?\Z")


@dataclass(frozen=True)
class Means:
    """How the terminal shows pictures, and how large a cell is in pixels."""

    form: Form
    cell: tuple[int, int] = (10, 20)


class Answers:
    """Sifts what comes from the terminal, from the first question on: an answer, however late, is never a key."""

    def __init__(self) -> None:
        self.on_known: Callable[[Means], object] | None = None
        self._is_asked = False
        self._is_over = False
        self._has_kitty = False
        self._cell: tuple[int, int] | None = None
        self._held = ""
        self._held_at = 0.0

    def expect(self, cell: tuple[int, int] | None) -> None:
        """A question goes out; `cell` is the size of a cell if it is known already."""
        self._is_asked, self._cell = True, cell

    def sift(self, data: str) -> str:
        """What was typed, without answers; the beginning of one is held back until the rest comes."""
        if not self._is_asked:
            return data
        data, self._held = self._held + data, ""
        typed = _ANSWER.sub(self._hear, data)
        if not self._is_over and (begun := _BEGUN.search(typed)) is not None:
            self._held, self._held_at = begun.group(), monotonic()
            typed = typed[: begun.start()]
        return typed

    @property
    def is_holding(self) -> bool:
        """Whether something was held back."""
        return bool(self._held)

    def let_go(self) -> str:
        """What was held back and turns out to be a key (Escape)."""
        if not self._held or monotonic() - self._held_at < PATIENCE:
            return ""
        held, self._held = self._held, ""
        return held

    def _hear(self, answer: re.Match[str]) -> str:
        if answer["kitty"] is not None:
            self._has_kitty = self._has_kitty or answer["kitty"].endswith(";OK")
        elif answer["high"] is not None:
            cell = int(answer["wide"]), int(answer["high"])
            self._cell = cell if min(cell) > 0 and max(cell) < 200 else self._cell
        elif not self._is_over:
            self._is_over = True
            if self.on_known is not None:
                self.on_known(self._means(answer["fence"].split(";")[1:]))
        return ""

    def _means(self, attributes: list[str]) -> Means:
        cell = self._cell or (10, 20)
        if self._has_kitty:
            return Means(Form.KITTY, cell)
        has_sixel = _SIXEL in attributes and self._cell is not None
        return Means(Form.SIXEL if has_sixel else Form.BLOCKS, cell)


class SiftingParser(XTermParser):
    """Textual's reader of keys, behind the sieve."""

    def __init__(self, answers: Answers, debug: bool = False) -> None:
        super().__init__(debug)
        self.answers = answers

    @property
    def is_waiting(self) -> bool:
        """Whether half a key was read: then time matters."""
        return self._timeout_time is not None or self.answers.is_holding  # Textual has no public way to know

    def feed(self, data: str) -> Iterable[Message]:
        """Read keys; an empty string is the end of them."""
        if data:
            data = self.answers.sift(data)
            if not data:
                return ()
        return super().feed(data)

    def tick(self) -> Iterable[Message]:
        """Time goes by: what was held back may be a key after all."""
        held = self.answers.let_go()
        if held:
            yield from super().feed(held)
        yield from super().tick()
