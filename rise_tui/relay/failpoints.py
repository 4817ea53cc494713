"""Named places at which the relay dies, raises or dawdles when a setting arms them; off otherwise."""

import os
import signal
import time
from dataclasses import dataclass

POINTS = (
    "any",
    "inbound_before_commit",
    "inbound_after_commit",
    "api_after_commit",
    "claim_after_commit",
    "send_after_accept",
    "status_before_commit",
    "media_before_fetch",
    "media_after_store",
)
DAWDLE = 2.0
"""Seconds that `sleep` takes."""


class ArmedFailure(RuntimeError):
    """What an armed `raise` raises."""


@dataclass
class FailPoint:
    """`point:n:kill|raise|sleep`: at the n-th passage of the point, once. An empty setting never fires."""

    point: str = ""
    nth: int = 0
    act: str = ""
    passed: int = 0

    @classmethod
    def parse(cls, setting: str) -> "FailPoint":
        """Read the setting. Raises ValueError that names what is wrong."""
        if not setting:
            return cls()
        point, _, rest = setting.partition(":")
        nth, _, act = rest.partition(":")
        if point not in POINTS or not nth.isdigit() or act not in ("kill", "raise", "sleep"):
            raise ValueError(f"{setting!r} is not point:n:kill|raise|sleep with one of {', '.join(POINTS)}")
        return cls(point, int(nth), act)

    def at(self, point: str) -> None:
        """Pass the point; what is armed for this passage happens now."""
        if point != self.point:
            return
        self.passed += 1
        if self.passed != self.nth:
            return
        if self.act == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.act == "sleep":
            time.sleep(DAWDLE)
        if self.act == "raise":
            raise ArmedFailure(point)
