"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.errors import BadPhone
from rise_tui.domain.phone import end, is_e164, parse, pretty

OURS = "+12155550142"


@pytest.mark.parametrize(
    "written",
    [
        "(215) 555-0142",
        "215.555.0142",
        "2155550142",
        " 1 (215) 555-0142 ",
        "+1 215 555 0142",
        "2155550142.0",
        "12155550142.00",
        "0012155550142",
        "215-555-0142 cell",
        "215-555-0142 (mobile)",
        "215-555-0142 Cell Phone",
        "215-555-0142 - celular",
        "Cell: 215 555 0142",
        "M 215 555 0142",
        "215 555 0142 ext. 5",
        "215-555-0142 x12 (work)",
        "215-555-0142 #3",
        "tel:+12155550142",
        "\u202a+1 215 555 0142\u202c",
        "２１５５５５０１４２",
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert parse(written) == OURS


@pytest.mark.parametrize(
    "written",
    [
        "",
        "cell",
        "unknown",
        "5550142",
        "911",
        "22395",
        "215 555 01422",
        "1-800-FLOWERS",
        "215 555 0142 maria",
        "800 555 0142",
        "(888) 555-0142",
        "1 900 555 0142",
        "+1 123 555 0142",
        "+1 911 555 0142",
        "+1 215 155 0142",
        "2.15555E+09",
        "2155550142.5",
        "2155550142, 2155550143",
        "+44 20",
    ],
)
def test_what_cannot_be_texted_is_refused(written: str) -> None:
    with pytest.raises(BadPhone) as refused:
        parse(written)
    assert refused.value.next_step


def test_an_error_does_not_repeat_the_number() -> None:
    with pytest.raises(BadPhone) as refused:
        parse("800 555 0142")
    assert "0142" not in refused.value.title + refused.value.detail


def test_numbers_of_other_countries_are_read_with_their_prefix() -> None:
    assert parse("00 44 20 7946 0018") == parse("011 44 20 7946 0018") == "+442079460018"


@given(st.integers(200, 999), st.integers(100, 199))
def test_every_invented_number_with_an_area_code_that_can_exist_parses_from_how_it_is_shown(
    area: int, line: int
) -> None:
    tollfree_or_paid = {800, 822, 833, 844, 855, 866, 877, 880, 881, 882, 883, 884, 885, 886, 887, 888, 889, 900}
    unusual = {500, 521, 522, 523, 524, 525, 526, 527, 528, 529, 532, 533, 535, 538, 542, 543, 544, 545, 546, 547, 549}
    if area % 100 == 11 or area in tollfree_or_paid | unusual or area // 10 in (55, 56, 57, 58, 59, 70, 71):
        return
    phone = parse(f"{area} 555 0{line}")
    assert phone == f"+1{area}5550{line}"
    assert is_e164(phone)
    assert parse(pretty(phone)) == phone
    assert end(phone) == f"0{line}"


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        phone = parse(text)
    except BadPhone:
        return
    assert is_e164(phone)
    assert parse(phone) == phone


def test_a_number_is_shown_as_it_is_said_and_masked_in_private() -> None:
    assert pretty(OURS) == "(215) 555-0142"
    assert pretty(OURS, is_private=True) == "(215) 555-01••"
    assert pretty("+442079460018") == "+44 20 7946 0018"
    assert pretty("+442079460018", is_private=True) == "+44 20 7946 00••"
    assert pretty("22395") == "22395"
