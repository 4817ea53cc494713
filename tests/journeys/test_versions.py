"""App and relay one version apart, either way: what is old is understood, and what is new is stepped over."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from rise_tui.casework import card, noting, texting, triage
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import SystemClock
from rise_tui.domain.ids import CaseworkerId, new_id
from rise_tui.sync.loop import run_once
from tests.cases.record_wire import WIRE
from tests.journeys.office import Office
from tests.sync.people import everything_in, open_store, setup_of
from tests.sync.small_relay import ANA, SmallRelay, problem

RECORDED = sorted(WIRE.glob("*.json"))
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def recorded(path: Path, *, as_of: float | None = None, **renamed: str) -> dict[str, Any]:
    """A recording with other names in it, and moved in time so that it ended at `as_of` (seconds; None: as it was)."""
    text = path.read_text()
    for old, new in renamed.items():
        text = text.replace(json.loads(path.read_text())[old], new)
    if as_of is not None:
        ended = max(event["at"] for event in json.loads(text)["events"])
        by = timedelta(seconds=as_of) - (_at(ended) - datetime.fromtimestamp(0, UTC))
        text = TIME.sub(lambda found: _wire(_at(found[0]) + by), text)
    wire: dict[str, Any] = json.loads(text)
    return wire


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _wire(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Replay:
    """An older app at this relay: its wishes one after the other, with the numbers that this log gives."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.renamed: dict[str, str] = {}
        self.seqs: dict[int, int] = {}

    def step(self, step: dict[str, Any]) -> httpx.Response | None:
        """Do again what was recorded; the answer to a wish."""
        if "phone" in step:
            return self._phone(step["phone"])
        put = json.loads(self._named(json.dumps(step["put"])))
        body = {name: self._seq(value) if name.endswith("_through") else value for name, value in put["body"].items()}
        headers = {"Idempotency-Key": new_id()}
        if put["if_match"] is not None:
            headers["If-Match"] = str(self._seq(int(put["if_match"])))
        answer = self.office.api().put(put["path"], json=body, headers=headers)
        if answer.is_success:
            self.seqs[put["seq"]] = answer.json()["seq"]
        return answer

    def _phone(self, phone: dict[str, Any]) -> None:
        self.office.client_texts(phone["from"], phone["body"], phone["media"])
        event = [event for event in self.office.events() if event["type"] == "MessageReceived"][-1]
        self.renamed[phone["message_id"]] = event["data"]["message_id"]
        self.seqs[phone["seq"]] = event["seq"]
        if phone["media"]:
            self.office.wait_until(
                lambda: any(e["type"] == "MediaStored" for e in self.office.events()), what="the photo"
            )

    def _named(self, text: str) -> str:
        for old, new in self.renamed.items():
            text = text.replace(old, new)
        return text

    def _seq(self, seq: int) -> int:
        """The number here of the newest fact that the older app had seen."""
        return self.seqs[max(old for old in self.seqs if old <= seq)] if seq else 0


