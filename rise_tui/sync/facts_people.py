"""Facts about people and what is kept about them: each type of event, and how it stands in the replica."""

from typing import Any

from rise_tui.domain.consent import Purpose
from rise_tui.domain.documents import DocumentKind
from rise_tui.store.happenings import Happening
from rise_tui.store.notices import AUDIT_HEADS, CARRIER
from rise_tui.sync.taking import Puts, Taking
from rise_tui.wire import events
from rise_tui.wire.events import Event

HEADS_KEPT = 400
"""Hashes of the audit log, a day each, that a machine keeps."""


def office_changed(taking: Taking, event: Event, fact: events.OfficeChanged) -> None:
    """The office's own numbers, hours and prices."""
    taking.fact("office", fact.office_id, fact.model_dump(exclude={"office_id"}), event.seq)
    taking.changed("office")
    taking.changed("line")


def carrier_alert(taking: Taking, event: Event, fact: events.CarrierAlert) -> None:
    """Something is wrong between the office and its phone company; the last such word is kept."""
    taking.store.notices.put(taking.session, CARRIER, fact.model_dump(), seq=event.seq, at=event.at)
    taking.changed("office")
    taking.changed("line")


def audit_head(taking: Taking, event: Event, fact: events.AuditHead) -> None:
    """The audit log's newest hash: kept with those of the last months, away from the machine that it speaks of."""
    known = taking.store.notices.get(taking.session, AUDIT_HEADS)
    heads = [] if known is None else [head for head in known.words["heads"] if head["n"] != fact.n]
    words = {"heads": [*heads, {"n": fact.n, "hash": fact.hash, "at": fact.newest_at}][-HEADS_KEPT:]}
    taking.store.notices.put(taking.session, AUDIT_HEADS, words, seq=event.seq, at=event.at)


def caseworker_changed(taking: Taking, event: Event, fact: events.CaseworkerChanged) -> None:
    """A colleague."""
    columns = fact.model_dump(exclude={"caseworker_id"})
    taking.store.office.put_caseworker(taking.session, fact.caseworker_id, seq=event.seq, **columns)
    taking.changed("office")


def client_changed(taking: Taking, event: Event, fact: events.ClientChanged) -> None:
    """A person."""
    columns = fact.model_dump(exclude={"client_id", "status_until", "deleted"})
    columns |= {"status_until_at": fact.status_until, "is_deleted": fact.deleted, "is_mine": True}
    _status_changed(taking, event, fact)
    taking.store.clients.put(taking.session, fact.client_id, seq=event.seq, **columns)
    taking.touched(fact.client_id)


def _status_changed(taking: Taking, event: Event, fact: events.ClientChanged) -> None:
    """Since when somebody is paused, closed or open again; of who was so when they first came here nobody knows it."""
    known = taking.store.happenings.latest(taking.session, fact.client_id, "status")
    is_old = known is not None and event.seq <= known.seq
    if is_old or fact.status == ("open" if known is None else known.words["status"]):
        return
    is_new = not taking.store.clients.seq(taking.session, fact.client_id)
    words = {"status": fact.status, "reason": fact.status_reason, "until_at": fact.status_until}
    _happened(taking, event, fact.client_id, "status", words, at=0 if is_new else event.at)


def number_changed(taking: Taking, event: Event, fact: events.NumberChanged) -> None:
    """Who has a number, from when to when."""
    columns = fact.model_dump(exclude={"client_id", "e164"})
    taking.fact("holding", (fact.client_id, fact.e164), columns, event.seq)
    taking.touched(fact.client_id)


