"""A broadcast's tally and replies as a table: everybody once, and no cell that a spreadsheet would run."""

import csv
import os
import stat
from pathlib import Path

import pytest

from rise_tui.casework import replies, tally_sheets
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import BadInput, Conflict
from rise_tui.domain.replies import Sort
from tests.casework.group_text import GroupText, on_the_relay
from tests.casework.office import outbox
from tests.casework.test_tallying import people


@pytest.fixture
def text(desk: Desk) -> GroupText:
    """A broadcast that has reached Marcus, failed for Ana, and leaves Luis out."""
    marcus, ana, luis = people(desk, 3)
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=3, external_id="=2+2", first_name="Marcus", last_name="Bell")
    text = on_the_relay(desk, [marcus, ana], left_out=[{"client_id": luis, "reason": "opted_out"}])
    text.fares(marcus, "delivered")
    text.fares(ana, "failed", "landline")
    text.writes(marcus, "=HYPERLINK(1) I guess")
    return text


def test_everybody_has_a_row_and_no_cell_is_a_formula(desk: Desk, text: GroupText, tmp_path: Path) -> None:
    [reply] = replies.gather(desk, text.broadcast_id).every
    replies.sort_as(desk, text.broadcast_id, reply, Sort.YES)
    path = tmp_path / "tally.csv"
    assert tally_sheets.write_sheet(desk, text.broadcast_id, path) == "Written: 2 people"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["name", "id", "text", "answer", "words", "sorted by hand"],
        ["Marcus Bell", "'=2+2", "delivered", "yes", "'=HYPERLINK(1) I guess", "yes"],
        ["Ana Ruiz", "", "landline", "", "", ""],
        ["Luis Ortega", "", "left out: said STOP", "", "", ""],
    ]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    told = [each.wish.body for each in outbox(desk) if each.wish.kind == "export"]
    assert told == [
        {"broadcast_id": text.broadcast_id, "state": "begun"},
        {"broadcast_id": text.broadcast_id, "state": "done", "people": 2},
    ], "the office knows who took it out"


def test_no_file_is_written_over(desk: Desk, text: GroupText, tmp_path: Path) -> None:
    path = tmp_path / "tally.csv"
    path.write_text("mine", "utf-8")
    with pytest.raises(Conflict, match="such a file"):
        tally_sheets.place_for(str(path))
    with pytest.raises(Conflict, match="such a file"):
        tally_sheets.write_sheet(desk, text.broadcast_id, path)
    assert path.read_text("utf-8") == "mine"


def test_a_place_that_is_none_is_said_before_anything_is_written(tmp_path: Path) -> None:
    for typed in ("", str(tmp_path), str(tmp_path / "no" / "such.csv")):
        with pytest.raises(BadInput):
            tally_sheets.place_for(typed)
    assert tally_sheets.place_for(f" {tmp_path}/tally.csv ") == tmp_path / "tally.csv"


def test_the_name_that_is_offered_is_a_plain_one(desk: Desk) -> None:
    text = on_the_relay(desk, people(desk, 1), name="Clase 3: ¿vienes? ../../etc")
    assert tally_sheets.suggested(desk, text.broadcast_id) == "~/clase-3-vienes-etc-2025-11-22.csv"
