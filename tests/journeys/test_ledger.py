"""The ledger check finds every way in which the books can disagree, and nothing where they agree."""

from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, SQLModel, create_engine

from rise_tui.relay.store.tables import EventRow, Message, MessageStatus, RelayModel
from rise_tui.store.tables import BroadcastRow, CursorRow, MessageRow, OutboxRow, RecipientRow, StoreTable
from tests.journeys.ledger import Expected, Ledger, LedgerBroken, check

T = TypeVar("T", bound=SQLModel)


def row(table: type[T], **fields: Any) -> T:
    """A row with these fields; the others have their defaults."""
    return table(**fields)


class Books:
    """A relay's and an app's database with only what a test puts in."""

    def __init__(self, folder: Path) -> None:
        self.relay, self.app = folder / "relay.sqlite", folder / "store.sqlite"
        self.witness: dict[str, list[dict[str, Any]]] = {}
        self._seq = 0
        for path, tables in ((self.relay, RelayModel), (self.app, StoreTable)):
            engine = create_engine(f"sqlite:///{path}")
            tables.metadata.create_all(engine)
            engine.dispose()

    def put(self, path: Path, *rows: SQLModel) -> None:
        """Insert rows."""
        engine = create_engine(f"sqlite:///{path}")
        with Session(engine) as session:
            session.add_all(rows)
            session.commit()
        engine.dispose()

    def text(self, message_id: str, *statuses: str, accepted: int = 1, words: tuple[str, ...] = ()) -> None:
        """A text at the relay that went through these statuses (from the second on told by the log)."""
        self.put(self.relay, self._message(message_id, "outbound", statuses[-1]))
        self._tell("MessageAccepted", message_id)
        for status in statuses[1:]:
            self._tell("MessageStatusChanged", message_id, status=status)
        for number, word in enumerate(words):
            put = row(
                MessageStatus,
                office_id="o",
                id=f"{message_id}{number}",
                message_id=message_id,
                carrier_status=word,
                at=0,
            )
            self.put(self.relay, put)
        if accepted:
            self.witness[message_id] = [{"sid": f"SM{n}"} for n in range(accepted)]

    def received(self, message_id: str, sid: str, told: int = 1) -> None:
        """A phone's text at the relay."""
        self.put(self.relay, self._message(message_id, "inbound", "received", carrier_id=sid, carrier="twilio"))
        for _ in range(told):
            self._tell("MessageReceived", message_id)

    def shown(self, message_id: str, status: str, direction: str = "outbound") -> None:
        """A text in the app."""
        put = row(MessageRow, message_id=message_id, client_id="c", direction=direction, body="", status=status)
        self.put(self.app, put)

    def check(self, texts: tuple[str, ...] = (), received: tuple[str, ...] = ()) -> Ledger:
        """The check over all of it."""
        return check(self.witness, self.relay, self.app, Expected(frozenset(texts), frozenset(received)))

    def _message(self, message_id: str, direction: str, status: str, **more: Any) -> Message:
        who = {"conversation_id": "c", "e164": "+12155550101", "sender": "+12155550100"}
        return row(
            Message, office_id="o", id=message_id, direction=direction, status=status, body="", at=0, **who, **more
        )

    def _tell(self, type_: str, message_id: str, **data: str) -> None:
        self._seq += 1
        self.put(
            self.relay,
            row(EventRow, office_id="o", seq=self._seq, type=type_, actor="relay", ref_id=message_id, data=data, at=0),
        )


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """Empty books."""
    return Books(tmp_path)


def test_books_that_agree_are_good(books: Books) -> None:
    books.text("m1", "queued", "sending", "sent", "delivered", words=("sent", "delivered", "sending"))
    books.text("m2", "held", "queued", "held", "cancelled", accepted=0)
    books.text("m3", "queued", "sending", "failed", accepted=0)
    books.text("m4", "queued", "sending", "unknown")
    books.text("m5", "queued", "sending", "failed", words=("sent", "failed"))
    books.received("m6", "SM6")
    books.shown("m1", "sent")
    books.shown("m6", "received", "inbound")
    ledger = books.check(("m1", "m4"), ("SM6",))
    assert ledger == Ledger()
    ledger.raise_if_bad()


