"""`rise inbox`, `read` and `search`: what came in, byte for byte for programs, and harmless for a terminal."""

import json

import pytest

from tests.commands.shapes import INBOX, READ, SEARCH, answered, complained
from tests.journeys.office import Office

MARCUS, ANA = "+12155550142", "+12155550143"
EVERYTHING = (
    "He said \"no\" & 'yes' — ¿María? \N{WOMAN}\u200d\N{GIRL} <b>\\n</b>\r\n\ttab \x1b]52;c;aGk=\x07 \x9b2J"
    " \u202eevil\u202c {name} %s 100%  "
)


@pytest.fixture(scope="module")
def people(office: Office) -> dict[str, str]:
    """Marcus and two who are called Ana Ruiz; Marcus has written something that holds everything."""
    marcus = office.add_client("Marcus Bell", MARCUS)
    office.add_client("Ana Ruiz", ANA)
    office.add_client("Ana Ruiz", "+12155550144")
    office.client_texts(MARCUS, EVERYTHING)
    office.client_texts(MARCUS, "Can I come Monday?")
    for number in range(5):
        office.client_texts(ANA, f"text {number} sim:silent")
    return {"marcus": marcus}


def test_the_inbox_is_told_in_the_agreed_shape(office: Office, people: dict[str, str]) -> None:
    inbox = answered(office.rise("inbox", "--json"), INBOX)
    assert inbox["is_online"]
    assert inbox["needs_reply"] == 2
    assert [one["name"] for one in inbox["conversations"]] == ["Marcus Bell", "Ana Ruiz"]
    first = inbox["conversations"][0]
    assert (first["client_id"], first["state"], first["unread_count"]) == (people["marcus"], "needs_reply", 2)
    one = answered(office.rise("inbox", "--limit", "1", "--filter", "all", "--json"), INBOX)
    assert len(one["conversations"]) == 1


def test_the_plain_inbox_is_a_line_a_person(office: Office, people: dict[str, str]) -> None:
    lines = office.rise("inbox").stdout.splitlines()
    assert [line.partition(",")[0] for line in lines] == ["Marcus Bell", "Ana Ruiz"]
    assert "He said" in lines[0], "the oldest unanswered text is told"
    assert office.rise("inbox", "--filter", "snoozed").stdout == "Nobody stands there.\n"


def test_a_text_is_read_as_it_was_written_byte_for_byte(office: Office, people: dict[str, str]) -> None:
    """[D5]"""
    read = answered(office.rise("read", "Marcus Bell", "--json"), READ)
    assert read["messages"][0]["body"].encode() == EVERYTHING.encode()
    assert read["client"] == {
        "client_id": people["marcus"],
        "name": "Marcus Bell",
        "numbers": [MARCUS],
        "language": "en",
        "consent": "unknown",
        "groups": [],
        "status": "open",
    }
    assert read["messages"][1]["status"] == "received"
    assert not read["has_more"]


@pytest.mark.parametrize(
    "words", [("read", "Marcus Bell"), ("inbox",), ("search", "evil"), ("search", "evil", "--json")]
)
def test_nothing_that_a_terminal_obeys_is_printed(
    office: Office, people: dict[str, str], words: tuple[str, ...]
) -> None:
    """[fault 24]"""
    said = office.rise(*words).stdout
    assert said
    assert not set("\x1b\x07\x9b\u202e\u202c\r") & set(said)


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii:strict"}])
def test_any_locale_gets_every_line(office: Office, people: dict[str, str], locale: dict[str, str]) -> None:
    said = office.rise("read", "Marcus Bell", env=locale)
    assert said.returncode == 0
    assert "Can I come Monday?" in said.stdout


