"""What would become plainer, shown before it is taken: signs that only look different, never a letter or an accent."""

from collections import Counter
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say, say_many
from rise_tui.domain.segments import Change, plainer, weigh

MOST = 6
"""Kinds of changes that are listed; the text below shows all."""


class PlainerDialog(ModalScreen[bool]):
    """Dismissed with whether the plainer text is taken."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", "Take it", id="plainer.take", tooltip="Take the plainer text."),
        Binding("escape", "answer(False)", "Leave it", id="plainer.back", tooltip="Leave the text as it is."),
    ]

    def __init__(self, body: str, changes: list[Change]) -> None:
        super().__init__()
        self.body, self.changes = body, changes

    def compose(self) -> ComposeResult:
        """What becomes what, the text with its changes marked, what it saves, the keys."""
        with Vertical(id="writing-dialog"):
            yield Static(Content(say("Plainer text")), classes="-title")
            yield Static(Content.assemble(*self._kinds()))
            with VerticalScroll(id="diff", can_focus=False):
                yield Static(Content.assemble(*self._marked()))
            yield Static(Content(self._saves()), classes="-told")
            yield Static(Content(say("Enter takes it     Esc leaves it as it is")), classes="-keys")

    def _kinds(self) -> list[tuple[str, str]]:
        """A line for each kind of change."""
        counted = Counter((change.old, change.new) for change in self.changes)
        pieces: list[tuple[str, str]] = []
        for (old, new), count in counted.most_common(MOST):
            times = say_many("{count} time", "{count} times", count)
            pieces += [("\n", "")] if pieces else []
            pieces += [(f"{_named(old):<12}", "$bad"), (say("becomes") + "  ", "$dim")]
            pieces += [(f"{_named(new):<12}", "$good"), (times, "$dim")]
        if len(counted) > MOST:
            pieces.append(("\n" + say("and {count} more", count=len(counted) - MOST), "$dim"))
        return pieces

    def _marked(self) -> list[tuple[str, str]]:
        """The plainer text, with what is new in it marked."""
        pieces: list[tuple[str, str]] = []
        end = 0
        for change in self.changes:
            pieces += [(safe_text(self.body[end : change.place]), ""), (safe_text(change.new), "$good bold reverse")]
            end = change.place + len(change.old)
        pieces.append((safe_text(self.body[end:]), ""))
        return [piece for piece in pieces if piece[0]]

    def _saves(self) -> str:
        before, after = weigh(self.body).segments, weigh(plainer(self.body)).segments
        if before == after:
            return say_many("It stays {count} text.", "It stays {count} texts.", after)
        return say_many("{before} texts become {count}.", "{before} texts become {count}.", after, before=before)

    def action_answer(self, is_taken: bool) -> None:
        """Close with the answer."""
        self.dismiss(is_taken)


def _named(sign: str) -> str:
    """A sign that can be seen, or what it is called."""
    names = {
        "": say("nothing"),
        " ": say("space"),
        "\n": say("new line"),
        "\t": say("tab"),
        "\u00a0": say("wide space"),
    }
    if sign in names:
        return names[sign]
    if not sign.isprintable() or sign.isspace():
        return say("hidden sign")
    return safe_text(sign)
