"""A card as lines: what is known of a client, in the words and the order in which one looks for it."""

from collections.abc import Iterator

from rise_tui.casework import keeping_whole, transferring
from rise_tui.casework.card import Card
from rise_tui.casework.clashes import Clash
from rise_tui.casework.consenting import TAKEN_BACK, Said
from rise_tui.casework.desk import Desk
from rise_tui.casework.noting import Noted
from rise_tui.casework.papers import Papers
from rise_tui.casework.reminding import Wants
from rise_tui.domain.appointment_words import answer_words, kind_words
from rise_tui.domain.client_words import language_words, status_mark, status_words, zone_words
from rise_tui.domain.clients import Holding
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.hours import echo
from rise_tui.domain.phone import end, pretty
from rise_tui.domain.safe_hours import hours_words
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many
from rise_tui.widgets.card_view import CardRow
from rise_tui.widgets.said_lines import wrap

MOST_NOTES = 5
"""Notes that the card shows; all stand in the conversation."""
MOST_PAPERS = 20
"""Papers that the card shows beside those of the office's list; all stand in the file."""
LINES_OF_A_NOTE = 3
BLANK = "—"


def rows(
    desk: Desk, card: Card, papers: Papers, notes: list[Noted], clashes: list[Clash], width: int
) -> tuple[CardRow, ...]:
    """The card's lines for a list of that many cells."""
    told: list[CardRow] = []
    if clashes:
        words = say_many("{count} change was not taken", "{count} changes were not taken", len(clashes))
        told += [CardRow("clash", "", f"! {words}", "bad", "clash", say("Enter")), CardRow("blank-clash")]
    told += [*_person(desk, card), CardRow("blank-1"), *_numbers(desk, card), CardRow("blank-2")]
    told += [
        *_consent(desk, card, width),
        CardRow("blank-3"),
        *_papers(papers),
        *_keeping(desk, card, width),
        CardRow("blank-4"),
    ]
    told += [*_appointments(desk, card, width), CardRow("blank-5")]
    told += _notes(notes, width)
    return tuple(told)


def _person(desk: Desk, card: Card) -> Iterator[CardRow]:
    client = card.client
    status = client.status_at(desk.clock.now())
    glyph, role = status_mark(status.value)
    reason = client.status_reason if status is client.status else None
    words = f"{glyph} {status_words(status.value, reason)}".strip()
    yield CardRow("card", say("Card"), is_heading=True, tail=say("on this machine only") if card.is_here_only else "")
    yield CardRow("name", say("Name"), card.name, field="name")
    yield CardRow("status", say("State"), words, role, field="status")
    if status is client.status and client.status_until_at is not None:
        until = echo(client.status_until_at, desk.zone, desk.clock.now())
        yield CardRow("until", " ", say("until {time}", time=until), "dim")
    if card.kept:
        count = say_many("{count} text held: H", "{count} texts held: H", len(card.kept))
        yield CardRow("kept", " ", count, "accent")
    owner = say("you") if card.is_mine else card.caseworker or BLANK
    may_transfer = transferring.may_transfer(desk, str(client.client_id))
    yield CardRow("caseworker", say("Caseworker"), owner, field="caseworker" if may_transfer else "")
    yield CardRow("language", say("Language"), language_words(client.language), field="language")
    zone = zone_words(client.zone) or say("{zone}, the office's", zone=zone_words(desk.zone))
    yield CardRow("zone", say("Zone"), zone, field="zone")
    yield CardRow("hours", say("Hours"), _hours(card), field="hours")
    phone = say("● others read this phone") if client.is_discreet else say("nobody else reads it")
    if card.wants is not None:
        words, role = (card.part[0], "accent") if card.part else _wants(card.wants)
        yield CardRow("reminders", say("Reminders"), words, role, field="reminders")
    if card.part:
        yield CardRow("group-texts", say("Group texts"), card.part[1], "accent", field="reminders")
    yield CardRow("discreet", say("Phone"), phone, "accent" if client.is_discreet else "text", field="discreet")
    yield CardRow("file", say("File id"), one_line(client.external_id or BLANK, 40), field="external_id")
    groups = ", ".join(one_line(group.name, 40) for group in card.groups)
    yield CardRow("groups", say("Groups"), groups or BLANK, field="groups")


