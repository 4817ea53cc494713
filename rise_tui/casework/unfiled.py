"""Photos that nobody has filed yet: which one comes next, and what it probably is."""

from collections.abc import Collection
from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.casework.filing import UNFILE, wish_document
from rise_tui.casework.finding import name_of
from rise_tui.casework.looking import Photo, photo_of
from rise_tui.casework.papers import today
from rise_tui.domain.documents import DocumentKind, guess_kind, guess_period
from rise_tui.domain.errors import Conflict, NotFound
from rise_tui.domain.periods import period_days
from rise_tui.domain.safe_text import one_line, safe_text
from rise_tui.domain.say import say
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.documents import Document
from rise_tui.store.engine import Session
from rise_tui.store.photos import Medium
from rise_tui.store.threads import Message

NEW_MS = 14 * 86_400_000
"""How long a photo whose text was answered is still work to be done, in milliseconds."""
MOST = 60
"""Unfiled photos of a client, the newest, that are looked at."""
LOOKED_BACK = 6
"""Texts before a photo among which ours is looked for, to learn what was asked for."""


@dataclass(frozen=True)
class ToFile:
    """A photo on its way into the file: whose, what came with it (safe), and what it probably is.

    `document_id` is set when it is filed already, with what it is filed as; `seq` is what stands on the screen then.
    `note` is safe, `kept_note` as it was written. It is the `place`-th of `count` unfiled ones of this client, from 1.
    """

    photo: Photo
    name: str
    when: str
    words: str
    kind: DocumentKind
    periods: dict[DocumentKind, str | None]
    place: int = 1
    count: int = 1
    note: str = ""
    kept_note: str | None = None
    document_id: str = ""
    seq: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others."""
        return self.photo.message_id, self.photo.index


def first(desk: Desk, client_id: str, *, message_id: str | None = None) -> ToFile | None:
    """What the filing key is about: the photo of that text, else an unfiled one (new before old), else the newest.

    None: they have sent nothing that can be filed.
    """
    with desk.store.reading() as session:
        everything = [one for one in desk.store.photos.list(session, client_id) if photo_of(one).is_document]
        new, old = _waiting(desk, session, client_id)
        named = [one for one in everything if one.message_id == message_id]
        open_ones = [one for one in named if one in new or one in old]
        chosen = open_ones or named or new or old or everything
        return _to_file(desk, session, chosen[0], new) if chosen else None


def about(desk: Desk, photo: Photo) -> ToFile:
    """What is known of this very photo: whose, what came with it, what it is filed as or probably is.

    Raises NotFound when it is gone.
    """
    with desk.store.reading() as session:
        medium = desk.store.photos.get(session, photo.message_id, photo.index)
        if medium is None:
            raise NotFound(say("This photo is not here any more"))
        return _to_file(desk, session, medium, _waiting(desk, session, photo.client_id)[0])


def paper_of(desk: Desk, photo: Photo) -> str:
    """As which paper a photo is filed or dismissed, its id; empty when it is neither."""
    with desk.store.reading() as session:
        documents = desk.store.documents.of_message(session, photo.client_id, photo.message_id)
        filed = _filed_as(documents, photo.sha256)
    return "" if filed is None else filed.document_id


def following(desk: Desk, client_id: str, skipped: Collection[tuple[str, int]] = ()) -> ToFile | None:
    """The next unfiled photo: of this client, else of the next who needs a reply. None: there is none left.

    Old ones that were left when their texts were answered are nobody's work of today: `first` finds them.
    """
    with desk.store.reading() as session:
        others = desk.store.photos.unfiled_clients(session, desk.now)
        for whose in (client_id, *(other for other in others if other != client_id)):
            new, _ = _waiting(desk, session, whose)
            for medium in new:
                if (medium.message_id, medium.position) not in skipped:
                    return _to_file(desk, session, medium, new)
    return None


def _waiting(desk: Desk, session: Session, client_id: str) -> tuple[list[Medium], list[Medium]]:
    """A client's unfiled photos: the new ones in their order (unanswered, or come lately); the old, newest first."""
    store = desk.store
    line = store.conversations.get(session, client_id)
    needs_reply = line is not None and line.state == ConversationState.NEEDS_REPLY
    seen = min(line.seen_through, line.last_inbound_seq - 1) if line is not None and needs_reply else None
    new: list[Medium] = []
    old: list[Medium] = []
    for medium in [one for one in store.photos.unfiled(session, client_id) if photo_of(one).is_document][-MOST:]:
        message = store.threads.get(session, medium.message_id)
        is_unanswered = message is not None and seen is not None and message.position > seen
        is_new = is_unanswered or (message is not None and message.at > desk.now - NEW_MS)
        (new if is_new else old).append(medium)
    return new, old[::-1]


