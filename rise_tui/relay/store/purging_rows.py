"""How rows go in a purge: each kind with what hangs on it, and what repeated its words elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rise_tui.relay.store.conversation_texts import forget_purged
from rise_tui.relay.store.doomed_files import doom_files_of
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.event_log import NOT_RECEIVED
from rise_tui.wire.codec import to_json

Erase = Callable[[Tx, str, Sequence[str], int], None]
"""Lets rows of one office go, by their ids, at a moment (milliseconds)."""

IDS = "(SELECT value FROM json_each(:ids))"
_WHOSE = f"SELECT DISTINCT conversation_id FROM message WHERE office_id = :office_id AND id IN {IDS}"


def _these(office_id: str, ids: Sequence[str]) -> dict[str, Any]:
    return {"office_id": office_id, "ids": to_json(list(ids))}


def erase_texts(tx: Tx, office_id: str, ids: Sequence[str], at: int) -> None:
    """Texts with all the carrier said about them, their attachments, and that they came; their carrier's ids stay."""
    these = _these(office_id, ids)
    tx.run(
        "INSERT INTO purged_text (office_id, carrier, carrier_id, at) SELECT office_id, carrier, carrier_id, :at"
        f" FROM message WHERE office_id = :office_id AND id IN {IDS} AND carrier_id IS NOT NULL"
        " ON CONFLICT DO NOTHING",
        at=at,
        **these,
    )
    doom_files_of(tx, office_id, "medium", f"message_id IN {IDS}", at, ids=these["ids"])
    tx.run(
        "INSERT INTO doomed_file (office_id, sha256, type, at)"
        " SELECT u.office_id, u.sha256, u.type, :at FROM message m, json_each(m.media) j JOIN upload u"
        " ON u.office_id = m.office_id AND u.sha256 = j.value"
        f" WHERE m.office_id = :office_id AND m.id IN {IDS} AND m.media <> '[]' ON CONFLICT DO NOTHING",
        at=at,
        **these,
    )
    whose = [row["conversation_id"] for row in tx.all(_WHOSE, **these)]
    for statement in (
        f"DELETE FROM medium WHERE office_id = :office_id AND message_id IN {IDS}",
        f"DELETE FROM message_status WHERE office_id = :office_id AND message_id IN {IDS}",
        f"UPDATE conversation SET hold_message_id = NULL WHERE office_id = :office_id AND hold_message_id IN {IDS}",
        "DELETE FROM event WHERE office_id = :office_id AND type = 'MessageReceived'"
        f" AND seq IN (SELECT seq FROM message WHERE office_id = :office_id AND id IN {IDS} AND direction = 'inbound')",
        f"DELETE FROM message WHERE office_id = :office_id AND id IN {IDS}",
    ):
        tx.run(statement, **these)
    forget_purged(tx, office_id, whose)


def _erase_plain(table: str) -> Erase:
    def erase(tx: Tx, office_id: str, ids: Sequence[str], at: int) -> None:
        tx.run(f'DELETE FROM "{table}" WHERE office_id = :office_id AND id IN {IDS}', **_these(office_id, ids))

    return erase


def _erase_papers(tx: Tx, office_id: str, ids: Sequence[str], at: int) -> None:
    these = _these(office_id, ids)
    doom_files_of(tx, office_id, "document", f"id IN {IDS}", at, ids=these["ids"])
    tx.run(f"DELETE FROM document WHERE office_id = :office_id AND id IN {IDS}", **these)


def _erase_broadcasts(tx: Tx, office_id: str, ids: Sequence[str], at: int) -> None:
    these = _these(office_id, ids)
    tx.run(f"DELETE FROM recipient WHERE office_id = :office_id AND broadcast_id IN {IDS}", **these)
    tx.run(f"DELETE FROM broadcast WHERE office_id = :office_id AND id IN {IDS}", **these)


ERASE: Mapping[str, Erase] = MappingProxyType(
    {
        "message": erase_texts,
        "note": _erase_plain("note"),
        "document": _erase_papers,
        "appointment": _erase_plain("appointment"),
        "broadcast": _erase_broadcasts,
    }
)
"""By the kind as the log names it."""


def clear_answers(tx: Tx, office_id: str, before: int) -> None:
    """An answer to an edit that met another one shows what stood then: names, words. That it was refused stays."""
    tx.run(
        "UPDATE \"write\" SET answer = json_remove(answer, '$.present'), digest = '' WHERE office_id = :office_id"
        " AND at < :before AND status >= 400 AND json_extract(answer, '$.present') IS NOT NULL",
        office_id=office_id,
        before=before,
    )
    tx.run(
        "UPDATE \"write\" SET path = '', digest = '', answer = json_set(answer, '$.id', '')"
        " WHERE office_id = :office_id AND at < :before"
        " AND (path LIKE '%/tel:%' OR path LIKE '%/numbers/%')",
        office_id=office_id,
        before=before,
    )


def clear_asides(tx: Tx, office_id: str, before: int) -> None:
    """What colleagues told each other with a transfer or a cover, and strangers' numbers."""
    values = {"office_id": office_id, "before": before}
    for statement in (
        "UPDATE transfer SET note = '' WHERE office_id = :office_id AND at < :before AND note <> '' AND NOT EXISTS"
        " (SELECT 1 FROM legal_hold h WHERE h.office_id = transfer.office_id AND h.client_id = transfer.client_id"
        " AND h.is_held = 1)",
        "UPDATE cover SET note = '' WHERE office_id = :office_id AND until_at < :before AND note <> ''",
        "DELETE FROM wrong_person WHERE office_id = :office_id AND at < :before AND NOT EXISTS (SELECT 1 FROM"
        " legal_hold h WHERE h.office_id = wrong_person.office_id AND h.client_id = wrong_person.client_id"
        " AND h.is_held = 1)",
    ):
        tx.run(statement, **values)


def clear_wordings(tx: Tx, office_id: str, before: int) -> None:
    """Words by which somebody agreed or not stay as long as they count; what was said before is a fact without them."""
    tx.run(
        "UPDATE consent SET wording = '' WHERE office_id = :office_id AND at < :before AND is_current = 0"
        " AND wording <> '' AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.office_id = consent.office_id"
        " AND h.client_id = consent.client_id AND h.is_held = 1)",
        office_id=office_id,
        before=before,
    )
    tx.run(
        "DELETE FROM event WHERE office_id = :office_id AND at < :before AND type = 'Purged' AND client_id >= 'tel:'"
        f" AND client_id < 'tel;' AND {NOT_RECEIVED}",
        office_id=office_id,
        before=before,
    )


def clear_uploads(tx: Tx, office_id: str, before: int, at: int) -> None:
    """What was brought to be sent so long ago, and was perhaps never sent."""
    tx.run(
        "INSERT INTO doomed_file (office_id, sha256, type, at) SELECT office_id, sha256, type, :at FROM upload"
        " WHERE office_id = :office_id AND at < :before ON CONFLICT DO NOTHING",
        office_id=office_id,
        before=before,
        at=at,
    )
