"""The office while it is written: what the relay's rules would look up, kept in memory, and its log."""

from dataclasses import asdict, dataclass, field
from typing import Any

from rise_tui.demo.acts import Paper
from rise_tui.demo.founding import GROUPS, OFFICE, PACE, PRICE_MICROS, RULES, STAFF, TEMPLATES, ZONE, Secrets
from rise_tui.demo.ids import Ids
from rise_tui.demo.people import SENDER
from rise_tui.relay.store.bulk import Rows
from rise_tui.relay.store.conversation_texts import A_RUN
from rise_tui.relay.store.office import RELAY, digest_of

Row = dict[str, Any]


@dataclass(slots=True)
class Talk:
    """How things stand with somebody: the relay's row of a conversation."""

    id: str
    state: str = "done"
    snoozed_until_at: int | None = None
    is_flagged: int = 0
    seen_through: int = 0
    last_inbound_seq: int = 0
    last_at: int = 0
    last_e164: str | None = None
    last_sender: str | None = None
    hold_message_id: str | None = None
    seq: int = 0
    recent: str = ""


@dataclass(slots=True)
class File:
    """Somebody's file: the relay's row of a client, their number, and their newest photo (its message and digest)."""

    row: Row
    number: str
    photo: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        """The client's id."""
        return str(self.row["id"])


@dataclass(frozen=True)
class Drawn:
    """A paper as the relay keeps it."""

    sha256: str
    bytes: int
    width: int
    height: int


@dataclass
class Book:
    """All that is known of the office so far. `papers`: those that the history names, drawn."""

    rows: Rows
    ids: Ids
    papers: dict[Paper, Drawn]
    office_id: str = ""
    seq: int = 0
    office_seq: int = 0
    staff: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    files: dict[int, File] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    readings: dict[tuple[str, str], Row] = field(default_factory=dict)
    holdings: dict[tuple[str, str], Row] = field(default_factory=dict)
    members: dict[tuple[str, str], Row] = field(default_factory=dict)
    consents: list[Row] = field(default_factory=list)
    agreed: dict[tuple[str, str | None], Row] = field(default_factory=dict)
    """the consent that stands, by number and client"""

    def tell(
        self,
        type: str,  # the wire's own word
        at: int,
        actor: str,
        client_id: str | None = None,
        ref_id: str | None = None,
        audience: str | None = None,
        **data: Any,
    ) -> int:
        """An event; returns its number."""
        self.seq += 1
        self.rows.add(
            "event",
            office_id=self.office_id,
            seq=self.seq,
            at=at,
            type=type,
            actor=actor,
            client_id=client_id,
            audience=audience,
            ref_id=ref_id,
            data=data,
        )
        return self.seq

    def add(self, table: str, **values: Any) -> None:
        """A row of this office that does not change any more."""
        self.rows.add(table, office_id=self.office_id, **values)

    def talk(self, conversation_id: str) -> Talk:
        """How things stand with them; nothing has been said yet, if nobody knows."""
        return self.talks.setdefault(conversation_id, Talk(conversation_id))

    def came(self, talk: Talk, seq: int) -> None:
        """A text of theirs has that number; of which a dozen make a run (store/conversation_texts)."""
        talk.last_inbound_seq = talk.seq = seq
        talk.recent += f",{seq}" if talk.recent else str(seq)
        if len(talk.recent) > A_RUN:
            self.add("received_run", conversation_id=talk.id, last_seq=seq, seqs=talk.recent)
            talk.recent = ""

    def finish(self) -> None:
        """Write how everything stands at the end."""
        self.rows.add_all("client", (file.row for file in self.files.values()))
        self.rows.add_all("holding", self.holdings.values())
        self.rows.add_all("group_member", self.members.values())
        self.rows.add_all("reading", self.readings.values())
        self.rows.add_all("consent", self.consents)
        for talk in self.talks.values():
            self.add("conversation", **asdict(talk))
        self.add(
            "office",
            name=OFFICE,
            zone=ZONE,
            quiet_from=None,  # the demo is tried at any hour: the first group text of a newcomer leaves at eleven, too
            quiet_to=None,
            segments_per_second=PACE,
            price_micros=PRICE_MICROS,
            rules=RULES,
            last_seq=self.seq,
            seq=self.office_seq,
        )


def found(book: Book, secrets: Secrets, at: int) -> None:
    """The relay, the office, its number, who works there, its groups and its saved texts; `at` is milliseconds."""
    book.rows.add("instance", instance_id=secrets.instance_id, epoch=book.ids.at(at), media_secret=secrets.media_secret)
    book.office_id = book.ids.at(at)
    book.add("number", e164=SENDER, is_active=1, slot_at=0, heard_until_at=at)
    book.office_seq = book.tell("OfficeChanged", at, RELAY, ref_id=book.office_id)
    for name, role in STAFF:
        person = book.ids.at(at)
        seq = book.tell("CaseworkerChanged", at, RELAY, ref_id=person)
        book.add("caseworker", id=person, name=name, role=role, is_active=1, seq=seq)
        book.staff.append(person)
        device = book.ids.at(at)
        book.tell("DeviceChanged", at, RELAY, audience=person, ref_id=device)
        token = secrets.token if len(book.staff) == 1 else f"{secrets.token} {name}"
        book.add(
            "token",
            id=device,
            sha256=digest_of(token),
            caseworker_id=person,
            device="",
            state="active",
            created_at=at,
        )
    for name, kind in GROUPS:
        group = book.ids.at(at)
        seq = book.tell("GroupChanged", at, book.staff[0], ref_id=group)
        field_seqs = {"name": seq, "kind": seq}
        book.add("client_group", id=group, name=name, kind=kind, is_deleted=0, seq=seq, field_seqs=field_seqs)
        book.groups.append(group)
    for name, key, english, spanish in TEMPLATES:
        template = book.ids.at(at)
        seq = book.tell("TemplateChanged", at, book.staff[0], ref_id=template)
        book.add(
            "template",
            id=template,
            name=name,
            key=key,
            bodies={"en": english, "es": spanish},
            is_deleted=0,
            seq=seq,
            field_seqs=dict.fromkeys(("name", "key", "bodies"), seq),
        )
