"""A photo over the whole screen: turned, near, moved over; the client's other ones beside it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from rise_tui.casework import unfiled
from rise_tui.casework.looking import Photo
from rise_tui.domain.documents import kind_words
from rise_tui.domain.errors import RiseError
from rise_tui.domain.pictures import View
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.file_photo import Filed, FilePhotoDialog
from rise_tui.screens.dialogs.over import PhotoOver
from rise_tui.screens.photo_pane import PhotoPane
from rise_tui.widgets.page_line import Footer, Key, StatusLine
from rise_tui.widgets.photo_title import Headline, PhotoTitle, PhotoWords


class PhotoDialog(PhotoOver[None]):
    """One photo as large as the terminal; the arrows move over it when it is near."""

    CSS_PATH = "photo.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", "Left", id="large.left", tooltip="Move left over the photo."),
        Binding("right", "move(1, 0)", "Right", id="large.right", tooltip="Move right over the photo."),
        Binding("up", "move(0, -1)", "Up", id="large.up", tooltip="Move up over the photo."),
        Binding("down", "move(0, 1)", "Down", id="large.down", tooltip="Move down over the photo."),
        Binding("n", "other(1)", "Next", id="large.next", tooltip="The next photo of this client."),
        Binding("N", "other(-1)", "Previous", id="large.previous", tooltip="The photo before."),
        Binding("f", "file", "File", id="large.file", tooltip="File it."),
        Binding("escape", "back", "Back", id="large.back", tooltip="Back to the conversation."),
    ]

    def __init__(self, photos: tuple[Photo, ...], place: int) -> None:
        """The photos of one client in their order, and which of them to begin with."""
        super().__init__()
        self.photos, self.place = photos, place
        self._pages = 0

    @property
    def photo(self) -> Photo:
        """The one that one looks at."""
        return self.photos[self.place]

    def compose(self) -> ComposeResult:
        """Whose it is, the photo, what happened, the keys."""
        with Vertical(id="large"):
            yield PhotoTitle()
            yield PhotoWords()
            yield PhotoPane(id="photo")
            yield StatusLine()
            yield Footer()

    def on_mount(self) -> None:
        """Begin with the one that was asked for."""
        self.show()

    def show(self, view: View | None = None) -> None:
        """Show the photo, and what is known of it."""
        try:
            about = unfiled.about(self.desk, self.photo)
        except RiseError as error:
            self.tell_error(error)
            return
        filed = say("filed as {kind}", kind=kind_words(about.kind)) if about.document_id else ""
        count = len(self.photos)
        place = say("{place} of {count}", place=self.place + 1, count=count) if count > 1 else ""
        if self._pages > 1:
            place = "   ".join(part for part in (say("page 1 of {count}", count=self._pages), place) if part)
        beside = "   ".join(part for part in (about.when, filed, self.photo.words) if part)
        self.query_one(PhotoTitle).headline = Headline(about.name, beside, place)
        self.query_one(PhotoWords).words = about.words
        self.pane.look_at(self.photo, view)
        keys = [("+ -", say("nearer")), ("[ ]", say("turn"))]
        keys += [("n N", say("others"))] if count > 1 else []
        keys += [] if self.photo.client_id.startswith("tel:") else [("f", say("file"))]
        self.query_one(Footer).keys = tuple(Key(*key) for key in [*keys, ("Esc", say("back"))])

    def on_photo_pane_drawn(self, event: PhotoPane.Drawn) -> None:
        """A PDF says how many pages it has; the first one is shown."""
        event.stop()
        if event.pages != self._pages:
            self._pages = event.pages
            self.show(self.pane.look)

    def action_move(self, right: int, down: int) -> None:
        """Move over a photo that is near."""
        self.pane.look_at(self.photo, self.pane.look.moved(right, down))

    def action_other(self, step: int) -> None:
        """The photo beside this one."""
        if 0 <= self.place + step < len(self.photos):
            self.place += step
            self._pages = 0
            self.show()
        else:
            self.tell(say("There is no other one."))

    def action_file(self) -> None:
        """File this one."""
        if self.photo.client_id.startswith("tel:"):
            self.tell(say("This number is nobody's yet."), "bad", say("Say first whose it is."))
            return
        try:
            about = unfiled.about(self.desk, self.photo)
        except RiseError as error:
            self.tell_error(error)
            return
        self.app.push_screen(FilePhotoDialog(about), self._filed)

    def _filed(self, done: Filed | None) -> None:
        self.show()
        if done is not None and done.papers:
            self.tell(f"✓ {done.label}", "good")

    def action_back(self) -> None:
        """Close the photo."""
        self.dismiss(None)
