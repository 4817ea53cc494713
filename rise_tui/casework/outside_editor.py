"""The draft in another program's hands: laid out as a file that nobody else may read, taken in, and gone."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from rise_tui.casework.desk import Desk
from rise_tui.casework.windows import is_open, this_window
from rise_tui.domain.errors import BadInput, Refused
from rise_tui.domain.say import say

OFF = "off"
"""The setting `editor` where none is allowed."""
FOLDER = "editing"
MOST_BYTES = 100_000
"""Bytes that are taken in: many times what a text may have."""


def command_of(setting: str) -> list[str]:
    """The editor's command line by the setting. Raises Refused where none is allowed, BadInput where none is named."""
    if setting == OFF:
        raise Refused(
            say("Another editor is not allowed here"), "", say("Write it here; the setting `editor` decides that.")
        )
    try:
        command = shlex.split(setting)
    except ValueError:
        command = []
    if not command or shutil.which(command[0]) is None:
        raise BadInput(
            say("There is no editor to open"), "", say("Name one: the setting `editor`, or VISUAL in the shell.")
        )
    return command


def edit(desk: Desk, command: list[str], body: str) -> str:
    """The text as it was left in that editor, which has the terminal until it ends.

    The file stands in the store's folder (0700), is 0600, and is gone afterwards with whatever the editor put beside
    it. Raises BadInput when the editor fails or leaves no text, or where no file can be laid out: then the draft stays
    as it was.
    """
    sweep(desk)
    home = desk.store.folder / FOLDER
    try:
        home.mkdir(mode=0o700, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{this_window().replace(':', '-')}-", dir=home))
    except OSError as error:
        raise _failed() from error
    try:
        file = folder / "text.txt"
        _lay_out(file, body)
        if subprocess.run([*command, str(file)], check=False).returncode != 0:
            raise _failed()
        return _taken_in(file, body)
    except OSError as error:
        raise _failed() from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(desk: Desk) -> None:
    """Nothing that a crash left behind stays; what another open window has laid out does."""
    for folder in (desk.store.folder / FOLDER).glob("*"):
        number, _, rest = folder.name.partition("-")
        if not is_open(f"{number}:{rest.partition('-')[0]}"):
            shutil.rmtree(folder, ignore_errors=True)


def _lay_out(file: Path, body: str) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as laid_out:
        laid_out.write(f"{body}\n")  # as editors like it; taken off again


def _taken_in(file: Path, body: str) -> str:
    """What stands in the file; one that was emptied, as on a full disk, takes no words from a draft that had some."""
    with file.open("rb") as left:
        content = left.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadInput(say("That is too long for a text"), "", say("The draft is as it was."))
    text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    taken = "".join(char for char in text if char.isprintable() or char in "\n\t").removesuffix("\n")
    if body.strip() and not taken.strip():
        raise BadInput(say("The editor left no text"), "", say("The draft is as it was."))
    return taken


def _failed() -> BadInput:
    return BadInput(say("The editor did not end well"), "", say("The draft is as it was."))
