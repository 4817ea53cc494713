"""By which ways the audit log's newest hash leaves the machine once a day: what is set, else whatever reaches anybody.

Set is a file, an https address or an e-mail address. Where nothing is set it goes by e-mail and webhook to each
administrator who is told things (`rise alerts`), and by e-mail to somebody in any case if the relay has a mail server.
Beside that every app hears it as an event (store/audit_heads).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from rise_tui.domain.alerting import is_mail
from rise_tui.domain.audit_chain import Head
from rise_tui.domain.clients import Role
from rise_tui.domain.clock import to_wire
from rise_tui.relay.alerting import ways
from rise_tui.relay.alerting.ways import Mailer
from rise_tui.relay.records.heads import FILE, WEBHOOK, NotTaken, Way, append_to_file, is_address, post, written
from rise_tui.relay.store.alerts import tellers
from rise_tui.relay.store.engine import Tx

ADDRESS, MAIL = "address", "mail"


@dataclass(frozen=True, slots=True)
class HeadWays:
    """The ways that the settings leave open. `head_to`: what is set; without a `mailer` nothing goes by e-mail."""

    head_to: str = ""
    mailer: Mailer | None = None
    hosts: tuple[str, ...] = field(default=())

    def ways_of(self, tx: Tx, office_id: str) -> list[Way]:
        """Where this office's hash goes; empty: it leaves by no way but the apps."""
        if self.head_to:
            return [Way(_kind_of(self.head_to), self.head_to)]
        people = [one for one in tellers(tx) if one.office_id == office_id]
        told = [one for one in people if one.role == Role.ADMINISTRATOR]
        found = [Way(WEBHOOK, one.webhook) for one in told if one.webhook]
        if self.mailer is not None:
            mailed = [one.email for one in told if one.email]
            mailed = mailed or [one.email for one in people if one.email and one.role == Role.SUPERVISOR]
            found += [Way(MAIL, where) for where in mailed or [self.mailer.sender]]
        return sorted(set(found))

    def send(self, way: Way, office_id: str, head: Head, at: int, epoch: str) -> None:
        """Let it leave by this way; waits for it. `at`: milliseconds. Raises NotTaken."""
        _SEND[way.kind](self, way.where, _Leaf(office_id, head, at, epoch))


class _Leaf(NamedTuple):
    """A head with all that stands beside it."""

    office_id: str
    head: Head
    at: int
    epoch: str

    @property
    def line(self) -> str:
        return written(self.office_id, self.head, self.at, self.epoch)


def _kind_of(where: str) -> str:
    if is_address(where):
        return ADDRESS
    return MAIL if is_mail(where) else FILE


def _to_file(ways_out: HeadWays, where: str, leaf: _Leaf) -> None:
    append_to_file(where, leaf.line)


def _to_address(ways_out: HeadWays, where: str, leaf: _Leaf) -> None:
    post(where, leaf.line)


def _by_mail(ways_out: HeadWays, where: str, leaf: _Leaf) -> None:
    if ways_out.mailer is None:
        raise NotTaken("no mail server is set")
    head = f"{leaf.head.n}:{leaf.head.hash}"
    words = (
        f"This is the newest hash of the audit log, as of {to_wire(leaf.at)}. It binds every entry before it.\n"
        f"Keep this mail: nobody can then change the log unseen. To hold the log against it:\n\n"
        f"    rise relay audit verify --head {head}\n\n{leaf.line}\n"
    )
    try:
        ways_out.mailer.send(where, f"rise: audit log, entry {leaf.head.n}", words, f"audit.{leaf.head.hash}")
    except ways.NotTaken as error:
        raise NotTaken(error.why) from None


def _to_webhook(ways_out: HeadWays, where: str, leaf: _Leaf) -> None:
    facts = {"kind": "audit_head", "n": leaf.head.n, "hash": leaf.head.hash, "at": to_wire(leaf.at)}
    try:
        ways.post(where, {**facts, "office_id": leaf.office_id, "epoch": leaf.epoch}, ways_out.hosts)
    except ways.NotTaken as error:
        raise NotTaken(error.why) from None


_SEND: dict[str, Callable[[HeadWays, str, _Leaf], None]] = {
    FILE: _to_file,
    ADDRESS: _to_address,
    MAIL: _by_mail,
    WEBHOOK: _to_webhook,
}
