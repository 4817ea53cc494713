"""The pictures in the gallery are what the app draws, to the byte."""

import difflib
import html
import re

import pytest

from tests.gallery.__main__ import SCREENS, page
from tests.gallery.scene import Scene, draw
from tests.gallery.scenes import SCENES

WORDS = re.compile(r"<text[^>]*>(.*?)</text>")


def changed(before: str, after: str) -> str:
    """What differs, in the words of the screen; where the words are equal, in the picture's own."""
    old, new = (
        [html.unescape(found).replace("\xa0", " ").rstrip() for found in WORDS.findall(svg)] for svg in (before, after)
    )
    if old == new:
        old, new = before.splitlines(), after.splitlines()
    lines = list(difflib.unified_diff(old, new, "as it was drawn", "as it is", n=0, lineterm=""))
    return "\n".join(lines[:40])


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_the_picture_is_what_the_app_draws(scene: Scene) -> None:
    kept = (SCREENS / f"{scene.name}.svg").read_text("utf-8")
    drawn = await draw(scene)
    assert kept == drawn, f"{scene.name} has changed (python -m tests.gallery {scene.name}):\n{changed(kept, drawn)}"


async def test_a_scene_is_drawn_the_same_twice() -> None:
    scene = next(scene for scene in SCENES if scene.name == "inbox/held")
    assert await draw(scene) == await draw(scene)


def test_the_page_shows_every_scene_and_nothing_else() -> None:
    assert (SCREENS / "README.md").read_text("utf-8") == page()
    assert {path.relative_to(SCREENS).with_suffix("").as_posix() for path in SCREENS.rglob("*.svg")} == {
        scene.name for scene in SCENES
    }


def test_a_change_names_the_words_that_changed() -> None:
    was, now = '<text class="a">Ana&#160;Ruiz</text>', '<text class="a">Ana&#160;Ruix</text>'
    assert changed(was, now).splitlines()[-2:] == ["-Ana Ruiz", "+Ana Ruix"]