def consent_changed(taking: Taking, event: Event, fact: events.ConsentChanged) -> None:
    """What was said about being texted: the newest word on each number, person and purpose."""
    key = (fact.e164, fact.client_id or "", Purpose(fact.purpose).value)
    columns = fact.model_dump(include={"state", "how", "wording", "message_id"})
    is_news = taking.fact("consent", key, {**columns, "at": event.at}, event.seq)
    if is_news and fact.client_id is None and (fact.how == "carrier" or fact.state == "opted_in"):
        taking.store.numbers.mark(taking.session, fact.e164, is_blocked=fact.state == "opted_out")
    for client_id in _whom_it_concerns(taking, event, fact):
        taking.touched(client_id)
        is_somebody = not client_id.startswith("tel:")
        if is_somebody or taking.store.conversations.get(taking.session, client_id) is not None:
            words = fact.model_dump(include={"state", "how", "purpose", "message_id"}, exclude_none=True)
            _happened(taking, event, client_id, "consent", words)


def wrong_person(taking: Taking, event: Event, fact: events.WrongPerson) -> None:
    """Somebody else answers on a client's number; what ended and what was cancelled is told by events of its own."""
    words = {"e164": fact.e164, "sent": len(fact.sent), "cancelled": fact.cancelled}
    _happened(taking, event, fact.client_id, "wrong_person", words)
    taking.changed("thread", fact.client_id)


def away_changed(taking: Taking, event: Event, fact: events.AwayChanged) -> None:
    """A colleague, or oneself, is away or back."""
    columns = fact.model_dump(exclude={"caseworker_id"})
    taking.fact("away", fact.caseworker_id, columns, event.seq)
    taking.changed("office")


def alerts_changed(taking: Taking, event: Event, fact: events.AlertsChanged) -> None:
    """How one wants to be told while one is not here."""
    columns = fact.model_dump(exclude={"caseworker_id", "at"}) | {"at_times": fact.at}
    taking.fact("alerts", fact.caseworker_id, columns, event.seq)
    taking.changed("office")


def client_moved(taking: Taking, event: Event, fact: events.ClientAssigned) -> None:
    """Who had a client, and who has them from now on; a client whom somebody has just added has moved nowhere.

    A transfer's marker is an event of its own: it is part of the client's past.
    """
    if fact.transfer_id is not None or (fact.from_caseworker_id is None and fact.why == "own"):
        return
    kind = "released" if isinstance(fact, events.ClientReleased) else "assigned"
    words = fact.model_dump(include={"from_caseworker_id", "to_caseworker_id", "why", "note"})
    _happened(taking, event, fact.client_id, kind, words)
    taking.changed("thread", fact.client_id)


def client_transferred(taking: Taking, event: Event, fact: events.ClientTransferred) -> None:
    """The marker of a transfer in the conversation, with its note and what became of the text about it."""
    named = {"from_caseworker_id", "to_caseworker_id", "note", "text_left_out"}
    words = {**fact.model_dump(include=named), "why": "undone" if fact.undoes else "own"}
    _happened(taking, event, fact.client_id, "assigned", words)
    taking.changed("thread", fact.client_id)


def cover_changed(taking: Taking, event: Event, fact: events.CoverChanged) -> None:
    """Who sees to whose clients, from when until when."""
    taking.fact("cover", fact.cover_id, fact.model_dump(exclude={"cover_id"}), event.seq)
    taking.changed("office")


def cover_ended(taking: Taking, event: Event, fact: events.CoverEnded) -> None:
    """What was done meanwhile, and who waits now."""
    columns = {**fact.model_dump(exclude={"cover_id"}), "ended_at": event.at, "is_ended": True}
    taking.fact("cover", fact.cover_id, columns, event.seq)
    taking.changed("office")


def device_changed(taking: Taking, event: Event, fact: events.DeviceChanged) -> None:
    """A machine that somebody has signed in on."""
    taking.fact("device", fact.device_id, fact.model_dump(exclude={"device_id"}), event.seq)
    taking.changed("office")


def _happened(
    taking: Taking, event: Event, client_id: str, kind: str, words: dict[str, Any], at: int | None = None
) -> None:
    happening = Happening(client_id, event.seq, event.at if at is None else at, kind, event.actor, words)
    taking.store.happenings.add(taking.session, happening)


