"""Filing the photo or paper that came."""

from rise_tui.casework import unfiled
from rise_tui.casework.reading import Text
from rise_tui.domain.errors import Refused
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.file_photo import Filed, FilePhotoDialog
from rise_tui.screens.person_room import PersonRoom


def file_photo(room: PersonRoom) -> None:
    """Open the filing place over the room: for the chosen text's photo, else for the first that nobody has filed."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    if client_id.startswith("tel:"):
        room.tell_error(Refused(say("This number is nobody's yet"), "", say("Say first whose it is.")))
        return
    chosen = room.pane.chosen
    message_id = chosen.message_id if isinstance(chosen, Text) and chosen.media else None
    one = unfiled.first(room.desk, client_id, message_id=message_id)
    if one is None:
        room.tell(say("They have sent no photo that can be filed."))
        return
    file_this(room, one)


def file_this(room: PersonRoom, one: unfiled.ToFile) -> None:
    """Open the filing place for this one; afterwards go on to who comes next, if its client is off the list then."""
    leave = room.stepping(one.photo.client_id)

    def filed(done: Filed | None) -> None:
        if done is None or not done.papers:
            return
        room.decided(done.client_ids)
        leave()
        room.tell(f"✓ {done.label}", role="good", hint=say("z takes it back"))

    room.app.push_screen(FilePhotoDialog(one), filed)
