"""Saved texts: picked by a letter, filled in for one client; made, changed and deleted for the whole office."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.next_appointments import next_appointments
from rise_tui.casework.wishing import apart, put_shared, withdraw
from rise_tui.domain.errors import BadInput, BadMerge, Conflict, NotFound, TooLate
from rise_tui.domain.ids import new_id
from rise_tui.domain.merge import NOTHING, fields_of, fill, values_for
from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.names import kept_name
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole
from rise_tui.store.templates import Template

UNMAKE, CHANGE_BACK, MAKE_AGAIN = "unmake_template", "change_template_back", "make_template_again"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LANGUAGES = ("en", "es")
"""The languages that a template may be written in."""
LONGEST_NAME = 200
SHOWN = 200
"""Templates that are looked at: more have no letter, and no list of texts is read further."""


@dataclass(frozen=True)
class Offer:
    """A template as it would go to one client. `letter` picks it; empty when there are more than letters.

    `name` is safe for a terminal; `body` is filled in, and as it was written where `problem` says what is missing.
    `is_translated`: is it in their language?
    """

    template_id: str
    letter: str
    name: str
    body: str
    problem: str = ""
    is_translated: bool = True


@dataclass(frozen=True)
class Written:
    """A template as somebody wrote it. `seq`: what it was when they saw it; 0: it is new."""

    name: str
    letter: str = ""
    bodies: Mapping[str, str] | None = None
    template_id: str = ""
    seq: int = 0

    def body(self, language: str) -> str:
        """The text in that language; empty if there is none."""
        return (self.bodies or {}).get(language, "")


def offers(desk: Desk, client_id: str) -> tuple[Offer, ...]:
    """Every template, by letter, filled in for that client or that unknown number (`tel:+1…`)."""
    store = desk.store
    with store.reading() as session:
        templates = store.templates.list(session)[:SHOWN]
        client = store.clients.get(session, client_id)
        office = store.office.get(session)
        known = {} if client is None else next_appointments(desk, session, {client_id: client.is_discreet})
    language = client.language if client is not None else "en"
    first, last = (client.first_name, client.last_name) if client is not None else ("", "")
    called = office.name if office is not None else desk.office
    values = values_for(first, last, desk.name, called, known.get(client_id, NOTHING))
    letters = _letters(templates)
    made = [_offer(template, letters.get(template.template_id, ""), language, values) for template in templates]
    return tuple(sorted(made, key=lambda offer: (not offer.letter, offer.letter, offer.name.lower())))


def _letters(templates: list[Template]) -> dict[str, str]:
    """The letter of each template: its own; else one of its name's, else any that is free, the oldest first.

    So another template never takes a letter away that somebody's fingers know.
    """
    found: dict[str, str] = {}
    free = set(LETTERS)
    oldest = sorted(templates, key=lambda template: template.template_id)
    for template in oldest:
        letter = (template.key or "").lower()
        if letter in free:
            free.discard(letter)
            found[template.template_id] = letter
    for template in oldest:
        if template.template_id not in found and free:
            letter = next((char for char in template.name.lower() if char in free), min(free))
            free.discard(letter)
            found[template.template_id] = letter
    return found


def _offer(template: Template, letter: str, language: str, values: Mapping[str, str]) -> Offer:
    body, problem = template.body(language), ""
    try:
        body = fill(body, values, language if language in template.bodies else LANGUAGES[0])
    except BadMerge as error:
        problem = one_line(error.title, 60)
    is_translated = language in template.bodies
    return Offer(template.template_id, letter, one_line(template.name, 60), body, problem, is_translated)


def written(desk: Desk, template_id: str) -> Written:
    """A template as it was written, to be changed. Raises NotFound when it is not there any more."""
    with desk.store.reading() as session:
        found = _there(desk, session, template_id)
        letters = _letters(desk.store.templates.list(session)[:SHOWN])
    return Written(found.name, letters.get(template_id, ""), dict(found.bodies), template_id, found.seq)


def free_letter(desk: Desk, name: str) -> str:
    """The letter that a new template of that name would best have; empty when all are taken."""
    with desk.store.reading() as session:
        taken = set(_letters(desk.store.templates.list(session)[:SHOWN]).values())
    return next((char for char in name.lower() + LETTERS if char in LETTERS and char not in taken), "")


def make(desk: Desk, new: Written) -> str:
    """Make a template, for the whole office. Returns what was done, in words; it can be taken back.

    Raises BadInput or BadMerge for what cannot be used, Conflict for a letter that another one has.
    """
    template_id = new_id()
    with desk.store.writing(Change("templates", template_id), Change("outbox"), is_durable=True) as session:
        fields = _checked(desk, session, new)
        [write_id] = _put(desk, session, template_id, fields, is_new=True)
        label = say("Made the template {name}", name=one_line(new.name, 60))
        inverse = {"act": UNMAKE, "template_id": template_id, "write_id": write_id}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def change(desk: Desk, new: Written, was: Written) -> str:
    """Change what is other than it was, on the sight of what stood there. In words; it can be taken back.

    What a colleague has changed meanwhile stays theirs where `new` is as `was`; where both are other, the office says
    so, and both stand side by side. A text in another language is another thing to change.

    Raises BadInput or BadMerge for what cannot be used, Conflict for a letter that another one has and where nothing is
    other, NotFound.
    """
    with desk.store.writing(Change("templates", new.template_id), Change("outbox"), is_durable=True) as session:
        before = _there(desk, session, new.template_id)
        known = {"name": before.name, "key": before.key, "bodies": dict(before.bodies)}
        changed, clashing = _meet(_checked(desk, session, new), _fields(was), known)
        if not changed:
            raise Conflict(say("Nothing was changed"), "", say("Esc leaves."))
        write_ids: tuple[str, ...] = ()
        for seen, names in ((before.seq, changed.keys() - clashing), (was.seq, clashing)):
            part = {name: changed[name] for name in changed if name in names}
            write_ids += _put(desk, session, new.template_id, part, if_match=seen) if part else ()
        label = say("Changed the template {name}", name=one_line(new.name, 60))
        inverse = {
            "act": CHANGE_BACK,
            "template_id": new.template_id,
            "write_ids": write_ids,
            "fields": {name: known[name] for name in changed},
        }
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def delete(desk: Desk, template_id: str) -> str:
    """Delete a template, for the whole office; what was done, in words. It can be taken back. Raises NotFound."""
    with desk.store.writing(Change("templates", template_id), Change("outbox"), is_durable=True) as session:
        before = _there(desk, session, template_id)
        [write_id] = _put(desk, session, template_id, {"deleted": True}, if_match=before.seq)
        label = say("Deleted the template {name}", name=one_line(before.name, 60))
        inverse = {
            "act": MAKE_AGAIN,
            "template_id": template_id,
            "write_id": write_id,
            "fields": {"name": before.name, "key": before.key, "bodies": dict(before.bodies)},
        }
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def _meet(
    new: Mapping[str, Any], was: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], frozenset[str]]:
    """What is to be written, and which of it somebody has changed meanwhile to something else."""
    changed: dict[str, Any] = {}
    clashing: set[str] = set()
    for name, value in new.items():
        if name == "bodies":
            mine = [one for one in LANGUAGES if value.get(one, "") != was[name].get(one, "")]
            if any(now[name].get(one, "") not in (was[name].get(one, ""), value.get(one, "")) for one in mine):
                clashing.add(name)
            value = {**now[name], **{one: value.get(one, "") for one in mine}}
            value = {language: body for language, body in value.items() if body}
        elif value == was[name]:
            continue
        elif now[name] not in (was[name], value):
            clashing.add(name)
        if value != now[name]:
            changed[name] = value
    return changed, frozenset(clashing & changed.keys())


def write_over(
    desk: Desk, session: Session, template_id: str, fields: Mapping[str, Any], theirs: Mapping[str, Any], seq: int
) -> str:
    """Write these fields over what a colleague wrote, on the sight of it, in the caller's transaction.

    Returns what was done, in words; it can be taken back to theirs. Raises NotFound.
    """
    found = _there(desk, session, template_id)
    write_ids = _put(desk, session, template_id, fields, if_match=seq)
    label = say("{name}: what you wrote stands", name=one_line(found.name, 60))
    before = {name: theirs.get(name, getattr(found, name)) for name in fields}
    inverse = {"act": CHANGE_BACK, "template_id": template_id, "write_ids": write_ids, "fields": before}
    desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def _there(desk: Desk, session: Session, template_id: str) -> Template:
    found = desk.store.templates.get(session, template_id)
    if found is None:
        raise NotFound(say("This template is not there any more"))
    return found


def _checked(desk: Desk, session: Session, new: Written) -> dict[str, Any]:
    """The fields of the wish."""
    fields = _fields(new)
    if not fields["name"]:
        raise BadInput(say("A template has a name"), "", say("Give it one."))
    kept = fields["bodies"]
    if not kept:
        raise BadInput(say("There is no text in it"), "", say("Write it in English or in Spanish."))
    for body in kept.values():
        if len(body) > MAX_CHARS:
            raise BadInput(
                say("The text is too long"), say("A text has at most {most} characters.", most=MAX_CHARS), ""
            )
        fields_of(body)
    return {**fields, "key": _letter(desk, session, new) or None}


def _fields(one: Written) -> dict[str, Any]:
    """A template as it was typed, as the fields of a wish."""
    bodies = {language: whole(one.body(language)).strip() for language in LANGUAGES}
    kept = {language: body for language, body in bodies.items() if body}
    return {"name": kept_name(whole(one.name)), "key": one.letter.strip().lower() or None, "bodies": kept}


def _letter(desk: Desk, session: Session, new: Written) -> str:
    letter = new.letter.strip().lower()
    if letter and (len(letter) != 1 or letter not in LETTERS):
        raise BadInput(say("That is not one letter"), "", say("Choose one from a to z."))
    others = [one for one in desk.store.templates.list(session) if one.template_id != new.template_id]
    holder = next((one for one in others if letter and (one.key or "").lower() == letter), None)
    if holder is not None:
        raise Conflict(
            say("{letter} is taken", letter=letter),
            say("It picks {name}.", name=one_line(holder.name, 60)),
            say("Choose another letter."),
        )
    return letter


# taking back


def unmake(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that a template was made: without a trace if it never left this machine, else it is deleted."""
    template_id = inverse["template_id"]
    _ring(desk, session, template_id)
    found = desk.store.templates.get(session, template_id)
    if not withdraw(desk, session, inverse["write_id"]) and found is not None:
        _put(desk, session, template_id, {"deleted": True}, if_match=found.seq)
    return say("Taken back: the template is not made")


