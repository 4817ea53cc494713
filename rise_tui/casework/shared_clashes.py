"""What of a group or a template the office did not take: mine and theirs side by side, as on a client's card."""

from collections.abc import Iterator, Mapping
from typing import Any

from rise_tui.casework import grouping, refusals, templating
from rise_tui.casework.clashes import Both, Clash
from rise_tui.casework.desk import Desk
from rise_tui.domain.client_words import language_words
from rise_tui.domain.errors import NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.outbox import Entry

GROUP, TEMPLATE = "group", "template"
_NAME_CELLS, _WORDS_CELLS = 60, 300


def clashes(desk: Desk, kind: str) -> dict[str, Clash]:
    """What was not taken of the groups or the templates, the oldest of each, by its id.

    One that is not here any more, or that the office did not add, has its clash, too.
    """
    found: dict[str, Clash] = {}
    with desk.store.reading() as session:
        for entry in desk.store.outbox.parked(session):
            if entry.wish.kind == kind:
                found.setdefault(_thing(entry), _told(desk, session, entry))
    return found


def keep_mine(desk: Desk, write_id: str) -> str:
    """What I changed goes over what stands there now; a language that I had not touched stays theirs.

    Returns what was done, in words; it can be taken back. What is no clash of two edits is offered again as it was.
    Raises NotFound when it is settled already, or when the group or template is gone.
    """
    with desk.store.reading() as session:
        entry = desk.store.outbox.get(session, write_id)
        base = {} if entry is None else _base(desk, session, write_id)
    if entry is None:
        raise NotFound(say("This is settled already"))
    present = _present(entry)
    if not present or entry.wish.makes is not None or "deleted" in entry.wish.body:
        refusals.try_again(desk, write_id)
        return say("Offered again")
    fields = dict(entry.wish.body)
    if "bodies" in fields:
        fields["bodies"] = _merged(fields["bodies"], present.get("bodies") or {}, base)
    thing, seq = _thing(entry), int(present.get("seq", 0))
    with desk.store.writing(Change(f"{entry.wish.kind}s", thing), Change("outbox"), is_durable=True) as session:
        if desk.store.outbox.remove(session, write_id) is None:
            raise NotFound(say("This is settled already"))
        over = templating.write_over if entry.wish.kind == TEMPLATE else grouping.write_over
        return over(desk, session, thing, fields, present, seq)


def take_theirs(desk: Desk, write_id: str) -> str:
    """Mine is forgotten, theirs stands. Returns what was done, in words. Raises NotFound when it is settled already."""
    refusals.drop(desk, write_id)
    return say("What stands there stays")


def _thing(entry: Entry) -> str:
    return str(entry.wish.ids.get(f"{entry.wish.kind}_id", ""))


def _present(entry: Entry) -> Mapping[str, Any]:
    return (entry.problem or {}).get("present") or {}


def _base(desk: Desk, session: Session, write_id: str) -> Mapping[str, str]:
    """The texts as they stood when mine was written; nothing where that is not known any more."""
    for act in desk.store.undo.list(session, kinds=(templating.CHANGE_BACK,)):
        if write_id in act.inverse.get("write_ids", ()):
            return act.inverse["fields"].get("bodies") or {}
    return {}


def _merged(mine: Mapping[str, str], theirs: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Each language as I changed it, else as it stands there now; one that either emptied is none."""
    languages = dict.fromkeys((*theirs, *mine))
    merged = {one: theirs.get(one, "") if _is_same(mine, base, one) else mine.get(one, "") for one in languages}
    return {language: body for language, body in merged.items() if body}


def _is_same(mine: Mapping[str, str], base: Mapping[str, str], language: str) -> bool:
    return bool(base) and mine.get(language, "") == base.get(language, "")


def _told(desk: Desk, session: Session, entry: Entry) -> Clash:
    present, body = _present(entry), entry.wish.body
    errors = (entry.problem or {}).get("errors") or ()
    named = [str(error.get("pointer", "")).removeprefix("/") for error in errors]
    both = [name for name in named if name in body and name in present] if present else []
    fields: list[Both] = []
    for name in both or body:
        theirs = present.get(name) if name in both else None
        if name == "bodies":
            fields += _languages(body[name], theirs or {}, _base(desk, session, entry.wish.write_id))
        elif name != "kind":
            fields.append(Both(name, _label(name), _words(body[name]), _words(theirs) if name in both else ""))
    why = one_line(refusals.why_words(entry.problem or {}), 200)
    return Clash(entry.wish.write_id, "", _name(desk, session, entry), why, tuple(fields), bool(both))


def _languages(mine: Mapping[str, str], theirs: Mapping[str, str], base: Mapping[str, str]) -> Iterator[Both]:
    """The texts that I had changed and that stand otherwise."""
    for language in dict.fromkeys((*mine, *theirs)):
        own, other = mine.get(language, ""), theirs.get(language, "")
        if own != other and not _is_same(mine, base, language):
            yield Both(language, language_words(language), _words(own), _words(other))


def _name(desk: Desk, session: Session, entry: Entry) -> str:
    """What it is called here now; what I would have called it where it is not here."""
    shelf = desk.store.templates if entry.wish.kind == TEMPLATE else desk.store.groups
    found = shelf.get(session, _thing(entry))
    return one_line(found.name if found is not None else str(entry.wish.body.get("name") or ""), _NAME_CELLS)


def _label(name: str) -> str:
    return {"name": say("Name"), "key": say("Letter"), "deleted": say("Deleted")}.get(name, name)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return one_line(str(value), _WORDS_CELLS) if value else say("nothing")