def _wants(wants: Wants) -> tuple[str, str]:
    """Whether reminders and group texts go to them, where it is the same with both."""
    return {
        Wants.ALL: (say("yes, and group texts"), "text"),
        Wants.NONE: (say("✕ none: only answers"), "accent"),
        Wants.NOT_ASKED: (say("not asked yet"), "dim"),
        Wants.CLOSED: (say("✕ no texts at all"), "bad"),
    }[wants]


def _hours(card: Card) -> str:
    """Between which hours group texts and reminders go to them."""
    client, office = card.client, card.office
    if client.safe_from is not None and client.safe_to is not None:
        return hours_words((client.safe_from, client.safe_to))
    if office is None or office.quiet_from is None or office.quiet_to is None:
        return say("at any hour")
    return say("office: {hours}", hours=hours_words((office.quiet_to, office.quiet_from)))


def _numbers(desk: Desk, card: Card) -> Iterator[CardRow]:
    yield CardRow("numbers", say("Numbers"), is_heading=True)
    for holding in card.numbers:
        yield _number(desk, card, holding)
    if not card.held:
        yield CardRow("no-number", "", say("none: Enter adds one"), "accent", "new-number")
    else:
        yield CardRow("new-number", "", say("+ another number"), "dim", "new-number")


def _number(desk: Desk, card: Card, holding: Holding) -> CardRow:
    e164 = str(holding.e164)
    key, words = f"number:{e164}", pretty(e164)
    if holding.until_at is not None:
        tail = say("until {day}", day=desk.day_and_time(to_ms(holding.until_at))[0])
        return CardRow(key, "", f"– {words}", "faint", key, tail)
    if not holding.is_confirmed:
        return CardRow(key, "", f"? {words}", "accent", key, say("not confirmed"))
    state = card.consents.get(e164, ConsentState.UNKNOWN)
    closed = say("counts as STOP") if card.is_counted else say("said STOP")
    glyph, role, tail = {
        ConsentState.OPTED_IN: ("✓", "good", say("may be texted")),
        ConsentState.OPTED_OUT: ("✕", "bad", say("wants no texts") if e164 in card.by_hand else closed),
        ConsentState.UNKNOWN: ("○", "text", say("not asked yet")),
    }[state]
    return CardRow(key, "", f"{glyph} {words}", role, key, tail)


def _consent(desk: Desk, card: Card, width: int) -> Iterator[CardRow]:
    yield CardRow("consent", say("Consent"), is_heading=True)
    for index, said in enumerate(card.evidence):
        words, role = _said(said)
        first, *more = wrap(words, max(20, width - 6))
        yield CardRow(f"consent:{index}", "", first, role, field="consent" if index == 0 else "")
        below = [_purpose(said.purpose), f"··{end(said.e164)}", _day(desk, said.at)]
        yield from (CardRow(f"consent:{index}:{line}", "", f"  {each}", role) for line, each in enumerate(more))
        yield CardRow(f"consent:{index}:how", "", "  " + " · ".join(each for each in below if each), "dim")
    if not card.evidence:
        field = "consent" if card.held else ""
        yield CardRow("consent:none", "", say("not asked yet") if field else BLANK, "dim", field)


def _said(said: Said) -> tuple[str, str]:
    """What was said and how we know it, and its role."""
    glyph, role = {
        ConsentState.OPTED_IN: (say("✓ yes"), "good"),
        ConsentState.OPTED_OUT: (say("✕ no"), "bad"),
        ConsentState.UNKNOWN: (say("○ not known"), "text"),
    }[said.state]
    if said.text and said.how == "caseworker" and said.state is not ConsentState.OPTED_OUT:
        wrote = one_line(said.text, 60)
        how = say("{reason}; “{words}” was no stop", reason=one_line(said.wording, 120).rstrip("."), words=wrote)
    elif said.text and said.how != "undecided":
        how = say("wrote “{words}”", words=one_line(said.text, 60))
    elif said.how == "undecided":
        how = say("wrote “{words}”, and nobody decided in time", words=one_line(said.wording, 60))
    elif said.how == TAKEN_BACK:
        how = say("a stop was taken back")
        how = f"{one_line(said.wording, 120)} · {how}" if said.wording else how
    elif said.how == "carrier":
        how = say("the phone company closed it")
    elif said.how == "word":
        how = say("wrote “{words}”", words=one_line(said.wording, 60)) if said.wording else say("wrote it")
    else:
        how = one_line(said.wording, 120)
    return (f"{glyph}, {how}" if how else glyph), role