def change_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Write a template as it was. Raises TooLate when it is gone."""
    template_id = inverse["template_id"]
    _ring(desk, session, template_id)
    write_ids = inverse.get("write_ids") or [inverse["write_id"]]
    if all(withdraw(desk, session, write_id) for write_id in write_ids):  # where the first never left, none has
        desk.store.templates.put(session, template_id, **inverse["fields"])  # one that was only made here has no fact
    else:
        found = desk.store.templates.get(session, template_id)
        if found is None:
            raise TooLate(say("This template is not there any more"))
        _put(desk, session, template_id, inverse["fields"], if_match=found.seq)
    return say("Taken back: the template is as it was")


def make_again(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that a template was deleted; one whose deletion has left gets a new id: a deleted one never returns."""
    _ring(desk, session, inverse["template_id"])
    if withdraw(desk, session, inverse["write_id"]):
        desk.store.templates.put(session, inverse["template_id"], is_deleted=False)  # as above
    else:
        again = new_id()
        _put(desk, session, again, inverse["fields"], is_new=True)
        desk.store.undo.follow(session, inverse["template_id"], again)
    return say("Taken back: the template {name} is there again", name=one_line(inverse["fields"]["name"], 60))


def _ring(desk: Desk, session: Session, template_id: str) -> None:
    desk.store.ring(session, Change("templates", template_id), Change("outbox"))


def _put(
    desk: Desk,
    session: Session,
    template_id: str,
    fields: Mapping[str, Any],
    *,
    is_new: bool = False,
    if_match: int | None = None,
) -> tuple[str, ...]:
    """Change the template's row, and wish the same of the relay; the wishes' ids."""
    return tuple(
        put_shared(desk, session, "template", template_id, part, table="template", is_new=is_new, if_match=if_match)
        for part in apart(desk, session, "template", {"template_id": template_id}, fields)
    )
