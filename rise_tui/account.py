"""Who is signed in on this machine: `account.json` and `token` beside it, and the folder that this account's store has.

Standard library only, and little of it: the first picture waits for it.
"""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from rise_tui.domain.errors import NotSignedIn
from rise_tui.mounts import is_on_network

_WORDS = ("office", "name", "folder")
_FIELDS = ("url", "instance_id", "office_id", "caseworker_id", "zone")
SPENT = "token.spent"
"""Beside the token: the digest of one that the office has taken back."""
WIPED = "wiped"
"""What stands behind it where the office also had everything deleted."""
_ASK = "Ask your administrator."
_SAFE = re.compile(r"[^A-Za-z0-9-]")


class Folders(Protocol):
    """Where an account is kept; the settings' own paths are such."""

    @property
    def config(self) -> Path:
        """The folder of `account.json` and `token`."""
        ...

    @property
    def data(self) -> Path:
        """The folder of the stores."""
        ...


class Account(NamedTuple):
    """A caseworker on a relay. `instance_id` is the relay's secret; it and `token` never show in a repr."""

    url: str
    instance_id: str
    office_id: str
    caseworker_id: str
    zone: str
    token: str
    office: str = ""
    name: str = ""
    folder: str = ""
    """The name of its store's folder, as kept with the sign-in: working it out takes a library of 5 ms."""

    def __repr__(self) -> str:
        return f"Account({self.url!r}, office_id={self.office_id!r}, caseworker_id={self.caseworker_id!r})"


def load(paths: Folders, *, token: str | None = None, relay_url: str | None = None) -> Account:
    """The account that is signed in here.

    `token` (from the environment) goes before the file's, `relay_url` (from the settings) before the saved address:
    the same relay reached another way. Raises NotSignedIn when either file is missing or says nothing usable, and for
    a token that the office has taken back: what is on this machine stays closed until somebody signs in, or is deleted.
    """
    account = _read(paths, token, relay_url)
    if _is_spent(account.token, paths):
        if _spent(paths)[1:] == [WIPED]:
            raise NotSignedIn("This machine was signed out", "The office had its copy deleted here.", _ASK)
        raise NotSignedIn("You are signed out", "The office has taken this sign-in back.", _ASK)
    return account


def locked(paths: Folders, *, token: str | None = None, relay_url: str | None = None) -> Account | None:
    """The account of a machine that the office has closed, which reads nothing but may still be told to delete all.

    None where nobody is signed in, or nothing was taken back.
    """
    try:
        account = _read(paths, token, relay_url)
    except NotSignedIn:
        return None
    return account if _is_spent(account.token, paths) else None


def _read(paths: Folders, token: str | None, relay_url: str | None) -> Account:
    try:
        saved = json.loads((paths.config / "account.json").read_text("utf-8"))
        known = {key: str(saved[key]) for key in _FIELDS}
        held = token or (paths.config / "token").read_text("ascii").strip()
    except FileNotFoundError as error:
        raise _not_signed_in() from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotSignedIn(
            "The sign-in on this machine cannot be read", f"It is in {paths.config}.", "Run rise login URL again."
        ) from error
    if not held:
        raise _not_signed_in()
    if relay_url is not None:
        known["url"] = relay_url
    words = {key: _word(saved, key) for key in _WORDS}
    return Account(token=held, **words, **known)


def save(account: Account, paths: Folders) -> None:
    """Keep the account: folder 0700, both files 0600, each replaced whole, never half written."""
    paths.config.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(paths.config, 0o700)
    account = account._replace(folder=_folder_name(account))
    facts = {key: getattr(account, key) for key in (*_FIELDS, *_WORDS)}
    _replace(paths.config / "token", account.token + "\n")
    _replace(paths.config / "account.json", json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
    (paths.config / SPENT).unlink(missing_ok=True)


def forget_token(paths: Folders) -> None:
    """Sign out on this machine: the token goes, the store stays."""
    (paths.config / "token").unlink(missing_ok=True)


def lock(account: Account, paths: Folders, *, is_wiped: bool = False) -> None:
    """The office has taken this token back: it opens nothing here any more, also offline, until the next sign-in.

    `is_wiped`: it also had everything deleted, and whoever opens it next is told that.
    """
    paths.config.mkdir(parents=True, exist_ok=True, mode=0o700)
    _replace(paths.config / SPENT, f"{_digest(account.token)}{f' {WIPED}' if is_wiped else ''}\n")


def store_folder(account: Account, paths: Folders) -> Path:
    """The folder of this account's store: per relay, office and caseworker, and per host on a network home."""
    name = account.folder or _folder_name(account)
    if is_on_network(paths.data):
        import socket  # 3 ms, which every first picture would wait for

        name += "." + _SAFE.sub("-", socket.gethostname())
    return paths.data / name


def is_private(file: Path) -> bool:
    """Can only its owner read the file? For `rise doctor`; a file that is not there is private."""
    try:
        return not stat.S_IMODE(file.stat().st_mode) & 0o077
    except FileNotFoundError:
        return True


def _word(saved: dict[str, Any], key: str) -> str:
    value = saved.get(key, "")
    return value if isinstance(value, str) else ""


def _folder_name(account: Account) -> str:
    return f"{_digest(account.instance_id)[:8]}.{account.office_id}.{account.caseworker_id}"


def _digest(token: str) -> str:
    import hashlib  # 5 ms, which a first picture need not wait for

    return hashlib.sha256(token.encode()).hexdigest()


def _is_spent(token: str, paths: Folders) -> bool:
    return bool(spent := _spent(paths)) and spent[0] == _digest(token)


def _spent(paths: Folders) -> list[str]:
    """The digest of the token that was taken back, and WIPED; nothing where none was, or where nobody can tell."""
    try:
        return (paths.config / SPENT).read_text("ascii").split()
    except (OSError, ValueError):
        return []


def _not_signed_in() -> NotSignedIn:
    return NotSignedIn(
        "You are not signed in on this machine",
        "",
        "Run rise login URL with the token that you were given. To look around first: rise demo",
    )


def _replace(file: Path, text: str) -> None:
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        os.fchmod(target.fileno(), 0o600)
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    os.replace(fresh, file)
