"""Papers, groups and appointments."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.appointments import Answer, answer_in, reminder_times
from rise_tui.domain.documents import LETTERS, DocumentKind, guess_kind, guess_period, kind_words
from rise_tui.domain.groups import is_out_of_touch
from rise_tui.domain.marks import Mark
from rise_tui.domain.messages import MAX_CHARS, MAX_MEDIA, Media, MediaState
from rise_tui.domain.periods import period_days, period_in, period_words, read_period

HERE = "America/New_York"
ZONE = ZoneInfo(HERE)


def test_every_kind_of_paper_has_one_key_and_words() -> None:
    assert sorted(LETTERS.values()) == sorted(DocumentKind)
    assert len({kind_words(kind) for kind in DocumentKind}) == len(DocumentKind)


@pytest.mark.parametrize(
    ("received", "last", "guess"),
    [
        (date(2026, 11, 21), None, "2026-11-08/2026-11-21"),
        (date(2026, 11, 20), None, "2026-11-01/2026-11-14"),
        (date(2026, 11, 22), None, "2026-11-08/2026-11-21"),
        (date(2026, 11, 22), "2026-10", "2026-11"),
        (date(2026, 11, 22), "2026-10-26/2026-11-08", "2026-11-09/2026-11-22"),
        (date(2026, 11, 23), "2026-10-26/2026-11-01", "2026-11-16/2026-11-22"),
        (date(2026, 11, 10), "2026-10-26/2026-11-08", "2026-10-12/2026-10-25"),
        (date(2026, 11, 10), "2026-11-09/2026-11-22", "2026-10-26/2026-11-08"),
        (date(2026, 11, 22), "2026-11-08/2026-11-21", "2026-10-25/2026-11-07"),
        (date(2026, 11, 22), "2026-11-22/2026-11-01", "2026-11-08/2026-11-21"),
    ],
)
def test_a_paystub_is_for_the_time_after_the_last_one(received: date, last: str | None, guess: str) -> None:
    assert guess_period(DocumentKind.PAYSTUB, received, last) == guess
    days = period_days(guess)
    assert days is not None
    assert days[0] <= days[1]


def test_other_papers_have_no_period_and_what_is_none_is_not_read_as_one() -> None:
    assert all(guess_period(kind, date(2026, 11, 22)) is None for kind in DocumentKind if kind != "paystub")
    assert period_days("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    for wrong in ("", "last week", "2026-13", "2026-02-30/2026-03-01", "2026-03-02/2026-03-01"):
        assert period_days(wrong) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("my pay from this week", DocumentKind.PAYSTUB),
        ("aquí está mi talón de esta semana", DocumentKind.PAYSTUB),
        ("heres my new ID", DocumentKind.ID),
        ("I did it", None),
        ("mi certificado de forklift", DocumentKind.CERTIFICATE),
        ("the lease they gave me", DocumentKind.LEASE),
        ("birth certificate", DocumentKind.ID),
        ("carta de la corte", DocumentKind.LETTER),
        ("look at this", None),
        ("", None),
    ],
)
def test_the_words_that_came_with_a_paper_say_what_it_is(words: str, kind: DocumentKind | None) -> None:
    assert guess_kind(words) is kind


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2026-11", "2026-11"),
        ("2026-11-08/2026-11-21", "2026-11-08/2026-11-21"),
        ("11/8-11/21", "2026-11-08/2026-11-21"),
        ("11/08/26 - 11/21/26", "2026-11-08/2026-11-21"),
        ("12/20-1/2", "2025-12-20/2026-01-02"),
        ("8-21 Nov", "2026-11-08/2026-11-21"),
        ("8–21 Nov 2026", "2026-11-08/2026-11-21"),
        ("26 Oct – 8 Nov 2026", "2026-10-26/2026-11-08"),
        ("nov 8 - 21", "2026-11-08/2026-11-21"),
        ("Nov 8 to Nov 21, 2026", "2026-11-08/2026-11-21"),
        ("8 al 21 de noviembre", "2026-11-08/2026-11-21"),
        ("8 nov", "2026-11-08/2026-11-08"),
        ("nov", "2026-11"),
        ("December", "2025-12"),
        ("11/2026", "2026-11"),
        ("13/2026", None),
        ("11/31-12/2", None),
        ("last week", None),
        ("", None),
    ],
)
def test_a_period_is_typed_as_people_write_it(typed: str, period: str | None) -> None:
    assert read_period(typed, TODAY) == period


def test_the_text_names_the_period_before_any_guess() -> None:
    assert period_in("stub for 11/1-11/14 ok?", TODAY) == "2026-11-01/2026-11-14"
    assert period_in("see you in november, room 7", TODAY) is None
    assert period_in("call me 215-555-0142", TODAY) is None
    assert guess_period(DocumentKind.PAYSTUB, TODAY, "2026-10", "pay 10/18 - 10/31") == "2026-10-18/2026-10-31"


@given(st.dates(date(2020, 1, 1), date(2026, 11, 1)), st.integers(0, 60))
def test_what_is_said_of_a_period_is_read_as_the_same_one(first: date, length: int) -> None:
    period = f"{first}/{first + timedelta(days=length)}"
    said = period_words(period)
    assert read_period(said, TODAY) == period, said
    assert read_period(period_words(f"{first:%Y-%m}"), TODAY) == f"{first:%Y-%m}"


def test_reminders_come_at_the_hour_of_the_class_also_across_a_change_of_clocks() -> None:
    """[D11]"""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for day in (datetime(2026, 3, 10, 9), datetime(2026, 11, 3, 9), datetime(2026, 7, 7, 9)):
        starts = day.replace(tzinfo=ZONE).astimezone(UTC)
        walls = [at.astimezone(ZONE).replace(tzinfo=None) for at in reminder_times(starts, HERE, now)]
        assert walls == [
            day - timedelta(days=7),
            day - timedelta(days=3),
            day - timedelta(days=1),
            (day - timedelta(days=1)).replace(hour=18),
        ]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    st.integers(0, 10 * 24 * 60),
)
def test_a_reminder_is_ahead_of_now_and_before_its_event(starts: datetime, minutes: int) -> None:
    now = starts - timedelta(minutes=minutes)
    times = reminder_times(starts, HERE, now)
    assert list(times) == sorted(set(times))
    assert all(now < at < starts for at in times)


def test_an_answer_is_one_mark_and_not_two() -> None:
    assert answer_in((Mark.URGENT, Mark.YES)) is Answer.YES
    assert answer_in((Mark.NO,)) is Answer.NO
    assert answer_in((Mark.YES, Mark.NO)) is None
    assert answer_in((Mark.THANKS,)) is None


def test_who_never_wrote_or_not_for_two_weeks_is_out_of_touch() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert is_out_of_touch(None, now)
    assert is_out_of_touch(now - timedelta(days=14), now)
    assert not is_out_of_touch(now - timedelta(days=13, hours=23), now)


def test_a_photo_is_wanted_until_it_is_stored_or_has_failed() -> None:
    assert Media(0, None, "image/jpeg").state is MediaState.WANTED
    assert (MAX_MEDIA, MAX_CHARS) == (10, 1600)