@pytest.fixture(params=RECORDED, ids=lambda path: path.stem)
def version(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_an_older_app_at_this_relay_is_answered_and_told_in_words_that_it_knows(office: Office, version: Path) -> None:
    """Every wish of its is taken; every event has what it cannot do without, each field of its old kind. [fault 39]"""
    wire = recorded(version, as_of=time.time(), caseworker_id=office.me()["caseworker_id"])
    replay = Replay(office)
    for step in wire["steps"]:
        answer = replay.step(step)
        assert answer is None or answer.status_code in (200, 201), f"{step}: {answer.text}"
        assert answer is None or {"id", "seq", "at"} <= answer.json().keys()
    assert wire["me"].keys() <= office.me().keys()
    page = office.api().get("/v1/snapshot").raise_for_status().json()
    for then, now in ((wire["events"], office.events()), (wire["snapshot"], page["events"])):
        old, new = shapes(then), shapes(now)
        assert old.keys() <= new.keys()
        for type_, fields in old.items():
            changed = {name for name, kinds in fields.items() if not kinds & new[type_].get(name, kinds)}
            assert changed == set(), f"{type_} has fields of another kind"
    for event in office.events():
        lost = {name for name in wire["needed"].get(event["type"], ()) if event["data"].get(name) is None}
        assert lost == set(), f"{event['type']} has lost what an older app cannot do without"


def shapes(events: list[dict[str, Any]]) -> dict[str, dict[str, set[str]]]:
    """Of each type of event: its fields, and of what kinds they were."""
    found: dict[str, dict[str, set[str]]] = {}
    for event in events:
        fields = found.setdefault(event["type"], {})
        for name, value in (*event.items(), *event["data"].items()):
            fields.setdefault(name, set()).add(type(value).__name__)
    return found


@pytest.fixture
def older_relay(version: Path) -> Iterator[tuple[SmallRelay, dict[str, Any]]]:
    """A relay that has the recorded log and knows only the resources of its time."""
    wire = recorded(version, caseworker_id=ANA)
    known = {_kind(step["put"]["path"]) for step in wire["steps"] if "put" in step}

    def only_known(request: Any, content: bytes) -> Any:
        return None if _kind(request.url.path) in known else problem(404, "not-found")

    with SmallRelay() as relay:
        relay.log = wire["events"]
        relay.seq = wire["events"][-1]["seq"]
        relay.answer = only_known
        yield relay, wire


def test_this_app_at_an_older_relay_knows_its_log_and_asks_nothing_that_it_does_not_know(
    older_relay: tuple[SmallRelay, dict[str, Any]], tmp_path: Path
) -> None:
    """What one does every day is said as that version said it: no resource and no field more. [fault 39]"""
    relay, wire = older_relay
    ana = next(event["data"]["client_id"] for event in wire["events"] if event["type"] == "ClientChanged")
    setup = setup_of(relay, tmp_path)
    assert setup.paths is not None
    with open_store(tmp_path) as store:
        desk = Desk(
            store, SystemClock(), CaseworkerId(ANA), setup.account.office_id, setup.account.zone, hold_seconds=0
        )
        assert run_once(setup.account, setup.paths, setup=setup).is_online
        names = {row[0] for row in everything_in(store)["client"]}
        assert {e["data"]["client_id"] for e in wire["events"] if e["type"] == "ClientChanged"} <= names
        texting.send(desk, ana, "See you.")
        triage.done(desk, ana)
        noting.write(desk, ana, "came by", "visit")
        card.rename(desk, ana, "Anna Bell")
        assert run_once(setup.account, setup.paths, setup=setup).outbox == 0
    before = {_kind(step["put"]["path"]): set() for step in wire["steps"] if "put" in step}
    for step in wire["steps"]:
        if "put" in step:
            before[_kind(step["put"]["path"])] |= step["put"]["body"].keys()
    asked = [put for put in relay.puts if put.path.startswith("/v1/") and "/devices/" not in put.path]
    assert len(asked) == 4
    for put in asked:
        assert json.loads(put.content).keys() <= before[_kind(put.path)], put.path


def test_this_app_steps_over_what_a_newer_relay_says_besides(version: Path, tmp_path: Path) -> None:
    """Unknown types and unknown fields: the replica is the same as without them. [fault 39]"""
    stores = []
    for name in ("plain", "newer"):
        wire = recorded(version, caseworker_id=ANA)
        with SmallRelay() as relay:
            relay.log = wire["events"] if name == "plain" else [_newer(event) for event in wire["events"]]
            relay.seq = wire["events"][-1]["seq"]
            if name == "newer":
                client_id = wire["events"][-1].get("client_id")
                relay.happens("WeatherChanged", client_id, "relay", is_fine=True)
            setup = setup_of(relay, tmp_path / name)
            assert setup.paths is not None
            assert run_once(setup.account, setup.paths, setup=setup).is_online
        with open_store(tmp_path / name) as store:
            stores.append(everything_in(store))
    assert stores[0] == stores[1]
    assert stores[0]["message"]


def _newer(event: dict[str, Any]) -> dict[str, Any]:
    """The event as a later version might tell it."""
    return {**event, "weather": "fine", "data": {**event["data"], "mood": {"is": ["new"]}, "x_count": 3}}


def _kind(path: str) -> str:
    """A path without its ids."""
    return re.sub(r"[0-9a-f-]{36}|(\+|%2B)\d+", "ID", path)
