"""Groups of clients: made, renamed, deleted, filled and thinned out; each can be taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.group_wishes import delete as delete_group
from rise_tui.casework.group_wishes import put as put_group
from rise_tui.casework.group_wishes import put_member
from rise_tui.casework.wishing import is_here, must_be_known
from rise_tui.domain.clients import Client, fold
from rise_tui.domain.errors import Conflict, NotFound, Refused
from rise_tui.domain.groups import OUT_OF_TOUCH, Computed, computed_name, group_name, shown_name
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say, say_many
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.groups import Group

UNMAKE, RENAME_BACK, MAKE_AGAIN, MEMBERS_BACK = "unmake_group", "rename_group_back", "make_group_again", "members_back"


@dataclass(frozen=True)
class GroupLine:
    """A group in a list: its name (safe for a terminal), how many are in it, whether it finds its members itself."""

    group_id: str
    name: str
    count: int
    is_computed: bool = False


@dataclass(frozen=True)
class Made:
    """A group that was made, and what was done in words."""

    group_id: str
    label: str


@dataclass(frozen=True)
class Members:
    """Who is in a group, by last name, page by page."""

    desk: Desk
    group_id: str

    def count(self) -> int:
        """How many there are."""
        with self.desk.store.reading() as session:
            return self.desk.store.groups.count(session, self.group_id, since=_since(self.desk))

    def page(self, offset: int, limit: int) -> Sequence[Client]:
        """A stretch of them."""
        with self.desk.store.reading() as session:
            return self.desk.store.groups.page(
                session, self.group_id, since=_since(self.desk), limit=limit, offset=offset
            )

    def ids(self) -> Sequence[str]:
        """All of them, as ids of clients."""
        with self.desk.store.reading() as session:
            return self.desk.store.groups.member_ids(session, self.group_id, since=_since(self.desk))


@dataclass(frozen=True)
class Gathered:
    """Who was in a group when it was looked through, by last name; pages of them as they are now."""

    desk: Desk
    client_ids: tuple[str, ...] = field(repr=False)

    def count(self) -> int:
        """How many there were."""
        return len(self.client_ids)

    def page(self, offset: int, limit: int) -> Sequence[Client]:
        """A stretch of them."""
        with self.desk.store.reading() as session:
            return self.desk.store.groups.clients(session, self.client_ids[offset : offset + limit])


def groups(desk: Desk, computed_counts: Mapping[str, int] | None = None) -> tuple[GroupLine, ...]:
    """Every group by name, those that somebody made first; then those that find their members themselves.

    To count the latter everybody is looked at, unless it is given how many are in them (-1: not known yet).
    """
    counted = count_computed(desk) if computed_counts is None else computed_counts
    shelf = desk.store.groups
    with desk.store.reading() as session:
        counts = shelf.counts(session)
        made = [
            GroupLine(group.group_id, shown_name(group.name), counts.get(group.group_id, 0))
            for group in shelf.list(session)
        ]
    computed = [GroupLine(one.value, computed_name(one), counted.get(one, -1), is_computed=True) for one in Computed]
    return (*made, *computed)


def count_computed(desk: Desk) -> dict[str, int]:
    """How many are in each group that finds its members itself. Looks at everybody: for thousands, off the loop."""
    with desk.store.reading() as session:
        return {one.value: desk.store.groups.count(session, one, since=_since(desk)) for one in Computed}


def members(desk: Desk, group_id: str) -> Members:
    """Who is in a group, also in one that computes itself."""
    return Members(desk, group_id)


def gather(desk: Desk, group_id: str) -> Gathered:
    """Look a group through. Reads an id for each of its people: for thousands, off the loop that answers keys."""
    return Gathered(desk, tuple(members(desk, group_id).ids()))


def name_of(desk: Desk, group_id: str) -> str:
    """What a group is called, safe for a terminal; empty when it is not there any more."""
    if group_id in set(Computed):
        return computed_name(Computed(group_id))
    with desk.store.reading() as session:
        group = desk.store.groups.get(session, group_id)
    return "" if group is None else shown_name(group.name)


def whole_name_of(desk: Desk, group_id: str) -> str:
    """Its name to be edited: not cut, and without what no key types; empty when it is not there any more."""
    with desk.store.reading() as session:
        group = desk.store.groups.get(session, group_id)
    return "" if group is None else "".join(char for char in group.name if char.isprintable())


def make(desk: Desk, name: str, client_ids: Collection[str] = ()) -> Made:
    """Make a group of that name, with these clients in it. It can be taken back.

    Raises BadInput for a name that is none, Conflict when there is a group of that name.
    """
    kept = group_name(name)
    group_id = new_id()
    with desk.store.writing(Change("groups", group_id), Change("outbox"), is_durable=True) as session:
        _must_be_free(desk, session, kept)
        write_id = put_group(desk, session, group_id, {"name": kept, "kind": "list"}, is_new=True)
        entries = [
            put_member(desk, session, group_id, each, is_member=True) for each in _people(desk, session, client_ids)
        ]
        label = say("Made the group {name}", name=shown_name(kept))
        inverse = {"act": UNMAKE, "group_id": group_id, "write_id": write_id, "members": entries}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return Made(group_id, label)


def rename(desk: Desk, group_id: str, name: str) -> str:
    """Call a group something else. Returns what was done, in words; it can be taken back.

    Raises BadInput for a name that is none, Conflict when another group has it, NotFound, Refused for a group that
    computes itself.
    """
    kept = group_name(name)
    with desk.store.writing(Change("groups", group_id), Change("outbox"), is_durable=True) as session:
        group = _made_group(desk, session, group_id)
        if kept == group.name:
            raise Conflict(say("It is called that already"))
        _must_be_free(desk, session, kept, but=group_id)
        write_id = put_group(desk, session, group_id, {"name": kept}, if_match=group.seq)
        label = say("Renamed to {name}", name=shown_name(kept))
        inverse = {"act": RENAME_BACK, "group_id": group_id, "write_id": write_id, "name": group.name}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def write_over(
    desk: Desk, session: Session, group_id: str, fields: Mapping[str, Any], theirs: Mapping[str, Any], seq: int
) -> str:
    """Call a group so although a colleague has called it otherwise, on the sight of that, in the caller's transaction.

    Returns what was done, in words; it can be taken back to theirs. Raises NotFound, Conflict for a name that another
    group has.
    """
    group = _made_group(desk, session, group_id)
    _must_be_free(desk, session, str(fields["name"]), but=group_id)
    write_id = put_group(desk, session, group_id, fields, if_match=seq)
    label = say("{name}: what you wrote stands", name=shown_name(str(fields["name"])))
    inverse = {"act": RENAME_BACK, "group_id": group_id, "write_id": write_id, "name": theirs.get("name", group.name)}
    desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def delete(desk: Desk, group_id: str) -> str:
    """Delete a group; its people stay. Returns what was done, in words; it can be taken back.

    Raises NotFound, Refused for a group that computes itself.
    """
    with desk.store.writing(Change("groups", group_id), Change("outbox"), is_durable=True) as session:
        group = _made_group(desk, session, group_id)
        people = list(desk.store.groups.member_ids(session, group_id, since=_since(desk)))
        write_id = delete_group(desk, session, group)
        label = say("Deleted the group {name}", name=shown_name(group.name))
        inverse = {
            "act": MAKE_AGAIN,
            "group_id": group_id,
            "write_id": write_id,
            "name": group.name,
            "kind": group.kind,
            "people": people,
        }
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def add(desk: Desk, group_id: str, client_ids: Collection[str]) -> str:
    """Put clients into a group; who is in it already stays. Returns what was done, in words; it can be taken back.

    Raises Conflict when all of them are in it, NotFound, Refused for a group that computes itself, for a number that is
    nobody's, and for somebody whom the office did not add.
    """
    return _change(desk, group_id, client_ids, is_member=True)


def take_out(desk: Desk, group_id: str, client_ids: Collection[str]) -> str:
    """Take clients out of a group. Returns what was done, in words; it can be taken back.

    Raises Conflict when none of them is in it, NotFound, Refused as `add` does.
    """
    return _change(desk, group_id, client_ids, is_member=False)


def _change(desk: Desk, group_id: str, client_ids: Collection[str], *, is_member: bool) -> str:
    with desk.store.writing(Change("groups", group_id), Change("outbox"), is_durable=True) as session:
        group = _made_group(desk, session, group_id)
        name = shown_name(group.name)
        inside = set(desk.store.groups.member_ids(session, group_id, since=_since(desk)))
        people = [one for one in _people(desk, session, client_ids) if (one in inside) is not is_member]
        if not people:
            words = say("They are all in {name} already", name=name)
            raise Conflict(words if is_member else say("None of them is in {name}", name=name))
        entries = [put_member(desk, session, group_id, each, is_member=is_member) for each in people]
        label = _told(desk, session, name, people, is_member=is_member)
        inverse = {"act": MEMBERS_BACK, "group_id": group_id, "members": entries, "is_member": not is_member}
        client_id = people[0] if len(people) == 1 else None
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
    return label


def _told(desk: Desk, session: Session, name: str, people: Sequence[str], *, is_member: bool) -> str:
    if len(people) == 1:
        client = desk.store.clients.get(session, people[0])
        who = shown_name(client.name) if client is not None else ""
        return (
            say("{who}: now in {name}", who=who, name=name)
            if is_member
            else say("{who}: no longer in {name}", who=who, name=name)
        )
    count = len(people)
    if is_member:
        return say_many("{count} person added to {name}", "{count} people added to {name}", count, name=name)
    return say_many("{count} person taken out of {name}", "{count} people taken out of {name}", count, name=name)


def _made_group(desk: Desk, session: Session, group_id: str) -> Group:
    if group_id in set(Computed):
        raise Refused(
            say("This group finds its people itself"), "", say("Make a group of your own and put them into it.")
        )
    group = desk.store.groups.get(session, group_id)
    if group is None:
        raise NotFound(say("This group is not there any more"))
    made = desk.store.outbox.making(session, group_id)
    if made is not None and made.state == "parked":
        raise Refused(say("The office did not take this group"), str((made.problem or {}).get("title") or ""))
    return group


def _people(desk: Desk, session: Session, client_ids: Iterable[str]) -> list[str]:
    """The clients among these, each once; who has gone to a colleague meanwhile is left out.

    Raises Refused when there is none but numbers that are nobody's, NotFound when all have gone.
    """
    asked = list(dict.fromkeys(client_ids))
    known = [one for one in asked if not one.startswith("tel:")]
    if asked and not known:
        raise Refused(say("This number is nobody's yet"), "", say("Say first whose it is."))
    here = [one for one in known if is_here(desk, session, one)] or known
    for client_id in here:
        must_be_known(desk, session, client_id)
    return here


def _must_be_free(desk: Desk, session: Session, name: str, *, but: str = "") -> None:
    for group in desk.store.groups.list(session):
        if fold(group.name.strip()) == fold(name) and group.group_id != but:
            raise Conflict(say("There is a group {name}", name=shown_name(group.name)), "", say("Choose another name."))


def _since(desk: Desk) -> int:
    """The moment, in milliseconds, since when who has not written is out of touch."""
    return desk.now - int(OUT_OF_TOUCH.total_seconds() * 1000)
