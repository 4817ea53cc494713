"""What sync works with: the account, its store folder, the clock and the waits, each replaceable in a test."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from rise_tui import account as accounts
from rise_tui.account import Account, store_folder
from rise_tui.domain.clock import Clock, SystemClock
from rise_tui.domain.errors import NotSignedIn
from rise_tui.settings import Paths
from rise_tui.store.store import Store
from rise_tui.sync.answers import DEVICE_WIPED, TAKEN_BACK
from rise_tui.sync.backoff import Backoff, Waits
from rise_tui.sync.relay_client import RelayClient

ROLE_S = 1.0
"""How often the role is tried for while another process has it, in seconds."""
STORE_WAIT_MS = 5_000
"""How long sync waits for a write of somebody else; it holds up nobody."""


@dataclass(frozen=True)
class Setup:
    """One account's sync. `key` opens an encrypted store; `quiet_s` and `answer_s` are time-outs in seconds."""

    account: Account
    folder: Path
    paths: Paths | None = None
    key: bytes | None = field(default=None, repr=False)
    clock: Clock = field(default_factory=SystemClock)
    waits: Waits = field(default_factory=Backoff)
    quiet_s: float = 45.0
    answer_s: float = 20.0

    @classmethod
    def of(cls, account: Account, paths: Paths, clock: Clock | None = None) -> "Setup":
        """As the app and the commands use it."""
        return cls(account, store_folder(account, paths), paths, clock=clock or SystemClock())

    def store(self) -> Store:
        """The store, over connections of sync's own."""
        return Store(self.folder, self.key, wait_ms=STORE_WAIT_MS)

    def client(self, account: Account) -> RelayClient:
        """A client for this account."""
        return RelayClient(
            account.url, account.token, account.instance_id, quiet_s=self.quiet_s, answer_s=self.answer_s
        )

    def refreshed(self) -> "Setup":
        """The same with the account as it stands now: the relay may have moved, the token may be another."""
        try:
            saved = accounts.load(self.paths) if self.paths is not None else self.account
        except NotSignedIn:
            return self
        is_same = (saved.instance_id, saved.caseworker_id) == (self.account.instance_id, self.account.caseworker_id)
        return replace(self, account=saved) if is_same else self

    def signed_out(self, spent: Account, kind: str) -> None:
        """The relay refused the token: one that ran out leaves all as it is, one taken back closes this machine."""
        if kind not in TAKEN_BACK or self.paths is None:
            return
        try:
            accounts.lock(spent, self.paths, is_wiped=kind == DEVICE_WIPED)
        except OSError:
            pass  # nothing can be written there: it is closed for as long as the relay can be asked

    def signed_in_again(self, spent: Account) -> Account | None:
        """The same caseworker with another token than the spent one, if somebody has signed in since."""
        try:
            saved = accounts.load(self.paths) if self.paths is not None else spent
        except NotSignedIn:
            return None
        is_same = (saved.instance_id, saved.caseworker_id) == (spent.instance_id, spent.caseworker_id)
        return spent._replace(token=saved.token) if is_same and saved.token != spent.token else None
