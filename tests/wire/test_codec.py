"""What goes over the wire comes back the same, and what a version does not know is stepped over."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.wire import resources
from rise_tui.wire.codec import fact_of, from_json, proof_of, to_json
from rise_tui.wire.events import FACTS, Event, MessageReceived
from rise_tui.wire.routes import RESOURCES

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(ANYTHING)
def test_json_comes_back_the_same_and_is_always_utf_8(value: object) -> None:
    text = to_json(value)
    assert text.encode()
    assert from_json(text) == value


def test_a_lone_surrogate_can_be_written() -> None:
    assert from_json(to_json({"body": "\ud800"}).encode()) == {"body": "\ud800"}


def test_the_proof_is_an_hmac_of_the_challenge() -> None:
    assert proof_of("abc", "secret") == hmac.new(b"secret", b"abc", hashlib.sha256).hexdigest()


def _event(type_: str, data: dict[str, object]) -> Event:
    return Event.model_validate(
        {"seq": 3, "at": "2026-11-22T14:03:09.120Z", "type": type_, "actor": "client", "data": data}
    )


def test_an_event_of_a_later_version_is_stepped_over() -> None:
    assert fact_of(_event("ClientDreamt", {"of": "sheep"})) is None


def test_a_field_of_a_later_version_is_stepped_over() -> None:
    data = {"message_id": "m", "e164": "+12155550101", "to_e164": "+12155550199", "body": "hi", "mood": "fine"}
    fact = fact_of(_event("MessageReceived", data))
    assert isinstance(fact, MessageReceived)
    assert fact.body == "hi"


def test_a_wish_with_a_field_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        resources.PutNote.model_validate({"client_id": new_id(), "body": "x", "shout": True})


@given(st.integers(0, 253402300799999))
def test_a_time_is_milliseconds_here_and_rfc_3339_on_the_wire(at: int) -> None:
    wish = resources.PutLook(client_id=new_id(), from_at=at, to_at=at)
    written = json.loads(wish.model_dump_json())["from_at"]
    assert written.endswith("Z")
    assert len(written) == len("2026-11-22T14:03:09.120Z")
    assert resources.PutLook.model_validate({**wish.fields()}).from_at == at


def test_only_what_was_sent_is_a_field() -> None:
    assert resources.PutClient(first_name="Ana").fields() == {"first_name": "Ana"}
    assert resources.PutResolution.model_validate({"as": "mark_sent"}).fields() == {"as": "mark_sent"}


def test_a_broadcast_names_the_messages_that_are_not_its_own() -> None:
    broadcast, client = new_id(), new_id()
    right = {"client_id": client, "message_id": broadcast_message_id(broadcast, client), "body": "hi"}
    wrong = {"client_id": new_id(), "message_id": new_id(), "body": "hi"}
    wish = resources.PutBroadcast.model_validate(
        {"name": "n", "body": "hi", "recipients": [right, wrong], "expires_at": "2026-11-22T14:03:09Z"}
    )
    assert wish.strangers(broadcast) == [wrong["message_id"]]


def test_every_resource_has_a_path_of_its_own() -> None:
    paths = [resource.template for resource in RESOURCES.values()]
    assert len(set(paths)) == len(paths)
    assert RESOURCES["member"].path(group_id="g", client_id="c") == "/v1/groups/g/members/c"


def test_every_event_type_is_the_name_of_its_shape() -> None:
    assert all(name == shape.__name__ for name, shape in FACTS.items())
