"""Where the inbox begins: at the same person, in the same list, with the same words as when one left."""

from typing import TYPE_CHECKING

from rise_tui.casework import places
from rise_tui.domain.inbox_words import FILTERS

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList


def arrive(room: "InboxList") -> None:
    """Put the list, the selection and the focus where they were; a conversation that was open lies over it again."""
    place = places.where(room.desk)
    room.look_again(place.filter_id if place.filter_id in FILTERS else room.filter_id)
    if place.client_id is not None:
        room.be_at(place.client_id)
    row = room.people.row
    room.pane.bring(row.client_id if row is not None else None)
    if row is not None:
        room.set_focus(room.people)
    if place.client_id is not None and room.pane.client_id == place.client_id:
        if place.screen == "client":
            room.open_client(place.client_id, is_reply=place.focus == "draft")
        elif place.focus == "draft":
            room.action_reply()
    if room.filter_id != place.filter_id in FILTERS and (place.screen == "client" or place.focus != "draft"):
        room.look_again(place.filter_id)  # who is not under it was found; the list stays as it was chosen
        if place.screen != "client":
            room.settle()
