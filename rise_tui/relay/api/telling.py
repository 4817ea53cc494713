"""Tells a commit to all who hear of it: who sees a client is asked once, and each event is written once."""

from collections.abc import Sequence
from typing import Any

from rise_tui.relay.ears import TEL, OfficeNews
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.access import Reader, watchers_of
from rise_tui.relay.store.engine import Appended, Tx
from rise_tui.relay.store.log_reading import read_these
from rise_tui.wire.codec import to_json

_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Some readers of lines end one there; inside JSON they may be escaped."""


def frame_of(event: dict[str, Any]) -> bytes:
    """One event of the stream."""
    written = to_json(event)
    if not written.isascii():
        written = written.translate(_LINE_ENDS)
    return f"id: {event['seq']}\nevent: {event['type']}\ndata: {written}\n\n".encode()


def told(hub: Hub, reader: Reader, news: Sequence[OfficeNews], after: int) -> tuple[bytes, int]:
    """What this caseworker may see of these commits after that number, as a stream has it, and the last number.

    Only for commits of which everything reads the same to everybody (`OfficeNews.is_plain`).
    """
    frames: list[bytes] = []
    for commit in news:
        seen = [event for event in commit.events if event.seq > after and _may_read(hub, reader, commit, event)]
        missing = [event.seq for event in seen if event.seq not in commit.frames]
        if missing:
            _write(hub, reader, commit, missing)
        frames += [commit.frames[event.seq] for event in seen]
        after = max(after, commit.events[-1].seq)
    return frames[0] if len(frames) == 1 else b"".join(frames), after


def _may_read(hub: Hub, reader: Reader, commit: OfficeNews, event: Appended) -> bool:
    """As `event_sql` says of an event that is for everybody who sees its client."""
    client_id = event.client_id
    if client_id is None:
        return True
    if not reader.reads_texts:
        return False
    if reader.sees_all or client_id.startswith(TEL):
        return True
    watchers = commit.watchers.get(client_id)
    if watchers is None:
        watchers = commit.watchers[client_id] = hub.read(lambda tx: watchers_of(tx, reader.office_id, client_id))
    return reader.caseworker_id in watchers


def _write(hub: Hub, reader: Reader, commit: OfficeNews, seqs: list[int]) -> None:
    """Keep how these events are written; what was purged meanwhile says nothing."""

    def read(tx: Tx) -> list[dict[str, Any]]:
        return read_these(tx, reader, seqs)

    commit.frames.update(dict.fromkeys(seqs, b""))
    commit.frames.update({event["seq"]: frame_of(event) for event in hub.read(read)})
