"""Giving a client away: who may, what is wished and shown, what the client is told, and taking it back."""

import pytest

from rise_tui.casework import colleagues, transferring, undoing
from rise_tui.casework.asides import asides
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.errors import BadInput, NotFound, Refused, Unchanged
from rise_tui.store.forgetting import forget_client
from rise_tui.store.happenings import Happening
from rise_tui.sync.inbound import apply_all
from rise_tui.sync.taking import Reader
from rise_tui.wire.events import Event
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import DANA, PHONE, a_client, accepted, offered, outbox, refused, says

LUIS, SAM, ADA = (f"00000000-0000-7000-8000-0000000000{end}" for end in ("e1", "e2", "e3"))


def hired(desk: Desk, *, me: str = "caseworker") -> None:
    """Dana has colleagues: Luis Ortiz, Sam Field who supervises, and Ada Kim who administers."""
    staff = ((DANA, "Dana Reyes", me), (LUIS, "Luis Ortiz", "caseworker"))
    with desk.store.writing() as session:
        for who, name, role in (*staff, (SAM, "Sam Field", "supervisor"), (ADA, "Ada Kim", "administrator")):
            desk.store.office.put_caseworker(session, who, seq=1, name=name, role=role, is_active=True)


def owner(desk: Desk, client_id: str) -> str | None:
    """Who has the client, as it stands here."""
    with desk.store.reading() as session:
        client = desk.store.clients.get(session, client_id)
    return None if client is None else client.caseworker_id


@pytest.fixture
def ana(desk: Desk) -> str:
    """A client of Dana's."""
    hired(desk)
    return a_client(desk, "Ana Bell", caseworker_id=DANA)


def test_a_client_goes_to_a_colleague_with_a_note_and_a_text_and_comes_back_for_an_hour(
    desk: Desk, clock: FrozenClock, ana: str
) -> None:
    assert [one.name for one in transferring.who_may_have(desk, ana)] == ["Luis Ortiz", "Sam Field"]
    told = transferring.suggested_text(desk, ana, LUIS)
    assert told == "Hi Ana, this is Luis Ortiz at RISE. From now on I am your caseworker. You can text me here."
    assert "Dana Reyes" in transferring.suggested_text(desk, ana, LUIS, "old")
    assert transferring.transfer(desk, ana, LUIS, note="she works nights", text=told) == "Transferred to Luis Ortiz"
    assert owner(desk, ana) == LUIS
    (entry,) = outbox(desk)
    RESOURCES[entry.wish.kind].body.model_validate(dict(entry.wish.body))
    assert (entry.wish.body["text"], entry.wish.body["text_from"], entry.wish.body["hold_s"]) == (told, "new", 8)
    act = undoing.latest(desk)
    assert act is not None
    assert "Ana" not in act.label, "the client goes from this machine, the act does not"
    assert undoing.undo(desk) is not None
    assert (owner(desk, ana), outbox(desk)) == (DANA, [])
    transferring.transfer(desk, ana, LUIS)
    offered(desk)
    accepted(desk, 9)
    undone = undoing.undo(desk)
    assert undone is not None
    assert undone.label == "Taken back: they are with you"
    (entry,) = outbox(desk)
    assert entry.wish.body["to_caseworker_id"] == DANA
    assert entry.wish.body["undoes"]
    accepted(desk, 12)
    transferring.transfer(desk, ana, LUIS)
    offered(desk)
    accepted(desk, 14)
    clock.go(3601)
    assert undoing.latest(desk) is None, "after an hour only the colleague can"


def test_what_was_refused_stands_as_before_and_what_is_gone_comes_back_by_its_id(desk: Desk, ana: str) -> None:
    transferring.transfer(desk, ana, LUIS)
    refused(desk)
    assert owner(desk, ana) == DANA
    undoing.undo(desk)
    transferring.transfer(desk, ana, LUIS)
    offered(desk)
    accepted(desk, 9)
    with desk.store.writing() as session:
        forget_client(session, ana)
    assert undoing.undo(desk) is not None
    (entry,) = outbox(desk)
    assert entry.wish.body["client_id"] == ana
    assert owner(desk, ana) is None, "nothing of them is here before the office gives them back"
    with pytest.raises(NotFound, match="not one of your clients any more"):
        transferring.transfer(desk, ana, LUIS)
    stays = a_client(desk, "Ben Cole", "+12155550143", caseworker_id=str(desk.caseworker_id))
    assert transferring.transfer_all(desk, [ana, stays], LUIS) == "1 transferred to Luis Ortiz"


