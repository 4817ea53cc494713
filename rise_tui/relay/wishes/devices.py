"""The rules of devices: named by who signed in on them, taken back by them or by whoever keeps the people."""

from rise_tui.domain.clients import Role
from rise_tui.relay.store import devices
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, not_found, present_seq
from rise_tui.wire.resources import PutDevice

KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Name one's own device; take back, or wipe, one's own, as a supervisor or administrator anybody's."""
    body = wish.as_a(PutDevice)
    device_id = wish.ids["device_id"]
    device = devices.find(tx, wish.office_id, device_id)
    if device is None or not _is_theirs(wish, device):
        raise not_found("device")
    seq = None
    if body.name is not None and device["caseworker_id"] == wish.by.caseworker_id:
        seq = devices.name_it(tx, wish.deed, device, body.name.strip())
    if body.state is not None:
        seq = devices.take_back(tx, wish.deed, device, body.state) or seq
    return Accepted(device_id, present_seq(tx, wish) if seq is None else seq)


def apply_wiped(tx: Tx, wish: Wished) -> Accepted:
    """A wiped machine has nothing of the office any more. Raises Refusal for one that nobody has wiped."""
    device = devices.find(tx, wish.office_id, wish.by.token_id)
    if device is None or device["state"] != devices.WIPED:
        raise Refusal(
            409, "id-taken", "This machine was not wiped", "Its sign-in is good.", "Wipe it first, then confirm."
        )
    return Accepted(device["id"], devices.is_wiped(tx, wish.deed, device))


def _is_theirs(wish: Wished, device: Row) -> bool:
    return device["caseworker_id"] == wish.by.caseworker_id or wish.by.role in KEEPERS
