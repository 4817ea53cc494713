"""A new text to someone: found as one types, then with the cursor in the draft to them."""

from rise_tui.casework.clients import Added, Person
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.add_client import AddClient, Filled
from rise_tui.screens.dialogs.find_person import NEW, FindPerson
from rise_tui.screens.room import Room


def write_to(room: Room) -> None:
    """Find whom to write to; a name or a number that nobody has makes a client first."""

    def found(person: Person | None) -> None:
        if person is None:
            return
        if person.client_id == NEW:
            is_name = any(each.isalpha() for each in person.name)
            filled = Filled(person.name) if is_name else Filled("", person.name)
            room.app.push_screen(AddClient(filled), added)
        else:
            room.open_client(person.client_id, is_reply=True)

    def added(somebody: Added | None) -> None:
        if somebody is not None:
            room.open_client(somebody.client_id, is_reply=True)

    room.app.push_screen(FindPerson(say("A new text to whom?"), new=say("add as a new client, then write")), found)
