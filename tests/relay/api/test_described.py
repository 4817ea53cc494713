"""What `/openapi.json` says is true: whatever is sent, fitting or not, is answered as described and never by a 500."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import BaseSchema

from tests.journeys.office import Office

EXAMPLES = 2
"""Of each operation, fitting ones and unfitting ones; `-m long` tries many."""
BESIDE = {
    "ignored_auth": "who tries many wrong tokens must wait, and reads 429; tests/relay/api/test_door.py",
    "negative_data_rejection": "what is not known is stepped over, so that a newer app can write to an older relay",
    "positive_data_acceptance": "what is well formed may still contradict itself or what is stored",
}
"""Checks that are not asked for here, and why."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A real relay and somebody who may do much."""
    with Office(tmp_path_factory.mktemp("described")) as office:
        office.token = office.relay_command("caseworker", "add", "Sam Field", "--role", "supervisor").strip()
        yield office


@pytest.fixture(scope="module")
def schema(office: Office) -> BaseSchema:
    """The relay's own description."""
    return schemathesis.openapi.from_url(f"{office.relay_url}/openapi.json")


def _operations(schema: BaseSchema) -> list[Any]:
    """Every operation; one that cannot be read fails the test."""
    return [each.ok() for each in list[Any](schema.get_all_operations())]


def _try(schema: BaseSchema, token: str, examples: int) -> Counter[int]:
    """Try every operation so often in both ways; how often each status was answered."""
    load_all_checks()
    checks: list[Any] = [check for check in CHECKS.get_all() if check.__name__ not in BESIDE]
    answered: Counter[int] = Counter()
    for operation in _operations(schema):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=examples,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def tried(case: Any) -> None:
                if "wait" in (case.query or {}):
                    case.query["wait"] = 0
                answer = case.call(headers={"Authorization": f"Bearer {token}"})
                answered[answer.status_code] += 1
                case.validate_response(answer, checks=checks)

            tried()
    return answered


def test_whatever_is_sent_is_answered_as_described(office: Office, schema: BaseSchema) -> None:
    answered = _try(schema, office.token, EXAMPLES)
    assert answered[200] + answered[201] > 10
    assert answered[422] > 20
    assert not [status for status in answered if status >= 500]


@pytest.mark.long
def test_whatever_is_sent_over_and_over_is_answered_as_described(office: Office, schema: BaseSchema) -> None:
    assert not [status for status in _try(schema, office.token, 50) if status >= 500]
