"""What one would write without thinking: a bare Textual ListView of a store's first hundred conversations.

`python -m tests.benchmarks.bare_list STORE_FILE`; `i` puts a new line on top.
"""

import sqlite3
import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Label, ListItem, ListView

ROWS = 100


class BareList(App[None]):
    """A list and nothing else."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move('cursor_down')"),
        Binding("k", "move('cursor_up')"),
        Binding("g", "top"),
        Binding("i", "insert"),
    ]

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The rows."""
        yield ListView(*[ListItem(Label(Content(line))) for line in self._lines])

    async def action_move(self, how: str) -> None:
        """To the next row, or the one above."""
        await self.query_one(ListView).run_action(how)

    def action_top(self) -> None:
        """To the first row."""
        self.query_one(ListView).index = 0

    async def action_insert(self) -> None:
        """A new text came."""
        await self.query_one(ListView).insert(0, [ListItem(Label(Content("Somebody New      now  hello, it is me")))])


def main(store: str) -> None:
    """Read the rows, then show them."""
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT name, snippet FROM conversation WHERE is_listed"
        " ORDER BY is_urgent DESC, needs_reply_since_at, client_id LIMIT ?",
        (ROWS,),
    ).fetchall()
    connection.close()
    BareList([f"{name:17} {snippet}" for name, snippet in rows]).run(mouse=False)


if __name__ == "__main__":
    main(sys.argv[1])
