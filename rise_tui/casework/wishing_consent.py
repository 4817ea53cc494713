"""The wish to keep what somebody said about being texted."""

from collections.abc import Mapping
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import client_names, wish
from rise_tui.domain.ids import new_id
from rise_tui.store.engine import Session

Key = tuple[str, str, str]
"""A number, a client (none: the number itself) and a purpose."""


def wish_consent(
    desk: Desk,
    session: Session,
    client_id: str,
    key: Key,
    said: Mapping[str, Any],
    shown: Mapping[Key, Mapping[str, Any]] | None = None,
) -> str:
    """Wish, in the conversation of `client_id`, that `said` counts for `key`; the wish's id.

    Until the relay tells what stands, `shown` is shown, each under its key; if not given, what was said.
    """
    e164, holder, purpose = key
    consent_id = new_id()
    body = {name: value for name, value in said.items() if value is not None}
    about = {"e164": e164, "purpose": purpose, **({"client_id": holder} if holder else {})}
    write_id = wish(
        desk,
        session,
        "consent",
        lane=client_id,
        ids={"consent_id": consent_id},
        body=body | about,
        names=client_names(client_id),
        makes=consent_id,
    )
    for each, columns in ({key: said} if shown is None else shown).items():
        desk.store.pending.shelve(session, "consent", each, write_id, {**columns, "at": desk.now})
    return write_id
