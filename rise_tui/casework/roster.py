"""Who is here while a list is taken in: what the store knows, with what the rows so far have added.

The same question gets the same answer whether the rows are written or only tried.
"""

from dataclasses import dataclass, field

from rise_tui.casework.desk import Desk
from rise_tui.domain.clients import Client, fold
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.ids import new_id
from rise_tui.store.engine import Session


@dataclass
class Member:
    """Somebody who is here: as the store has them, changed by the rows so far."""

    client_id: str
    name: str
    language: str = "en"
    zone: str | None = None
    external_id: str | None = None
    numbers: set[str] = field(default_factory=set)
    past_numbers: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    consents: dict[str, ConsentState] = field(default_factory=dict)

    @property
    def folded(self) -> str:
        """The name for comparing."""
        return fold(self.name)


class Roster:
    """Everybody who matters to the rows, read from the store when first asked for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._members: dict[str, Member] = {}
        self._by_number: dict[str, list[str]] = {}
        self._by_external_id: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._added: dict[str, list[str]] = {}
        """by name who was made by the rows so far"""
        self._ours: frozenset[str] | None = None
        self._groups: dict[str, str] | None = None
        self._new_groups: set[str] = set()

    def of_external_id(self, session: Session, external_id: str) -> list[Member]:
        """Who has that id in the office's own system."""
        if external_id not in self._by_external_id:
            found = self.desk.store.clients.of_external_id(session, external_id)
            self._by_external_id[external_id] = [self._member(session, client).client_id for client in found]
        return [self._members[client_id] for client_id in self._by_external_id[external_id]]

    def named(self, session: Session, folded: str) -> list[Member]:
        """Who is called so, accents and case aside."""
        if folded not in self._by_name:
            found = self.desk.store.clients.named(session, folded)
            self._by_name[folded] = [self._member(session, client).client_id for client in found]
        ids = dict.fromkeys((*self._by_name[folded], *self._added.get(folded, ())))
        return [self._members[client_id] for client_id in ids]

    def is_ours(self, session: Session, e164: str) -> bool:
        """Is that a number of the office itself?"""
        if self._ours is None:
            office = self.desk.store.office.get(session)
            self._ours = frozenset(office.numbers) if office is not None else frozenset()
        return e164 in self._ours

    def holders(self, session: Session, e164: str) -> list[Member]:
        """Who has that number now."""
        if e164 not in self._by_number:
            store = self.desk.store
            held = (store.clients.get(session, one.client_id) for one in store.numbers.holders(session, e164))
            found = [self._member(session, client).client_id for client in held if client is not None]
            self._by_number[e164] = found
        return [self._members[client_id] for client_id in self._by_number[e164]]

    def consent(self, session: Session, member: Member | None, e164: str) -> ConsentState:
        """What stands for group news to that number of theirs; a number that is closed for everybody is closed."""
        store = self.desk.store
        if member is not None and e164 in member.consents:
            return member.consents[e164]
        if store.numbers.is_blocked(session, e164):
            return ConsentState.OPTED_OUT
        holder = f"tel:{e164}" if member is None else member.client_id
        return store.consents.state(session, holder, e164, Purpose.GROUP_NEWS)

    def group_id(self, session: Session, name: str) -> str | None:
        """The group of that name, accents and case aside."""
        if self._groups is None:
            every = self.desk.store.groups.list(session)
            self._groups = {fold(group.name.strip()): group.group_id for group in reversed(every)}
        return self._groups.get(fold(name.strip()))

    def enter_group(self, session: Session, name: str) -> str:
        """The id of the group of that name, which the store may not have yet: then `is_new` says so until it does."""
        known = self.group_id(session, name)
        if known is not None:
            return known
        group_id = new_id()
        self._new_groups.add(group_id)
        if self._groups is not None:
            self._groups[fold(name.strip())] = group_id
        return group_id

    def is_new(self, group_id: str) -> bool:
        """Must this group be made? Asked once: whoever asks makes it."""
        if group_id not in self._new_groups:
            return False
        self._new_groups.remove(group_id)
        return True

    def add(self, member: Member) -> None:
        """A row has made this person."""
        self._members[member.client_id] = member
        self._added.setdefault(member.folded, []).append(member.client_id)
        if member.external_id is not None:
            self._by_external_id.setdefault(member.external_id, []).append(member.client_id)

    def give_number(self, member: Member, e164: str) -> None:
        """A row has given them this number."""
        member.numbers.add(e164)
        member.past_numbers.discard(e164)
        known = self._by_number.setdefault(e164, [])
        if member.client_id not in known:
            known.append(member.client_id)

    def take_number(self, client_id: str, e164: str) -> None:
        """A row has said that this number is no longer theirs."""
        holders = self._by_number.get(e164, [])
        if client_id in holders:
            holders.remove(client_id)
        member = self._members.get(client_id)
        if member is not None:
            member.numbers.discard(e164)
            member.past_numbers.add(e164)

    def give_external_id(self, member: Member, external_id: str) -> None:
        """A row has given them this id."""
        member.external_id = external_id
        known = self._by_external_id.setdefault(external_id, [])
        if member.client_id not in known:
            known.append(member.client_id)

    def _member(self, session: Session, client: Client) -> Member:
        known = self._members.get(str(client.client_id))
        if known is not None:
            return known
        store = self.desk.store
        holdings = store.numbers.list(session, client.client_id)
        member = Member(
            str(client.client_id),
            client.name,
            client.language,
            client.zone,
            client.external_id,
            {str(one.e164) for one in holdings if one.until_at is None},
            {str(one.e164) for one in holdings if one.until_at is not None},
            {group.group_id for group in store.groups.of_client(session, client.client_id)},
        )
        self._members[member.client_id] = member
        return member
