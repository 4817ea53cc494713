"""What the office says by itself, with the relay as a process: who it is, once and first, whatever dies; HELP, STOP."""

import signal
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from tests.journeys.ledger import rows
from tests.journeys.office import NUMBER, Office, Options
from tests.journeys.sending import SILENT, broadcast, many_people, number, until_line_is_empty

PEOPLE = 50


def test_everybody_of_a_broadcast_hears_once_and_first_who_we_are_whatever_dies_on_the_way(tmp_path: Path) -> None:
    """[fault 4] [fault 5]"""
    by_us = {"RISE_RELAY_ANSWERS_STOP": "relay"}
    options = Options(
        simulator=SILENT, rules={"phone": "215-555-0100"}, relay_env=by_us, lease_seconds=0.5, reconcile_seconds=0.5
    )
    with Office(tmp_path, options) as office:
        clients = many_people(office, PEOPLE)
        office.restart_relay(fail="send_after_accept:20:kill")
        plan = broadcast(office, clients)
        assert office.relay.wait() == -signal.SIGKILL
        office.restart_relay(fail="claim_after_commit:2:kill")
        assert office.relay.wait() == -signal.SIGKILL
        office.restart_relay()
        until_line_is_empty(office)
        introductions = [
            row["id"] for row in rows(office.database, "SELECT id FROM message WHERE automatic = 'information'")
        ]
        assert len(introductions) == PEOPLE
        office.ledger([*plan.message_ids, *introductions]).raise_if_bad()
        heard: dict[str, list[str]] = defaultdict(list)
        for text in office.carrier_texts():
            heard[text["phone"]].append(text["message_id"])
        for client, message_id in zip(clients, plan.message_ids, strict=True):
            e164 = number(clients.index(client))
            first, second = heard[e164]
            assert first in introductions
            assert second == message_id

        again = broadcast(office, clients[:5], "Bring your papers")
        until_line_is_empty(office)
        office.ledger(again.message_ids).raise_if_bad()
        assert len(office.accepted()) == 2 * PEOPLE + 5, "never again"

        office.client_texts(number(7), "HELP")
        help_words = _said(office, "help")
        assert "A person answers at 215-555-0100. In danger call 911." in help_words
        office.client_texts(number(7), "STOP")
        assert _said(office, "stop", "failed").startswith("RISE: you get no more texts from us.")
        warned = office.relay_command("carrier", "check")
        assert f"Texts to {NUMBER} come here" in warned
        assert "Both answer STOP" in warned, "this phone company keeps STOP itself, and has refused our word"
        assert help_words not in warned, "the relay says them itself"
        office.options = replace(office.options, relay_env={})
        told = office.relay_command("carrier", "check").splitlines()
        there = next(n for n, line in enumerate(told) if "own answer to HELP and INFO" in line)
        assert told[there + 1].strip() == help_words, "to be set there, as the relay would say it"
        assert "Una persona contesta en el 215-555-0100. En peligro llame al 911." in told[there + 2]


def _said(office: Office, automatic: str, status: str = "sent") -> str:
    """What the office said by itself, once it has come that far."""

    def words() -> str:
        asked = "SELECT body FROM message WHERE automatic = :automatic AND status = :status"
        found = [row["body"] for row in rows(office.database, asked, automatic=automatic, status=status)]
        return found[0] if found else ""

    return office.wait_until(words, what=f"the answer {automatic}")
