"""A style sheet speaks of its own room only: which one was read first must not decide how another room looks."""

import re
from pathlib import Path

import pytest
import textual.containers
import textual.screen
import textual.widgets

SCREENS = Path(__file__).parents[2] / "rise_tui" / "screens"
THEIRS = {*dir(textual.containers), *dir(textual.screen), *vars(textual.widgets)["__all__"]}
RULE = re.compile(r"([^{}]+)\{[^{}]*\}")


def first_words(sheet: Path) -> set[str]:
    """What each selector of the sheet begins with."""
    plain = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return {each.split()[0] for selectors in RULE.findall(plain) for each in selectors.split(",") if each.strip()}


@pytest.mark.parametrize("sheet", sorted(SCREENS.rglob("*.tcss")), ids=lambda sheet: sheet.stem)
def test_a_sheet_begins_no_rule_with_what_every_room_has(sheet: Path) -> None:
    found = first_words(sheet)
    assert found
    assert not {re.split(r"[.:#]", word)[0] for word in found} & THEIRS
