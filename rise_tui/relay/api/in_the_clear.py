"""Whether a token crossed a network without encryption: then it opens nothing, whoever it belongs to."""

import logging
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

from rise_tui.relay.wishes.wished import Refusal

log = logging.getLogger(__name__)
FORWARDED = "x-forwarded-proto"
"""The header in which a proxy says how it was reached; Caddy and Traefik set it by themselves."""


class ClearLine:
    """Refuses plain http from another machine, and says so once in the log."""

    def __init__(self) -> None:
        self._is_told = False

    def check(self, scope: Scope) -> None:
        """Raises Refusal (503, so that nothing is given up) where the line to the caseworker is not encrypted.

        What comes from this machine is let in, unless a proxy says that it was reached without encryption.
        """
        said = Headers(scope=scope).get(FORWARDED, "").partition(",")[0].strip().lower()
        if said == "https" or (not said and (scope["scheme"] == "https" or _is_here(scope))):
            return
        if not self._is_told:
            self._is_told = True
            log.warning("a token came over plain http and was not read: a proxy must say X-Forwarded-Proto: https")
        raise Refusal(
            503,
            "in-the-clear",
            "The line to the office is not encrypted",
            "A sign-in must not cross a network over plain http.",
            "Tell whoever runs the relay.",
        )


def _is_here(scope: Scope) -> bool:
    """Does it come from this machine, which plain http never leaves?"""
    client = scope.get("client")
    if not client:
        return True
    try:
        address = ip_address(str(client[0]))
    except ValueError:
        return True  # a socket in a folder, or no network at all
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
