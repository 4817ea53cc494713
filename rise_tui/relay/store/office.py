"""Offices and who works there: made by the administrator's commands; tokens are kept as SHA-256 only."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import zone
from rise_tui.domain.errors import BadInput, Conflict, NotFound
from rise_tui.domain.ids import new_id
from rise_tui.domain.phone import parse
from rise_tui.relay.store import devices, event_log
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.people import Deed

RELAY = "relay"
"""The actor of what no person and no carrier did."""
TOKEN_BYTES = 32
_OURS = re.compile(r"\+[1-9][0-9]{6,14}|[2-9][0-9]{4,5}")
QUIET_FROM, QUIET_TO = 21 * 60, 8 * 60
"""Nobody is woken by a broadcast from nine in the evening to eight in the morning (47 CFR 64.1200(c)(1))."""


@dataclass(frozen=True)
class NewOffice:
    """What an office begins with. Quiet hours are minutes of the day, both None for none."""

    name: str
    zone: str
    number: str
    caseworker: str
    role: Role = Role.CASEWORKER
    quiet_from: int | None = QUIET_FROM
    quiet_to: int | None = QUIET_TO
    segments_per_second: float = 1.0
    price_micros: int = 0
    rules: Mapping[str, Any] = field(default_factory=dict)
    """Those that are other than everybody begins with, by their names."""


@dataclass(frozen=True)
class Made:
    """What was made; the token is shown once and stands nowhere."""

    office_id: str
    caseworker_id: str
    token: str


def create_office(tx: Tx, new: NewOffice, *, at: int) -> Made:
    """Make an office with its first number and its first person; the relay itself too, if it is the first.

    `at` is milliseconds. Raises BadInput, BadTime or BadPhone for what cannot be used, Conflict for a number or a name
    that is taken.
    """
    zone(new.zone)
    if not new.name.strip():
        raise BadInput("The office has no name", "", "Give it one with --office.")
    if any(row["name"].casefold() == new.name.strip().casefold() for row in tx.all("SELECT name FROM office")):
        raise Conflict("There is an office of that name already", "", "Add people with: rise relay caseworker add")
    make_instance(tx)
    office_id = new_id()
    tx.insert(
        "office",
        office_id=office_id,
        name=new.name.strip(),
        zone=new.zone,
        quiet_from=new.quiet_from,
        quiet_to=new.quiet_to,
        segments_per_second=new.segments_per_second,
        price_micros=new.price_micros,
        rules=dict(new.rules),
        last_seq=0,
        seq=0,
    )
    add_number(tx, office_id, new.number, at=at)
    caseworker_id, token = add_caseworker(tx, office_id, new.caseworker, at=at, role=new.role)
    return Made(office_id, caseworker_id, token)


def make_instance(tx: Tx) -> None:
    """Give the relay its secrets and its log's epoch, once."""
    if tx.one("SELECT 1 FROM instance") is None:
        tx.insert(
            "instance",
            instance_id=secrets.token_hex(TOKEN_BYTES),
            epoch=new_id(),
            media_secret=secrets.token_hex(TOKEN_BYTES),
        )


def add_caseworker(
    tx: Tx, office_id: str, name: str, *, at: int, role: Role = Role.CASEWORKER, device: str = ""
) -> tuple[str, str]:
    """Somebody new; returns their id and their token. Raises BadInput for an empty name."""
    if not name.strip():
        raise BadInput("A caseworker needs a name", "", "Give it as people say it.")
    caseworker_id = new_id()
    seq = event_log.append(tx, office_id, "CaseworkerChanged", actor=RELAY, at=at, ref_id=caseworker_id)
    tx.insert(
        "caseworker",
        office_id=office_id,
        id=caseworker_id,
        name=name.strip(),
        role=str(role),
        is_active=1,
        seq=seq,
    )
    return caseworker_id, add_token(tx, office_id, caseworker_id, at=at, device=device)


def add_token(tx: Tx, office_id: str, caseworker_id: str, *, at: int, device: str = "") -> str:
    """A new token, one a device; only its SHA-256 is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    devices.add(tx, Deed(office_id, RELAY, at), caseworker_id, digest_of(token), device)
    return token


def digest_of(token: str) -> str:
    """How a token is kept: hex SHA-256. It is random and long, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find_token(tx: Tx, token: str) -> Row | None:
    """The row of a token whatever its state, with its caseworker's `name`, `role` and `is_active`; None if unknown."""
    digest = digest_of(token)
    row = tx.one(
        "SELECT t.*, c.name, c.role, c.is_active FROM token t"
        " JOIN caseworker c ON c.office_id = t.office_id AND c.id = t.caseworker_id WHERE t.sha256 = :digest",
        digest=digest,
    )
    return row if row is not None and hmac.compare_digest(row["sha256"], digest) else None


