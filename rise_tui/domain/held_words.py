"""Why a text waits and until when, said to a caseworker; and why one goes all the same."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rise_tui.domain.policy import NowBecause, WhyHeld, WhyNow
from rise_tui.domain.say import say

_WHY: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        WhyHeld.QUIET_HOURS: lambda: say("quiet hours"),
        WhyHeld.SAFE_HOURS: lambda: say("the hours that are safe for them"),
        WhyHeld.HOLIDAY: lambda: say("a holiday"),
        WhyHeld.CEILING: lambda: say("enough for one day"),
        WhyHeld.CARRIER_LIMIT: lambda: say("the phone company takes no more today"),
        WhyHeld.STOP_LIKE: lambda: say("did they say STOP?"),
        WhyHeld.PAUSED: lambda: say("they were paused"),
        WhyHeld.OFFICE_HOLD: lambda: say("the office has stopped all texts"),
        WhyHeld.INTRODUCTION: lambda: say("it is not known whether the text before it arrived"),
        WhyHeld.NO_HOUR: lambda: say("no hour is open for texts to them"),
    }
)


def why_words(why: str | None) -> str:
    """Why a text waits, in a few words; a reason that only another version of rise knows is the office's."""
    found = _WHY.get(why or "")
    return say("the office holds it") if found is None else found()


def held_words(why: str | None, until: str = "") -> str:
    """`held until Tue 8:00: quiet hours`; without a time: `held: they were paused`. `until` is a time in words."""
    if why == WhyHeld.STOP_LIKE:
        return say("held until you decide whether they said STOP")
    if until:
        return say("held until {time}: {why}", time=until, why=why_words(why))
    return say("held: {why}", why=why_words(why))


def will_be_held(name: str, why: str | None, until: str) -> str:
    """What would become of a text that was sent to them now: `Ana is asleep until Tue 8:00`.

    `until` is a time in words, empty: nobody knows.
    """
    match why:
        case WhyHeld.QUIET_HOURS:
            return say("{name} is asleep until {time}", name=name, time=until)
        case WhyHeld.SAFE_HOURS:
            return say("Texts are not safe for {name} until {time}", name=name, time=until)
        case WhyHeld.HOLIDAY:
            return say("It is a holiday: texts to {name} wait until {time}", name=name, time=until)
        case WhyHeld.OFFICE_HOLD:
            return say("The office has stopped all texts for now")
        case WhyHeld.INTRODUCTION:
            return say("Nobody knows whether {name} was told who you are", name=name)
        case WhyHeld.NO_HOUR:
            return say("No hour is open for texts to {name}: their hours and the office's never meet", name=name)
    if until:
        return say("A text to {name} waits until {time}: {why}", name=name, time=until, why=why_words(why))
    return say("A text to {name} waits: {why}", name=name, why=why_words(why))


def in_composer(before: str, why: str | None) -> str:
    """What stands above a draft that would be held; `before`: what `will_be_held` says of it."""
    if why == WhyHeld.OFFICE_HOLD:
        return say("{before} · C-d: it waits until they go again", before=before)
    if why == WhyHeld.INTRODUCTION:
        return say("{before} · C-d holds it until = has decided about that text", before=before)
    if why == WhyHeld.NO_HOUR:
        return say("{before} · C-d holds it until that changes: the card, i · C-y sends it now", before=before)
    return say("{before} · C-d holds it until then · C-y sends it now", before=before)


def now_reasons() -> tuple[tuple[str, NowBecause, str], ...]:
    """Why a person lets a text go now: a letter, the reason, and its words."""
    return (
        ("a", NowBecause.ASKED_FOR_IT, say("they asked for it now")),
        ("u", NowBecause.URGENT, say("it is urgent")),
        ("t", NowBecause.APPOINTMENT_TODAY, say("their appointment is today")),
        ("p", NowBecause.AGREED_BY_PHONE, say("agreed by phone")),
        ("o", NowBecause.OTHER, say("another reason")),
    )


def because_words(because: str | None) -> str:
    """The reason in words; empty for none, or one that only another version of rise knows."""
    return next((words for _, reason, words in now_reasons() if reason == because), "")


def whatever_the_hour(why: str | None) -> str:
    """Why a text left at an hour that would have kept it, in a few words; empty as `because_words`."""
    match why:
        case WhyNow.WROTE_LATELY:
            return say("they had written a short while before")
        case WhyNow.TO_URGENT:
            return say("it answers an urgent text")
    return because_words(why)
