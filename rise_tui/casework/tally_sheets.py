"""A broadcast as a table in a file: everybody, how their text fared, what they answered."""

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from rise_tui.casework import recipients, replies
from rise_tui.casework.desk import Desk
from rise_tui.casework.replies import Reply
from rise_tui.casework.taken_out import told
from rise_tui.casework.tallying import overview
from rise_tui.domain.errors import BadInput, Conflict
from rise_tui.domain.replies import sort_words
from rise_tui.domain.safe_text import csv_cell, one_line
from rise_tui.domain.say import say, say_many
from rise_tui.domain.tallies import short_left_out

PAGE = 500
"""People that are read at a time."""


def suggested(desk: Desk, broadcast_id: str) -> str:
    """A name for the file, in the home folder: `~/reminder-class-3-2026-11-22.csv`. Raises NotFound."""
    name = overview(desk, broadcast_id).name.lower()
    words = "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name).split())
    return f"~/{words[:60] or 'broadcast'}-{desk.clock.now():%Y-%m-%d}.csv"


def place_for(typed: str) -> Path:
    """The file that was typed. Raises BadInput for a folder that is not there, Conflict for a file that is."""
    if not typed.strip():
        raise BadInput(say("There is no name"), "", say("Type where the table is to go."))
    path = Path(typed.strip()).expanduser()
    if path.is_dir():
        raise BadInput(say("This is a folder"), "", say("Add a file's name to it."))
    if path.exists():
        raise Conflict(say("There is such a file already"), "", say("Type another name."))
    if not path.parent.is_dir():
        raise BadInput(say("There is no such folder"), "", say("Type one that is there."))
    return path


def write_sheet(desk: Desk, broadcast_id: str, path: Path) -> str:
    """Write the table, for the caseworker alone (0600). What was done, in words.

    A row a person: name, the office's own id, how the text fared, what they answered, their words, whether somebody
    sorted it by hand; then who was left out, and why. No cell is a formula. The office is told of it before it is
    written. Reads everybody: not on the loop that answers keys. Raises NotFound, Conflict for a file that is there,
    BadInput when it cannot be written.
    """
    count = overview(desk, broadcast_id).tally.people
    with told(desk, broadcast_id=broadcast_id) as taking:
        _write(desk, broadcast_id, path)
        taking.counts = {"people": count}
    return say_many("Written: {count} person", "Written: {count} people", count)


def _write(desk: Desk, broadcast_id: str, path: Path) -> None:
    answered = {reply.client_id: reply for reply in replies.gather(desk, broadcast_id).every}
    people = recipients.people(desk, broadcast_id)
    heading = [say("name"), say("id"), say("text"), say("answer"), say("words"), say("sorted by hand")]
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(heading)
            for offset in range(0, people.count(), PAGE):
                page = people.page(offset, PAGE)
                ids = _external_ids(desk, [one.client_id for one in page])
                for one in page:
                    row = [one.name, ids[one.client_id], one.words, *_answer(answered.get(one.client_id))]
                    sheet.writerow(csv_cell(cell) for cell in row)
            left_out = recipients.left_out_people(desk, broadcast_id)
            ids = _external_ids(desk, [client_id for client_id, _, _ in left_out])
            for client_id, name, why in left_out:
                row = [name, ids[client_id], say("left out: {why}", why=short_left_out(why)), "", "", ""]
                sheet.writerow(csv_cell(cell) for cell in row)
    except FileExistsError as error:
        raise Conflict(say("There is such a file already"), "", say("Type another name.")) from error
    except OSError as error:
        raise BadInput(say("The table could not be written"), one_line(error.strerror or "", 80)) from error


def _answer(reply: Reply | None) -> tuple[str, str, str]:
    if reply is None:
        return "", "", ""
    return sort_words(reply.sort), reply.words, say("yes") if reply.is_by_hand else ""


def _external_ids(desk: Desk, client_ids: Sequence[str]) -> Mapping[str, str]:
    """The office's own ids; empty for whoever has none or is not here any more."""
    with desk.store.reading() as session:
        names = desk.store.tallies.names(session, client_ids)
    return {client_id: names.get(client_id, ("", "", ""))[2] for client_id in client_ids}
