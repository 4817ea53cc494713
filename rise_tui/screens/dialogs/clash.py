"""Two have changed the same: mine and theirs side by side, and a key for each; or what the office said no to."""

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.casework.clashes import Both, Clash
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.ink import cut

LABEL, SIDE = 16, 26
"""Cells of the column of labels, and of each of the two sides."""
_NAMES = ("first_name", "last_name")


class ClashDialog(AtDesk, ModalScreen[str | None]):
    """Dismissed with `mine`, `theirs` or `edit`; None: it waits."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "settle('mine')", "Mine", id="clash.mine", tooltip="What I wrote goes over theirs."),
        Binding("t", "settle('theirs')", "Theirs", id="clash.theirs", tooltip="What stands there stays."),
        Binding("e", "settle('edit')", "Edit", id="clash.edit", tooltip="Theirs stays for now; I write it again."),
        Binding("escape", "leave", "Later", id="clash.back", tooltip="It waits on the card."),
    ]

    def __init__(self, clash: Clash) -> None:
        super().__init__()
        self.clash = clash

    def compose(self) -> ComposeResult:
        """What it is about, both sides, the keys."""
        clash = self.clash
        veil = self.rise.veil
        name = veil.name(clash.name)
        title = (
            say("{name}: two have changed the same", name=name)
            if clash.is_both
            else say("{name}: not taken", name=name)
        )
        with Vertical(id="dialog", classes="-clash"):
            yield Static(Content(title), classes="-title")
            if clash.is_both and not all(_is_long(both) for both in clash.fields):
                head = set_cell_size("", LABEL) + set_cell_size(say("you wrote"), SIDE) + say("stands there now")
                yield Static(Content.styled(head, "$dim"))
            for both in clash.fields:
                mask = veil.name if both.field in _NAMES else veil.words
                yield from _drawn(both, mask(both.mine), mask(both.theirs))
            if not clash.is_both:
                yield Static(Content(clash.why), classes="-why")
            keys = say("m mine   t theirs   e write it again   Esc later")
            yield Static(
                Content(keys if clash.is_both else say("m offer it again   t drop it   Esc later")), classes="-keys"
            )

    def action_settle(self, how: str) -> None:
        """One of them it is."""
        if how != "edit" or self.clash.is_both:
            self.dismiss(how)

    def action_leave(self) -> None:
        """It waits."""
        self.dismiss(None)


def _is_long(both: Both) -> bool:
    """Whether it has more words than stand side by side."""
    return max(cell_len(both.mine), cell_len(both.theirs)) > SIDE - 2


def _drawn(both: Both, mine: str, theirs: str) -> Iterator[Static]:
    """Both side by side; what is long, one below the other, in full."""
    label = set_cell_size(cut(both.label, LABEL - 1), LABEL)
    if not _is_long(both):
        sides = (set_cell_size(cut(mine, SIDE - 2), SIDE), "$bright"), (cut(theirs, SIDE), "$text-plain")
        yield Static(Content.assemble((label, "$dim"), *sides))
        return
    yield Static(Content.styled(say("{field}, as you wrote it", field=both.label), "$dim"))
    yield Static(Content.styled(mine, "$bright"))
    if theirs:
        yield Static(Content.styled(say("{field}, as it stands there now", field=both.label), "$dim"))
        yield Static(Content.styled(theirs, "$text-plain"))
