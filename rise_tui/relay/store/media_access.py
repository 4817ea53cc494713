"""Whose photo or file it is: one may have the bytes of what one may see in a conversation, or has put oneself."""

from rise_tui.relay.store.access import Reader, seen_sql, seen_values
from rise_tui.relay.store.engine import Row, Tx


def media_type(tx: Tx, reader: Reader, sha256: str) -> str | None:
    """The sniffed type of what has this SHA-256; None if it is not here, or not for this caseworker.

    It is for them if it is in an inbound text of a client they see or of an unknown number, if it is filed for a client
    they see or was sent to one, or if they put it themselves.
    """
    if not reader.reads_texts:
        return None
    values = {**seen_values(reader), "sha256": sha256}
    inbound = tx.one(
        "SELECT d.type FROM medium d JOIN message m ON m.office_id = d.office_id AND m.id = d.message_id"
        " WHERE d.office_id = :office_id AND d.sha256 = :sha256 AND d.state = 'stored'"
        f" AND (m.conversation_id LIKE 'tel:%' OR {seen_sql('m.conversation_id')}) LIMIT 1",
        **values,
    )
    row = inbound or _filed(tx, values) or _put_by(tx, reader, sha256)
    return None if row is None else row["type"] or "application/octet-stream"


def may_see_media(tx: Tx, reader: Reader, sha256: str) -> bool:
    """May this caseworker have these bytes?"""
    return media_type(tx, reader, sha256) is not None


def may_attach(tx: Tx, reader: Reader, sha256: str) -> bool:
    """May this caseworker send it with a text? What anybody in the office has put, too: who knows the digest has it."""
    row = tx.one(
        "SELECT 1 FROM upload WHERE office_id = :office_id AND sha256 = :sha256",
        office_id=reader.office_id,
        sha256=sha256,
    )
    return reader.reads_texts and (row is not None or may_see_media(tx, reader, sha256))


def _filed(tx: Tx, values: dict[str, object]) -> Row | None:
    """The type of what stands in the file of a client whom the reader sees, wherever it came from."""
    return tx.one(
        "SELECT COALESCE((SELECT m.type FROM medium m WHERE m.office_id = d.office_id AND m.sha256 = d.sha256"
        " AND m.state = 'stored' LIMIT 1), (SELECT u.type FROM upload u WHERE u.office_id = d.office_id"
        " AND u.sha256 = d.sha256)) AS type FROM document d WHERE d.office_id = :office_id AND d.sha256 = :sha256"
        f" AND d.is_deleted = 0 AND {seen_sql('d.client_id')} LIMIT 1",
        **values,
    )


def _put_by(tx: Tx, reader: Reader, sha256: str) -> Row | None:
    upload = tx.one(
        "SELECT caseworker_id, type FROM upload WHERE office_id = :office_id AND sha256 = :sha256",
        office_id=reader.office_id,
        sha256=sha256,
    )
    if upload is None or reader.sees_all or upload["caseworker_id"] == reader.caseworker_id:
        return upload
    sent = tx.one(
        "SELECT 1 FROM message m WHERE m.office_id = :office_id AND m.direction = 'outbound' AND m.media <> '[]'"
        " AND EXISTS (SELECT 1 FROM json_each(m.media) j WHERE j.value = :sha256)"
        f" AND (m.conversation_id LIKE 'tel:%' OR {seen_sql('m.conversation_id')}) LIMIT 1",
        sha256=sha256,
        **seen_values(reader),
    )
    return upload if sent is not None else None
