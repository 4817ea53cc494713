"""What is said of a broadcast is true at every moment of it, and the keys that are offered do something."""

from rise_tui.domain.broadcast_words import drop_question, dropped, phase_words, room_keys, short_phase, without_you
from rise_tui.domain.tallies import Phase, Standing, Tally, tally_of

HALF = tally_of([("delivered", None, 3), ("queued", None, 2)])


def keys(phase: Phase, tally: Tally, standing: Standing | None = None) -> dict[str, str]:
    """The keys at the states."""
    told = room_keys(phase, tally, is_at_replies=False, has_replies=False, standing=standing, is_left_out=False)
    return dict(told)


def test_how_far_it_is_names_who_has_it() -> None:
    assert phase_words(Phase.GOING, HALF) == ("going out · 3 of 5", "accent")
    assert phase_words(Phase.SCHEDULED, HALF, "Mon 23 Nov 9:00") == ("leaves Mon 23 Nov 9:00", "accent")
    assert phase_words(Phase.DONE, tally_of([("delivered", None, 3)])) == ("done · 3 people", "good")
    some = tally_of([("delivered", None, 3), ("sent", None, 1), ("failed", "landline", 1)])
    assert phase_words(Phase.DONE, some) == ("done · 4 of 5 have it", "accent")
    assert len({short_phase(phase)[0] for phase in Phase}) == len(Phase)


def test_as_long_as_any_may_leave_it_says_what_happens_without_you() -> None:
    silent = {phase for phase in Phase if not without_you(phase)}
    assert silent == {Phase.DONE, Phase.DROPPED, Phase.REFUSED}


def test_only_what_can_be_done_is_offered() -> None:
    assert {"p", "d"} <= keys(Phase.GOING, HALF).keys()
    assert keys(Phase.PAUSED, HALF)["p"] == "go on"
    over = tally_of([("delivered", None, 3), ("failed", "unreachable", 1), ("unknown", None, 1)])
    assert not {"p", "d"} & keys(Phase.DONE, over).keys()
    assert keys(Phase.DONE, over)["="] == "send again"
    assert keys(Phase.DONE, over, Standing.UNKNOWN)["="] == "decide"
    assert "=" not in keys(Phase.DONE, tally_of([("failed", "landline", 1)]))
    assert keys(Phase.REFUSED, Tally()) == {"e": "edit and send it", "b": "write another"}


def test_dropping_is_asked_and_told_with_its_numbers() -> None:
    assert drop_question(HALF) == (
        "Drop 2 texts that have not left?",
        "3 people have it already and keep it. This cannot be taken back.",
    )
    assert drop_question(tally_of([("queued", None, 1)])) == (
        "Drop 1 text that has not left?",
        "Nobody gets anything. This cannot be taken back.",
    )
    assert dropped(5, 0) == "Dropped: 5 texts never left."
    assert dropped(1, 2) == "Dropped: 1 text never left; 2 had left already."
