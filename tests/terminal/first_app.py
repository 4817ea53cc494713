"""A start as the real one makes it: first picture, then the heavy imports, then an app with a place to type.

`python -m tests.terminal.first_app [fail|slow]`; with `fail` the app never comes, with `slow` once a key has moved.
"""

import os
import sys
from dataclasses import dataclass, field

from rise_tui.terminal import first_paint

NOW = 1_800_000_000_000
HOUR = 3_600_000


@dataclass
class Row:
    """A conversation as the store's first page has it."""

    client_id: str
    name: str
    snippet: str
    mark: str | None = None
    needs_reply_since_at: int | None = NOW - HOUR
    last_at: int | None = NOW - HOUR
    state: str = "needs_reply"
    last_direction: str = "inbound"
    last_inbound_seq: int = 1
    unread_count: int = 1
    is_flagged: bool = False
    is_urgent: bool = False
    has_photo: bool = False
    has_failed: bool = False
    has_draft: bool = False
    phone_end: str = "0142"
    consent: str = "opted_in"


@dataclass
class Counts:
    """How many stand where."""

    needs_reply: int = 24
    waiting: int = 61
    snoozed: int = 3
    unknown: int = 1


@dataclass
class Place:
    """Where the cursor stood."""

    client_id: str | None = "b"
    filter: str = "needs_reply"
    focus: str = "list"
    screen: str = "inbox"


@dataclass
class Page:
    """A first page."""

    rows: list[Row] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    place: Place | None = field(default_factory=Place)

    @property
    def count(self) -> int:
        """All of them are here."""
        return len(self.rows)

    def rows_from(self, offset: int, limit: int) -> list[Row]:
        """A stretch of them."""
        return self.rows[offset : offset + limit]


PAGE = Page(
    [
        Row("a", "Marcus Bell", "Can I bring my paystub Monday instead?", "question", NOW - 48 * HOUR),
        Row("b", "Ana Ruiz", "my pay from this week", "photo", NOW - 22 * HOUR, has_photo=True),
        Row("c", "Harm\x1b]0;CANARY\x07", "\x1b[2JCANARY\u202e", "stop_like", unread_count=0),
        Row("d", "A name that is much longer than its column", "x" * 200, has_failed=True),
        Row("e", "田中太郎", "日本語のテキストがここにあります、とても長い文章です、はい", "yes"),
    ]
)


def main() -> None:
    """Paint, then import, then run."""
    first_paint.hold_keys(0)
    size = os.get_terminal_size(1)
    picture = first_paint.paint(PAGE, (size.columns, size.lines), 1, "dark", NOW)
    first_paint.go_on()
    try:
        if "fail" in sys.argv:
            raise SystemExit(3)
        if "slow" in sys.argv:
            before = picture.selected
            first_paint.answer_keys(picture, 0)
            while picture.selected == before:
                os.sched_yield()
            first_paint.moved_to()
        from textual.app import App, ComposeResult
        from textual.widgets import Input

        from rise_tui.terminal.driver import RiseDriver

        class Typing(App[None]):
            """A place to type."""

            def compose(self) -> ComposeResult:
                yield Input()

        Typing(driver_class=RiseDriver).run(mouse=False)
    finally:
        first_paint.give_back(0, 1)


if __name__ == "__main__":
    main()
