"""What of a wish goes into the audit log: who did what to whom, which fields and how many; never words or numbers."""

from typing import Any

from rise_tui.relay.store.audit import record
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished
from rise_tui.wire.resources import PutBroadcast, PutConversation, PutCover, PutExport, PutLook, PutOnCall

ACTS = {
    "message": "sent",
    "look": "looked",
    "broadcast": "sent_group_text",
    "media": "brought_file",
    "purge_done": "device_purged",
}
"""What a wish is called in the log; any other is its own kind."""
EXPORTS = {"begun": "export_begun", "done": "exported", "failed": "export_failed"}
"""What an export is called, by how far it is."""
_PLAIN = frozenset(
    (
        *("status", "state", "purpose", "how", "is_held", "is_member", "is_paused", "is_ended", "deleted"),
        *("is_flagged", "now_because", "because"),
    )
)
"""Fields whose value is one of a few words, and tells nothing that somebody wrote."""
_IDS = frozenset({"caseworker_id", "message_id", "broadcast_id", "to_caseworker_id", "of_caseworker_id", "group_id"})
_NOT_TOLD = frozenset({"client_id", "e164", "sha256", "seen_through", "read_through"})


def record_wish(tx: Tx, wish: Wished, kind: str, accepted: Accepted) -> None:
    """Put what came true into the audit log, in the transaction in which it did; how far one has read is no act."""
    body = wish.body
    fields = body.model_fields_set - _NOT_TOLD
    if isinstance(body, PutConversation) and not fields:
        return
    client_id = wish.ids.get("client_id") or getattr(body, "client_id", None) or _whom(tx, wish)
    facts: dict[str, Any] = {name: value for name, value in wish.ids.items() if name not in _NOT_TOLD}
    facts |= {name: getattr(body, name) for name in sorted(fields & (_PLAIN | _IDS))}
    if isinstance(body, PutBroadcast):
        facts |= {"recipients": len(body.recipients), "left_out": len(body.left_out)}
    elif isinstance(body, PutLook):
        facts |= {"from_at": body.from_at, "to_at": body.to_at}
    elif isinstance(body, PutExport):
        counts = {name: getattr(body, name) or None for name in ("texts", "notes", "files", "people")}
        facts |= {"document_id": body.document_id, "state": None, **counts}
    elif isinstance(body, PutOnCall):
        facts |= {"on_call": body.caseworker_id, "caseworker_id": None}
    else:
        facts["fields"] = sorted(fields) or None
    if isinstance(body, PutCover):
        facts |= _who_covers_whom(tx, wish)
    if accepted.more.get("outcome") is not None:
        facts["outcome"] = accepted.more["outcome"]
    record(
        tx,
        wish.office_id,
        wish.by.caseworker_id,
        EXPORTS[body.state] if isinstance(body, PutExport) else ACTS.get(kind, kind),
        at=wish.at,
        client_id=client_id,
        device=wish.by.token_id or None,
        **facts,
    )


def _whom(tx: Tx, wish: Wished) -> str | None:
    """Whose the text is that the wish is about, where it names that alone."""
    row = tx.one(
        "SELECT client_id FROM message WHERE office_id = :office_id AND id = :message_id",
        office_id=wish.office_id,
        message_id=wish.ids.get("message_id"),
    )
    return None if row is None else row["client_id"]


def _who_covers_whom(tx: Tx, wish: Wished) -> dict[str, str]:
    """An edit names the cover alone."""
    row = tx.one(
        "SELECT of_caseworker_id, by_caseworker_id FROM cover WHERE office_id = :office_id AND id = :cover_id",
        office_id=wish.office_id,
        cover_id=wish.ids["cover_id"],
    )
    return {} if row is None else {name: row[name] for name in ("of_caseworker_id", "by_caseworker_id")}


def record_refusal(tx: Tx, wish: Wished, kind: str, refusal: Refusal) -> None:
    """That somebody wished what is not theirs to do; other refusals are slips, and no act."""
    if refusal.status == 403:
        client_id = wish.ids.get("client_id") or getattr(wish.body, "client_id", None)
        facts = {"kind": kind, "device": wish.by.token_id or None}
        record(tx, wish.office_id, wish.by.caseworker_id, "refused", at=wish.at, client_id=client_id, **facts)
