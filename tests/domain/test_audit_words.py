"""The audit log's entries as one reads them: every act has words, and none tells more than the entry has."""

import ast
from pathlib import Path

import pytest

import rise_tui
from rise_tui.domain.audit_chain import Entry
from rise_tui.domain.audit_words import KNOWN, act_words
from rise_tui.relay.wishes.recording import ACTS, EXPORTS
from rise_tui.wire.routes import RESOURCES

RELAY = Path(rise_tui.__file__).parent / "relay"
ANA = "Ana Ruiz (4711)"


def _recorded(text: str) -> set[str]:
    """What is put into the audit log by its name."""
    if "record(" not in text:
        return set()
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func) in ("record", "audit.record", "_record", "_note")]
    return {
        arg.value for call in named for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    }


def test_every_act_that_is_recorded_has_words() -> None:
    recorded = {act for path in RELAY.rglob("*.py") for act in _recorded(path.read_text("utf-8"))}
    assert {"took_copy", "took_client_copy", "caseworker_left", "purged", "restored"} <= recorded
    wished = {ACTS.get(kind, kind) for kind in RESOURCES if kind != "export"} | set(EXPORTS.values())
    assert (recorded | wished) - KNOWN == set()


@pytest.mark.parametrize(
    ("act", "facts", "words"),
    [
        ("sent", {"fields": ["body"]}, f"texted {ANA}"),
        ("sent", {"now_because": "urgent"}, f"texted {ANA}, whatever the hour: it is urgent"),
        ("release", {"because": "agreed_by_phone"}, f"let a held text to {ANA} go: agreed by phone"),
        ("looked", {"from_at": 0, "to_at": 125_000}, f"looked at {ANA} for 2 minutes"),
        ("exported", {"texts": 2, "files": 1}, f"exported the file of {ANA}: 2 texts, 1 photo or file"),
        ("exported", {"broadcast_id": "x", "people": 60}, "exported what became of a group text to 60 people"),
        ("client", {"fields": ["last_name", "caseworker_id"]}, f"wrote on the card of {ANA} (last name, caseworker)"),
        ("transfer", {"to_caseworker_id": "luis"}, f"handed {ANA} over to Luis Ortiz"),
        ("transfer", {"to_caseworker_id": "gone"}, f"handed {ANA} over to somebody"),
        ("sent_group_text", {"recipients": 60, "left_out": 3}, "sent a group text to 60 people, 3 left out"),
        ("purged", {"gone": {"message": 12, "note": 1}}, "purged 12 texts, 1 note"),
        ("refused", {"kind": "legal_hold"}, f"was refused what is not theirs to do: legal hold, {ANA}"),
        ("caseworker_left", {"clients": 1, "to_caseworker_id": "luis"}, "let somebody leave, 1 client to Luis Ortiz"),
        ("command", {"command": "backup"}, "rise relay backup"),
        ("something_newer", {}, f"something newer: {ANA}"),
    ],
)
def test_an_act_is_said_in_a_line(act: str, facts: dict[str, object], words: str) -> None:
    assert act_words(Entry(1, 0, "dana", act, "c", facts), ANA, {"luis": "Luis Ortiz"}) == words


@pytest.mark.parametrize("act", sorted(KNOWN))
def test_an_entry_without_facts_can_be_read_too(act: str) -> None:
    assert act_words(Entry(1, 0, "dana", act))
