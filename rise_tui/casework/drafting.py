"""What is half written: kept at every key, found again after any end."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from rise_tui.casework.desk import Desk
from rise_tui.casework.late_drafts import LateDrafts
from rise_tui.casework.windows import is_open
from rise_tui.domain.errors import Conflict
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.store import drafts
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Drafts
from rise_tui.store.engine import Session
from rise_tui.store.troubles import StoreFull, StoreLocked


@dataclass(frozen=True)
class Draft:
    """What stands in a draft: offsets in characters. `is_elsewhere`: another open window is writing in it.

    `problem`: why a text that was to leave came back here. `media`: the SHA-256 of what goes out with it.
    """

    message_id: str
    body: str = ""
    cursor: int = 0
    anchor: int = 0
    is_elsewhere: bool = False
    problem: str = ""
    media: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be sent or lost."""
        return not self.body and not self.media


@dataclass(frozen=True, slots=True)
class _Typed(drafts.Draft):
    """A draft as a window typed it, over the one that it shows."""

    shown: str | None = None


def recall(desk: Desk, client_id: str) -> Draft:
    """The draft to somebody, empty if there is none."""
    with desk.store.reading() as session:
        kept = present(desk, session, client_id, _late.get(desk, client_id))
    if kept is None:
        return Draft(new_id())
    is_other = is_elsewhere(desk, kept)
    return Draft(kept.message_id, kept.body, kept.cursor, kept.anchor, is_other, kept.problem or "", kept.media)


def keep(
    desk: Desk, client_id: str, body: str, cursor: int, anchor: int | None = None, *, shown: str | None = None
) -> bool:
    """Keep what is typed; on disk when this returns, or handed to a thread that writes it as soon as it may.

    A text has the id of its message from its first key. Where nothing was and nothing is typed, nothing is written.
    `shown`: the id of the draft that the writer has before them, empty for none. Words that came back under their
    hands meanwhile stay, before what is typed. False where the draft on disk is another one than what was typed, and
    must be shown again: such words came back, or another open window is writing in it and nothing was kept. Raises
    StoreFull when there is no room: what is typed is then known to this program only, until there is.
    """
    full: StoreFull | None = None
    typed = _Typed(
        key=client_id,
        message_id=new_id(),
        body=body,
        cursor=cursor,
        anchor=cursor if anchor is None else anchor,
        owner=desk.window or None,
        at=desk.now,
        shown=shown,
    )
    with _late.taken(desk, client_id) as older:
        if older is not None:
            typed = replace(typed, message_id=older.message_id, media=older.media, template_id=older.template_id)
        try:
            with desk.store.writing() as session:
                return _write(session, typed)
        except StoreLocked:
            _late.add(desk, typed)
        except StoreFull as error:
            _late.add(desk, typed)
            full = error  # raised where the older one is no longer put back in line
    if full is not None:
        raise full
    return True


def carry(desk: Desk, client_id: str, media: tuple[str, ...]) -> None:
    """These photos and files go out with the draft, words or not. Raises Conflict where another window writes in it."""
    with _late.taken(desk, client_id) as late_one, desk.store.writing(Change("drafts", client_id)) as session:
        typed = present(desk, session, client_id, late_one) or drafts.Draft(client_id, new_id())
        if is_elsewhere(desk, typed):
            raise _is_open_elsewhere()
        owner = desk.window or None
        desk.store.drafts.take_over(session, client_id, owner)
        desk.store.drafts.put(session, replace(_plain(typed), media=media, owner=owner, at=desk.now))


def put_at_cursor(desk: Desk, client_id: str, words: str) -> None:
    """Put words into the draft where its cursor is, over what is selected, as words of their own.

    Raises Conflict as `carry` does, StoreFull.
    """
    draft = recall(desk, client_id)
    if draft.is_elsewhere:
        raise _is_open_elsewhere()
    start, end = sorted((draft.cursor, draft.anchor))
    words = apart(draft.body[:start], words)
    place = start + len(words)
    keep(desk, client_id, draft.body[:start] + words + draft.body[end:], place, shown=draft.message_id)


def apart(before: str, words: str) -> str:
    """The words as they follow what stands before them: with a space between, if there is none."""
    return f" {words}" if before and not before[-1].isspace() else words


def take_over(desk: Desk, client_id: str) -> Draft:
    """Write in this window from now on; the other one shows the draft read-only."""
    with desk.store.writing(Change("drafts", client_id)) as session:
        desk.store.drafts.take_over(session, client_id, desk.window or None)
    return recall(desk, client_id)


def let_go(desk: Desk) -> None:
    """This window closes: what it typed is on disk, and any other window may write in its drafts."""
    _late.settle(desk)
    if desk.window:
        with desk.store.writing() as session:
            desk.store.drafts.let_go(session, desk.window)


