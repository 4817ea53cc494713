"""Our check of Twilio's signature agrees with Twilio's own library, and never falls over what it is given."""

import hashlib
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import MultiDict
from twilio.request_validator import RequestValidator

from rise_tui.relay.carriers.base import BadSignature, Form, Signed
from rise_tui.relay.carriers.twilio_signature import Signature
from tests.relay.posting import TOKEN, sign

PATH = "/carriers/twilio/inbound"
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def request(
    fields: dict[str, str] | None = None,
    *,
    signature: str | None,
    query: str = "",
    body: bytes = b"x=1",
    content_type: str = "application/x-www-form-urlencoded",
) -> Signed:
    pairs = tuple((name.encode(), value.encode()) for name, value in (fields or {}).items())
    return Signed(PATH, query, content_type, body, signature, Form(pairs))


def is_good(signature: Signature, asked: Signed) -> bool:
    try:
        signature.verify(asked)
    except BadSignature:
        return False
    return True


@given(fields=st.dictionaries(_words, _words, max_size=25))
def test_every_form_that_twilio_signs_is_good_and_any_other_is_not(fields: dict[str, str]) -> None:
    """[fault 25]"""
    ours = Signature("https://texts.example.org", TOKEN)
    url = f"https://texts.example.org{PATH}"
    assert is_good(ours, request(fields, signature=sign(url, fields)))
    assert not is_good(ours, request({**fields, "more": ""}, signature=sign(url, fields)))
    assert not is_good(ours, request(fields, signature=sign(url, fields, "other")))


@pytest.mark.parametrize(
    "configured", ["https://t.example.org", "https://t.example.org:443", "https://t.example.org:8443"]
)
@pytest.mark.parametrize("signed", ["https://t.example.org", "https://t.example.org:443", "https://t.example.org:8443"])
def test_the_port_may_be_signed_or_not_as_with_twilios_own_check(configured: str, signed: str) -> None:
    fields = {"Body": "hi", "From": "+12155550142"}
    given = sign(signed + PATH, fields)
    theirs = RequestValidator(TOKEN).validate(configured + PATH, fields, given)
    assert is_good(Signature(configured, TOKEN), request(fields, signature=given)) == theirs


def test_a_path_and_a_query_are_part_of_what_is_signed() -> None:
    ours = Signature("https://t.example.org/rise", TOKEN)
    given = sign(f"https://t.example.org/rise{PATH}?a=1&b=", {"Body": "hi"})
    assert is_good(ours, request({"Body": "hi"}, signature=given, query="a=1&b="))
    assert not is_good(ours, request({"Body": "hi"}, signature=given, query="a=1"))


def test_a_repeated_name_counts_each_of_its_values_once() -> None:
    pairs = ((b"Body", b"b"), (b"Body", b"a"), (b"Body", b"a"), (b"A", b""))
    repeated = MultiDict([("A", ""), ("Body", "b"), ("Body", "a"), ("Body", "a")])
    given = sign("https://t.example.org" + PATH, repeated)
    asked = Signed(PATH, "", "application/x-www-form-urlencoded", b"x", given, Form(pairs))
    assert is_good(Signature("https://t.example.org", TOKEN), asked)


@given(
    st.lists(
        st.sampled_from(
            [b"a", b"Body", b"=", b"&", b"+", b"%", b"%3D", b"%26", b"%00", b"%01", b"\x00", b"\x01", b"%C3"]
        )
    )
)
def test_a_form_is_put_in_order_and_looked_up_however_oddly_it_was_written(pieces: list[bytes]) -> None:
    """[fault 25]"""
    written = b"".join(pieces)
    fields = [field.partition(b"=") for field in written.replace(b"+", b" ").split(b"&") if field]
    pairs = [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in fields]
    form = Form.parse(written)
    assert form.joined() == b"".join(name + value for name, value in sorted(set(pairs)))
    assert form.raw(b"Body") == next((value for name, value in pairs if name == b"Body"), b"")


@given(signature=st.one_of(st.none(), st.text(max_size=40)), query=st.text(max_size=30), body=st.binary(max_size=30))
def test_no_header_and_no_body_makes_it_fall_over(signature: str | None, query: str, body: bytes) -> None:
    """[fault 25]"""
    ours = Signature("https://t.example.org", TOKEN)
    for kind in ("application/json", "", "application/x-www-form-urlencoded"):
        assert not is_good(ours, request({}, signature=signature, query=query, body=body, content_type=kind))


def test_a_body_that_is_no_form_needs_its_digest() -> None:
    """[fault 25]"""
    ours, body = Signature("https://t.example.org", TOKEN), b'{"a": 1}'
    query = f"bodySHA256={hashlib.sha256(body).hexdigest()}"
    good = sign(f"https://t.example.org{PATH}?{query}", {})
    bare = sign(f"https://t.example.org{PATH}", {})
    assert is_good(ours, request(signature=good, query=query, body=body, content_type="application/json"))
    assert not is_good(ours, request(signature=good, query=query, body=b"{}", content_type="application/json"))
    assert not is_good(ours, request(signature=bare, body=body, content_type="application/json"))
