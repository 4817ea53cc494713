"""Opening somebody's card; for a number that is nobody's, saying whose it is."""

from rise_tui.casework import triage
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room


def open_card(room: PersonRoom) -> None:
    """Into the card beside the conversation where it stands there, else to its own page."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    if client_id.startswith("tel:"):
        from rise_tui.screens.acts.claiming import say_whose

        say_whose(room, client_id)
        return
    if not room.is_done(lambda: triage.check_here(room.desk, client_id)):
        return
    pane = next(iter(room.query("CardPane")), None)
    if pane is not None and pane.display and pane.size.width:
        room.set_focus(pane.query_one("CardList"))
    else:
        show_card(room, client_id)


def show_card(room: Room, client_id: str) -> None:
    """The card as a page of its own."""
    from rise_tui.screens.card import CardScreen

    room.app.push_screen(CardScreen(client_id, room.place_id))