def _to_file(desk: Desk, session: Session, medium: Medium, new: list[Medium]) -> ToFile:
    store, client_id = desk.store, medium.client_id
    message = store.threads.get(session, medium.message_id)
    words = message.body if message is not None else ""
    filed = _filed_as(store.documents.of_message(session, client_id, medium.message_id), medium.sha256)
    guessed = guess_kind(words) or _asked_for(desk, session, message)
    kind = filed.kind if filed is not None else guessed or _usual(medium)
    last = store.documents.last_period(session, client_id, DocumentKind.PAYSTUB.value)
    at = message.at if message is not None else desk.now
    periods = {each: guess_period(each, today(desk, at), last, words) for each in DocumentKind}
    if filed is not None:
        valid = filed.period is None or period_days(filed.period) is not None
        periods[filed.kind] = filed.period if valid else one_line(filed.period or "", 40)
    keys = [(one.message_id, one.position) for one in new]
    here = (medium.message_id, medium.position)
    return ToFile(
        photo_of(medium),
        name_of(desk, session, client_id),
        " ".join(desk.day_and_time(at)),
        one_line(words, 160),
        kind,
        periods,
        keys.index(here) + 1 if here in keys else 1,
        max(1, len(keys)),
        safe_text((filed.note if filed is not None else "") or "", keep_newlines=False),
        filed.note if filed is not None else None,
        filed.document_id if filed is not None else "",
        filed.seq if filed is not None else 0,
    )


def _asked_for(desk: Desk, session: Session, message: Message | None) -> DocumentKind | None:
    """What our last text before it asked for, if it named a paper."""
    if message is None:
        return None
    before = desk.store.threads.window(session, message.client_id, before=message.position, limit=LOOKED_BACK)
    ours = next((one for one in reversed(before) if one.direction == "outbound"), None)
    return None if ours is None else guess_kind(ours.body)


def _usual(medium: Medium) -> DocumentKind:
    """Without a word about it: what clients photograph most; a PDF is a letter as often as anything."""
    return DocumentKind.PAYSTUB if photo_of(medium).type.startswith("image/") else DocumentKind.LETTER


def _filed_as(documents: Collection[Document], sha256: str | None) -> Document | None:
    found = [one for one in documents if one.sha256 == sha256]
    return next((one for one in found if not one.is_dismissed), found[0] if found else None)


def dismiss(desk: Desk, photo: Photo) -> str:
    """Say that a photo is no paper: nobody is asked to file it again. Returns what was done; it can be taken back.

    Raises Conflict when it is filed already, NotFound and Refused as filing does.
    """
    store = desk.store
    changes = (Change("documents", photo.client_id), Change("inbox", photo.client_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        documents = store.documents.of_message(session, photo.client_id, photo.message_id)
        if any(one.sha256 == photo.sha256 for one in documents):
            raise Conflict(say("This photo is filed already"), "", say("f files it as something else."))
        document_id, _ = wish_document(
            desk, session, photo.client_id, photo.message_id, photo.index, DocumentKind.OTHER, is_dismissed=True
        )
        label = say("Not a paper: {name}", name=name_of(desk, session, photo.client_id))
        inverse = {"act": UNFILE, "document_id": document_id, "client_id": photo.client_id}
        store.undo.add(session, label, inverse, client_id=photo.client_id, at=desk.now)
        store.conversations.refresh(session, photo.client_id)
    return label
