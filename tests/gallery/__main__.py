"""Draws the gallery: `python -m tests.gallery`; with names or their beginnings, only those pictures."""

import asyncio
import sys
from itertools import groupby
from pathlib import Path

from tests.gallery.scene import draw
from tests.gallery.scenes import SCENES

SCREENS = Path(__file__).parents[2] / "screens"


def main(wanted: list[str]) -> None:
    """Draw the pictures and the gallery's page."""
    for scene in SCENES:
        if wanted and not scene.name.startswith(tuple(wanted)):
            continue
        target = SCREENS / f"{scene.name}.svg"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(asyncio.run(draw(scene)), encoding="utf-8")
        print(target.relative_to(SCREENS.parent))
    (SCREENS / "README.md").write_text(page(), encoding="utf-8")


def page() -> str:
    """The gallery's page, made from the scenes: a chapter a room."""
    rooms = {room: list(scenes) for room, scenes in groupby(SCENES, key=lambda scene: scene.name.partition("/")[0])}
    lines = [
        "# The gallery",
        "",
        "Every screen in every state; drawn by `python -m tests.gallery`, compared by the tests.",
        "",
        *(f"- [{room}](#{room}): {len(scenes)}" for room, scenes in rooms.items()),
        "",
    ]
    for room, scenes in rooms.items():
        lines += [f"## {room}", ""]
        for scene in scenes:
            width, height = scene.size
            lines += [f"### {scene.name.partition('/')[2]}", "", f"{scene.says} {width}×{height}, {scene.theme}.", ""]
            lines += [f"![{scene.says}]({scene.name}.svg)", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
