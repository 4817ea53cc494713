"""Choosing whom a text to many goes to: groups added, groups left out, a pasted list, single people left out."""

from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from rise_tui.casework import audience as audiences
from rise_tui.casework.audience import ADDED, TAKEN_OUT, Audience, Choice
from rise_tui.domain.say import say, say_many
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.plan_list import veiled
from rise_tui.widgets.rows import Rows

PICKED, SPARED = "picked", "spared"
"""The lines of those who were picked, and left out, one by one."""


class ChoiceLines(LineList[Choice]):
    """The sign, the name, how many are in it."""

    def key_of(self, row: Choice) -> str:
        """The group."""
        return row.group_id

    def draw(self, row: Choice, width: int, *, is_selected: bool) -> Strip:
        """One group."""
        count = "" if row.count is None else str(row.count)
        room = max(0, width - 9 - cell_len(count))
        role = {ADDED: "good", TAKEN_OUT: "bad"}.get(row.sign, "dim")
        parts = [
            Part(2, row.sign or "·", role),
            Part(5, cut(self.veil.words(row.name), room), "bright" if row.sign else "text"),
            Part(-2, count, "dim"),
        ]
        if is_selected:
            parts.append(Part(0, "▌", "accent"))
        return self.line(width, parts)


class AudienceDialog(AtDesk, ModalScreen[Audience | None]):
    """Dismissed with who is chosen; every key shows at once how the choice reads."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,plus", "add", "Add", id="people.add", tooltip="Its members get it; again takes it off."),
        Binding("minus", "take_out", "Leave out", id="people.take-out", tooltip="Its members do not get it."),
        Binding(
            "p", "one_by_one", "One by one", id="people.one-by-one", tooltip="The people by name; - leaves one out."
        ),
        Binding("l", "paste_list", "List", id="people.paste-list", tooltip="Paste names, numbers or ids, a line each."),
        Binding("escape,q", "leave", "Done", id="people.leave", tooltip="Back, with what is chosen."),
    ]

    def __init__(self, audience: Audience) -> None:
        super().__init__()
        self.audience = audience
        self.is_on_the_move = True
        """Whether the groups are still being counted."""
        self._sizes: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Title, groups, how the choice reads, the keys."""
        with Vertical(id="people"):
            yield Static(Content(say("Who gets it")), classes="-title")
            yield ChoiceLines(id="groups")
            yield Static(id="formula")
            yield Static(
                Content(say("Space adds   - leaves out   p one by one   l paste a list   Enter done")), classes="-keys"
            )

    def on_mount(self) -> None:
        """Count the groups, off the loop: they may have thousands of members."""
        self.set_focus(self.query_one(ChoiceLines))
        self.show()
        self.run_worker(lambda: audiences.sizes(self.desk), name="counting", thread=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """They are counted: show them."""
        if event.state is WorkerState.SUCCESS and event.worker.name == "counting":
            self._sizes, self.is_on_the_move = event.worker.result or {}, False
            self.show()

    def show(self) -> None:
        """Every group with its sign, and how all of it reads."""
        found = audiences.choices(self.desk, self.audience)
        rows = tuple(replace(row, count=self._sizes.get(row.group_id)) for row in found)
        if self.audience.picked:
            count = len(self.audience.picked)
            words = say_many("{count} person picked one by one", "{count} people picked one by one", count)
            rows = (Choice(PICKED, words, ADDED, count), *rows)
        if self.audience.spared:
            count = len(self.audience.spared)
            words = say_many("{count} person left out one by one", "{count} people left out one by one", count)
            rows = (*rows, Choice(SPARED, words, TAKEN_OUT, count))
        listed = self.query_one(ChoiceLines)
        listed.styles.height = max(1, min(len(rows), self.size.height - 12))
        listed.show(Rows(rows))
        names = audiences.names_in(self.desk, self.audience)
        words = veiled(listed.veil, audiences.described(self.desk, self.audience), names)
        if not rows:
            words = say("There are no groups yet. Paste a list: l")
        self.query_one("#formula", Static).update(Content(words or say("nobody yet")))

    def action_add(self) -> None:
        """The members of this group get it, or no longer."""
        self._turn(ADDED)

    def action_take_out(self) -> None:
        """The members of this group do not get it, whichever way they came in."""
        self._turn(TAKEN_OUT)

    def _turn(self, sign: str) -> None:
        row = self.query_one(ChoiceLines).row
        if row is None:
            return
        if row.group_id == PICKED:
            self.audience = replace(self.audience, picked=())
        elif row.group_id == SPARED:
            self.audience = replace(self.audience, spared=())
        else:
            self.audience = self.audience.turned(row.group_id, sign)
        self.show()

    def action_one_by_one(self) -> None:
        """The people by name: one of them may be left out."""
        from rise_tui.screens.dialogs.one_by_one import OneByOneDialog

        def chosen(audience: Audience | None) -> None:
            if audience is not None:
                self.audience = audience
                self.show()

        self.app.push_screen(OneByOneDialog(self.audience), chosen)

    def action_paste_list(self) -> None:
        """People by names, numbers or ids."""
        from rise_tui.screens.dialogs.paste_people import PastePeopleDialog

        def picked(client_ids: tuple[str, ...] | None) -> None:
            if client_ids:
                self.audience = self.audience.joined(client_ids)
                self.show()

        self.app.push_screen(PastePeopleDialog(), picked)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Enter: done."""
        event.stop()
        self.action_leave()

    def action_leave(self) -> None:
        """Back, with what is chosen."""
        self.dismiss(self.audience)