def settle(desk: Desk, seconds: float) -> bool:
    """Wait until all that was typed is on disk; False if that took longer. Nothing is waited for otherwise."""
    return _late.settle(desk, seconds)


def late(desk: Desk, client_id: str) -> AbstractContextManager[drafts.Draft | None]:
    """For who decides about a draft: what of it is not on disk yet. Not written meanwhile; back in line on an error."""
    return _late.taken(desk, client_id)


def not_kept_yet(desk: Desk, client_id: str) -> str | None:
    """What was typed and is not on the disk yet; None: all of it is."""
    late_one = _late.get(desk, client_id)
    return None if late_one is None else late_one.body


def take_late(desk: Desk, session: Session, client_id: str) -> drafts.Draft | None:
    """The same for who decides in a transaction that somebody else ends: back in line if that fails."""
    return _late.take(desk, session, client_id)


def present(desk: Desk, session: Session, client_id: str, late_one: drafts.Draft | None) -> drafts.Draft | None:
    """The draft as it was last typed, on disk or not, under the id that it has had from its first key.

    Words that came back meanwhile stand before those that are not on disk.
    """
    kept = desk.store.drafts.get(session, client_id)
    if late_one is None:
        return kept
    return _after(kept, late_one) if kept is not None and _has_come_back(kept, late_one) else _as_before(late_one, kept)


def is_elsewhere(desk: Desk, kept: drafts.Draft) -> bool:
    """Is another window writing in it that is still open?"""
    return bool(kept.owner and kept.owner != (desk.window or None) and kept.body and is_open(kept.owner))


def put_first(
    desk: Desk,
    session: Session,
    client_id: str,
    body: str,
    late_one: drafts.Draft | None,
    media: tuple[str, ...] = (),
) -> None:
    """Put words back into the draft, before anything that has been typed since, under the id of a new text.

    So with what they carried (`media`).

    Raises Conflict where another window is writing in it.
    """
    typed = present(desk, session, client_id, late_one)
    if typed is not None and is_elsewhere(desk, typed):
        raise Conflict(
            say("This draft is open in another window"),
            say("Nothing was taken back."),
            say("Take it over first, or take the text back there."),
        )
    words = body if typed is None or not typed.body else f"{body}\n{typed.body}" if body else typed.body
    carried = tuple(dict.fromkeys((*media, *(typed.media if typed is not None else ()))))
    desk.store.drafts.remove(session, client_id)
    owner = desk.window or None
    again = drafts.Draft(client_id, new_id(), words, len(body), len(body), carried, owner=owner, at=desk.now)
    desk.store.drafts.put(session, again)


def _is_open_elsewhere() -> Conflict:
    return Conflict(
        say("This draft is open in another window"), say("Nothing was changed."), say("Take it over first.")
    )


def _plain(typed: drafts.Draft) -> drafts.Draft:
    """The draft as the shelf has it, without what only its writer knows."""
    if not isinstance(typed, _Typed):
        return typed
    return drafts.Draft(**{name: getattr(typed, name) for name in drafts.Draft.__dataclass_fields__})


def _as_before(typed: drafts.Draft, before: drafts.Draft | None) -> drafts.Draft:
    """What was typed now, in the draft that was there."""
    if before is None:
        return typed
    return replace(typed, message_id=before.message_id, media=before.media, template_id=before.template_id)


def _write(session: Session, typed: drafts.Draft) -> bool:
    """One draft into the open transaction. A window that is gone owns nothing; one that is open keeps its draft."""
    shelf = Drafts()
    before = shelf.get(session, typed.key)
    if before is None and not typed.body:
        return True
    if before is not None and before.owner not in (None, typed.owner) and not (before.body and is_open(before.owner)):
        shelf.take_over(session, typed.key, typed.owner)
    if before is not None and _has_come_back(before, typed):
        shelf.put(session, _after(before, typed))
        return False
    return shelf.put(session, _as_before(typed, before))


def _has_come_back(before: drafts.Draft, typed: drafts.Draft) -> bool:
    """Are these words that the writer has not seen: a text that was refused or taken back since they looked?"""
    shown = typed.shown if isinstance(typed, _Typed) else None
    is_unseen = shown is not None and before.message_id != shown
    return is_unseen and bool(before.body) and before.owner != typed.owner


def _after(before: drafts.Draft, typed: drafts.Draft) -> drafts.Draft:
    """What was typed, after the words that came back; it is nobody's until it has been shown."""
    start = len(before.body) + 1
    body, cursor, anchor = f"{before.body}\n{typed.body}", start + typed.cursor, start + typed.anchor
    return replace(before, body=body, cursor=cursor, anchor=anchor, owner=None, at=typed.at)


def _write_late(session: Session, typed: drafts.Draft) -> None:
    _write(session, typed)


_late = LateDrafts(_write_late)