def _whom_it_concerns(taking: Taking, event: Event, fact: events.ConsentChanged) -> set[str]:
    holders = {holding.client_id for holding in taking.store.numbers.holders(taking.session, fact.e164)}
    named = {client_id for client_id in (fact.client_id, event.client_id) if client_id is not None}
    return holders | named | {f"tel:{fact.e164}"}


def group_changed(taking: Taking, event: Event, fact: events.GroupChanged) -> None:
    """A named set of clients."""
    columns = {"name": fact.name, "kind": fact.kind, "is_deleted": fact.deleted}
    taking.fact("client_group", fact.group_id, columns, event.seq)
    taking.changed("groups", fact.group_id)


def membership_changed(taking: Taking, event: Event, fact: events.GroupMembershipChanged) -> None:
    """That a client is, or is no longer, in a group."""
    key = (fact.group_id, fact.client_id)
    taking.fact("group_member", key, {"is_member": fact.is_member}, event.seq)
    taking.changed("groups", fact.group_id)


def template_changed(taking: Taking, event: Event, fact: events.TemplateChanged) -> None:
    """A reusable text."""
    columns = {"name": fact.name, "key": fact.key, "bodies": fact.bodies, "is_deleted": fact.deleted}
    taking.fact("template", fact.template_id, columns, event.seq)
    taking.changed("templates", fact.template_id)


def note_changed(taking: Taking, event: Event, fact: events.NoteChanged) -> None:
    """What a caseworker wrote down."""
    columns = fact.model_dump(exclude={"note_id", "deleted"})
    taking.fact("note", fact.note_id, {**columns, "is_deleted": fact.deleted, "at": event.at}, event.seq)
    taking.changed("thread", fact.client_id)


def document_changed(taking: Taking, event: Event, fact: events.DocumentChanged) -> None:
    """A photo or file, filed for a client."""
    columns = {**fact.model_dump(exclude={"document_id", "deleted"}), "kind": DocumentKind(fact.kind).value}
    taking.fact("document", fact.document_id, {**columns, "is_deleted": fact.deleted, "at": event.at}, event.seq)
    taking.changed("documents", fact.client_id)
    taking.changed("thread", fact.client_id)


def appointment_changed(taking: Taking, event: Event, fact: events.AppointmentChanged) -> None:
    """A class, a court date, a check-in."""
    columns = fact.model_dump(exclude={"appointment_id", "deleted"})
    taking.fact("appointment", fact.appointment_id, {**columns, "is_deleted": fact.deleted}, event.seq)
    if fact.client_id is not None:
        taking.changed("thread", fact.client_id)


def legal_hold_changed(taking: Taking, event: Event, fact: events.LegalHoldChanged) -> None:
    """That nothing of a client may be purged, or that it may be again."""
    columns = fact.model_dump(exclude={"client_id"})
    taking.fact("legal_hold", fact.client_id, columns, event.seq)
    taking.changed("thread", fact.client_id)


PUTS: Puts = {
    "OfficeChanged": office_changed,
    "CarrierAlert": carrier_alert,
    "AuditHead": audit_head,
    "CaseworkerChanged": caseworker_changed,
    "ClientTransferred": client_transferred,
    "CoverChanged": cover_changed,
    "CoverEnded": cover_ended,
    "DeviceChanged": device_changed,
    "ClientChanged": client_changed,
    "NumberChanged": number_changed,
    "WrongPerson": wrong_person,
    "AlertsChanged": alerts_changed,
    "AwayChanged": away_changed,
    "ConsentChanged": consent_changed,
    "GroupChanged": group_changed,
    "GroupMembershipChanged": membership_changed,
    "TemplateChanged": template_changed,
    "NoteChanged": note_changed,
    "DocumentChanged": document_changed,
    "AppointmentChanged": appointment_changed,
    "LegalHoldChanged": legal_hold_changed,
}
