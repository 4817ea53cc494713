"""Who a broadcast is for: groups, people picked one by one, without other groups' members and single people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from rise_tui.casework import grouping
from rise_tui.casework.desk import Desk
from rise_tui.domain.clients import fold
from rise_tui.domain.errors import NotFound
from rise_tui.domain.groups import OUT_OF_TOUCH, Computed, computed_name, shown_name
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many
from rise_tui.store.engine import Session

ADDED, TAKEN_OUT = "+", "−"
_NAME_CELLS = 40
_NAMED = 2
"""People picked one by one up to whom their names stand in the description."""


@dataclass(frozen=True)
class Audience:
    """Ids of groups whose members get it, of groups whose members do not, and of people picked one by one.

    `spared`: people who do not get it, however they came in.
    """

    groups: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Is nobody chosen yet?"""
        return not self.groups and not self.picked

    def sign(self, group_id: str) -> str:
        """What stands before a group: added, taken out, or nothing."""
        return ADDED if group_id in self.groups else TAKEN_OUT if group_id in self.without else ""

    def turned(self, group_id: str, sign: str) -> "Audience":
        """With that sign before the group; the sign that it has already takes it off again."""
        groups = tuple(each for each in self.groups if each != group_id)
        without = tuple(each for each in self.without if each != group_id)
        if self.sign(group_id) == sign:
            return replace(self, groups=groups, without=without)
        if sign == ADDED:
            return replace(self, groups=(*groups, group_id), without=without)
        return replace(self, groups=groups, without=(*without, group_id))

    def sparing(self, client_id: str) -> "Audience":
        """Without that one person; with them again, if they are left out already."""
        if client_id in self.spared:
            return replace(self, spared=tuple(each for each in self.spared if each != client_id))
        return replace(self, spared=(*self.spared, client_id))

    def joined(self, client_ids: Iterable[str]) -> "Audience":
        """With these people picked too, each once; a number that nobody holds is no client and stays out."""
        clients = (each for each in client_ids if not each.startswith("tel:"))
        return replace(self, picked=tuple(dict.fromkeys((*self.picked, *clients))))


@dataclass(frozen=True)
class Choice:
    """A group that can be chosen: its name (safe for a terminal), its sign now, its size (None: not counted yet)."""

    group_id: str
    name: str
    sign: str
    count: int | None = None


def choices(desk: Desk, audience: Audience) -> tuple[Choice, ...]:
    """Every group with its sign, uncounted: those that somebody made by name, then those that compute themselves."""
    with desk.store.reading() as session:
        made = [(group.group_id, shown_name(group.name)) for group in desk.store.groups.list(session)]
    computed = [(one.value, computed_name(one)) for one in Computed]
    return tuple(Choice(group_id, name, audience.sign(group_id)) for group_id, name in (*made, *computed))


def sizes(desk: Desk) -> dict[str, int]:
    """How many are in each group. For thousands, off the loop that answers keys."""
    return {line.group_id: line.count for line in grouping.groups(desk)}


def described(desk: Desk, audience: Audience) -> str:
    """`Class 3 + Housing + 12 people − Job fair`; safe for a terminal, empty for nobody."""
    added = [_name(desk, group_id) for group_id in audience.groups]
    if audience.picked:
        many = say_many("{count} person picked", "{count} people picked", len(audience.picked))
        added.append(_one_by_one(desk, audience.picked, " + ", many))
    words = " + ".join(part for part in added if part)
    taken_out = [name for group_id in audience.without if (name := _name(desk, group_id))]
    if audience.spared:
        many = say_many("{count} person", "{count} people", len(audience.spared))
        taken_out.append(_one_by_one(desk, audience.spared, f" {TAKEN_OUT} ", many))
    return "".join((words, *(f" {TAKEN_OUT} {name}" for name in taken_out))) if words else ""


def _name(desk: Desk, group_id: str) -> str:
    return one_line(grouping.name_of(desk, group_id), _NAME_CELLS)


def _one_by_one(desk: Desk, client_ids: Sequence[str], sign: str, many: str) -> str:
    """One or two people by name, more of them as `many`."""
    return sign.join(_names(desk, client_ids)) if len(client_ids) <= _NAMED else many


