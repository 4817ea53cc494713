"""One's own edits are never shown as somebody else's, and nobody else's is written over unseen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.casework import card, clashes
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import RiseError
from rise_tui.sync.settling import Settling
from rise_tui.wire.events import Answer
from rise_tui.wire.shapes import FieldError, Problem
from tests.casework.office import a_client, outbox

EDITS: dict[str, Callable[[Desk, str, str, int | None], str]] = {
    "external_id": card.set_external_id,
    "language": card.set_language,
}
VALUES = ("en", "es")


@dataclass
class Office:
    """The relay's side of one client: each field with who changed it last, the log, and how far it has been read."""

    desk: Desk
    client_id: str
    values: dict[str, Any]
    changed: dict[str, tuple[int, str]]
    log: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    read: int = 0
    seq: int = 1
    read_when_made: dict[str, int] = field(default_factory=dict)

    def colleague(self, name: str, value: str) -> None:
        """Somebody else changes a field."""
        self._change({name: value}, "colleague")

    def _change(self, values: dict[str, Any], who: str) -> None:
        self.seq += 1
        self.values = self.values | values
        self.changed |= dict.fromkeys(values, (self.seq, who))
        self.log.append((self.seq, dict(self.values)))

    def hear(self) -> None:
        """The next event comes."""
        if self.read < len(self.log):
            seq, values = self.log[self.read]
            self.read += 1
            with self.desk.store.writing() as session:
                self.desk.store.clients.put(session, self.client_id, seq=seq, **values)

    @property
    def heard(self) -> int:
        """As of which event this machine knows all."""
        return self.log[self.read - 1][0] if self.read else 1

    def answer(self) -> None:
        """The oldest wish gets its answer, by the relay's rule for edits."""
        waiting = [one.wish for one in outbox(self.desk) if one.wish.lane == self.client_id and one.state != "parked"]
        if not waiting:
            return
        wish = waiting[0]
        assert wish.if_match is not None
        new = {name: value for name, value in wish.body.items() if self.values[name] != value}
        clashing = [name for name in new if self.changed[name][0] > wish.if_match]
        with self.desk.store.writing() as session:
            settling = Settling(self.desk.store, self.desk.now)
            if clashing:
                assert {self.changed[name][1] for name in clashing} == {"colleague"}, "nobody clashes with oneself"
                settling.refused(session, wish.write_id, self._problem(clashing))
                return
            for name in new:
                seq, who = self.changed[name]
                assert who == "me" or seq <= self.read_when_made[wish.write_id], "what was not seen is not written over"
            for name in wish.body.keys() - new.keys():
                self.changed[name] = (self.changed[name][0], "me")  # two have written the same: it is mine as well
            if new:
                self._change(new, "me")
            settling.accepted(session, wish.write_id, Answer(id=self.client_id, seq=self.seq, at=self.desk.now))

    def _problem(self, names: list[str]) -> Problem:
        errors = [FieldError(pointer=f"/{name}", detail="Changed.") for name in names]
        present = {**self.values, "seq": self.seq}
        return Problem(type="/problems/changed-meanwhile", title="Changed", status=412, errors=errors, present=present)

    def offer(self, before: set[str], heard: int) -> None:
        """What was wished since was made on the sight of what was known then."""
        for entry in outbox(self.desk):
            if entry.wish.write_id not in before:
                self.read_when_made[entry.wish.write_id] = heard


def an_office(desk: Desk) -> Office:
    """One client, as of event 1."""
    values: dict[str, Any] = {"external_id": None, "language": "en"}
    client_id = a_client(desk, e164=None, seq=1, **values)
    return Office(desk, client_id, values, dict.fromkeys(values, (1, "colleague")))


NAMES, WHAT = st.sampled_from(sorted(EDITS)), st.sampled_from(VALUES)
STEP = st.one_of(
    st.tuples(st.just("open"), NAMES),
    st.tuples(st.just("enter"), WHAT),
    st.tuples(st.just("colleague"), NAMES, WHAT),
    st.tuples(st.just("answer")),
    st.tuples(st.just("hear")),
)


@given(steps=st.lists(STEP, min_size=8, max_size=16))
@settings(max_examples=200, deadline=None)
def test_only_what_somebody_else_changed_unseen_is_a_clash(desk_once: Desk, steps: list[tuple[str, ...]]) -> None:
    office = an_office(desk_once)
    dialog: tuple[str, int | None, int] | None = None
    for what, *rest in steps:
        if what == "open":
            found = card.card(desk_once, office.client_id)
            assert found is not None
            dialog = (rest[0], found.seen, office.heard)
        elif what == "enter":
            name, seen, heard = dialog or ("language", None, office.heard)
            before = {entry.wish.write_id for entry in outbox(desk_once)}
            try:
                EDITS[name](desk_once, office.client_id, rest[0], seen)
            except RiseError:
                continue  # it stands so already
            office.offer(before, heard)
            dialog = None
        elif what == "colleague":
            office.colleague(rest[0], rest[1])
        elif what == "answer":
            office.answer()
        elif what == "hear":
            office.hear()


def test_an_edit_begun_before_the_answer_to_the_one_before_is_made_on_that_answer(desk: Desk) -> None:
    office = an_office(desk)
    card.set_external_id(desk, office.client_id, "en", 1)
    opened = card.card(desk, office.client_id)
    assert opened is not None
    office.offer(set(), office.heard)
    office.answer()
    office.hear()
    card.set_external_id(desk, office.client_id, "es", opened.seen)
    office.offer(set(), office.heard)
    office.answer()
    assert clashes.clashes(desk, office.client_id) == []
    assert office.values["external_id"] == "es"
    assert outbox(desk) == []


def test_an_answer_about_one_field_says_nothing_of_what_a_colleague_did_to_another(desk: Desk) -> None:
    office = an_office(desk)
    office.colleague("external_id", "en")
    card.set_language(desk, office.client_id, "es")
    office.offer(set(), office.heard)
    office.answer()
    opened = card.card(desk, office.client_id)
    assert opened is not None
    card.set_external_id(desk, office.client_id, "es", opened.seen)
    office.answer()
    [clash] = clashes.clashes(desk, office.client_id)
    assert [(both.mine, both.theirs) for both in clash.fields] == [("es", "en")]
