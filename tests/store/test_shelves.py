"""The smaller shelves: what is put is what is got, in the order that a person expects."""

from datetime import UTC, datetime

import pytest

from rise_tui.domain.clients import Client, ClientStatus, Holding
from rise_tui.domain.clock import from_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.ids import ClientId
from rise_tui.domain.messages import Media
from rise_tui.domain.phone import Phone
from rise_tui.store.broadcasts import Broadcast, Recipient
from rise_tui.store.cursor import Cursor
from rise_tui.store.documents import Document
from rise_tui.store.groups import Group
from rise_tui.store.lines import Place
from rise_tui.store.notes import Note
from rise_tui.store.office import Caseworker, Office
from rise_tui.store.store import Store
from rise_tui.store.templates import Template
from rise_tui.store.undo import KEPT
from tests.store.people import NOW, add_client, text_in, text_out

E164 = Phone("+12155550101")


def test_a_client_is_got_as_put(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(
            session,
            "c1",
            seq=3,
            first_name="José",
            last_name="Peña",
            language="es",
            status="paused",
            status_reason="custody",
            status_until_at=NOW,
            external_id="4711",
            is_discreet=True,
        )
        expected = Client(
            ClientId("c1"),
            "José",
            "Peña",
            "es",
            external_id="4711",
            status=ClientStatus.PAUSED,
            status_reason="custody",
            status_until_at=from_ms(NOW),
            is_discreet=True,
        )
        assert store.clients.get(session, "c1") == expected
        assert store.clients.named(session, "jose PENA") == [expected]
        assert store.clients.of_external_id(session, "4711") == [expected]
        store.clients.put(session, "c1", last_name="Ruiz")
        assert [client.name for client in store.clients.named(session, "jose ruiz")] == ["José Ruiz"]


def test_clients_stand_by_last_name_and_the_closed_ones_may_stay_away(store: Store) -> None:
    with store.writing() as session:
        for client, name in (("c1", "Zoe Adams"), ("c2", "Adam Zed"), ("c3", "Bo Adams")):
            add_client(store, session, client, name)
        store.clients.put(session, "c3", seq=2, status="closed")
        assert [c.client_id for c in store.clients.list(session)] == ["c3", "c1", "c2"]
        assert [c.client_id for c in store.clients.list(session, is_open=True)] == ["c1", "c2"]
        assert store.clients.count(session) == 3


def test_a_number_has_holders_from_then_until_then(store: Store) -> None:
    with store.writing() as session:
        store.numbers.put(session, "c1", E164, seq=1, from_at=5, until_at=9, is_confirmed=True)
        store.numbers.put(session, "c2", E164, seq=2, from_at=9, is_confirmed=False, confirmed_how="text")
        assert store.numbers.list(session, "c1") == [Holding(E164, ClientId("c1"), from_ms(5), from_ms(9), True)]
        assert [holding.client_id for holding in store.numbers.holders(session, E164)] == ["c2"]
        assert store.numbers.seq(session, "c2", E164) == 2
        assert not store.numbers.is_landline(session, E164)
        store.numbers.mark(session, E164, is_landline=True)
        store.numbers.mark(session, E164, is_blocked=True)
        assert store.numbers.is_landline(session, E164)
        assert store.numbers.is_blocked(session, E164)


def test_papers_stand_newest_first_without_the_dismissed_and_notes_beside_them(store: Store) -> None:
    with store.writing() as session:
        for name, at, dismissed in (("d1", 1, False), ("d2", 3, False), ("d3", 2, True)):
            store.documents.put(
                session,
                name,
                seq=at,
                client_id="c1",
                message_id="m1",
                sha256=name * 32,
                kind="paystub",
                period=f"2026-0{at}",
                is_dismissed=dismissed,
                at=at,
            )
        assert [document.document_id for document in store.documents.list(session, "c1")] == ["d2", "d1"]
        assert store.documents.get(session, "d2") == Document(
            "d2", "c1", "d2" * 32, DocumentKind.PAYSTUB, "m1", "2026-03", at=3, seq=3
        )
        assert len(store.documents.of_message(session, "c1", "m1")) == 3
        assert store.documents.last_period(session, "c1", "paystub") == "2026-03"
        assert store.documents.last_period(session, "c1", "lease") is None
        store.notes.put(session, "n1", seq=4, client_id="c1", body="works evenings", at=4)
        assert store.notes.list(session, "c1") == [Note("n1", "c1", "works evenings", at=4, seq=4)]


def test_a_photo_is_unfiled_until_it_is_filed_or_dismissed(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, "c1", 5, media=(Media(0, None, "image/png"), Media(1, None, "image/png")))
        for index, sha256 in enumerate(("aa" * 32, "bb" * 32)):
            store.photos.put(session, "in-5", index, seq=6, client_id="c1", state="stored", sha256=sha256)
        assert {medium.sha256 for medium in store.photos.missing(session)} == {"aa" * 32, "bb" * 32}
        assert [medium.position for medium in store.photos.arrived(session, "aa" * 32)] == [0]
        assert [medium.sha256 for medium in store.photos.missing(session)] == ["bb" * 32]
        store.documents.put(session, "d1", client_id="c1", sha256="aa" * 32, is_dismissed=True)
        assert [medium.sha256 for medium in store.photos.unfiled(session, "c1")] == ["bb" * 32]


def test_groups_have_members_who_come_and_go(store: Store) -> None:
    with store.writing() as session:
        store.groups.put(session, "g1", seq=1, name="class 3", kind="class")
        store.groups.put(session, "g2", seq=1, name="Alumni")
        for client in ("c1", "c2"):
            add_client(store, session, client)
            store.groups.put_member(session, "g1", client, is_member=True, seq=2)
        store.groups.put_member(session, "g1", "c2", is_member=False, seq=3)
        assert [group.name for group in store.groups.list(session)] == ["Alumni", "class 3"]
        assert store.groups.named(session, " CLASS 3") == [Group("g1", "class 3", "class", 1)]
        assert [client.client_id for client in store.groups.members(session, "g1")] == ["c1"]
        assert [group.group_id for group in store.groups.of_client(session, "c1")] == ["g1"]
        store.groups.put(session, "g1", seq=9, is_deleted=True)
        assert store.groups.get(session, "g1") is None


def test_templates_stand_by_their_letter_and_speak_the_clients_language(store: Store) -> None:
    with store.writing() as session:
        store.templates.put(session, "t1", seq=1, name="Thanks", bodies={"en": "Thank you", "es": "Gracias"})
        store.templates.put(session, "t2", seq=1, name="Late", key="l", bodies={"es": "Tarde"})
        assert [template.template_id for template in store.templates.list(session)] == ["t2", "t1"]
        thanks, late = store.templates.get(session, "t1"), store.templates.get(session, "t2")
        assert thanks == Template("t1", "Thanks", None, {"en": "Thank you", "es": "Gracias"}, 1)
        assert late is not None
        assert (thanks.body("es"), thanks.body("fr"), late.body("en")) == ("Gracias", "Thank you", "Tarde")


def test_a_broadcast_has_recipients_who_each_have_a_status(store: Store) -> None:
    left_out = [{"client_id": "c9", "reason": "opted_out"}]
    with store.writing() as session:
        store.broadcasts.put(session, "b1", name="Class", body="Hi", left_out=left_out, at=NOW)
        store.broadcasts.set_recipients(session, "b1", [("c1", "m1"), ("c2", "m2"), ("c3", "m3")])
        assert store.broadcasts.get(session, "b1") == Broadcast("b1", "Class", "Hi", left_out=tuple(left_out), at=NOW)
        assert store.broadcasts.set_status(session, "b1", "c1", "delivered", seq=20)
        assert not store.broadcasts.set_status(session, "b1", "c1", "sent", seq=19)
        assert store.broadcasts.set_status(session, "b1", "c2", "failed", "landline", seq=20)
        assert store.broadcasts.tally(session, "b1") == {"delivered": 1, "failed": 1, "here": 1}
        store.broadcasts.set_recipients(session, "b1", [("c1", "m1"), ("c2", "m2")], "queued")
        assert store.broadcasts.recipients(session, "b1") == [
            Recipient("b1", "c1", "m1", "delivered", None, 20),
            Recipient("b1", "c2", "m2", "failed", "landline", 20),
        ]
        assert store.broadcasts.recipient(session, "m2") == Recipient("b1", "c2", "m2", "failed", "landline", 20)
        assert [broadcast.broadcast_id for broadcast in store.broadcasts.list(session)] == ["b1"]


def test_the_first_word_after_a_broadcast_is_its_reply(store: Store) -> None:
    with store.writing() as session:
        store.broadcasts.put(session, "b1", name="Class", body="Hi")
        store.broadcasts.set_recipients(session, "b1", [("c1", "out-10"), ("c2", "out-11")])
        text_in(store, session, "c1", 5, "before")
        text_out(store, session, "c1", 10, broadcast_id="b1")
        text_out(store, session, "c2", 11, broadcast_id="b1")
        text_in(store, session, "c1", 12, "yes")
        text_in(store, session, "c1", 13, "and thanks")
        assert store.broadcasts.replies(session, "b1") == [("c1", "in-12")]
        assert [m.message_id for m in store.threads.of_broadcast(session, "b1")] == ["out-10", "out-11"]


def test_the_latest_word_on_a_purpose_stands(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1", e164=E164)
        store.consents.put(session, E164, "c1", "group_news", seq=5, state="opted_in", how="caseworker", at=NOW)
        store.consents.put(session, E164, "c1", seq=6, state="opted_out", how="word", wording="STOP")
        assert store.consents.state(session, "c1", E164, Purpose.GROUP_NEWS) is ConsentState.OPTED_OUT
        store.consents.put(session, E164, "c1", "group_news", seq=7, state="opted_in")
        assert store.consents.state(session, "c1", E164, Purpose.GROUP_NEWS) is ConsentState.OPTED_IN
        assert store.consents.state(session, "c1", E164, Purpose.CONVERSATION) is ConsentState.OPTED_OUT
        assert [(c.purpose, c.seq) for c in store.consents.list(session, "c1")] == [
            (Purpose.GROUP_NEWS, 7),
            (Purpose.ALL, 6),
        ]


def test_the_number_itself_and_the_person_on_it_each_close_it_alone(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1", e164=E164)
        for seq, closed, opened in ((5, "", "c1"), (7, "c1", "")):
            store.consents.put(session, E164, closed, seq=seq, state="opted_out", how="word")
            store.consents.put(session, E164, opened, seq=seq + 1, state="unknown", how="caseworker")
            assert store.consents.state(session, "c1", E164, Purpose.CONVERSATION) is ConsentState.OPTED_OUT
            assert [one.consent for one in store.addressees.list(session, ["c1"], NOW)] == ["opted_out"]


def test_a_client_has_their_own_appointments_and_those_of_their_groups(store: Store) -> None:
    with store.writing() as session:
        store.groups.put_member(session, "g1", "c1", is_member=True, seq=1)
        store.appointments.put(session, "a1", seq=1, client_id="c1", kind="court", starts_at=NOW + 5, answer="yes")
        store.appointments.put(session, "a2", seq=1, group_id="g1", kind="class", starts_at=NOW, attended=True)
        store.appointments.put(session, "a3", seq=1, client_id="c2", kind="class", starts_at=NOW)
        first, second = store.appointments.list(session, "c1")
        assert (first.appointment_id, first.starts_at, first.attended) == ("a2", from_ms(NOW), True)
        assert (second.appointment_id, second.answer, second.attended) == ("a1", "yes", None)
        assert first.starts_at.tzinfo is UTC


def test_the_office_and_its_people_are_as_the_relay_said_last(store: Store) -> None:
    with store.writing() as session:
        assert store.office.get(session) is None
        fields = {"name": "RISE", "zone": "America/New_York", "numbers": ["+12155550199"], "price_micros": 8300}
        assert store.office.put(session, "o1", seq=5, **fields, quiet_from=1260, quiet_to=480)
        assert not store.office.put(session, "o1", seq=4, name="Old", zone="UTC")
        office = store.office.get(session)
        assert office == Office("o1", "RISE", "America/New_York", ("+12155550199",), 1260, 480, 1.0, 8300, {}, 5)
        store.office.put_caseworker(session, "w1", seq=1, name="Dana", role="supervisor")
        store.office.put_caseworker(session, "w2", seq=1, name="Luis", is_active=False)
        assert store.office.caseworkers(session) == [Caseworker("w1", "Dana", "supervisor", True, 1)]
        assert store.office.caseworker(session, "w2") == Caseworker("w2", "Luis", "caseworker", False, 1)


def test_the_last_acts_can_be_taken_back_newest_first(store: Store) -> None:
    with store.writing() as session:
        numbers = [
            store.undo.add(session, f"act {n}", {"act": "x", "n": n}, client_id="c1", at=n) for n in range(KEPT + 5)
        ]
        newest = store.undo.newest(session)
        assert newest is not None
        assert (newest.undo_id, newest.label, newest.inverse["n"]) == (numbers[-1], f"act {KEPT + 4}", KEPT + 4)
        assert store.undo.get(session, numbers[0]) is None
        store.undo.remove(session, numbers[-1])
        assert [act.undo_id for act in store.undo.list(session, 2)] == [numbers[-2], numbers[-3]]
        store.undo.add(session, "many", {"act": "several", "acts": [{"act": "x"}] * 3})
        [many, one] = store.undo.heads(session, 2)
        assert (many.label, many.kind, many.parts, one.kind, one.parts) == ("many", "several", 3, "x", 1)
        assert [act.label for act in store.undo.list(session, 5, kinds=("several",))] == ["many"]


def test_the_place_and_the_cursor_come_back(store: Store) -> None:
    with store.writing() as session:
        assert store.place.get(session) is None
        assert store.cursor.get(session) == Cursor()
        store.place.put(session, screen="client", filter="all", client_id="c1", focus="draft", at=NOW)
        store.cursor.put(session, Cursor("e", 5, None, None, "up_to_date", NOW, NOW))
        store.cursor.move(session, 9)
        store.cursor.move(session, 7)
    with store.reading() as session:
        assert store.place.get(session) == Place("client", "all", "c1", "draft", NOW)
        assert store.cursor.get(session) == Cursor("e", 9, None, None, "up_to_date", NOW, NOW)


def test_a_time_may_be_put_as_milliseconds_or_as_a_time(store: Store) -> None:
    at = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, first_name="Ana", status_until_at=at)
        client = store.clients.get(session, "c1")
        assert client is not None
        assert client.status_until_at == at
        with pytest.raises(ValueError, match="zone"):
            store.clients.put(session, "c1", status_until_at=at.replace(tzinfo=None))
