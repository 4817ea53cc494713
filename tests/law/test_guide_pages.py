"""The guide's pages are true: what is made from the code is as the code is now, and every command in them exists."""

from rise_tui.app import RiseApp
from rise_tui.guide.pages import FOLDER, NAMES, contents
from rise_tui.screens.keys import PLACES, own_bindings
from tests.law.guide_keys import SECTIONS
from tests.law.guide_parts import COMMAND, with_parts


def test_what_is_made_from_the_code_is_as_the_code_is() -> None:
    for page in contents():
        assert with_parts(page.text) == page.text, f"{page.name} is stale; write it anew: {COMMAND}"


def test_every_page_in_the_folder_can_be_opened() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(NAMES)


def test_every_key_has_its_place_on_the_card_or_says_itself() -> None:
    shown = {binding.id for _, places in SECTIONS for _, binding in own_bindings(places)}
    rooms = {
        binding.id for place, binding in own_bindings((RiseApp, *PLACES)) if (binding.id or "").startswith("inbox")
    }
    assert rooms <= shown
