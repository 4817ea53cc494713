"""Looks whether people can be told that clients wait, and of what is urgent, while nobody has the app open."""

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.safe_text import one_line
from rise_tui.relay.keeping.finding import Finding
from rise_tui.relay.store.alerts import DROPPED, HOUR_MS, Teller, tellers
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import read_rules

LATELY_HOURS = 48
"""What was given up so lately is told."""


def look_at_alerts(tx: Tx, clock: Clock, *, has_mail: bool) -> Finding:
    """Do alerts reach those who want them, whoever is on call, and a supervisor? `has_mail`: there is a mail server."""
    people = tellers(tx)
    unreached = _on_call_unreached(tx, people, now_ms(clock))
    if unreached:
        words = f"{unreached} is on call, and has not said how to be told"
        return Finding("alerts", False, words, "They set it in the app with E, or with: rise alerts")
    if not has_mail and (count := sum(1 for one in people if one.email)):
        words = f"{count} want to be told by e-mail, and there is no mail server"
        return Finding("alerts", False, words, "Set RISE_RELAY_SMTP_HOST and RISE_RELAY_SMTP_FROM.")
    if unwatched := _unwatched(tx, people):
        words = f"no supervisor of {unwatched} has said how to be told of what nobody answers"
        return Finding("alerts", False, words, "They set it in the app with E, or with: rise alerts")
    lost = _given_up(tx, now_ms(clock))
    if lost:
        return Finding("alerts", False, f"{lost} could not leave in {LATELY_HOURS} hours", "See: rise relay alerts")
    told = "1 person is told" if len(people) == 1 else f"{len(people)} people are told"
    return Finding("alerts", True, f"{told} while nobody has rise open")


def _on_call_unreached(tx: Tx, people: list[Teller], at: int) -> str:
    """The name of somebody on call whom nothing reaches; empty: there is nobody like that."""
    reached = {(one.office_id, one.caseworker_id) for one in people}
    for row in tx.all("SELECT office_id FROM office ORDER BY rowid"):
        on_call = read_rules(tx, row["office_id"]).on_call_at(at)
        if on_call and (row["office_id"], on_call) not in reached:
            who = tx.one(
                "SELECT name FROM caseworker WHERE office_id = :office_id AND id = :id",
                office_id=row["office_id"],
                id=on_call,
            )
            return "somebody" if who is None else one_line(who["name"], 40)
    return ""


def _unwatched(tx: Tx, people: list[Teller]) -> str:
    """The name of an office that has supervisors, and nothing reaches any of them; empty: there is none like that."""
    reached = {one.office_id for one in people if one.role == Role.SUPERVISOR}
    offices = tx.all(
        "SELECT o.office_id, o.name FROM office o WHERE EXISTS (SELECT 1 FROM caseworker c"
        " WHERE c.office_id = o.office_id AND c.role = :role AND c.is_active = 1) ORDER BY o.rowid",
        role=str(Role.SUPERVISOR),
    )
    return next((one_line(row["name"], 40) for row in offices if row["office_id"] not in reached), "")


def _given_up(tx: Tx, at: int) -> int:
    row = tx.one(
        "SELECT count(*) AS n FROM alert WHERE state = :dropped AND done_at >= :since",
        dropped=DROPPED,
        since=at - LATELY_HOURS * HOUR_MS,
    )
    return 0 if row is None else int(row["n"])
