"""Asks the relay whether it is there, whether the token is good, and what time it has."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from rise_tui.account import Account
from rise_tui.domain.clock import Clock, SystemClock, from_ms
from rise_tui.domain.errors import NotSignedIn, Unreachable
from rise_tui.sync.answers import NoRelay, RefusedByRelay, SignedOut
from rise_tui.sync.once import SIGNED_OUT
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.settling import in_words


@dataclass(frozen=True)
class Found:
    """The relay answers.

    `clock_off_seconds`: how far this machine's clock is ahead of the relay's, to a second; `seconds`: how long the
    answer took. Until when the certificate and the token are good, None for no end and where nobody tells.
    """

    office: str
    name: str
    role: str
    clock_off_seconds: float
    seconds: float = 0.0
    version: str = ""
    certificate_until: datetime | None = None
    token_until: datetime | None = None


def probe(account: Account, clock: Clock | None = None, *, connect_s: float = 10.0, answer_s: float = 10.0) -> Found:
    """Ask once, waiting so many seconds for a connection and for the answer.

    Raises NotSignedIn or Unreachable, in words for a caseworker, and BadInput for an address that is none.
    """
    return asyncio.run(_probe(account, clock or SystemClock(), connect_s, answer_s))


async def _probe(account: Account, clock: Clock, connect_s: float, answer_s: float) -> Found:
    client = RelayClient(account.url, account.token, account.instance_id, connect_s=connect_s, answer_s=answer_s)
    began = clock.monotonic()
    try:
        me = await client.me()
        took, certificate_until = clock.monotonic() - began, client.certificate_until
    except SignedOut as error:
        raise NotSignedIn(*SIGNED_OUT[error.kind]) from error
    except RefusedByRelay as error:
        raise NotSignedIn("The relay refuses this sign-in", in_words(error.problem)) from error
    except NoRelay as error:
        raise Unreachable("The relay does not answer", error.sentence, "It is tried again by itself.") from error
    finally:
        await client.aclose()
    if me.instance_id != account.instance_id:
        raise Unreachable("Another relay answers at this address", "", "Run rise login URL again.")
    off = 0.0 if client.relay_time is None else (clock.now() - client.relay_time).total_seconds()
    token_until = None if me.token_expires_at is None else from_ms(me.token_expires_at)
    return Found(me.office, me.name, me.role, off, took, me.version, certificate_until, token_until)
