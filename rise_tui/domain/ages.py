"""How long ago something was, in one short word; needs no calendar, so that the first picture can say it."""

from rise_tui.domain.say import say


def age(ms_then: int, ms_now: int) -> str:
    """How long ago, in one short word: `now`, `5 m`, `22 h`, `2 d`, `15 w`. Milliseconds; a future time is `now`.

    Never more than four cells wide, so that what stands beside it keeps its column.
    """
    minutes = (ms_now - ms_then) // 60_000
    if minutes < 1:
        return say("now")
    if minutes < 60:
        return say("{minutes} m", minutes=minutes)
    if minutes < 24 * 60:
        return say("{hours} h", hours=minutes // 60)
    days = minutes // (24 * 60)
    return say("{days} d", days=days) if days < 100 else say("{weeks} w", weeks=min(days // 7, 99))
