"""The machines on which people have signed in: each with a token of its own, that ends when it is not used."""

from rise_tui.domain.ids import new_id
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.people import Deed
from rise_tui.wire.codec import from_json

ACTIVE, REVOKED, WIPED = "active", "revoked", "wiped"
DAY_MS = 24 * 3600 * 1000
RANK = {ACTIVE: 0, REVOKED: 1, WIPED: 2}
"""A sign-in only goes up: what was taken back may still be wiped, and nothing opens it again."""


def add(tx: Tx, deed: Deed, caseworker_id: str, sha256: str, name: str = "") -> str:
    """A device more for somebody, with a token of that digest; its id."""
    device_id = new_id()
    tx.insert(
        "token",
        office_id=deed.office_id,
        id=device_id,
        sha256=sha256,
        caseworker_id=caseworker_id,
        device=name,
        state=ACTIVE,
        created_at=deed.at,
        expires_at=good_until(tx, deed.office_id, deed.at),
    )
    tell(tx, deed, caseworker_id, device_id)
    return device_id


def good_until(tx: Tx, office_id: str, at: int) -> int | None:
    """Until when a token that is used at `at` is good, by the office's rule; None: without end. Milliseconds."""
    row = tx.one("SELECT rules FROM office WHERE office_id = :office_id", office_id=office_id)
    days = OfficeRules.of(None if row is None else from_json(row["rules"])).sign_in_days
    return at + days * DAY_MS if days > 0 else None


def wants_renewal(token: Row, at: int) -> bool:
    """Was it last used so long ago that its end must be put off? One without an end then gets one.

    That is a day; a quarter of its time, where the office lets a sign-in be good for few days.
    """
    used_at = token["created_at"] if token["seen_at"] is None else token["seen_at"]
    whole = DAY_MS if token["expires_at"] is None else min(DAY_MS, (token["expires_at"] - used_at) // 4)
    return bool(at - used_at >= whole)


def renew(tx: Tx, office_id: str, device_id: str, at: int) -> None:
    """It was used: it is good for the whole time again. Nothing for one that is lost, or that was renewed just now."""
    token = find(tx, office_id, device_id)
    if token is None or token["state"] != ACTIVE or not wants_renewal(token, at):
        return
    tx.update(
        "token",
        {"office_id": office_id, "id": device_id},
        seen_at=at,
        expires_at=good_until(tx, office_id, at),
    )
    record(tx, office_id, token["caseworker_id"], "used_device", at=at, device=device_id)
    tell(tx, Deed(office_id, token["caseworker_id"], at), token["caseworker_id"], device_id)


def find(tx: Tx, office_id: str, device_id: str) -> Row | None:
    """The row of a device."""
    return tx.one("SELECT * FROM token WHERE office_id = :office_id AND id = :id", office_id=office_id, id=device_id)


def name_it(tx: Tx, deed: Deed, device: Row, name: str) -> int | None:
    """Give a device its name; the number of the event, None where it has that name."""
    if device["device"] == name:
        return None
    tx.update("token", {"office_id": deed.office_id, "id": device["id"]}, device=name)
    return tell(tx, deed, device["caseworker_id"], device["id"])


def take_back(tx: Tx, deed: Deed, device: Row, state: str) -> int | None:
    """Take a sign-in back (`revoked`), or have everything deleted there (`wiped`); None where that stands already."""
    if RANK[device["state"]] >= RANK[state]:
        return None
    tx.update("token", {"office_id": deed.office_id, "id": device["id"]}, state=state)
    return tell(tx, deed, device["caseworker_id"], device["id"])


def take_all_back(tx: Tx, deed: Deed, caseworker_id: str, state: str = REVOKED) -> int:
    """Take back, or wipe, every device of somebody that is not so already; how many."""
    return sum(take_back(tx, deed, row, state) is not None for row in of_caseworker(tx, deed.office_id, caseworker_id))


def of_caseworker(tx: Tx, office_id: str, caseworker_id: str) -> list[Row]:
    """The devices of one person, the last used first."""
    return tx.all(
        "SELECT * FROM token WHERE office_id = :office_id AND caseworker_id = :who"
        " ORDER BY coalesce(seen_at, created_at) DESC, id",
        office_id=office_id,
        who=caseworker_id,
    )


def is_wiped(tx: Tx, deed: Deed, device: Row) -> int:
    """The device says that nothing is on it any more; the number of the event."""
    tx.update("token", {"office_id": deed.office_id, "id": device["id"]}, wiped_at=deed.at)
    return tell(tx, deed, device["caseworker_id"], device["id"])


def tell(tx: Tx, deed: Deed, caseworker_id: str, device_id: str) -> int:
    """Put into the log that something about a device has changed."""
    return deed.tell(tx, "DeviceChanged", audience=caseworker_id, ref_id=device_id)
