"""Broadcasts: what went to many, what goes out now."""

from textual.app import ComposeResult

from rise_tui.screens.room import Room
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.page_line import Footer, Header, StatusLine


class BroadcastsScreen(Room):
    """An empty page."""

    place_id = "broadcasts"

    def compose(self) -> ComposeResult:
        """Header, page, status, keys."""
        yield Header()
        yield BlankPage(id="nobody")
        yield StatusLine()
        yield Footer()
