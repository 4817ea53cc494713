"""Adding a client by hand."""

from rise_tui.casework.clients import Added
from rise_tui.domain.say import say
from rise_tui.screens.clients import ClientsScreen
from rise_tui.screens.dialogs.add_client import AddClient, Filled


def add_client(room: ClientsScreen, words: str = "") -> None:
    """Ask for name, number and language; then stand at who was added. `words`: what was typed to find somebody."""

    def added(somebody: Added | None) -> None:
        if somebody is None:
            return
        room.show_everybody(somebody.client_id)
        room.tell(somebody.label, role="good", hint=say("z takes it back"))

    is_name = any(each.isalpha() for each in words)
    filled = Filled(words.title() if words.islower() else words) if is_name else Filled("", words)
    room.app.push_screen(AddClient(filled), added)
