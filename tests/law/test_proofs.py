"""Each promise of the list is claimed by a test, and no test claims what is not on it."""

import ast

from tests.law.proofs import PROMISES, RELAY_FAULTS, _tests, claims, with_processes


def test_every_promise_has_its_test() -> None:
    assert PROMISES.keys() - claims().keys() == set()


def test_no_test_claims_what_nobody_promised() -> None:
    assert {tag: tests for tag, tests in claims().items() if tag not in PROMISES} == {}


def test_every_fault_that_concerns_the_relay_has_a_test_against_its_real_process() -> None:
    assert {f"fault {number}" for number in RELAY_FAULTS} - with_processes() == set()


def test_a_test_counts_where_a_usual_run_runs_it_if_only_with_some_of_its_parameters() -> None:
    file = """
@pytest.mark.long
def test_of_many_minutes(): ...

@pytest.mark.skipif(True, reason="")
def test_elsewhere(): ...

@pytest.mark.parametrize("races", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_races(): ...

async def test_always(): ...

def nothing_to_run(): ...
"""
    assert [test.name for test in _tests(ast.parse(file))] == ["test_races", "test_always"]
    races = "journeys/test_stop_races.py::test_nobody_is_texted_a_second_after_they_said_stop"
    assert races in claims()["fault 30"]
