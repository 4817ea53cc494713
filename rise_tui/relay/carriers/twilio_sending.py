"""Twilio, the way out: a text becomes a POST, and a text of which nobody knows is looked up in Twilio's own list."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from rise_tui.domain.clock import Clock
from rise_tui.relay.carriers.base import (
    Absent,
    AccountStopped,
    CannotTell,
    Found,
    OutboundText,
    Refused,
    TryLater,
    Unknown,
)
from rise_tui.relay.carriers.connections import Connections

READ_S = 15.0
"""How long Twilio may take to answer, but no longer than half a lease, so that a lost answer is looked up in time."""
LEAST_READ_S = 2.0
"""A busy machine on either side must not look like a lost answer."""
PAGE = 100
MOST_PAGES = 20
LONGEST_VALIDITY_S = 36_000

_ACCOUNT_CODES = frozenset({20003, 20005, 20006, 20403, 30002})
"""Wrong credentials, account not active, no permission, suspended: nothing of ours will leave."""
_FULL_CODES = frozenset({21611, 30001})
"""The sender's or the account's queue at Twilio is full."""
FULL_PAUSE_S = 60.0
_FIRST_BYTE = "http11.send_request_headers.started"
_FORM = "application/x-www-form-urlencoded"


class TwilioSending:
    """Sends and finds texts of one account. Knows nothing but Twilio's HTTP; never touches a database."""

    def __init__(
        self,
        api: str,
        account_sid: str,
        auth_token: str,
        clock: Clock,
        *,
        read_s: float = READ_S,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`api` is Twilio's address or the simulator's; `read_s` how many seconds an answer may take."""
        self._api = api.rstrip("/")
        self._url = httpx.URL(f"{self._api}/2010-04-01/Accounts/{account_sid}/Messages.json")
        self._clock = clock
        self._connections = Connections(self._api, read_s=read_s, transport=transport)
        key = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._headers = {
            "Host": self._url.netloc.decode(),
            "Authorization": f"Basic {key}",
            "Accept": "application/json",
            "User-Agent": "rise-relay",
        }

    async def send(self, text: OutboundText, callback: str) -> str:
        """Hand a text over with our callback; returns Twilio's sid.

        Raises Refused (for good), TryLater (certainly not taken: no byte left, or 429), AccountStopped, and Unknown for
        everything after which Twilio may or may not have it: a time-out, a broken connection, a 5xx. A 5xx is not
        idempotent (Twilio's page on 20500), so nothing is ever sent a second time here.
        """
        request = httpx.Request(
            "POST",
            self._url,
            content=urlencode(_form(text, callback)).encode(),
            headers={**self._headers, "Content-Type": _FORM},
        )
        request.extensions = {"trace": _LastLook(text, self._clock)}
        try:
            answer = await self._connections.ask(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise TryLater from error
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise Unknown(type(error).__name__) from error
        return self._sid(answer)

    async def find(self, text: OutboundText, since: datetime) -> Found | Absent | CannotTell:
        """Look for a text in Twilio's list, by receiver, sender, words and time.

        The time is judged by `date_created`: a text that still waits at Twilio has no other, and a filter by day would
        hide it. One that already belongs to another of our texts never counts.
        """
        address: str | None = str(
            self._url.copy_merge_params({"To": text.e164, "From": text.sender, "PageSize": str(PAGE)})
        )
        matches: list[Found] = []
        for _ in range(MOST_PAGES):
            if address is None:
                break
            try:
                listed, address = await self._page(address, since)
            except _Unclear as unclear:
                return CannotTell(str(unclear))
            matches += [found for entry in listed if (found := _match(entry, text)) is not None]
        else:
            if address is not None:
                return CannotTell("too many pages")
        if len(matches) > 1 and not text.is_any:
            return CannotTell("several fit")
        return matches[0] if matches else Absent()

    async def close(self) -> None:
        """Give up all connections."""
        await self._connections.close()

    async def _page(self, address: str, since: datetime) -> tuple[list[Mapping[str, Any]], str | None]:
        """The texts of one page made since then, and the address of the next page, None at the end. Raises _Unclear."""
        try:
            answer = await self._connections.ask(httpx.Request("GET", address, headers=self._headers))
            if answer.status_code != 200:
                raise _Unclear(f"answered {answer.status_code}")
            page = answer.json()
            listed = list(page["messages"])
            recent = [entry for entry in listed if _created(entry) >= since]
            following = page.get("next_page_uri")
            if following and not following.startswith("/"):
                raise _Unclear("a page elsewhere")
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise _Unclear(type(error).__name__) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _Unclear("not Twilio's list") from error
        is_over = not following or (listed and not recent)
        return recent, None if is_over else self._api + following

    def _sid(self, answer: httpx.Response) -> str:
        status, said = answer.status_code, _json(answer)
        if 200 <= status < 300:
            if isinstance(sid := said.get("sid"), str) and sid:
                return sid
            raise Unknown("an answer without a sid")
        code = said.get("code") if isinstance(said.get("code"), int) else None
        if status == 429 or code == 20429:
            raise TryLater(self._retry_after(answer), is_storm=True)
        if status >= 500 or status < 400 or status == 408:
            raise Unknown(f"answered {status}")
        if status in (401, 403, 404) or code in _ACCOUNT_CODES:
            raise AccountStopped(code or status)
        if code in _FULL_CODES:
            raise TryLater(FULL_PAUSE_S)
        raise Refused(code)

    def _retry_after(self, answer: httpx.Response) -> float | None:
        """Seconds, from a header that is seconds or a date; None if there is none that makes sense."""
        asked = answer.headers.get("Retry-After", "").strip()
        try:
            return max(0.0, float(asked))
        except ValueError:
            pass
        try:
            at = parsedate_to_datetime(asked)
        except ValueError:
            return None
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - self._clock.now()).total_seconds())


class _Unclear(Exception):
    """The list could not be read; the words say why, for the log."""


class _LastLook:
    """Called by httpcore at each step of a request: no first byte after the deadline, or of what may not begin."""

    def __init__(self, text: OutboundText, clock: Clock) -> None:
        self.text = text
        self.clock = clock

    async def __call__(self, step: str, _: Mapping[str, Any]) -> None:
        """Raises TryLater before the first byte of what may not leave any more; nothing has left then."""
        if step != _FIRST_BYTE:
            return
        text = self.text
        is_late = text.begin_by is not None and self.clock.monotonic() > text.begin_by
        if is_late or (text.may_begin is not None and not text.may_begin()):
            raise TryLater(0.0)


def _form(text: OutboundText, callback: str) -> list[tuple[str, str]]:
    fields = [("To", text.e164), ("From", text.sender), ("Body", text.body), ("StatusCallback", callback)]
    fields += [("MediaUrl", address) for address in text.media_urls]
    if text.valid_for_s is not None:
        fields.append(("ValidityPeriod", str(min(max(text.valid_for_s, 1), LONGEST_VALIDITY_S))))
    return fields


def _json(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _created(entry: Mapping[str, Any]) -> datetime:
    at = parsedate_to_datetime(entry["date_created"])
    return at if at.tzinfo else at.replace(tzinfo=UTC)


_NOT_TOLD = frozenset({"failed", "undelivered", "canceled"})
"""In what state a text has told nobody anything."""


def _match(entry: Mapping[str, Any], text: OutboundText) -> Found | None:
    """This entry as the text, unless it is another's. A trial account puts its own words before ours."""
    if entry["sid"] in text.taken or not str(entry.get("direction", "")).startswith("outbound"):
        return None
    if entry.get("to") != text.e164 or entry.get("from") != text.sender:
        return None
    body, ours = str(entry.get("body") or "").strip(), text.body.strip()
    if text.is_any:
        if entry.get("status") in _NOT_TOLD:
            return None
    elif body != ours and not (body.startswith("Sent from your Twilio trial account") and body.endswith(ours)):
        return None
    code = entry.get("error_code")
    return Found(str(entry["sid"]), str(entry.get("status") or ""), code if isinstance(code, int) else None)