def test_a_text_that_was_accepted_twice_is_doubled(books: Books) -> None:
    books.text("m1", "queued", "sent", accepted=2)
    ledger = books.check(("m1",))
    assert ledger.doubled == ["m1: accepted 2 times"]
    with pytest.raises(LedgerBroken, match="doubled: m1"):
        ledger.raise_if_bad()


def test_a_text_that_never_reached_the_carrier_is_lost(books: Books) -> None:
    books.text("m1", "queued", accepted=0)
    assert len(books.check(("m1", "m2")).lost) == 2
    assert books.check().is_good


def test_a_text_said_to_be_sent_that_nobody_accepted_is_lost(books: Books) -> None:
    books.text("m1", "queued", "sending", "sent", accepted=0)
    assert len(books.check().lost) == 1


@pytest.mark.parametrize("status", ["queued", "cancelled", "expired"])
def test_a_text_said_to_have_stayed_that_was_accepted_is_untrue(books: Books, status: str) -> None:
    books.text("m1", "held", status)
    assert len(books.check().untrue) == 1


def test_a_text_that_only_the_carrier_knows_is_untrue(books: Books) -> None:
    books.witness["m9"] = [{"sid": "SM9"}]
    assert len(books.check().untrue) == 1


def test_a_phones_text_that_the_relay_lacks_is_lost_and_one_told_twice_is_doubled(books: Books) -> None:
    books.received("m1", "SM1", told=2)
    books.received("m2", "SM2", told=0)
    ledger = books.check((), ("SM1", "SM9"))
    assert [entry.split(":")[0] for entry in ledger.lost] == ["SM9", "m2"]
    assert ledger.doubled == ["m1: told 2 times by the log"]


@pytest.mark.parametrize(
    "statuses", [("queued", "delivered", "sent"), ("queued", "failed", "delivered"), ("queued", "unknown", "queued")]
)
def test_a_log_that_goes_down_the_ladder_is_backwards(books: Books, statuses: tuple[str, ...]) -> None:
    books.text("m1", *statuses)
    assert len(books.check().backwards) == 1


def test_a_relay_behind_what_the_carrier_said_is_backwards(books: Books) -> None:
    books.text("m1", "queued", "sent", words=("delivered", "sent"))
    assert len(books.check().backwards) == 1


def test_an_app_ahead_of_the_relay_is_backwards(books: Books) -> None:
    books.text("m1", "queued", "sent")
    books.shown("m1", "delivered")
    assert len(books.check().backwards) == 1


def test_a_text_in_the_app_alone_is_lost_unless_it_waits_in_the_outbox(books: Books) -> None:
    books.shown("m1", "queued")
    books.put(books.app, row(CursorRow, seq=7))
    assert "(seq 7)" in books.check().lost[0]
    wish = {"write_id": "w", "lane": "c", "kind": "message"}
    books.put(books.app, row(OutboxRow, **wish, makes="m1"))
    assert books.check().is_good


def test_texts_of_a_broadcast_wait_with_it_in_the_outbox(books: Books) -> None:
    books.shown("m1", "queued")
    books.put(
        books.app,
        row(BroadcastRow, broadcast_id="b", name="", body=""),
        row(RecipientRow, broadcast_id="b", client_id="c", message_id="m1"),
        row(OutboxRow, write_id="w", lane="b", kind="broadcast", makes="b"),
    )
    assert books.check().is_good


def test_a_phones_text_that_only_the_app_knows_is_untrue(books: Books) -> None:
    books.shown("m1", "received", "inbound")
    assert len(books.check().untrue) == 1
