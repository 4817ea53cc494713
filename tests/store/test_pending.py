"""Rows that a wish has changed before the relay agreed."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import TABLES, write
from rise_tui.store.store import Store


def zone_and_language(session: Session, client_id: str = "c1") -> tuple[str | None, str] | None:
    found = sql(session).execute("SELECT zone, language FROM client WHERE client_id = ?", (client_id,)).fetchone()
    return None if found is None else (found[0], found[1])


def test_a_fact_never_undoes_a_newer_one(store: Store) -> None:
    with store.writing() as session:
        assert store.clients.put(session, "c1", seq=5, language="es")
        assert not store.clients.put(session, "c1", seq=4, language="en")
        assert store.clients.put(session, "c1", seq=5, language="es")
        client = store.clients.get(session, "c1")
        assert client is not None
        assert (client.language, store.clients.seq(session, "c1")) == ("es", 5)


def test_while_a_wish_is_pending_an_event_changes_the_fact_and_not_the_row(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, language="en", zone=None)
        store.pending.shelve(session, "client", "c1", "w1", {"language": "es"})
        assert not store.clients.put(session, "c1", seq=2, language="en", zone="America/Chicago")
        assert zone_and_language(session) == (None, "es")
        assert store.pending.has(session, "client", "c1")
        assert store.pending.refuse(session, "w1") == [("client", "c1")]
        assert zone_and_language(session) == ("America/Chicago", "en")
        assert not store.pending.has(session, "client", "c1")


def test_an_accepted_change_stays_until_its_event_and_no_older_one_touches_it(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, language="en")
        store.pending.shelve(session, "client", "c1", "w1")
        store.clients.put(session, "c1", language="es")
        assert store.pending.accept(session, "w1", 9) == [("client", "c1")]
        assert not store.clients.put(session, "c1", seq=8, language="en", zone="America/Chicago")
        assert zone_and_language(session) == (None, "es")
        assert store.clients.put(session, "c1", seq=9, language="es", zone="America/Chicago")
        assert zone_and_language(session) == ("America/Chicago", "es")


def test_an_event_that_overtakes_the_answer_is_shown_once_the_answer_is_there(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, language="en")
        store.pending.shelve(session, "client", "c1", "w1", {"language": "es"})
        store.clients.put(session, "c1", seq=9, language="es", zone="America/Chicago")
        store.pending.accept(session, "w1", 9)
        assert zone_and_language(session) == ("America/Chicago", "es")


@pytest.mark.parametrize("is_shown_twice", [False, True])
def test_where_the_answer_may_be_of_another_row_no_fact_is_dropped_for_it(store: Store, is_shown_twice: bool) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, language="en")
        store.clients.put(session, "c2", seq=2, language="en")
        for client_id in ("c1", "c2"):
            store.pending.shelve(session, "client", client_id, "w1", {"language": "es"})
        if is_shown_twice:
            store.pending.shelve(session, "client", "c1", "w2", {"zone": "America/Chicago"})
        store.clients.put(session, "c1", seq=5, language="pt")
        store.pending.accept(session, "w1", 9, is_told=False)
        if is_shown_twice:
            store.pending.refuse(session, "w2")
        assert zone_and_language(session) == (None, "pt"), "it came while the wish was under way"
        assert zone_and_language(session, "c2") == (None, "es"), "nothing else is known"
        store.clients.put(session, "c2", seq=6, language="ht")
        assert zone_and_language(session, "c2") == (None, "ht"), "the office said it before the answer"


def test_a_refused_new_row_goes_and_an_accepted_one_stays(store: Store) -> None:
    with store.writing() as session:
        for client, write_id in (("c1", "w1"), ("c2", "w2")):
            store.pending.shelve(session, "client", client, write_id, {"language": "es"})
        store.pending.refuse(session, "w1")
        store.pending.accept(session, "w2", 3)
        assert zone_and_language(session, "c1") is None
        assert zone_and_language(session, "c2") == (None, "es")
        assert store.clients.seq(session, "c2") == 3


def test_one_refused_of_two_wishes_takes_back_only_its_own_change(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, language="en", zone=None)
        store.pending.shelve(session, "client", "c1", "w1", {"language": "es"})
        store.pending.shelve(session, "client", "c1", "w2", {"zone": "America/Chicago"})
        store.pending.refuse(session, "w1")
        assert zone_and_language(session) == ("America/Chicago", "en")
        store.pending.accept(session, "w2", 3)
        assert zone_and_language(session) == ("America/Chicago", "en")


def test_what_was_accepted_stays_when_a_later_wish_is_refused_before_the_event(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, language="en", zone=None)
        store.pending.shelve(session, "client", "c1", "w1", {"language": "es"})
        store.pending.shelve(session, "client", "c1", "w2", {"zone": "America/Chicago"})
        store.pending.accept(session, "w1", 4)
        store.pending.refuse(session, "w2")
        assert zone_and_language(session) == (None, "es")


def test_a_change_of_a_row_that_is_only_here_is_taken_back_to_how_it_was_made(store: Store) -> None:
    with store.writing() as session:
        store.pending.shelve(session, "client_group", "g1", "w1", {"name": "Class 3", "kind": "list"})
        store.pending.shelve(session, "client_group", "g1", "w2", {"name": "Class 4"})
        store.pending.shelve(session, "client_group", "g1", "w3", {"is_deleted": True})
        store.pending.refuse(session, "w3")
        group = store.groups.get(session, "g1")
        assert group is not None
        assert (group.name, group.kind) == ("Class 4", "list")
        store.pending.refuse(session, "w2")
        group = store.groups.get(session, "g1")
        assert group is not None
        assert group.name == "Class 3"
        store.pending.refuse(session, "w1")
        assert store.groups.get(session, "g1") is None


def test_somebody_is_found_by_the_name_that_a_refusal_leaves(store: Store) -> None:
    with store.writing() as session:
        store.clients.put(session, "c1", seq=1, first_name="Ana", last_name="Ruiz")
        store.pending.shelve(session, "client", "c1", "w1", {"first_name": "Anita"})
        store.clients.put(session, "c1", first_name="Anita")
        store.pending.shelve(session, "client", "c1", "w2", {"language": "es"})
        store.pending.refuse(session, "w2")
        assert [str(one.client_id) for one in store.clients.named(session, "anita ruiz")] == ["c1"]
        store.pending.refuse(session, "w1")
        assert [str(one.client_id) for one in store.clients.named(session, "ana ruiz")] == ["c1"]


def test_a_wish_may_change_several_rows_of_several_tables(store: Store) -> None:
    with store.writing() as session:
        store.pending.shelve(session, "conversation", "c1", "w1", {"state": "done"})
        store.pending.shelve(session, "group_member", ("g1", "c1"), "w1", {"is_member": True})
        changed = store.pending.refuse(session, "w1")
        assert changed == [("conversation", "c1"), ("group_member", ("g1", "c1"))]
        assert store.conversations.get(session, "c1") is None
        assert store.groups.of_client(session, "c1") == []


def test_only_the_relays_columns_of_a_conversation_are_put_back(store: Store) -> None:
    with store.writing() as session:
        store.conversations.put(session, "c1", seq=1, state="needs_reply")
        store.pending.shelve(session, "conversation", "c1", "w1", {"state": "done"})
        sql(session).execute("UPDATE conversation SET unread_count = 7")
        store.pending.refuse(session, "w1")
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert (line.state, line.unread_count) == ("needs_reply", 7)


def test_a_column_that_a_table_does_not_have_is_an_error(store: Store) -> None:
    with store.writing() as session, pytest.raises(KeyError):
        write(session, "client", "c1", {"name); DROP TABLE client; --": 1})
    with store.writing() as session, pytest.raises(ValueError, match="key"):
        write(session, "group_member", "g1", {"is_member": True})
    assert TABLES["conversation"].columns == ("state", "is_flagged", "snoozed_until_at", "seen_through", "read_through")


@dataclass
class Relay:
    """A relay that numbers what it accepts and merges fields; its log reaches the app some time later."""

    seq: int = 1
    row: dict[str, Any] = field(default_factory=lambda: {"language": "en", "zone": None, "status_reason": "0"})
    log: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def change(self, changed: dict[str, Any]) -> int:
        self.seq += 1
        self.row = {**self.row, **changed}
        self.log.append((self.seq, dict(self.row)))
        return self.seq


changes = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(["1", "2", "3"]) for name in ("language", "zone", "status_reason")}
).filter(bool)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("wish"), changes),
        st.tuples(st.just("unsaid"), changes),
        st.tuples(st.just("colleague"), changes),
        st.tuples(st.just("event"), st.just({})),
        st.tuples(st.just("accept"), st.just({})),
        st.tuples(st.just("refuse"), st.just({})),
    ),
    max_size=25,
)


@given(acts)
@settings(deadline=None, max_examples=300)
def test_once_all_is_settled_the_row_is_the_newest_fact_in_whatever_order_things_came(
    store_once: Store, acted: list[tuple[str, dict[str, Any]]]
) -> None:
    relay = Relay()
    under_way: list[tuple[str, dict[str, Any]]] = []
    delivered = 0
    with store_once.reading() as session:  # thrown away afterwards
        pending, clients = store_once.pending, store_once.clients
        clients.put(session, "c1", seq=1, **relay.row)

        def deliver() -> None:
            nonlocal delivered
            if delivered < len(relay.log):
                seq, row = relay.log[delivered]
                clients.put(session, "c1", seq=seq, **row)
                delivered += 1

        def answer(is_accepted: bool) -> None:
            if under_way:
                write_id, changed = under_way.pop(0)
                if is_accepted:
                    pending.accept(session, write_id, relay.change(changed))
                else:
                    pending.refuse(session, write_id)

        for number, (act, changed) in enumerate(acted):
            if act == "wish":
                pending.shelve(session, "client", "c1", f"w{number}", changed)
                under_way.append((f"w{number}", changed))
            elif act == "unsaid":
                pending.shelve(session, "client", "c1", f"w{number}")
                clients.put(session, "c1", **changed)
                under_way.append((f"w{number}", changed))
            elif act == "colleague":
                relay.change(changed)
            elif act == "event":
                deliver()
            else:
                answer(act == "accept")
        while under_way:
            answer(is_accepted=len(under_way) % 2 == 0)
        while delivered < len(relay.log):
            deliver()
        found = sql(session).execute("SELECT language, zone, status_reason, seq FROM client WHERE client_id = 'c1'")
        assert found.fetchone() == (*(relay.row[name] for name in ("language", "zone", "status_reason")), relay.seq)
        assert not pending.has(session, "client", "c1")
