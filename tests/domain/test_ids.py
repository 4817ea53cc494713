"""Names for things."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.ids import broadcast_message_id, conversation_key, is_id, new_id


def test_ids_are_version_7_and_sort_by_the_time_they_were_made() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert all(is_id(each) and uuid.UUID(each).version == 7 for each in made)
    assert uuid.UUID(made[0]).variant == uuid.RFC_4122


def test_ids_from_several_threads_are_never_the_same() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: new_id(), range(4000)))
    assert len(set(made)) == len(made)


@given(st.integers(0, 2**48 - 1))
def test_an_id_holds_the_time_it_is_given(at_ms: int) -> None:
    made = [new_id(at_ms) for _ in range(3)]
    assert {uuid.UUID(each).int >> 80 for each in made} == {at_ms}
    assert made == sorted(made)


def test_a_broadcast_names_the_same_message_each_time_and_another_for_each_client() -> None:
    broadcast, ana, luis = new_id(), new_id(), new_id()
    assert broadcast_message_id(broadcast, ana) == broadcast_message_id(broadcast, ana)
    assert broadcast_message_id(broadcast, ana) != broadcast_message_id(broadcast, luis)
    assert is_id(broadcast_message_id(broadcast, ana))


@given(broadcast=st.uuids(), client=st.uuids())
def test_the_id_of_a_broadcasts_message_is_the_uuidv5_of_the_standard_library(
    broadcast: uuid.UUID, client: uuid.UUID
) -> None:
    assert broadcast_message_id(str(broadcast), str(client)) == str(uuid.uuid5(broadcast, str(client)))


@given(st.text(max_size=40))
def test_only_lower_case_uuids_are_ids(text: str) -> None:
    assert not is_id(text) or text == str(uuid.UUID(text))
    assert not is_id(new_id().upper()) or new_id().upper() == new_id()


def test_a_number_that_nobody_holds_has_a_conversation_too() -> None:
    assert conversation_key(None, "+12155550142") == "tel:+12155550142"
    ana = new_id()
    assert conversation_key(ana, "+12155550142") == ana


def test_two_processes_that_part_give_other_ids() -> None:
    new_id(7)  # from here on there is chance for many
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(into, new_id(7).encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(out, 36).decode()
    os.close(out)
    os.close(into)
    assert is_id(theirs)
    assert theirs[20:] != new_id(7)[20:]
