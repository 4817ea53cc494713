"""Opening a photo, large."""

from rise_tui.casework import looking
from rise_tui.casework.reading import Text
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.photo import PhotoDialog
from rise_tui.screens.person_room import PersonRoom


def open_photo(room: PersonRoom) -> None:
    """The photo of the chosen text over the whole screen; the client's others are a key away."""
    chosen = room.pane.chosen
    if room.client_id is None:
        return
    photos = tuple(reversed(looking.photos(room.desk, room.client_id)))
    message_id = chosen.message_id if isinstance(chosen, Text) else ""
    place = next((number for number, photo in enumerate(photos) if photo.message_id == message_id), None)
    if place is None:
        room.tell(say("There is no photo with this text."), hint=say("F shows their papers") if photos else "")
        return
    room.app.push_screen(PhotoDialog(photos, place), lambda _: room.show())
