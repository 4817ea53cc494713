"""Small pictures of the photos in a conversation: drawn in a worker, one conversation's at a time."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.widget import Widget
from textual.worker import Worker, WorkerState

from rise_tui.casework import looking
from rise_tui.casework.desk import Desk
from rise_tui.casework.reading import Text
from rise_tui.domain.errors import RiseError
from rise_tui.domain.messages import MediaState
from rise_tui.domain.pictures import Box, Form, Picture, View

MOST = 4
"""Photos of a conversation, the newest, that are shown small: each is some kilobytes on the way to the terminal."""
BOX = Box(28, 8)
Key = tuple[str, int]


class Previews:
    """What was drawn of a conversation's photos; only of a known client's, and only of what is on this machine."""

    def __init__(self, owner: Widget, desk: Desk, then: Callable[[], object]) -> None:
        """`then` is done in the owner's loop when there is more to show."""
        self._owner, self._desk, self._then = owner, desk, then
        self._client_id = ""
        self._drawn: dict[Key, Picture | None] = {}
        self.is_drawing = False

    def of(self, message_id: str) -> tuple[Picture, ...]:
        """What is there to show of a text's photos."""
        return tuple(picture for key, picture in self._drawn.items() if key[0] == message_id and picture is not None)

    def want(self, client_id: str, texts: Sequence[Text]) -> None:
        """Have the newest photos of these texts drawn, those that have not been."""
        if client_id.startswith("tel:") or self.is_drawing:
            return
        if client_id != self._client_id:
            self._client_id, self._drawn = client_id, {}
        keys = [
            (text.message_id, item.index)
            for text in reversed(texts)
            if text.is_theirs
            for item in text.media
            if item.state is MediaState.STORED
        ][:MOST]
        missing = [key for key in keys if key not in self._drawn]
        if missing:
            self.is_drawing = True
            self._owner.run_worker(partial(self._draw, client_id, missing), thread=True, group="previews")

    def _draw(self, client_id: str, keys: Sequence[Key]) -> dict[Key, Picture | None]:
        """In the worker: each photo that is here; None for what cannot be shown."""
        here = {(photo.message_id, photo.index): photo for photo in looking.photos_here(self._desk, client_id)}
        drawn: dict[Key, Picture | None] = {}
        for key in keys:
            if key not in here:
                continue
            try:
                drawn[key] = looking.look(self._desk, here[key], Form.BLOCKS, BOX, View())
            except RiseError:
                drawn[key] = None  # what it is, is said when it is opened
        return drawn

    def heard(self, event: Worker.StateChanged) -> None:
        """The worker has come to its end: show what it has drawn."""
        if event.worker.group != "previews" or event.state not in (
            WorkerState.SUCCESS,
            WorkerState.ERROR,
            WorkerState.CANCELLED,
        ):
            return
        self.is_drawing = False
        found = event.worker.result if event.state is WorkerState.SUCCESS else None
        if found:
            self._drawn |= found
            self._then()
