"""A photo on a screen: asked for in a worker, drawn when it is there, shown again when it arrives."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from rise_tui.casework import looking
from rise_tui.casework.looking import OnItsWay, Photo
from rise_tui.domain.errors import RiseError
from rise_tui.domain.pictures import Box, Picture, View
from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.picture_view import PictureView, region_of

if TYPE_CHECKING:
    from rise_tui.terminal.easel import Easel

SETTLED = 0.03
"""Seconds without another drawing after which a picture is sent: it is large, and each drawing wipes it."""
Found = tuple[tuple[Photo, View, Box], Picture | RiseError]


class PhotoPane(AtDesk, PictureView):
    """Shows one photo, as near and as turned as one likes. A key never waits for it."""

    class Drawn(Message):
        """The photo stands there; a PDF has so many pages, a photo 0."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.photo: Photo | None = None
        self.look = View()
        self.is_drawing = False
        """whether it is not on the screen yet"""
        self._settling: Timer | None = None
        self._is_waiting = False
        """whether the photo is not on this machine yet"""

    @property
    def easel(self) -> "Easel":
        """How pictures get to the terminal."""
        return self.rise.easel

    def on_mount(self) -> None:
        """Hear when photos arrive."""
        self.rise.bell_rang.subscribe(self, self._on_bell)

    def _on_bell(self, topics: frozenset[str]) -> None:
        if "photo" in topics and self._is_waiting:
            self._draw()

    def look_at(self, photo: Photo | None, look: View | None = None) -> None:
        """Show this photo; the same one keeps standing until its new look is drawn."""
        is_other = photo != self.photo
        self.photo, self.look = photo, look or View()
        if is_other:
            self.picture = None
            self.words = () if photo is None else (say("The photo is being drawn …"),)
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw it for the new size."""
        self._draw()

    @property
    def _wanted(self) -> tuple[Photo, View, Box] | None:
        if self.photo is None or not self.size.width or not self.size.height:
            return None
        rows = min(self.size.height, self.easel.most_rows)
        return self.photo, self.look, Box(self.size.width, rows, self.easel.means.cell)

    def _draw(self) -> None:
        """Have it drawn; while one is being drawn the next one waits, and only the newest counts."""
        if self.is_drawing or self._wanted is None:
            return
        if not self.easel.is_on:
            self.words = (say("Photos are switched off."), say("The setting is images; f files it all the same."))
            return
        self.is_drawing = True
        self.easel.learn(self._start)

    def _start(self) -> None:
        wanted = self._wanted
        if wanted is None or not self.is_attached:
            self.is_drawing = False
            return
        self.run_worker(partial(self._look, wanted), thread=True, group="photo")

    def _look(self, wanted: tuple[Photo, View, Box]) -> Found:
        """In the worker: what there is to see, or why there is nothing."""
        photo, view, box = wanted
        try:
            present = looking.present(self.desk, photo)
            return wanted, looking.look(self.desk, present, self.easel.means.form, box, view)
        except RiseError as error:
            return wanted, error

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """It is drawn, or cannot be."""
        event.stop()
        if event.state not in (WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED):
            return
        self.is_drawing = False
        if event.state is not WorkerState.SUCCESS:
            return
        wanted, found = cast("Found", event.worker.result)
        if wanted != self._wanted:
            self._draw()
            return
        self._is_waiting = isinstance(found, OnItsWay)
        if isinstance(found, Picture):
            self.words, self.picture = (), found
            self.post_message(self.Drawn(found.pages))
        else:
            self.picture = None
            hint = " ".join(part for part in (found.detail, found.next_step) if part)
            self.words = (f"{found.title}.", hint)

    def on_picture_view_placed(self, event: PictureView.Placed) -> None:
        """The cells are drawn: now the terminal's own picture may stand on them."""
        event.stop()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, self._place)

    def _place(self) -> None:
        picture = self.picture
        if picture is None or self.is_hidden or not self.is_attached or not self.screen.is_current:
            return
        at = region_of(self, picture)
        if at is not None:
            self.easel.show(picture, *at)
