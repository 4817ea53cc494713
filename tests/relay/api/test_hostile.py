"""Whatever is put at `/v1`: never a fault of ours, always an answer or a problem, and the same one when repeated."""

import asyncio
import json
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.domain.ids import new_id
from rise_tui.wire.routes import IDEMPOTENCY_KEY, IF_MATCH, RESOURCES, V1, Resource
from tests.relay.api.callers import ANA, BEN
from tests.relay.api.conftest import open_relay
from tests.relay.conftest import SmallOffice

IDS = [new_id() for _ in range(3)]
TIMES = ["2026-11-23T18:00:00Z", "2026-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"]
WORDS = ["", "\x00", "\ud800", "x" * 300, "STOP", "en", "open", "done", "opted_in", "opted_out", "all", "send_again"]
_plain = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.integers(0, 60) | st.floats(allow_nan=False)
    | st.sampled_from([*WORDS, *TIMES, *IDS, ANA, BEN, f"tel:{ANA}"]) | st.text(max_size=8)
)  # fmt: skip
_anything = st.recursive(
    _plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)


def _body_of(resource: Resource) -> st.SearchStrategy[Any]:
    """Bodies with the fields of the resource, each of them whatever it is."""
    names = [field.alias or name for name, field in resource.body.model_fields.items()]
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, _anything)) | _anything


def _wish_of(resource: Resource) -> st.SearchStrategy[tuple[str, Any]]:
    """A path of the resource, and a body."""
    names = [name for _, name, _, _ in Formatter().parse(resource.template) if name]
    values = st.sampled_from([*IDS, ANA, f"tel:{ANA}", "..", "é\x00"]).map(lambda value: quote(value, safe=""))
    ids = st.fixed_dictionaries(dict.fromkeys(names, values))
    return st.tuples(ids.map(lambda ids: V1 + resource.template.format(**ids)), _body_of(resource))


_wishes = st.lists(st.sampled_from(list(RESOURCES.values())).flatmap(_wish_of), min_size=1, max_size=12)


@given(wishes=_wishes, if_match=st.sampled_from([None, "0", "999", "x", '"7"']))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_put_gets_an_answer_or_a_problem_and_the_same_when_repeated(
    database: Path, office: SmallOffice, wishes: list[tuple[str, Any]], if_match: str | None
) -> None:
    async def put_all() -> None:
        async with open_relay(database, office) as relay:
            for path, body in wishes:
                headers = {"Authorization": f"Bearer {office.token}", IDEMPOTENCY_KEY: new_id()}
                headers |= {"Content-Type": "application/json"} | ({} if if_match is None else {IF_MATCH: if_match})
                sent = json.dumps(body).encode()
                first = await relay.dana.http.put(path, content=sent, headers=headers)
                assert first.status_code < 500
                assert first.headers["content-type"] in ("application/json", "application/problem+json")
                again = await relay.dana.http.put(path, content=sent, headers=headers)
                assert (again.status_code, again.json()) == (first.status_code, first.json())
            assert (await relay.sam.get("/snapshot")).status_code == 200
            assert (await relay.dana.get("/events?limit=2000")).status_code == 200

    asyncio.run(put_all())