def add_number(tx: Tx, office_id: str, number: str, *, at: int) -> str:
    """One more number to send from, toll-free ones and short codes too; returns it as the carrier writes it.

    Raises BadPhone, and Conflict if an office has it already.
    """
    e164 = number if _OURS.fullmatch(number) else str(parse(number))
    if tx.one("SELECT 1 FROM number WHERE e164 = :e164", e164=e164) is not None:
        raise Conflict("This number is already taken", "An office of this relay texts from it.", "Use another number.")
    tx.insert("number", office_id=office_id, e164=e164, is_active=1, slot_at=0, heard_until_at=at)
    tell_office(tx, office_id, at=at)
    return e164


def numbers_of(tx: Tx, office_id: str) -> list[Row]:
    """The numbers that the office texts from now, the first one first: `e164`."""
    return tx.all(
        "SELECT e164 FROM number WHERE office_id = :office_id AND is_active = 1 ORDER BY rowid", office_id=office_id
    )


def set_rates(
    tx: Tx, *, at: int, segments_per_second: float | None = None, price_micros: int | None = None
) -> list[str]:
    """Let every office have this pace and price (None: as they are); returns the ids of those that changed."""
    changed = tx.all(
        "UPDATE office SET segments_per_second = COALESCE(:rate, segments_per_second),"
        " price_micros = COALESCE(:price, price_micros)"
        " WHERE segments_per_second != COALESCE(:rate, segments_per_second)"
        " OR price_micros != COALESCE(:price, price_micros) RETURNING office_id",
        rate=segments_per_second,
        price=price_micros,
    )
    for row in changed:
        tell_office(tx, row["office_id"], at=at)
    return [row["office_id"] for row in changed]


def tell_office(tx: Tx, office_id: str, *, at: int) -> None:
    """Put it into the log that something about the office has changed."""
    seq = event_log.append(tx, office_id, "OfficeChanged", actor=RELAY, at=at, ref_id=office_id)
    tx.run("UPDATE office SET seq = :seq WHERE office_id = :office_id", seq=seq, office_id=office_id)


def find_office(tx: Tx, name: str | None) -> str:
    """The id of the office of that name, or of the only one. Raises NotFound with the names there are."""
    rows = tx.all("SELECT office_id, name FROM office ORDER BY rowid")
    fitting = [row for row in rows if name is None or row["name"].casefold() == name.strip().casefold()]
    if len(fitting) == 1:
        office_id: str = fitting[0]["office_id"]
        return office_id
    if not rows:
        raise NotFound("There is no office yet", "", "Make one with: rise relay init")
    names = ", ".join(row["name"] for row in rows)
    raise NotFound("Which office?", f"There are: {names}.", "Name it with --office.")


def zone_of(tx: Tx, office_id: str) -> str:
    """The office's time zone."""
    row = tx.one("SELECT zone FROM office WHERE office_id = :office_id", office_id=office_id)
    return "UTC" if row is None else str(row["zone"])


def office_ids(tx: Tx) -> list[str]:
    """All offices of the relay, the oldest first."""
    return [row["office_id"] for row in tx.all("SELECT office_id FROM office ORDER BY rowid")]


def find_client(tx: Tx, office_id: str, named: str) -> str:
    """The client's id of an id or of the office's own file id. Raises NotFound."""
    rows = tx.all(
        "SELECT id FROM client WHERE office_id = :office_id AND (id = :named OR external_id = :named)",
        office_id=office_id,
        named=named.strip(),
    )
    if len(rows) != 1:
        raise NotFound("There is no such client", "", "Use the client's id, or the office's own file id.")
    return str(rows[0]["id"])


def names_of_people(tx: Tx, office_id: str) -> dict[str, str]:
    """What everybody who works there, or did, is called, by id."""
    rows = tx.all("SELECT id, name FROM caseworker WHERE office_id = :office_id", office_id=office_id)
    return {row["id"]: row["name"] for row in rows}
