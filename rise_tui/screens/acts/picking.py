"""Asking which group, or which colleague."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from rise_tui.casework.colleagues import SUPERVISOR, Colleague
from rise_tui.casework.grouping import GroupLine
from rise_tui.domain.say import say, say_many
from rise_tui.screens.dialogs.pick_by_name import Asked, Named, PickByName, Picked


def pick_group(app: App[Any], groups: Sequence[GroupLine], count: int, then: Callable[[Picked | None], None]) -> None:
    """Into which group so many people go, or out of which; a new name makes one. One that computes itself is none."""

    def nothing(letters: str) -> str:
        return (
            say("Enter makes the group “{name}”.", name=letters)
            if letters
            else say("There is no group yet: type a name.")
        )

    asked = Asked(
        say_many("Put {count} person into a group", "Put {count} people into a group", count),
        say("letters of its name, or a new name"),
        say("Enter puts in     C-o takes out     Esc back"),
        nothing,
        makes_new=True,
        takes_out=True,
    )
    rows = [
        Named(one.group_id, one.name, say_many("{count} person", "{count} people", one.count))
        for one in groups
        if not one.is_computed
    ]
    app.push_screen(PickByName(asked, rows), then)


def pick_colleague(
    app: App[Any], title: str, everybody: Sequence[Colleague], then: Callable[[Colleague | None], None]
) -> None:
    """Which of these colleagues; `title`: what for, safe for a terminal. None: nobody."""

    def nothing(_: str) -> str:
        return say("Nobody here is called that.") if everybody else say("There is no colleague here yet.")

    def picked(one: Picked | None) -> None:
        then(None if one is None else next(each for each in everybody if each.caseworker_id == one.named_id))

    asked = Asked(title, say("letters of the name"), say("Enter takes them     Esc back"), nothing)
    app.push_screen(PickByName(asked, [Named(one.caseworker_id, one.name, _tail(one)) for one in everybody]), picked)


def _tail(one: Colleague) -> str:
    if one.is_me:
        return say("you")
    return say("supervisor") if one.role == SUPERVISOR else ""
