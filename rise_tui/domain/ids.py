"""Names for things: UUIDv7 in lower case, made by whoever writes, so that a repeated write can be recognised."""

import os
import re
import threading
import time
import uuid
from functools import lru_cache
from typing import NewType

ClientId = NewType("ClientId", str)
"""A client's UUID, or `tel:+1…` for a number that nobody holds."""
CaseworkerId = NewType("CaseworkerId", str)
MessageId = NewType("MessageId", str)
BroadcastId = NewType("BroadcastId", str)
GroupId = NewType("GroupId", str)

_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
"""The first digit of the fourth part, by what stood there (RFC 9562 §4.1)."""
CHANCES = 64
"""Ids for which chance is asked for at once."""
_chances: list[str] = []
os.register_at_fork(after_in_child=_chances.clear)  # two processes never give the same
_lock = threading.Lock()
_last = 0
_last_given = 0


def new_id(at_ms: int | None = None) -> str:
    """A fresh UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then a counter's 12 bits, then 62 random bits.

    Within one process later ones sort after earlier ones, also within a millisecond and when the clock steps back.
    `at_ms` (milliseconds) fixes the time; of one time and up to 4,096 ids, asked for without another time in between,
    later ones sort after earlier ones.
    """
    global _last, _last_given
    if at_ms is None:
        now = time.time_ns() // 1_000_000 << 12
        with _lock:
            _last = now if now > _last else _last + 1
            stamp = f"{_last:015x}"
    else:
        with _lock:
            _last_given = _last_given + 1 if _last_given >> 12 == at_ms else at_ms << 12
            stamp = f"{_last_given:015x}"
    try:
        chance = _chances.pop()
    except IndexError:  # a call of the system for each id costs a third of it
        many = os.urandom(8 * CHANCES).hex()
        _chances.extend(many[place : place + 16] for place in range(16, len(many), 16))
        chance = many[:16]
    return f"{stamp[:8]}-{stamp[8:12]}-7{stamp[12:]}-{_VARIANT[chance[0]]}{chance[1:4]}-{chance[4:]}"


def is_id(text: str) -> bool:
    """Is this a UUID as we write it: lower case, with dashes?"""
    return _SHAPE.fullmatch(text) is not None


def made_at(id_: str) -> int | None:
    """When a UUIDv7 was made, in milliseconds by the clock of whoever made it; None for an id of another kind."""
    return int(id_[:8] + id_[9:13], 16) if is_id(id_) and id_[14] == "7" else None


def broadcast_message_id(broadcast: str, client: str) -> MessageId:
    """The id of the message that a client gets of a broadcast: UUIDv5, so that a repeat names the same message.

    Written out (RFC 9562 §5.5), because a broadcast asks for thousands at once.
    """
    import hashlib  # OpenSSL, which the first picture would wait for

    digest = hashlib.sha1(_bytes_of(broadcast) + client.encode(), usedforsecurity=False).hexdigest()
    variant = _VARIANT[digest[16]]
    return MessageId(f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}")


@lru_cache(maxsize=16)
def _bytes_of(broadcast: str) -> bytes:
    return uuid.UUID(broadcast).bytes


def conversation_key(client: str | None, e164: str) -> ClientId:
    """The key of a conversation: the client's id, or `tel:+1…` while nobody holds the number."""
    return ClientId(client if client is not None else f"tel:{e164}")
