"""Looking at photos: which there are, what there is to see of one, and in words why there is nothing to see."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.attachments import PDF, kind_words
from rise_tui.domain.errors import NotFound, Refused
from rise_tui.domain.messages import MediaState
from rise_tui.domain.pictures import Box, Form, Picture, Trouble, View
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.pictures import sandbox
from rise_tui.store.changes import Change
from rise_tui.store.photos import Medium


@dataclass(frozen=True)
class Photo:
    """Something that came with a text; `name`, if it has one, is safe. `size` in bytes."""

    client_id: str
    message_id: str
    index: int
    state: MediaState
    type: str = ""
    sha256: str | None = None
    size: int | None = None
    name: str = ""

    @property
    def is_document(self) -> bool:
        """A photo or a PDF: something that can be shown, and filed as a paper."""
        return self.type.startswith("image/") or self.type == PDF

    @property
    def words(self) -> str:
        """What it is: `photo  312 kB`."""
        kind = kind_words(self.type)
        if self.size is None:
            return kind
        return say("{kind}  {size} kB", kind=kind, size=max(1, self.size // 1000))


class OnItsWay(Refused):
    """The photo is not here yet; it was asked for, and comes before all others."""


def photo_of(medium: Medium) -> Photo:
    """An attachment as one looks at it."""
    return Photo(
        medium.client_id,
        medium.message_id,
        medium.position,
        medium.state,
        medium.type or medium.declared_type,
        medium.sha256,
        medium.bytes,
        one_line(medium.name or "", 60),
    )


def photos(desk: Desk, client_id: str) -> tuple[Photo, ...]:
    """All photos and papers that a client has sent, the newest first."""
    with desk.store.reading() as session:
        found = desk.store.photos.list(session, client_id)
    return tuple(photo for photo in map(photo_of, found) if photo.is_document)


def photos_here(desk: Desk, client_id: str) -> tuple[Photo, ...]:
    """Those of them whose bytes are on this machine."""
    return tuple(
        photo
        for photo in photos(desk, client_id)
        if photo.sha256 is not None and desk.store.photo_file.has(photo.sha256)
    )


def bytes_of(desk: Desk, client_id: str, sha256: str) -> bytes:
    """The file itself. Raises OnItsWay when it is not here: it is then fetched before all others."""
    content = desk.store.photo_file.get(sha256)
    if content is not None:
        return content
    if desk.store.photo_file.want(sha256):
        with desk.store.writing(Change("photo", client_id)):
            pass  # the bell alone: whoever syncs hears that somebody waits
    raise OnItsWay(
        say("The photo is on its way"), "", say("It is fetched before all others, and shown when it is here.")
    )


def look(desk: Desk, photo: Photo, form: Form, box: Box, view: View) -> Picture:
    """What there is to see of a photo in that box. Up to some seconds the first time, at once the second: in a worker.

    Raises OnItsWay, NotFound when it never will arrive, Refused when it cannot be shown, each with a sentence.
    """
    if photo.state is MediaState.FAILED:
        raise NotFound(
            say("This photo did not arrive"), say("Something broke on its way."), say("Ask them to send it again.")
        )
    if photo.sha256 is None:
        raise OnItsWay(say("The photo is on its way"), "", say("It is shown as soon as it is here."))
    way = _way(form, box, view)
    kept = desk.store.photo_file.preview(photo.sha256, way)
    if kept is not None:
        return _unpacked(form, kept)
    content = bytes_of(desk, photo.client_id, photo.sha256)
    try:
        picture = sandbox.draw(content, form, box, view)
    except sandbox.CannotShow as error:
        raise _in_words(error.trouble) from error
    desk.store.photo_file.keep_preview(photo.sha256, way, _packed(picture))
    return picture


def _way(form: Form, box: Box, view: View) -> str:
    """All that decides how a photo is drawn, as the name of what was drawn."""
    cell = box.cell if form is not Form.BLOCKS else (1, 2)
    return f"1 {form} {box.columns}x{box.rows} {cell[0]}x{cell[1]} {view.turns} {view.zoom:g} {view.x:.3f} {view.y:.3f}"


def _packed(picture: Picture) -> bytes:
    numbers = (picture.columns, picture.rows, picture.width, picture.height, picture.pages)
    return " ".join(map(str, numbers)).encode() + b"\n" + picture.data


def _unpacked(form: Form, kept: bytes) -> Picture:
    head, _, data = kept.partition(b"\n")
    columns, rows, width, height, pages = map(int, head.split())
    return Picture(form, columns, rows, data, width, height, pages)


def _in_words(trouble: Trouble) -> Refused:
    match trouble:
        case Trouble.TOO_LARGE:
            title = say("This photo is too large to show here")
            return Refused(title, say("It holds more than can be drawn safely."), say("It can be filed all the same."))
        case Trouble.TOO_SLOW:
            return Refused(say("This photo takes too long to draw"), "", say("It can be filed all the same."))
        case Trouble.OTHER_KIND:
            return Refused(say("This is neither a photo nor a PDF"), "", say("It can be filed all the same."))
        case Trouble.NO_MEANS:
            title = say("Photos cannot be shown on this machine")
            why = say("The part that draws them is not installed.")
            return Refused(title, why, say("Have rise installed again with the part images."))
        case _:
            return Refused(say("This photo is broken"), say("It cannot be drawn."), say("Ask them to send it again."))


def present(desk: Desk, photo: Photo) -> Photo:
    """The photo as it stands now: it may have arrived since."""
    with desk.store.reading() as session:
        found = desk.store.photos.get(session, photo.message_id, photo.index)
    return photo if found is None else photo_of(found)
