"""A text to many in figures: people, texts, cost, how long it takes, and for which reasons people are left out."""

from rise_tui.casework.previewing import Preview
from rise_tui.domain.pricing import dollars
from rise_tui.domain.say import say, say_many
from rise_tui.domain.tallies import in_about, short_left_out


def sum_words(ready: Preview) -> str:
    """What goes out: `57 people · 74 texts · $0.61 · done in about 20 s`."""
    return _summed(say_many("{count} person", "{count} people", len(ready.recipients)), ready, 1.0)


def written_words(ready: Preview) -> str:
    """The same of those alone whose own language is written already: `43 people so far · 50 texts · $0.41 · …`."""
    others = [place for places in ready.unwritten.values() for place in places]
    if not others:
        return sum_words(ready)
    people = say_many("{count} person so far", "{count} people so far", len(ready.recipients) - len(others))
    written = ready.segments - sum(ready.weights[place].segments for place in others)
    return _summed(people, ready, written / ready.segments)


def _summed(people: str, ready: Preview, share: float) -> str:
    """`share`: which part of all texts is meant."""
    parts = [people, say_many("{count} text", "{count} texts", round(ready.segments * share))]
    if ready.price_micros:
        parts.append(dollars(round(ready.price_micros * share)))
    done = say("done in about {time}", time=in_about(ready.seconds * share))
    parts.append(say("goes on the day after") if ready.waits_for_tomorrow else done)
    return " · ".join(parts)


def reasons_words(ready: Preview) -> str:
    """`2 said STOP · 1 twice in the list`."""
    return " · ".join(f"{count} {short_left_out(reason)}" for reason, count in ready.by_reason.items())
