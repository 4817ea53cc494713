"""People from a file: the path, then every line of it as it would go in, then it goes in."""

from rise_tui.casework.importing import Outcome
from rise_tui.casework.sheets import Sheet
from rise_tui.domain.say import say, say_many
from rise_tui.screens.clients import ClientsScreen
from rise_tui.screens.dialogs.import_list import ImportScreen
from rise_tui.screens.dialogs.list_path import ListPath


def take_in(room: ClientsScreen) -> None:
    """Ask for the file, show what it would do; nothing is written before somebody says so there."""

    def read(sheet: Sheet | None) -> None:
        if sheet is not None:
            room.app.push_screen(ImportScreen(sheet), taken)

    def taken(outcome: Outcome | None) -> None:
        if outcome is None:
            return
        room.show()
        told = [say_many("{count} client added", "{count} clients added", outcome.added)] if outcome.added else []
        if outcome.changed:
            told.append(say_many("{count} changed", "{count} changed", outcome.changed))
        words, hint = f"{', '.join(told)}.", say("the same list again adds nobody twice")
        if stayed_out := len(outcome.bad) + len(outcome.questions) + outcome.left_out:
            out = say_many("{count} line stayed out", "{count} lines stayed out", stayed_out)
            words = f"{', '.join(told)}; {out}."
            hint = say("mend them, and take it in again") if outcome.bad or outcome.questions else hint
        room.tell(words, role="good", hint=hint)

    room.app.push_screen(ListPath(), read)
