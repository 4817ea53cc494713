"""`rise inbox`, `read` and `search`: what the screens show, as plain lines or JSON."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, how_many, which_one

if TYPE_CHECKING:
    from rise_tui.casework.asides import Aside
    from rise_tui.casework.desk import Desk
    from rise_tui.casework.reading import Text
    from rise_tui.store.drafts import Draft
    from rise_tui.store.engine import Session
    from rise_tui.store.lines import Line
    from rise_tui.store.threads import Message

FILTERS = ("needs_reply", "waiting", "snoozed", "unknown", "all")
MOST = 50


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `inbox`, `read` and `search` on the command line."""
    inbox = commands.add_parser("inbox", help="who needs a reply", epilog="Example: rise inbox --filter all --limit 20")
    inbox.add_argument("--filter", choices=FILTERS, default="needs_reply", help="whom to show (needs_reply)")
    inbox.add_argument("--limit", type=how_many, default=MOST, metavar="N", help="at most so many (50)")
    add_output(inbox)
    inbox.set_defaults(run=_inbox)

    read = commands.add_parser("read", help="a conversation", epilog="Example: rise read 'Marcus Bell' --limit 10")
    read.add_argument("client", metavar="CLIENT", help="an id, file id, number, or a name that fits one person")
    read.add_argument("--limit", type=how_many, default=MOST, metavar="N", help="at most so many texts (50)")
    where = read.add_mutually_exclusive_group()
    where.add_argument("--before", type=which_one, metavar="SEQ", help="only texts before this one")
    where.add_argument("--at", metavar="TEXT_ID", help="the texts around this one (see: rise search)")
    add_output(read)
    read.set_defaults(run=_read)

    search = commands.add_parser(
        "search", help="find people, numbers and words of any text", epilog="Example: rise search paystub monday"
    )
    search.add_argument("words", nargs="+", metavar="WORDS", help="a name, a number or its end, words of a text")
    add_output(search)
    search.set_defaults(run=_search)