def test_only_ones_own_client_goes_and_only_to_who_sees_to_clients(desk: Desk, ana: str) -> None:
    theirs = a_client(desk, "Ben Cole", "+12155550143", caseworker_id=LUIS)
    assert (transferring.may_transfer(desk, ana), transferring.may_transfer(desk, theirs)) == (True, False)
    with pytest.raises(Refused, match="Ben Cole is a colleague's client"):
        transferring.transfer(desk, theirs, SAM)
    with pytest.raises(Refused, match="nobody's client"):
        transferring.transfer(desk, "tel:+12155550149", LUIS)
    with pytest.raises(Unchanged):
        transferring.transfer(desk, ana, str(DANA))
    with pytest.raises(BadInput, match="too long"):
        transferring.transfer(desk, ana, LUIS, note="x" * 2001)
    says(desk, ana, PHONE, "opted_out", 5)
    assert transferring.why_no_text(desk, ana) == "They said STOP: no text may go to them."
    with pytest.raises(Refused, match="cannot be told"):
        transferring.transfer(desk, ana, LUIS, text="I am your caseworker now.")
    assert outbox(desk) == []
    hired(desk, me="supervisor")
    assert transferring.transfer(desk, theirs, str(DANA)) == "Transferred to you"


def test_a_phone_that_others_read_is_told_no_office_and_no_whole_name(desk: Desk, ana: str) -> None:
    eva = a_client(desk, "Eva Ruiz", "+12155550144", caseworker_id=DANA, language="es", is_discreet=True)
    told = transferring.suggested_text(desk, eva, LUIS)
    assert told == "Hola, desde ahora Luis lee lo que se escribe a este número."
    assert not any(word in told for word in ("Eva", "Ortiz", "RISE"))


def test_a_colleague_is_meant_by_their_name_or_how_it_begins(desk: Desk, ana: str) -> None:
    assert colleagues.named(desk, "luis").caseworker_id == LUIS
    assert colleagues.named(desk, "Field").caseworker_id == SAM
    with pytest.raises(NotFound, match=r"called that.*Luis Ortiz, Sam Field"):
        colleagues.named(desk, "Ada Kim")
    with pytest.raises(NotFound, match="called that"):
        colleagues.named(desk, " ")


def test_the_marker_says_who_had_them_what_was_noted_and_why_they_were_not_told(desk: Desk, ana: str) -> None:
    said = {"from_caseworker_id": str(DANA), "to_caseworker_id": LUIS, "client_id": ana}
    events = [
        {**said, "transfer_id": "1", "note": "works nights\x1b[2J", "text_left_out": "opted_out"},
        {**said, "transfer_id": "2", "undoes": "1"},
    ]
    with desk.store.writing() as session:
        log = [
            Event(seq=seq, at=desk.now, type="ClientTransferred", actor=LUIS, client_id=ana, data=data)
            for seq, data in enumerate(events, 20)
        ]
        apply_all(session, desk.store, log, Reader(str(DANA)), desk.now)
        cover = {"from_caseworker_id": LUIS, "to_caseworker_id": str(DANA), "why": "cover"}
        over = {**cover, "from_caseworker_id": str(DANA), "to_caseworker_id": LUIS}
        for seq, kind, named in ((30, "assigned", cover), (31, "released", over)):
            desk.store.happenings.add(session, Happening(ana, seq, desk.now, kind, LUIS, named))
    with desk.store.reading() as session:
        words = [one.words for one in asides(desk, session, ana, 0, None)]
    assert words == [
        "Went from you to Luis Ortiz. They were not told: they said STOP. works nights␛[2J",
        "Went back from you to Luis Ortiz.",
        "You cover for Luis Ortiz.",
        "You cover no longer.",
    ]
