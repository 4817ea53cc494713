"""By how much a list moves when the selection leaves the view: half screens, so that the next steps cost little."""


def first_in_view(first: int, selected: int, room: int, count: int) -> int:
    """The first row in view when it was `first`: moved by as many half screens as it takes to show the selected one.

    `room` rows fit into the view, of `count` in all. Step by step or in one leap, it ends at the same place.
    """
    if room <= 0:
        return first
    half = room - room // 2
    if selected >= first + room:
        first += ((selected - first - room) // half + 1) * half
    elif selected < first:
        first += (selected - first) // half * half
    return max(0, min(first, count - room))
