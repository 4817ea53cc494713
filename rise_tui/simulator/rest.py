"""Twilio's HTTP as far as a sender uses it: create, list, read, redact and delete texts, and read their media."""

import base64
import hmac
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rise_tui.domain.clock import from_ms, from_wire, now_ms
from rise_tui.simulator import media, sending, texts
from rise_tui.simulator.faults import Fault
from rise_tui.simulator.hangup import Silence, Torn
from rise_tui.simulator.sending import Refused
from rise_tui.simulator.switch import Switch
from rise_tui.simulator.texts import Medium, Text
from rise_tui.simulator.voice import API_VERSION

PAGE = 50


class Rest:
    """Twilio's routes over one switch."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        options = switch.options
        self._key = b"Basic " + base64.b64encode(f"{options.account}:{options.token}".encode())
        self._root = f"/{API_VERSION}/Accounts/{{account}}"

    def routes(self) -> list[Route]:
        """All of them."""
        text = f"{self._root}/Messages/{{text}}"
        return [
            Route(f"{self._root}.json", self.account, methods=["GET"]),
            Route(f"{self._root}/IncomingPhoneNumbers.json", self.numbers, methods=["GET"]),
            Route(f"{self._root}/Messages.json", self.create, methods=["POST"]),
            Route(f"{self._root}/Messages.json", self.page, methods=["GET"]),
            Route(f"{text}.json", self.one, methods=["GET", "POST", "DELETE"]),
            Route(f"{text}/Media.json", self.attached, methods=["GET"]),
            Route(f"{text}/Media/{{medium}}", self.medium, methods=["GET"]),
            Route(f"{text}/Media/{{medium}}.json", self.forget_medium, methods=["DELETE"]),
            Route("/media/{medium}", self.signed_medium, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        """POST Messages.json: 201 once the text is in the witness, or Twilio's refusal."""
        if not self._knows(request):
            return self._unknown()
        switch = self._switch
        fault = switch.faults.meet("api")
        if fault is not None and not fault.accepts:
            return _trouble(fault, JSONResponse({}))
        form = parse_qsl((await request.body()).decode("ascii", "replace"), keep_blank_values=True)
        try:
            text, attached = sending.understand(switch, form)
        except Refused as refused:
            return problem(refused.status, refused.code, refused.message)
        await switch.accept(text, attached)
        answer = JSONResponse(self._shown(text), 201)
        if sending.is_unanswered(text):
            return Silence()
        if fault is not None:
            return _trouble(fault, answer)
        await switch.waits.pause(switch.options.latency)
        return answer

    async def account(self, request: Request) -> Response:
        """GET Accounts/AC….json: the account is active."""
        if not self._knows(request):
            return self._unknown()
        return JSONResponse({"sid": self._switch.options.account, "status": "active", "type": "Full"})

    async def numbers(self, request: Request) -> Response:
        """GET IncomingPhoneNumbers.json: whatever number is asked for is the account's, and posts to the webhook."""
        if not self._knows(request):
            return self._unknown()
        fault = self._switch.faults.meet("list")
        asked = request.query_params.get("PhoneNumber", "")
        number = {
            "sid": "PN" + "0" * 32,
            "phone_number": asked,
            "sms_url": self._switch.options.webhook,
            "sms_method": "POST",
            "sms_application_sid": "",
            "status_callback": "",
        }
        return JSONResponse({"incoming_phone_numbers": [number] if asked and fault is None else [], "page": 0})

    async def page(self, request: Request) -> Response:
        """GET Messages.json: newest first, filtered by To, From and DateSent, with next_page_uri."""
        if not self._knows(request):
            return self._unknown()
        fault = self._switch.faults.meet("list")
        if fault is not None and fault.kind != "hide":
            return _trouble(fault, JSONResponse({}))
        query = dict(request.query_params)
        try:
            asked, size = _asked(query, self._switch.options.largest_page)
        except ValueError:
            return problem(400, 20001, "A filter cannot be understood.")
        after = query.get("PageToken", "").removeprefix("PA")
        found = await self._switch.witness.run(lambda db: texts.page(db, asked, after, size + 1))
        if fault is not None:
            found = []
        address = f"/{API_VERSION}/Accounts/{self._switch.options.account}/Messages.json"
        more = {**query, "PageSize": str(size), "PageToken": f"PA{found[size - 1].sid}"} if len(found) > size else None
        return JSONResponse(
            {
                "messages": [self._shown(text) for text in found[:size]],
                "page_size": size,
                "next_page_uri": None if more is None else f"{address}?{urlencode(more)}",
                "uri": request.url.path,
            }
        )

    async def one(self, request: Request) -> Response:
        """GET, POST (Body= redacts) or DELETE one text."""
        if not self._knows(request):
            return self._unknown()
        sid, witness = request.path_params["text"], self._switch.witness
        if request.method == "DELETE":
            is_gone = await witness.run(lambda db: texts.remove(db, sid))
            return Response(status_code=204) if is_gone else self._missing(request)
        if request.method == "POST":
            form = dict(parse_qsl((await request.body()).decode("ascii", "replace"), keep_blank_values=True))
            if form.get("Body") != "":
                return problem(400, 20001, "Only Body= is known here.")
            await witness.run(lambda db: texts.redact(db, sid, now_ms(self._switch.clock)))
        text = await witness.run(lambda db: texts.get(db, sid))
        return self._missing(request) if text is None else JSONResponse(self._shown(text))

    async def attached(self, request: Request) -> Response:
        """GET Media.json: the attachments of a text."""
        if not self._knows(request):
            return self._unknown()
        sid = request.path_params["text"]
        found = await self._switch.witness.run(lambda db: texts.media_of(db, sid))
        return JSONResponse({"media_list": [self._shown_medium(medium) for medium in found], "next_page_uri": None})

    async def medium(self, request: Request) -> Response:
        """GET one attachment: behind the account's password, then a redirect to a signed address."""
        if not self._knows(request):
            return self._unknown()
        found = await self._found(request)
        if found is None or found.content is None:
            return self._missing(request)
        if self._switch.options.direct_media:
            return media.content(found, self._switch.faults.meet("media"))
        return media.redirect(found, self._switch.options.token)

    async def signed_medium(self, request: Request) -> Response:
        """GET an attachment by its signed address, without a password, for four hours."""
        self._switch.leaks += "authorization" in request.headers
        if not media.opens(request, self._switch.options.token):
            return Response(status_code=403)
        found = await self._found(request)
        if found is None or found.content is None:
            return self._missing(request)
        return media.content(found, self._switch.faults.meet("media"))

    async def forget_medium(self, request: Request) -> Response:
        """DELETE one attachment."""
        if not self._knows(request):
            return self._unknown()
        sid = request.path_params["medium"]
        is_gone = await self._switch.witness.run(lambda db: texts.remove(db, sid))
        return Response(status_code=204) if is_gone else self._missing(request)

    def _knows(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode("latin-1")
        is_ours = request.path_params["account"] == self._switch.options.account
        return hmac.compare_digest(given, self._key) and is_ours

    async def _found(self, request: Request) -> Medium | None:
        sid = request.path_params["medium"]
        return await self._switch.witness.run(lambda db: texts.medium(db, sid))

    def _shown(self, text: Text) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{self._switch.options.account}/Messages/{text.sid}"
        return {
            "account_sid": self._switch.options.account,
            "api_version": API_VERSION,
            "body": text.readable,
            "date_created": _when(text.at),
            "date_sent": None
            if text.sent_at is None and text.direction == texts.OUTBOUND
            else _when(text.sent_at or text.at),
            "date_updated": _when(max(text.at, text.updated_at)),
            "direction": text.direction,
            "error_code": text.error_code,
            "error_message": None,
            "from": text.sender,
            "messaging_service_sid": None,
            "num_media": str(text.media),
            "num_segments": str(text.segments),
            "price": None,
            "price_unit": "USD",
            "sid": text.sid,
            "status": text.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": text.receiver,
            "uri": f"{uri}.json",
        }

    def _shown_medium(self, medium: Medium) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{self._switch.options.account}/Messages/{medium.text_sid}/Media/{medium.sid}"
        return {"sid": medium.sid, "parent_sid": medium.text_sid, "content_type": medium.type, "uri": f"{uri}.json"}

    @staticmethod
    def _unknown() -> Response:
        return problem(401, 20003, "Authenticate")

    @staticmethod
    def _missing(request: Request) -> Response:
        return problem(404, 20404, f"The requested resource {request.url.path} was not found")


def problem(status: int, code: int, message: str, retry_after: float | None = None) -> JSONResponse:
    """An error as Twilio writes it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    body = {"code": code, "message": message, "more_info": more, "status": status}
    return JSONResponse(body, status, headers=headers)


def _trouble(fault: Fault, answer: Response) -> Response:
    if fault.kind == "hang":
        return Silence()
    if fault.kind == "reset":
        return Torn(answer, fault.after_bytes)
    usual = {401: 20003, 429: 20429, 500: 20500, 503: 20503}
    code = fault.code or usual.get(fault.status, 20000 + fault.status)
    return problem(fault.status, code, HTTPStatus(fault.status).phrase, fault.retry_after)


def _asked(query: dict[str, str], largest: int) -> tuple[dict[str, Any], int]:
    """What the list is filtered by, and the page's size. Raises ValueError."""
    asked: dict[str, Any] = {}
    if "To" in query:
        asked["receiver"] = query["To"]
    if "From" in query:
        asked["sender"] = query["From"]
    day = query.get("DateSent")
    since, until = query.get("DateSent>", day), query.get("DateSent<", day)
    if since:
        asked["since"] = _at(since, "00:00:00.000")
    if until:
        asked["until"] = _at(until, "23:59:59.999")
    return asked, max(1, min(int(query.get("PageSize", PAGE)), largest))


def _at(text: str, of_a_day: str) -> int:
    """Milliseconds of a date (then with that time of day) or a time, UTC. Raises ValueError."""
    return from_wire(f"{text}T{of_a_day}+00:00" if len(text) == 10 else text)


def _when(ms: int) -> str:
    return format_datetime(from_ms(ms))
