"""Saved texts: a letter puts one in the draft, a capital sends it and goes on; they are made and changed there too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rise_tui.casework import drafting, undoing
from rise_tui.casework.desk import Desk
from tests.casework.office import outbox
from tests.gallery.lives import STRANGERS_NUMBER, TEMPLATES
from tests.gallery.office import open_desk
from tests.screens.stage import Opened, life, opened

NARROW = (80, 24)


def with_templates(desk: Desk) -> None:
    """The demo's templates, as the relay tells of them; and one that greets by name."""
    every = [*TEMPLATES, ("Well done", "w", "Well done, {first_name}!", "¡Muy bien, {first_name}!")]
    with desk.store.writing() as session:
        for number, (name, key, english, spanish) in enumerate(every):
            template_id = f"01940000-0000-7000-8000-0000000002{number:02d}"
            bodies = {"en": english, "es": spanish}
            desk.store.templates.put(session, template_id, seq=1, name=name, key=key, bodies=bodies)


@asynccontextmanager
async def staged(folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Opened]:
    """The app, with templates."""
    desk = open_desk(folder)
    with_templates(desk)
    try:
        async with opened(folder, size=size, desk=desk) as stage:
            yield stage
    finally:
        desk.store.close()


def sent(desk: Desk) -> list[tuple[str, str]]:
    """Whom the texts go to that wait, and what they say."""
    return [(e.wish.body["client_id"], e.wish.body["body"]) for e in outbox(desk) if e.wish.kind == "message"]


async def test_a_letter_puts_it_in_the_draft_in_their_language(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.press("jj", "t")
        assert "Templates to Ana Ruiz" in stage.text
        assert "¡Muy bien, nos vemos!" in stage.text
        await stage.press("w")
        assert stage.pane.is_typed_in
        assert stage.pane.area.text == "¡Muy bien, Ana!"
        await stage.press(" Hasta el lunes.")
        assert drafting.recall(stage.desk, life("Ana")).body == "¡Muy bien, Ana! Hasta el lunes."
        await stage.press("ctrl+r", "d")
        assert stage.pane.area.text.endswith("Hasta el lunes. Estamos en 990 Spring Garden, sala 7.")
        assert sent(stage.desk) == []


async def test_a_capital_sends_it_and_goes_on_and_z_takes_it_back(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.press("jj", "t", "G")
        assert sent(stage.desk) == [(life("Ana"), "¡Muy bien, nos vemos!")]
        assert stage.pane.client_id == life("Terrence")
        assert "✓ To Ana Ruiz in 8 s" in stage.status
        wish = next(e.wish for e in outbox(stage.desk) if e.wish.kind == "message")
        assert wish.body["template_id"].startswith("01940000")
        await stage.press("z")
        assert sent(stage.desk) == []
        assert drafting.recall(stage.desk, life("Ana")).body == "¡Muy bien, nos vemos!"


async def test_a_capital_leaves_what_stands_in_the_draft(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.press("jj", "r", "half a")
        await stage.press("ctrl+r", "G")
        assert sent(stage.desk) == [(life("Ana"), "¡Muy bien, nos vemos!")]
        assert stage.pane.area.text == "half a"
        assert stage.pane.is_typed_in


async def test_on_a_small_terminal_a_letter_opens_the_draft_with_it(tmp_path: Path) -> None:
    async with staged(tmp_path, NARROW) as stage:
        await stage.press("jj", "t", "w")
        assert "To Ana Ruiz" in stage.text
        assert stage.pane.area.text == "¡Muy bien, Ana!"
        assert stage.pane.is_typed_in


async def test_what_cannot_be_filled_in_is_named_and_not_sent(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.press("/", STRANGERS_NUMBER[-4:], "enter")
        assert stage.pane.client_id == f"tel:{STRANGERS_NUMBER}"
        await stage.press("t")
        assert "{first_name} is empty" in stage.text
        await stage.press("W")
        assert "Not sent: {first_name} is empty." in stage.text
        assert sent(stage.desk) == []


async def test_a_capital_looks_again_before_it_sends_to_somebody_else(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        with stage.desk.store.writing() as session:
            bodies = {"en": "Hi Marcus, see you", "es": "Hola Marcus, nos vemos"}
            stage.desk.store.templates.put(
                session, "01940000-0000-7000-8000-000000000299", seq=1, name="Old one", key="o", bodies=bodies
            )
        await stage.press("jj", "t", "O")
        assert "This says “Marcus”, and goes to Ana Ruiz." in stage.text
        assert sent(stage.desk) == []
        await stage.press("O")
        assert sent(stage.desk) == [(life("Ana"), "Hola Marcus, nos vemos")]


async def test_one_is_made_changed_and_deleted_in_the_picker(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("t")
        assert "There is no template yet." in stage.text
        await stage.press("+", "Bus pass", "enter", "enter", "I have a bus pass for you, {first_name}.")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "Made the template Bus pass" in stage.text
        assert "I have a bus pass for you, Marcus." in stage.text
        await stage.press("=", "tab", "tab", "end", " Come by.")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "Changed the template Bus pass" in stage.text
        assert "for you, Marcus. Come by." in stage.text
        await stage.press("-")
        assert "Deleted the template Bus pass" in stage.text
        await stage.press("escape", "z")
        latest = undoing.latest(stage.desk)
        assert latest is not None
        assert latest.label == "Changed the template Bus pass"
        await stage.press("t", "b")
        assert stage.pane.area.text == "I have a bus pass for you, Marcus. Come by."


async def test_what_is_wrong_with_a_template_is_said_and_it_stays_open(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.press("t", "+", "Great", "enter")
        await stage.press("enter", "Hi {nickname}")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "{nickname} is not known." in stage.text
        await stage.press("backspace")
        assert "{nickname} is not known." not in stage.text
        assert "Filled in for each: {first_name}" in stage.text
        await stage.press("escape")
        assert "Templates" in stage.text
        assert [e for e in outbox(stage.desk) if e.wish.kind == "template"] == []
