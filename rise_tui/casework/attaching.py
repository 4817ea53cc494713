"""A photo or PDF that goes out with the next text: read from a file, kept with the draft, and handed to the relay."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from rise_tui.casework import drafting
from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish
from rise_tui.domain import attachments
from rise_tui.domain.attachments import Attachment
from rise_tui.domain.errors import BadInput, Refused
from rise_tui.domain.say import say
from rise_tui.store.engine import Session

MEDIA = "media"
"""The kind of a wish that hands over the bytes of a photo or file; `ids` has `sha256`, `body` its `type`."""


def take_in(desk: Desk, path: str) -> Attachment:
    """Read a file and keep its bytes on this machine; off the screen's thread, for it may take long.

    `path` may begin with `~` and may be quoted, as a terminal writes a file that was dropped on it. Raises BadInput for
    what is no file, cannot be read, is too large or is nothing that can go out.
    """
    file = _file(path)
    try:
        with file.open("rb") as source:
            mode = os.fstat(source.fileno())
            if not stat.S_ISREG(mode.st_mode):
                raise BadInput(say("This is no file"), "", say("Choose a photo or a PDF."))
            head = source.read(attachments.HEAD)
            attachments.check(Attachment("", attachments.type_of(head), mode.st_size))
            content = head + source.read(attachments.MOST_PICTURES + 1 - len(head))
    except OSError as error:
        raise _cannot_read(error) from error
    taken = Attachment(hashlib.sha256(content).hexdigest(), attachments.type_of(head), len(content))
    attachments.check(taken)
    desk.store.photo_file.put(taken.sha256, content)
    return taken


def _file(path: str) -> Path:
    written = path.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        written = written[1:-1]
    else:
        written = written.replace("\\ ", " ")
    if not written or "\0" in written:
        raise BadInput(say("No file was named"), attachments.limits(), say("Type its path."))
    try:
        file = Path(written).expanduser()
        if file.is_dir() or not file.is_file():
            is_there = file.exists()
            raise BadInput(
                say("This is no file") if is_there else say("There is no such file"), "", say("Check its path.")
            )
    except (OSError, RuntimeError) as error:
        raise BadInput(say("There is no such file"), "", say("Check its path.")) from error
    return file


def _cannot_read(error: OSError) -> BadInput:
    if error.errno in (errno.EACCES, errno.EPERM):
        return BadInput(say("This file may not be read"), "", say("Change its permissions, or choose another."))
    return BadInput(say("This file cannot be read"), "", say("Choose another file."))


def attach(desk: Desk, client_id: str, one: Attachment) -> None:
    """Let it go out with the draft to that client. Raises BadInput where it is too much, Conflict as `carry` does."""
    present = attached(desk, drafting.recall(desk, client_id).media)
    if one.sha256 in {each.sha256 for each in present}:
        raise BadInput(say("It is attached already"), "", say("Choose another file."))
    attachments.check(one, present)
    drafting.carry(desk, client_id, (*(each.sha256 for each in present), one.sha256))


def take_off(desk: Desk, client_id: str) -> bool:
    """Take the last photo or file off the draft; False: there was none."""
    media = drafting.recall(desk, client_id).media
    if not media:
        return False
    drafting.carry(desk, client_id, media[:-1])
    return True


def attached(desk: Desk, media: Iterable[str]) -> tuple[Attachment, ...]:
    """What these are, in their order; one whose bytes are not on this machine has no type."""
    found = []
    for sha256 in media:
        size, head = desk.store.photo_file.beginning(sha256, attachments.HEAD) or (0, b"")
        found.append(Attachment(sha256, attachments.type_of(head), size))
    return tuple(found)


def hand_over(desk: Desk, session: Session, media: Iterable[str]) -> None:
    """Wish that the relay has these bytes, in the caller's transaction; the text that names them waits for that.

    What the relay has already is not here to be handed over again. Raises Refused for bytes that are gone.
    """
    for one in attached(desk, media):
        if desk.store.outbox.making(session, one.sha256) is not None:
            continue
        if not one.bytes:
            raise Refused(say("The photo is not on this machine any more"), "", say("Attach it again."))
        wish(
            desk,
            session,
            MEDIA,
            lane=f"media:{one.sha256}",
            ids={"sha256": one.sha256},
            body={"type": one.type or "application/octet-stream"},
            makes=one.sha256,
        )
