"""A carrier in trouble: everybody waits, one text tries, and the pace comes back with the first that gets through."""

from itertools import pairwise

from rise_tui.relay.dispatch.retry import LONGEST_STORM_S, PROBE_S, STOPPED_S, TOLERATED, Kind, Trouble, look_pause


def test_all_is_well_at_first() -> None:
    trouble = Trouble()
    assert trouble.pause(5.0) == 0
    assert trouble.lets_begin("anything")


def test_after_a_429_everybody_waits_and_then_only_one_tries() -> None:
    trouble = Trouble()
    trouble.stormed(0.5, began=9.9, now=10.0)
    assert trouble.pause(10.0) == 0.5
    assert not trouble.lets_begin("m1")
    assert trouble.pause(10.5) == 0
    trouble.probe("m1")
    assert trouble.lets_begin("m1")
    assert not trouble.lets_begin("m2")
    assert trouble.pause(10.6) == float("inf")


def test_while_429s_go_on_one_text_a_second_tries_at_most() -> None:
    trouble = Trouble()
    trouble.stormed(None, began=0.0, now=0.1)
    now, tries = 0.1, 0
    while now < 30:
        now += trouble.pause(now)
        trouble.probe("m")
        trouble.stormed(0.01, began=now, now=now + 0.05)
        trouble.settled("m")
        tries += 1
    assert 19 <= tries <= 31


def test_a_long_retry_after_does_not_keep_the_pace_down_after_the_storm() -> None:
    trouble = Trouble()
    trouble.stormed(600, began=0.0, now=1.0)
    assert trouble.pause(1.0) == LONGEST_STORM_S
    assert LONGEST_STORM_S >= PROBE_S


def test_texts_that_were_under_way_when_the_storm_began_do_not_make_it_longer() -> None:
    trouble = Trouble()
    trouble.stormed(None, began=1.0, now=1.2)
    trouble.stormed(None, began=1.1, now=1.25)
    assert trouble.until < 1.5


def test_an_old_success_does_not_end_a_storm_but_a_new_one_does() -> None:
    trouble = Trouble()
    trouble.stormed(None, began=1.0, now=1.2)
    assert not trouble.went_well(began=1.1)
    assert trouble.kind is Kind.STORM
    assert trouble.went_well(began=1.6)
    assert trouble.pause(1.6) == 0


def test_one_text_without_an_answer_stops_nobody_and_several_in_a_row_do() -> None:
    trouble = Trouble()
    for _ in range(TOLERATED - 1):
        trouble.fell_silent(began=1.0, now=1.0)
    assert trouble.kind is None
    trouble.went_well(began=1.0)
    for _ in range(TOLERATED):
        trouble.fell_silent(began=2.0, now=2.0)
    assert trouble.kind is Kind.SILENT
    assert 0.9 < trouble.pause(2.0) <= 1.5


def test_a_longer_silence_is_asked_less_often_but_at_least_every_ten_seconds() -> None:
    trouble, now = Trouble(), 0.0
    for _ in range(TOLERATED):
        trouble.fell_silent(began=now, now=now)
    pauses = []
    for _ in range(20):
        now += trouble.pause(now)
        pauses.append(trouble.until)
        trouble.fell_silent(began=now, now=now)
    gaps = [later - earlier for earlier, later in pairwise(pauses)]
    assert gaps[-1] > 5
    assert max(gaps) <= 10.5


def test_after_the_longest_silence_the_first_text_that_gets_through_brings_all_the_pace_back_at_once() -> None:
    trouble, now, tries = Trouble(), 0.0, 0
    while now < 600:
        now += trouble.pause(now)
        trouble.probe("m1")
        assert not trouble.kind or trouble.pause(now) == float("inf"), "no other tries meanwhile"
        trouble.fell_silent(began=now, now=now)
        trouble.settled("m1")
        tries += 1
    assert 60 <= tries <= 75
    assert trouble.pause(now) <= 10.5, "the line is tried again within seconds"
    now += trouble.pause(now)
    trouble.probe("m1")
    assert trouble.went_well(began=now)
    trouble.settled("m1")
    assert trouble.pause(now) == 0
    assert trouble.lets_begin("any other")
    for _ in range(TOLERATED - 1):
        trouble.fell_silent(began=now, now=now)
    assert trouble.pause(now) == 0, "what was before counts no more"


def test_a_stopped_account_is_news_once() -> None:
    trouble = Trouble()
    assert trouble.stopped(20003, now=1.0)
    assert not trouble.stopped(20003, now=1.1)
    assert trouble.pause(1.1) == STOPPED_S
    trouble.stormed(0.1, began=2.0, now=2.0)
    assert trouble.kind is Kind.STOPPED


def test_a_claim_that_was_undone_leaves_no_text_trying() -> None:
    trouble = Trouble()
    trouble.stormed(0.0, began=1.0, now=1.0)
    before = trouble.probes
    trouble.probe("m1")
    trouble.forget_probes(but=before)
    assert trouble.pause(3.0) == 0


def test_looks_at_the_carrier_become_rarer_up_to_five_minutes() -> None:
    assert look_pause(1) <= 2
    assert 250 <= look_pause(40) <= 301
