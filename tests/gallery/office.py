"""A store with the demo's people in it, as of a fixed moment: what the gallery's pictures show."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.domain.consent import OptWord, opt_word
from rise_tui.domain.ids import CaseworkerId
from rise_tui.domain.marks import marks_of
from rise_tui.domain.messages import Media, MediaState
from rise_tui.store.cursor import Cursor
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from tests.gallery import lives
from tests.gallery.lives import LIVES, Life, Word

NOW = datetime(2026, 11, 22, 13, 42, tzinfo=UTC)
"""A Sunday morning, 8:42 in Philadelphia."""
ME = CaseworkerId("01940000-0000-7000-8000-00000000c0de")
OFFICE_ID = "01940000-0000-7000-8000-0000000000ff"


def open_desk(folder: Path, *, is_empty: bool = False, is_offline: bool = False, is_new: bool = False) -> Desk:
    """A desk over a new store in that folder; the caller closes its store."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _filled(is_empty or is_new, is_offline, is_new).items():
        kept = folder / name
        kept.touch(0o600)
        kept.write_bytes(content)
    store = Store(folder)
    return Desk(store, FrozenClock(NOW), ME, OFFICE_ID, lives.ZONE, lives.CASEWORKER, lives.OFFICE, 8, "")


@cache
def _filled(is_empty: bool, is_offline: bool, is_new: bool) -> dict[str, bytes]:
    """The files of such a store by their names: filled once, then copied for whoever wants one."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        _found(store, is_offline=is_offline, is_new=is_new)
        if not is_empty:
            _fill(store)
        store.close()
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def _found(store: Store, *, is_offline: bool, is_new: bool) -> None:
    with store.writing() as session:
        store.office.put(
            session,
            OFFICE_ID,
            seq=1,
            name=lives.OFFICE,
            zone=lives.ZONE,
            numbers=[lives.SENDER],
            segments_per_second=3.75,
            price_micros=8300,
        )
        line = "offline" if is_offline else "catching_up" if is_new else "up_to_date"
        synced_at = None if is_new else to_ms(NOW)
        since = to_ms(NOW) - 32 * 60_000
        store.cursor.put(session, Cursor(epoch="e", seq=1, line=line, line_since_at=since, synced_at=synced_at))


def client_id_of(life: Life) -> str:
    """The id that this life has in the pictures."""
    return f"01940000-0000-7000-8000-0000000000{life.end:02d}"


def _fill(store: Store) -> None:
    groups = {name: f"01940000-0000-7000-8000-0000000001{index:02d}" for index, name in enumerate(lives.GROUPS)}
    with store.writing() as session:
        for name, group_id in groups.items():
            store.groups.put(session, group_id, seq=1, name=name, kind="class")
        for life in LIVES:
            client_id = client_id_of(life)
            store.clients.put(
                session,
                client_id,
                seq=1,
                first_name=life.first,
                last_name=life.last,
                language=life.language,
                caseworker_id=ME,
            )
            store.numbers.put(session, client_id, number_of(life), seq=1, from_at=0, is_confirmed=True)
            store.consents.put(session, number_of(life), client_id, seq=1, state="opted_in", how="caseworker")
            for group in life.groups:
                store.groups.put_member(session, groups[group], client_id, is_member=True, seq=1)
    said = [(word.ago, client_id_of(life), number_of(life), life, word) for life in LIVES for word in life.words]
    said += [(word.ago, f"tel:{lives.STRANGERS_NUMBER}", lives.STRANGERS_NUMBER, None, word) for word in lives.STRANGER]
    with store.writing() as session:
        for seq, (_, client_id, number, life, word) in enumerate(sorted(said, key=lambda s: -s[0]), 2):
            store.threads.put(session, _message(client_id, number, life, word, seq))
            newest = seq if word.is_theirs else store.threads.newest_inbound_seq(session, client_id)
            read = newest if not word.is_theirs or word.ago > 3 * lives.DAY else newest - 1
            state = "waiting" if not word.is_theirs else "done" if life and life.is_done else "needs_reply"
            read = newest if state == "done" else read
            store.conversations.put(session, client_id, seq=seq, state=state, seen_through=read, read_through=read)
            if opt_word(word.text) is OptWord.STOP:
                store.consents.put(session, number, client_id, seq=seq, state="opted_out", how="word")
            store.conversations.refresh(session, client_id)


def number_of(life: Life) -> str:
    """The life's number."""
    return f"+121555501{life.end:02d}"


def _message(client_id: str, number: str, life: Life | None, word: Word, seq: int) -> Message:
    language = life.language if life else "en"
    text = word.text.format(first=life.first) if life and not word.is_theirs else word.text
    media = (Media(0, f"{seq:064d}", "image/jpeg", MediaState.STORED, 312_000, 900, 640),) if word.photo else ()
    at = to_ms(NOW) - word.ago * 60_000
    message_id = f"01940000-0000-7000-8000-00000001{seq:04d}"
    if word.is_theirs:
        marks = tuple(str(mark) for mark in marks_of(text, bool(media), language))
        return Message(
            message_id, client_id, "inbound", text, "received", at=at, seq=seq, e164=number, marks=marks, media=media
        )
    status = "delivered" if word.error_code is None else "undelivered"
    reason = None if word.error_code is None else "unreachable"
    return Message(
        message_id, client_id, "outbound", text, status, at=at, seq=seq, e164=number, caseworker_id=ME, reason=reason
    )
