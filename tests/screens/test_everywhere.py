"""What every room shares: the three places, the palette, the veil over names."""

from pathlib import Path

from tests.screens.stage import life, opened


async def test_each_place_keeps_what_was_opened_in_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "enter")
        assert stage.pane.client_id == life("Ana")
        await stage.press("3")
        assert type(stage.app.screen).__name__ == "BroadcastsScreen"
        await stage.press("1")
        assert stage.pane.client_id == life("Ana")
        await stage.press("escape")
        assert stage.inbox.people.has_focus
        assert stage.inbox.client_id == life("Ana")


async def test_a_command_is_found_by_its_words_and_done_where_one_was(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", ":", "no answer")
        assert "No answer needed; to the next one." in stage.text
        await stage.press("enter")
        assert "Done: Ana Ruiz" in stage.status
        await stage.press("ctrl+p", "xyzzy")
        assert "Nothing is called that." in stage.text
        await stage.press("escape")
        assert stage.inbox.people.has_focus


async def test_the_veil_leaves_initials_and_nothing_moves(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj")
        before = stage.lines
        await stage.press("ctrl+t")
        assert "Ana Ruiz" not in stage.text
        assert "A•• R•••" in stage.text
        assert "555-01" not in stage.text
        assert "(215) •••-••••" in stage.text
        assert [len(line) for line in stage.lines[2:-2]] == [len(line) for line in before[2:-2]]
        await stage.press("a")
        assert "Done: A•• R•••" in stage.status
        await stage.press("ctrl+t")
        assert "Ana Ruiz" not in stage.lines[4:10]
        assert "Everything is shown again." in stage.status
