"""`rise export`: a client's whole file in a folder."""

import argparse
from pathlib import Path

from rise_tui.commands.output import add_output


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `export` on the command line."""
    export = commands.add_parser(
        "export",
        help="a client's whole file in a folder: texts, photos, papers, notes apart",
        epilog="What is written is for you alone; that you did it is kept by the office. "
        "Example: rise export 'Ana Ruiz' --to ~/ana-ruiz · rise export 4711 --to ~/ana-ruiz --since 2026-11-01",
    )
    export.add_argument("client", metavar="CLIENT", help="an id, file id, number, or a name that fits one person")
    export.add_argument("--to", required=True, metavar="FOLDER", help="a folder that is not there yet")
    export.add_argument("--since", metavar="DATE", help="only what was said from this day on, as 2026-11-01")
    export.add_argument("--until", metavar="DATE", help="and up to the end of this day")
    add_output(export)
    export.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import exporting
    from rise_tui.casework.finding import the_client
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import carry, catch_up, signed_in

    with signed_in() as here:
        catch_up(here)
        client_id = the_client(here.desk, arguments.client)
        since, until = (exporting.day_typed(here.desk, typed) for typed in (arguments.since, arguments.until))
        done = exporting.export_client(
            here.desk,
            client_id,
            exporting.place_for(arguments.to),
            since=None if since is None else since[0],
            until=None if until is None else until[1],
        )
        with carry(here, lambda: exporting.is_told(here.desk, done)):
            value = {
                "folder": str(Path(done.folder).resolve()),
                "texts": done.texts,
                "notes": done.notes,
                "files": done.files,
                "missing": done.missing,
            }
            answer(value, [f"{done.words}."], arguments)
    return 0