def _purpose(purpose: Purpose) -> str:
    return {
        Purpose.ALL: "",
        Purpose.CONVERSATION: say("for texts from you"),
        Purpose.REMINDERS: say("for reminders"),
        Purpose.GROUP_NEWS: say("for group texts"),
    }[purpose]


def _day(desk: Desk, at: int) -> str:
    """`12 Mar`, with the year if it is another one; empty when it is not known."""
    if not at:
        return ""
    day = desk.day_and_time(at)[0]
    return day if day == say("Today") else day.partition(" ")[2]


def _papers(papers: Papers) -> Iterator[CardRow]:
    yield CardRow("papers", say("Papers"), is_heading=True)
    for index, paper in enumerate(papers.lines):
        glyph, words, role = paper.standing
        yield CardRow(f"paper:{index}", "", f"{glyph} {paper.words}", role, tail=words, field="papers")
    if papers.more:
        yield CardRow("paper:more", "", say("{count} older", count=papers.more), "dim", field="papers")
    if not papers.lines:
        yield CardRow("paper:none", "", BLANK, "dim", "papers")


def _keeping(desk: Desk, card: Card, width: int) -> Iterator[CardRow]:
    """That all of it is kept whatever is purged, if it is so; and where the whole file is taken out."""
    if card.hold is not None:
        lines = wrap(say("■ all is kept: {reason}", reason=card.hold.reason), max(20, width - 6))
        for index, line in enumerate(lines):
            yield CardRow(
                f"held:{index}", "", line if index == 0 else f"  {line}", "accent", "keeping" if index == 0 else ""
            )
    words = say("+ export the whole file")
    if card.hold is None and keeping_whole.may_hold(desk):
        words = say("+ export all, or keep all")
    yield CardRow("keeping", "", words, "dim", "keeping")


def _appointments(desk: Desk, card: Card, width: int) -> Iterator[CardRow]:
    yield CardRow("appointments", say("Appointments"), is_heading=True)
    for one in card.appointments:
        at, key = echo(from_ms(to_ms(one.starts_at)), desk.zone, desk.clock.now()), f"appointment:{one.appointment_id}"
        is_own = one.client_id == card.client.client_id
        tail = "" if is_own else say("the whole group's")
        yield CardRow(key, "", f"{at}  {kind_words(one.kind)}", "text", key if is_own else "", tail)
        words, role = answer_words(one.answer)
        place = f" · {one_line(one.place, 60)}" if one.place else ""
        first, *more = wrap(f"{words}{place}", max(20, width - 6))
        yield CardRow(f"{key}:answer", "", f"  {first}", role)
        below = wrap(say("bring {what}", what=one_line(one.bring, 120)), max(20, width - 6)) if one.bring else []
        for index, line in enumerate((*more, *below)):
            yield CardRow(f"{key}:{index}", "", f"  {line}", "dim")
    yield CardRow("new-appointment", "", say("+ an appointment"), "dim", "new-appointment")


def _notes(notes: list[Noted], width: int) -> list[CardRow]:
    told = [CardRow("notes", say("Notes"), is_heading=True, tail=say("the client does not see these"))]
    for noted in notes[:MOST_NOTES]:
        lines = wrap(" ".join(noted.words.split()), max(20, width - 6))
        if len(lines) > LINES_OF_A_NOTE:
            lines = [*lines[: LINES_OF_A_NOTE - 1], f"{lines[LINES_OF_A_NOTE - 1]} …"]
        told += [CardRow(f"note:{noted.note_id}:{index}", "", line) for index, line in enumerate(lines)]
        about = " · ".join(each for each in (noted.label, noted.when, noted.author or say("you")) if each)
        told.append(CardRow(f"note:{noted.note_id}:who", "", about, "dim"))
    told.append(CardRow("new-note", "", say("+ a note"), "dim", "note"))
    return told
