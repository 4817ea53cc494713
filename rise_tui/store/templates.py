"""Reusable texts, per language."""

from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Template:
    """A saved text; `key`: the letter that picks it; `bodies` by language."""

    template_id: str
    name: str
    key: str | None = None
    bodies: dict[str, str] = field(default_factory=dict)
    seq: int = 0

    def body(self, language: str) -> str:
        """The text in that language, else in English, else in whichever there is."""
        return self.bodies.get(language) or self.bodies.get("en") or next(iter(self.bodies.values()), "")


_SHAPE = Shape("template", Template)


class Templates:
    """Templates by letter and name."""

    def put(self, session: Session, template_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `template`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "template", template_id, columns, seq)

    def get(self, session: Session, template_id: str) -> Template | None:
        """The template of that id, unless it was deleted."""
        return _SHAPE.one(session, "WHERE template_id = ? AND NOT is_deleted", template_id)

    def list(self, session: Session) -> list[Template]:
        """All templates: those with a letter first, by letter, then by name."""
        return _SHAPE.many(session, "WHERE NOT is_deleted ORDER BY key IS NULL, key, name COLLATE NOCASE, template_id")
