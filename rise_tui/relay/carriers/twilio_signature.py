"""Twilio's signature: HMAC-SHA1 over the address it was given and every field, however many Twilio adds."""

import binascii
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

from rise_tui.relay.carriers.base import BadSignature, Signed

FORM_TYPE = "application/x-www-form-urlencoded"
_PORTS = {"https": 443, "http": 80}


class Signature:
    """Checks webhooks against the relay's configured public address, with and without its port.

    The Host and X-Forwarded headers are never looked at: whoever posts can write them.
    """

    def __init__(self, public_url: str, auth_token: str) -> None:
        token = auth_token.encode()
        self._begun = tuple(hmac.new(token, base, "sha1") for base in _bases(public_url))

    def verify(self, request: Signed) -> None:
        """Raises BadSignature unless Twilio signed exactly this request; a missing signature is a bad one.

        A body that is no form is covered by `bodySHA256` in the query instead of by its fields.
        """
        given = (request.signature or "").encode("latin-1", "replace")
        fields = b""
        if request.content_type == FORM_TYPE or _is_form(request.content_type) or not request.body:
            fields = request.form.joined()
        elif not _is_body(request):
            raise BadSignature
        tail = request.path + (f"?{request.query}" if request.query else "")
        signed = tail.encode("utf-8", "surrogateescape") + fields
        for begun in self._begun:
            expected = begun.copy()
            expected.update(signed)
            if hmac.compare_digest(binascii.b2a_base64(expected.digest(), newline=False), given):
                return
        raise BadSignature


def _is_form(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == FORM_TYPE


def _bases(public_url: str) -> tuple[bytes, ...]:
    """The address as configured, without its port, and with the port it has by default."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    bare = f"{parts.scheme}://{host}{parts.path}"
    ported = f"{parts.scheme}://{host}:{parts.port or _PORTS.get(parts.scheme, 443)}{parts.path}"
    return tuple(base.encode("utf-8", "surrogateescape") for base in dict.fromkeys((public_url, bare, ported)))


def _is_body(request: Signed) -> bool:
    wanted = parse_qs(request.query).get("bodySHA256", [""])[0]
    found = hashlib.sha256(request.body).hexdigest()
    return hmac.compare_digest(found.encode(), wanted.lower().encode("utf-8", "surrogateescape"))