def _inbox(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import waiting
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import catch_up, signed_in
    from rise_tui.domain.clock import to_wire

    with signed_in() as here:
        is_online = catch_up(here)
        desk = here.desk
        lines = waiting.waiting_list(desk, arguments.filter).page(0, arguments.limit)
        counts = waiting.counts(desk)
        with desk.store.reading() as session:
            cursor = desk.store.cursor.get(session)
        value: dict[str, Any] = {
            "cursor": cursor.seq,
            "is_online": is_online,
            "synced_at": None if cursor.synced_at is None else to_wire(cursor.synced_at),
            "needs_reply": counts.needs_reply,
            "conversations": [_line_value(line) for line in lines],
        }
        answer(value, [_line_words(line, desk.now) for line in lines] or [_nobody(arguments.filter)], arguments)
    return 0


def _nobody(filter_id: str) -> str:
    return "Nobody is waiting for you." if filter_id == "needs_reply" else "Nobody stands there."


def _line_value(line: "Line") -> dict[str, Any]:
    from rise_tui.domain.clock import to_wire

    def time(at: int | None) -> str | None:
        return None if at is None else to_wire(at)

    return {
        "client_id": line.client_id,
        "name": line.name,
        "state": line.state,
        "mark": line.mark,
        "is_flagged": line.is_flagged,
        "needs_reply_since_at": time(line.needs_reply_since_at),
        "last_at": time(line.last_at),
        "last_direction": line.last_direction,
        "snippet": line.snippet,
        "unread_count": line.unread_count,
        "has_photo": line.has_photo,
        "has_failed": line.has_failed,
        "has_draft": line.has_draft,
        "snoozed_until_at": time(line.snoozed_until_at),
    }


def _line_words(line: "Line", now: int) -> str:
    from rise_tui.domain.ages import age
    from rise_tui.domain.inbox_words import last_words

    since = line.needs_reply_since_at if line.needs_reply_since_at is not None else line.last_at
    signs = [
        word
        for word, is_so in (
            ("urgent", line.is_urgent),
            ("not delivered", line.has_failed),
            ("photo", line.has_photo),
            ("flag", line.is_flagged),
            ("draft", line.has_draft),
            (line.mark.replace("_", " "), line.mark not in ("", "photo", "urgent")),
        )
        if is_so
    ]
    told = f" ({', '.join(signs)})" if signs else ""
    return f"{line.name}, {age(since, now)}{told}: {last_words(line)}"


def _read(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import looked_at
    from rise_tui.casework.finding import the_client
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import catch_up, signed_in

    with signed_in() as here:
        catch_up(here)
        desk, store = here.desk, here.desk.store
        client_id = the_client(desk, arguments.client)
        looked_at.tell_read(desk, client_id)  # it leaves with the next sync, whoever makes that
        with store.reading() as session:
            found = store.threads.window(
                session,
                client_id,
                before=arguments.before,
                around=_position(desk, session, client_id, arguments.at),
                limit=arguments.limit,
            )
            has_more = bool(found) and store.threads.count(session, client_id, before=found[0].position) > 0
            draft = store.drafts.get(session, client_id)
        value: dict[str, Any] = {"client": _client_value(desk, client_id)}
        if draft is not None and draft.body:
            value["draft"] = draft.body
        value["messages"] = [_message_value(message) for message in found]
        value["has_more"] = has_more
        is_newest = arguments.before is None and arguments.at is None
        span = (found[0].position if has_more else -1, None if is_newest or not found else found[-1].position + 1)
        words = _conversation_words(desk, value["client"], found, span)
        answer(value, [*words, *_draft_words(draft)], arguments)
    return 0


def _draft_words(draft: "Draft | None") -> list[str]:
    from rise_tui.domain.safe_text import safe_text

    return [f"Draft: {safe_text(draft.body)}"] if draft is not None and draft.body else []


def _position(desk: "Desk", session: "Session", client_id: str, message_id: str | None) -> int | None:
    """Where a text stands in its conversation."""
    from rise_tui.domain.errors import NotFound

    if message_id is None:
        return None
    message = desk.store.threads.get(session, message_id)
    if message is None or message.client_id != client_id:
        raise NotFound("That text is not in this conversation", "", "Look for it with: rise search WORDS")
    return message.position


def _client_value(desk: "Desk", client_id: str) -> dict[str, Any]:
    from rise_tui.casework.introducing import said_of

    store = desk.store
    with store.reading() as session:
        client = store.clients.get(session, client_id)
        line = store.conversations.get(session, client_id)
        consent = said_of(desk, session, client_id, line)
        if client is None:
            e164 = client_id.removeprefix("tel:")
            numbers, groups = [e164], []
        else:
            numbers = [str(h.e164) for h in store.numbers.list(session, client_id) if h.until_at is None]
            groups = [group.name for group in store.groups.of_client(session, client_id)]
    return {
        "client_id": client_id,
        "name": client.name if client else (line.name if line else client_id),
        "numbers": numbers,
        "language": client.language if client else "en",
        "consent": consent,
        "groups": groups,
        "status": client.status.value if client else "unknown",
    }


def _message_value(message: "Message") -> dict[str, Any]:
    from rise_tui.domain.clock import to_wire

    value: dict[str, Any] = {
        "message_id": message.message_id,
        "seq": message.seq,
        "at": to_wire(message.at),
        "direction": message.direction,
        "body": message.body,
        "status": message.status,
    }
    if message.reason:
        value["reason"] = message.reason
    if message.held_why and message.status == "held":
        value["held"] = {"why": message.held_why}
        if message.kept_until_at is not None:
            value["held"]["until"] = to_wire(message.kept_until_at)
    if message.broadcast_id:
        value["broadcast_id"] = message.broadcast_id
    value["media"] = [
        {"index": item.index, "sha256": item.sha256, "type": item.type, "state": item.state.value}
        for item in message.media
    ]
    return value


def _conversation_words(
    desk: "Desk", client: dict[str, Any], messages: "list[Message]", span: tuple[int, int | None]
) -> list[str]:
    """Who, then a line a text; with the notes, and with what happened, between these two numbers of the log."""
    from rise_tui.casework import reading
    from rise_tui.casework.asides import Aside, asides
    from rise_tui.domain.phone import pretty
    from rise_tui.domain.safe_text import one_line

    numbers = ", ".join(pretty(number) for number in client["numbers"]) or "no number"
    consent = {"opted_out": "said STOP", "opted_in": "may be texted"}.get(client["consent"], "consent not asked yet")
    lines = [f"{one_line(client['name'], 80)} · {numbers} · {consent}"]
    day = ""
    with desk.store.reading() as session:
        beside = asides(desk, session, client["client_id"], *span)
        items = reading.in_order([*reading.told(desk, session, messages, 0), *beside])
    for item in items:
        on, time = desk.day_and_time(item.at)
        if on != day:
            day = on
            lines.append(f"-- {day}")
        if isinstance(item, Aside):
            lines.append(_aside_words(item, time))
        else:
            lines += _text_words(item, time, one_line(client["name"], 40))
    return lines


def _aside_words(aside: "Aside", time: str) -> str:
    if not aside.is_private:
        return f"{time} -- {aside.words}"
    words = aside.words.replace("\n", "\n      ")
    return f"{time} {aside.label} ({aside.author or 'you'}; the client does not see this): {words}"


def _text_words(text: "Text", time: str, name: str) -> list[str]:
    from rise_tui.domain.safe_text import safe_text

    who = name if text.is_theirs else text.author or "You"
    said = [part for part in (text.group_text, text.fares.words if text.fares else "") if part]
    how = f" [{', '.join(said)}]" if said else ""
    body = safe_text(text.body).replace("\n", "\n      ")
    noted = [
        f"      [{item.index}] {note} ({text.message_id})"
        for item, note in zip(text.media, text.attachments, strict=True)
    ]
    return [f"{time} {who}: {body}{how}", *noted]


def _search(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import finding, looked_at
    from rise_tui.casework.faring import author_of
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import signed_in
    from rise_tui.domain.clock import to_wire
    from rise_tui.domain.safe_text import one_line

    query = " ".join(arguments.words)
    with signed_in() as here:
        people, texts = finding.search(here.desk, query)
        looked_at.tell_read(here.desk, *(text.client_id for text in texts))  # it leaves with the next sync
        value = {
            "query": query,
            "clients": [{"client_id": person.client_id, "name": person.name} for person in people],
            "messages": [
                {
                    "message_id": text.message_id,
                    "client_id": text.client_id,
                    "name": text.name,
                    "at": to_wire(text.at),
                    "direction": text.direction,
                    "body": text.body,
                    "matches": [list(match) for match in text.matches],
                }
                for text in texts
            ],
        }
        lines = [f"{one_line(person.name, 80)}  {person.client_id}" for person in people]
        with here.desk.store.reading() as session:
            authors = {one: author_of(here.desk, session, one) for one in {text.caseworker_id for text in texts}}
        for text in texts:
            day, time = here.desk.day_and_time(text.at)
            who = "" if text.direction == "inbound" else f"{authors[text.caseworker_id] or 'you'}: "
            lines.append(
                f"{one_line(text.name, 40)}, {day} {time}: {who}{one_line(text.body, 200)} ({text.message_id})"
            )
        answer(value, lines or ["Nothing found."], arguments)
    return 0
