"""Asks the relay whether it is there, whether the token is good, and what time it has."""

import asyncio
from dataclasses import dataclass

from rise_tui.account import Account
from rise_tui.domain.clock import Clock, SystemClock
from rise_tui.domain.errors import NotSignedIn, Unreachable
from rise_tui.sync.answers import NoRelay, RefusedByRelay, SignedOut
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.settling import in_words


@dataclass(frozen=True)
class Found:
    """The relay answers. `clock_off_seconds`: how far this machine's clock is ahead of the relay's, to a second."""

    office: str
    name: str
    role: str
    clock_off_seconds: float


def probe(account: Account, clock: Clock | None = None) -> Found:
    """Ask once. Raises NotSignedIn or Unreachable, in words for a caseworker."""
    return asyncio.run(_probe(account, clock or SystemClock()))


async def _probe(account: Account, clock: Clock) -> Found:
    client = RelayClient(account.url, account.token, account.instance_id, answer_s=10.0)
    try:
        me = await client.me()
    except SignedOut as error:
        raise NotSignedIn("The relay does not know this sign-in any more", "", "Run rise login URL again.") from error
    except RefusedByRelay as error:
        raise NotSignedIn("The relay refuses this sign-in", in_words(error.problem)) from error
    except NoRelay as error:
        raise Unreachable("The relay does not answer", error.sentence, "It is tried again by itself.") from error
    finally:
        await client.aclose()
    if me.instance_id != account.instance_id:
        raise Unreachable("Another relay answers at this address", "", "Run rise login URL again.")
    off = 0.0 if client.relay_time is None else (clock.now() - client.relay_time).total_seconds()
    return Found(me.office, me.name, me.role, off)
