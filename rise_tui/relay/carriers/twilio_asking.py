"""Twilio, asked: what came in since a moment, what hangs on a text, and how one of ours stands."""

import base64
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import Any

import httpx

from rise_tui.relay.carriers.account_check import NumberThere
from rise_tui.relay.carriers.base import AccountStopped, Listed, MediaRef, NotTold, StatusReport
from rise_tui.relay.carriers.connections import Connections
from rise_tui.relay.carriers.twilio_words import listed_of, price_of

PAGE = 200
"""Texts that one page of the list is asked for; the answer may hold fewer."""
MOST_PAGES = 500
READ_S = 15.0


class TwilioAsking:
    """Reads Twilio's lists of one account. Knows nothing but Twilio's HTTP; never touches a database."""

    def __init__(
        self, api: str, account_sid: str, auth_token: str, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`api` is Twilio's address or the simulator's. `transport`: another world, for whoever needs one."""
        self._api = api.rstrip("/")
        self._account = f"{self._api}/2010-04-01/Accounts/{account_sid}"
        self._root = f"{self._account}/Messages"
        self._connections = Connections(self._api, read_s=READ_S, transport=transport)
        key = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._headers = {
            "Host": httpx.URL(self._api).netloc.decode(),
            "Authorization": f"Basic {key}",
            "Accept": "application/json",
            "User-Agent": "rise-relay",
        }

    async def received(self, e164: str, since: datetime) -> AsyncGenerator[list[Listed], None]:
        """What came to this number of ours since then, newest first, a page at a time.

        Twilio filters by whole days (`DateSent>`), so the first page with something older is the last one. What was
        deleted at Twilio is not in the list. Raises NotTold, AccountStopped.
        """
        asked = {"To": e164, "DateSent>": f"{since:%Y-%m-%d}", "PageSize": str(PAGE)}
        address: str | None = str(httpx.URL(f"{self._root}.json").copy_merge_params(asked))
        for _ in range(MOST_PAGES):
            if address is None:
                return
            page = await self._told(address)
            try:
                entries = list(page["messages"])
                listed = [listed_of(entry) for entry in entries if entry["direction"] == "inbound"]
                following = page.get("next_page_uri")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise NotTold("not Twilio's list") from error
            recent = [one for one in listed if one.came_at >= since]
            yield recent
            if not following or len(recent) < len(listed):
                return
            if not str(following).startswith("/"):
                raise NotTold("a page elsewhere")
            address = f"{self._api}{following}"
        raise NotTold("too many pages")

    async def attached(self, carrier_id: str) -> tuple[MediaRef, ...]:
        """Where the photos and files of a text are, in their order; none if they were deleted. As `received`."""
        page = await self._told(f"{self._root}/{carrier_id}/Media.json", is_missing_empty=True)
        try:
            return tuple(
                MediaRef(
                    self._api + str(entry["uri"]).removesuffix(".json"), str(entry.get("content_type") or "")[:100]
                )
                for entry in page.get("media_list", ())
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotTold("not Twilio's list") from error

    async def standing(self, carrier_id: str) -> StatusReport | None:
        """How a text of ours stands there; None if it is not there any more. As `received`."""
        said = await self._told(f"{self._root}/{carrier_id}.json", is_missing_empty=True)
        word, code = said.get("status"), said.get("error_code")
        if not isinstance(word, str) or not word:
            return None
        return StatusReport(
            carrier_id=carrier_id,
            word=word.strip().lower()[:40],
            error_code=code if isinstance(code, int) and code else None,
            price_micros=price_of(str(said.get("price") or "")),
        )

    async def account_status(self) -> str:
        """The account's state: `active`, `suspended` or `closed`. As `received`."""
        status = (await self._told(f"{self._account}.json")).get("status")
        if not isinstance(status, str) or not status:
            raise NotTold("not Twilio's account")
        return status.lower()[:40]

    async def number_there(self, e164: str) -> NumberThere | None:
        """One of our numbers as the account has it; None: the account has no such number. As `received`."""
        asked = httpx.URL(f"{self._account}/IncomingPhoneNumbers.json").copy_merge_params({"PhoneNumber": e164})
        page = await self._told(str(asked))
        try:
            entries = [one for one in page["incoming_phone_numbers"] if one["phone_number"] == e164]
            if not entries:
                return None
            (entry, *_) = entries
            return NumberThere(
                sms_url=str(entry.get("sms_url") or ""),
                sms_method=str(entry.get("sms_method") or "POST").upper(),
                is_elsewhere=bool(entry.get("sms_application_sid")),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotTold("not Twilio's list") from error

    async def close(self) -> None:
        """Give up all connections."""
        await self._connections.close()

    async def _told(self, address: str, *, is_missing_empty: bool = False) -> Mapping[str, Any]:
        """The JSON object at an address."""
        try:
            answer = await self._connections.ask(httpx.Request("GET", address, headers=self._headers))
            if answer.status_code == 404 and is_missing_empty:
                return {}
            if answer.status_code == 401:  # 403 may be about reading alone; whoever sends will know
                raise AccountStopped(_code(answer) or 401)
            if answer.status_code != 200:
                raise NotTold(f"answered {answer.status_code}")
            said = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise NotTold(type(error).__name__) from error
        except ValueError as error:
            raise NotTold("not JSON") from error
        if not isinstance(said, dict):
            raise NotTold("no object")
        return said


def _code(answer: httpx.Response) -> int | None:
    try:
        code = answer.json().get("code")
    except (ValueError, AttributeError):
        return None
    return code if isinstance(code, int) else None
