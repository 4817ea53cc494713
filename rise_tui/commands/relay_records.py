"""`rise relay purge|hold-records|audit`: what is kept, how long, and who did what."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from rise_tui.commands.relay_writing import asked, in_words, opened, who, written
from rise_tui.domain.errors import BadInput, Conflict

if TYPE_CHECKING:
    from rise_tui.domain.audit_chain import Head
    from rise_tui.relay.store.engine import Tx
    from rise_tui.relay.store.purging import Purge

KINDS = {
    "message": ("text", "texts"),
    "note": ("note", "notes"),
    "document": ("paper", "papers"),
    "appointment": ("appointment", "appointments"),
    "broadcast": ("group text", "group texts"),
    "client": ("client", "clients"),
}
"""What is counted, in words, one and several."""


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the commands below `relay`."""
    _add_purge(below)
    _add_hold(below)
    _add_audit(below)


def _add_purge(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    purge = below.add_parser(
        "purge",
        help="remove what is kept, here and from every machine",
        epilog="What is gone cannot be brought back, but for the backups that you keep yourself. How long the relay "
        "keeps everything by itself: rise relay rules set retention_days DAYS. "
        "Example: rise relay purge --before 2024-01-01 --dry-run · rise relay purge --client 4711 · "
        "rise relay purge --status",
    )
    which = purge.add_mutually_exclusive_group(required=True)
    which.add_argument("--before", metavar="DATE", help="texts, notes and papers older than this day, as 2024-01-01")
    which.add_argument("--client", metavar="CLIENT", help="all of one client: an id, or the office's own file id")
    which.add_argument("--status", action="store_true", help="what was purged, and which machines have done it")
    purge.add_argument("--dry-run", action="store_true", help="only say what would go")
    purge.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    purge.set_defaults(run=_purge)


def _add_hold(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    hold = below.add_parser(
        "hold-records",
        help="keep everything of a client, whatever is purged",
        epilog="Example: rise relay hold-records 4711 --reason 'subpoena of 3 May' · "
        "rise relay hold-records 4711 --end · rise relay hold-records --list",
    )
    hold.add_argument("client", metavar="CLIENT", nargs="?", help="an id, or the office's own file id")
    hold.add_argument("--reason", metavar="TEXT", default="", help="why; it stands on the client's card")
    hold.add_argument("--end", action="store_true", help="it may be purged again")
    hold.add_argument("--list", action="store_true", help="whose records are held, since when and why")
    hold.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    hold.set_defaults(run=_hold)


def _add_audit(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = below.add_parser(
        "audit",
        help="who did what",
        epilog="Example: rise relay audit verify · rise relay audit show --since 2026-11-01",
    )
    acts = audit.add_subparsers(metavar="COMMAND", title="commands", required=True)
    verify = acts.add_parser(
        "verify",
        help="has anything been changed, removed or put in between?",
        epilog="Without a hash it is checked by itself and against what left this machine daily; only a hash that was "
        "kept elsewhere shows that nothing was cut off and made anew. "
        "Example: rise relay audit verify · rise relay audit verify --head 1207:9f2c...",
    )
    verify.add_argument("--head", metavar="N:HASH", help="a number and hash as they left this machine")
    verify.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    verify.set_defaults(run=_verify)
    show = acts.add_parser(
        "show",
        help="the entries, oldest first",
        epilog="Example: rise relay audit show --client 4711 · rise relay audit show --since 2026-11-01",
    )
    show.add_argument("--client", metavar="CLIENT", help="only about this client: an id, or the office's own file id")
    show.add_argument("--since", metavar="DATE", help="from this day on, as 2026-11-01")
    show.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    show.set_defaults(run=_show)


def day_of(text: str, zone_name: str) -> int:
    """The beginning of a day in an office's zone, in milliseconds. Raises BadInput."""
    from datetime import datetime

    from rise_tui.domain.clock import to_ms, zone

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no day", "", "Write it like 2024-01-31.") from None
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=zone(zone_name)))


def _purge(arguments: argparse.Namespace) -> int:
    if arguments.status:
        return _status(arguments)
    from rise_tui.domain.clock import SystemClock, now_ms
    from rise_tui.relay.store.office import find_client, find_office, zone_of
    from rise_tui.relay.store.purge_scope import would_go
    from rise_tui.relay.store.purging import begin

    def scope(tx: "Tx") -> tuple[str, int | None, str | None]:
        office_id = find_office(tx, arguments.office)
        if arguments.client is not None:
            return office_id, None, find_client(tx, office_id, arguments.client)
        before_at = day_of(arguments.before, zone_of(tx, office_id))
        if before_at > now_ms(SystemClock()):
            raise BadInput("That day is not over yet", "", "Name a day that has passed.")
        return office_id, before_at, None

    if arguments.dry_run:

        def count(tx: "Tx") -> dict[str, int]:
            office_id, before_at, client_id = scope(tx)
            return would_go(tx, office_id, before_at=before_at, client_id=client_id)

        print(f"would go: {counted(asked(count))}")
        return 0

    def start(tx: "Tx", at: int) -> "Purge":
        office_id, before_at, client_id = scope(tx)
        return begin(tx, office_id, by=who(), at=at, before_at=before_at, client_id=client_id)

    counts = _carry_out(written(start))
    print(f"gone: {counted(counts)}")
    if any(counts.values()):
        print("Devices that are off purge it when they are next online; see: rise relay purge --status")
    return 0


def _carry_out(purge: "Purge") -> dict[str, int]:
    """Step by step, with room for a relay that serves in between; then nothing of it is left in the files either."""
    from contextlib import closing

    from rise_tui.domain.clock import SystemClock, now_ms
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.checkpoints import truncated
    from rise_tui.relay.store.doomed_files import remove_doomed
    from rise_tui.relay.store.engine import connect, transaction
    from rise_tui.relay.store.media import MediaFolder
    from rise_tui.relay.store.purging import Place, counts_of, finish, purge_some

    path, clock, place, folder = opened(), SystemClock(), Place(), MediaFolder(load_settings().media)
    with in_words(), closing(connect(path)) as connection:
        is_whole = False
        while not is_whole:
            with transaction(connection) as tx:
                is_whole = not purge_some(tx, purge, now_ms(clock), place)
                if is_whole:
                    finish(tx, purge, now_ms(clock))
        with transaction(connection) as tx:
            remove_doomed(tx, folder, now_ms(clock))
            counts = counts_of(tx, purge)
        if not truncated(connection):
            print("The relay is busy: what was purged leaves its log within the next minutes.")
        return counts


def counted(counts: dict[str, int]) -> str:
    """`12 texts, 1 note`; `nothing`."""
    parts = [f"{counts[kind]} {words[counts[kind] != 1]}" for kind, words in KINDS.items() if counts.get(kind)]
    return ", ".join(parts) or "nothing"


def _status(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store.office import find_office, zone_of
    from rise_tui.relay.store.purge_reports import devices_without, purge_rows
    from rise_tui.wire.codec import from_json

    def look(tx: "Tx") -> list[str]:
        office_id = find_office(tx, arguments.office)
        zone_name, lines = zone_of(tx, office_id), []
        for row in purge_rows(tx, office_id):
            what = "one client" if row["client_id"] else f"before {_day(row['before_at'], zone_name)}"
            state = (
                "under way" if row["done_at"] is None else f"{row['done']} of {row['done'] + row['missing']} devices"
            )
            by = row["by"].removeprefix("command:")
            lines.append(f"{_day(row['at'], zone_name)}  {what}  by {by}  {counted(from_json(row['counts']))}  {state}")
            if row["done_at"] is not None:
                missing = devices_without(tx, office_id, row["id"])
                lines += [f"    not yet: {each['name']} {each['device']}".rstrip() for each in missing]
        return lines

    print("\n".join(asked(look)) or "nothing was ever purged")
    return 0


def _day(at: int, zone_name: str) -> str:
    from rise_tui.domain.clock import from_ms, zone

    return from_ms(at).astimezone(zone(zone_name)).date().isoformat()


def _hold(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store.legal_holds import all_holds, hold_by_command
    from rise_tui.relay.store.office import find_client, find_office, zone_of

    if arguments.list or arguments.client is None:

        def look(tx: "Tx") -> list[str]:
            office_id = find_office(tx, arguments.office)
            zone_name = zone_of(tx, office_id)
            return [
                f"{row['client_id']}  since {_day(row['at'], zone_name)}  {row['reason']}".rstrip()
                for row in all_holds(tx, office_id)
            ]

        print("\n".join(asked(look)) or "nobody's records are held")
        return 0
    if not arguments.end and not arguments.reason.strip():
        raise BadInput("Why are they kept?", "", "Say it with --reason.")

    def act(tx: "Tx", at: int) -> None:
        office_id = find_office(tx, arguments.office)
        client_id = find_client(tx, office_id, arguments.client)
        hold_by_command(tx, office_id, client_id, is_held=not arguments.end, reason=arguments.reason, by=who(), at=at)

    written(act)
    print("may be purged again" if arguments.end else "held: nothing of this client is purged")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.records.verifying import verify
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.office import find_office

    given = [head_typed(arguments.head)] if arguments.head else []
    where = load_settings().audit_head_to
    found = asked(lambda tx: verify(tx, find_office(tx, arguments.office), where, given))
    if found.fault is not None:
        raise Conflict("The audit log is not as it was written", f"{found.fault.words}.", "Compare it with a backup.")
    if found.head is None:
        print("nothing was recorded yet")
        return 0
    print(f"whole: {found.head.n} entries, newest {found.head.n}:{found.head.hash}")
    if found.before_restore:
        print(f"{found.before_restore} kept hashes name entries that a restore from a backup took away")
    return 0


def head_typed(text: str) -> "Head":
    """`1207:9f2c…` as a head. Raises BadInput."""
    from rise_tui.domain.audit_chain import Head

    number, _, digest = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and len(digest) == 64):
        raise BadInput(f"{text!r} is no number and hash", "", "Write them as they left this machine, like 1207:9f2c...")
    return Head(int(number), digest.lower())


def _show(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.clock import from_ms, zone
    from rise_tui.relay.store.audit import entries_of
    from rise_tui.relay.store.office import find_client, find_office, names_of_people, zone_of

    def look(tx: "Tx") -> None:
        office_id = find_office(tx, arguments.office)
        zone_name, people = zone_of(tx, office_id), names_of_people(tx, office_id)
        client_id = None if arguments.client is None else find_client(tx, office_id, arguments.client)
        since = 0 if arguments.since is None else day_of(arguments.since, zone_name)
        for entry in entries_of(tx, office_id, client_id=client_id, since=since):
            at = from_ms(entry.at).astimezone(zone(zone_name)).isoformat(timespec="seconds")
            facts = " ".join(f"{name}={value}" for name, value in sorted(entry.facts.items()))
            about = f"  client {entry.client_id}" if entry.client_id else ""
            print(f"{entry.n:>6}  {at}  {people.get(entry.who, entry.who)}  {entry.act}{about}  {facts}".rstrip())

    asked(look)
    return 0
