"""Faults that a test arms: how the carrier misbehaves, where, and for how long."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clock import Clock

PLACES = {
    "api": ("answer", "hang", "reset"),
    "list": ("answer", "hang", "reset", "hide"),
    "media": ("answer", "hang", "reset", "cut", "endless", "wrong-type"),
    "callback": ("drop", "twice", "shuffle"),
    "door": ("refuse",),
}
"""Where a fault sits (`on`) and which kinds there are.

`api` is sending, `list` the reading of texts, `media` a client's photo, `callback` a status on its way to the sender,
`door` the listening socket. `answer` gives `status` (and `code`, `retry_after`); `hang` never answers; `reset` gives
`after_bytes` of the answer, then RST; `hide` lists nothing; `cut` ends a photo at `share` of its length; `endless`
never ends it; `wrong-type` gives a web page for it; `refuse` closes the port for `seconds`.
"""
_ALIASES = {"429": ("answer", 429), "500": ("answer", 500), "503": ("answer", 503), "401": ("answer", 401)}
_SHORT = {"timeout": "hang"}


class BadFault(ValueError):
    """No such fault; the text says which there are."""


@dataclass
class Fault:
    """One armed fault. `accepts`: is a text taken (and witnessed) before the trouble shows?"""

    on: str
    kind: str
    accepts: bool
    status: int = 500
    code: int | None = None
    retry_after: float | None = None
    after_bytes: int = 0
    share: float = 0.7
    seconds: float | None = None
    count: int | None = None
    until: float = float("inf")
    met: int = 0

    def is_over(self, monotonic: float) -> bool:
        """Has it lasted as long, or struck as often, as it was armed for?"""
        return monotonic >= self.until or (self.count is not None and self.met >= self.count)


class Faults:
    """The armed faults; the first that fits a place strikes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._armed: list[Fault] = []
        self.struck: Counter[str] = Counter()
        """How often a fault has struck at each place."""

    def arm(self, asked: Mapping[str, Any]) -> Fault:
        """Arm one from `{kind, on?, count?, seconds?, status?, code?, retry_after?, after_bytes?, share?, accepts?}`.

        Without `count` and `seconds` it strikes once. Raises BadFault when there is no such fault.
        """
        kind, status = str(asked.get("kind", "")), asked.get("status")
        if kind in _ALIASES:
            kind, status = _ALIASES[kind]
        kind = _SHORT.get(kind, kind)
        places = [place for place, kinds in PLACES.items() if kind in kinds]
        if not places or asked.get("on", places[0]) not in places:
            raise BadFault(f"there is no such fault; there are {PLACES}")
        count, seconds = asked.get("count"), asked.get("seconds")
        if count is None and seconds is None:
            count = 1
        fault = Fault(
            on=str(asked.get("on", places[0])),
            kind=kind,
            accepts=bool(asked.get("accepts", kind in ("hang", "reset"))),
            status=int(status or 500),
            code=asked.get("code"),
            retry_after=asked.get("retry_after"),
            after_bytes=int(asked.get("after_bytes", 0)),
            share=float(asked.get("share", 0.7)),
            seconds=None if seconds is None else float(seconds),
            count=None if count is None else int(count),
        )
        if fault.seconds is not None:
            fault.until = self._clock.monotonic() + fault.seconds
        if kind != "refuse":  # the door is shut by whoever holds it
            self._armed.append(fault)
        return fault

    def meet(self, on: str) -> Fault | None:
        """The fault that strikes now at a place, counted; None for none."""
        now = self._clock.monotonic()
        self._armed = [fault for fault in self._armed if not fault.is_over(now)]
        for fault in self._armed:
            if fault.on == on:
                fault.met += 1
                self.struck[on] += 1
                return fault
        return None

    def disarm(self) -> int:
        """Take all faults away; returns how many there were."""
        count = len(self._armed)
        self._armed.clear()
        return count
