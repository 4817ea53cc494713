"""Every line of a pasted list is somebody, somebody twice, one of several, or nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.casework.desk import Desk
from rise_tui.casework.picking import Verdict, chosen, counted, picked, read_list
from tests.casework.office import PHONE, a_client

lines = st.lists(
    st.sampled_from(
        ["Marcus Bell", "bell, marcus", "Nobody Here", "", "215 555 0142", "E-7", "Ana", "Ana\t0143", ";,"]
    ),
    max_size=12,
)


@pytest.fixture
def office(desk: Desk) -> dict[str, str]:
    """Marcus, who has an external id, and two people called Ana Ruiz."""
    return {
        "marcus": a_client(desk, "Marcus Bell", PHONE, external_id="E-7"),
        "ana": a_client(desk, "Ana Ruiz", "+12155550143"),
        "other": a_client(desk, "Ana Ruíz", "+12155550144"),
    }


@pytest.mark.parametrize(
    "written", ["Marcus Bell", "  marcus  BELL ", "Bell, Marcus", "(215) 555-0142", "e-7", "Marcus Bell\t215-555-0142"]
)
def test_somebody_is_found_by_name_number_or_id(desk: Desk, office: dict[str, str], written: str) -> None:
    [line] = read_list(desk, written)
    assert (line.verdict, line.client_id) == (Verdict.FOUND, office["marcus"])
    assert line.candidates[0].about == "number ending 0142"


def test_a_name_that_two_have_is_decided_by_its_number_or_by_a_person(desk: Desk, office: dict[str, str]) -> None:
    found = read_list(desk, "Ana Ruiz; 215-555-0144\nAna Ruiz\n\nNobody Here\nE-7\nMarcus Bell")
    assert [(line.line, line.verdict) for line in found] == [
        (1, Verdict.FOUND),
        (2, Verdict.SEVERAL),
        (4, Verdict.NOBODY),
        (5, Verdict.FOUND),
        (6, Verdict.TWICE),
    ]
    assert {one.client_id for one in found[1].candidates} == {office["ana"], office["other"]}
    assert picked(found) == (office["other"], office["marcus"])
    decided = chosen(found, 2, office["ana"])
    assert picked(decided) == (office["other"], office["ana"], office["marcus"])
    assert counted(decided) == {Verdict.FOUND: 3, Verdict.TWICE: 1, Verdict.SEVERAL: 0, Verdict.NOBODY: 1}
    assert chosen(found, 2, office["other"])[1].verdict is Verdict.TWICE


def test_an_id_of_ours_is_a_line_too(desk: Desk, office: dict[str, str]) -> None:
    assert picked(read_list(desk, office["ana"])) == (office["ana"],)


@given(written=lines)
def test_every_line_with_words_is_accounted_for(desk_once: Desk, written: list[str]) -> None:
    found = read_list(desk_once, "\n".join(written))
    assert [line.line for line in found] == [number for number, words in enumerate(written, 1) if words.strip()]
    assert sum(counted(found).values()) == len(found)


def test_what_a_line_says_is_safe_to_show(desk: Desk) -> None:
    [line] = read_list(desk, "evil \x1b]52;c;x\x07 name")
    assert "\x1b" not in line.words
    assert line.verdict is Verdict.NOBODY
