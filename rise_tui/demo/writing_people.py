"""Writes what happens to people's files: coming, moving, groups, notes, papers, appointments, what they agreed to."""

from typing import Any

from rise_tui.demo import acts
from rise_tui.demo.book import Book, File
from rise_tui.domain.ids import conversation_key

CLIENT = {
    "zone": None,
    "external_id": None,
    "status": "open",
    "status_reason": None,
    "status_until_at": None,
    "is_discreet": 0,
    "safe_from": None,
    "safe_to": None,
    "is_deleted": 0,
}
"""What a file begins with."""


def comes(book: Book, act: acts.Comes) -> None:
    """A file, with whoever made it; a number that they confirmed in person; and what they signed."""
    client_id, by = book.ids.at(act.at), book.staff[act.by]
    book.add("access", id=book.ids.at(act.at), caseworker_id=by, client_id=client_id, why="own", from_at=act.at)
    seq = book.tell("ClientChanged", act.at, by, client_id, client_id)
    names = {
        "first_name": act.first,
        "last_name": act.last,
        "language": act.language,
        "caseworker_id": by,
    }
    row = {"office_id": book.office_id, "id": client_id, **names, **CLIENT, "seq": seq}
    book.files[act.client] = File({**row, "field_seqs": dict.fromkeys(names, seq)}, act.number)
    whose = {"from_caseworker_id": None, "to_caseworker_id": by, "why": "own"}
    book.tell("ClientAssigned", act.at, by, client_id, audience=by, **whose)
    _hold(book, act.at, by, client_id, act.number, "in person")
    if act.consent != "unknown":
        agree(book, act.at, by, act.number, client_id, act.consent, "caseworker", act.wording)


def moves(book: Book, act: acts.Moves) -> None:
    """Another number from now on; what was signed for the old one is asked anew, and given."""
    file, by = book.files[act.client], book.staff[act.by]
    old = book.holdings[file.id, act.old]
    seq = book.tell("NumberChanged", act.at, by, file.id, file.id, e164=act.old)
    old.update(until_at=act.at, seq=seq, field_seqs={**old["field_seqs"], "until_at": seq})
    _hold(book, act.at, by, file.id, act.number, act.how)
    agree(book, act.at, by, act.number, file.id, "opted_in", "caseworker", act.how)
    file.number = act.number


def _hold(book: Book, at: int, by: str, client_id: str, number: str, how: str) -> None:
    seq = book.tell("NumberChanged", at, by, client_id, client_id, e164=number)
    book.holdings[client_id, number] = {
        "office_id": book.office_id,
        "client_id": client_id,
        "e164": number,
        "from_at": at,
        "until_at": None,
        "is_confirmed": 1,
        "confirmed_how": how,
        "seq": seq,
        "field_seqs": dict.fromkeys(("from_at", "is_confirmed", "confirmed_how"), seq),
    }


def agree(
    book: Book,
    at: int,
    actor: str,
    number: str,
    client_id: str | None,
    state: str,
    how: str,
    wording: str,
    message_id: str | None = None,
    told: str | None = None,
) -> None:
    """What is known about texts to a number; the fact before is history. `told`: in whose file, if not the client's."""
    consent_id = book.ids.at(at)
    seq = book.tell("ConsentChanged", at, actor, told or conversation_key(client_id, number), consent_id)
    before = book.agreed.get((number, client_id))
    if before is not None:
        before["is_current"] = 0
    row = book.agreed[number, client_id] = {
        "office_id": book.office_id,
        "id": consent_id,
        "e164": number,
        "client_id": client_id,
        "purpose": "all",
        "state": state,
        "how": how,
        "wording": wording,
        "message_id": message_id,
        "actor": actor,
        "is_current": 1,
        "at": at,
        "seq": seq,
    }
    book.consents.append(row)


def joins(book: Book, act: acts.Joins) -> None:
    """Somebody is in a group now."""
    _belong(book, act.at, act.by, act.client, act.group, True)


def leaves(book: Book, act: acts.Leaves) -> None:
    """Somebody is in a group no longer."""
    _belong(book, act.at, act.by, act.client, act.group, False)


def _belong(book: Book, at: int, by: int, client: int, group: int, is_member: bool) -> None:
    client_id, group_id = book.files[client].id, book.groups[group]
    seq = book.tell("GroupMembershipChanged", at, book.staff[by], client_id, group_id, is_member=is_member)
    key = {"office_id": book.office_id, "group_id": group_id, "client_id": client_id}
    book.members[group_id, client_id] = {**key, "is_member": int(is_member), "seq": seq}


def changes(book: Book, act: acts.Changes) -> None:
    """A client is paused or closed."""
    file = book.files[act.client]
    seq = book.tell("ClientChanged", act.at, book.staff[act.by], file.id, file.id)
    new: dict[str, Any] = {"status": act.status, "status_reason": act.reason}
    if act.until is not None:
        new["status_until_at"] = act.until
    file.row.update(new, seq=seq, field_seqs={**file.row["field_seqs"], **dict.fromkeys(new, seq)})


def notes(book: Book, act: acts.Notes) -> None:
    """A note, a call or a visit."""
    note_id, client_id, by = book.ids.at(act.at), book.files[act.client].id, book.staff[act.by]
    seq = book.tell("NoteChanged", act.at, by, client_id, note_id)
    book.add(
        "note",
        id=note_id,
        client_id=client_id,
        caseworker_id=by,
        body=act.text,
        kind=act.kind,
        is_deleted=0,
        at=act.at,
        seq=seq,
    )


def files(book: Book, act: acts.Files) -> None:
    """Their newest photo becomes a document."""
    file, by = book.files[act.client], book.staff[act.by]
    if file.photo is None:
        raise LookupError("a paper is filed that nobody sent")
    document_id, (message_id, sha256) = book.ids.at(act.at), file.photo
    seq = book.tell("DocumentChanged", act.at, by, file.id, document_id)
    sent: dict[str, Any] = {"client_id": file.id, "message_id": message_id, "sha256": sha256, "kind": act.kind}
    sent |= {name: value for name, value in (("period", act.period), ("note", act.note)) if value is not None}
    if act.is_verified:
        sent |= {"verified_at": act.at, "verified_by": by}
    fresh = dict.fromkeys(("period", "note", "verified_at", "verified_by"))
    row = {**fresh, "is_dismissed": 0, "is_deleted": 0, **sent}
    book.add("document", id=document_id, **row, seq=seq, field_seqs=dict.fromkeys(sent, seq))


def appoints(book: Book, act: acts.Appoints) -> None:
    """An appointment of one client or of one group."""
    appointment_id, by = book.ids.at(act.at), book.staff[act.by]
    client_id = None if act.client is None else book.files[act.client].id
    group_id = None if act.group is None else book.groups[act.group]
    seq = book.tell("AppointmentChanged", act.at, by, client_id, appointment_id)
    is_attended = None if act.is_attended is None else int(act.is_attended)
    whole = {
        "client_id": client_id,
        "group_id": group_id,
        "kind": act.kind,
        "starts_at": act.starts_at,
        "place": act.place,
        "bring": act.bring,
        "answer": act.answer,
        "attended": is_attended,
    }
    sent = [name for name, value in whole.items() if value is not None]
    book.add("appointment", id=appointment_id, **whole, is_deleted=0, seq=seq, field_seqs=dict.fromkeys(sent, seq))
