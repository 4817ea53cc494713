"""The pictures in the gallery are what the app draws, to the byte."""

from dataclasses import replace
from pathlib import Path

import pytest

from rise_tui.terminal.palette import DARK, LIGHT
from tests.gallery.__main__ import SCREENS, page
from tests.gallery.cells import contrast, differences, words_of
from tests.gallery.scene import Scene, draw
from tests.gallery.scenes import SCENES


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_the_picture_is_what_the_app_draws(scene: Scene, tmp_path: Path) -> None:
    kept = SCREENS / f"{scene.name}.svg"
    drawn = await draw(scene)
    if kept.read_text("utf-8") == drawn:
        return
    now = tmp_path / kept.name
    now.write_text(drawn, "utf-8")
    told = "\n".join(differences(kept.read_text("utf-8"), drawn) or ["only what no cell shows"])
    pytest.fail(
        f"{scene.name} has changed\nwas {kept}\nis  {now}\n{told}\nIf it is meant: python -m tests.gallery {scene.name}"
    )


BEHIND = 0.4
"""How much of its colour a word keeps behind a dialog."""


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_word_of_any_picture_is_fainter_than_4_5_but_behind_a_dialog(theme: str) -> None:
    palette = DARK if theme == "dark" else LIGHT
    behind = {_behind(colour, palette["ink"]) for colour in palette.values()}
    behind |= {_behind(colour, palette["ink"]) for colour in behind}
    faint = [
        (scene.name, *one)
        for scene in SCENES
        if scene.theme == theme
        for one in words_of((SCREENS / f"{scene.name}.svg").read_text("utf-8"))
        if one.colour not in behind
        and any(map(str.isalnum, one.words))
        and contrast(one.colour, one.ground or palette["ink"]) < 4.5
    ]
    assert faint == []


def _behind(colour: str, ground: str) -> str:
    """The colour as it is where a dialog lies over it."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{int(below + (own - below) * BEHIND):02x}" for own, below in pairs)


async def test_a_scene_whose_keys_lead_somewhere_else_has_no_picture() -> None:
    scene = next(scene for scene in SCENES if scene.name == "card/number")
    with pytest.raises(AssertionError, match="card/number does not show “Put 1 person into a group”"):
        await draw(replace(scene, shows="Put 1 person into a group"))


async def test_a_scene_is_drawn_the_same_twice() -> None:
    scene = next(scene for scene in SCENES if scene.name == "inbox/held")
    assert await draw(scene) == await draw(scene)


def test_the_page_shows_every_scene_and_nothing_else() -> None:
    assert (SCREENS / "README.md").read_text("utf-8") == page()
    assert {path.relative_to(SCREENS).with_suffix("").as_posix() for path in SCREENS.rglob("*.svg")} == {
        scene.name for scene in SCENES
    }


def test_a_change_names_the_cells_that_changed() -> None:
    was = (SCREENS / "inbox" / "needs-reply.svg").read_text("utf-8")
    assert differences(was, was) == []
    [told] = differences(was, was.replace("Ana&#160;Ruiz", "Ana&#160;Ruix", 1))
    assert told.startswith("line ")
    assert told.endswith(", columns 12-12: was “z”, is “x”")
    bold = "#f0b54a;font-weight: bold"
    told = differences(was, was.replace(bold, bold.replace("4a", "4b"), 1))[0]
    assert told.startswith("line 1, columns 3-6: “rise” was fill: #f0b54a")
    assert "is fill: #f0b54b" in told
