"""The rules of documents: a photo or file of a message, filed for a client; its filing is edited field by field."""

from collections.abc import Mapping
from typing import Any

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import document_facts
from rise_tui.relay.store.media_access import may_see_media
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, must_see, not_found


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    return wish.tell(tx, "DocumentChanged", client_id=row["client_id"], ref_id=wish.ids["document_id"])


_OPTIONAL = ("message_id", "period", "note", "verified_at", "verified_by")
_PLAIN = ("client_id", "sha256", "kind", *_OPTIONAL, "is_dismissed")

DOCUMENT = Edited(
    noun="document",
    table="document",
    columns={**{name: name for name in _PLAIN}, "deleted": "is_deleted"},
    facts=document_facts,
    tell=_tell,
    clearable=frozenset(_OPTIONAL),
    fixed=frozenset({"client_id", "message_id", "sha256"}),
)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """File a photo or paper that the caseworker can see, or change what was sent of a filing.

    Whose it is and which file it is never change: a wrong filing is dismissed and made again.
    """
    sent = columns_of(DOCUMENT, wish)
    row = standing(tx, wish, DOCUMENT)
    document_id = wish.ids["document_id"]
    _check_verifier(tx, wish, sent)
    if row is not None:
        must_see(tx, wish, row["client_id"])
        return edit(tx, wish, DOCUMENT, document_id, row, sent)
    if sent.get("is_deleted"):
        raise not_found("document")
    if not sent.get("client_id"):
        raise invalid("/client_id", "A paper is one client's.")
    if not sent.get("sha256"):
        raise invalid("/sha256", "A paper is a photo or a file.")
    must_see(tx, wish, sent["client_id"])
    if not may_see_media(tx, wish.by, sent["sha256"]):
        raise not_found("photo")
    fresh = {**dict.fromkeys(_OPTIONAL), "kind": "other", "is_dismissed": 0, "is_deleted": 0}
    return create(tx, wish, DOCUMENT, document_id, {**fresh, **sent})


def _check_verifier(tx: Tx, wish: Wished, sent: dict[str, Any]) -> None:
    person = sent.get("verified_by")
    if person is None:
        return
    row = tx.one(
        "SELECT 1 FROM caseworker WHERE office_id = :office_id AND id = :id", office_id=wish.office_id, id=person
    )
    if row is None:
        raise invalid("/verified_by", "No caseworker of this office has that id.")
