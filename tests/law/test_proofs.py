"""Each promise of the list is claimed by a test, and no test claims what is not on it."""

from tests.law.proofs import PROMISES, RELAY_FAULTS, claims, with_processes


def test_every_promise_has_its_test() -> None:
    assert PROMISES.keys() - claims().keys() == set()


def test_no_test_claims_what_nobody_promised() -> None:
    assert {tag: tests for tag, tests in claims().items() if tag not in PROMISES} == {}


def test_every_fault_that_concerns_the_relay_has_a_test_against_its_real_process() -> None:
    assert {f"fault {number}" for number in RELAY_FAULTS} - with_processes() == set()
