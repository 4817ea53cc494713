"""The JSON of the commands as it is agreed on, word for word: what must be there, what may be, and nothing else."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

Shape = Mapping[str, Any]
"""Field: a type, a tuple of types, a shape, or a list with one shape; a name that ends in `?` may be missing."""

TIME, MAYBE_TIME = str, (str, type(None))

INBOX: Shape = {
    "cursor": int,
    "is_online": bool,
    "synced_at": MAYBE_TIME,
    "needs_reply": int,
    "conversations": [
        {
            "client_id": str,
            "name": str,
            "state": str,
            "mark": str,
            "is_flagged": bool,
            "needs_reply_since_at": MAYBE_TIME,
            "last_at": MAYBE_TIME,
            "last_direction": str,
            "snippet": str,
            "unread_count": int,
            "has_photo": bool,
            "has_failed": bool,
            "has_draft": bool,
            "snoozed_until_at": MAYBE_TIME,
        }
    ],
}
READ: Shape = {
    "client": {
        "client_id": str,
        "name": str,
        "numbers": list,
        "language": str,
        "consent": str,
        "groups": list,
        "status": str,
    },
    "draft?": str,
    "messages": [
        {
            "message_id": str,
            "seq": int,
            "at": TIME,
            "direction": str,
            "body": str,
            "status": str,
            "reason?": str,
            "held?": {"why": str, "until?": TIME},
            "broadcast_id?": str,
            "media": [{"index": int, "sha256?": (str, type(None)), "type": str, "state": str}],
        }
    ],
    "has_more": bool,
}
SEARCH: Shape = {
    "query": str,
    "clients": [{"client_id": str, "name": str}],
    "messages": [
        {
            "message_id": str,
            "client_id": str,
            "name": str,
            "at": TIME,
            "direction": str,
            "body": str,
            "matches": list,
        }
    ],
}
SENT: Shape = {
    "message_id": str,
    "write_id": str,
    "state": str,
    "not_before?": TIME,
    "held?": {"why": str, "until?": TIME},
}
HELD: Shape = {
    "held": [
        {
            "message_id": str,
            "client_id": str,
            "name": str,
            "why": str,
            "body": str,
            "group_text": str,
            "may_go": bool,
            "may_come_back": bool,
            "before": str,
        }
    ],
    "count": int,
}
SYNC: Shape = {"cursor": int, "applied": int, "outbox": int, "is_online": bool}
LOGIN: Shape = {"office": str, "name": str}
FILED: Shape = {"document_id": str, "write_id": str}
EXPORTED: Shape = {"folder": str, "texts": int, "notes": int, "files": int, "missing": int}
BROADCAST: Shape = {
    "broadcast_id?": str,
    "recipients": int,
    "left_out": [{"client_id": str, "reason": str}],
    "segments": int,
    "price_micros": int,
    "introduced": int,
    "introduction_segments": int,
    "held": [{"people": int, "why": str, "until?": str}],
    "not_again": [str],
}
DOCTOR: Shape = {
    "version": str,
    "checks": [{"group": str, "name": str, "state": str, "is_ok": bool, "detail": str, "next_step?": str}],
}
IMPORT: Shape = {
    "rows": int,
    "added": int,
    "changed": int,
    "unchanged": int,
    "questions": [{"line": int, "reason": str}],
    "bad": [{"line": int, "reason": str}],
    "is_dry_run": bool,
}
ERROR: Shape = {"error": {"title": str, "detail": str, "next_step": str}}


def answered(outcome: "subprocess.CompletedProcess[str]", shape: Shape, code: int = 0) -> dict[str, Any]:
    """The one JSON object on standard output, which has exactly that shape."""
    assert outcome.returncode == code, outcome.stderr
    return _of_shape(outcome.stdout, shape)


def complained(outcome: "subprocess.CompletedProcess[str]", code: int) -> dict[str, Any]:
    """The error on standard error, as JSON; it is the last line there."""
    assert outcome.returncode == code, outcome.stderr
    error: dict[str, Any] = _of_shape(outcome.stderr.splitlines()[-1], ERROR)["error"]
    return error


def _of_shape(text: str, shape: Shape) -> dict[str, Any]:
    assert text.count("\n") <= 1
    assert text.isascii()
    value: dict[str, Any] = json.loads(text)
    _compare(value, shape, "")
    return value


def _compare(value: Any, shape: Any, where: str) -> None:
    if isinstance(shape, Mapping):
        must = {name for name in shape if not name.endswith("?")}
        may = must | {name.rstrip("?") for name in shape}
        assert must <= value.keys() <= may, f"{where}: {sorted(value.keys() ^ must)}"
        for name, part in value.items():
            _compare(part, shape[name] if name in shape else shape[f"{name}?"], f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for index, part in enumerate(value):
            _compare(part, shape[0], f"{where}[{index}]")
    else:
        assert isinstance(value, shape), f"{where} is {value!r}"
        assert not (shape is int and isinstance(value, bool)), where
