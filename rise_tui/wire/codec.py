"""How things are written: compact JSON, and the challenge by which a relay proves who it is."""

import hashlib
import hmac
import json
from typing import Any

from rise_tui.wire.events import FACTS, Event
from rise_tui.wire.shapes import Fact

_AS_IS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPED = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
"""Made once: `json.dumps` makes a new encoder for every text."""


def to_json(value: Any) -> str:
    """Compact JSON; a lone surrogate is escaped, so that the text can always be written as UTF-8."""
    text = _AS_IS.encode(value)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ESCAPED.encode(value)
    return text


def from_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError."""
    return json.loads(text)


def fact_of(event: Event) -> Fact | None:
    """The event's data in its shape; None for a type that this version does not know. Raises ValueError."""
    shape = FACTS.get(event.type)
    return None if shape is None else shape.model_validate(event.data)


def proof_of(challenge: str, instance_id: str) -> str:
    """What `/healthz?challenge=` answers: hex HMAC-SHA256 of the challenge under the relay's secret instance id."""
    return hmac.digest(instance_id.encode(), challenge.encode(), hashlib.sha256).hex()
