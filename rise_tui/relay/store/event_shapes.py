"""The data of each type of event, made of the row of the log and of what it is joined from."""

from collections.abc import Callable

from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.store.engine import Row
from rise_tui.relay.store.facts import (
    Shape,
    appointment_facts,
    client_facts,
    consent_facts,
    cover_facts,
    device_facts,
    document_facts,
    group_facts,
    holding_facts,
    note_facts,
    template_facts,
    time_of,
    transfer_facts,
)
from rise_tui.relay.store.joined import Joined
from rise_tui.wire.codec import from_json


def _office(row: Row, small: Shape, joined: Joined) -> Shape | None:
    office = joined.one("office", row["ref_id"])
    if office is None:
        return None
    names = ("office_id", "name", "zone", "quiet_from", "quiet_to", "segments_per_second", "price_micros")
    rules = OfficeRules.of(from_json(office["rules"])).values()
    return {**{name: office[name] for name in names}, "numbers": joined.numbers(), "rules": rules}


def _caseworker(row: Row, small: Shape, joined: Joined) -> Shape | None:
    person = joined.one("caseworker", row["ref_id"])
    if person is None:
        return None
    return {
        "caseworker_id": person["id"],
        "name": person["name"],
        "role": person["role"],
        "is_active": bool(person["is_active"]),
    }


def _resource(table: str, facts: Callable[[Row], Shape]) -> Callable[[Row, Shape, Joined], Shape | None]:
    def shape(row: Row, small: Shape, joined: Joined) -> Shape | None:
        resource = joined.one(table, row["ref_id"])
        return None if resource is None else facts(resource)

    return shape


def _number(row: Row, small: Shape, joined: Joined) -> Shape | None:
    for holding in joined.several("holding", row["client_id"]):
        if holding["e164"] == small.get("e164"):
            return holding_facts(holding)
    return None


def _legal_hold(row: Row, small: Shape, joined: Joined) -> Shape | None:
    for hold in joined.several("legal_hold", row["client_id"]):
        return {
            "client_id": hold["client_id"],
            "is_held": bool(hold["is_held"]),
            "reason": hold["reason"],
            "held_at": time_of(hold["at"]),
        }
    return None


def _membership(row: Row, small: Shape, joined: Joined) -> Shape:
    return {"group_id": row["ref_id"], "client_id": row["client_id"], **small}


def _received(row: Row, small: Shape, joined: Joined) -> Shape | None:
    message = joined.one("message", row["ref_id"])
    if message is None:
        return None
    media = [
        {"index": medium["position"], "declared_type": medium["declared_type"]}
        for medium in joined.several("medium", row["ref_id"])
    ]
    return {
        "message_id": message["id"],
        "client_id": message["client_id"],
        "e164": message["e164"],
        "to_e164": message["sender"],
        "body": message["body"],
        "media": media,
        "marks": from_json(message["marks"]),
        "opt_word": message["opt_word"],
    }


def _stored(row: Row, small: Shape, joined: Joined) -> Shape | None:
    for medium in joined.several("medium", row["ref_id"]):
        if medium["position"] == small.get("index") and medium["sha256"] is not None:
            names = ("sha256", "type", "bytes", "width", "height", "name")
            return {"message_id": row["ref_id"], "index": small["index"], **{name: medium[name] for name in names}}
    return None


def _accepted(row: Row, small: Shape, joined: Joined) -> Shape | None:
    message = joined.one("message", row["ref_id"])
    if message is None:
        return None
    names = ("caseworker_id", "body", "broadcast_id", "encoding", "segments", "e164", "automatic")
    return {
        "message_id": message["id"],
        "client_id": row["client_id"],
        **{name: message[name] for name in names},
        "media": from_json(message["media"]),
        "not_before": time_of(message["not_before_at"]),
        "expires_at": time_of(message["expires_at"]),
        "now_because": message["now_because"] if message["automatic"] is None else None,
    }


def _wrong_person(row: Row, small: Shape, joined: Joined) -> Shape | None:
    found = joined.one("wrong_person", row["ref_id"])
    if found is None:
        return None
    names = ("client_id", "e164", "message_id", "cancelled")
    return {"wrong_person_id": found["id"], **{n: found[n] for n in names}, "sent": from_json(found["sent"])}


def _alerts(row: Row, small: Shape, joined: Joined) -> Shape | None:
    setting = joined.one("alert_setting", row["ref_id"])
    if setting is None:
        return None
    names = ("caseworker_id", "email", "webhook", "quiet_from", "quiet_to", "least_minutes")
    return {**{name: setting[name] for name in names}, "at": from_json(setting["at_times"])}


def _away(row: Row, small: Shape, joined: Joined) -> Shape | None:
    away = joined.one("away", row["ref_id"])
    if away is None:
        return None
    return {
        "caseworker_id": away["id"],
        "from_at": time_of(away["from_at"]),
        "until_at": time_of(away["until_at"]),
        "bodies": from_json(away["bodies"]),
    }


def _of_message(row: Row, small: Shape, joined: Joined) -> Shape:
    return {"message_id": row["ref_id"], **small}


