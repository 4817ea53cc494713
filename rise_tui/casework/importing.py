"""People from a list: good rows go in, every other row is told with its line and reason; twice changes nothing."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from rise_tui.casework.deciding import Answers, Choice, Decided, Deciding, LeftOut, Question, enter
from rise_tui.casework.desk import Desk
from rise_tui.casework.enlisting import News, write
from rise_tui.casework.listed import BadRow, Listed, understand
from rise_tui.casework.roster import Roster
from rise_tui.casework.sheets import Row, Sheet, read_sheet
from rise_tui.domain.client_words import language_words, zone_words
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.phone import end
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

BATCH = 50
"""Rows written in one transaction: a key typed meanwhile waits for no more than one of them."""
NONE_YET: Answers = MappingProxyType({})


@dataclass(frozen=True)
class Told:
    """A line of the file that did not go in, and why (or what it asks, of which kind, and what can be answered)."""

    line: int
    reason: str
    kind: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A line of the file and what becomes of it: added, changed, unchanged, question, left_out or bad.

    `name` and `words` are safe for a terminal.
    """

    line: int
    what: str
    name: str
    words: str


@dataclass
class Outcome:
    """What an import did, or would do; `lines` accounts for every row, in the file's order.

    `tab`: which sheet of a workbook it was, safe for a terminal.
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    questions: list[Told] = field(default_factory=list)
    bad: list[Told] = field(default_factory=list)
    lines: list[Taken] = field(default_factory=list)
    ignored_columns: tuple[str, ...] = ()
    tab: str = ""
    is_dry_run: bool = False


def import_file(
    desk: Desk,
    path: Path,
    *,
    is_dry_run: bool = False,
    answers: Answers = NONE_YET,
    told: Callable[[int], None] | None = None,
) -> Outcome:
    """Take a file's people in, or say what that would do. `answers`: to questions of an earlier try.

    `told` is called with how many rows are done, after each batch. Raises NotFound or BadInput when the file as a whole
    cannot be understood, and the store's troubles: what went in before them stays in, and the file can be taken again.
    """
    return import_sheet(desk, read_sheet(path), is_dry_run=is_dry_run, answers=answers, told=told)


def import_sheet(
    desk: Desk,
    sheet: Sheet,
    *,
    is_dry_run: bool = False,
    answers: Answers = NONE_YET,
    told: Callable[[int], None] | None = None,
) -> Outcome:
    """Take in what was read from a file. What `told` raises stops it between two batches; what went in stays in."""
    outcome = Outcome(len(sheet.rows) + len(sheet.bad), is_dry_run=is_dry_run)
    outcome.ignored_columns, outcome.tab = sheet.ignored, sheet.tab
    for line, reason in sheet.bad:
        _bad(outcome, line, "", reason)
    roster = Roster(desk)
    deciding = Deciding(roster, answers)
    for start in range(0, len(sheet.rows), BATCH):
        with _session(desk, is_dry_run) as session:
            for row in sheet.rows[start : start + BATCH]:
                news = _take(session, deciding, row, outcome)
                if news is not None and not is_dry_run:
                    write(desk, session, roster, news, sheet.name)
        if told is not None:
            told(min(start + BATCH, len(sheet.rows)))
    outcome.bad.sort(key=lambda one: one.line)
    outcome.lines.sort(key=lambda one: one.line)
    return outcome


def _session(desk: Desk, is_dry_run: bool) -> AbstractContextManager[Session]:
    if is_dry_run:
        return desk.store.reading()
    return desk.store.writing(Change("inbox"), Change("groups"), Change("outbox"), is_durable=True)


def _take(session: Session, deciding: Deciding, row: Row, outcome: Outcome) -> News | None:
    """Decide about one row, count it, and let the roster know; what is to be written, if anything."""
    written = one_line(" ".join(row.one(each) for each in ("first_name", "last_name", "name")).strip(), 60)
    try:
        person = understand(row)
        written = one_line(person.name, 60)
        decided = deciding.about(session, person)
    except BadRow as bad:
        _bad(outcome, row.line, written, str(bad))
        return None
    except Question as question:
        asked = Told(row.line, str(question), question.kind, question.choices)
        outcome.questions.append(asked)
        outcome.lines.append(Taken(row.line, "question", written, one_line(asked.reason, 200)))
        return None
    except LeftOut:
        outcome.left_out += 1
        outcome.lines.append(Taken(row.line, "left_out", written, say("left out, as you said")))
        return None
    return _count(session, deciding.roster, person, decided, outcome)


def _count(session: Session, roster: Roster, person: Listed, decided: Decided, outcome: Outcome) -> News | None:
    news, name = decided.news, one_line(person.name, 60)
    if news.is_empty:
        outcome.unchanged += 1
        outcome.lines.append(Taken(person.line, "unchanged", name, ""))
        return None
    if decided.member is None:
        outcome.added += 1
    else:
        outcome.changed += 1
        name = one_line(decided.member.name, 60)
    what = "added" if decided.member is None else "changed"
    outcome.lines.append(Taken(person.line, what, name, _in_words(news)))
    enter(session, roster, person, decided)
    return news


def _in_words(news: News) -> str:
    """What a row adds: numbers by their ends, language, zone, id, groups, consent."""
    parts = [say("number ··{end}", end=end(e164)) for e164 in news.numbers]
    fields: Mapping[str, str] = news.fields
    if "language" in fields:
        parts.append(language_words(fields["language"]))
    if "zone" in fields:
        parts.append(zone_words(fields["zone"]))
    if "external_id" in fields:
        parts.append(say("id {id}", id=fields["external_id"]))
    parts += list(news.groups)
    said = set(news.consents.values())
    if ConsentState.OPTED_IN in said:
        parts.append(say("may be texted"))
    elif ConsentState.OPTED_OUT in said:
        parts.append(say("may not be texted"))
    parts += [say("··{end} is no longer another's", end=end(e164)) for _, e164 in news.ended]
    return one_line(", ".join(parts), 200)


def _bad(outcome: Outcome, line: int, name: str, reason: str) -> None:
    outcome.bad.append(Told(line, reason))
    outcome.lines.append(Taken(line, "bad", name, one_line(reason, 200)))
