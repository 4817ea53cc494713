"""What a row of a list means for whom: somebody here or somebody new, what is news, and what only a person can decide.

A question that was answered is not asked again: the answer stands for that line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rise_tui.casework.enlisting import News
from rise_tui.casework.listed import BadRow, Listed
from rise_tui.casework.roster import Member, Roster
from rise_tui.domain.clients import fold
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.ids import new_id
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session


class Choice(StrEnum):
    """What one can answer."""

    SAME = "same"
    """It is the person who is here."""
    OTHER = "other"
    """It is somebody else, and comes without what they cannot both have."""
    MOVED = "moved"
    """The number has a new holder: the old one has it no more."""
    SHARED = "shared"
    """Both have the number."""
    AGAIN = "again"
    """The number is theirs again."""
    WITHOUT = "without"
    """The row goes in without that."""
    SKIP = "skip"
    """The row is left out."""


Answers = Mapping[tuple[int, str], Choice]
"""By line and kind of question."""


class Question(Exception):
    """Something that only a person can decide: its kind, its words, and what can be answered."""

    def __init__(self, kind: str, words: str, *choices: Choice) -> None:
        super().__init__(words)
        self.kind = kind
        self.choices = (*choices, Choice.SKIP)


class LeftOut(Exception):
    """A person has said to leave this row out."""


@dataclass(frozen=True)
class Decided:
    """Who a row is about (None: somebody new), and what it says that is not here yet."""

    member: Member | None
    news: News


class Deciding:
    """Decides about rows, with the answers that were given."""

    def __init__(self, roster: Roster, answers: Answers) -> None:
        self.roster = roster
        self.answers = answers

    def about(self, session: Session, person: Listed) -> Decided:
        """What becomes of this row.

        Raises Question where a person must decide, BadRow for a row that cannot go in, LeftOut for one that shall not.
        """
        member, person, moved = self._known(session, person)
        if member is None:
            consents, person = self._consents(session, person, None)
            fields = {"first_name": person.first_name, "last_name": person.last_name, **_said(person)}
            news = News(
                new_id(), person.line, True, fields, person.numbers, consents, _once(person.groups), tuple(moved)
            )
            return Decided(None, news)
        person, more = self._numbers(session, person, member)
        consents, person = self._consents(session, person, member)
        here = {"language": member.language, "zone": member.zone, "external_id": member.external_id}
        news = News(
            member.client_id,
            person.line,
            False,
            {name: value for name, value in _said(person).items() if here[name] != value},
            tuple(e164 for e164 in person.numbers if e164 not in member.numbers),
            consents,
            _once(name for name in person.groups if self.roster.group_id(session, name) not in member.groups),
            tuple(more),
        )
        return Decided(member, news)

    def _asked(self, person: Listed, question: Question) -> Choice:
        """The answer that was given. Raises Question when none was, LeftOut when it was to leave the row out."""
        answer = self.answers.get((person.line, question.kind))
        if answer is None or answer not in question.choices:
            raise question
        if answer is Choice.SKIP:
            raise LeftOut
        return answer

    def _known(self, session: Session, person: Listed) -> tuple[Member | None, Listed, list[tuple[str, str]]]:
        """Who the row is about, if they are here; the row as it stands now; and who loses a number to them."""
        by_id = self.roster.of_external_id(session, person.external_id) if person.external_id else []
        for member in by_id:
            if member.folded == person.folded:
                return member, person, []
        if by_id:
            words = say("Its id is {other}'s. Is it the same person under another name?", other=_name(by_id[0]))
            if self._asked(person, Question("id_held", words, Choice.SAME, Choice.OTHER)) is Choice.SAME:
                return by_id[0], person, []
            person = person.but(external_id=None)
        if not person.numbers:
            raise BadRow(say("There is no phone number."))
        for e164 in person.numbers:
            if self.roster.is_ours(session, e164):
                raise BadRow(say("Its number is the office's own."))
            holders = self.roster.holders(session, e164)
            same = next((member for member in holders if member.folded == person.folded), None)
            if same is not None:
                return same, person, []
            if holders:
                words = say(
                    "Its number belongs to {other}. Is it the same person, a new holder, or shared?",
                    other=_name(holders[0]),
                )
                question = Question("number_held", words, Choice.SAME, Choice.MOVED, Choice.SHARED)
                answer = self._asked(person, question)
                if answer is Choice.SAME:
                    return holders[0], person, []
                moved = [(one.client_id, e164) for one in holders] if answer is Choice.MOVED else []
                return None, person, moved
        return self._namesake(session, person), person, []

    def _namesake(self, session: Session, person: Listed) -> Member | None:
        """Somebody who is called so and has another number: a person says whether it is they. None: somebody new."""
        known = self.roster.named(session, person.folded)
        if not known:
            return None
        words = say("Somebody called {name} is here with another number. Is it the same person?", name=_name(known[0]))
        answer = self._asked(person, Question("namesake", words, Choice.SAME, Choice.OTHER))
        return known[0] if answer is Choice.SAME else None

    def _numbers(self, session: Session, person: Listed, member: Member) -> tuple[Listed, list[tuple[str, str]]]:
        """The row with the numbers that go in, and who loses one of them."""
        if person.external_id and member.external_id and person.external_id != member.external_id:
            words = say("{name} has another id here. Is it the same person?", name=_name(member))
            self._asked(person, Question("other_id", words, Choice.SAME))
        moved: list[tuple[str, str]] = []
        for e164 in person.numbers:
            others = [one for one in self.roster.holders(session, e164) if one is not member]
            answer = None
            if e164 in member.past_numbers:
                words = say("{name} had this number before and has it no more. Is it theirs again?", name=_name(member))
                answer = self._asked(person, Question("had_before", words, Choice.AGAIN, Choice.WITHOUT))
            elif others and e164 not in member.numbers:
                words = say("Its number belongs to {other}. Is it shared now?", other=_name(others[0]))
                question = Question("shared_now", words, Choice.SHARED, Choice.MOVED, Choice.WITHOUT)
                answer = self._asked(person, question)
            if answer is Choice.WITHOUT:
                person = person.but(numbers=tuple(each for each in person.numbers if each != e164))
            elif answer is Choice.MOVED:
                moved += [(one.client_id, e164) for one in others]
        return person, moved

    def _consents(
        self, session: Session, person: Listed, member: Member | None
    ) -> tuple[dict[str, ConsentState], Listed]:
        """By number what the list says of it that is not known. Raises Question where it would undo a STOP."""
        said: dict[str, ConsentState] = {}
        if person.consent is ConsentState.UNKNOWN:
            return said, person
        for e164 in person.numbers:
            known = self.roster.consent(session, member, e164)
            if known is ConsentState.OPTED_OUT and person.consent is ConsentState.OPTED_IN:
                words = say(
                    "Somebody said STOP with {name}'s number; a list cannot take that back.",
                    name=one_line(person.name, 60),
                )
                self._asked(person, Question("stopped", words, Choice.WITHOUT))
            elif known is not person.consent:
                said[e164] = person.consent
        return said, person


def enter(session: Session, roster: Roster, person: Listed, decided: Decided) -> None:
    """From now on the roster answers as if it were written."""
    member, news = decided.member, decided.news
    if member is None:
        member = Member(news.client_id, person.name, external_id=news.fields.get("external_id"))
        roster.add(member)
    if news.fields.get("external_id"):
        roster.give_external_id(member, news.fields["external_id"])
    member.language = person.language or member.language
    member.zone = person.zone or member.zone
    member.consents |= news.consents
    for client_id, e164 in news.ended:
        roster.take_number(client_id, e164)
    for e164 in news.numbers:
        roster.give_number(member, e164)
    for name in news.groups:
        member.groups.add(roster.enter_group(session, name))


def _name(member: Member) -> str:
    return one_line(member.name, 60)


def _said(person: Listed) -> dict[str, Any]:
    """What the list says beside name and number. A name is never changed by a list."""
    said = {"language": person.language, "zone": person.zone, "external_id": person.external_id}
    return {name: value for name, value in said.items() if value is not None}


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each group once, as it was first written."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name.strip()), name)
    return tuple(first.values())