def _conversation(row: Row, small: Shape, joined: Joined) -> Shape:
    """`read_through` is the reader's own, whoever changed the conversation."""
    mine = joined.one("reading", row["client_id"])
    return {
        "client_id": row["client_id"],
        "state": small.get("state", "done"),
        "snoozed_until": time_of(small.get("snoozed_until_at")),
        "is_flagged": bool(small.get("is_flagged")),
        "read_through": 0 if mine is None else mine["read_through"],
        "seen_through": small.get("seen_through", 0),
    }


def _broadcast(row: Row, small: Shape, joined: Joined) -> Shape | None:
    """Recipients whom the reader does not see (any more) are not told of."""
    broadcast = joined.one("broadcast", row["ref_id"])
    if broadcast is None:
        return None
    people = [person for person in joined.several("recipient", row["ref_id"]) if joined.may_see(person["client_id"])]
    left_out = [person for person in from_json(broadcast["left_out"]) if joined.may_see(person["client_id"])]
    return {
        "broadcast_id": broadcast["id"],
        "name": broadcast["name"],
        "body": broadcast["body"],
        "recipients": [
            {"client_id": person["client_id"], "message_id": person["message_id"]}
            for person in people
            if person["left_out"] is None
        ],
        "left_out": left_out
        + [
            {"client_id": person["client_id"], "reason": person["left_out"]}
            for person in people
            if person["left_out"] is not None
        ],
        "not_before": time_of(broadcast["not_before_at"]),
        "expires_at": time_of(broadcast["expires_at"]),
        "caseworker_id": broadcast["caseworker_id"],
    }


def _of_broadcast(row: Row, small: Shape, joined: Joined) -> Shape:
    return {"broadcast_id": row["ref_id"], **small}


def _moved(row: Row, small: Shape, joined: Joined) -> Shape:
    """That somebody sees a client, or no longer; of a transfer with the note of whoever made it."""
    transfer = joined.one("transfer", row["ref_id"])
    words = {} if transfer is None else {"note": transfer["note"], "transfer_id": transfer["id"]}
    return {"client_id": row["client_id"], **small, **words}


def _cover(row: Row, small: Shape, joined: Joined) -> Shape | None:
    """Who sees to whose clients is for everybody to know; what was noted of it for the two and for supervisors."""
    cover = joined.one("cover", row["ref_id"])
    if cover is None:
        return None
    facts = cover_facts(cover)
    if not joined.is_reader_one_of(cover["of_caseworker_id"], cover["by_caseworker_id"]):
        facts["note"] = None
    return facts


def _of_cover(row: Row, small: Shape, joined: Joined) -> Shape:
    """Who went to somebody else since is not told of."""
    seen = [client_id for client_id in small.get("open", ()) if joined.may_see(client_id)]
    return {"cover_id": row["ref_id"], **small, "open": seen}


SHAPES: dict[str, tuple[tuple[str, ...], Callable[[Row, Shape, Joined], Shape | None]]] = {
    "OfficeChanged": (("office",), _office),
    "CaseworkerChanged": (("caseworker",), _caseworker),
    "ClientChanged": (("client",), _resource("client", client_facts)),
    "NumberChanged": (("holding",), _number),
    "GroupChanged": (("client_group",), _resource("client_group", group_facts)),
    "TemplateChanged": (("template",), _resource("template", template_facts)),
    "NoteChanged": (("note",), _resource("note", note_facts)),
    "DocumentChanged": (("document",), _resource("document", document_facts)),
    "AppointmentChanged": (("appointment",), _resource("appointment", appointment_facts)),
    "ConsentChanged": (("consent",), _resource("consent", consent_facts)),
    "GroupMembershipChanged": ((), _membership),
    "LegalHoldChanged": (("legal_hold",), _legal_hold),
    "ClientAssigned": (("transfer",), _moved),
    "ClientReleased": (("transfer",), _moved),
    "ClientTransferred": (("transfer",), _resource("transfer", transfer_facts)),
    "CoverChanged": (("cover",), _cover),
    "CoverEnded": ((), _of_cover),
    "DeviceChanged": (("token",), _resource("token", device_facts)),
    "MessageReceived": (("message", "medium"), _received),
    "MediaStored": (("medium",), _stored),
    "MediaFailed": ((), _of_message),
    "CarrierAnswered": ((), _of_message),
    "MessageAccepted": (("message",), _accepted),
    "MessageStatusChanged": ((), _of_message),
    "ConversationChanged": (("reading",), _conversation),
    "WrongPerson": (("wrong_person",), _wrong_person),
    "AlertsChanged": (("alert_setting",), _alerts),
    "AwayChanged": (("away",), _away),
    "BroadcastAccepted": (("broadcast", "recipient"), _broadcast),
    "BroadcastCancelled": ((), _of_broadcast),
    "BroadcastPaused": ((), _of_broadcast),
}
"""For each type of event: the tables it is joined from, and how its data is made."""

SAME_TO_ALL = frozenset(
    (
        *("OfficeChanged", "CaseworkerChanged", "GroupChanged", "TemplateChanged", "AppointmentChanged"),
        *("ClientChanged", "NumberChanged", "NoteChanged", "DocumentChanged", "ConsentChanged", "LegalHoldChanged"),
        *("GroupMembershipChanged", "MessageReceived", "MediaStored", "MediaFailed", "MessageAccepted"),
        "CarrierAnswered",
        *("MessageStatusChanged", "CarrierAlert", "AuditHead"),
    )
)
"""Types that read the same to everybody who sees their client: written once for all who listen."""
