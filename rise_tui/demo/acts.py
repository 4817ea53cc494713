"""What happens in the demo's office, one value an act: who said, wrote, filed or decided what, and when (milliseconds).

Groups, caseworkers and clients are named by their place in the office. The order of a history is that of its acts.
"""

from typing import NamedTuple


class Comes(NamedTuple):
    """A client comes to the office: their file, their number, and what they signed."""

    at: int
    by: int
    client: int
    first: str
    last: str
    language: str
    number: str
    consent: str
    wording: str


class Moves(NamedTuple):
    """A client has another number from now on; the old one is not theirs any more."""

    at: int
    by: int
    client: int
    old: str
    number: str
    how: str


class Joins(NamedTuple):
    """A client is put into a group."""

    at: int
    by: int
    client: int
    group: int


class Leaves(NamedTuple):
    """A client is taken out of a group."""

    at: int
    by: int
    client: int
    group: int


class Changes(NamedTuple):
    """How a client stands with the office changes: paused or closed, with the reason, perhaps until a time."""

    at: int
    by: int
    client: int
    status: str
    reason: str
    until: int | None = None


class Says(NamedTuple):
    """A caseworker texts a client; `error` is the phone company's code for a text that did not arrive."""

    at: int
    by: int
    client: int
    text: str
    error: int | None = None


class Hears(NamedTuple):
    """A text comes in from a number; `client` is None for a number that nobody has. `paper`: the photo with it."""

    at: int
    client: int | None
    number: str
    text: str
    paper: "Paper | None" = None


class Paper(NamedTuple):
    """A drawn paper: its kind, whose it is, and what is written on it."""

    kind: str
    name: str
    detail: str = ""


class Reminds(NamedTuple):
    """A text to many: each with their own words; `lost` are those whom it did not reach, with the code."""

    at: int
    by: int
    name: str
    body: str
    people: tuple[tuple[int, str], ...]
    left_out: tuple[tuple[int, str], ...] = ()
    lost: tuple[tuple[int, int], ...] = ()


class Judges(NamedTuple):
    """A caseworker has read a conversation and decides: it is done, put off until a time, or flagged."""

    at: int
    by: int
    client: int
    state: str | None = None
    snoozed_until: int | None = None
    is_flagged: bool | None = None


class Notes(NamedTuple):
    """A caseworker writes down what the client does not see."""

    at: int
    by: int
    client: int
    text: str
    kind: str = "note"


class Files(NamedTuple):
    """The newest photo of a client is filed."""

    at: int
    by: int
    client: int
    kind: str
    period: str | None = None
    note: str | None = None
    is_verified: bool = False


class Appoints(NamedTuple):
    """An appointment of a client or of a group."""

    at: int
    by: int
    client: int | None
    group: int | None
    kind: str
    starts_at: int
    place: str | None = None
    bring: str | None = None
    answer: str | None = None
    is_attended: bool | None = None


Act = Comes | Moves | Joins | Leaves | Changes | Says | Hears | Reminds | Judges | Notes | Files | Appoints
