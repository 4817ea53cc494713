"""Saved texts for a text to many: each of its languages goes where that language is written."""

from dataclasses import dataclass

from rise_tui.casework import drafting, planning
from rise_tui.casework.desk import Desk
from rise_tui.casework.planning import Plan
from rise_tui.domain.broadcasts import LANGUAGES, Version
from rise_tui.domain.errors import NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

_NAME_CELLS, _WORDS_CELLS = 30, 200


@dataclass(frozen=True)
class SavedText:
    """A template: the letter that picks it, its name, its first words, its languages; safe for a terminal."""

    template_id: str
    letter: str
    name: str
    words: str
    languages: tuple[str, ...]


def saved(desk: Desk) -> tuple[SavedText, ...]:
    """Every template that says something, by letter and name."""
    with desk.store.reading() as session:
        templates = desk.store.templates.list(session)
    return tuple(
        SavedText(
            template.template_id,
            template.key or "",
            one_line(template.name, _NAME_CELLS),
            one_line(template.body(LANGUAGES[0]), _WORDS_CELLS),
            tuple(language for language in LANGUAGES if template.bodies.get(language, "").strip()),
        )
        for template in templates
        if template.body(LANGUAGES[0]).strip()
    )


def put(desk: Desk, plan: Plan, template_id: str, at: Version) -> None:
    """Put a template's words where nothing is written yet, each language in its own version.

    Where words stand already in the version `at` they go to its cursor. Raises NotFound, and Conflict where another
    window writes in it.
    """
    with desk.store.reading() as session:
        template = desk.store.templates.get(session, template_id)
    if template is None:
        raise NotFound(say("This template is not there any more"))
    written = planning.words(desk, plan.broadcast_id).written
    if at in written:
        drafting.put_at_cursor(desk, planning.draft_key(plan.broadcast_id, at), _typed(template.body(at.language)))
    for language in LANGUAGES:
        version = Version(language, at.is_neutral)
        body = template.bodies.get(language, "")
        if version not in written and body.strip():
            planning.write(desk, plan, version, _typed(body))
    if at not in written and not template.bodies.get(at.language, "").strip():
        planning.write(desk, plan, at, _typed(template.body(at.language)))


def _typed(body: str) -> str:
    """A template's words as if they had been typed: nothing in them that no key writes."""
    return "".join(character for character in body if character.isprintable() or character in "\n\t")
