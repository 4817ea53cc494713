"""What an office decides, as its row has it: read, changed and told; what a rule kept back goes on with it lifted."""

from functools import lru_cache

from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.waiting_hours import Hours, WhyHeld
from rise_tui.relay.store import queue
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import tell_office
from rise_tui.wire.codec import from_json, to_json


@lru_cache(maxsize=64)
def rules_of(written: str) -> OfficeRules:
    """An office's rules as its row has them."""
    return OfficeRules.of(from_json(written))


def read_rules(tx: Tx, office_id: str) -> OfficeRules:
    """The rules of that office; as they are in the beginning for one that is not there."""
    row = tx.one("SELECT rules FROM office WHERE office_id = :office_id", office_id=office_id)
    return OfficeRules() if row is None else rules_of(row["rules"])


def office_hours(tx: Tx, office_id: str) -> Hours:
    """The office's zone and rules, as the rules about hours want them: of nobody in particular."""
    row = tx.one("SELECT zone, rules FROM office WHERE office_id = :office_id", office_id=office_id)
    return Hours("UTC") if row is None else Hours(row["zone"], rules=rules_of(row["rules"]))


def set_rules(tx: Tx, office_id: str, rules: OfficeRules, *, at: int) -> bool:
    """Let these be the office's rules, and tell everybody; `at` is milliseconds. False: they were so already.

    Whatever waits for a day's hour is asked about anew: it may leave sooner, or must wait for longer.
    """
    old = read_rules(tx, office_id)
    if old == rules:
        return False
    tx.run(
        "UPDATE office SET rules = :rules WHERE office_id = :office_id",
        rules=to_json(rules.values()),
        office_id=office_id,
    )
    tell_office(tx, office_id, at=at)
    if old.is_held and not rules.is_held:
        queue.let_go(tx, office_id, WhyHeld.OFFICE_HOLD)
    _ask_again(tx, office_id, at)
    return True


def put_rules(tx: Tx, office_id: str, rules: OfficeRules, seq: int) -> None:
    """Let these be the office's rules as of the event that told it; only for rules that hold no text back."""
    tx.update("office", {"office_id": office_id}, rules=rules.values(), seq=seq)


def read_quiet_hours(tx: Tx, office_id: str) -> tuple[int, int] | None:
    """From and to, minutes of the day; None where there are none."""
    row = tx.one("SELECT quiet_from, quiet_to FROM office WHERE office_id = :office_id", office_id=office_id)
    return None if row is None or row["quiet_from"] is None else (row["quiet_from"], row["quiet_to"])


def set_quiet_hours(tx: Tx, office_id: str, quiet_from: int | None, quiet_to: int | None, *, at: int) -> bool:
    """Let these be the quiet hours (minutes of the day; both None: there are none). False: they were so already."""
    new = None if quiet_from is None or quiet_to is None else (quiet_from, quiet_to)
    if read_quiet_hours(tx, office_id) == new:
        return False
    tx.update("office", {"office_id": office_id}, quiet_from=quiet_from, quiet_to=quiet_to)
    tell_office(tx, office_id, at=at)
    _ask_again(tx, office_id, at)
    return True


def ask_again_of(tx: Tx, office_id: str, client_id: str, at: int) -> None:
    """The hours of a client have changed (`at`, milliseconds): what waits for one of them is decided about anew."""
    queue.let_go(tx, office_id, WhyHeld.NO_HOUR, client_id)
    tx.run(
        "UPDATE queue SET due_at = :at WHERE office_id = :office_id AND conversation_id = :client_id"
        " AND state = 'queued' AND due_at > :at AND EXISTS (SELECT 1 FROM message m"
        "  WHERE m.office_id = queue.office_id AND m.id = queue.message_id AND m.held_until_at IS NOT NULL)",
        at=at,
        office_id=office_id,
        client_id=client_id,
    )


def _ask_again(tx: Tx, office_id: str, at: int) -> None:
    queue.let_go(tx, office_id, WhyHeld.NO_HOUR)
    queue.ask_again(tx, office_id, at)
