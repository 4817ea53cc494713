"""Clients: who they are and where they stand."""

from textual.app import ComposeResult

from rise_tui.screens.room import Room
from rise_tui.widgets.blank_page import BlankPage
from rise_tui.widgets.page_line import Footer, Header, StatusLine


class ClientsScreen(Room):
    """An empty page."""

    place_id = "clients"

    def compose(self) -> ComposeResult:
        """Header, page, status, keys."""
        yield Header()
        yield BlankPage(id="nobody")
        yield StatusLine()
        yield Footer()