def test_a_conversation_is_read_page_by_page(office: Office, people: dict[str, str]) -> None:
    newest = answered(office.rise("read", ANA, "--limit", "2", "--json"), READ)
    assert [message["body"][:6] for message in newest["messages"]] == ["text 3", "text 4"]
    assert newest["has_more"]
    before = str(newest["messages"][0]["seq"])
    earlier = answered(office.rise("read", ANA, "--before", before, "--json"), READ)
    assert [message["body"][:6] for message in earlier["messages"]] == ["text 0", "text 1", "text 2"]
    assert not earlier["has_more"]


def test_a_hit_of_the_search_is_read_where_it_stands(office: Office, people: dict[str, str]) -> None:
    found = answered(office.rise("search", "MONDA", "--json"), SEARCH)
    [hit] = found["messages"]
    start, end = hit["matches"][0]
    assert (hit["body"][start:end], hit["name"], hit["direction"]) == ("Monda", "Marcus Bell", "inbound")
    read = answered(office.rise("read", hit["client_id"], "--at", hit["message_id"], "--limit", "1", "--json"), READ)
    assert [message["message_id"] for message in read["messages"]] == [hit["message_id"]]
    assert hit["message_id"] in office.rise("search", "monday").stdout
    error = complained(office.rise("read", ANA, "--at", hit["message_id"], "--json"), 2)
    assert "rise search" in error["next_step"]


def test_people_are_found_by_parts_of_name_and_number(office: Office, people: dict[str, str]) -> None:
    assert len(answered(office.rise("search", "ruiz", "--json"), SEARCH)["clients"]) == 2
    [found] = answered(office.rise("search", "555-0142", "--json"), SEARCH)["clients"]
    assert found == {"client_id": people["marcus"], "name": "Marcus Bell"}
    assert office.rise("search", "nobodyatall").stdout == "Nothing found.\n"


def test_a_name_that_fits_several_ends_with_2_and_the_list(office: Office, people: dict[str, str]) -> None:
    error = complained(office.rise("read", "ana ruiz", "--json"), 2)
    assert error["detail"].count("Ana Ruiz") == 2
    assert complained(office.rise("read", "Nobody", "--json"), 2)["title"]


def test_an_unknown_number_stands_under_its_own_name(office: Office, people: dict[str, str]) -> None:
    """[D26]"""
    office.client_texts("+12155550177", "hello? sim:silent")
    office.rise("sync")
    unknown = answered(office.rise("inbox", "--filter", "unknown", "--json"), INBOX)["conversations"]
    assert [one["client_id"] for one in unknown] == ["tel:+12155550177"]
    read = answered(office.rise("read", "215 555 0177", "--json"), READ)
    assert (read["client"]["numbers"], read["client"]["status"]) == (["+12155550177"], "unknown")


def test_the_draft_of_a_window_is_told(office: Office, people: dict[str, str]) -> None:
    import sqlite3

    with sqlite3.connect(office.app_database()) as store:
        store.execute(
            "INSERT INTO draft (key, message_id, body, cursor, anchor, media, at) VALUES (?, 'm', ?, 0, 0, '[]', 0)",
            (people["marcus"], "half \x1b[2J writ"),
        )
    store.close()
    assert answered(office.rise("read", "Marcus Bell", "--json"), READ)["draft"] == "half \x1b[2J writ"
    assert "Draft: half ␛[2J writ" in office.rise("read", "Marcus Bell").stdout
    assert json.loads(office.rise("inbox", "--json").stdout)["conversations"][0]["has_draft"]


def test_notes_stand_between_the_texts_and_say_that_the_client_does_not_see_them(
    office: Office, people: dict[str, str]
) -> None:
    import sqlite3

    with sqlite3.connect(office.app_database()) as store:
        store.execute(
            "INSERT INTO note (note_id, client_id, body, kind, is_deleted, at, seq)"
            " VALUES ('n', ?, ?, 'call', 0, 1, 1)",
            (people["marcus"], "no\x1b[2J answer"),
        )
    store.close()
    lines = office.rise("read", "Marcus Bell").stdout.splitlines()
    [note] = [line for line in lines if "the client does not see this" in line]
    assert note.endswith("Call (you; the client does not see this): no␛[2J answer")
