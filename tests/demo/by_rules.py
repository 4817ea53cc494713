"""Plays a history through the relay's own rules, one wish after the other: what the bulk must be equal to."""

from dataclasses import dataclass, field
from typing import Any

from rise_tui.demo import acts
from rise_tui.demo.acts import Act
from rise_tui.demo.book import Drawn
from rise_tui.demo.founding import GROUPS, OFFICE, PACE, PRICE_MICROS, RULES, STAFF, TEMPLATES, ZONE
from rise_tui.demo.people import SENDER
from rise_tui.demo.writing_texts import EACH_MS, PHOTO_MS, RECEIPT_MS, TO_MANY_MS, TO_ONE_MS, carrier_id
from rise_tui.domain.clients import Role
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.carriers.base import Inbound, MediaRef
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store import event_log, outcomes
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import NewOffice, add_caseworker, create_office
from rise_tui.relay.wishes import rules as wishes
from rise_tui.relay.wishes.wished import Wished
from rise_tui.wire.routes import RESOURCES


@dataclass
class ByRules:
    """The same office, made the slow way."""

    tx: Tx
    papers: dict[acts.Paper, Drawn]
    office_id: str = ""
    staff: list[Reader] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    clients: dict[int, str] = field(default_factory=dict)
    photos: dict[str, tuple[str, str]] = field(default_factory=dict)

    def wish(self, kind: str, by: int, at: int, ids: dict[str, str], /, **body: Any) -> int:
        """Make a wish come true; returns its event's number."""
        resource = RESOURCES[kind]
        seen = 2**53 if body.pop("edits", False) else None
        wish = Wished("", self.staff[by], at, ids, resource.body.model_validate(body), seen)
        return wishes.RULES[kind](self.tx, wish).seq

    def found(self, at: int) -> None:
        """The office, its people, groups and saved texts."""
        (name, role), *others = STAFF
        new = NewOffice(OFFICE, ZONE, SENDER, name, Role(role), None, None, PACE, PRICE_MICROS)
        made = create_office(self.tx, new, at=at)
        self.office_id = made.office_id
        self.tx.update("office", {"office_id": self.office_id}, rules={**RULES, "introduces": False})
        self.staff.append(Reader(made.office_id, made.caseworker_id, Role(role)))
        for name, role in others:
            person, _ = add_caseworker(self.tx, made.office_id, name, at=at, role=Role(role))
            self.staff.append(Reader(made.office_id, person, Role(role)))
        for name, kind in GROUPS:
            self.groups.append(new_id(at))
            self.wish("group", 0, at, {"group_id": self.groups[-1]}, name=name, kind=kind)
        for name, key, english, spanish in TEMPLATES:
            bodies = {"en": english, "es": spanish}
            self.wish("template", 0, at, {"template_id": new_id(at)}, name=name, key=key, bodies=bodies)

    def end(self) -> None:
        """It introduces itself from now on: its people knew it before it had a relay."""
        self.tx.update("office", {"office_id": self.office_id}, rules=RULES)

    def play(self, act: Act) -> None:
        """One act."""
        getattr(self, f"_{type(act).__name__.lower()}")(act)

    def _comes(self, act: acts.Comes) -> None:
        client_id = self.clients[act.client] = new_id(act.at)
        names = {"first_name": act.first, "last_name": act.last, "language": act.language}
        owner = self.staff[act.by].caseworker_id
        self.wish("client", act.by, act.at, {"client_id": client_id}, **names, caseworker_id=owner)
        self._number(act.by, act.at, client_id, act.number, "in person")
        if act.consent != "unknown":
            self._consent(act.by, act.at, client_id, act.number, act.consent, act.wording)

    def _number(self, by: int, at: int, client_id: str, number: str, how: str) -> None:
        ids = {"client_id": client_id, "e164": number}
        self.wish("number", by, at, ids, from_at=at, is_confirmed=True, confirmed_how=how)

    def _consent(self, by: int, at: int, client_id: str, number: str, state: str, wording: str) -> None:
        whose = {"e164": number, "client_id": client_id, "purpose": "all"}
        how = {"state": state, "how": "caseworker", "wording": wording}
        self.wish("consent", by, at, {"consent_id": new_id(at)}, **whose, **how)

    def _moves(self, act: acts.Moves) -> None:
        client_id = self.clients[act.client]
        self.wish("number", act.by, act.at, {"client_id": client_id, "e164": act.old}, until_at=act.at, edits=True)
        self._number(act.by, act.at, client_id, act.number, act.how)
        self._consent(act.by, act.at, client_id, act.number, "opted_in", act.how)

    def _joins(self, act: acts.Joins) -> None:
        ids = {"group_id": self.groups[act.group], "client_id": self.clients[act.client]}
        self.wish("member", act.by, act.at, ids, is_member=True)

    def _leaves(self, act: acts.Leaves) -> None:
        ids = {"group_id": self.groups[act.group], "client_id": self.clients[act.client]}
        self.wish("member", act.by, act.at, ids, is_member=False)

    def _changes(self, act: acts.Changes) -> None:
        until = {} if act.until is None else {"status_until": act.until}
        ids = {"client_id": self.clients[act.client]}
        self.wish("client", act.by, act.at, ids, status=act.status, status_reason=act.reason, edits=True, **until)

    def _notes(self, act: acts.Notes) -> None:
        ids = {"note_id": new_id(act.at)}
        self.wish("note", act.by, act.at, ids, client_id=self.clients[act.client], body=act.text, kind=act.kind)

    def _files(self, act: acts.Files) -> None:
        client_id = self.clients[act.client]
        message_id, sha256 = self.photos[client_id]
        more = {name: value for name, value in (("period", act.period), ("note", act.note)) if value is not None}
        if act.is_verified:
            more |= {"verified_at": act.at, "verified_by": self.staff[act.by].caseworker_id}  # type: ignore[dict-item]  # as JSON
        ids = {"document_id": new_id(act.at)}
        whose = {"client_id": client_id, "message_id": message_id, "sha256": sha256, "kind": act.kind}
        self.wish("document", act.by, act.at, ids, **whose, **more)

    def _appoints(self, act: acts.Appoints) -> None:
        whole = {
            "client_id": None if act.client is None else self.clients[act.client],
            "group_id": None if act.group is None else self.groups[act.group],
            "kind": act.kind,
            "starts_at": act.starts_at,
            "place": act.place,
            "bring": act.bring,
            "answer": act.answer,
            "attended": act.is_attended,
        }
        sent = {name: value for name, value in whole.items() if value is not None}
        self.wish("appointment", act.by, act.at, {"appointment_id": new_id(act.at)}, **sent)

    def _says(self, act: acts.Says) -> None:
        client_id, message_id = self.clients[act.client], new_id(act.at)
        seen = self._heard(client_id)
        body = {"client_id": client_id, "body": act.text, "seen_through": seen, "expires_at": act.at + TO_ONE_MS}
        self.wish("message", act.by, act.at, {"message_id": message_id}, **body)
        self._arrives(message_id, act.at + RECEIPT_MS, act.error)

    def _arrives(self, message_id: str, at: int, error: int | None) -> None:
        word = "delivered" if error is None else "undelivered"
        theirs = carrier_id("SM", message_id)
        outcomes.finish(
            self.tx, self.office_id, message_id, theirs, at, carrier="twilio", carrier_status=word, error_code=error
        )

    def _heard(self, client_id: str) -> int:
        row = self.tx.one("SELECT last_inbound_seq FROM conversation WHERE id = :id", id=client_id)
        return 0 if row is None else int(row["last_inbound_seq"])

    def _reminds(self, act: acts.Reminds) -> None:
        broadcast_id = new_id(act.at)
        people = [(self.clients[client], text) for client, text in act.people]
        recipients = [
            {"client_id": client, "message_id": broadcast_message_id(broadcast_id, client), "body": text}
            for client, text in people
        ]
        left_out = [{"client_id": self.clients[client], "reason": reason} for client, reason in act.left_out]
        body = {"name": act.name, "body": act.body, "recipients": recipients, "left_out": left_out}
        expires_at = act.at + TO_MANY_MS
        self.wish("broadcast", act.by, act.at, {"broadcast_id": broadcast_id}, **body, expires_at=expires_at)
        lost = {self.clients[client]: code for client, code in act.lost}
        for place, one in enumerate(recipients):
            self._arrives(one["message_id"], act.at + RECEIPT_MS + EACH_MS * place, lost.get(one["client_id"]))

    def _hears(self, act: acts.Hears) -> None:
        photos = () if act.paper is None else (MediaRef(f"demo:{act.paper.kind}", "image/jpeg"),)
        inbound = Inbound(carrier_id("SM", new_id()), act.number, SENDER, act.text, media=photos)
        accepted = accept_inbound(self.tx, inbound, carrier="twilio", at=act.at)
        if act.paper is None:
            return
        drawn = self.papers[act.paper]
        key = {"office_id": self.office_id, "message_id": accepted.message_id, "position": 0}
        facts = {"sha256": drawn.sha256, "bytes": drawn.bytes, "width": drawn.width, "height": drawn.height}
        self.tx.update("medium", key, state="stored", type="image/jpeg", attempts=1, **facts)
        client_id = None if act.client is None else self.clients[act.client]
        event_log.append(
            self.tx,
            self.office_id,
            "MediaStored",
            actor="carrier",
            at=act.at + PHOTO_MS,
            client_id=client_id,
            ref_id=accepted.message_id,
            index=0,
        )
        if client_id is not None:
            self.photos[client_id] = accepted.message_id, drawn.sha256

    def _judges(self, act: acts.Judges) -> None:
        client_id = self.clients[act.client]
        seen = self._heard(client_id)
        body: dict[str, Any] = {"seen_through": seen, "read_through": seen}
        given = (("state", act.state), ("snoozed_until", act.snoozed_until), ("is_flagged", act.is_flagged))
        body |= {name: value for name, value in given if value is not None}
        self.wish("conversation", act.by, act.at, {"client_id": client_id}, **body)
