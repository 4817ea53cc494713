"""Each promise of the list is claimed by a test, and no test claims what is not on it."""

from tests.law.proofs import PROMISES, claims


def test_every_promise_has_its_test() -> None:
    assert PROMISES.keys() - claims().keys() == set()


def test_no_test_claims_what_nobody_promised() -> None:
    assert {tag: tests for tag, tests in claims().items() if tag not in PROMISES} == {}