def names_in(desk: Desk, audience: Audience) -> tuple[str, ...]:
    """The names, safe for a terminal, of people who stand in the description by name."""
    return tuple(name for ids in (audience.picked, audience.spared) if len(ids) <= _NAMED for name in _names(desk, ids))


def _names(desk: Desk, client_ids: Sequence[str]) -> tuple[str, ...]:
    if not client_ids:
        return ()
    with desk.store.reading() as session:
        clients = [desk.store.clients.get(session, client_id) for client_id in client_ids]
    return tuple(one_line(client.name, _NAME_CELLS) for client in clients if client is not None)


@dataclass(frozen=True)
class MeantLine:
    """Somebody who is meant, by name (safe for a terminal); `is_spared`: left out by hand."""

    client_id: str
    name: str
    is_spared: bool


@dataclass(frozen=True)
class Meant:
    """Everybody who is meant, those who are left out by hand among them, page by page."""

    desk: Desk
    ids: tuple[str, ...]
    spared: frozenset[str]

    def count(self) -> int:
        """How many."""
        return len(self.ids)

    def only(self, fitting: Collection[str]) -> "Meant":
        """Those of them who are among these."""
        return replace(self, ids=tuple(one for one in self.ids if one in fitting))

    def page(self, offset: int, limit: int) -> Sequence[MeantLine]:
        """A stretch of them."""
        with self.desk.store.reading() as session:
            clients = self.desk.store.groups.clients(session, self.ids[offset : offset + limit])
        return [
            MeantLine(str(one.client_id), one_line(one.name, _NAME_CELLS), str(one.client_id) in self.spared)
            for one in clients
        ]


def meant(desk: Desk, audience: Audience) -> Meant:
    """Look them all through. Reads an id for each: for thousands, off the loop that answers keys."""
    with desk.store.reading() as session:
        ids = member_ids(desk, session, replace(audience, spared=()))
    return Meant(desk, ids, frozenset(audience.spared))


def member_ids(desk: Desk, session: Session, audience: Audience) -> tuple[str, ...]:
    """Everybody who is meant, each once; whoever is in a group that is taken out is not, however they came in."""
    since = desk.now - OUT_OF_TOUCH // timedelta(milliseconds=1)
    groups = desk.store.groups
    found: dict[str, None] = {}
    for group_id in audience.groups:
        found.update(dict.fromkeys(groups.member_ids(session, group_id, since=since)))
    found.update(dict.fromkeys(audience.picked))
    for group_id in audience.without:
        for client_id in groups.member_ids(session, group_id, since=since):
            found.pop(client_id, None)
    for client_id in audience.spared:
        found.pop(client_id, None)
    return tuple(found)


def of_groups(desk: Desk, names: Iterable[str], without: Iterable[str] = ()) -> Audience:
    """The audience of groups that are named by their name, accents and case aside, or by their id.

    Raises NotFound for one that is not there, or that several groups are called.
    """
    with desk.store.reading() as session:
        added = tuple(dict.fromkeys(_named(desk, session, name) for name in names))
        taken_out = tuple(dict.fromkeys(_named(desk, session, name) for name in without))
    return Audience(added, taken_out)


def _named(desk: Desk, session: Session, name: str) -> str:
    if name in set(Computed) or desk.store.groups.get(session, name) is not None:
        return name
    every = desk.store.groups.list(session)
    found = [group.group_id for group in every if fold(group.name.strip()) == fold(name.strip())]
    found += [one.value for one in Computed if fold(computed_name(one)) == fold(name.strip())]
    if len(found) == 1:
        return found[0]
    shown = one_line(name, 60)
    if found:
        raise NotFound(
            say("{name} is several groups", name=shown),
            say("They are: {ids}.", ids=", ".join(found)),
            say("Give an id."),
        )
    known = ", ".join(one_line(group.name, 40) for group in every[:12])
    detail = say("There are: {known}.", known=known) if known else say("There are no groups yet.")
    raise NotFound(say("There is no group {name}", name=shown), detail, say("Give the name of one."))
