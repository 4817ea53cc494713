"""What can go wrong in words a person can act on.

RiseError              a title, one sentence, and what to do next
├─ BadInput            what was typed or given cannot be used
│  ├─ BadPhone         not a number that can be texted
│  ├─ BadTime          not a time, or one that does not exist, or is past
│  └─ BadMerge         a merge field that nobody knows or that is empty
├─ NotFound            nothing by that name, or more than one
├─ Conflict            a colleague changed it meanwhile
│  ├─ TooLate          an act that can never be taken back any more
│  └─ Unchanged        it stands so already
├─ Refused             the relay, the office or the law says no
├─ NotSignedIn         no token, or one that no longer opens anything
├─ Unreachable         the relay does not answer and nothing could be queued
└─ StoreBusy           the local store is being migrated, encrypted or restored
"""

from typing import ClassVar


class RiseError(Exception):
    """An expected trouble. `title` for a glance, `detail` one sentence, `next_step` what to do now."""

    exit_code: ClassVar[int] = 1

    def __init__(self, title: str, detail: str = "", next_step: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.next_step = next_step

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.title}.", self.detail, self.next_step) if part)


class BadInput(RiseError):
    """What was typed or given cannot be used."""

    exit_code = 2


class BadPhone(BadInput):
    """Not a number that can be texted."""


class BadTime(BadInput):
    """Not a time, or one that does not exist in that zone, or one that is past."""


class BadMerge(BadInput):
    """A merge field that nobody knows, or that is empty for somebody."""


class NotFound(RiseError):
    """Nothing by that name, or more than one."""

    exit_code = 2


class Conflict(RiseError):
    """Somebody else changed it meanwhile."""


class TooLate(Conflict):
    """An act that can never be taken back any more: what stands now is not what it made."""


class Unchanged(Conflict):
    """It stands so already: nothing was done, and there is nothing to take back."""


class Refused(RiseError):
    """The relay, the office's rules or the law says no."""


class NotSignedIn(RiseError):
    """No token, or one that no longer opens anything."""

    exit_code = 3


class Unreachable(RiseError):
    """The relay does not answer and nothing could be queued."""

    exit_code = 4


class StoreBusy(RiseError):
    """The local store is being migrated, encrypted or restored."""

    exit_code = 6
