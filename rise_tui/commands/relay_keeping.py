"""`rise relay backup|restore|check|drill`: keep copies of the relay, and know that they are good."""

import argparse
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, answer, filled, how_many
from rise_tui.commands.relay_writing import noted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rise_tui.relay.keeping.carrying_over import CarriedOver, Purged
    from rise_tui.relay.keeping.drill import Drilled
    from rise_tui.relay.keeping.finding import Finding
    from rise_tui.relay.store.engine import Tx

KEEP = 14
OLDEST_HOURS = 36
TELL_AFTER_S = 1.0
"""A backup that takes longer says how far it is, once a second."""


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the commands below `relay`."""
    backup = below.add_parser(
        "backup",
        help="copy the relay, while it serves",
        epilog="One moment of the database and every photo and file, whole or not at all, in a folder of its own named "
        "by the time. Files that an earlier one has take no room again. Prints the new folder. "
        "Example: rise relay backup /var/backups/rise --keep 14",
    )
    backup.add_argument("to", metavar="TO", type=Path, help="the folder of all backups; it is made if need be")
    backup.add_argument(
        "--keep", metavar="N", type=how_many, default=KEEP, help=f"how many stay; older ones go (default {KEEP})"
    )
    backup.set_defaults(run=_backup)
    restore = below.add_parser(
        "restore",
        help="put a backup in the relay's place",
        epilog="The relay must be stopped. Every app then reads the office anew and keeps what is half written; the "
        "phone company is asked about each text that stood in line before it goes; group texts wait until a person "
        "lets them go on. Example: rise relay restore /var/backups/rise --replace",
    )
    restore.add_argument("source", metavar="FROM", type=Path, help="a backup, or the folder of them for the newest")
    restore.add_argument("--replace", action="store_true", help="move what stands in its place aside")
    restore.set_defaults(run=_restore)
    check = below.add_parser(
        "check",
        help="look whether the relay is whole",
        epilog="The database, the photos and files, the room on the disk, the settings, the newest backup, and whether "
        "alerts and the audit log's hash leave this machine; it changes nothing, also while the relay serves. The exit "
        "code is 1 if something is not well. "
        "Example: rise relay check · rise relay check --full",
    )
    check.add_argument("--full", action="store_true", help="read every index entry and every file (minutes)")
    add_output(check)
    check.set_defaults(run=_check)
    drill = below.add_parser(
        "drill",
        help="try the newest backup out, where it can do no harm",
        epilog="Puts it back into a folder of its own, looks at it, starts it without a phone company, and throws it "
        "away. The exit code is 1 if it is no good or too old: for cron. Example: rise relay drill /var/backups/rise",
    )
    drill.add_argument(
        "source", metavar="FROM", type=Path, nargs="?", help="a backup or a folder; else the newest known"
    )
    drill.add_argument(
        "--max-age",
        metavar="HOURS",
        type=how_many,
        default=OLDEST_HOURS,
        help=f"how old it may be (default {OLDEST_HOURS})",
    )
    add_output(drill)
    drill.set_defaults(run=_drill)


def _backup(arguments: argparse.Namespace) -> int:
    import os

    from rise_tui.domain.clock import SystemClock
    from rise_tui.relay.keeping.backup import make_backup
    from rise_tui.relay.keeping.check import megabytes
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.engine import database_path
    from rise_tui.relay.store.media import MediaFolder
    from rise_tui.relay.store.migrate import check_log, check_there

    os.umask(0o077)
    settings = load_settings()
    database = database_path(settings.database)
    check_there(database)
    check_log(database)
    made = make_backup(
        database, MediaFolder(settings.media), arguments.to, keep=arguments.keep, clock=SystemClock(), told=_progress()
    )
    if not noted(database):
        print("rise: the audit log could not be told of it", file=sys.stderr)
    told = made.manifest
    size = megabytes(told.bytes + sum(file.bytes for file in told.files))
    print(made.path.absolute())
    print(
        f"rise: {told.counts['message']:,} texts, {len(told.files):,} photos and files, {size}"
        + (f"; {len(made.removed)} older went" if made.removed else ""),
        file=sys.stderr,
    )
    for name in told.missing[:5]:
        print(f"rise: missing or damaged, so not in it: {name}", file=sys.stderr)
    if len(told.missing) > 5:
        print(f"rise: and {len(told.missing) - 5} more", file=sys.stderr)
    return 1 if told.missing else 0


def _restore(arguments: argparse.Namespace) -> int:
    import os

    from rise_tui.domain.clock import SystemClock
    from rise_tui.relay.keeping.restore import age_words, restore
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.engine import database_path
    from rise_tui.relay.store.media import MediaFolder

    os.umask(0o077)
    settings, clock = load_settings(), SystemClock()
    wait_ms = round((settings.lease_seconds + settings.reconcile_seconds) * 1000)
    done = restore(
        arguments.source,
        database_path(settings.database),
        MediaFolder(settings.media),
        replace=arguments.replace,
        wait_ms=wait_ms,
        clock=clock,
    )
    print(f"{done.backup} is back, {age_words(done.manifest, clock)} old: {done.manifest.counts['message']:,} texts.")
    if done.aside is not None:
        print(f"What stood in its place is in {done.aside}.")
    print(f"The phone company is asked about what stood in line ({done.anew.asked:,}) before it goes.")
    if done.anew.paused:
        count = done.anew.paused
        many = f"{count:,} group texts wait until their author, or a supervisor, lets them go on."
        print("1 group text waits until its author, or a supervisor, lets it go on." if count == 1 else many)
    if done.missing:
        print(f"{len(done.missing):,} photos and files are nowhere any more.")
    for line in [*_carried_over(done.over), *_to_purge_again(done.over.purged)]:
        print(line)
    print("Start the relay. What happened since the backup: rise guide administrator.")
    return 0


_NOT_KNOWN = (
    "There was no database in its place that could be read whole. What was said no to since is to be done again: who",
    "told a caseworker that they want no texts, was paused or closed, became discreet; texts that were taken",
    "back, machines that were locked, records that are held, a stop of all texts, and what was purged.",
)


def _carried_over(over: "CarriedOver") -> list[str]:
    """What the database in its place knew better and stands again, or that it could not be asked."""
    said = [
        (over.closed, "1 number that wants no texts any more", "{count:,} numbers that want no texts any more"),
        (over.locked, "1 machine that was locked or wiped", "{count:,} machines that were locked or wiped"),
        (over.taken_back, "1 text that was taken back", "{count:,} texts that were taken back"),
        (
            over.clients,
            "1 client who is paused, closed or discreet",
            "{count:,} clients who are paused, closed or discreet",
        ),
        (over.records, "1 client whose records are held", "{count:,} clients whose records are held"),
        (over.offices, "that the office has stopped all texts", "that {count:,} offices have stopped all texts"),
    ]
    kept = [one if count == 1 else many.format(count=count) for count, one, many in said if count]
    told = [f"From the database that stood there, so that it stays so: {', '.join(kept)}."] if kept else []
    return told if over.is_known else [*told, *_NOT_KNOWN]


def _to_purge_again(back: "Sequence[Purged]") -> list[str]:
    """The commands by which what came back with a backup goes again."""
    from rise_tui.commands.relay_days import day_words
    from rise_tui.commands.relay_writing import asked
    from rise_tui.relay.store.office import zone_of

    if not back:
        return []
    zones = asked(lambda tx: {one.office_id: zone_of(tx, one.office_id) for one in back})
    lines = []
    for one in back:
        which = f"--client {one.client_id}"
        if one.before_at is not None:
            which = f"--before {day_words(one.before_at, zones[one.office_id])}"
        lines.append(f"  rise relay purge {which}")
    return ["What was purged since the backup has come back with it; let it go again:", *dict.fromkeys(lines)]


def _check(arguments: argparse.Namespace) -> int:
    import os

    from rise_tui.domain.clock import SystemClock
    from rise_tui.relay.keeping.check import look
    from rise_tui.relay.outgoing import leaving_by
    from rise_tui.relay.settings import load_settings

    os.umask(0o077)
    settings = load_settings()
    leaving = leaving_by(settings)

    def ways_out(tx: "Tx", office_id: str) -> list[str]:
        return [way.words for way in leaving.ways_of(tx, office_id)]

    found = look(settings, SystemClock(), ways_out, is_full=arguments.full)
    answer({"checks": [_value(one) for one in found]}, [_line(one) for one in found], arguments)
    return 0 if all(one.is_well for one in found) else 1


def _drill(arguments: argparse.Namespace) -> int:
    import os

    from rise_tui.domain.clock import SystemClock
    from rise_tui.domain.errors import NotFound
    from rise_tui.relay.keeping.drill import drill
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.backup_places import newest_of
    from rise_tui.relay.store.engine import database_path

    os.umask(0o077)
    source = arguments.source or newest_of(database_path(load_settings().database))
    if source is None:
        raise NotFound("No backup is known", "", "Make one with: rise relay backup FOLDER")
    oldest = timedelta(hours=arguments.max_age)
    done = drill(source, clock=SystemClock(), environment=os.environ, oldest=oldest)
    answer(_drill_value(done), _drill_lines(done), arguments)
    return 1 if done.troubles else 0


def _value(one: "Finding") -> dict[str, Any]:
    value = {"name": one.name, "is_ok": one.is_well, "detail": one.words}
    return value | ({"next_step": one.next_step} if one.next_step else {})


def _line(one: "Finding") -> str:
    head = f"{'ok   ' if one.is_well else 'WRONG'} {one.name:<9} "
    said, *more = [*filled(one.words, len(head)), *(filled(one.next_step, len(head)) if one.next_step else [])]
    return "\n".join([head + said, *(" " * len(head) + line for line in more)])


def _drill_value(done: "Drilled") -> dict[str, Any]:
    return {
        "backup": str(done.backup),
        "is_ok": not done.troubles,
        "age_seconds": round(done.age.total_seconds()),
        "seconds": round(done.seconds, 1),
        "counts": dict(done.manifest.counts),
        "troubles": list(done.troubles),
    }


def _drill_lines(done: "Drilled") -> list[str]:
    counts, hours = done.manifest.counts, done.age.total_seconds() / 3600
    well = "is good" if not done.troubles else "is NOT good"
    return [
        f"{done.backup} {well}: {hours:.1f} hours old, back in {done.seconds:.1f} s,"
        f" {counts['message']:,} texts, {counts['client']:,} clients.",
        *(f"WRONG {trouble}" for trouble in done.troubles),
    ]


def _progress() -> "Callable[[str, float], None]":
    """Says on standard error how far something is, once a second, if it takes longer than one."""
    from time import monotonic

    told_at = monotonic()

    def tell(what: str, part: float) -> None:
        nonlocal told_at
        if monotonic() - told_at >= TELL_AFTER_S:
            told_at = monotonic()
            print(f"rise: {what}: {part:.0%}", file=sys.stderr)

    return tell
