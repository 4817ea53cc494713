"""For each resource that may be PUT, the function that makes the wish true."""

from collections.abc import Callable

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes import (
    alerting,
    appointments,
    being_away,
    broadcasts,
    cancellations,
    claims,
    clients,
    consents,
    conversations,
    covers,
    devices,
    documents,
    groups,
    messages,
    notes,
    numbers,
    on_call,
    records,
    releasing,
    templates,
    transfers,
    wrong_persons,
)
from rise_tui.relay.wishes.wished import Accepted, Wished

Rule = Callable[[Tx, Wished], Accepted]

RULES: dict[str, Rule] = {
    "client": clients.apply,
    "number": numbers.apply,
    "message": messages.apply,
    "resolution": cancellations.apply_resolution,
    "release": releasing.apply,
    "cancellation": cancellations.apply,
    "broadcast": broadcasts.apply,
    "broadcast_cancellation": broadcasts.apply_cancellation,
    "broadcast_pause": broadcasts.apply_pause,
    "conversation": conversations.apply,
    "group": groups.apply,
    "member": groups.apply_member,
    "template": templates.apply,
    "note": notes.apply,
    "document": documents.apply,
    "claim": claims.apply,
    "look": notes.apply_look,
    "transfer": transfers.apply,
    "cover": covers.apply,
    "device": devices.apply,
    "wiped": devices.apply_wiped,
    "consent": consents.apply,
    "wrong_person": wrong_persons.apply,
    "alerts": alerting.apply,
    "on_call": on_call.apply,
    "away": being_away.apply,
    "appointment": appointments.apply,
    "legal_hold": records.apply_hold,
    "export": records.apply_export,
    "purge_done": records.apply_purge_done,
}
"""By the resource's kind in wire/routes."""
