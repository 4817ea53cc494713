"""People and whose number was whose."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.clients import STATUS_REASONS, Client, ClientStatus, Holding, fold
from rise_tui.domain.ids import ClientId
from rise_tui.domain.phone import Phone

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
ANA = ClientId("0193a0c0-0000-7000-8000-000000000001")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("abcñéüÁÍçłøZ -'")))
def test_folding_forgets_case(text: str) -> None:
    assert fold(text.lower()) == fold(text.upper()) == fold(text)


def test_names_are_found_without_accents() -> None:
    assert fold("Peña") == fold("PENA") == fold("pen\u0303a") == "pena"
    assert fold("Łukasz Øster Đorđe") == "lukasz oster dorde"
    assert fold("Muñoz-Ibáñez") == "munoz-ibanez"


def test_a_name_has_no_space_too_many() -> None:
    assert Client(ANA, "Ana", "Díaz").name == "Ana Díaz"
    assert Client(ANA, "Ana", "").name == "Ana"


def test_a_pause_with_a_date_ends_by_itself_and_a_closed_client_stays_closed() -> None:
    paused = Client(ANA, "Ana", "Díaz", status=ClientStatus.PAUSED, status_until_at=NOW)
    assert paused.status_at(NOW - timedelta(seconds=1)) is ClientStatus.PAUSED
    assert paused.status_at(NOW) is ClientStatus.OPEN
    forever = Client(ANA, "Ana", "Díaz", status=ClientStatus.PAUSED)
    assert forever.status_at(NOW) is ClientStatus.PAUSED
    closed = Client(ANA, "Ana", "Díaz", status=ClientStatus.CLOSED, status_until_at=NOW)
    assert closed.status_at(NOW) is ClientStatus.CLOSED
    assert set(STATUS_REASONS) == set(ClientStatus)


def test_a_holding_covers_from_its_first_moment_to_before_its_last() -> None:
    held = Holding(Phone("+12155550142"), ANA, NOW, NOW + timedelta(days=1))
    assert held.covers(NOW)
    assert not held.covers(NOW - timedelta(milliseconds=1))
    assert not held.covers(NOW + timedelta(days=1))
    assert Holding(Phone("+12155550142"), ANA, NOW).covers(NOW + timedelta(days=9999))
