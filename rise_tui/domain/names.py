"""What a group, a template or a broadcast may be called."""

from rise_tui.domain.errors import BadInput
from rise_tui.domain.say import say

LONGEST_NAME = 200
"""Characters of a name that the relay takes."""


def kept_name(written: str) -> str:
    """A name as it is kept: one line, single spaces; it may be empty. Raises BadInput when it is too long."""
    name = " ".join(written.split())
    trouble = too_long(name)
    if trouble is not None:
        raise trouble
    return name


def too_long(name: str) -> BadInput | None:
    """What is wrong with a name that the relay would not take for its length; None if it would."""
    if len(name) <= LONGEST_NAME:
        return None
    return BadInput(
        say("The name is too long"), "", say("Give it one of at most {most} characters.", most=LONGEST_NAME)
    )
