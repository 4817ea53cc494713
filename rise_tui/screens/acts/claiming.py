"""Saying whose a number is that nobody knew: a client's, or somebody's who becomes one."""

from rise_tui.casework import claiming, numbering
from rise_tui.casework.clients import Added, Person
from rise_tui.domain.phone import pretty
from rise_tui.domain.say import say
from rise_tui.screens.acts.editing import keep
from rise_tui.screens.acts.numbering import ask_how, type_number
from rise_tui.screens.dialogs.add_client import AddClient, Filled
from rise_tui.screens.dialogs.find_person import NEW, FindPerson
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room


def say_whose(room: Room, conversation_id: str) -> None:
    """Find whose number it is; what was said with it becomes theirs. A name that nobody has makes a client.

    Of a number that several share, those are found first: a person says who of them wrote.
    """
    e164 = conversation_id.removeprefix(claiming.TEL)
    holder = claiming.claimed_by(room.desk, conversation_id)
    if holder is not None:
        room.tell(say("It becomes {name}'s when the office has heard of it.", name=holder))
        return

    def found(person: Person | None) -> None:
        if person is None:
            return
        if person.client_id in shared:
            keep(room, lambda: claiming.say_who_wrote(room.desk, conversation_id, person.client_id))
        elif person.client_id == NEW:
            _new(room, e164, person.name)
        else:
            _theirs(room, e164, person)

    shared = claiming.sharers(room.desk, conversation_id)
    name, _ = claiming.hint(room.desk, conversation_id)
    title = say("Whose number is {number}?", number=pretty(e164))
    if shared:
        name, title = pretty(e164), say("Who wrote from {number}?", number=pretty(e164))
    dialog = FindPerson(title, new=say("a new client of that name"), words=name, without=conversation_id)
    room.app.push_screen(dialog, found)


def new_number(room: PersonRoom) -> None:
    """What a text about a new number proposes: whose it is, or the number that they name, for a person to check."""
    client_id = room.client_id
    if client_id is None:
        return
    if client_id.startswith(claiming.TEL):
        say_whose(room, client_id)
        return

    _, number = claiming.hint(room.desk, client_id)
    hint = say("a mobile number with its area code; it gets no texts until it is confirmed")
    type_number(room, client_id, say("Their new number"), number, hint=hint)


def _theirs(room: Room, e164: str, person: Person) -> None:
    """Theirs, once it is said how that was confirmed; until then it gets no texts."""

    def add(how: str | None) -> None:
        keep(room, lambda: numbering.add(room.desk, person.client_id, e164, how=how, was_nobodys=True).label)

    if person.client_id.startswith(claiming.TEL):
        room.tell(say("That is nobody's number either."), role="bad", hint=say("type a name"))
        return
    ask_how(room, add, None, title=say("How is it confirmed that it is {name}?", name=person.name))


def _new(room: Room, e164: str, name: str) -> None:
    def added(somebody: Added | None) -> None:
        if somebody is not None:
            keep(room, lambda: somebody.label)

    room.app.push_screen(AddClient(Filled(name, pretty(e164), how=say("wrote from it"), was_nobodys=True)), added)
