"""`rise relay purge|hold-records`: what is kept, and how long."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.relay_days import day_of, day_words
from rise_tui.commands.relay_family import columns
from rise_tui.commands.relay_family import counted as counted_noun
from rise_tui.commands.relay_writing import asked, in_words, opened, who, written
from rise_tui.domain.errors import BadInput

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Tx
    from rise_tui.relay.store.purging import Purge

LISTED_CELLS = 32
"""Of a name in a list, which has room on 80 columns."""
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
            what = "one client" if row["client_id"] else f"before {day_words(row['before_at'], zone_name)}"
            machines = counted_noun(row["done"] + row["missing"], "machine")
            state = "under way" if row["done_at"] is None else f"{row['done']} of {machines}"
            by = row["by"].removeprefix("command:")
            lines.append(
                f"{day_words(row['at'], zone_name)}  {what}  by {by}  {counted(from_json(row['counts']))}  {state}"
            )
            if row["done_at"] is not None:
                missing = devices_without(tx, office_id, row["id"])
                lines += [f"    not yet: {each['name']} {each['device']}".rstrip() for each in missing]
        return lines

    print("\n".join(asked(look)) or "nothing was ever purged")
    return 0


def _hold(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.records.reading import Names
    from rise_tui.relay.store.legal_holds import all_holds, hold_by_command
    from rise_tui.relay.store.office import find_client, find_office, zone_of

    if arguments.list or arguments.client is None:

        def look(tx: "Tx") -> list[str]:
            office_id = find_office(tx, arguments.office)
            zone_name, names = zone_of(tx, office_id), Names(tx, office_id)
            rows = [
                [names.client(row["client_id"]), f"since {day_words(row['at'], zone_name)}", row["reason"]]
                for row in all_holds(tx, office_id)
            ]
            return [line.rstrip() for line in columns(rows, (LISTED_CELLS, 16))]

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
