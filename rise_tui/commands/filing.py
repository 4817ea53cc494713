"""`rise file`: a photo into a client's file."""

import argparse

from rise_tui.commands.output import add_output, which_one

KINDS = ("paystub", "id", "lease", "certificate", "letter", "other")


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `file` on the command line."""
    file = commands.add_parser(
        "file",
        help="file a photo or paper that a client sent",
        epilog="Example: rise file 'Ana Ruiz' TEXT_ID 0 --kind paystub --period 2026-11",
    )
    file.add_argument("client", metavar="CLIENT", help="an id, file id, number, or a name that fits one person")
    file.add_argument("message_id", metavar="TEXT_ID", help="the text that it came with (rise read shows it)")
    file.add_argument("index", type=which_one, metavar="INDEX", help="which of its photos, from 0")
    file.add_argument("--kind", required=True, choices=KINDS, help="what it is")
    file.add_argument("--period", metavar="P", help="2026-11, or 2026-11-02/2026-11-15")
    file.add_argument("--note", metavar="TEXT", help="a word about it")
    add_output(file)
    file.set_defaults(run=_file)


def _file(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import filing
    from rise_tui.casework.finding import the_client
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import carry, catch_up, signed_in
    from rise_tui.domain.documents import DocumentKind

    with signed_in() as here:
        catch_up(here)
        filed = filing.file_photo(
            here.desk,
            the_client(here.desk, arguments.client),
            arguments.message_id,
            arguments.index,
            DocumentKind(arguments.kind),
            period=arguments.period,
            note=arguments.note,
        )
        with carry(here, lambda: filing.has_arrived(here.desk, filed)):
            value = {"document_id": filed.document_id, "write_id": filed.write_id}
            answer(value, [f"{filed.label}."], arguments)
    return 0
