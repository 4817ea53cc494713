"""Small Textual apps for the pty tests: `python -m tests.terminal.apps NAME [stock]`; F12 counts a step."""

import sys
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Input, Label, ListItem, ListView, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from rise_tui.terminal.driver import RiseDriver
from rise_tui.terminal.hangup import watch
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
        Binding("f12", "count", "count"),  # without priority: after the keys before it, also in the widget they went to
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
        """Count once what the keys before had put off until after a paint, as scrolling is, has been done."""
        (self.focused or self).call_after_refresh(self.count)

    def count(self) -> None:
        """A step more, shown."""
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
        table.add_column(Text(PAYLOADS[0]))
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


class Acts(Counting):
    """What the app can ask of the driver itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "ask('forget')", "redraw"),
        Binding("p", "ask('picture')", "picture"),
        Binding("c", "ask('cursor')", "cursor"),
        Binding("t", "ask('title')", "title"),
        Binding("b", "bell", "bell"),
        Binding("w", "words", "words"),
    ]

    def middle(self) -> ComposeResult:
        yield Static("words that stand here", id="words")

    def action_ask(self, what: str) -> None:
        driver = self._driver
        assert isinstance(driver, RiseDriver)
        if what == "forget":
            driver.forget()
        elif what == "picture":
            driver.passthrough(b"\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\", (2, 0, 6, 2))
        elif what == "cursor":
            driver.place_cursor(3, 5, is_visible=True)
        else:
            driver.title(3)

    def action_words(self) -> None:
        self.query_one("#words", Static).update("other words stand here")


class Blinking(Counting):
    """A focused input with Textual's own blinking cursor."""

    def middle(self) -> ComposeResult:
        yield Input("typed")


class Watching(Counting):
    """Saves to the file given when it is told to end; `busy` keeps its loop at work meanwhile."""

    def on_mount(self) -> None:
        watch(self.save)
        assert isinstance(self._driver, RiseDriver)
        watch(self._driver.restore)
        if "busy" in sys.argv:
            self.call_after_refresh(self.work)

    def save(self) -> None:
        """What must be on disk at the end."""
        Path(sys.argv[-1]).write_text("saved")

    def work(self) -> None:
        """Never come to rest."""
        self.query_one("#steps", Static).update(f"step {sum(range(20_000))} {self.steps}")
        self.steps += 1
        self.call_after_refresh(self.work)


APPS: dict[str, type[Counting]] = {"list": Lists, "table": Tables, "text": Texts, "harm": Harm, "frames": Frames}
APPS |= {"acts": Acts, "blink": Blinking, "watch": Watching}


def main(name: str, *options: str) -> Any:
    """Run one of them, on our driver unless `stock` is said."""
    return APPS[name](driver_class=None if "stock" in options else RiseDriver).run(mouse=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
