"""How the rows of resources are written on the wire: the same in an event, a snapshot and a conflict."""

from collections.abc import Mapping
from typing import Any

from rise_tui.domain.clock import to_wire
from rise_tui.relay.store.engine import Row
from rise_tui.wire.codec import from_json

Shape = dict[str, Any]


def time_of(ms: int | None) -> str | None:
    """A time that may be missing, as the wire has it."""
    return None if ms is None else to_wire(ms)


def client_facts(client: Row | Mapping[str, Any]) -> Shape:
    """A client's row as the wire has it; None where nothing is known."""
    return {
        "client_id": client["id"],
        "first_name": client["first_name"],
        "last_name": client["last_name"],
        "language": client["language"],
        "zone": client["zone"],
        "external_id": client["external_id"],
        "caseworker_id": client["caseworker_id"],
        "status": client["status"],
        "status_reason": client["status_reason"],
        "status_until": time_of(client["status_until_at"]),
        "is_discreet": bool(client["is_discreet"]),
        "safe_from": client["safe_from"],
        "safe_to": client["safe_to"],
        "deleted": bool(client["is_deleted"]),
    }


def holding_facts(holding: Row | Mapping[str, Any]) -> Shape:
    """A holding's row as the wire has it."""
    return {
        "client_id": holding["client_id"],
        "e164": holding["e164"],
        "from_at": to_wire(holding["from_at"]),
        "until_at": time_of(holding["until_at"]),
        "is_confirmed": bool(holding["is_confirmed"]),
        "confirmed_how": holding["confirmed_how"],
    }


def group_facts(group: Row | Mapping[str, Any]) -> Shape:
    """A group's row as the wire has it."""
    return {
        "group_id": group["id"],
        "name": group["name"],
        "kind": group["kind"],
        "deleted": bool(group["is_deleted"]),
    }


def template_facts(template: Row | Mapping[str, Any]) -> Shape:
    """A template's row as the wire has it."""
    return {
        "template_id": template["id"],
        "name": template["name"],
        "key": template["key"],
        "bodies": from_json(template["bodies"]),
        "deleted": bool(template["is_deleted"]),
    }


def document_facts(document: Row | Mapping[str, Any]) -> Shape:
    """A document's row as the wire has it."""
    names = ("client_id", "message_id", "sha256", "kind", "period", "note", "verified_by")
    return {
        "document_id": document["id"],
        **{name: document[name] for name in names},
        "verified_at": time_of(document["verified_at"]),
        "is_dismissed": bool(document["is_dismissed"]),
        "deleted": bool(document["is_deleted"]),
    }


def appointment_facts(appointment: Row | Mapping[str, Any]) -> Shape:
    """An appointment's row as the wire has it."""
    names = ("client_id", "group_id", "kind", "place", "bring", "answer")
    return {
        "appointment_id": appointment["id"],
        **{name: appointment[name] for name in names},
        "starts_at": to_wire(appointment["starts_at"]),
        "attended": None if appointment["attended"] is None else bool(appointment["attended"]),
        "deleted": bool(appointment["is_deleted"]),
    }


def cover_facts(cover: Row | Mapping[str, Any]) -> Shape:
    """A cover's row as the wire has it, for the two whom it is about."""
    names = ("of_caseworker_id", "by_caseworker_id", "group_id", "note")
    return {
        "cover_id": cover["id"],
        **{name: cover[name] for name in names},
        "from_at": to_wire(cover["from_at"]),
        "until_at": to_wire(cover["until_at"]),
        "has_begun": cover["began_at"] is not None,
        "is_ended": bool(cover["is_ended"]),
    }


def device_facts(device: Row) -> Shape:
    """A token's row as the wire has it: the device, never what opens anything."""
    return {
        "device_id": device["id"],
        "caseworker_id": device["caseworker_id"],
        "name": device["device"],
        "state": device["state"],
        "created_at": to_wire(device["created_at"]),
        **{name: time_of(device[name]) for name in ("seen_at", "expires_at", "wiped_at")},
    }


def transfer_facts(transfer: Row) -> Shape:
    """A transfer's row as the wire has it."""
    names = ("client_id", "from_caseworker_id", "to_caseworker_id", "note", "message_id", "text_left_out", "undoes")
    return {"transfer_id": transfer["id"], **{name: transfer[name] for name in names}}


def note_facts(note: Row) -> Shape:
    """A note's row as the wire has it."""
    names = ("client_id", "kind", "caseworker_id")
    told = {"note_id": note["id"], **{name: note[name] for name in names}}
    return {**told, "body": "" if note["is_deleted"] else note["body"], "deleted": bool(note["is_deleted"])}


def consent_facts(consent: Row) -> Shape:
    """A consent's row as the wire has it."""
    names = ("client_id", "e164", "purpose", "state", "how", "message_id", "wording")
    return {name: consent[name] for name in names}
