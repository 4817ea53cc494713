"""A place to type where, until one types, some keys choose instead."""

from textual.widgets import Input


class ChoosingInput(Input):
    """Leaves the keys of `choices` to the dialog around it while nothing is typed; its cursor does not blink."""

    def __init__(self, choices: str, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True)
        self.choices = choices
        self.cursor_blink = False  # a cursor that blinks writes for ever

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Is the key typed here?"""
        if not self.value and character is not None and character in self.choices:
            return False
        return super().check_consume_key(key, character)
