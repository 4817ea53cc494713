"""What is left of a client when the file is purged: an id that never returns, and numbers that must not be texted."""

from typing import Any

from rise_tui.relay.store.conversation_texts import texts_in
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.event_log import NOT_RECEIVED

_OF_CLIENT = (
    "DELETE FROM note WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM document WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM appointment WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM group_member WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM conversation WHERE office_id = :office_id AND id = :client_id",
    "DELETE FROM received_run WHERE office_id = :office_id AND conversation_id = :client_id",
    "DELETE FROM reading WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM access WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM legal_hold WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM transfer WHERE office_id = :office_id AND client_id = :client_id",
    "DELETE FROM wrong_person WHERE office_id = :office_id AND client_id = :client_id",
    f"DELETE FROM event WHERE office_id = :office_id AND client_id = :client_id AND {NOT_RECEIVED}",
    "UPDATE recipient SET e164 = NULL WHERE office_id = :office_id AND client_id = :client_id",
    "UPDATE \"write\" SET answer = json_set(answer, '$.id', '') WHERE office_id = :office_id"
    " AND path LIKE '/v1/clients/' || :client_id || '/numbers/%'",
    "UPDATE \"write\" SET path = '', digest = '', answer = json_remove(answer, '$.present')"
    " WHERE office_id = :office_id AND (path LIKE '/v1/clients/' || :client_id || '%'"
    " OR json_extract(answer, '$.present.client_id') = :client_id)",
    "UPDATE client SET first_name = '', last_name = '', language = 'en', zone = NULL, external_id = NULL,"
    " caseworker_id = NULL, status = 'closed', status_reason = NULL, status_until_at = NULL, is_discreet = 0,"
    " safe_from = NULL, safe_to = NULL, is_deleted = 1, field_seqs = '{}'"
    " WHERE office_id = :office_id AND id = :client_id",
)


def silent_clients(tx: Tx, office_id: str, before: int, most: int) -> list[str]:
    """Clients closed or deleted before that moment (milliseconds), of whom nothing newer is kept and no hold stands.

    `most` -1: all of them. Nobody is found twice: of who was purged no name is left.
    """
    rows = tx.all(
        "SELECT t.id FROM client t WHERE t.office_id = :office_id AND (t.status = 'closed' OR t.is_deleted = 1)"
        " AND NOT (t.is_deleted = 1 AND t.first_name = '' AND t.last_name = '' AND t.field_seqs = '{}')"
        " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.office_id = t.office_id AND e.client_id = t.id"
        f" AND e.{NOT_RECEIVED} AND e.at >= :before)"
        " AND NOT EXISTS (SELECT 1 FROM message m INDEXED BY message_seq WHERE m.office_id = t.office_id"
        f" AND m.seq IN {texts_in('t.id', 't.office_id')})"
        " AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.office_id = t.office_id AND h.client_id = t.id"
        " AND h.is_held = 1) ORDER BY t.id LIMIT :most",
        office_id=office_id,
        before=before,
        most=most,
    )
    return [row["id"] for row in rows]


def erase_client(tx: Tx, office_id: str, client_id: str) -> None:
    """Let everything of a client go but the id, marked as deleted, and what keeps their numbers from being texted.

    The texts must be gone already.
    """
    whose: dict[str, Any] = {"office_id": office_id, "client_id": client_id}
    numbers = tx.all("SELECT e164 FROM holding WHERE office_id = :office_id AND client_id = :client_id", **whose)
    tx.run("DELETE FROM holding WHERE office_id = :office_id AND client_id = :client_id", **whose)
    for row in numbers:
        _forget_number(tx, office_id, client_id, row["e164"])
    tx.run("DELETE FROM consent WHERE office_id = :office_id AND client_id = :client_id", **whose)
    for statement in _OF_CLIENT:
        tx.run(statement, **whose)


def _forget_number(tx: Tx, office_id: str, client_id: str, e164: str) -> None:
    """A number that nobody else has goes too; one that is closed stays so, without words and without whom it was.

    Where only the person was closed on it, not the number, the number is closed in their place.
    """
    values: dict[str, Any] = {"office_id": office_id, "e164": e164, "client_id": client_id}
    other = tx.one("SELECT 1 FROM holding WHERE office_id = :office_id AND e164 = :e164", **values)
    if other is not None:
        return
    tx.run(
        "DELETE FROM consent WHERE office_id = :office_id AND e164 = :e164 AND client_id IS NULL"
        " AND NOT (is_current = 1 AND state = 'opted_out')",
        office_id=office_id,
        e164=e164,
    )
    tx.run(
        "UPDATE consent SET client_id = NULL WHERE office_id = :office_id AND e164 = :e164 AND client_id = :client_id"
        " AND is_current = 1 AND state = 'opted_out' AND NOT EXISTS (SELECT 1 FROM consent c WHERE"
        " c.office_id = :office_id AND c.e164 = :e164 AND c.client_id IS NULL AND c.purpose = consent.purpose)",
        **values,
    )
    tx.run(
        "UPDATE consent SET wording = '', message_id = NULL WHERE office_id = :office_id AND e164 = :e164"
        " AND client_id IS NULL",
        office_id=office_id,
        e164=e164,
    )
