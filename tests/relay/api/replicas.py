"""A replica as small as can be: what an app would know after it has applied events, for comparing ways to get there."""

from typing import Any

from tests.relay.api.callers import Caller

_NAMES = (
    "message_id",
    "index",
    "e164",
    "group_id",
    "template_id",
    "note_id",
    "document_id",
    "appointment_id",
    "broadcast_id",
    "caseworker_id",
    "office_id",
)
_BY_CLIENT = {"ClientChanged", "ConversationChanged"}
Subject = tuple[Any, ...]


class Replica:
    """The newest event about each subject; an older one never replaces it."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.known: dict[Subject, dict[str, Any]] = {}

    async def apply(self, events: list[dict[str, Any]]) -> None:
        """Take events in, as an app would."""
        for event in events:
            if event["type"] == "ClientReleased":
                self._forget(event["client_id"])
            elif event["type"] == "ClientAssigned":
                response = await self.caller.get(f"/clients/{event['client_id']}/events?limit=2000")
                if response.status_code == 200:
                    await self.apply(response.json()["events"])
            elif event["type"] == "Purged":
                for key in event["data"]["ids"]:
                    self._forget(key)
            else:
                subject = subject_of(event)
                if self.known.get(subject, {"seq": 0})["seq"] <= event["seq"]:
                    self.known[subject] = event

    def _forget(self, client_id: str) -> None:
        self.known = {subject: event for subject, event in self.known.items() if event.get("client_id") != client_id}


Known = dict[Subject, dict[str, Any]]


async def both_ways(caller: Caller) -> tuple[Known, Known]:
    """What an app knows from the snapshot and what came after it, and what it knows from the whole log."""
    replayed, loaded = Replica(caller), Replica(caller)
    await replayed.apply(await caller.events())
    seq, snapshot = await caller.snapshot()
    await loaded.apply(snapshot)
    await loaded.apply(await caller.events(seq))
    return loaded.known, replayed.known


def subject_of(event: dict[str, Any]) -> Subject:
    """What an event tells of."""
    data = event["data"]
    if event["type"] in _BY_CLIENT:
        return event["type"], event["client_id"]
    if event["type"] == "ConsentChanged":
        return event["type"], event["client_id"], data["e164"], data["purpose"], data.get("client_id"), event["seq"]
    names = ("office_id",) if event["type"] == "OfficeChanged" else _NAMES
    return event["type"], event.get("client_id"), *(data.get(name) for name in names)
