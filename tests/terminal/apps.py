"""Small Textual apps for the pty tests: `python -m tests.terminal.apps NAME [stock]`; F12 counts a step in the corner."""

import sys
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Input, Label, ListItem, ListView, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from rise_tui.terminal.driver import RiseDriver
from tests.terminal.payloads import PAYLOADS

SAMPLES = (
    "Can I bring my paystub Monday instead?",
    "Gracias señora, nos vemos el lunes",
    "日本語のテキスト、幅は二つ",
    "한국어 문장입니다",
    "family 👨‍👩‍👧‍👦 and flag 🇺🇸 then text",
    "cafe\u0301 naïve e\u0301e\u0301",
    "heart ❤️ and thumbs 👍🏽 ok",
    "สวัสดีครับ",
)


class Counting(App[None]):
    """Counts F12 in the corner, so that a test knows which step a screen belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "count", "count", priority=True),
        Binding("ctrl+q", "quit", "quit", priority=True),
        Binding("ctrl+z", "suspend_process", "suspend", priority=True),
    ]
    CSS = "#steps { dock: bottom; height: 1; background: $primary; }"
    ENABLE_COMMAND_PALETTE = False
    steps = 0

    def compose(self) -> ComposeResult:
        yield from self.middle()
        yield Static("step 0", id="steps")

    def middle(self) -> ComposeResult:
        """What this app shows."""
        yield Static("nothing")

    def action_count(self) -> None:
        self.steps += 1
        self.query_one("#steps", Static).update(f"step {self.steps}")


class Lists(Counting):
    """A bare ListView of a hundred."""

    def middle(self) -> ComposeResult:
        yield ListView(*[ListItem(Label(Content(f"{i:3} {SAMPLES[i % len(SAMPLES)]}"))) for i in range(100)])


class Tables(Counting):
    """A bare DataTable of a hundred."""

    def middle(self) -> ComposeResult:
        yield DataTable(cursor_type="row", zebra_stripes=True)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("name", "words", "age")
        for i in range(100):
            table.add_row(f"Client {i}", Content(SAMPLES[i % len(SAMPLES)]), f"{i} h")


class Texts(Counting):
    """A bare TextArea."""

    def middle(self) -> ComposeResult:
        area = TextArea("\n".join(f"{i} {SAMPLES[i % len(SAMPLES)]}" for i in range(60)), show_line_numbers=True)
        area.cursor_blink = False
        yield area

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()


class Harm(Counting):
    """Every payload through every widget that shows text."""

    CSS = Counting.CSS + " Static, Label { height: 1; } OptionList, DataTable, TextArea { height: 6; }"

    def middle(self) -> ComposeResult:
        for payload in PAYLOADS:
            yield Static(Content(f"static {payload}"))
            yield Label(Content(f"label {payload}"))
        yield OptionList(*[Option(Content(f"option {payload}")) for payload in PAYLOADS])
        yield DataTable()
        yield TextArea("\n".join(PAYLOADS))
        yield Input(PAYLOADS[0])

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column(Content(PAYLOADS[0]))
        for payload in PAYLOADS:
            table.add_row(Content(f"cell {payload}"))
        area = self.query_one(TextArea)
        area.border_title = PAYLOADS[0].replace("[", "\\[")
        self.notify(PAYLOADS[1], title=PAYLOADS[0], markup=False)


class Frames(Counting):
    """Draws three hundred full frames as fast as it can and keeps its count in the file given."""

    LAST = 300

    def middle(self) -> ComposeResult:
        yield Static("frame 0", id="frame")

    def on_mount(self) -> None:
        self.drawn = 0
        self.draw()

    def draw(self) -> None:
        """One more frame, every cell different."""
        self.drawn += 1
        line = f"frame {self.drawn} " + "".join(chr(33 + (self.drawn + i) % 90) for i in range(100))
        self.query_one("#frame", Static).update(Content("\n".join([line] * 35)))
        Path(sys.argv[-1]).write_text(str(self.drawn))
        if self.drawn < self.LAST:
            self.call_after_refresh(self.draw)
        elif "leave" in sys.argv:
            self.exit()


APPS: dict[str, type[Counting]] = {"list": Lists, "table": Tables, "text": Texts, "harm": Harm, "frames": Frames}


def main(name: str, *options: str) -> Any:
    """Run one of them, on our driver unless `stock` is said."""
    return APPS[name](driver_class=None if "stock" in options else RiseDriver).run(mouse=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
