"""Records what the app and the relay of this version say to each other: `python -m tests.cases.record_wire`.

The file is kept beside its version's name and never changed again: later versions must understand both sides of it.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rise_tui.casework import appointing, broadcasting, card, filing, grouping, noting, steering, texting, triage
from rise_tui.casework.templating import Written
from rise_tui.casework.templating import make as make_template
from rise_tui.domain.appointments import AppointmentKind
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.ids import new_id
from rise_tui.sync import relay_client
from rise_tui.version import __version__
from rise_tui.wire.events import FACTS
from tests.journeys.office import Office
from tests.sync.machines import Machine, machines_of

WIRE = Path(__file__).parent / "wire"
ANA, BEN, NOBODY = "+12155550142", "+12155550143", "+12155550144"
Step = dict[str, Any]


class Recording:
    """The steps as they happen: `put` is what the app asked for and what it was answered, `phone` a text that came."""

    def __init__(self, office: Office, machine: Machine) -> None:
        self.office, self.machine = office, machine
        self.steps: list[Step] = []

    def phone_writes(self, from_: str, body: str, media: tuple[dict[str, str], ...] = ()) -> str:
        """A phone writes, and the machine has it; the text's message id."""
        self.office.client_texts(from_, body, media)
        event = [event for event in self.office.events() if event["type"] == "MessageReceived"][-1]
        message_id = str(event["data"]["message_id"])
        if media:
            self.office.wait_until(lambda: self._has_photo(message_id), what="the photo is stored")
        put = {"from": from_, "body": body, "media": list(media), "message_id": message_id, "seq": event["seq"]}
        self.steps.append({"phone": put})
        self.machine.sync()
        return message_id

    def act(self, *acts: Callable[[], object]) -> None:
        """What somebody does at the machine, one after the other, each carried to the relay."""
        for each in acts:
            each()
            self.machine.sync()

    def _has_photo(self, message_id: str) -> bool:
        stored = [event["data"] for event in self.office.events() if event["type"] == "MediaStored"]
        return any(fact["message_id"] == message_id for fact in stored)


def listen(steps: list[Step]) -> Callable[[], None]:
    """Keep every PUT of the app with its answer; returns what ends it."""
    usual = relay_client.RelayClient._put

    async def heard(self: Any, path: str, content: bytes, headers: dict[str, str]) -> Any:
        answer = await usual(self, path, content, headers)
        named = {name.lower(): value for name, value in headers.items()}
        put = {"path": path, "if_match": named.get("if-match"), "body": json.loads(content), "seq": answer.seq}
        steps.append({"put": put})
        return answer

    relay_client.RelayClient._put = heard  # type: ignore[method-assign] # a recorder listens in

    def end() -> None:
        relay_client.RelayClient._put = usual  # type: ignore[method-assign] # as above

    return end


def record() -> dict[str, Any]:
    """A morning at an office, in which every kind of wish is made once."""
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        home = Path(folder) / "home"
        with machines_of(office, home) as machines:
            machine = machines()
            recording = Recording(office, machine)
            end = listen(recording.steps)
            try:
                _morning(recording)
            finally:
                end()
        me = office.me()
        snapshot = office.api().get("/v1/snapshot").raise_for_status().json()
        return {
            "version": __version__,
            "caseworker_id": me["caseworker_id"],
            "me": {name: value for name, value in me.items() if name != "instance_id"},
            "needed": {
                type_: [name for name, field in fact.model_fields.items() if field.is_required()]
                for type_, fact in FACTS.items()
            },
            "steps": recording.steps,
            "events": office.events(),
            "snapshot": snapshot["events"],
        }


def _morning(recording: Recording) -> None:
    office, machine = recording.office, recording.machine
    desk = machine.desk
    me = office.me()["caseworker_id"]
    machine.sync()
    ana, ben = new_id(), new_id()
    for client_id, first, e164 in ((ana, "Ana", ANA), (ben, "Ben", BEN)):
        client = {"first_name": first, "last_name": "Bell", "language": "en", "status": "open", "caseworker_id": me}
        holding = {"from_at": "2026-11-01T09:00:00.000Z", "is_confirmed": True, "confirmed_how": "in person"}
        consent = {"e164": e164, "client_id": client_id, "state": "opted_in", "wording": "signed the form"}
        for path, body in (
            (f"clients/{client_id}", {**client, "is_discreet": False}),
            (f"clients/{client_id}/numbers/{e164}", holding),
            (f"consents/{new_id()}", consent),
        ):
            answer = office.put(path, body)
            recording.steps.append(
                {"put": {"path": f"/v1/{path}", "if_match": None, "body": body, "seq": answer["seq"]}}
            )
    machine.sync()
    photo = recording.phone_writes(ANA, "my paystub", ({"fixture": "paystub"},))
    recording.phone_writes(BEN, "Can I come tomorrow?")
    recording.phone_writes(NOBODY, "Who is this?")
    recording.act(
        lambda: triage.mark_read(desk, ana),
        lambda: filing.file_photo(desk, ana, photo, 0, DocumentKind.PAYSTUB),
        lambda: texting.send(desk, ben, "See you at nine."),
        lambda: triage.flag(desk, ben, is_flagged=True),
        lambda: triage.snooze(desk, ana, desk.now + 3_600_000),
        lambda: triage.done(desk, ana),
        lambda: noting.write(desk, ana, "works evenings", "call"),
        lambda: card.rename(desk, ana, "Ana Maria Bell"),
        lambda: card.set_language(desk, ana, "es"),
        lambda: card.set_discreet(desk, ben, True),
        lambda: card.set_status(desk, ben, ClientStatus.PAUSED, "hospital"),
        lambda: card.set_status(desk, ben, ClientStatus.OPEN),
        lambda: card.set_discreet(desk, ben, False),
        lambda: appointing.make(desk, ana, AppointmentKind.CLASS, "tomorrow 9:00", "Room 3"),
        lambda: make_template(desk, Written("See you", "s", {"en": "See you, {first_name}"})),
        lambda: grouping.make(desk, "Class", [ana, ben]),
        lambda: broadcasting.confirm(desk, broadcasting.preview(desk, ["Class"], "At nine, {first_name}"), 2),
    )
    later = desk.now + 24 * 3_600_000
    plan = broadcasting.preview(desk, ["Class"], "Tomorrow, {first_name}", not_before_at=later)
    planned = broadcasting.confirm(desk, plan, 2)
    machine.sync()
    recording.act(
        lambda: steering.pause(desk, planned, is_paused=True),
        lambda: steering.drop(desk, planned),
    )
    sent = texting.send(desk, ana, "Later", not_before_at=later)
    machine.sync()
    recording.act(lambda: machine.take_back(sent.message_id, ana))
    office.wait_until(lambda: len(office.accepted()) >= 3, what="texts have left")


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else WIRE / f"{__version__}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(record(), ensure_ascii=False, indent=1) + "\n")
    print(f"recorded into {path}")
